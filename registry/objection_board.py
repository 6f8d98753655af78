"""The objections to decisions of a body: what came in, by when the mark says to decide, and what was ruled."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.decisions import Kind
from accreditation.scheme import Mark, Term
from accreditation.standing import standing_on
from registry.catalogue import Catalogue
from registry.decision_rows import decisions_on
from registry.desk import DECIDING, Staff
from registry.errors import NotFound
from registry.merged_people import now_of
from registry.names import display_name
from registry.own_marks import marks_of
from registry.tables_decisions import DecisionRow, FindingRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_people import PractitionerRow

NO_OBJECTION = "There is no such objection. Open the list of objections again."
Effect = Literal["suspensive", "not_suspensive", "unknown"]


@dataclass(frozen=True, slots=True)
class Ruled:
    """The ruling on an objection, by the words of the decision; `until` for a measure that ends on another day."""

    on: date
    outcome: str
    until: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ObjectionShown:
    """One objection. `effect`: what it does to a measure meanwhile; `decide_by`: None where the mark does not say.

    `not_by_me`: whoever looks decided or proposed what it is against, and leaves it to somebody else.
    """

    id: UUID
    number: str
    name: str
    mark: str
    against: UUID
    kind: Kind
    since: date
    until: date | None
    decided_on: date
    received_on: date
    effect: Effect
    decide_by: date | None
    not_by_me: bool
    ruled: Ruled | None

    def is_late(self, today: date) -> bool:
        return self.ruled is None and self.decide_by is not None and self.decide_by < today


@dataclass(frozen=True, slots=True)
class ObjectionOpened:
    """One objection with what was said on both sides. Words are None once they were erased by right."""

    shown: ObjectionShown
    grounds: str | None
    reason: str | None


async def objections_at(staff: Staff, *, catalogue: Catalogue) -> tuple[ObjectionShown, ...]:
    """Every objection to a decision on a mark of one's body: those that wait by when to decide, then the newest."""
    marks = await marks_of(staff, DECIDING)
    found = await _objections(marks, staff, catalogue) if marks else []
    waiting = sorted(
        (one for one in found if one.ruled is None), key=lambda one: (one.decide_by or LAST_DAY, one.received_on)
    )
    ruled = sorted((one for one in found if one.ruled), key=lambda one: one.received_on, reverse=True)
    return (*waiting, *ruled)


async def objection_of(objection: UUID, staff: Staff, *, catalogue: Catalogue) -> ObjectionOpened:
    """One objection. Raises NotFound for one to another body."""
    shown = next((one for one in await objections_at(staff, catalogue=catalogue) if one.id == objection), None)
    if shown is None:
        raise NotFound(NO_OBJECTION)
    words = await _words([shown.id, shown.against])
    return ObjectionOpened(shown, words.get(shown.id), words.get(shown.against))


async def _objections(marks: Collection[str], staff: Staff, catalogue: Catalogue) -> list[ObjectionShown]:
    said = (
        await DecisionRow.select()
        .where(DecisionRow.mark.is_in(list(marks)), DecisionRow.kind.is_in([Kind.OBJECTION, Kind.RULING]))
        .order_by(DecisionRow.seq)
    )
    about = await _by_id(DecisionRow, {row["refers_to"] for row in said})
    rows = await _by_id(PractitionerRow, {row["practitioner"] for row in about.values()})
    people = {who: await now_of(row) for who, row in rows.items()}
    theirs = await deciders_of(about.values())
    words = await _words([row["id"] for row in said if row["kind"] == Kind.RULING])
    found = []
    for target in about.values():
        person = people[target["practitioner"]]
        if person["removed_on"] is None:
            not_by_me = staff.actor in theirs[target["id"]]
            for row, ruling in _paired(said, target["id"]):
                found.append(await _shown(row, ruling, target, person, not_by_me, words, catalogue))
    return found


def _paired(
    said: Iterable[Mapping[str, Any]], target: UUID
) -> list[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    """Each objection to a decision with its ruling; a second one comes only after the first was ruled on."""
    about = [row for row in said if row["refers_to"] == target]
    rulings = [row for row in about if row["kind"] == Kind.RULING]
    objections = [row for row in about if row["kind"] == Kind.OBJECTION]
    return [(row, rulings[place] if place < len(rulings) else None) for place, row in enumerate(objections)]


async def _shown(
    row: Mapping[str, Any], ruling: Mapping[str, Any] | None, target: Mapping[str, Any], person: Mapping[str, Any],
    not_by_me: bool, words: Mapping[UUID, str], catalogue: Catalogue,
) -> ObjectionShown:  # fmt: skip
    term = await _term_on(row, catalogue)
    ruled = None
    if ruling is not None:
        ruled = Ruled(ruling["since"], ruling["outcome"], ruling["until"], words.get(ruling["id"]))
    return ObjectionShown(
        row["id"], person["number"], display_name(person["initials"], person["prefix"], person["family_name"]),
        row["mark"], target["id"], Kind(target["kind"]), target["since"], target["until"],
        amsterdam_day(target["recorded_at"]), row["since"], term.objection if term is not None else "unknown",
        term.objection_due(row["since"]) if term is not None else None, not_by_me, ruled,
    )  # fmt: skip


async def _term_on(row: Mapping[str, Any], catalogue: Catalogue) -> Term | None:
    """The term of the rules by which the registration ran on the day of the objection."""
    scheme = catalogue.scheme(row["mark"])
    decisions = await decisions_on(row["practitioner"], row["mark"])
    return term_of(scheme.mark, standing_on(decisions, row["since"], LAST_DAY, scheme.rules).scheme_version)


def term_of(mark: Mark, version: str | None) -> Term | None:
    """As the fold does it: of the version that is named, or else of the newest in force."""
    named = next((one for one in mark.versions if one.id == version), None)
    if named is not None:
        return named.term
    in_force = [one for one in mark.versions if one.starts is not None]
    return max(in_force, key=lambda one: one.starts or date.min).term if in_force else None


async def deciders_of(targets: Iterable[Mapping[str, Any]]) -> dict[UUID, set[str]]:
    """Who decided something, and who proposed or approved it: they do not decide about an objection to it."""
    found = {row["id"]: {str(row["actor"])} for row in targets}
    if found:
        rows = await MeasureProposalRow.select().where(MeasureProposalRow.decision.is_in(list(found)))
        for row in rows:
            found[row["decision"]] |= {row["proposed_by"], row["answered_by"]}
    return found


async def _by_id(table: Any, identities: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await table.select().where(table.id.is_in(list(identities))) if identities else []
    return {row["id"]: row for row in rows}


async def _words(decisions: list[UUID]) -> dict[UUID, str]:
    if not decisions:
        return {}
    rows = await FindingRow.select(FindingRow.decision, FindingRow.reason).where(FindingRow.decision.is_in(decisions))
    return {row["decision"]: row["reason"] for row in rows if row["reason"] is not None}
