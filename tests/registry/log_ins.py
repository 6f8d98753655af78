"""Somebody who can log in, for tests about sessions and what follows from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from registry.accounts import confirm_address, open_account
from registry.practitioners import Name
from registry.sessions import Identity, SignedIn, identify, sign_in
from registry.settings import Settings
from registry.tables_accounts import AccountRow
from tests.registry.mail import newest_code

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
LATER = timedelta(minutes=5)
PASSWORD = "een fietsbel op maandag"
HOME = "192.0.2.7"
SETTINGS = Settings(secret_key="k" * 32)  # type: ignore[arg-type]  # pydantic makes it a secret
NAME = Name(initials="A.", prefix="de", family_name="Proef")
EMAIL = "proef@voorbeeld.example"


async def opened(email: str, *, at: datetime = AT) -> None:
    """An account whose address nobody confirmed yet."""
    await open_account(email, PASSWORD, NAME, language="nl", client=HOME, settings=SETTINGS, at=at)


async def with_account(email: str = EMAIL, *, at: datetime = AT) -> str:
    """A confirmed account; gives the register number of its file."""
    await opened(email, at=at)
    number = await confirm_address(await newest_code(email, "account.confirm"), PASSWORD, at=at)
    return number


async def account_id(email: str = EMAIL) -> UUID:
    row = await AccountRow.select(AccountRow.id).where(AccountRow.email_key == email).first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def token_of(email: str = EMAIL, *, at: datetime = AT, password: str = PASSWORD) -> str:
    """The session of whoever signs in."""
    found = await sign_in(email, password, client=HOME, device="Firefox, Linux", settings=SETTINGS, at=at)
    assert isinstance(found, SignedIn)
    return found.token


async def identity_of(token: str, *, at: datetime = AT) -> Identity:
    found = await identify(token, at=at)
    assert found is not None
    return found
