"""What the worker has to do besides letters: calculations over all files, and bulk approvals that wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from registry.evidence_reading import Reader
from registry.operators import require_operator
from registry.tables_bulk import BulkBatchRow
from registry.tables_rules import PopulationRunRow

RECENT = timedelta(days=7)  # how long a calculation that failed stays in sight


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work, of which mark, and how it stands: waiting, running or failed. `total` 0: not counted yet."""

    id: UUID
    kind: str
    mark: str
    state: str
    asked_at: datetime
    due_at: datetime | None = None
    done: int = 0
    total: int = 0
    attempts: int = 0
    beat_at: datetime | None = None


async def jobs_for(staff: Reader, *, at: datetime) -> tuple[Job, ...]:
    """What waits, runs, or failed a short while ago, the oldest first. Raises Refused for anybody but the operator."""
    require_operator(staff)
    runs = await PopulationRunRow.select().where(
        PopulationRunRow.state.is_in(["waiting", "running"])
        | ((PopulationRunRow.state == "failed") & (PopulationRunRow.ended_at > at - RECENT))
    )
    batches = await BulkBatchRow.select().where(BulkBatchRow.done_at.is_null(), BulkBatchRow.undone_at.is_null())
    found = [
        Job(
            row["id"], row["kind"], row["mark"], row["state"], row["asked_at"], None, row["done"], row["total"],
            row["attempts"], row["beat_at"],
        )
        for row in runs
    ]  # fmt: skip
    found += [
        Job(row["id"], "bulk_approval", row["mark"], "waiting", row["planned_at"], row["due_at"]) for row in batches
    ]
    return tuple(sorted(found, key=lambda job: (job.asked_at, str(job.id))))
