"""Drafts, calculations and the forecast as they are answered in JSON, for the description of the interface."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict


class RunItem(TypedDict):
    """A calculation over everybody: how far it is, and of which text."""

    id: str
    kind: str
    mark: str
    draft: str | None
    textDigest: str | None
    rulesDigest: str | None
    on: date | None
    state: str
    done: int
    total: int | None
    attempts: int
    journalFrom: int | None
    journalUntil: int | None


class WholeRun(RunItem):
    """A calculation and, once it is done, everything that it found."""

    result: dict[str, Any] | None


class DraftItem(TypedDict):
    """A draft of the rules of a mark; `number` and `digest` are of its newest state."""

    id: str
    mark: str
    title: str
    basedOn: str
    state: str
    number: int
    digest: str
    sound: bool


class SchemeItem(TypedDict):
    """The rules of a mark, and the drafts of new ones."""

    mark: str
    digest: str
    versions: list[str]
    drafts: list[DraftItem]


class MistakeItem(TypedDict):
    """A mistake in the text: where, and what to write instead."""

    line: int | None
    path: str
    message: str


class DetailItem(TypedDict):
    """One value that is different."""

    path: str
    before: str | None
    after: str | None


class RequirementChange(TypedDict):
    """What a requirement gets: whether it is new, gone or different."""

    code: str
    kind: str
    details: list[DetailItem]


class VersionChange(TypedDict):
    """How a version differs from the one before it."""

    version: str
    follows: str | None
    requirements: list[RequirementChange]
    details: list[DetailItem]


class ProposalItem(TypedDict):
    """A proposal and its answer."""

    id: str
    number: int
    simulation: str
    words: str
    answer: str | None
    answerWords: str | None


class WholeDraft(DraftItem):
    """A draft in full: its text, its mistakes, what it changes, and what was done with it."""

    text: str
    cases: str
    mistakes: list[MistakeItem]
    caseMistakes: list[MistakeItem]
    differences: list[str]
    changes: list[VersionChange]
    simulations: list[RunItem]
    proposals: list[ProposalItem]


class AheadMonth(TypedDict):
    """One month of a forecast."""

    month: date
    files: int
    judged: int
    ready: int
    atRisk: int
    forPeople: int
    assessors: int | None
    hours: int | None


class ForecastItem(TypedDict):
    """The last forecast of a mark that is done, and the calculation that runs now."""

    mark: str
    on: date | None
    near: int | None
    minutes: int | None
    months: list[AheadMonth]
    running: RunItem | None


class TimeItem(TypedDict):
    """How long one assessor takes for one file, as the body says."""

    mark: str
    minutes: int | None
