"""Litestar with Piccolo as it comes: its own engine, and a select that joins four tables."""

from typing import Any

from litestar import Litestar, get
from litestar.params import FromPath
from piccolo.columns import UUID, Date, ForeignKey, Varchar
from piccolo.engine.postgres import PostgresEngine
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.table import Table

from accreditation.dates import amsterdam_day
from benchmarks.peers.facts import Held, registrations
from registry.clock import SystemClock
from registry.names import display_name


def stock_piccolo(url: str) -> tuple[Litestar, Any]:
    """The application, and the engine whose pool may be started."""
    engine: Any
    if url.startswith("sqlite"):
        engine = SQLiteEngine(path=url.removeprefix("sqlite:///"))
    else:
        engine = PostgresEngine(config={"dsn": url})

    class Body(Table, tablename="body", db=engine):
        code = Varchar(primary_key=True)

    class Mark(Table, tablename="mark", db=engine):
        code = Varchar(primary_key=True)
        body = ForeignKey(Body)

    class Practitioner(Table, tablename="practitioner", db=engine):
        id = UUID(primary_key=True)
        number = Varchar()
        initials = Varchar()
        prefix = Varchar()
        family_name = Varchar()

    class Holding(Table, tablename="holding", db=engine):
        id = UUID(primary_key=True)
        practitioner = ForeignKey(Practitioner)
        mark = ForeignKey(Mark)
        since = Date()
        until = Date()
        level = Varchar(null=True)

    @get("/standing/{number:str}")
    async def standing(number: FromPath[str]) -> dict[str, Any]:
        rows = await (
            Holding.select(
                Holding.practitioner.number,
                Holding.practitioner.initials,
                Holding.practitioner.prefix,
                Holding.practitioner.family_name,
                Holding.mark,
                Holding.mark.body,
                Holding.level,
                Holding.since,
                Holding.until,
            )
            .where(Holding.practitioner.number == number)
            .order_by(Holding.since)
        )
        person = rows[0]
        held = [Held(r["mark"], r["mark.body"], r["level"], r["since"], r["until"]) for r in rows]
        today = amsterdam_day(SystemClock().now())
        valid = registrations(held, today)
        initials, prefix, family_name = (
            person[f"practitioner.{part}"] for part in ("initials", "prefix", "family_name")
        )
        return {
            "number": person["practitioner.number"],
            "name": display_name(initials, prefix, family_name),
            "certified": bool(valid),
            "registrations": valid,
        }

    return Litestar([standing], openapi_config=None, logging_config=None), engine
