"""The rows that an import made, inserted bare: executemany on SQLite, COPY on PostgreSQL, in one transaction."""

import sqlite3
from collections.abc import Sequence
from time import perf_counter
from typing import Any

import asyncpg
from piccolo.table import sort_table_classes

from registry.tables import TABLES

Rows = Sequence[tuple[Any, ...]]
WITHOUT = "journal_head"  # one row, changed and not added


async def insert_bare(imported: str, untouched: str, target: str) -> float:
    """Seconds to put what `imported` has and `untouched` has not into `target`, which is as `untouched`."""
    if target.startswith("sqlite"):
        return _on_sqlite(*(url.removeprefix("sqlite:///") for url in (imported, untouched, target)))
    return await _on_postgres(imported, untouched, target)


def _tables() -> list[str]:
    """Every table, the ones that others refer to first."""
    return [table._meta.tablename for table in sort_table_classes(list(TABLES)) if table._meta.tablename != WITHOUT]


def _on_sqlite(imported: str, untouched: str, target: str) -> float:
    source = sqlite3.connect(imported)
    source.execute("ATTACH ? AS before", (untouched,))
    added = {
        name: source.execute(f"SELECT * FROM main.{name} EXCEPT SELECT * FROM before.{name} ORDER BY 1").fetchall()  # noqa: S608  # our tables
        for name in _tables()
    }
    source.close()
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    begun = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for name, rows in added.items():
        if rows:
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608  # as above
    connection.execute("COMMIT")
    seconds = perf_counter() - begun
    connection.close()
    return seconds


async def _on_postgres(imported: str, untouched: str, target: str) -> float:
    after, before = await _contents(imported), await _contents(untouched)
    known = {name: set(rows) for name, rows in before.items()}
    added = {name: [row for row in rows if row not in known[name]] for name, rows in after.items()}
    connection = await asyncpg.connect(target)
    begun = perf_counter()
    async with connection.transaction():
        for name, rows in added.items():
            if rows:
                await connection.copy_records_to_table(name, records=rows)
    seconds = perf_counter() - begun
    await connection.close()
    return seconds


async def _contents(url: str) -> dict[str, Rows]:
    connection = await asyncpg.connect(url)
    contents: dict[str, Rows] = {}
    for name in _tables():
        rows = await connection.fetch(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608  # our tables
        contents[name] = [tuple(row) for row in rows]
    await connection.close()
    return contents
