"""Somebody signed in, for tests of what is behind the log-in: their browser, its cookie and the token of its forms.

Nobody's password is hashed here: that takes longer than most tests, and tests of signing in go through the form.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from admin.app import create_app
from admin.web.house import House
from admin.web.trust import form_token
from public_api.web.edge import Edge
from registry.accounts import RoleHeld, bind_role, email_key
from registry.clock import Clock
from registry.journal import recording
from registry.sessions import SignedIn, identify, start_session
from registry.settings import Settings
from registry.tables_accounts import AccountRow
from registry.tokens import issue_tokens
from tests.public_api.asking import started

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
BASE_URL = "https://register.example"
COOKIE = "__Host-sessie"
PAGE = {"accept": "text/html"}
Files = Mapping[str, tuple[str, bytes] | tuple[str, bytes, str]]


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site, started."""

    app: Edge
    settings: Settings
    house: House

    def client(self) -> httpx.AsyncClient:
        """A browser without a log-in."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=BASE_URL)


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """Somebody's browser. `post` sends the token of their forms along, as every form of ours does."""

    client: httpx.AsyncClient
    number: str | None
    signed_in: SignedIn
    form_token: str

    async def get(self, address: str, **headers: str) -> httpx.Response:
        return await self.client.get(address, headers={**PAGE, **headers})

    async def post(
        self, address: str, fields: Mapping[str, Any] | None = None, *, files: Files | None = None
    ) -> httpx.Response:
        data = {"formulier": self.form_token, **(fields or {})}
        return await self.client.post(address, data=data, files=files, headers=PAGE)


def settings_for(database_url: str, evidence: Path | None = None) -> Settings:
    """Settings with which people can sign in; their evidence goes in a folder of the test."""
    store = None if evidence is None else evidence.as_uri()
    return Settings(database_url=database_url, base_url=BASE_URL, secret_key="k" * 32, evidence_store=store)  # type: ignore[arg-type]  # pydantic makes it a secret


@asynccontextmanager
async def open_site(settings: Settings, clock: Clock, **how: Any) -> AsyncIterator[Site]:
    """The whole site with its database open. Its tables must be there: see tests.register."""
    app = create_app(settings, clock, **how)
    async with started(app):
        yield Site(app, settings, house_in(app))


def house_in(app: Edge) -> House:
    """What the handlers of this application share."""
    house: House = app._app.wing.state.house  # type: ignore[attr-defined]  # the edge keeps the application to itself
    return house


async def new_log_in(*roles: RoleHeld, at: datetime = AT, second_factor: bool = True) -> SignedIn:
    """A session of somebody new, who may do these things."""
    account = uuid4()
    email = f"{account.hex[:12]}@voorbeeld.example"
    async with recording(actor="tests", at=at) as journal:
        await AccountRow.insert(
            AccountRow(id=account, email=email, email_key=email_key(email), opened_at=at, confirmed_at=at)
        )
        for held in roles:
            await bind_role(journal, account, held, granted_by="tests")
        return await start_session(journal, account, "Firefox, Linux", second_factor=second_factor)


@asynccontextmanager
async def signed_in_client(site: Site, *roles: RoleHeld, at: datetime = AT) -> AsyncIterator[SignedInBrowser]:
    """The browser of somebody new with these roles. For a professional: see `professional`."""
    found = await new_log_in(*roles, at=at)
    number = next((held.number for held in roles if held.role == "professional"), None)
    async with site.client() as client:
        client.cookies.set(COOKIE, found.token)
        yield SignedInBrowser(client, number, found, form_token(found.token, site.house.form_key))


def professional(number: str) -> RoleHeld:
    """The owner of the file with this register number."""
    return RoleHeld("professional", number=number)


def assessor(body: str) -> RoleHeld:
    """Somebody who looks at files for a body."""
    return RoleHeld("assessor", body)


async def bearer(site: Site, browser: SignedInBrowser, at: datetime = AT) -> dict[str, str]:
    """The header with which a program of theirs asks the interface."""
    identity = await identify(browser.signed_in.token, at=at)
    assert identity is not None
    tokens = await issue_tokens(identity, settings=site.settings, at=at)
    return {"authorization": f"Bearer {tokens.access}"}
