"""Whose turn it is: of several workers, one does what is needed once an hour."""

from datetime import datetime

from registry.database import once_more, transaction
from registry.tables_letters import WorkerPositionRow

SWEEPS = "sweeps"
AN_HOUR = 3600
WRONG_CLOCK = 24  # hours ahead: who wrote that had a clock that was wrong, and it is not waited for


@once_more
async def take_turn(at: datetime) -> bool:
    """True for the first worker that asks in an hour. Who takes the turn and dies leaves the work for the next hour."""
    hour = int(at.timestamp()) // AN_HOUR
    row = await WorkerPositionRow.select().where(WorkerPositionRow.name == SWEEPS).first()
    if row is not None and hour <= row["seq"] <= hour + WRONG_CLOCK:
        return False
    async with transaction():
        if row is None:
            first = WorkerPositionRow(name=SWEEPS, seq=0)
            await WorkerPositionRow.insert(first).on_conflict(action="DO NOTHING")
        moved = (
            await WorkerPositionRow.update({WorkerPositionRow.seq: hour})
            .where(WorkerPositionRow.name == SWEEPS)
            .where((WorkerPositionRow.seq < hour) | (WorkerPositionRow.seq > hour + WRONG_CLOCK))
            .returning(WorkerPositionRow.name)
        )
    return bool(moved)
