"""Which applications still need somebody's file: from handing in, through the decision, to the end of the objection.

Who assesses or decides sees the evidence as long as that runs, and the evidence stays as long as that runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from accreditation import dossier as facts
from accreditation.dates import amsterdam_day
from accreditation.decisions import Kind
from accreditation.objection_term import last_day_to_object
from registry.canonical import from_canonical
from registry.merged_people import whole_of
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import ApplicationRow, DecisionRow

GRACE = timedelta(days=4)  # for days that a royal decree puts on a level with holidays, which are not known here


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An application, with the entries of the file that its frozen facts hold. `is_open` as this module means it."""

    application: UUID
    mark: str
    body: str
    entries: frozenset[str]
    is_open: bool


async def handed_in(practitioner: UUID, on: date) -> list[HandedIn]:
    """Every application of one person whose facts are still there, as they stand on a day."""
    whole = await whole_of(practitioner)
    rows = (
        await ApplicationRow.select(
            ApplicationRow.id, ApplicationRow.mark, ApplicationRow.is_open, ApplicationRow.facts
        )
        .where(ApplicationRow.practitioner.is_in(whole), ApplicationRow.facts.is_not_null())
        .order_by(ApplicationRow.id)
    )
    decisions = await DecisionRow.select(
        DecisionRow.id, DecisionRow.kind, DecisionRow.recorded_at, DecisionRow.answers, DecisionRow.refers_to
    ).where(DecisionRow.practitioner.is_in(whole))
    issued_by = {row["code"]: row["body"] for row in await MarkRow.select(MarkRow.code, MarkRow.body)} if rows else {}
    return [
        HandedIn(
            row["id"],
            row["mark"],
            issued_by[row["mark"]],
            _entries(row["facts"]),
            bool(row["is_open"]) or _may_be_fought(row["id"], decisions, on),
        )
        for row in rows
    ]


async def needed_by(practitioner: UUID, entry: UUID, on: date) -> list[HandedIn]:
    """The open applications that hold an entry of somebody's file."""
    return [one for one in await handed_in(practitioner, on) if one.is_open and str(entry) in one.entries]


def _entries(frozen: str) -> frozenset[str]:
    dossier = from_canonical(frozen, facts.Dossier)
    activities, qualifications, documents = dossier.activities, dossier.qualifications, dossier.documents
    return frozenset([a.id for a in activities] + [q.id for q in qualifications] + [d.id for d in documents])


def _may_be_fought(application: UUID, decisions: Iterable[dict[str, Any]], on: date) -> bool:
    """Whether the decision on an application can still be objected to, or is."""
    decision = next((d for d in decisions if d["answers"] == application), None)
    if decision is None:  # taken back
        return False
    about = [d["kind"] for d in decisions if d["refers_to"] == decision["id"]]
    objecting = about.count(Kind.OBJECTION) > about.count(Kind.RULING)
    return objecting or on <= last_day_to_object(amsterdam_day(decision["recorded_at"])) + GRACE
