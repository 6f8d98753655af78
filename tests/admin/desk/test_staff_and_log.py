"""The pages of an administrator: staff with their roles, and the log of the body."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest

from registry.accounts import RoleHeld
from registry.catalogue import store_shipped
from registry.clock import MovableClock
from registry.tables_journal import JournalRow
from tests.admin.signing_in import (
    AT,
    SignedInBrowser,
    Site,
    bearer,
    new_log_in,
    open_site,
    settings_for,
    signed_in_client,
)
from tests.register import empty_register

STAFF, LOG = "/instelling/medewerkers", "/instelling/logboek"
GIVEN = {"instelling": "noloc", "rol": "officer", "email": "nieuw@voorbeeld.example", "reden": "Komt erbij."}


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    """The site with the real bodies in it."""
    async with empty_register():
        await store_shipped(actor="tests", at=AT)
        async with open_site(settings_for(database_url), MovableClock(AT), log_to=io.StringIO()) as found:
            yield found


@pytest.fixture
async def administrator(site: Site) -> AsyncIterator[SignedInBrowser]:
    """The browser of an administrator of Noloc."""
    async with signed_in_client(site, RoleHeld("body_administrator", "noloc")) as browser:
        yield browser


async def followed(browser: SignedInBrowser, answer: httpx.Response) -> str:
    assert 303 == answer.status_code
    return (await browser.get(answer.headers["location"])).text


async def test_a_role_from_proposal_to_taking_it(site: Site, administrator: SignedInBrowser) -> None:
    """Proposed by one, approved by the operator, and taken away; each step is told on the page."""
    assert "De rol is voorgesteld." in await followed(administrator, await administrator.post(STAFF, GIVEN))
    api = await bearer(site, administrator)
    (waiting,) = (await administrator.client.get("/api/v1/desk/staff/proposals", headers=api)).json()["items"]
    assert (True, "nieuw@voorbeeld.example") == (waiting["invites"], waiting["email"])
    own = await administrator.post(f"{STAFF}/voorstellen/{waiting['id']}", {"knop": "goedkeuren"})
    assert 409 == own.status_code
    async with signed_in_client(site, RoleHeld("operator")) as operator:
        assert "nieuw@voorbeeld.example" in (await operator.get("/beheer/rollen")).text
        answer = await operator.post(f"/beheer/rollen/{waiting['id']}", {"knop": "goedkeuren"})
        assert "geldt meteen" in await followed(operator, answer)
        again = await operator.post(f"/beheer/rollen/{waiting['id']}", {"knop": "goedkeuren"})
        assert 409 == again.status_code
        assert 400 == (await operator.post(f"/beheer/rollen/{waiting['id']}", {"knop": "x"})).status_code
    staff = (await administrator.client.get("/api/v1/desk/staff", headers=api)).json()["items"]
    (role,) = next(one["roles"] for one in staff if one["email"] == "nieuw@voorbeeld.example")
    taken = await administrator.post(f"{STAFF}/rollen/{role['id']}/intrekken")
    assert "geldt meteen niet meer" in await followed(administrator, taken)


async def test_a_proposal_is_taken_back_and_refused_on_the_page(site: Site, administrator: SignedInBrowser) -> None:
    """By who made it, and by a colleague."""
    api = await bearer(site, administrator)
    for knop, told in (("terugnemen", "teruggenomen"), ("afwijzen", "afgewezen")):
        await administrator.post(STAFF, GIVEN)
        (waiting,) = (await administrator.client.get("/api/v1/desk/staff/proposals", headers=api)).json()["items"]
        async with signed_in_client(site, RoleHeld("body_administrator", "noloc")) as colleague:
            who = administrator if knop == "terugnemen" else colleague
            answer = await who.post(f"{STAFF}/voorstellen/{waiting['id']}", {"knop": knop})
            assert told in await followed(who, answer)
            assert 400 == (await who.post(f"{STAFF}/voorstellen/{waiting['id']}", {"knop": "x"})).status_code


async def test_what_is_wrong_is_said_and_stays_filled_in(administrator: SignedInBrowser) -> None:
    """An address that is none, a role that is none, a proposal that waits, and the last administrator."""
    for wrong in ({"email": "geen adres"}, {"rol": "operator"}, {"reden": ""}):
        answer = await administrator.post(STAFF, GIVEN | wrong)
        assert (400, True) == (answer.status_code, "Komt erbij." in answer.text or wrong == {"reden": ""})
    await administrator.post(STAFF, GIVEN)
    assert 409 == (await administrator.post(STAFF, GIVEN)).status_code
    page = (await administrator.get(STAFF)).text
    own = page.split("/rollen/")[1].split("/")[0]
    assert 409 == (await administrator.post(f"{STAFF}/rollen/{own}/intrekken")).status_code


async def test_an_administrator_of_two_bodies_chooses(site: Site) -> None:
    """For which body, also in the log; another body has no log for them."""
    both = (RoleHeld("body_administrator", "noloc"), RoleHeld("body_administrator", "beroepskeuze"))
    async with signed_in_client(site, *both) as browser:
        assert 'name="instelling"' in (await browser.get(STAFF)).text
        assert 200 == (await browser.get(f"{LOG}?instelling=noloc")).status_code
        assert 404 == (await browser.get(f"{LOG}?instelling=cpion")).status_code


async def test_the_log_is_shown_filtered_and_taken_along(site: Site, administrator: SignedInBrowser) -> None:
    """As a page, as a table and for programs; each reading is an entry, and pages lead on."""
    await administrator.post(STAFF, GIVEN)
    page = await administrator.get(f"{LOG}?soort=staff&vanaf=2026-01-01&tot=2026-12-31")
    assert "rol voorgesteld" in page.text
    assert "rol gegeven" in page.text
    table = await administrator.get(f"{LOG}/logboek.csv?soort=staff")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert {"role.proposed", "account.role.body_administrator"} == {row["kind"] for row in rows}
    api = await bearer(site, administrator)
    for _ in range(60):
        await new_log_in(RoleHeld("analyst", "noloc"))
    first = (await administrator.client.get("/api/v1/desk/log?topic=staff", headers=api)).json()
    assert 50 == len(first["items"])
    address = f"/api/v1/desk/log?topic=staff&before={first['before']}"
    second = (await administrator.client.get(address, headers=api)).json()
    assert (12, None) == (len(second["items"]), second["before"])
    shown = (await administrator.get(f"{LOG}?soort=staff")).text
    assert f"voor={first['before']}" in shown
    older = (await administrator.get(f"{LOG}?soort=staff&voor={first['before']}")).text
    assert "Naar het nieuwste" in older
    assert "Niets past bij je keuzes" in (await administrator.get(f"{LOG}?nummer=lp-0000000-00")).text
    assert 7 == await JournalRow.count().where(JournalRow.kind == "log.read")
