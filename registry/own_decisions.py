"""What was decided about somebody, for themselves: each decision they can object to, and whether they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.decisions import Kind
from accreditation.objection_term import last_day_to_object
from registry.merged_people import whole_of
from registry.objections import OPEN_TO_OBJECTION
from registry.practitioners import find_practitioner
from registry.tables_decisions import DecisionRow, FindingRow


@dataclass(frozen=True, slots=True)
class OwnRuling:
    """What came of the last objection: `outcome` "upheld" means that the decision stays; `until` its last day now."""

    on: date
    outcome: str
    until: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """One decision. `objected`: an objection is open; `object_until`: the last day on which one is in time.

    `answers` is the application that it decides; `reason` is what the person who decided wrote.
    """

    id: UUID
    mark: str
    kind: Kind
    decided_on: date
    since: date
    until: date | None
    answers: UUID | None
    reason: str | None
    object_until: date
    in_time: bool
    objected: bool
    ruling: OwnRuling | None


async def own_decisions(number: str, *, at: datetime) -> tuple[OwnDecision, ...]:
    """Every decision about somebody that they can object to, the newest first."""
    who = (await find_practitioner(number))["id"]
    whole = await whole_of(who)
    rows = (
        await DecisionRow.select()
        .where(DecisionRow.practitioner.is_in(whole))
        .order_by(DecisionRow.seq, ascending=False)
    )
    shown = [row for row in rows if row["kind"] in OPEN_TO_OBJECTION]
    identities = [row["id"] for row in rows if row["kind"] in OPEN_TO_OBJECTION or row["kind"] == Kind.RULING]
    findings = await FindingRow.select().where(FindingRow.decision.is_in(identities)) if identities else []
    reasons = {row["decision"]: row["reason"] for row in findings}
    return tuple(_shown(row, rows, reasons, amsterdam_day(at)) for row in shown)


def _shown(
    row: dict[str, Any], others: Sequence[dict[str, Any]], reasons: Mapping[UUID, str | None], on: date
) -> OwnDecision:
    about = [other["kind"] for other in others if other["refers_to"] == row["id"]]
    rulings = (other for other in others if other["refers_to"] == row["id"] and other["kind"] == Kind.RULING)
    ruled = next(rulings, None)  # the newest comes first
    decided_on = amsterdam_day(row["recorded_at"])
    until = last_day_to_object(decided_on)
    return OwnDecision(
        row["id"], row["mark"], Kind(row["kind"]), decided_on, row["since"], row["until"], row["answers"],
        reasons.get(row["id"]), until, on <= until, about.count(Kind.OBJECTION) > about.count(Kind.RULING),
        OwnRuling(ruled["since"], ruled["outcome"], ruled["until"], reasons.get(ruled["id"])) if ruled else None,
    )  # fmt: skip
