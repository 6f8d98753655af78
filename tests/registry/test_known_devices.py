"""Whoever signs in from another device gets a letter about it, so that a thief is noticed."""

from __future__ import annotations

from registry.canonical import from_canonical
from registry.database import Engine
from registry.sessions import sign_in
from tests.registry.log_ins import AT, EMAIL, HOME, LATER, PASSWORD, SETTINGS, token_of, with_account
from tests.registry.mail import letters_to


async def test_a_new_device_is_told_and_a_known_one_is_not(register: Engine) -> None:
    """The first device is the one the account was opened on; the second is told, once."""
    await with_account()
    await token_of()
    await token_of(at=AT + LATER)
    for device in ("Safari, iPhone", "Safari, iPhone", "Firefox, Linux"):
        await sign_in(EMAIL, PASSWORD, client=HOME, device=device, settings=SETTINGS, at=AT + 2 * LATER)
    told = [one for one in await letters_to(EMAIL) if one["kind"] == "account.new_session"]
    assert [{"at": (AT + 2 * LATER).isoformat(), "device": "Safari, iPhone"}] == [
        from_canonical(one["about"], dict[str, str]) for one in told
    ]
