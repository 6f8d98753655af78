"""How people reach the register and its bodies, kept in memory: a page says it, also while the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from accreditation.dates import amsterdam_day
from public_api.web.reach import Way
from registry.clock import Clock
from registry.contact_points import ContactPoint, contact_points, desks_of_bodies, own_desk
from registry.errors import DatabaseAway, DatabaseBusy
from registry.journal_follower import POLL_SECONDS, Entry, Follower
from registry.settings import Settings


class KeptContact:
    """Every contact point, read again after the operator changed one. Until the first look the settings hold."""

    def __init__(self, settings: Settings, clock: Clock, follower: Follower) -> None:
        self._settings = settings
        self._clock = clock
        self._points: tuple[ContactPoint, ...] = ()
        self._news = asyncio.Event()
        follower.listeners.append(self.hear)

    @property
    def ways(self) -> Sequence[Way]:
        """How the register itself is reached now."""
        now = self._clock.now()
        return [Way(point, now) for point in own_desk(self._points, self._settings, amsterdam_day(now))]

    @property
    def phone(self) -> Way | None:
        return next((way for way in self.ways if way.kind == "phone"), None)

    @property
    def mail(self) -> str:
        return next(way.value for way in self.ways if way.kind == "mail")

    @property
    def bodies(self) -> Sequence[tuple[str, Sequence[Way]]]:
        """The name of each body that has a desk, and how it is reached now."""
        now = self._clock.now()
        desks = desks_of_bodies(self._points, amsterdam_day(now))
        return [(desk[0].body_name or body, [Way(point, now) for point in desk]) for body, desk in desks.items()]

    def hear(self, entries: Sequence[Entry]) -> None:
        """Look again, when following has just begun or a contact point changed."""
        if not entries or any(entry.subject_kind == "contact" for entry in entries):
            self._news.set()

    async def look(self) -> None:
        """Read what is there now. Raises DatabaseAway or DatabaseBusy."""
        self._points = await contact_points()

    async def _keep(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.look()
            except (DatabaseAway, DatabaseBusy):  # what was known before is still better than nothing
                self._news.set()
                await asyncio.sleep(POLL_SECONDS)

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[KeptContact]:
        """Look again after each change while the block runs."""
        task = asyncio.create_task(self._keep())
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
