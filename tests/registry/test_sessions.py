"""Signing in and out: who gets in, for how long, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from time import perf_counter, process_time
from uuid import uuid4

import pyotp
import pytest
from argon2 import PasswordHasher

from registry.accounts import close_account, grant_role, take_role
from registry.canonical import from_canonical
from registry.erasure import remove_by_right
from registry.errors import Conflict, Malformed, NotFound, Refused, TooOften
from registry.passwords import is_old
from registry.recovery import ANSWER_AFTER, ask_new_address, ask_recovery, change_password, confirm_new_address, recover
from registry.second_factors import begin_totp, begun_totp, confirm_totp, drop_totp
from registry.sessions import (
    IDLE,
    LASTS,
    SecondFactorAsked,
    end_other_sessions,
    end_session,
    identify,
    sessions_of,
    sign_in,
    sign_in_with_code,
    sign_out,
)
from registry.settings import Settings
from registry.tables_accounts import AccountRow
from tests.registry.log_ins import (
    AT,
    EMAIL,
    HOME,
    LATER,
    PASSWORD,
    SETTINGS,
    account_id,
    identity_of,
    token_of,
    with_account,
)
from tests.registry.mail import letters_to, newest_code

ABROAD = "198.51.100.9"
NEW = "vier paarse paraplus"


async def attempt(email: str = EMAIL, password: str = PASSWORD, *, client: str = HOME, at=AT) -> object:  # type: ignore[no-untyped-def]  # a moment
    return await sign_in(email, password, client=client, device="", settings=SETTINGS, at=at)


async def test_who_signs_in_is_known_by_the_token(register: object) -> None:
    """As a professional with their own file, and never by the token of somebody else's making."""
    number = await with_account()
    token = await token_of()
    assert (number, EMAIL, False) == ((i := await identity_of(token)).number, i.email, i.second_factor)
    assert await identify(token[:-1] + ("A" if token[-1] != "A" else "B"), at=AT) is None


async def test_a_session_ends_by_itself(register: object) -> None:
    """After half an hour without anything, and after twelve hours in any case."""
    await with_account()
    token = await token_of()
    assert await identify(token, at=AT + IDLE) is None
    moment = AT
    while moment + IDLE / 2 < AT + LASTS:
        moment += IDLE / 2
        assert await identify(token, at=moment) is not None
    assert await identify(token, at=AT + LASTS) is None


async def test_whoever_signs_out_is_out(register: object) -> None:
    """At once, and a second time changes nothing."""
    await with_account()
    token = await token_of()
    await sign_out(token, at=AT)
    await sign_out(token, at=AT)
    assert await identify(token, at=AT) is None


async def test_a_change_of_role_counts_at_once(register: object) -> None:
    """In a session that is open: given, taken, and gone with the account or the place in the register."""
    number = await with_account()
    token, account = await token_of(), await account_id()
    await grant_role(account, "operator", actor="tests", at=AT)
    assert {"professional", "operator"} == {held.role for held in (await identity_of(token)).roles}
    await take_role(account, "operator", actor="tests", at=AT)
    assert {"professional"} == {held.role for held in (await identity_of(token)).roles}
    await grant_role(account, "analyst", actor="tests", at=AT)  # who works here as well keeps the account
    await remove_by_right(number, actor="tests", at=AT)
    assert (None, ["analyst"]) == ((i := await identity_of(token)).number, [held.role for held in i.roles])
    await close_account(account, actor="tests", at=AT)
    assert await identify(token, at=AT) is None


async def test_wrong_is_wrong_in_one_way(register: object) -> None:
    """An unknown address, a wrong password, an unconfirmed account: the same answer, after as much work."""
    await with_account()
    spent: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(7):
        for kind, email in (("known", EMAIL), ("unknown", f"niemand{turn}@voorbeeld.example")):
            begun = process_time()
            assert await attempt(email, "niet het goede wachtwoord", client=f"192.0.2.{turn}") is None
            spent[kind].append(process_time() - begun)
    assert 0.5 < median(spent["known"]) / median(spent["unknown"]) < 2


async def test_a_forgotten_password_says_nothing_by_its_time(register: object) -> None:
    """For a known address there is a letter to write; whoever asks waits as long for an unknown one."""
    await with_account()
    waited: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(3):
        for kind, email in (("known", EMAIL), ("unknown", f"niemand{turn}@voorbeeld.example")):
            begun = perf_counter()
            await ask_recovery(email, client=HOME, at=AT)
            waited[kind].append(perf_counter() - begun)
    assert ANSWER_AFTER <= min(waited["known"] + waited["unknown"])
    assert abs(median(waited["known"]) - median(waited["unknown"])) < ANSWER_AFTER / 10


