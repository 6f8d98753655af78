"""Piccolo's PostgreSQL engine made fit for a server: a pool, a time limit on everything, and a silent server cut off.

asyncpg waits past its own timeouts when a server accepts bytes and never answers. So no driver timeout is relied upon:
when the time is up the connection is cut, the waiting call fails at once, and the pool makes a new connection.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine as PiccoloPostgresEngine
from piccolo.engine.postgres import PostgresTransaction as PiccoloPostgresTransaction

from registry.driver_errors import AWAY, BUSY, answered_or_refused
from registry.errors import DatabaseAway, DatabaseBusy
from registry.postgres_readers import HeldReaders
from registry.transactions import CarefulTransaction

WAIT_FOR_CONNECTION = 3.0  # seconds
PATIENCE = 4.5  # seconds for a query or an ordinary transaction, waiting for its connection included
READERS = 4  # connections kept for hot queries, beside the pool
FEW = 20  # rows; up to here one statement is quicker than starting a COPY
SERVER_SETTINGS = {
    "application_name": "loopbaanregister",
    "lock_timeout": "3500",  # a queue of writers is "busy", before it is cut off as "away"
    "idle_in_transaction_session_timeout": "60000",  # a frozen process may not hold the journal for ever
    "jit": "off",
    "datestyle": "ISO",  # hot queries read days and moments as text
    "timezone": "UTC",
}


class ConnectionCut(ConnectionError):
    """The time was up and we cut the connection ourselves."""


@contextmanager
def cut_off_after(connection: Any, seconds: float | None) -> Iterator[None]:
    """Cut the connection when the time is up; whatever waits on it then fails at once."""
    if seconds is None:
        yield
        return
    timer = asyncio.get_running_loop().call_later(max(seconds, 0.05), connection.terminate)
    try:
        yield
    finally:
        timer.cancel()


def is_gone(connection: Any) -> bool:
    """Whether a connection was cut or lost. A pool takes such a one back by itself, and then it cannot be asked."""
    return getattr(connection, "_con", connection) is None or bool(connection.is_closed())


async def _keep_session(connection: Any) -> None:
    """Instead of asyncpg's reset query: nothing here changes the session, so there is nothing to reset."""


