"""Deferrals that were asked and wait for a body: for its marks only, with what granting would do to the dates.

The ground was never asked, so there is none to show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.catalogue import Catalogue
from registry.database import Statement
from registry.deferrals import DatesWithLeave, dates_with_months
from registry.desk import DECIDING, Staff
from registry.drafts import LeaveDraft
from registry.entry_versions import newest_versions
from registry.errors import Conflict, NotFound
from registry.names import display_name
from registry.own_marks import marks_of, require_mark
from registry.tables_decisions import HoldingRow
from registry.tables_dossier import LeaveRow
from registry.tables_terms import LeaveAnswerRow

MOST = 200
NO_REQUEST = "There is no such deferral to answer. Open the list of deferrals again."
ANSWERED = "This deferral was answered before. Open the list of deferrals again."
# Asked, not answered for this mark, and in a term of it; the oldest first.
_WAITING = Statement(
    "SELECT CAST(l.id AS TEXT) AS id FROM leave l JOIN practitioner p ON p.id = l.practitioner "
    "WHERE l.approved = false AND p.removed_on IS NULL AND EXISTS (SELECT 1 FROM holding h "
    "WHERE h.practitioner = l.practitioner AND h.mark = $1 AND h.since <= l.until AND h.until >= l.since) "
    "AND NOT EXISTS (SELECT 1 FROM leave_answer a WHERE a.leave = l.id AND a.mark = $1) "
    "ORDER BY l.recorded_at, l.id LIMIT $2"
)


@dataclass(frozen=True, slots=True)
class LeaveRequest:
    """One deferral that waits for an answer about one mark. `version` is the version of it that was looked at."""

    id: UUID
    mark: str
    number: str
    name: str
    asked: LeaveDraft
    months: int
    asked_on: date
    version: int


@dataclass(frozen=True, slots=True)
class LeaveStanding:
    """How far a deferral is for one mark: `months` none while it waits, 0 when it was refused."""

    mark: str
    months: int | None
    reason: str | None
    until: date | None


async def waiting_leave(staff: Staff, *, size: int = MOST) -> tuple[LeaveRequest, ...]:
    """The deferrals that wait for one's body, the oldest first."""
    found: list[LeaveRequest] = []
    for mark in await marks_of(staff, DECIDING):
        rows = await _WAITING.rows(mark, size)
        found += await _requests(mark, [UUID(row["id"]) for row in rows])
    return tuple(sorted(found, key=lambda one: (one.asked_on, one.number, one.mark))[:size])


async def read_request(leave: UUID, mark: str, staff: Staff) -> LeaveRequest:
    """One of them. Raises NotFound; Conflict when it was answered."""
    await require_mark(mark, staff, DECIDING)
    found = await _requests(mark, [leave])
    if not found or not await _is_in_a_term(leave, mark):
        raise NotFound(NO_REQUEST)
    if await LeaveAnswerRow.exists().where(LeaveAnswerRow.leave == leave, LeaveAnswerRow.mark == mark):
        raise Conflict(ANSWERED)
    return found[0]


async def dates_of(
    request: LeaveRequest, months: int, *, at: datetime, catalogue: Catalogue
) -> DatesWithLeave | None:  # fmt: skip
    """What so many months would do; None when the term that was asked about is over, or another came after it."""
    return await dates_with_months(
        request.number, request.mark, request.asked, months, at=at, catalogue=catalogue
    )  # fmt: skip


async def _requests(mark: str, names: Sequence[UUID]) -> list[LeaveRequest]:
    if not names:
        return []
    of = LeaveRow.practitioner
    rows = (
        await LeaveRow.select(
            LeaveRow.id, LeaveRow.since, LeaveRow.until, LeaveRow.extends_months, LeaveRow.recorded_at,
            of.number, of.initials, of.prefix, of.family_name,
        )
        .where(LeaveRow.id.is_in(list(names)), LeaveRow.approved.eq(False), of.removed_on.is_null())
        .order_by(LeaveRow.recorded_at)
    )  # fmt: skip
    versions = await newest_versions([row["id"] for row in rows])
    return [_request(mark, row, versions[row["id"]]) for row in rows]


def _request(mark: str, row: Mapping[str, Any], version: int) -> LeaveRequest:
    name = display_name(
        row["practitioner.initials"], row["practitioner.prefix"], row["practitioner.family_name"]
    )  # fmt: skip
    asked = LeaveDraft(since=row["since"], until=row["until"])
    asked_on = amsterdam_day(row["recorded_at"])
    return LeaveRequest(
        row["id"], mark, row["practitioner.number"], name, asked, row["extends_months"], asked_on, version
    )


async def _is_in_a_term(leave: UUID, mark: str) -> bool:
    row = await LeaveRow.select().where(LeaveRow.id == leave).first()
    return row is not None and await HoldingRow.exists().where(
        HoldingRow.practitioner == row["practitioner"], HoldingRow.mark == mark,
        HoldingRow.since <= row["until"], HoldingRow.until >= row["since"],
    )  # fmt: skip


async def standing_of_leave(practitioner: UUID) -> Mapping[UUID, tuple[LeaveStanding, ...]]:
    """How far each deferral of somebody's is, for every mark that it touches: for their own pages."""
    rows = await LeaveRow.select().where(LeaveRow.practitioner == practitioner)
    terms = await HoldingRow.select().where(HoldingRow.practitioner == practitioner)
    answers = await LeaveAnswerRow.select(
        LeaveAnswerRow.leave, LeaveAnswerRow.mark, LeaveAnswerRow.months, LeaveAnswerRow.reason,
        LeaveAnswerRow.decision.until,
    ).where(LeaveAnswerRow.leave.practitioner == practitioner)  # fmt: skip
    said = {
        (a["leave"], a["mark"]): LeaveStanding(a["mark"], a["months"], a["reason"], a["decision.until"])
        for a in answers
    }
    found = {}
    for row in rows:
        touched = {t["mark"] for t in terms if t["since"] <= row["until"] and t["until"] >= row["since"]}
        marks = sorted(touched | {mark for leave, mark in said if leave == row["id"]})
        waiting = (LeaveStanding(mark, None, None, None) for mark in marks)
        found[row["id"]] = tuple(said.get((row["id"], one.mark), one) for one in waiting)
    return found
