"""One link, one refresh token, one code: of two processes at the same moment exactly one gets what it gives."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pyotp

from registry.accounts import confirm_address
from registry.errors import Refused
from registry.journal import verify_chain
from registry.recovery import ask_recovery
from registry.second_factors import begin_totp, confirm_totp
from registry.sessions import SecondFactorAsked, SignedIn, sign_in, sign_in_with_code
from registry.tables_accounts import AccountRoleRow, RefreshTokenRow, SessionRow
from registry.tables_people import PractitionerRow
from registry.tokens import issue_tokens
from tests.registry.log_ins import (
    AT,
    EMAIL,
    HOME,
    LATER,
    PASSWORD,
    SETTINGS,
    account_id,
    identity_of,
    opened,
    token_of,
    with_account,
)
from tests.registry.mail import newest_code

ROOT = Path(__file__).parents[2]
TIMES = 10


async def at_once(database_url: str, *words: str) -> list[list[str]]:
    """What two processes say that do the same at the same time, line beside line."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "tests.registry.trying", *words,
            env=os.environ | {"DATABASE_URL": database_url}, cwd=ROOT, stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [(await process.communicate())[0].decode().split() for process in processes]
    return [sorted(pair) for pair in zip(*said, strict=True)]


async def test_of_two_confirmations_one_wins(register: object, database_url: str) -> None:
    """Each person enters the register once, with one role, and the other process is told so."""
    addresses = [f"proef{turn}@voorbeeld.example" for turn in range(TIMES)]
    for email in addresses:
        await opened(email)
    came = await at_once(database_url, "confirm", *[await newest_code(email) for email in addresses])
    assert [[Refused.__name__, "done"]] * TIMES == came
    assert (TIMES, TIMES) == (await PractitionerRow.count(), await AccountRoleRow.count())
    assert (await verify_chain()).broken_at is None


async def test_of_two_recoveries_one_wins(register: object, database_url: str) -> None:
    """A link for a new password works once."""
    codes = []
    for turn in range(TIMES // 2):
        email = f"proef{turn}@voorbeeld.example"
        await with_account(email)
        await ask_recovery(email, client=HOME, at=AT)
        codes.append(await newest_code(email, "account.recover"))
    assert [[Refused.__name__, "done"]] * len(codes) == await at_once(database_url, "recover", *codes)


async def test_a_refresh_token_used_by_two_ends_the_session(register: object, database_url: str) -> None:
    """Which of the two is the thief cannot be known: one got a pair, and neither is believed any more."""
    await with_account()
    sessions = [await token_of() for _ in range(TIMES)]
    tokens = [(await issue_tokens(await identity_of(one), settings=SETTINGS, at=AT)).refresh for one in sessions]
    assert [[Refused.__name__, "done"]] * TIMES == await at_once(database_url, "refresh", *tokens)
    assert (0, 0) == (await SessionRow.count(), await RefreshTokenRow.count())


async def test_a_code_of_the_app_lets_one_in(register: object) -> None:
    """Two who saw the same code over somebody's shoulder: the second is too late."""
    await with_account()
    account = await account_id()
    begun = await begin_totp(account, settings=SETTINGS, actor="tests", at=AT)
    app = pyotp.TOTP(begun.secret)
    await confirm_totp(account, app.at(AT), settings=SETTINGS, actor="tests", at=AT)
    at = AT + LATER

    async def ticket() -> str:
        # Each new ticket replaces the one before it, so the two share one.
        asked = await sign_in(EMAIL, PASSWORD, client=HOME, device="", settings=SETTINGS, at=at)
        assert isinstance(asked, SecondFactorAsked)
        return asked.ticket

    shared = await ticket()
    came = await asyncio.gather(
        *(
            sign_in_with_code(shared, app.at(at), client=HOME, device="", settings=SETTINGS, at=at)
            for _ in range(4)
        ),
        return_exceptions=True,
    )  # fmt: skip
    assert [1, 3] == [sum(isinstance(one, kind) for one in came) for kind in (SignedIn, Refused)]


async def test_one_address_opened_twice_at_once(register: object) -> None:
    """Two forms sent at the same moment make one account, and the last letter works."""
    await asyncio.gather(*(opened(EMAIL) for _ in range(3)))
    assert await confirm_address(await newest_code(EMAIL), PASSWORD, at=AT)
