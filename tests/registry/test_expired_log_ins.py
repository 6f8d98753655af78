"""What ran out is swept, and what still counts stays."""

from __future__ import annotations

from datetime import timedelta

from registry.accounts import CONFIRM_WITHIN
from registry.expired_log_ins import UNCONFIRMED_FOR, sweep_log_ins
from registry.sessions import IDLE, identify
from registry.tables_accounts import AccountRow, OneTimeCodeRow, SessionRow, ThrottleRow
from registry.tokens import issue_tokens
from tests.registry.log_ins import AT, SETTINGS, identity_of, opened, token_of, with_account

NEW = "nieuw@voorbeeld.example"


async def kept() -> tuple[int, ...]:
    """How many accounts, codes, sessions and counts there are."""
    return tuple([await table.count() for table in (AccountRow, OneTimeCodeRow, SessionRow, ThrottleRow)])


async def test_what_ran_out_is_forgotten(register: object) -> None:
    """A session with its tokens, the code in a link, a count, and an account that nobody confirmed."""
    await with_account()
    await opened(NEW)
    token = await token_of()
    await issue_tokens(await identity_of(token), settings=SETTINGS, at=AT)
    before = await kept()
    await sweep_log_ins(at=AT)
    assert before == await kept()
    assert await identify(token, at=AT)
    await sweep_log_ins(at=AT + IDLE)
    assert (2, 2, 0) == (await kept())[:3]
    await sweep_log_ins(at=AT + CONFIRM_WITHIN + timedelta(seconds=1))
    assert (2, 0, 0, 0) == await kept()
    await sweep_log_ins(at=AT + UNCONFIRMED_FOR)
    assert (1, 0, 0, 0) == await kept()
