"""An empty register before each test that asks for one, on the database of the run."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from registry.database import running
from registry.migrate import migrate
from registry.postgres_engine import PostgresEngine
from registry.tables import TABLES

_EMPTY_HEAD = (
    f"INSERT INTO journal_head (id, seq, recorded_at, seal) VALUES (1, 0, '1970-01-01 00:00:00+00:00', '{'0' * 64}')"
)


@asynccontextmanager
async def empty_register() -> AsyncIterator[Any]:
    """The engine of the run with every table there and empty, connections kept while the block runs."""
    async with running() as current:
        if isinstance(current, PostgresEngine):
            await migrate()
            await _clear(current)
        else:
            await current.close_connection_pool()
            _remove(current.path)
            await _copy_of_an_empty_one(current)
        yield current


async def _clear(current: PostgresEngine) -> None:
    """A superuser may switch triggers off; the register's own user could not empty a journal.

    Deleting the few rows of a test takes a tenth of the time of truncating, which makes new files for every table.
    """
    deleting = (f'DELETE FROM "{table._meta.tablename}"' for table in TABLES)
    statements = ("SET LOCAL session_replication_role = replica", *deleting, _EMPTY_HEAD)
    async with current.transaction() as transaction:
        await transaction.connection.execute("; ".join(statements))


async def _copy_of_an_empty_one(current: Any) -> None:
    """Migrating takes longer than most tests: it is done once for a run, and the file copied."""
    try:
        shutil.copyfile(f"{current.path}-empty", current.path)
    except FileNotFoundError:
        await migrate()
        await current.close_connection_pool()  # with the last connection the write-ahead log goes into the file
        shutil.copyfile(current.path, f"{current.path}-empty")


def _remove(path: str) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(path + ending).unlink()


def as_on_postgres(current: Any) -> bool:
    """Whether this run is about PostgreSQL."""
    return isinstance(current, PostgresEngine)
