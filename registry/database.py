"""The database behind DATABASE_URL: transactions, streams, hot queries and bulk inserts, the same on both engines.

Everything is answered, or refused with DatabaseBusy or DatabaseAway, within five seconds.
There is one engine in a process, because Piccolo's tables keep the one they are given.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

from piccolo.apps.migrations.tables import Migration
from piccolo.table import Table

from registry.driver_errors import DatabaseError, classify_db_error
from registry.errors import Conflict, DatabaseAway, DatabaseBusy
from registry.postgres_engine import PostgresEngine
from registry.settings import read_settings
from registry.sqlite_engine import SqliteEngine
from registry.tables import TABLES

P = ParamSpec("P")
R = TypeVar("R")
Engine = SqliteEngine | PostgresEngine

__all__ = [
    "DatabaseError",
    "Engine",
    "Hot",
    "Statement",
    "classify_db_error",
    "conflict_when",
    "engine",
    "engine_from_url",
    "insert_rows",
    "is_healthy",
    "once_more",
    "running",
    "sqlite_path",
    "stream",
    "transaction",
]


def engine_from_url(url: str, pool_size: int = 10) -> Engine:
    """sqlite:///relative.sqlite, sqlite:////absolute.sqlite or postgresql://user:password@host:5432/database."""
    if (path := sqlite_path(url)) is not None:
        return SqliteEngine(path=path)
    if urlsplit(url).scheme in ("postgres", "postgresql"):
        return PostgresEngine(dsn=url, pool_size=pool_size)
    raise ValueError("DATABASE_URL: write sqlite:///file.sqlite or postgresql://user:password@host:5432/database")


def sqlite_path(url: str) -> str | None:
    """The file that DATABASE_URL names, its escapes (%20) read; None for PostgreSQL."""
    parts = urlsplit(url)
    return unquote(parts.path[1:]) if parts.scheme == "sqlite" else None


@cache
def engine() -> Engine:
    """The engine of this process, as the environment says. Every table is given it.

    Without it a table would look for one, and for that Piccolo loads all that writes migrations: a quarter of a start.
    """
    settings = read_settings(os.environ)
    made = engine_from_url(settings.database_url, settings.database_pool_size)
    tables: tuple[type[Table], ...] = (*TABLES, Migration)
    for table in tables:
        table._meta.db = made
    return made


@asynccontextmanager
async def running() -> AsyncIterator[Engine]:
    """Keep connections while the block runs; on PostgreSQL every query would else open one of its own."""
    current = engine()
    await current.start_connection_pool()
    try:
        yield current
    finally:
        await current.close_connection_pool()


def transaction(
    *, readonly: bool = False, isolation: str | None = None, patient: bool = False
) -> AbstractAsyncContextManager[Any]:
    """One transaction; inside another it is a savepoint. Start no task inside it: a task would share its connection.

    It has 4.5 seconds in all, unless it is `patient` (an import).
    """
    return engine().transaction(readonly=readonly, isolation=isolation, patient=patient)


def stream(query: Any, batch_size: int = 500) -> AbstractAsyncContextManager[AsyncIterator[list[dict[str, Any]]]]:
    """The rows of a Piccolo query in batches, without holding them all."""
    return engine().stream(query, batch_size)


async def insert_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Many rows into one table at the speed of executemany or COPY; only inside a transaction."""
    await engine().insert_rows(table, columns, rows)


@contextmanager
def conflict_when(*constraints: str, message: str) -> Iterator[None]:
    """Turn the breaking of a constraint (PostgreSQL's name or SQLite's columns) into a Conflict with this sentence."""
    try:
        yield
    except Exception as error:
        known = classify_db_error(error)
        if known is not None and known.constraint in constraints:
            raise Conflict(message) from None  # the driver's text holds the row
        raise


def once_more(use_case: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Run a use case again, once, when the database chose it as the victim of a deadlock."""

    @wraps(use_case)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await use_case(*args, **kwargs)
        except Exception as error:
            known = classify_db_error(error)
            if known is None or known.kind != "retry":
                raise
        return await use_case(*args, **kwargs)

    return run


class Hot:
    """A query whose SQL is written once, in both dialects at once, and run again with new arguments.

    Write parameters as $1, days and moments as `CAST(day AS TEXT)`: rows come back as plain tuples of the same types
    on both databases. It never joins an open transaction: it reads what is committed.
    """

    __slots__ = ("_prepared", "sql")

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._prepared: str | None = None

    def rows(self, *args: Any) -> Awaitable[Sequence[Sequence[Any]]]:
        """The rows to come. Not a coroutine of its own: it hands over the engine's, a step less for every question."""
        current = engine()
        if self._prepared is None:
            self._prepared = current.prepare(self.sql)
        return current.hot_rows(self._prepared, args)


class Statement:
    """As Hot, for use in the open transaction, if there is one: it reads and changes what that transaction sees.

    Rows come back as Piccolo gives them. It is for what every change does, where building the SQL anew would cost more
    than running it. `on_postgres` is added there only: " FOR UPDATE".
    """

    __slots__ = ("_prepared", "on_postgres", "sql")

    def __init__(self, sql: str, on_postgres: str = "") -> None:
        self.sql = sql
        self.on_postgres = on_postgres
        self._prepared: str | None = None

    async def rows(self, *args: Any) -> list[dict[str, Any]]:
        current = engine()
        if self._prepared is None:
            self._prepared = current.prepare(
                self.sql + (self.on_postgres if isinstance(current, PostgresEngine) else "")
            )
        return await current.statement_rows(self._prepared, args)


_ALIVE = Hot("SELECT 1")


async def is_healthy() -> bool:
    """Whether the database answers, within five seconds."""
    try:
        await _ALIVE.rows()
    except (DatabaseAway, DatabaseBusy):
        return False
    return True
