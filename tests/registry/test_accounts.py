"""Log-ins: opened, confirmed, and never telling a stranger which addresses are known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry.accounts import (
    CONFIRM_WITHIN,
    RoleHeld,
    close_account,
    confirm_address,
    email_key,
    grant_role,
    open_account,
    roles_of,
    take_role,
)
from registry.errors import Conflict, Malformed, NotFound, Refused, TooOften
from registry.practitioners import Person, register_practitioner
from registry.sessions import SignedIn, sign_in
from registry.tables_accounts import AccountRow
from registry.tables_catalogue import BodyRow
from tests.registry.log_ins import AT, HOME, LATER, NAME, PASSWORD, SETTINGS, opened
from tests.registry.mail import letters_to, newest_code


async def account_of(email: str) -> AccountRow:
    row = await AccountRow.objects().where(AccountRow.email_key == email).first()
    assert row is not None
    return row


async def test_a_new_person_gets_a_file(register: object) -> None:
    """Whoever is not in the register yet enters it when the address is confirmed, without a mark."""
    await opened("Nieuw@voorbeeld.example")
    number = await confirm_address(await newest_code("nieuw@voorbeeld.example"), PASSWORD, at=AT + LATER)
    account = await account_of("nieuw@voorbeeld.example")
    assert (RoleHeld("professional", None, number),) == await roles_of(account.id)
    assert account.name is None  # it stands in the register now, and not twice


async def test_somebody_in_the_register_gets_their_own_file(register: object) -> None:
    """By the address that their body has of them."""
    known = await register_practitioner(Person(name=NAME, email="oud@voorbeeld.example"), actor="tests", at=AT)
    await opened("oud@voorbeeld.example", at=AT + LATER)
    assert known == await confirm_address(await newest_code("oud@voorbeeld.example"), PASSWORD, at=AT + LATER)


@pytest.mark.parametrize("theirs", ["Oud@Voorbeeld.example", "oud@voorbeeld.EXAMPLE"])
async def test_capitals_make_no_other_address(register: object, theirs: str) -> None:
    """However their body wrote it down, it is the address of one person."""
    known = await register_practitioner(Person(name=NAME, email=theirs), actor="tests", at=AT)
    await opened("oud@voorbeeld.example", at=AT + LATER)
    assert known == await confirm_address(await newest_code("oud@voorbeeld.example"), PASSWORD, at=AT + LATER)


def test_two_ways_to_write_one_letter_are_one_address() -> None:
    """A letter and its accent, together or apart, and capitals: one key."""
    assert "jos\u00e9@voorbeeld.example" == email_key(" JOSE\u0301@voorbeeld.example ")


async def test_nobody_opens_the_file_of_another_by_their_link(register: object) -> None:
    """A stranger opens an account for somebody's address: the link in that mail opens nothing without the password.

    The owner of the address does not know it; the stranger does not get the link.
    """
    await register_practitioner(Person(name=NAME, email="doel@voorbeeld.example"), actor="tests", at=AT)
    await opened("doel@voorbeeld.example", at=AT)
    code = await newest_code("doel@voorbeeld.example")
    with pytest.raises(Refused, match="not the password"):
        await confirm_address(code, "wat de eigenaar zelf bedenkt", at=AT)
    assert () == await roles_of((await account_of("doel@voorbeeld.example")).id)
    assert await confirm_address(code, PASSWORD, at=AT)


async def test_an_address_of_two_people_gives_nobody_a_file_of_another(register: object) -> None:
    """Which of the two it is cannot be known, so a new file begins and a body can put them together."""
    two = [
        await register_practitioner(Person(name=NAME, email="samen@voorbeeld.example"), actor="tests", at=AT)
        for _ in range(2)
    ]
    await opened("samen@voorbeeld.example", at=AT + LATER)
    assert await confirm_address(await newest_code("samen@voorbeeld.example"), PASSWORD, at=AT + LATER) not in two


async def test_a_known_address_gets_another_letter_and_the_same_answer(register: object) -> None:
    """Only the owner of the address learns that it has an account already; the account stays as it was."""
    await opened("vol@voorbeeld.example")
    await confirm_address(await newest_code("vol@voorbeeld.example"), PASSWORD, at=AT)
    before = (await account_of("vol@voorbeeld.example")).password
    await opened("VOL@voorbeeld.example", at=AT + LATER)
    assert ["account.confirm", "account.exists"] == [
        letter["kind"] for letter in await letters_to("vol@voorbeeld.example")
    ]
    assert before == (await account_of("vol@voorbeeld.example")).password


@pytest.mark.parametrize("wait", [timedelta(0), CONFIRM_WITHIN])
async def test_a_link_works_once_and_for_a_day(register: object, wait: timedelta) -> None:
    """A used link, a link that is too old and a link of somebody's own making are refused with the same words."""
    await opened("eens@voorbeeld.example")
    code = await newest_code("eens@voorbeeld.example")
    if not wait:
        await confirm_address(code, PASSWORD, at=AT)
    for given in (code, "x" * 43):
        with pytest.raises(Refused, match="does not work any more"):
            await confirm_address(given, PASSWORD, at=AT + wait)


@pytest.mark.parametrize("password", ["kort", "voetbal2026!!", "feyenoordfeyenoord", "123456789012", "proefpersoon1"])
async def test_a_weak_password_is_refused(register: object, password: str) -> None:
    """Too short, on the list with figures around it, repeated, a row of figures, the address itself."""
    with pytest.raises(Malformed) as raised:
        await open_account(
            "proefpersoon@voorbeeld.example", password, NAME, language="nl", client=HOME, settings=SETTINGS, at=AT
        )
    assert ["password"] == [problem.field for problem in raised.value.problems]


async def test_nobody_floods_a_mailbox(register: object) -> None:
    """Five letters an hour to one address, whoever asks."""
    for _ in range(5):
        await opened("druk@voorbeeld.example")
    with pytest.raises(TooOften) as raised:
        await opened("druk@voorbeeld.example", at=AT + LATER)
    assert AT + timedelta(hours=1) == raised.value.until


async def test_roles_are_given_and_taken(register: object) -> None:
    """Each once, bound to one body; what is not there cannot be taken."""
    await opened("staf@voorbeeld.example")
    account = (await account_of("staf@voorbeeld.example")).id
    await BodyRow.insert(BodyRow(code="proef", name="Proef"))
    await grant_role(account, "assessor", body="proef", actor="tests", at=AT)
    with pytest.raises(Conflict):
        await grant_role(account, "assessor", body="proef", actor="tests", at=AT)
    with pytest.raises(NotFound, match="There is no such body"):
        await grant_role(account, "assessor", body="nergens", actor="tests", at=AT)
    assert (RoleHeld("assessor", "proef"),) == await roles_of(account)
    await take_role(account, "assessor", body="proef", actor="tests", at=AT)
    with pytest.raises(NotFound):
        await take_role(account, "assessor", body="proef", actor="tests", at=AT)
    assert () == await roles_of(account)


async def test_a_closed_account_lets_nobody_in(register: object) -> None:
    """The password works until the account is closed, and then as little as any other."""
    await opened("dicht@voorbeeld.example")
    await confirm_address(await newest_code("dicht@voorbeeld.example"), PASSWORD, at=AT)

    async def signed_in() -> object:
        return await sign_in("dicht@voorbeeld.example", PASSWORD, client=HOME, device="", settings=SETTINGS, at=AT)

    assert isinstance(await signed_in(), SignedIn)
    await close_account((await account_of("dicht@voorbeeld.example")).id, actor="tests", at=AT)
    assert await signed_in() is None
