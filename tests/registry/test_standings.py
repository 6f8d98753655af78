"""Answers from memory: never older than what was committed, and never of somebody else."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from registry.catalogue import Catalogue, publish_scheme
from registry.database import Engine
from registry.decisions import Ending, revoke
from registry.erasure import remove_by_right
from registry.errors import NotFound, Removed
from registry.journal_follower import Follower
from registry.public_view import PublicStanding
from registry.standings import StandingCache
from tests.registry.stories import OFFICER, START, holder, until

AT = datetime(2022, 6, 1, 10, tzinfo=UTC)
ENDING = Ending(mark="proefmerk", since=date(2022, 5, 1), reason="Fraud.")


class Kitchen:
    """Makes answers, and counts how many were made: what comes from memory is not made again."""

    def __init__(self) -> None:
        self.made = 0

    def make(self, standing: PublicStanding) -> bool:
        self.made += 1
        return standing.certified


@pytest.fixture
async def kitchen(register: Engine, catalogue: Catalogue) -> AsyncIterator[tuple[Kitchen, StandingCache[bool]]]:
    """A cache that follows the journal and is sure of what it knows."""
    follower, kitchen = Follower(), Kitchen()
    cache = StandingCache(follower, catalogue, kitchen.make, most=3)
    async with follower.following():
        await until(follower.is_sure)
        yield kitchen, cache


async def test_the_second_answer_comes_from_memory(
    kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue
) -> None:
    """The same question is answered once; another day is another question."""
    cook, cache = kitchen
    number, _ = await holder(catalogue)
    answers = [await cache.answer(number, at=AT) for _ in range(3)]
    answers.append(await cache.answer(number, at=AT, on=date(2021, 3, 1)))
    assert ([True, True, True, False], 2) == (answers, cook.made)


async def test_a_revocation_is_seen_at_once_by_the_process_that_made_it(
    kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue
) -> None:
    """When revoking has come back, nobody reads the old answer any more."""
    _, cache = kitchen
    number, _ = await holder(catalogue)
    before = await cache.answer(number, at=AT)
    await revoke(number, ENDING, catalogue=catalogue, actor=OFFICER, at=AT)
    assert (True, False) == (before, await cache.answer(number, at=AT))


async def test_a_revocation_is_seen_within_a_second_by_other_processes(
    kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue, database_url: str
) -> None:
    """What another process commits is heard by looking at the journal."""
    _, cache = kitchen
    number, _ = await holder(catalogue)
    assert await cache.answer(number, at=AT)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "tests.registry.burst", "revoke", number,
        env=os.environ | {"DATABASE_URL": database_url}, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert b"revoked\n" == await process.stdout.readline()
    async with asyncio.timeout(1):
        while await cache.answer(number, at=AT):  # noqa: ASYNC110  # what another process does sets no event here
            await asyncio.sleep(0.02)
    await process.wait()


async def test_somebody_elses_change_leaves_an_answer_alone(
    kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue
) -> None:
    """Only the answers about the person concerned are forgotten."""
    cook, cache = kitchen
    number, _ = await holder(catalogue, seed=1)
    other, _ = await holder(catalogue, seed=2)
    await cache.answer(number, at=AT)
    await revoke(other, ENDING, catalogue=catalogue, actor=OFFICER, at=AT)
    await cache.answer(number, at=AT)
    assert 1 == cook.made


async def test_a_new_text_of_a_mark_forgets_everything(
    kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue
) -> None:
    """The rules may say something else now: the new catalogue is taken and every answer made again."""
    cook, cache = kitchen
    number, _ = await holder(catalogue)
    await cache.answer(number, at=AT)
    text = catalogue.scheme("proefmerk").text.replace("Proefmerk", "Beproefd")
    await publish_scheme(text, actor="proefhuis:director", at=AT)
    await cache.answer(number, at=AT)
    assert (2, "Beproefd") == (cook.made, cache.catalogue.mark("proefmerk").name.nl)


async def test_an_answer_made_before_a_change_is_not_kept(
    kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue
) -> None:
    """Asking and revoking at the same moment never leaves the old answer in memory."""
    _, cache = kitchen
    for seed in range(10):
        number, _ = await holder(catalogue, seed=seed)
        await asyncio.gather(
            revoke(number, ENDING, catalogue=catalogue, actor=OFFICER, at=AT),
            *(cache.answer(number, at=AT) for _ in range(5)),
        )
        assert await cache.answer(number, at=AT) is False


async def test_the_memory_is_bounded(kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue) -> None:
    """With room for three, the answer that was asked for longest ago is made again."""
    cook, cache = kitchen
    number, _ = await holder(catalogue)
    days = [date(2022, 1, day) for day in range(1, 5)]
    for day in (*days, days[3], days[1], days[0]):
        await cache.answer(number, at=AT, on=day)
    assert 5 == cook.made


async def test_nobody_is_remembered_as_missing(
    kitchen: tuple[Kitchen, StandingCache[bool]], catalogue: Catalogue
) -> None:
    """An unknown number and somebody removed are asked of the database each time."""
    _, cache = kitchen
    with pytest.raises(NotFound):
        await cache.answer("LP-0020418-51", at=AT)
    number, _ = await holder(catalogue)
    await cache.answer(number, at=AT)
    await remove_by_right(number, actor="desk", at=AT)
    with pytest.raises(Removed):
        await cache.answer(number, at=AT)


async def test_without_a_follower_nothing_is_answered_from_memory(register: Engine, catalogue: Catalogue) -> None:
    """A cache whose follower does not follow asks the database every time."""
    cook = Kitchen()
    cache = StandingCache(Follower(), catalogue, cook.make)
    number, _ = await holder(catalogue, at=START)
    for _ in range(3):
        await cache.answer(number, at=AT)
    assert 3 == cook.made