class PostgresTransaction(CarefulTransaction, PiccoloPostgresTransaction):
    """A transaction with a time limit for the whole of it."""

    def __init__(self, engine: "PostgresEngine", *, seconds: float | None, begin: dict[str, Any]) -> None:
        PiccoloPostgresTransaction.__init__(self, engine=engine)
        self._seconds = seconds
        self._begin = begin
        self._timer: asyncio.TimerHandle | None = None

    async def take(self) -> Any:
        loop = asyncio.get_running_loop()
        asked = loop.time()
        connection = await self.engine.take_connection()
        if self._seconds is not None:
            left = max(self._seconds - (loop.time() - asked), 0.05)
            self._timer = loop.call_later(left, connection.terminate)
        return connection

    async def begin(self) -> None:
        self.transaction = self.connection.transaction(**self._begin)
        with self._cut_is_away():
            await PiccoloPostgresTransaction.begin(self)

    async def commit(self) -> None:
        with self._cut_is_away():
            await PiccoloPostgresTransaction.commit(self)

    async def rollback(self) -> None:
        if not is_gone(self.connection) and self.connection.is_in_transaction():
            await PiccoloPostgresTransaction.rollback(self)

    @contextmanager
    def _cut_is_away(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if is_gone(self.connection):
                raise ConnectionCut from error
            raise

    async def give_back(self, connection: Any, *, sound: bool) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if not sound and not is_gone(connection):
            connection.terminate()
        await asyncio.shield(self.engine.give_back_connection(connection))


class PostgresEngine(PiccoloPostgresEngine):
    """A pool that needs no server to start: it connects when asked, and again after the server came back."""

    __slots__ = ("_readers", "patience", "pool_size")

    def __init__(self, dsn: str, pool_size: int = 10) -> None:
        self.pool_size = pool_size
        self._readers: HeldReaders | None = None
        self.patience: float | None = PATIENCE  # None while migrating: changing a large table may take minutes
        super().__init__(config={"dsn": dsn, "timeout": WAIT_FOR_CONNECTION, "server_settings": SERVER_SETTINGS})

    async def check_version(self) -> None:
        """Not at construction: importing a module may not connect to a server."""

    async def start_connection_pool(self, **_: Any) -> None:
        if self.pool is None:
            self.pool = await asyncpg.create_pool(
                **self.config, min_size=0, max_size=self.pool_size, reset=_keep_session
            )
            self._readers = HeldReaders(self.config, READERS, WAIT_FOR_CONNECTION, PATIENCE)

    async def close_connection_pool(self) -> None:
        pool, self.pool = self.pool, None
        readers, self._readers = self._readers, None
        if readers is not None:
            readers.close()
        if pool is not None:
            try:
                await asyncio.wait_for(pool.close(), WAIT_FOR_CONNECTION)
            except TimeoutError:
                pool.terminate()

    async def take_connection(self) -> Any:
        """A connection within WAIT_FOR_CONNECTION seconds, or DatabaseBusy or DatabaseAway."""
        if self.pool is None:
            with answered_or_refused():
                return await self.get_new_connection()
        try:
            with answered_or_refused():
                return await self.pool.acquire(timeout=WAIT_FOR_CONNECTION)
        except DatabaseAway as error:
            if isinstance(error.__cause__, TimeoutError) and self.pool.get_size() >= self.pool_size:
                raise DatabaseBusy(BUSY) from error
            raise

    async def give_back_connection(self, connection: Any) -> None:
        if isinstance(connection, asyncpg.pool.PoolConnectionProxy):
            await connection._holder._pool.release(connection)  # its own pool, should ours be closing
        elif not is_gone(connection):
            await connection.close(timeout=WAIT_FOR_CONNECTION)

    async def _fetch(self, query: str, args: Sequence[Any]) -> Any:
        """One statement by itself: connection, answer and time limit."""
        loop = asyncio.get_running_loop()
        asked = loop.time()
        connection = await self.take_connection()
        try:
            left = None if self.patience is None else self.patience - (loop.time() - asked)
            with cut_off_after(connection, left), answered_or_refused():
                return await connection.fetch(query, *args)
        except Exception as error:
            if is_gone(connection) and not isinstance(error, (DatabaseAway, DatabaseBusy)):
                raise DatabaseAway(AWAY) from error
            raise
        finally:
            await self.give_back_connection(connection)

    async def _run_in_pool(self, query: str, args: Any = None) -> Any:
        return await self._fetch(query, args or ())

    async def _run_in_new_connection(self, query: str, args: Any = None) -> Any:
        return await self._fetch(query, args or ())

    def transaction(  # type: ignore[override]  # the same call on both engines; Piccolo's two differ
        self, *, readonly: bool = False, isolation: str | None = None, patient: bool = False
    ) -> PostgresTransaction:
        """`isolation` is "repeatable_read" or "serializable"; `patient` for long work without a time limit."""
        seconds = None if patient else self.patience
        return PostgresTransaction(self, seconds=seconds, begin={"isolation": isolation, "readonly": readonly})

    @asynccontextmanager
    async def stream(self, query: Any, batch_size: int = 500) -> AsyncIterator[AsyncIterator[list[dict[str, Any]]]]:
        """Rows in batches through a server-side cursor, on the open transaction if there is one; errors come out."""
        sql, args = query.querystrings[0].compile_string(engine_type=self.engine_type)

        async def rows(connection: Any) -> AsyncIterator[list[dict[str, Any]]]:
            cursor = await connection.cursor(sql, *args)
            while batch := await cursor.fetch(batch_size):
                yield [dict(record) for record in batch]

        current: Any = self.current_transaction.get()
        if current is not None:
            yield rows(current.connection)
            return
        async with self.transaction(readonly=True, patient=True) as own:
            yield rows(own.connection)

    def prepare(self, sql: str) -> str:
        """Hot queries are written with PostgreSQL's dollars; each connection keeps its own prepared statement."""
        return sql

    def hot_rows(self, sql: str, args: Sequence[Any]) -> Awaitable[Sequence[Sequence[Any]]]:
        """Run a prepared query on a connection kept for reading, outside any transaction."""
        return self._fetch(sql, args) if self._readers is None else self._readers.rows(sql, args)

    async def statement_rows(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        """Run a prepared statement in the open transaction, or by itself."""
        current: Any = self.current_transaction.get()
        records = await (current.connection.fetch(sql, *args) if current is not None else self._fetch(sql, args))
        return [dict(record) for record in records]

    async def insert_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Many rows at the speed of COPY; only inside a transaction."""
        current: Any = self.current_transaction.get()
        if len(rows) > FEW:
            await current.connection.copy_records_to_table(table, records=rows, columns=list(columns))
            return
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join(f"${place}" for place in range(1, len(columns) + 1))
        if len(rows) == 1:
            await current.connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', *rows[0])  # noqa: S608  # names from our own code
            return
        await current.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608  # names from our own code