async def test_an_old_hash_is_renewed(register: object) -> None:
    """Whoever signs in with a password that was hashed by older numbers has it hashed by those of today."""
    await with_account()
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    await AccountRow.update({AccountRow.password: old}).where(AccountRow.email_key == EMAIL)
    assert await attempt(password="wrong") is None
    assert old == (await AccountRow.select().first())["password"]  # type: ignore[index]  # there is one
    for _ in range(2):
        assert await token_of()
    assert not is_old((await AccountRow.select().first())["password"])  # type: ignore[index]  # as above


async def test_a_new_password_ends_what_was_half_way(register: object) -> None:
    """Whoever gave the old password and not yet a code must begin anew."""
    await with_account()
    account = await account_id()
    begun = await begin_totp(account, settings=SETTINGS, actor="tests", at=AT)
    await confirm_totp(account, pyotp.TOTP(begun.secret).at(AT), settings=SETTINGS, actor="tests", at=AT)
    asked = await attempt(at=AT + LATER)
    assert isinstance(asked, SecondFactorAsked)
    await ask_recovery(EMAIL, client=HOME, at=AT + LATER)
    await recover(await newest_code(EMAIL, "account.recover"), NEW, at=AT + LATER)
    code = pyotp.TOTP(begun.secret).at(AT + LATER)
    with pytest.raises(Refused, match="too long"):
        await sign_in_with_code(asked.ticket, code, client=HOME, device="", settings=SETTINGS, at=AT + LATER)


async def test_guessing_is_slowed_down(register: object) -> None:
    """After eight tries from one place it must wait; from elsewhere the owner still gets in."""
    await with_account()
    for _ in range(8):
        assert await attempt(password="wrong") is None
    with pytest.raises(TooOften) as raised:
        await attempt()
    assert AT + timedelta(minutes=15) == raised.value.until
    assert await attempt(client=ABROAD) is not None
    assert await attempt(at=AT + timedelta(minutes=15)) is not None


async def test_without_a_key_nobody_signs_in(register: object) -> None:
    """And the answer says which setting is missing."""
    with pytest.raises(Refused, match="SECRET_KEY"):
        await sign_in(EMAIL, PASSWORD, client=HOME, device="", settings=Settings(), at=AT)


async def test_sessions_are_listed_and_ended(register: object) -> None:
    """One's own only: this one first, one of them, all the others."""
    await with_account()
    await with_account("ander@voorbeeld.example")
    token, *others = [await token_of() for _ in range(3)]
    mine = await identity_of(token)
    stranger = await identity_of(await token_of("ander@voorbeeld.example"))
    shown = await sessions_of(mine, at=AT)
    assert (3, True, "Firefox, Linux") == (len(shown), shown[0].current, shown[0].device)
    with pytest.raises(NotFound):
        await end_session(stranger, shown[1].id, at=AT)
    await end_session(mine, shown[1].id, at=AT)
    assert 2 == len(await sessions_of(mine, at=AT))
    await end_other_sessions(mine, at=AT)
    assert [token] == [one for one in (token, *others) if await identify(one, at=AT)]


async def test_a_second_step(register: object) -> None:
    """Scan, confirm, sign in with a code; each code works once, and so does each recovery code."""
    await with_account()
    account = await account_id()
    begun = await begin_totp(account, settings=SETTINGS, actor="tests", at=AT)
    assert begun == await begun_totp(account, settings=SETTINGS)
    app = pyotp.TOTP(begun.secret)
    with pytest.raises(Refused):
        await confirm_totp(account, "000000", settings=SETTINGS, actor="tests", at=AT)
    codes = await confirm_totp(account, app.at(AT), settings=SETTINGS, actor="tests", at=AT)
    with pytest.raises(Refused):
        await begin_totp(account, settings=SETTINGS, actor="tests", at=AT)

    async def second(code: str, at=AT + LATER) -> bool:  # type: ignore[no-untyped-def]  # a moment
        asked = await attempt(at=at)
        assert isinstance(asked, SecondFactorAsked)
        signed_in = await sign_in_with_code(asked.ticket, code, client=HOME, device="", settings=SETTINGS, at=at)
        return (await identity_of(signed_in.token, at=at)).second_factor

    with pytest.raises(Refused):
        await second(app.at(AT))  # it confirmed the app, so it was used
    assert await second(app.at(AT + LATER))
    with pytest.raises(Refused):
        await second(app.at(AT + LATER))
    assert await second(codes[0].upper())
    with pytest.raises(Refused):
        await second(codes[0])
    with pytest.raises(Refused):
        await drop_totp(account, "wrong", actor="tests", at=AT)
    await drop_totp(account, PASSWORD, actor="tests", at=AT)
    assert not isinstance(await attempt(at=AT + LATER), SecondFactorAsked)


