"""Whom an extension for everybody at once is for, and until when each registration then runs; and whom taking it back.

Nothing is recorded here. What was looked at has a digest, so that what is proposed and approved is what was seen.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY
from accreditation.decisions import GIVES_A_TERM, Decision, Kind, as_known
from accreditation.held import HeldTerm
from accreditation.picture import RulesByVersion
from accreditation.standing import standing_on
from registry.canonical import canonical, digest
from registry.catalogue import Scheme
from registry.decision_rows import decisions_of
from registry.group_extensions import RUNNING, Given
from registry.holders import BEFORE_ALL, LOT
from registry.measures import new_decision
from registry.names import display_name
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_people import PractitionerRow

# Why somebody who held the mark on that day is not on the list, or fell off it.
WHY = ("no_gain", "renewed", "not_on_that_day", "has_it", "removed", "refused")
_LAST = 2**62  # as if it were recorded after everything else


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list: until when their registration runs now, and then. `about`: the decision to take back."""

    practitioner: UUID
    number: str
    name: str = field(repr=False)
    until_before: date
    until_after: date
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExtensionList:
    """Whom it is for, by number; `left` counts the others, by why; `over` for how many the new last day has passed."""

    people: tuple[Listed, ...]
    left: Mapping[str, int]
    over: int
    seen: str


def lengthened(
    decisions: Sequence[Decision], given: Given, at: datetime, rules: RulesByVersion
) -> tuple[date, date] | str:  # fmt: skip
    """The last day of the term that held the day, before and after the extension; or why it is not for them."""
    before = standing_on(decisions, given.valid_on, LAST_DAY, rules)
    if before.status not in RUNNING:
        return "not_on_that_day"
    if any(d.kind is Kind.GROUP_EXTENSION and d.extension == given.code for d in decisions):
        return "has_it"
    more = replace(as_extension(given), seq=_LAST, recorded_at=at)
    after = standing_on([*decisions, more], given.valid_on, LAST_DAY, rules)
    days = _last_day(before.history, given.valid_on), _last_day(after.history, given.valid_on)
    return days if days[0] < days[1] else "no_gain"


def as_extension(given: Given) -> Decision:
    """What is recorded for each."""
    return replace(new_decision(Kind.GROUP_EXTENSION, given.valid_on), months=given.months, extension=given.code)


def shortened(
    decisions: Sequence[Decision], given: Given, at: datetime, rules: RulesByVersion
) -> tuple[date, date, str] | str:  # fmt: skip
    """The last day with the extension and without it, and the decision that gave it; or why it stays for them.

    Where a term was given since, somebody decided that knowing of the extension: it stays.
    """
    known = as_known(decisions, LAST_DAY)
    own = [d for d in known if d.kind is Kind.GROUP_EXTENSION and d.extension == given.code]
    if not own:
        return "has_it"
    if any(d.kind in GIVES_A_TERM and d.seq > own[0].seq for d in known):
        return "renewed"
    less = replace(as_reversal(own[0].id, at.date()), seq=_LAST, recorded_at=at)
    before = standing_on(decisions, given.valid_on, LAST_DAY, rules)
    after = standing_on([*decisions, less], given.valid_on, LAST_DAY, rules)
    days = _last_day(before.history, given.valid_on), _last_day(after.history, given.valid_on)
    return (*days, own[0].id) if days[1] < days[0] else "no_gain"


def as_reversal(about: str, on: date) -> Decision:
    """What is recorded for each: the extension is taken away, and nothing stands in its place."""
    return new_decision(Kind.CORRECTION, on, refers_to=about)


def _last_day(history: Iterable[HeldTerm], on: date) -> date:
    return next((held.until for held in history if held.since <= on <= held.until), on)


async def who_gets(scheme: Scheme, given: Given, at: datetime) -> ExtensionList:
    """Everybody whom an extension is for."""
    people: list[Listed] = []
    left: dict[str, int] = {}
    async for lot in _held_on(scheme.mark.code, given.valid_on):
        decisions = await decisions_of([row["id"] for row in lot], scheme.mark.code)
        for row in lot:
            found = lengthened(decisions[row["id"]], given, at, scheme.rules)
            if isinstance(found, str):
                left[found] = left.get(found, 0) + 1
            else:
                people.append(Listed(row["id"], row["number"], _name(row), *found))
    return _as_list(given, people, left, at)


async def who_had(scheme: Scheme, given: Given, at: datetime) -> ExtensionList:
    """Everybody for whom an extension is taken back."""
    people: list[Listed] = []
    left: dict[str, int] = {}
    async for lot in _given_to(scheme.mark.code, given.code):
        decisions = await decisions_of([row["id"] for row in lot], scheme.mark.code)
        for row in lot:
            found = shortened(decisions[row["id"]], given, at, scheme.rules)
            if isinstance(found, str):
                left[found] = left.get(found, 0) + 1
            else:
                people.append(Listed(row["id"], row["number"], _name(row), found[0], found[1], UUID(found[2])))
    return _as_list(given, people, left, at)


def _as_list(given: Given, people: list[Listed], left: dict[str, int], at: datetime) -> ExtensionList:
    people.sort(key=lambda one: one.number)
    told = [[one.number, one.until_before.isoformat(), one.until_after.isoformat()] for one in people]
    seen = digest(canonical([given.valid_on.isoformat(), given.months, told]))
    over = sum(one.until_after < at.date() for one in people)
    shown = {why: count for why, count in sorted(left.items()) if why not in ("not_on_that_day", "has_it")}
    return ExtensionList(tuple(people), shown, over, seen)


def _name(row: Mapping[str, Any]) -> str:
    return display_name(row["initials"], row["prefix"], row["family_name"])


async def _held_on(mark: str, on: date) -> AsyncIterator[list[dict[str, Any]]]:
    """Who held a mark on a day, lot after lot."""
    after = BEFORE_ALL
    while rows := (
        await HoldingRow.select(HoldingRow.practitioner)
        .where(HoldingRow.mark == mark, HoldingRow.since <= on, HoldingRow.until >= on)
        .where(HoldingRow.practitioner > after)
        .order_by(HoldingRow.practitioner)
        .limit(LOT)
    ):
        after = rows[-1]["practitioner"]
        yield await still_here([row["practitioner"] for row in rows])


async def _given_to(mark: str, code: str) -> AsyncIterator[list[dict[str, Any]]]:
    """Who was given an extension, lot after lot."""
    after = BEFORE_ALL
    while rows := (
        await DecisionRow.select(DecisionRow.practitioner)
        .where(DecisionRow.mark == mark, DecisionRow.kind == str(Kind.GROUP_EXTENSION), DecisionRow.extension == code)
        .where(DecisionRow.practitioner > after)
        .order_by(DecisionRow.practitioner)
        .limit(LOT)
    ):
        after = rows[-1]["practitioner"]
        yield await still_here([row["practitioner"] for row in rows])


async def still_here(whose: Sequence[UUID]) -> list[dict[str, Any]]:
    """The rows of these people, but for whoever left the register."""
    return list(
        await PractitionerRow.select(
            PractitionerRow.id, PractitionerRow.number, PractitionerRow.initials, PractitionerRow.prefix,
            PractitionerRow.family_name, PractitionerRow.removed_on,
        )
        .where(PractitionerRow.id.is_in(list(whose)), PractitionerRow.removed_on.is_null())
        .order_by(PractitionerRow.id)
    )  # fmt: skip
