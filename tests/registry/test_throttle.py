"""Guessing is slowed down: over processes and restarts, and without locking out whoever it is about."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from registry.accounts import open_account
from registry.errors import TooOften
from registry.recovery import ask_recovery, recover
from registry.sessions import SignedIn, sign_in
from registry.tables_accounts import KnownPlaceRow, ThrottleRow
from registry.throttling import (
    KNOWN_FOR,
    PASSWORD_ACCOUNT,
    PASSWORD_CLIENT,
    PASSWORD_HERE,
    Limit,
    count_try,
    forget_tries,
    is_known_place,
    sweep_tries,
)
from tests.registry.log_ins import AT, EMAIL, HOME, NAME, PASSWORD, SETTINGS, account_id, token_of, with_account
from tests.registry.mail import letters_to, newest_code

ROOT = Path(__file__).parents[2]
TWICE = Limit("tests", 2, timedelta(minutes=10))


async def started(database_url: str, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "tests.registry.trying", *words,
        env=os.environ | {"DATABASE_URL": database_url}, cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip


async def said(process: asyncio.subprocess.Process) -> list[str]:
    return (await process.communicate())[0].decode().split()


async def attempt(password: str = PASSWORD, *, email: str = EMAIL, client: str = HOME, at=AT) -> object:  # type: ignore[no-untyped-def]  # a moment
    return await sign_in(email, password, client=client, device="", settings=SETTINGS, at=at)


async def guessed_from_everywhere() -> None:
    """A stranger with many addresses uses up what all unknown places have together."""
    with contextlib.suppress(TooOften):
        for _ in range(PASSWORD_ACCOUNT.most + 1):
            await count_try((PASSWORD_ACCOUNT, EMAIL), at=AT)


async def test_two_processes_count_together(register: object, database_url: str) -> None:
    """Eight tries from one place in all, whichever process they come to; the rest is told to wait."""
    await with_account()
    processes = [await started(database_url, "guess", HOME, "8") for _ in range(2)]
    came = [word for process in processes for word in await said(process)]
    assert (PASSWORD_HERE.most, 16 - PASSWORD_HERE.most) == (came.count("nobody"), came.count("TooOften"))


async def test_a_restart_changes_nothing(register: object, database_url: str) -> None:
    """What one process counted, the next one knows, and it says the same moment."""
    await with_account()
    assert ["nobody"] * 8 == await said(await started(database_url, "guess", HOME, "8"))
    assert ["TooOften"] == await said(await started(database_url, "guess", HOME, "1"))
    with pytest.raises(TooOften) as raised:
        await attempt()
    assert AT + PASSWORD_HERE.within == raised.value.until


async def test_a_stranger_locks_nobody_out(register: object) -> None:
    """However much is guessed from elsewhere, the usual place still gets in; an unknown place waits."""
    await with_account()
    await token_of()  # HOME is known from now on
    await guessed_from_everywhere()
    for client in ("198.51.100.1", "198.51.100.2"):
        with pytest.raises(TooOften):
            await attempt(client=client, at=AT + timedelta(minutes=5))
    assert isinstance(await attempt(at=AT + timedelta(minutes=5)), SignedIn)


async def test_whoever_has_the_mail_is_no_stranger(register: object) -> None:
    """Somebody on the road, while their account is being guessed at, comes in by way of a new password."""
    await with_account()
    await guessed_from_everywhere()
    with pytest.raises(TooOften):
        await attempt(client="203.0.113.4", at=AT + timedelta(minutes=2))
    await ask_recovery(EMAIL, client="203.0.113.4", at=AT)
    new = "vier paarse paraplus"
    await recover(await newest_code(EMAIL, "account.recover"), new, client="203.0.113.4", at=AT)
    assert isinstance(await attempt(new, client="203.0.113.4", at=AT + timedelta(minutes=2)), SignedIn)


async def test_opening_accounts_does_not_block_recovery(register: object) -> None:
    """A stranger who uses up the letters of one kind leaves those of the other."""
    await with_account()
    for _ in range(4):  # the fifth of this hour: with_account was the first
        await open_account(EMAIL, PASSWORD, NAME, language="nl", client="198.51.100.7", settings=SETTINGS, at=AT)
    with pytest.raises(TooOften):
        await open_account(EMAIL, PASSWORD, NAME, language="nl", client="198.51.100.7", settings=SETTINGS, at=AT)
    await ask_recovery(EMAIL, client=HOME, at=AT)
    assert "account.recover" in [letter["kind"] for letter in await letters_to(EMAIL)]


async def test_a_refused_try_counts_nowhere(register: object) -> None:
    """One place that goes on guessing cannot use up what all places have together, nor lengthen its own wait."""
    tries = ((PASSWORD_HERE, "a|b"), (PASSWORD_ACCOUNT, "a"), (PASSWORD_CLIENT, "b"))
    for _ in range(PASSWORD_HERE.most):
        await count_try(*tries, at=AT)
    for turn in range(PASSWORD_ACCOUNT.most):
        with pytest.raises(TooOften) as raised:
            await count_try(*tries, at=AT + timedelta(seconds=turn))
        assert AT + PASSWORD_HERE.within == raised.value.until
    counts = sorted([row["tries"] for row in await ThrottleRow.select(ThrottleRow.tries)])
    assert [PASSWORD_HERE.most] * 3 == counts


async def test_tries_begin_anew(register: object) -> None:
    """After the window, after it went well, and when the clock went back before the first try."""
    about = (TWICE, "x")
    for _ in range(2):
        await count_try(about, at=AT)
    with pytest.raises(TooOften):
        await count_try(about, at=AT + TWICE.within - timedelta(seconds=1))
    await count_try(about, at=AT + TWICE.within)
    await forget_tries(about)
    for _ in range(2):
        await count_try(about, at=AT)
    await count_try(about, at=AT - timedelta(days=1))


async def test_tries_at_the_same_moment_are_all_counted(register: object) -> None:
    """Of twenty at once exactly as many pass as may."""
    came = await asyncio.gather(*(count_try((TWICE, "y"), at=AT) for _ in range(20)), return_exceptions=True)
    assert 18 == sum(isinstance(one, TooOften) for one in came)


async def test_what_nothing_looks_at_is_swept(register: object) -> None:
    """Counts after a day, known places after three months; neither holds an address."""
    await with_account()
    await token_of()
    await count_try((TWICE, "z"), at=AT)
    assert await is_known_place(EMAIL, HOME, at=AT + KNOWN_FOR - timedelta(seconds=1))
    assert not await is_known_place(EMAIL, HOME, at=AT + KNOWN_FOR)
    await sweep_tries(at=AT + timedelta(days=1, seconds=1))
    assert (0, 1) == (await ThrottleRow.count(), await KnownPlaceRow.count())
    (row,) = await KnownPlaceRow.select()
    assert (await account_id(), 64) == (row["account"], len(row["key"]))
    await sweep_tries(at=AT + KNOWN_FOR)
    assert 0 == await KnownPlaceRow.count()
