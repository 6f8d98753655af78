"""Deciding about an objection: by an officer who had no part in the decision that it is against.

The words of the people are other ones than those of the record: who objects is right (the decision was never taken,
ends on another day, or another one takes its place), or the objection is dismissed and the decision stays.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from accreditation.dates import amsterdam_day
from accreditation.decisions import GIVES_A_TERM, MEASURES, Decision, Kind
from registry.applications import unknown_to
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.desk import DECIDING, Staff
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused
from registry.inputs import Code, Input, Line80, Reason, Text1000
from registry.interests import require_free_of
from registry.journal import Recording, recording
from registry.measure_proposals import MeasureProposed, decision_of
from registry.measures import apply_decision, new_decision
from registry.merged_people import now_of
from registry.objection_board import NO_OBJECTION, deciders_of
from registry.own_marks import require_mark
from registry.responses import Ruling, respond, ruling
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow

OTHER_EYES = "You decided or proposed this yourself. Somebody else of the body decides about the objection."
RULED = "This objection was decided already. Open it again to see the ruling."
NEEDS_ANOTHER = "Without this decision the application has no answer. Say which decision takes its place."
NO_OTHER = "Nothing can take the place of this decision. Say that it was never taken, or dismiss the objection."
NO_LAST_DAY = "Only a measure can end on another day. Choose another outcome."
HEAVIER = "What takes the place of a measure is not heavier than it. Choose a lighter one, or dismiss the objection."
LONGER = "An objection does not make a measure begin earlier or last longer. Choose other days."
SAY_WHICH = "Say which decision takes its place."
SAY_TERM = "Say the first and the last day of the new term."
_WEIGHT = (Kind.CONDITION, Kind.RESTRICTION, Kind.SUSPENSION, Kind.REVOCATION)
_OF_AN_APPLICATION = GIVES_A_TERM | {Kind.REFUSAL}


class Instead(Input):
    """What takes the place of a decision: a measure, or for a decision about an application (no `kind`) a term."""

    kind: Literal["condition", "restriction", "suspension", "revocation"] | None = None
    since: date
    until: date | None = None
    text: Text1000 | None = Field(default=None, min_length=1, max_length=500)
    level: Line80 | None = None
    scopes: tuple[Code, ...] = ()
    public_until: date | None = None


class ObjectionDecided(Input):
    """What comes of an objection; `until` is the last day that the measure has ("ends"), `instead` what replaces it."""

    outcome: Literal["dismissed", "never", "ends", "replaced"]
    until: date | None = None
    instead: Instead | None = None
    reason: Reason


_RECORDED: Mapping[str, Literal["upheld", "overturned", "changed"]] = {
    "dismissed": "upheld", "never": "overturned", "ends": "changed", "replaced": "overturned",
}  # fmt: skip


@once_more
async def decide_objection(
    objection: UUID, given: ObjectionDecided, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> UUID:
    """Decide about an objection, in one transaction with what takes the place of the decision; gives the ruling.

    Raises Refused for who had a part in the decision or has an interest, Conflict for one that was decided.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        target, person = await _target(objection, staff)
        if staff.actor in (await deciders_of([target]))[target["id"]]:
            raise Refused(OTHER_EYES)
        today = amsterdam_day(journal.at)
        await require_free_of(person, staff, today)
        instead = _instead(given, target, person["number"], catalogue)
        said = Ruling(since=today, outcome=_RECORDED[given.outcome], until=given.until, reason=given.reason)
        ruled = await respond(journal, target["id"], ruling(said), given.reason, catalogue)
        if given.outcome == "never" and target["kind"] == Kind.CONVERSION:
            await _take_back_successor(journal, person, target, given.reason, today, catalogue)
        if instead is not None:
            await apply_decision(journal, person, target["mark"], instead, given.reason, catalogue)
    return ruled