async def test_guessing_codes_is_slowed_down(register: object) -> None:
    """Six tries in a quarter of an hour; an old ticket is refused before that."""
    await with_account()
    account = await account_id()
    begun = await begin_totp(account, settings=SETTINGS, actor="tests", at=AT)
    await confirm_totp(account, pyotp.TOTP(begun.secret).at(AT), settings=SETTINGS, actor="tests", at=AT)
    asked = await attempt(at=AT)
    assert isinstance(asked, SecondFactorAsked)
    with pytest.raises(Refused, match="too long"):
        await sign_in_with_code(
            asked.ticket, "1", client=HOME, device="", settings=SETTINGS, at=AT + timedelta(minutes=5)
        )
    for _ in range(6):
        with pytest.raises(Refused):
            await sign_in_with_code(asked.ticket, "000000", client=HOME, device="", settings=SETTINGS, at=AT)
    with pytest.raises(TooOften):
        await sign_in_with_code(asked.ticket, "000000", client=HOME, device="", settings=SETTINGS, at=AT)


async def test_a_forgotten_password(register: object) -> None:
    """A link that works once, and everything that was open ends; an unknown address hears nothing."""
    await with_account()
    token = await token_of()
    await ask_recovery("niemand@voorbeeld.example", client=HOME, at=AT)
    assert [] == await letters_to("niemand@voorbeeld.example")
    await ask_recovery(EMAIL, client=HOME, at=AT)
    code = await newest_code(EMAIL, "account.recover")
    with pytest.raises(Malformed):
        await recover(code, "kort", at=AT)
    await recover(code, NEW, at=AT)
    with pytest.raises(Refused):
        await recover(code, NEW, at=AT)
    assert await identify(token, at=AT) is None
    assert await attempt() is None
    assert await token_of(password=NEW)


async def test_another_password(register: object) -> None:
    """With the old one; both mistakes are told at once; the other sessions end and this one stays."""
    await with_account()
    here, elsewhere = await token_of(), await token_of()
    mine = await identity_of(here)
    with pytest.raises(Malformed) as raised:
        await change_password(mine, "wrong", "kort", client=HOME, at=AT)
    assert ["old_password", "password"] == [problem.field for problem in raised.value.problems]
    await change_password(mine, PASSWORD, NEW, client=HOME, at=AT)
    assert (True, None) == (await identify(here, at=AT) is not None, await identify(elsewhere, at=AT))


async def test_another_address_needs_both_ends(register: object) -> None:
    """Old and new must answer; a taken address is never told apart from a free one."""
    await with_account()
    await with_account("ander@voorbeeld.example")
    mine = await identity_of(await token_of())
    await ask_new_address(mine, "ander@voorbeeld.example", client=HOME, at=AT)
    assert "account.exists" == (await letters_to("ander@voorbeeld.example"))[-1]["kind"]
    await ask_new_address(mine, "Nieuw@voorbeeld.example", client=HOME, at=AT)
    old = await newest_code(EMAIL, "account.address_old")
    new = await newest_code("nieuw@voorbeeld.example", "account.address_new")
    assert not await confirm_new_address(old, at=AT)
    with pytest.raises(Refused):
        await confirm_new_address(old, at=AT)
    assert await confirm_new_address(new, at=AT)
    assert await attempt() is None
    assert await token_of("nieuw@voorbeeld.example")


async def test_two_who_want_one_address(register: object) -> None:
    """The second to be confirmed hears that it cannot be used, and keeps the old one."""
    await with_account()
    await with_account("ander@voorbeeld.example")
    for email in (EMAIL, "ander@voorbeeld.example"):
        await ask_new_address(await identity_of(await token_of(email)), "vrij@voorbeeld.example", client=HOME, at=AT)
        await confirm_new_address(await newest_code(email, "account.address_old"), at=AT)
    letters = await letters_to("vrij@voorbeeld.example")
    first, second = [from_canonical(letter["about"], dict[str, str])["code"] for letter in letters]
    assert await confirm_new_address(second, at=AT)
    with pytest.raises(Conflict, match="cannot be used"):
        await confirm_new_address(first, at=AT)
    assert await token_of()


async def test_a_role_needs_an_account(register: object) -> None:
    """Nobody gives a role to an account that is not there, and no second log-in to one file."""
    with pytest.raises(NotFound):
        await grant_role(uuid4(), "operator", actor="tests", at=AT)
    number = await with_account()
    await with_account("ander@voorbeeld.example")
    await take_role(await account_id("ander@voorbeeld.example"), "professional", actor="tests", at=AT)
    with pytest.raises(Conflict, match="Another account"):
        await grant_role(
            await account_id("ander@voorbeeld.example"), "professional", number=number, actor="tests", at=AT
        )
