"""What a transaction means on both databases: always given back, nested is a savepoint, over is over.

Piccolo's own transactions leak their connection when BEGIN or COMMIT fails and treat a nested one as nothing at all.
"""

from contextlib import suppress
from typing import Any

from registry.driver_errors import refusal


class Over:
    """What a task that outlives its transaction finds, instead of a connection that is by then somebody else's."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("this task was started inside a transaction that is over: start it after the transaction")


class CarefulTransaction:
    """Begin, commit and roll back with the connection given back whatever happens. Mixed into Piccolo's two classes."""

    engine: Any
    connection: Any
    context: Any
    _parent: Any
    _committed: bool
    _rolled_back: bool
    _savepoint: Any

    async def take(self) -> Any:
        """Take a connection, ready for BEGIN."""
        raise NotImplementedError

    async def give_back(self, connection: Any, *, sound: bool) -> None:
        """Return the connection; `sound` is False when nobody knows what state it is in."""
        raise NotImplementedError

    async def begin(self) -> None:
        raise NotImplementedError

    async def commit(self) -> None:
        raise NotImplementedError

    async def rollback(self) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Any:
        if self._parent is not None:
            self._savepoint = await self._parent.savepoint()
            return self._parent
        try:
            self.connection = await self.take()
        except Exception as error:
            raise refusal(error) or error from error
        try:
            await self.begin()
        except BaseException as error:
            await self._leave(sound=False)
            if refused := refusal(error):
                raise refused from error
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exc_type: object, exc: BaseException | None, trace: object) -> bool:
        if self._parent is not None:
            await self._end_savepoint(failed=exc is not None)
            return False
        self.engine.current_transaction.reset(self.context)
        if exc is not None:
            await self._abandon()
            if refused := refusal(exc):
                raise refused from exc
            return False
        if self._committed or self._rolled_back:
            await self._leave(sound=True)
            return False
        try:
            await self.commit()
        except BaseException as error:
            await self._abandon()
            if refused := refusal(error, committing=True):
                raise refused from error
            raise
        await self._leave(sound=True)
        return False

    async def _end_savepoint(self, *, failed: bool) -> None:
        if failed:
            with suppress(Exception):  # the connection may be gone; the outer transaction then fails by itself
                await self._savepoint.rollback_to()
                await self._savepoint.release()
        else:
            await self._savepoint.release()

    async def _abandon(self) -> None:
        """Roll back; where even that fails the connection is not used again."""
        sound = True
        try:
            if not self._rolled_back and not self._committed:
                await self.rollback()
        except Exception:  # noqa: BLE001  # the first error is the one to report
            sound = False
        finally:
            await self._leave(sound=sound)

    async def _leave(self, *, sound: bool) -> None:
        connection, self.connection = self.connection, Over()
        await self.give_back(connection, sound=sound)
