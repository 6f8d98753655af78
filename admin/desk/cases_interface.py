"""One application for programs: the file as it was handed in, what the rules found, and who said what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath

from accreditation.findings import Evaluation, RequirementFinding, amount_text, evaluation_as_data
from accreditation.judging import ToJudge
from accreditation.ready_sentences import ready_sentences
from accreditation.rules.words import Speech
from accreditation.scheme import Mark
from admin.desk.menu import JUDGING
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, read_query
from registry.case_entries import CaseEntry
from registry.case_files import CaseFile, open_case_file
from registry.catalogue import Catalogue
from registry.claims import Claim
from registry.judgements import Judgements, Said
from registry.questions import Question

CASE = "/api/v1/desk/applications/{application:uuid}"


class PieceItem(msgspec.Struct, rename="camel"):
    """A piece of evidence; `file` is its address on the site, null where there is only the word of the applicant."""

    id: str
    kind: str
    verified: bool
    file: str | None


class CaseEntryItem(msgspec.Struct, rename="camel"):
    """An entry as it was handed in; `change` is what the applicant did with it since, `now` what it says today."""

    id: str
    kind: str
    state: str
    on: date
    said: dict[str, Any]
    evidence: list[PieceItem]
    change: str | None
    changed_at: datetime | None
    now: dict[str, Any] | None


class PartItem(msgspec.Struct, rename="camel"):
    """An entry that counts for a requirement, or does not; `reason` is then why not."""

    entry: str
    amount: str
    reason: str | None


class SentencesItem(msgspec.Struct, rename="camel"):
    """What can be said to the applicant, in their language, per verdict."""

    good: list[str]
    question: list[str]
    not_good: list[str]
    doubt: list[str]


class RequirementItem(msgspec.Struct, rename="camel"):
    """A requirement with what the rules found. `forms` and `assessors` are null where the rules alone decide."""

    code: str
    text: str
    stage: str
    outcome: str
    found: str | None
    waiting: str
    needed: str | None
    unit: str | None
    counted: list[PartItem]
    left: list[PartItem]
    forms: list[str] | None
    assessors: int | None
    second_on_doubt: bool
    sentences: SentencesItem


class ClaimItem(msgspec.Struct, rename="camel"):
    """Who works on it; `lapsesOn` is the last day when nothing happens, null when it stays."""

    id: str
    task: str
    mine: bool
    since: datetime
    lapses_on: date | None


class SaidItem(msgspec.Struct, rename="camel"):
    """What an assessor said about a requirement; `replaced` when they said something else later."""

    id: str
    requirement: str
    form: str
    verdict: str
    words: str | None
    at: datetime
    replaced: bool


class JudgementsItem(msgspec.Struct, rename="camel"):
    """`others` is null as long as it is hidden: one's own come first. `seats` is how many assessors it takes."""

    own: list[SaidItem]
    others: list[SaidItem] | None
    gate_waits_for: list[str]
    seats: int


class QuestionItem(msgspec.Struct, rename="camel"):
    """A question to the applicant; `answer` is null while it is open."""

    id: str
    text: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


class CaseItem(msgspec.Struct, rename="camel"):
    """A file as its body has it. `version` and `outcome` are null once it is decided; `isDrawn`: it is in a sample."""

    id: str
    mark: str
    number: str
    name: str
    language: str
    handed_in_on: date
    is_open: bool
    is_drawn: bool
    version: str | None
    outcome: str | None
    requirements: list[RequirementItem]
    entries: list[CaseEntryItem]
    claims: list[ClaimItem]
    judgements: JudgementsItem
    questions: list[QuestionItem]


