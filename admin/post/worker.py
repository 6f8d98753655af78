"""The worker: carries out bulk approvals and what was asked of all files at once, turns what happened and the day into
letters, sends those, and tidies up.

It may run in several copies and be killed at any moment: what it does next stands in the database and nowhere else.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from admin.post.carriers import Carrier
from admin.post.delivery import deliver
from admin.post.sweeping import Sweep, sweeps
from public_api.marks import KeptCatalogue
from registry.bulk_work import carry_out_due
from registry.clock import Clock
from registry.errors import DatabaseAway, DatabaseBusy, RegisterError
from registry.extension_work import work_on_extensions
from registry.journal_follower import POLL_SECONDS, Entry, Follower
from registry.notices import write_notices
from registry.outbox import claim_due, settle_unsure
from registry.population_work import work_on_runs
from registry.reminder_rounds import write_reminders
from registry.settings import Settings
from registry.worker_turns import take_turn

RUNS_EVERY = 1.0  # seconds: how soon something that was asked of all files is begun
AT_LEAST_EVERY = 5.0  # seconds: a letter that waits to be tried again makes no entry in the journal


class Work(Protocol):
    """Something that the worker does beside its letters, until nothing is left or it is asked to end."""

    async def __call__(self, clock: Clock, *, ending: asyncio.Event | None = None) -> int: ...


log = logging.getLogger("post")


@dataclass(slots=True)
class Worker:
    """One copy of the worker. `stopping` is set when it is asked to end; the letter in hand is finished."""

    carrier: Carrier
    settings: Settings
    clock: Clock
    sweeps: Sequence[tuple[str, Sweep]] = ()
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.sweeps = self.sweeps or sweeps(self.settings)

    def end(self) -> None:
        """Ask it to end."""
        self.stopping.set()
        self._news.set()

    async def work(self) -> None:
        """Work until it is asked to end."""
        async with Follower(self._hear).following() as follower, asyncio.TaskGroup() as beside:
            kept = KeptCatalogue(follower)
            beside.create_task(self._beside("a calculation over all files", work_on_runs))
            beside.create_task(self._beside("an extension for everybody", work_on_extensions))
            while not self.stopping.is_set():
                self._news.clear()
                try:
                    await self.do_what_is_due(kept)
                except (DatabaseAway, DatabaseBusy) as error:
                    log.warning("waiting for the database: %s", error)
                    await asyncio.sleep(POLL_SECONDS)
                await self._rest()

    async def _beside(self, what: str, work: Work) -> None:
        """What is about everybody goes on beside the letters: it takes minutes, and they may not wait for it."""
        while not self.stopping.is_set():
            try:
                await work(self.clock, ending=self.stopping)
            except RegisterError as error:
                log.warning("%s: %s", what, error)
            with suppress(TimeoutError):
                async with asyncio.timeout(RUNS_EVERY):
                    await self.stopping.wait()

    async def do_what_is_due(self, kept: KeptCatalogue) -> None:
        """Everything that is to be done at this moment."""
        catalogue = await kept.current()
        while not self.stopping.is_set() and await carry_out_due(self.clock.now(), catalogue=catalogue):
            pass
        while await write_notices(self.clock.now()):
            pass
        await write_reminders(self.clock.now(), catalogue=catalogue)
        await settle_unsure(self.clock.now())
        while not self.stopping.is_set() and (claimed := await claim_due(self.clock.now())):
            for letter in claimed:
                await deliver(
                    letter, self.carrier, catalogue=catalogue, settings=self.settings, clock=self.clock
                )  # fmt: skip
        if await take_turn(self.clock.now()):
            await self._sweep()

    async def _sweep(self) -> None:
        """One thing that cannot be tidied up must not keep the others from it."""
        for name, sweep in self.sweeps:
            try:
                await sweep(self.clock.now())
            except RegisterError as error:
                log.warning("sweeping %s: %s", name, error)

    def _hear(self, entries: Sequence[Entry]) -> None:
        del entries  # that there are some is the news
        self._news.set()

    async def _rest(self) -> None:
        """Until something happened, or it is time to look again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(AT_LEAST_EVERY):
                await self._news.wait()
