"""The answer follows what is committed: by this process at once, by another within a second."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Ending, revoke
from registry.erasure import remove_by_right
from registry.errors import Removed
from registry.journal_follower import Entry, Follower
from registry.measures import Condition, impose_condition
from registry.practitioners import Name, rename
from registry.standings import standing_of
from registry.tables_decisions import PublicTextRow
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


async def test_what_did_not_change_is_not_worked_out_again(register: Engine, catalogue: Catalogue) -> None:
    """While the database says that person and decisions are the same, the answer is the very same one."""
    number, _ = await holder(catalogue)
    first, second = [await standing_of(number, at=AT, catalogue=catalogue) for _ in range(2)]
    assert first is second


async def test_words_that_go_are_gone_from_the_next_answer(register: Engine, catalogue: Catalogue) -> None:
    """The words beside a decision can be deleted while the decision stays, and the answer follows."""
    number, _ = await holder(catalogue)
    given = Condition(mark="proefmerk", since=date(2022, 1, 1), text="Only under supervision.", reason="Young.")
    await impose_condition(number, given, catalogue=catalogue, actor=OFFICER, at=AT)
    before = await standing_of(number, at=AT, catalogue=catalogue)
    await PublicTextRow.delete(force=True)
    after = await standing_of(number, at=AT, catalogue=catalogue)
    assert (("Only under supervision.",), ()) == tuple(
        standing.registrations[0].conditions for standing in (before, after)
    )


async def test_a_removal_is_in_the_next_answer(register: Engine, catalogue: Catalogue) -> None:
    """Somebody taken out of the register is gone at once, also for who asked a moment before."""
    number, _ = await holder(catalogue)
    await standing_of(number, at=AT, catalogue=catalogue)
    await remove_by_right(number, actor="desk", at=AT)
    with pytest.raises(Removed):
        await standing_of(number, at=AT, catalogue=catalogue)


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


async def test_the_very_next_answer_knows_what_another_process_decided(
    register: Engine, catalogue: Catalogue, database_url: str
) -> None:
    """Somebody who was asked about before is asked again right after the commit elsewhere, with nobody following."""
    number, _ = await holder(catalogue)
    before = [await certified(catalogue, number) for _ in range(2)]
    async with _revoking_elsewhere(number, database_url):
        assert ([True, True], False) == (before, await certified(catalogue, number))


async def test_another_process_is_heard_within_a_second(
    register: Engine, catalogue: Catalogue, database_url: str
) -> None:
    """A revocation by another process reaches whoever follows the journal here."""
    number, _ = await holder(catalogue)
    heard: list[Entry] = []
    follower = Follower(heard.extend)
    async with follower.following():
        await until(follower.is_sure)
        async with _revoking_elsewhere(number, database_url):
            await until(lambda: bool(heard), seconds=1)
    assert [("decision.revocation", number)] == [(entry.kind, entry.subject) for entry in heard]
    assert await certified(catalogue, number) is False


@asynccontextmanager
async def _revoking_elsewhere(number: str, database_url: str) -> AsyncIterator[None]:
    """Another process, which has just committed the revocation when the block begins."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "tests.registry.burst", "revoke", number,
        env=os.environ | {"DATABASE_URL": database_url}, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert b"revoked\n" == await process.stdout.readline()
    yield
    await process.wait()
