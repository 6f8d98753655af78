"""The measures of a body: what the public sees of them now or soon, what is proposed, and what was said to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.catalogue import Catalogue
from registry.desk import DECIDING, Staff
from registry.errors import Conflict, Malformed, Refused
from registry.measure_previews import Preview
from registry.measure_proposals import MeasureProposed, own_proposal, preview_again, proposed_by_row
from registry.names import display_name
from registry.own_marks import marks_of
from registry.tables_decisions import DecisionRow, MeasureRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_people import PractitionerRow

MOST = 50  # answered proposals on the board; the journal has them all


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure that the public sees, or will see. `can_end`: it runs or is to come, and its end was not decided."""

    decision: UUID
    number: str
    name: str
    mark: str
    kind: str
    since: date
    until: date | None
    final: bool
    public_until: date | None
    can_end: bool


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposal as it was given, and what was said to it. `answer` is None while it waits."""

    id: UUID
    name: str
    given: MeasureProposed
    proposed_by: str
    proposed_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    answer_words: str | None
    decision: UUID | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A proposal with what the public will see of it, or with what is in the way of it by now."""

    proposal: ProposalShown
    preview: Preview | None
    in_the_way: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything, the newest first; what waits for an answer stands apart."""

    waiting: tuple[ProposalShown, ...]
    answered: tuple[ProposalShown, ...]
    measures: tuple[MeasureShown, ...]


async def measures_at(staff: Staff, *, at: datetime) -> Board:
    """The board of whoever decides at a body; empty for everybody else."""
    marks = await marks_of(staff, DECIDING)
    if not marks:
        return Board((), (), ())
    rows = (
        await MeasureProposalRow.select()
        .where(MeasureProposalRow.mark.is_in(list(marks)))
        .order_by(MeasureProposalRow.proposed_at, ascending=False)
    )
    shown_rows = [row for row in rows if row["is_open"]] + [row for row in rows if not row["is_open"]][:MOST]
    people = await _people({row["practitioner"] for row in shown_rows})
    shown = [_shown(row, people[row["practitioner"]]) for row in shown_rows]
    return Board(
        tuple(one for one in shown if one.answer is None),
        tuple(one for one in shown if one.answer is not None),
        await _measures(marks, amsterdam_day(at)),
    )


async def _measures(marks: Collection[str], today: date) -> tuple[MeasureShown, ...]:
    rows = (
        await MeasureRow.select()
        .where(MeasureRow.mark.is_in(list(marks)))
        .where((MeasureRow.public_until.is_null()) | (MeasureRow.public_until >= today))
        .order_by(MeasureRow.since, ascending=False)
    )
    people = await _people({row["practitioner"] for row in rows})
    lifted = await _lifted([row["decision"] for row in rows])
    return tuple(
        MeasureShown(
            row["decision"], people[row["practitioner"]]["number"], _name(people[row["practitioner"]]), row["mark"],
            row["kind"], row["since"], row["until"], row["final"], row["public_until"],
            row["decision"] not in lifted and (row["until"] is None or row["until"] >= today),
        )
        for row in rows
    )  # fmt: skip


async def _lifted(measures: list[UUID]) -> set[UUID]:
    if not measures:
        return set()
    rows = await DecisionRow.select(DecisionRow.refers_to).where(
        DecisionRow.kind == "lift", DecisionRow.refers_to.is_in(measures)
    )
    return {row["refers_to"] for row in rows}


async def proposal_of(proposal: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> Opened:
    """One proposal of one's body. Raises NotFound, Refused."""
    row, person = await own_proposal(proposal, staff)
    shown = _shown(row, person)
    if shown.answer is not None:
        return Opened(shown, None, None)
    try:
        return Opened(shown, await preview_again(row, person, catalogue=catalogue, at=at), None)
    except Malformed as error:
        return Opened(shown, None, error.problems[0].message)
    except (Refused, Conflict) as error:
        return Opened(shown, None, error.message)


async def _people(who: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    if not who:
        return {}
    rows = await PractitionerRow.select().where(PractitionerRow.id.is_in(list(who)))
    return {row["id"]: row for row in rows}


def _name(person: Mapping[str, Any]) -> str:
    return display_name(person["initials"], person["prefix"], person["family_name"])


def _shown(row: Mapping[str, Any], person: Mapping[str, Any]) -> ProposalShown:
    same = (
        "id", "proposed_by", "proposed_at", "answer", "answered_by", "answered_at", "answer_words", "decision",
    )  # fmt: skip
    given = proposed_by_row(row, person["number"])
    return ProposalShown(name=_name(person), given=given, **{name: row[name] for name in same})
