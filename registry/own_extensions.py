"""What moved the last day of somebody's registrations, for themselves: deferrals, and extensions for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.decisions import Kind
from registry.leave_requests import LeaveStanding, standing_of_leave
from registry.merged_people import whole_of
from registry.practitioners import find_practitioner
from registry.tables_decisions import DecisionRow, FindingRow


@dataclass(frozen=True, slots=True)
class OwnExtension:
    """An extension that everybody got who held `mark` on `valid_on`; `taken_back_on` when it was, and why."""

    mark: str
    valid_on: date
    months: int
    decided_on: date
    reason: str | None
    taken_back_on: date | None
    taken_back_because: str | None


async def own_deferrals(number: str) -> Mapping[UUID, tuple[LeaveStanding, ...]]:
    """What each body said to each deferral that somebody asked."""
    return await standing_of_leave((await find_practitioner(number))["id"])


async def own_extensions(number: str) -> tuple[OwnExtension, ...]:
    """Every extension for everybody that somebody got, the newest first."""
    who = (await find_practitioner(number))["id"]
    rows = (
        await DecisionRow.select()
        .where(
            DecisionRow.practitioner.is_in(await whole_of(who)),
            DecisionRow.kind.is_in([str(Kind.GROUP_EXTENSION), str(Kind.CORRECTION)]),
        )
        .order_by(DecisionRow.seq, ascending=False)
    )
    if not rows:
        return ()
    findings = await FindingRow.select().where(FindingRow.decision.is_in([row["id"] for row in rows]))
    reasons = {row["decision"]: row["reason"] for row in findings}
    gone = {row["refers_to"]: row for row in rows if row["kind"] == "correction" and row["replacement"] is None}
    return tuple(
        OwnExtension(
            row["mark"], row["since"], row["months"], amsterdam_day(row["recorded_at"]), reasons.get(row["id"]),
            amsterdam_day(gone[row["id"]]["recorded_at"]) if row["id"] in gone else None,
            reasons.get(gone[row["id"]]["id"]) if row["id"] in gone else None,
        )
        for row in rows
        if row["kind"] == "group_extension"
    )  # fmt: skip
