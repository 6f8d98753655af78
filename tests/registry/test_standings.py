"""The answer follows what is committed: by this process at once, by another within a second."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Ending, revoke
from registry.journal_follower import Entry, Follower
from registry.practitioners import Name, rename
from registry.standings import standing_of
from tests.registry.stories import OFFICER, holder, until

AT = datetime(2022, 6, 1, 10, tzinfo=UTC)
ENDING = Ending(mark="proefmerk", since=date(2022, 5, 1), reason="Fraud.")


async def certified(catalogue: Catalogue, number: str) -> bool:
    return (await standing_of(number, at=AT, catalogue=catalogue)).certified


async def test_a_revocation_is_in_the_next_answer(register: Engine, catalogue: Catalogue) -> None:
    """What was thought through before is not given again once the decisions are others."""
    number, _ = await holder(catalogue)
    before = [await certified(catalogue, number) for _ in range(3)]
    await revoke(number, ENDING, catalogue=catalogue, actor=OFFICER, at=AT)
    assert ([True, True, True], False) == (before, await certified(catalogue, number))


async def test_asking_while_it_is_revoked_never_keeps_the_old_answer(register: Engine, catalogue: Catalogue) -> None:
    """Whoever asks during the revocation may get either answer; whoever asks after it gets the new one."""
    for seed in range(10):
        number, _ = await holder(catalogue, seed=seed)
        await asyncio.gather(
            revoke(number, ENDING, catalogue=catalogue, actor=OFFICER, at=AT),
            *(certified(catalogue, number) for _ in range(5)),
        )
        assert await certified(catalogue, number) is False


async def test_a_new_name_is_in_the_next_answer(register: Engine, catalogue: Catalogue) -> None:
    """The same decisions with another name are another answer."""
    number, _ = await holder(catalogue)
    await standing_of(number, at=AT, catalogue=catalogue)
    await rename(number, Name(initials="F.", family_name="Berg"), actor="desk", at=AT)
    assert "F. Berg" == (await standing_of(number, at=AT, catalogue=catalogue)).name


async def test_one_mark_can_be_asked_for(register: Engine, catalogue: Catalogue) -> None:
    """The answer for one mark says nothing of another."""
    number, _ = await holder(catalogue)
    asked = [
        (await standing_of(number, at=AT, catalogue=catalogue, mark=mark)).certified
        for mark in ("proefmerk", "oudmerk")
    ]
    assert [True, False] == asked


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2025, 3, 1, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2025, 3, 1, 23, 0, tzinfo=UTC), False),
        (datetime(2021, 3, 1, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2021, 3, 1, 23, 0, tzinfo=UTC), True),
    ],
)
async def test_a_day_is_a_day_in_amsterdam(
    register: Engine, catalogue: Catalogue, at: datetime, expected: bool
) -> None:
    """A registration begins and ends at midnight in Amsterdam, an hour before it is midnight in UTC."""
    number, _ = await holder(catalogue)
    assert expected == (await standing_of(number, at=at, catalogue=catalogue)).certified


async def test_another_process_is_heard_within_a_second(
    register: Engine, catalogue: Catalogue, database_url: str
) -> None:
    """A revocation by another process reaches whoever follows the journal here."""
    number, _ = await holder(catalogue)
    heard: list[Entry] = []
    follower = Follower(heard.extend)
    async with follower.following():
        await until(follower.is_sure)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "tests.registry.burst", "revoke", number,
            env=os.environ | {"DATABASE_URL": database_url}, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        assert b"revoked\n" == await process.stdout.readline()
        await until(lambda: bool(heard), seconds=1)
        await process.wait()
    assert [("decision.revocation", number)] == [(entry.kind, entry.subject) for entry in heard]
    assert await certified(catalogue, number) is False
