"""Passkeys: made by whoever is signed in, good for signing in, and each answer only once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from webauthn.helpers import bytes_to_base64url

from registry.accounts import close_account
from registry.errors import Malformed, NotFound, Refused
from registry.passkeys import (
    ANSWER_WITHIN,
    LONGEST_ANSWER,
    MOST,
    Question,
    add_passkey,
    ask_for_new_passkey,
    ask_for_passkey,
    drop_passkey,
    passkeys_of,
    passkeys_work,
    sign_in_with_passkey,
)
from registry.second_factors import begin_totp, confirm_totp
from registry.sessions import Identity, SecondFactorAsked, SignedIn, sign_in
from registry.settings import Settings
from registry.tables_accounts import OneTimeCodeRow, PasskeyRow
from tests.registry.authenticator import PRESENT, VERIFIED, Device
from tests.registry.log_ins import AT, EMAIL, HOME, LATER, PASSWORD, account_id, identity_of, token_of, with_account

SITE = Settings(secret_key="k" * 32, base_url="https://register.example")  # type: ignore[arg-type]  # pydantic makes it a secret


async def me() -> Identity:
    return await identity_of(await token_of())


async def with_passkey(name: str = "Telefoon") -> Device:
    """Somebody with an account and a passkey for it."""
    await with_account()
    mine = await me()
    device = Device(handle=mine.account.bytes)
    asked = await ask_for_new_passkey(mine, settings=SITE, at=AT)
    await add_passkey(mine, asked.ticket, device.make(asked.options), name=name, settings=SITE, at=AT)
    return device


async def come_in(asked: Question, answer: str, *, at=AT) -> SignedIn:  # type: ignore[no-untyped-def]  # a moment
    return await sign_in_with_passkey(asked.ticket, answer, client=HOME, device="Firefox", settings=SITE, at=at)


async def test_a_passkey_signs_in_without_a_password(register: object) -> None:
    """As a session with a second factor: the device asked for a finger, a face or its code."""
    device = await with_passkey()
    asked = await ask_for_passkey(settings=SITE, at=AT)
    signed_in = await come_in(asked, device.sign(asked.options))
    identity = await identity_of(signed_in.token)
    assert (EMAIL, True) == (identity.email, identity.second_factor)
    (shown,) = await passkeys_of(await account_id())
    assert ("Telefoon", AT, AT) == (shown.name, shown.added_at, shown.used_at)


async def test_a_question_is_answered_once(register: object) -> None:
    """The same answer again, or another answer to the same question, is refused; so is one that comes too late."""
    device = await with_passkey()
    asked = await ask_for_passkey(settings=SITE, at=AT)
    answer = device.sign(asked.options)
    await come_in(asked, answer)
    for again in (answer, device.sign(asked.options)):
        with pytest.raises(Refused):
            await come_in(asked, again)
    late = await ask_for_passkey(settings=SITE, at=AT)
    with pytest.raises(Refused, match="too long"):
        await come_in(late, device.sign(late.options), at=AT + ANSWER_WITHIN)


async def test_a_copied_passkey_is_refused(register: object) -> None:
    """The count of the device must grow: a lower one means that there are two."""
    device = await with_passkey()
    for _ in range(2):
        asked = await ask_for_passkey(settings=SITE, at=AT)
        await come_in(asked, device.sign(asked.options))
    device.count = 1
    asked = await ask_for_passkey(settings=SITE, at=AT)
    with pytest.raises(Refused, match="not known here"):
        await come_in(asked, device.sign(asked.options))


BAD: dict[str, Callable[[Device, dict[str, Any]], str]] = {
    "another site": lambda d, o: d.sign(o, origin="https://evil.example"),
    "another host": lambda d, o: d.sign(o | {"rpId": "evil.example"}),
    "another challenge": lambda d, o: d.sign(o | {"challenge": bytes_to_base64url(b"x" * 32)}),
    "nobody touched it": lambda d, o: d.sign(o, flags=VERIFIED),
    "nobody was verified": lambda d, o: d.sign(o, flags=PRESENT),
    "an answer to another question": lambda d, o: d.sign(o, kind="webauthn.create"),
    "another key": lambda d, o: Device(id=d.id, count=90).sign(o),
    "an unknown passkey": lambda d, o: Device().sign(o),
    "somebody else's handle": lambda d, o: Device(key=d.key, id=d.id, handle=b"x" * 16).sign(o),
    "no signature": lambda d, o: _changed(d.sign(o), signature=""),
    "client data that is no JSON": lambda d, o: _changed(d.sign(o), clientDataJSON="AAAA"),
    "data that stops": lambda d, o: _changed(d.sign(o), authenticatorData="AAAA"),
    "numbers for text": lambda d, o: _changed(d.sign(o), signature=7),
    "odd letters": lambda d, o: _changed(d.sign(o), signature="é%%"),
    "a NUL in the name": lambda d, o: json.dumps(json.loads(d.sign(o)) | {"id": "\0" * 20}),
    "a list as name": lambda d, o: json.dumps(json.loads(d.sign(o)) | {"id": ["x"]}),
    "another kind of key": lambda d, o: json.dumps(json.loads(d.sign(o)) | {"type": "password"}),
    "no response": lambda d, o: json.dumps(json.loads(d.sign(o)) | {"response": None}),
    "no JSON": lambda d, o: "{",
    "a list": lambda d, o: "[]",
    "deep": lambda d, o: "[" * 15_000,
    "large": lambda d, o: json.dumps("x" * LONGEST_ANSWER),
}


def _changed(answer: str, **changes: object) -> str:
    said = json.loads(answer)
    return json.dumps(said | {"response": said["response"] | changes})


@pytest.mark.parametrize("name", list(BAD))
async def test_a_wrong_answer_is_refused(register: object, name: str) -> None:
    """With one sentence, whatever is wrong with it."""
    device = await with_passkey()
    asked = await ask_for_passkey(settings=SITE, at=AT)
    with pytest.raises(Refused, match="not known here"):
        await come_in(asked, BAD[name](device, dict(asked.options)))


@pytest.mark.parametrize("ticket", ["", "x", "é" * 9, "AAAA" * 20])
async def test_a_ticket_of_ones_own_making_is_refused(register: object, ticket: str) -> None:
    """Only what was sealed here is opened here."""
    device = await with_passkey()
    asked = await ask_for_passkey(settings=SITE, at=AT)
    with pytest.raises(Refused, match="too long"):
        await come_in(Question(ticket, {}), device.sign(asked.options))


async def test_a_passkey_is_made_by_its_owner_on_our_site(register: object) -> None:
    """Not on another site, not unverified, not for the account of somebody else, not twice, and never too many."""
    await with_account()
    await with_account("ander@voorbeeld.example")
    mine, other = await me(), await identity_of(await token_of("ander@voorbeeld.example"))
    asked = await ask_for_new_passkey(mine, settings=SITE, at=AT)
    device = Device()

    async def refused(who: Identity, answer: str) -> None:
        with pytest.raises(Refused):
            await add_passkey(who, asked.ticket, answer, name="x", settings=SITE, at=AT)

    await refused(mine, device.make(asked.options, origin="https://evil.example"))
    await refused(mine, device.make(asked.options, flags=PRESENT))
    await refused(mine, "{}")
    await refused(mine, _changed(device.make(asked.options), attestationObject="AAAA"))
    await refused(mine, Device(id=b"short").make(asked.options))
    await refused(mine, Device(leave_out=-3).make(asked.options))
    await refused(other, device.make(asked.options))
    with pytest.raises(Malformed):
        await add_passkey(mine, asked.ticket, device.make(asked.options), name="\x1b", settings=SITE, at=AT)
    kept = await add_passkey(mine, asked.ticket, device.make(asked.options), name="", settings=SITE, at=AT)
    assert "Passkey" == kept.name
    await refused(mine, Device().make(asked.options))
    asked = await ask_for_new_passkey(mine, settings=SITE, at=AT)
    assert [kept.id] == [known["id"] for known in asked.options["excludeCredentials"]]
    await refused(mine, device.make(asked.options))
    for _ in range(MOST - 2):
        await PasskeyRow.insert(
            PasskeyRow(id=bytes_to_base64url(Device().id), account=mine.account, name="x", added_at=AT)
        )
    last = await ask_for_new_passkey(mine, settings=SITE, at=AT)
    await add_passkey(mine, asked.ticket, Device().make(asked.options), name="y", settings=SITE, at=AT)
    with pytest.raises(Refused, match="as many"):
        await add_passkey(mine, last.ticket, Device().make(last.options), name="z", settings=SITE, at=AT)
    with pytest.raises(Refused, match="as many"):
        await ask_for_new_passkey(mine, settings=SITE, at=AT)


async def test_a_passkey_as_second_step(register: object) -> None:
    """After the password, a touch is enough; a passkey of another account is not."""
    device = await with_passkey()
    account = await account_id()
    begun = await begin_totp(account, settings=SITE, actor="tests", at=AT)
    await confirm_totp(account, pyotp.TOTP(begun.secret).at(AT), settings=SITE, actor="tests", at=AT)
    step = await sign_in(EMAIL, PASSWORD, client=HOME, device="", settings=SITE, at=AT)
    assert isinstance(step, SecondFactorAsked)
    asked = await ask_for_passkey(settings=SITE, at=AT, step=step.ticket)
    assert [bytes_to_base64url(device.id)] == [known["id"] for known in asked.options["allowCredentials"]]
    await with_account("ander@voorbeeld.example")
    other, theirs = await identity_of(await token_of("ander@voorbeeld.example")), Device()
    new = await ask_for_new_passkey(other, settings=SITE, at=AT)
    await add_passkey(other, new.ticket, theirs.make(new.options), name="", settings=SITE, at=AT)
    with pytest.raises(Refused, match="too long"):
        await come_in(asked, theirs.sign(asked.options, flags=PRESENT))
    signed_in = await come_in(asked, device.sign(asked.options, flags=PRESENT))
    assert (await identity_of(signed_in.token)).second_factor
    with pytest.raises(Refused):
        await ask_for_passkey(settings=SITE, at=AT, step=step.ticket)


async def test_a_passkey_is_taken_away(register: object) -> None:
    """By its owner only; then, and when the account closes, nobody comes in with it."""
    device = await with_passkey()
    (shown,) = await passkeys_of(await account_id())
    await with_account("ander@voorbeeld.example")
    with pytest.raises(NotFound):
        await drop_passkey(await identity_of(await token_of("ander@voorbeeld.example")), shown.id, at=AT)
    asked = await ask_for_passkey(settings=SITE, at=AT)
    await drop_passkey(await me(), shown.id, at=AT)
    with pytest.raises(Refused):
        await come_in(asked, device.sign(asked.options))
    await close_account(await account_id(), actor="tests", at=AT)
    assert () == await passkeys_of(await account_id())
    assert 0 == await OneTimeCodeRow.count().where(OneTimeCodeRow.account == await account_id())


@pytest.mark.parametrize(
    ("address", "works"),
    [("https://register.example", True), ("http://localhost:8000", True), ("http://127.0.0.1:8000", False)],
)
async def test_a_passkey_needs_a_name_as_address(register: object, address: str, works: bool) -> None:
    """Browsers make none for a bare number, so nobody is asked for one there."""
    settings = Settings(secret_key="k" * 32, base_url=address)  # type: ignore[arg-type]  # pydantic makes it a secret
    assert works == passkeys_work(settings)
    await with_account()
    if not works:
        with pytest.raises(Refused, match="has a name"):
            await ask_for_passkey(settings=settings, at=AT + LATER)
        with pytest.raises(Refused, match="has a name"):
            await ask_for_new_passkey(await me(), settings=settings, at=AT + timedelta(minutes=1))
