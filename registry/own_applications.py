"""What somebody asked for and what came of it, for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.decisions import Kind
from registry.merged_people import whole_of
from registry.practitioners import find_practitioner
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow

State = Literal["open", "granted", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """One application; `reason` is what the person who decided wrote, once they did."""

    id: UUID
    mark: str
    handed_in_on: date
    state: State
    decided_on: date | None
    until: date | None
    reason: str | None


async def own_applications(number: str) -> tuple[OwnApplication, ...]:
    """Everything somebody ever handed in, the newest first."""
    person = await find_practitioner(number)
    rows = (
        await ApplicationRow.select()
        .where(ApplicationRow.practitioner.is_in(await whole_of(person["id"])))
        .order_by(ApplicationRow.handed_in_on, ascending=False)
    )
    identities = [row["id"] for row in rows]
    answers = await DecisionRow.select().where(DecisionRow.answers.is_in(identities)) if identities else []
    given = [row["id"] for row in answers]
    findings = await FindingRow.select().where(FindingRow.decision.is_in(given)) if given else []
    decided = {row["answers"]: row for row in answers}
    reasons = {row["decision"]: row["reason"] for row in findings}
    return tuple(_shown(row, decided.get(row["id"]), reasons) for row in rows)


def _shown(row: Mapping[str, Any], answer: Mapping[str, Any] | None, reasons: Mapping[UUID, str]) -> OwnApplication:
    asked = (row["id"], row["mark"], row["handed_in_on"])
    if answer is None:
        return OwnApplication(*asked, "open" if row["is_open"] else "withdrawn", None, None, None)
    on, reason = amsterdam_day(answer["recorded_at"]), reasons.get(answer["id"])
    if answer["kind"] == Kind.REFUSAL:
        return OwnApplication(*asked, "refused", on, None, reason)
    return OwnApplication(*asked, "granted", on, answer["until"], reason)
