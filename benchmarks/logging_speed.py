"""L1: logging an activity, journal and all, beside a bare insert of the same row in a transaction of its own."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from benchmarks.figures import Figure
from benchmarks.turns import cpu_per_call, ratio
from registry.clock import SystemClock
from registry.database import Hot, insert_rows, transaction
from registry.drafts import ActivityDraft
from registry.entries import add_entry

ACTIVITY = ActivityDraft(
    kind="training", since=date(2026, 5, 1), until=date(2026, 5, 1), title="Gespreksvoering", minutes=180,
    points_hundredths=400, provider="Een opleider", course="gespreksvoering", meeting="1",
)  # fmt: skip
COLUMNS = ("id", "practitioner", *ActivityDraft.model_fields, "confirmed_by", "state", "recorded_at")
_SOMEBODY = Hot("SELECT CAST(id AS TEXT), number FROM practitioner WHERE removed_on IS NULL ORDER BY id LIMIT 1")


async def measure_logging(database: str, rounds: int) -> list[Figure]:
    """Both write to the database for good: what is measured is the processor time of one call."""
    ((identity, number),) = await _SOMEBODY.rows()
    spent = await cpu_per_call({"logged": _logging(number), "bare": _inserting(UUID(identity))}, rounds)
    thousandths = [1000 * min(spent[name]) for name in ("logged", "bare")]
    note = f"{thousandths[0]:.2f} ms beside {thousandths[1]:.2f} ms"
    return [Figure("L1", database, ratio(spent, "logged", "bare"), note)]


def _logging(number: str) -> Any:
    clock = SystemClock()

    async def log() -> None:
        await add_entry(number, "activity", ACTIVITY, actor=number, at=clock.now())

    return log


def _inserting(practitioner: UUID) -> Any:
    clock, values = SystemClock(), tuple(ACTIVITY.model_dump().values())

    async def insert() -> None:
        row = (uuid4(), practitioner, *values, "[]", "waiting", clock.now())
        async with transaction():
            await insert_rows("activity", COLUMNS, [row])

    return insert
