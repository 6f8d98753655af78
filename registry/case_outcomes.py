"""What became of an application, for its body: who decided it, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from registry.canonical import from_canonical
from registry.colleagues import addresses_behind
from registry.desk import Staff, find_case
from registry.interests import require_free
from registry.notices import about_application, what_was_decided
from registry.tables_decisions import DecisionRow, FindingRow


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """The decision on an application. `decided_by` is who, as the journal names them, and `address` as colleagues do.

    `reason` is None once the applicant was removed by right; `letter` is what the letter about it is made of.
    """

    decision: UUID
    outcome: Literal["granted", "refused"]
    decided_at: datetime
    decided_by: str
    address: str | None
    since: date
    until: date | None
    level: str | None
    scopes: tuple[str, ...]
    reason: str | None
    letter: Mapping[str, str]


async def outcome_of(application: UUID, staff: Staff, *, at: datetime) -> CaseOutcome | None:
    """What was decided on an application of one's body; None while it is open, and when it was taken back."""
    await require_free(application, staff, at=at)
    case = await find_case(application, staff)
    row = await DecisionRow.select().where(DecisionRow.answers == application).first()
    if row is None:
        return None
    finding = await FindingRow.select(FindingRow.reason).where(FindingRow.decision == row["id"]).first()
    assert finding is not None  # written with it
    return CaseOutcome(
        row["id"], "refused" if row["kind"] == "refusal" else "granted", row["recorded_at"], row["actor"],
        (await addresses_behind({row["actor"]})).get(row["actor"]), row["since"], row["until"], row["level"],
        tuple(sorted(from_canonical(row["scopes"], frozenset[str]))), finding["reason"],
        about_application(case.mark, application, what_was_decided(row["kind"], row["until"])),
    )  # fmt: skip
