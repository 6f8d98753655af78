"""Piccolo's SQLite engine made fit for a server: kept connections, WAL, writers that queue, reads that never wait.

What is acknowledged is on disk: synchronous=FULL, so a commit returns after the write-ahead log is flushed.
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory

from registry.driver_errors import BUSY, answered_or_refused
from registry.errors import DatabaseBusy
from registry.transactions import CarefulTransaction

WAIT_FOR_OTHER_PROCESSES = 2.0  # seconds; with the wait for our own writers it stays below five
WAIT_FOR_OWN_WRITERS = 2.5
ROOM_FOR_AN_IMPORT = 256_000  # kilobytes
PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={int(WAIT_FOR_OTHER_PROCESSES * 1000)}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA temp_store=MEMORY",
)
_DOLLAR = re.compile(r"\$(\d+)")


class SqliteTransaction(CarefulTransaction, SQLiteTransaction):
    """IMMEDIATE by default: a transaction that starts reading and then writes would die with "database is locked"."""

    foreign_keys = True
    roomy = False  # for an import: pages that do not fit in memory are written twice
    _holds_lock = False

    async def begin(self) -> None:
        await SQLiteTransaction.begin(self)

    async def commit(self) -> None:
        await SQLiteTransaction.commit(self)

    async def rollback(self) -> None:
        await SQLiteTransaction.rollback(self)

    async def take(self) -> Any:
        if self.transaction_type is not TransactionType.deferred:
            # SQLite waits by polling, which is unfair: the writers of this process queue here first
            try:
                await asyncio.wait_for(self.engine.write_lock().acquire(), WAIT_FOR_OWN_WRITERS)
            except TimeoutError as error:
                raise DatabaseBusy(BUSY) from error
            self._holds_lock = True
        try:
            connection = await self.engine.get_connection()
            if not self.foreign_keys:  # must come before BEGIN
                await connection.execute_fetchall("PRAGMA foreign_keys=OFF")
            if self.roomy:
                await connection.execute_fetchall(f"PRAGMA cache_size={-ROOM_FOR_AN_IMPORT}")
        except BaseException:
            self._unlock()
            raise
        return connection

    async def give_back(self, connection: Any, *, sound: bool) -> None:
        keep = sound and self.foreign_keys and not self.roomy
        try:
            await asyncio.shield(self.engine.release(connection) if keep else connection.close())
        finally:
            self._unlock()

    def _unlock(self) -> None:
        if self._holds_lock:
            self._holds_lock = False
            self.engine.write_lock().release()


class SqliteEngine(SQLiteEngine):
    """One file, a few kept connections for Piccolo and one for hot queries on the event loop's own thread."""

    __slots__ = ("_idle", "_lock", "_loop", "_reader", "max_idle")

    def __init__(self, path: str, max_idle: int = 8) -> None:
        self._idle: list[aiosqlite.Connection] = []
        self._lock = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reader: sqlite3.Connection | None = None
        self.max_idle = max_idle
        super().__init__(path=path)

    async def check_version(self) -> None:
        """Nothing to ask: the version of SQLite came with Python."""

    def _enter_loop(self) -> None:
        """Connections and locks belong to one event loop; a test or a command may bring a second one."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            for connection in self._idle:
                connection.stop()
            self._idle, self._loop, self._lock = [], loop, asyncio.Lock()
            self._close_reader()

    def write_lock(self) -> asyncio.Lock:
        self._enter_loop()
        return self._lock

    async def get_connection(self) -> Any:
        self._enter_loop()
        if self._idle:
            return self._idle.pop()
        connection = aiosqlite.connect(**self.connection_kwargs)
        connection._thread.daemon = True  # else a connection that is never closed keeps a finished process alive
        try:
            await connection
        except sqlite3.Error:
            await asyncio.to_thread(connection._thread.join)  # it speaks to this event loop once more
            raise
        try:
            connection.row_factory = dict_factory  # type: ignore[assignment]  # rows as Piccolo wants them
            for pragma in PRAGMAS:
                await connection.execute_fetchall(pragma)  # an unread row would be a live statement
        except BaseException:
            await connection.close()
            raise
        return connection

    async def release(self, connection: Any) -> None:
        if connection._conn.in_transaction:
            await connection.rollback()
        if self._loop is asyncio.get_running_loop() and len(self._idle) < self.max_idle:
            self._idle.append(connection)
        else:
            await connection.close()

    async def start_connection_pool(self, **_: Any) -> None:
        self._enter_loop()

    async def close_connection_pool(self) -> None:
        self._enter_loop()
        self._close_reader()
        while self._idle:
            await self._idle.pop().close()

    async def _run_in_new_connection(
        self, query: str, args: Any = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        with answered_or_refused():
            connection = await self.get_connection()
            try:
                return await connection.execute_fetchall(query, args or [])
            finally:
                await self.release(connection)

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: Any = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        return await connection.execute_fetchall(query, args or [])

    def transaction(  # type: ignore[override]  # the same call on both engines; Piccolo's two differ
        self, *, readonly: bool = False, isolation: str | None = None, patient: bool = False
    ) -> SqliteTransaction:
        """Every SQLite transaction is serializable and has its own waiting times; a `patient` one has more memory."""
        kind = TransactionType.deferred if readonly else TransactionType.immediate
        transaction = SqliteTransaction(self, transaction_type=kind)
        transaction.roomy = patient
        return transaction

    @asynccontextmanager
    async def stream(self, query: Any, batch_size: int = 500) -> AsyncIterator[AsyncIterator[list[dict[str, Any]]]]:
        """Rows in batches, on the open transaction if there is one; errors come out."""
        sql, args = query.querystrings[0].compile_string(engine_type="sqlite")
        current: Any = self.current_transaction.get()
        connection = current.connection if current else await self.get_connection()

        async def rows() -> AsyncIterator[list[dict[str, Any]]]:
            async with connection.execute(sql, args) as cursor:
                while batch := await cursor.fetchmany(batch_size):
                    yield list(batch)

        try:
            with answered_or_refused():
                yield rows()
        finally:
            if current is None:
                await self.release(connection)

    def prepare(self, sql: str) -> str:
        """A hot query as SQLite wants it: the dollars of PostgreSQL become numbered question marks."""
        return _DOLLAR.sub(r"?\1", sql)

    async def hot_rows(self, sql: str, args: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Run a prepared query at once, on a connection held for reading: some microseconds, so no thread is used."""
        try:
            return self._held_reader().execute(sql, args).fetchall()
        except sqlite3.Error:
            self._close_reader()
            with answered_or_refused():
                return self._held_reader().execute(sql, args).fetchall()

    async def statement_rows(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        """Run a prepared statement in the open transaction, or by itself."""
        current: Any = self.current_transaction.get()
        if current is not None:
            return await current.connection.execute_fetchall(sql, args)  # type: ignore[no-any-return]  # by dict_factory
        return await self._run_in_new_connection(sql, list(args))  # type: ignore[no-any-return]  # as above

    def _held_reader(self) -> sqlite3.Connection:
        self._enter_loop()
        if self._reader is None:
            self._reader = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            self._reader.execute(f"PRAGMA busy_timeout={int(WAIT_FOR_OTHER_PROCESSES * 1000)}").fetchall()
            self._reader.execute("PRAGMA query_only=ON").fetchall()
        return self._reader

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    async def insert_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Many rows at the speed of executemany; only inside a transaction."""
        current: Any = self.current_transaction.get()
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        await current.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608  # names from our own code