async def _target(objection: UUID, staff: Staff) -> tuple[dict[str, Any], dict[str, Any]]:
    """The decision that an open objection is against, and whom it is about."""
    row = await DecisionRow.select().where(DecisionRow.id == objection, DecisionRow.kind == Kind.OBJECTION).first()
    if row is None:
        raise NotFound(NO_OBJECTION)
    await require_mark(row["mark"], staff, DECIDING)
    said = await DecisionRow.select(DecisionRow.kind, DecisionRow.seq).where(
        DecisionRow.refers_to == row["refers_to"], DecisionRow.kind == Kind.RULING, DecisionRow.seq > row["seq"]
    )
    if said:
        raise Conflict(RULED)
    target = await DecisionRow.select().where(DecisionRow.id == row["refers_to"]).first()
    person = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
    assert target is not None  # foreign keys
    assert person is not None
    return target, await now_of(person)


def _instead(given: ObjectionDecided, target: Mapping[str, Any], number: str, catalogue: Catalogue) -> Decision | None:
    """The decision that takes the place of the other one. Raises Malformed where outcome and decision do not fit."""
    kind = Kind(target["kind"])
    if given.outcome == "ends" and kind not in MEASURES:
        raise Malformed([Problem("outcome", NO_LAST_DAY)])
    if given.outcome == "ends" and given.until and target["until"] and given.until > target["until"]:
        raise Malformed([Problem("until", LONGER)])
    if given.outcome == "never" and kind in _OF_AN_APPLICATION:
        raise Malformed([Problem("outcome", NEEDS_ANOTHER)])
    if given.outcome != "replaced":
        return None
    if kind in MEASURES:
        return _measure_instead(given, target, number, catalogue)
    if kind in _OF_AN_APPLICATION:
        return _term_instead(given, target, catalogue)
    raise Malformed([Problem("outcome", NO_OTHER)])


def _measure_instead(given: ObjectionDecided, target: Mapping[str, Any], number: str, catalogue: Catalogue) -> Decision:
    instead = given.instead
    if instead is None or instead.kind is None:
        raise Malformed([Problem("instead", SAY_WHICH)])
    said = instead.model_dump(exclude={"level"})
    measure = MeasureProposed(number=number, mark=target["mark"], reason=given.reason, **said)
    if problems := unknown_to(catalogue.mark(target["mark"]), None, instead.scopes):
        raise Malformed(problems)
    decision = decision_of(measure)
    if _WEIGHT.index(decision.kind) > _WEIGHT.index(Kind(target["kind"])):
        raise Malformed([Problem("instead", HEAVIER)])
    longer = target["until"] is not None and (decision.until is None or decision.until > target["until"])
    if longer or decision.since < target["since"]:
        raise Malformed([Problem("instead", LONGER)])
    return decision


def _term_instead(given: ObjectionDecided, target: Mapping[str, Any], catalogue: Catalogue) -> Decision:
    """A grant or a renewal: what the application would have been given."""
    instead = given.instead
    if instead is None or instead.kind is not None or instead.until is None:
        raise Malformed([Problem("instead", SAY_TERM)])
    if problems := unknown_to(catalogue.mark(target["mark"]), instead.level, instead.scopes, instead.since):
        raise Malformed(problems)
    kind = Kind.GRANT if target["kind"] == Kind.REFUSAL else Kind(target["kind"])
    return new_decision(
        kind, instead.since, instead.until, level=instead.level, scopes=frozenset(instead.scopes),
        scheme_version=target["scheme_version"], refers_to=str(target["refers_to"]),
    )  # fmt: skip


async def _take_back_successor(
    journal: Recording, person: dict[str, Any], target: Mapping[str, Any], reason: str, today: date,
    catalogue: Catalogue,
) -> None:  # fmt: skip
    """With a conversion goes the mark that came in its place."""
    rows = await DecisionRow.select().where(DecisionRow.refers_to == target["id"], DecisionRow.kind == Kind.GRANT)
    for row in rows:
        gone = new_decision(Kind.CORRECTION, today, refers_to=str(row["id"]))
        await apply_decision(journal, person, row["mark"], gone, reason, catalogue)
