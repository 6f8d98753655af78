"""Nobody learns from an answer whether an address has an account: the same bytes, after about as much work."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from statistics import median
from time import perf_counter, process_time
from typing import Any

import httpx
import pytest

from public_api.web.edge import Edge
from registry.accounts import close_account, open_account
from registry.clock import MovableClock
from registry.practitioners import Name
from registry.recovery import ANSWER_AFTER
from tests.admin.signing_in import AT, open_site, settings_for
from tests.admin.visitors import Visitor, professional
from tests.register import empty_register
from tests.registry.log_ins import PASSWORD

KNOWN, CLOSED, OPENED, UNKNOWN = (f"{who}@voorbeeld.example" for who in ("bekend", "gesloten", "halfweg", "niemand"))
EVERY = (KNOWN, CLOSED, OPENED, UNKNOWN)
GUESS = "een verkeerde gok van mij"
FORMS: dict[str, dict[str, str]] = {
    "/aanmelden": {"wachtwoord": PASSWORD, "voorletters": "P.", "achternaam": "Proef"},
    "/wachtwoord-vergeten": {},
    "/inloggen": {"wachtwoord": GUESS},
}


@pytest.fixture(scope="module")
async def clock() -> MovableClock:
    """It moves on, so that nothing is tried too often."""
    return MovableClock(AT)


@pytest.fixture(scope="module")
async def app(database_url: str, clock: MovableClock) -> AsyncIterator[Edge]:
    """A site that knows one address, one that was closed and one that nobody confirmed."""
    settings = settings_for(database_url)
    name = Name(family_name="Proef")
    async with empty_register():
        await professional(KNOWN, name, settings)
        await close_account((await professional(CLOSED, name, settings)).account, actor="tests", at=AT)
        await open_account(OPENED, PASSWORD, name, language="nl", client="192.0.2.1", settings=settings, at=AT)
        async with open_site(settings, clock, log_to=io.StringIO()) as site:
            yield site.app


async def _told(visitor: Visitor, address: str, token: str, email: str) -> httpx.Response:
    fields = {"formulier": token, "email": email, **FORMS[address]}
    return await visitor.http.post(address, data=fields)


def _as_read(answer: httpx.Response, email: str) -> tuple[int, Mapping[str, Any], str]:
    """Everything of an answer but the number of the request, and the address that was typed."""
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    headers.pop("content-length")  # the address is shown again, and one is longer than another
    return answer.status_code, headers, answer.text.replace(email, "…")


@pytest.mark.parametrize("address", list(FORMS))
async def test_every_address_is_answered_the_same(app: Edge, clock: MovableClock, address: str) -> None:
    """Known, unknown, closed and not confirmed: one answer, to the byte."""
    clock.move(timedelta(hours=2))
    visitor = Visitor(app)
    token = await visitor.form_on(address)
    told = {email: _as_read(await _told(visitor, address, token, email), email) for email in EVERY}
    assert dict.fromkeys(EVERY, told[KNOWN]) == told
    assert told[KNOWN][0] == (403 if address == "/inloggen" else 200)


async def test_a_program_is_answered_the_same(app: Edge, clock: MovableClock) -> None:
    """The interface says one thing about a wrong address and a wrong password."""
    clock.move(timedelta(hours=2))
    told = set()
    for email in EVERY:
        answer = await Visitor(app).http.post("/api/v1/tokens", json={"email": email, "password": GUESS})
        told.add((answer.status_code, str({**answer.json(), "requestId": ""})))
    assert 1 == len(told)


@pytest.mark.parametrize("address", ["/aanmelden", "/inloggen"])
async def test_every_address_takes_as_much_work(app: Edge, clock: MovableClock, address: str) -> None:
    """In time of the processor, which a busy machine does not change: the password is hashed for each."""
    visitor = Visitor(app)
    token = await visitor.form_on(address)
    spent: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(9):
        clock.move(timedelta(hours=2))
        for who, email in (("known", KNOWN), ("unknown", f"niemand{turn}@voorbeeld.example")):
            begun = process_time()
            await _told(visitor, address, token, email)
            spent[who].append(process_time() - begun)
    assert 0.6 < median(spent["known"]) / median(spent["unknown"]) < 1.67, spent


async def test_a_forgotten_password_is_answered_after_a_fixed_time(app: Edge, clock: MovableClock) -> None:
    """Only a known address gives something to write, so neither is answered before both could be."""
    visitor = Visitor(app)
    token = await visitor.form_on("/wachtwoord-vergeten")
    for email in EVERY:
        clock.move(timedelta(hours=2))
        begun, worked = perf_counter(), process_time()
        await _told(visitor, "/wachtwoord-vergeten", token, email)
        assert perf_counter() - begun >= ANSWER_AFTER
        assert process_time() - worked < ANSWER_AFTER  # there was room for all of it
