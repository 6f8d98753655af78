"""Doing what was asked of every file: a worker takes one, tells how far it is after each lot, and stops when asked.

What it is at stands in the database and nowhere else. A worker that was killed says nothing any more; after a minute
another takes its work, from the start.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY
from accreditation.forecast import MONTHS, Forecast, month_end, months_from
from accreditation.simulation import Simulation
from registry.canonical import canonical
from registry.catalogue import Scheme, load_catalogue, read_scheme
from registry.clock import Clock
from registry.database import Hot, once_more, transaction
from registry.holders import LOT
from registry.journal import recording
from registry.population_files import Lot, ends_by_month, lots_of
from registry.tables_rules import PopulationRunRow, RuleTextRow

SILENT = timedelta(minutes=1)
MOST_ATTEMPTS = 3
WORKER = "system"
_NOW_AT = Hot("SELECT seq FROM journal_head WHERE id = 1")


@dataclass(frozen=True, slots=True)
class Taken:
    """A calculation that this worker does; `attempt` is its own, so that two never write for one another."""

    id: UUID
    attempt: int


async def work_on_runs(clock: Clock, *, ending: asyncio.Event | None = None, lot: int = LOT) -> int:
    """Do everything that was asked, one after the other; gives how many were taken up."""
    count = 0
    while not (ending and ending.is_set()) and (taken := await take_run(clock.now())) is not None:
        await do_run(taken, clock, ending=ending, lot=lot)
        count += 1
    return count


@once_more
async def take_run(at: datetime) -> Taken | None:
    """The next one that nobody is at. One that was begun too often is given up."""
    async with transaction():
        row = await _next(at)
        if row is None:
            return None
        attempt = row["attempts"] + 1
        changes: dict[Any, Any] = {
            PopulationRunRow.state: "running", PopulationRunRow.attempts: attempt, PopulationRunRow.done: 0,
            PopulationRunRow.beat_at: at,
        }  # fmt: skip
        if attempt > MOST_ATTEMPTS:
            changes = {PopulationRunRow.state: "failed", PopulationRunRow.ended_at: at}
        mine = (
            await PopulationRunRow.update(changes)
            .where(
                PopulationRunRow.id == row["id"], PopulationRunRow.attempts == row["attempts"],
                PopulationRunRow.state == row["state"],
            )
            .returning(PopulationRunRow.id)
        )  # fmt: skip
    if not mine or attempt > MOST_ATTEMPTS:
        return await take_run(at)
    return Taken(row["id"], attempt)


async def _next(at: datetime) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (
        await PopulationRunRow.select()
        .where(
            (PopulationRunRow.state == "waiting")
            | ((PopulationRunRow.state == "running") & (PopulationRunRow.beat_at < at - SILENT))
        )
        .order_by(PopulationRunRow.asked_at)
        .first()
    )
    return found


class Stopped(Exception):
    """Somebody stopped this calculation, another worker has it now, or this worker ends."""


async def do_run(taken: Taken, clock: Clock, *, ending: asyncio.Event | None = None, lot: int = LOT) -> None:
    """Do one: lot after lot, until it is done, or stopped, or this worker is `ending` and leaves it to the next."""
    row = await PopulationRunRow.select().where(PopulationRunRow.id == taken.id).first()
    assert row is not None  # runs are never deleted
    task = Task(taken, row["on_day"], (await load_catalogue()).scheme(row["mark"]), clock, ending, lot)
    began_at = await _journal_now()
    try:
        if row["kind"] == "simulation":
            answer = await _simulate(task, row["text"])
        else:
            answer = await _forecast(task, row["near"])
        await _finish(task, answer, began_at)
    except Stopped:
        return


@dataclass(frozen=True, slots=True)
class Task:
    """A calculation while it is done."""

    taken: Taken
    on: date
    scheme: Scheme
    clock: Clock
    ending: asyncio.Event | None
    lot: int

    async def lots(self, until: date = LAST_DAY) -> AsyncGenerator[Lot, None]:
        """The files, telling after each lot how far it is. Raises Stopped."""
        total, done = sum((await ends_by_month(self.scheme.mark.code, self.on, until)).values()), 0
        await self.tell(done, total)
        async for some in lots_of(self.scheme, self.on, ends_until=until, size=self.lot):
            yield some
            done += len(some.files)
            await self.tell(done, max(done, total))
            if self.ending is not None and self.ending.is_set():
                await self.leave()

    async def tell(self, done: int, total: int) -> None:
        await self._change({
            PopulationRunRow.done: done, PopulationRunRow.total: total, PopulationRunRow.beat_at: self.clock.now()
        })  # fmt: skip

    async def leave(self) -> None:
        """Give it back, for the next worker to begin with at once."""
        await self._change({PopulationRunRow.state: "waiting", PopulationRunRow.done: 0})
        raise Stopped

    async def _change(self, changes: dict[Any, Any]) -> None:
        if not await self.change(changes):
            raise Stopped

    async def change(self, changes: dict[Any, Any]) -> bool:
        """Write about this calculation, as long as it is ours. Gives whether it was."""
        mine = (
            await PopulationRunRow.update(changes)
            .where(PopulationRunRow.id == self.taken.id, PopulationRunRow.attempts == self.taken.attempt)
            .where(PopulationRunRow.state == "running")
            .returning(PopulationRunRow.id)
        )
        return bool(mine)


async def _simulate(task: Task, text: UUID) -> str:
    row = await RuleTextRow.select(RuleTextRow.text).where(RuleTextRow.id == text).first()
    assert row is not None  # a foreign key
    simulation = Simulation(task.scheme.mark, read_scheme(row["text"], "draft").mark, task.on)
    async with aclosing(task.lots()) as lots:
        async for some in lots:
            simulation.add(some.files, some.regions)
    return canonical(simulation.result())


async def _forecast(task: Task, near: int) -> str:
    forecast = Forecast(task.scheme.mark, task.on, near)
    async with aclosing(task.lots(month_end(months_from(task.on, near)[-1]))) as lots:
        async for some in lots:
            forecast.add(some.files)
    last = month_end(months_from(task.on, MONTHS)[-1])
    return canonical(forecast.result(await ends_by_month(task.scheme.mark.code, task.on, last)))


async def _journal_now() -> int:
    found: int = (await _NOW_AT.rows())[0][0]
    return found


@once_more
async def _finish(task: Task, answer: str, began_at: int) -> None:
    async with recording(actor=WORKER, at=task.clock.now()) as journal:
        done = await task.change({
            PopulationRunRow.state: "done", PopulationRunRow.result: answer, PopulationRunRow.ended_at: journal.at,
            PopulationRunRow.rules_digest: task.scheme.digest, PopulationRunRow.journal_from: began_at,
            PopulationRunRow.journal_until: await _journal_now(),
        })  # fmt: skip
        if done:
            await journal.append(
                "run.done", task.scheme.mark.code, subject_kind="mark", reference=str(task.taken.id)
            )  # fmt: skip
