"""How this register began: empty, as an invented demonstration, or for real. The journal remembers it for good."""

from datetime import datetime
from enum import Enum

from registry.database import Hot, once_more
from registry.journal import recording

ACTOR = "loopbaanregister demo"

_ENTRIES = Hot("SELECT seq, kind FROM journal WHERE seq <= 1 OR kind = 'demo.filled' ORDER BY seq LIMIT 2")


class Origin(Enum):
    """What the journal says of the beginning."""

    EMPTY = "empty"
    DEMO = "demo"
    HALF_A_DEMO = "half a demo"  # whoever filled it was interrupted
    REAL = "real"


async def origin() -> Origin:
    """How the register began."""
    kinds = [kind for _, kind in await _ENTRIES.rows()]
    if not kinds:
        return Origin.EMPTY
    if kinds[0] != "demo.begun":
        return Origin.REAL
    return Origin.DEMO if "demo.filled" in kinds else Origin.HALF_A_DEMO


@once_more
async def begin_demo(*, at: datetime) -> None:
    """Write down, before anything else, that everybody in this register is invented."""
    async with recording(actor=ACTOR, at=at) as journal:
        await journal.append("demo.begun", "demo", subject_kind="register")


@once_more
async def finish_demo(*, at: datetime) -> None:
    """Write down that the invented population is complete."""
    async with recording(actor=ACTOR, at=at) as journal:
        await journal.append("demo.filled", "demo", subject_kind="register")
