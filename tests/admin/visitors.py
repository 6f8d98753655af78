"""Who come to the site through HTTP: somebody with a browser, who fills in forms, and somebody with a token."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from litestar.routes import HTTPRoute

from public_api.app import HANDLERS
from public_api.web.edge import Edge
from public_api.web.wings import Wings
from registry.accounts import Role, confirm_address, grant_role, open_account, take_role
from registry.practitioners import Name
from registry.settings import Settings
from registry.tables_accounts import AccountRow
from tests.admin.signing_in import AT, BASE_URL
from tests.registry.log_ins import PASSWORD
from tests.registry.mail import newest_code

_TOKEN = re.compile(r'name="formulier" value="([0-9a-f]+)"')


class Visitor:
    """A browser: it keeps its cookies, and sends the token of a form back with the form."""

    def __init__(self, app: Edge, base_url: str = BASE_URL, client: str = "192.0.2.7") -> None:
        transport = httpx.ASGITransport(app, client=(client, 50_000))
        self.http = httpx.AsyncClient(transport=transport, base_url=base_url)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=_named(headers))

    async def form_on(self, path: str) -> str:
        """The token in the forms of a page."""
        page = await self.get(path)
        found = _TOKEN.search(page.text)
        assert found is not None, f"no form on {path}: {page.status_code}"
        return found[1]

    async def send(self, path: str, fields: Mapping[str, Any], *, form_on: str | None = None) -> httpx.Response:
        """Fill in the form that stands on a page (the same one, unless said otherwise) and send it."""
        token = await self.form_on(form_on or path)
        return await self.http.post(
            path, data={"formulier": token, **fields}, headers={"origin": str(self.http.base_url)}
        )

    async def sign_in(self, email: str, password: str = PASSWORD, *, onward: str = "") -> httpx.Response:
        return await self.send("/inloggen", {"email": email, "wachtwoord": password, "verder": onward})

    def cookie(self, name: str) -> str | None:
        found: str | None = self.http.cookies.get(name)
        return found

    async def tokens(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """An access token and a refresh token, as a program gets them."""
        answer = await self.http.post("/api/v1/tokens", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        pair: dict[str, Any] = answer.json()
        return pair


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def set_cookies(answer: httpx.Response) -> dict[str, str]:
    """Each cookie that an answer sets, by name, with the whole line."""
    return {line.partition("=")[0]: line for line in answer.headers.get_list("set-cookie")}


def mistakes_on(page: httpx.Response) -> Iterator[str]:
    """What a page has against a form."""
    summary = re.search(r'aria-labelledby="fouten".*?</section>', page.text, re.DOTALL)
    for item in re.findall(r"<li>(.*?)</li>", summary[0] if summary else "", re.DOTALL):
        yield html.unescape(re.sub(r"<[^>]+>", "", item))


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with an account: the address, the account, and the register number of their file if they have one."""

    email: str
    account: UUID
    number: str


async def professional(email: str, name: Name, settings: Settings, *, at: datetime = AT) -> Known:
    """Somebody who opened an account and answered the letter."""
    await open_account(email, PASSWORD, name, language="nl", client="192.0.2.9", settings=settings, at=at)
    number = await confirm_address(await newest_code(email, "account.confirm"), PASSWORD, at=at)
    row = await AccountRow.select(AccountRow.id).where(AccountRow.email_key == email).first()
    assert row is not None
    return Known(email, row["id"], number)


async def staff(email: str, role: Role, body: str | None, settings: Settings, *, at: datetime = AT) -> Known:
    """Somebody who works for a body or for the register, and has no file of their own."""
    known = await professional(email, Name(initials="S.", family_name="Staf"), settings, at=at)
    await grant_role(known.account, role, body=body, actor="tests", at=at)
    await take_role(known.account, "professional", actor="tests", at=at)
    return Known(known.email, known.account, "")


def doors_of(app: Edge) -> Iterator[tuple[str, object]]:
    """Every route that is not public, as "GET /path", with its door."""
    public = {handler.fn for handler in HANDLERS}
    wings: Wings = app._app  # type: ignore[assignment]  # the edge keeps the application to itself
    for route in [*wings.public.routes, *wings.wing.routes]:
        assert isinstance(route, HTTPRoute), f"{route} is no route over HTTP: prove here who may use it"
        for handler in route.route_handlers:
            if handler.fn not in public and handler.http_methods != {"OPTIONS"}:
                for method in handler.http_methods:
                    yield f"{method} {route.path}", handler.opt.get("door")