@get(CASE, opt=door(Door.BODY, roles=JUDGING), include_in_schema=False)
async def get_case(request: Asked, application: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    file, catalogue = await _open(request, application)
    return as_json(case_item(file, catalogue, signed_in(request).actor))


@get(f"{CASE}/findings", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False)
async def get_findings(request: Asked, application: FromPath[UUID]) -> Answer:
    """Everything that the rules found today, as a decision would keep it; null once it is decided."""
    read_query(request.scope, Query)
    file, _ = await _open(request, application)
    return as_json({"findings": evaluation_as_data(file.evaluation) if file.evaluation is not None else None})


async def _open(request: Asked, application: UUID) -> tuple[CaseFile, Catalogue]:
    site = house_of(request).site
    catalogue = await site.marks.current()
    return await open_case_file(application, signed_in(request), catalogue=catalogue, at=site.now()), catalogue


def case_item(file: CaseFile, catalogue: Catalogue, me: str) -> CaseItem:
    """The file as a program reads it."""
    evaluation = file.evaluation
    return CaseItem(
        str(file.application), file.mark, file.number, file.name, file.language, file.handed_in_on, file.is_open,
        file.is_drawn,
        evaluation.version if evaluation is not None else None,
        str(evaluation.outcome) if evaluation is not None else None,
        _requirements(file, evaluation, catalogue) if evaluation is not None else [],
        [_entry(one) for one in file.entries],
        [claim_item(one, me) for one in file.claims],
        judgements_item(file.judgements),
        [_question(one) for one in file.questions],
    )  # fmt: skip


def _requirements(file: CaseFile, evaluation: Evaluation, catalogue: Catalogue) -> list[RequirementItem]:
    mark = catalogue.mark(file.mark)
    texts = {one.code: one.text for one in catalogue.version(file.mark, evaluation.version).requirements}
    asked = {one.requirement: one for one in file.judgements.asked}
    return [
        _requirement(one, texts[one.code].within(file.language), asked.get(one.code), mark, file.language)
        for one in evaluation.requirements
    ]


def _requirement(
    one: RequirementFinding, text: str, asked: ToJudge | None, mark: Mark, language: str
) -> RequirementItem:
    finding, nodes = one.finding, tuple(one.finding.nodes())
    ready = ready_sentences(finding, Speech(language, mark.labels))
    counted = dict.fromkeys(part for node in nodes for part in node.counted)
    left = dict.fromkeys(part for node in nodes for part in node.left)
    return RequirementItem(
        one.code, text, one.stage, str(one.outcome),
        amount_text(finding.found) if finding.found is not None else None,
        amount_text(finding.waiting),
        amount_text(finding.needed) if finding.needed is not None else None,
        finding.unit,
        [PartItem(part.entry, amount_text(part.amount), None) for part in counted],
        [PartItem(part.entry, amount_text(part.amount), str(part.reason)) for part in left],
        list(asked.forms) if asked is not None else None,
        asked.assessors if asked is not None else None,
        asked is not None and asked.second_on_doubt,
        SentencesItem(list(ready.good), list(ready.question), list(ready.not_good), list(ready.doubt)),
    )  # fmt: skip


def _entry(one: CaseEntry) -> CaseEntryItem:
    entry = one.entry
    pieces = [
        PieceItem(str(piece.id), piece.kind, piece.verified, f"/bewijs/{piece.id}" if piece.media_type else None)
        for piece in entry.evidence
    ]
    now = one.now.model_dump(mode="json", exclude_none=True) if one.now is not None else None
    said = entry.said.model_dump(mode="json", exclude_none=True)
    return CaseEntryItem(
        str(entry.id), entry.kind, entry.state, entry.on, said, pieces, one.change, one.changed_at, now
    )  # fmt: skip


def claim_item(one: Claim, me: str) -> ClaimItem:
    """A claim, without the name of who has it."""
    return ClaimItem(str(one.id), one.task, one.held_by == me, one.since, one.lapses_on)


def judgements_item(found: Judgements) -> JudgementsItem:
    """What somebody may see of what was said."""
    others = [_said(one) for one in found.others] if found.others is not None else None
    return JudgementsItem([_said(one) for one in found.own], others, list(found.gate_waits_for), found.seats)


def _said(one: Said) -> SaidItem:
    return SaidItem(str(one.id), one.requirement, one.form, one.verdict, one.words, one.at, one.replaced)


def _question(one: Question) -> QuestionItem:
    return QuestionItem(str(one.id), one.text, one.asked_at, one.answer, one.answered_at)


ROUTES = [get_case, get_findings]
