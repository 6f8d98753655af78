"""Who follows the journal hears of every change: at once in the process that made it, within a second in the others."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakSet

from registry.database import Hot
from registry.errors import DatabaseAway, DatabaseBusy

POLL_SECONDS = 0.25
SURE_SECONDS = 1.0
BATCH = 1000

_LAST = Hot("SELECT coalesce(max(seq), 0) FROM journal")
_AFTER = Hot(
    "SELECT seq, CAST(recorded_at AS TEXT), actor, subject_kind, subject, kind, reference, previous, seal "
    "FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal."""

    seq: int
    recorded_at: datetime
    actor: str
    subject_kind: str
    subject: str
    kind: str
    reference: str | None
    previous: str
    seal: str


Listener = Callable[[Sequence[Entry]], None]


class Follower:
    """Reads what was added to the journal and passes it to its listeners, in order; an entry may come twice.

    No entries at all means that following has just begun: what was remembered from before may be old, so forget it.
    """

    def __init__(self, *listeners: Listener) -> None:
        self.listeners = list(listeners)
        self._seen = 0
        self._looked = float("-inf")
        self._loop: asyncio.AbstractEventLoop | None = None

    def is_sure(self) -> bool:
        """Whether everything committed up to a second ago has been passed on; if not, do not answer from memory."""
        return self._loop is not None and self._loop.time() - self._looked <= SURE_SECONDS

    def tell(self, entries: Sequence[Entry]) -> None:
        """Pass entries on to every listener."""
        for listener in self.listeners:
            listener(entries)

    async def look(self) -> None:
        """Read once what was added since the last look. Raises DatabaseAway or DatabaseBusy."""
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            entries = [_entry(row) for row in await _AFTER.rows(self._seen, BATCH)]
            if entries:
                self._seen = entries[-1].seq
                self.tell(entries)
            if len(entries) < BATCH:
                self._looked, self._loop = started, loop
                return

    async def _follow(self) -> None:
        started = False
        while True:
            with suppress(DatabaseAway, DatabaseBusy):  # is_sure turns false by itself, and true after the next look
                if not started:
                    self._seen = int((await _LAST.rows())[0][0])
                    self.tell(())
                    started = True
                await self.look()
            await asyncio.sleep(POLL_SECONDS)

    @asynccontextmanager
    async def following(self) -> AsyncIterator["Follower"]:
        """Follow while the block runs. Listeners hear only of what comes after."""
        task = asyncio.create_task(self._follow())
        _FOLLOWERS.add(self)
        try:
            yield self
        finally:
            _FOLLOWERS.discard(self)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            self._looked = float("-inf")


# A process has one journal, as it has one engine: whoever follows it here hears of our own commits at once.
_FOLLOWERS: WeakSet[Follower] = WeakSet()


def tell_followers(entries: Sequence[Entry]) -> None:
    """Pass on what this process has just committed, before anybody else is told that it was."""
    for follower in tuple(_FOLLOWERS) if entries else ():
        follower.tell(entries)


def _entry(row: Sequence[Any]) -> Entry:
    return Entry(row[0], datetime.fromisoformat(row[1]), *row[2:])
