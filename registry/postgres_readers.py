"""Connections to PostgreSQL kept for hot queries, each with its statements prepared: no pool, no reset query."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg

from registry.driver_errors import AWAY, BUSY, answered_or_refused, refusal
from registry.errors import DatabaseAway, DatabaseBusy


class Reader:
    """One connection and the statements it has prepared."""

    __slots__ = ("connection", "statements")

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.statements: dict[str, Any] = {}

    async def prepared(self, sql: str) -> Any:
        """The statement for a query that this connection has not met before."""
        statement = self.statements[sql] = await self.connection.prepare(sql)
        return statement


class HeldReaders:
    """A few readers, opened when they are needed. Belongs to one event loop, the one it was made in."""

    def __init__(self, config: dict[str, Any], most: int, wait: float, patience: float) -> None:
        self._config = config
        self._wait = wait
        self._patience = patience
        self._idle: list[Reader] = []
        self._room = asyncio.Semaphore(most)
        self._loop = asyncio.get_running_loop()

    async def rows(self, sql: str, args: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Run a query on a reader. Raises DatabaseBusy or DatabaseAway within the patience given."""
        asked = self._loop.time()
        if self._room.locked():
            await self._wait_for_room()
        else:
            await self._room.acquire()  # at once
        try:
            reader = self._take() or await self._open(asked + self._patience)
            return await self._run(reader, sql, args, asked + self._patience)
        except asyncpg.FeatureNotSupportedError:  # prepared for a table that a migration has changed since
            self.close()
            return await self._run(await self._open(asked + self._patience), sql, args, asked + self._patience)
        finally:
            self._room.release()

    async def _wait_for_room(self) -> None:
        try:
            await asyncio.wait_for(self._room.acquire(), self._wait)
        except TimeoutError as error:
            raise DatabaseBusy(BUSY) from error

    def _take(self) -> Reader | None:
        while self._idle:
            reader = self._idle.pop()
            if not reader.connection.is_closed():
                return reader
        return None

    async def _open(self, until: float) -> Reader:
        left = max(until - self._loop.time(), 0.05)
        with answered_or_refused():
            return Reader(await asyncpg.connect(**(self._config | {"timeout": min(left, self._wait)})))

    async def _run(self, reader: Reader, sql: str, args: Sequence[Any], until: float) -> Sequence[Sequence[Any]]:
        timer = self._loop.call_at(until, reader.connection.terminate)
        try:
            statement = reader.statements.get(sql) or await reader.prepared(sql)
            rows: Sequence[Sequence[Any]] = await statement.fetch(*args)
        except BaseException as error:
            # Cut off, or cancelled half-way: nobody knows its state, so it is not used again.
            was_closed = reader.connection.is_closed()
            reader.connection.terminate()
            if was_closed and isinstance(error, Exception):
                raise DatabaseAway(AWAY) from error
            if isinstance(error, Exception) and (refused := refusal(error)):
                raise refused from error
            raise
        finally:
            timer.cancel()
        self._idle.append(reader)
        return rows

    def close(self) -> None:
        """Let go of every idle reader."""
        while self._idle:
            self._idle.pop().connection.terminate()
