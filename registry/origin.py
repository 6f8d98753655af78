"""How this register began: empty, as an invented demonstration, or for real. The journal remembers it for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from accreditation.dates import amsterdam_day
from registry.database import Hot, engine, once_more
from registry.journal import recording
from registry.tables_journal import JournalRow

ACTOR = "loopbaanregister demo"
BEFORE_ALL_DAYS = datetime(1970, 1, 1, tzinfo=UTC)  # the journal's days never go back, and invented lives begin early

_SQLITE_TABLES = Hot("SELECT name FROM sqlite_master LIMIT 1")
_POSTGRES_TABLES = Hot("SELECT CAST(relname AS TEXT) FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1")
_FIRST = Hot("SELECT kind FROM journal WHERE seq = 1")
_FILLED = Hot("SELECT CAST(recorded_at AS TEXT) FROM journal WHERE kind = 'demo.filled'")
_SHOWN = Hot("SELECT reference, subject FROM journal WHERE kind = 'demo.shown' ORDER BY seq")


class Origin(Enum):
    """What the journal says of the beginning."""

    EMPTY = "empty"
    DEMO = "demo"
    HALF_A_DEMO = "half a demo"  # whoever filled it was interrupted
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody of the demo to look up, by the name of the situation they are in."""

    situation: str
    number: str


async def origin() -> Origin:
    """How the register began; a database with tables that are not ours counts as real. It changes nothing."""
    if not await JournalRow.table_exists():
        tables = _POSTGRES_TABLES if engine().engine_type == "postgres" else _SQLITE_TABLES
        return Origin.REAL if await tables.rows() else Origin.EMPTY
    first = await _FIRST.rows()
    if not first:
        return Origin.EMPTY
    if first[0][0] != "demo.begun":
        return Origin.REAL
    return Origin.DEMO if await _FILLED.rows() else Origin.HALF_A_DEMO


async def shown_people() -> tuple[date, list[Shown]]:
    """The day on which the demo was filled, and the people to look up; for a register that is a demo."""
    ((filled_at,),) = await _FILLED.rows()
    shown = [Shown(situation, number) for situation, number in await _SHOWN.rows()]
    return amsterdam_day(datetime.fromisoformat(filled_at)), shown


@once_more
async def begin_demo() -> None:
    """Write down, before anything else, that everybody in this register is invented."""
    async with recording(actor=ACTOR, at=BEFORE_ALL_DAYS) as journal:
        await journal.append("demo.begun", "demo", subject_kind="register")


@once_more
async def finish_demo(shown: Iterable[Shown], *, at: datetime) -> None:
    """Write down whom to look up, and that the invented population is complete."""
    async with recording(actor=ACTOR, at=at) as journal:
        for person in shown:
            await journal.append("demo.shown", person.number, reference=person.situation)
        await journal.append("demo.filled", "demo", subject_kind="register")
