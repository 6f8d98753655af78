"""Deferrals, extensions for everybody and imports at the desk: what the pages and the interface answer and keep."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from registry.extension_work import work_on_extensions
from registry.tables_decisions import HoldingRow
from tests.admin.desk.town import Town, open_town
from tests.admin.desk.ways.terms import ACTS, API, GROUP, HERE, MARK
from tests.admin.signing_in import COOKIE, settings_for
from tests.register import empty_register

PEOPLE = b"kenmerk;voorletters;achternaam\nN1;N.;Nieuwling\n"
TERMS = b"kenmerk;keurmerk;vanaf;tot en met\nN1;noloc-rl;01-03-2025;28-02-2029\n"
OFFICER = "officer"


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town of one's own: these tests change things."""
    async with empty_register(), open_town(settings_for(database_url, tmp_path)) as found:
        yield found


async def page(town: Town, path: str, who: str = OFFICER, **form: str) -> httpx.Response:
    """A page asked by an officer, or a form of it sent."""
    async with town.site.client() as client:
        client.cookies.set(COOKIE, town.people[who].token)
        if not form:
            return await client.get(path)
        return await client.post(path, data={"formulier": town.form_token(who), **form})


async def program(town: Town, path: str, body: object = None, who: str = OFFICER) -> httpx.Response:
    async with town.site.client() as client:
        headers = {"authorization": await town.bearer(who)}
        if body is None:
            return await client.get(path, headers=headers)
        return await client.post(path, json=body, headers=headers)


async def test_a_deferral_by_a_program(town: Town) -> None:
    """The list, the dates of fewer months, a refusal of what was not shown, and the answer."""
    items = (await program(town, API)).json()["items"]
    assert [1, 1] == [one["months"] for one in items if one["mark"] == MARK]
    there = f"{API}/{town.owns['leave']}/{MARK}"
    seen = (await program(town, f"{there}?months=1")).json()
    assert ("2027-12-31", "2028-01-31") == (seen["before"]["expiresOn"], seen["after"]["expiresOn"])
    answer = {"months": 1, "version": 1, "expiresOn": "2028-02-29", "reason": "Zo."}
    assert 409 == (await program(town, there, answer)).status_code
    assert 400 == (await program(town, there, answer | {"months": -1})).status_code
    done = await program(town, there, answer | {"expiresOn": "2028-01-31"})
    assert (201, "2028-01-31") == (done.status_code, done.json()["expiresOn"])
    assert 409 == (await program(town, there)).status_code


async def test_a_form_that_is_wrong_keeps_what_was_typed(town: Town) -> None:
    """Of a deferral and of each form of an extension; nothing is recorded."""
    before = await HoldingRow.select().order_by(HoldingRow.id)
    there = f"{HERE}/{town.owns['leave']}/{MARK}"
    wrong = await page(town, there, knop="toekennen", maanden="1", versie="1", reden="Niet vergeten")
    assert (400, True) == (wrong.status_code, "Niet vergeten" in wrong.text)
    assert 400 == (await page(town, there, knop="anders")).status_code
    stale = await page(
        town, there, knop="toekennen", maanden="1", versie="2", verloopt="2028-01-31", reden="Niet vergeten"
    )  # fmt: skip
    assert (409, True) == (stale.status_code, "Niet vergeten" in stale.text)
    assert 400 == (await page(town, f"{GROUP}/lijst?keurmerk={MARK}&dag=morgen&maanden=6")).status_code
    assert 400 == (await page(town, f"{GROUP}/lijst?keurmerk={MARK}&dag=2027-01-01&maanden=6")).status_code
    asked = {"keurmerk": MARK, "dag": "2026-11-01", "maanden": "6", "gezien": "0" * 64}
    for form, status in ((asked, 400), (asked | {"maanden": "0"}, 400), ({"keurmerk": MARK}, 400)):
        assert status == (await page(town, GROUP, **form)).status_code
    one, given = f"{GROUP}/{town.owns['extension']}", f"{GROUP}/{town.owns['given']}"
    assert 400 == (await page(town, f"{one}/antwoord", knop="goedkeuren")).status_code
    assert 400 == (await page(town, f"{one}/antwoord", knop="anders")).status_code
    old = await page(town, f"{one}/antwoord", knop="goedkeuren", gezien="0" * 64, woorden="Niet vergeten")
    assert (409, True) == (old.status_code, "Niet vergeten" in old.text)
    assert 400 == (await page(town, f"{given}/terug", knop="x")).status_code
    assert 400 == (await page(town, f"{given}/terug", gezien="0" * 64)).status_code
    assert before == await HoldingRow.select().order_by(HoldingRow.id)


async def test_an_extension_by_a_program(town: Town) -> None:
    """The proposal of a colleague looked at, approved, carried out, and a proposal to take it back; with its tables."""
    there = f"{ACTS}/{town.owns['extension']}"
    listed = (await program(town, f"{there}/list")).json()
    assert ([], 1) == (listed["joined"], len(listed["people"]))
    assert 400 == (await program(town, f"{there}/approve", {"words": "", "seen": "x"})).status_code
    assert 400 == (await program(town, f"{there}/refuse", {"words": ""})).status_code
    approved = await program(town, f"{there}/approve", {"words": "Ja.", "seen": listed["seen"]})
    assert (200, "under_way") == (approved.status_code, approved.json()["state"])
    assert 2 == await work_on_extensions(town.clock)
    assert 0 == await work_on_extensions(town.clock)
    assert ["done"] == [one["outcome"] for one in (await program(town, f"{there}/list")).json()["people"]]
    seen = (await program(town, f"{there}/reversal")).json()
    said = {"ground": "Artikel 1", "reason": "Zo.", "seen": seen["seen"]}
    assert 400 == (await program(town, f"{there}/reversal", said | {"ground": ""})).status_code
    back = await program(town, f"{there}/reversal", said)
    assert (201, "proposed", town.owns["extension"]) == (
        back.status_code, back.json()["state"], back.json()["takesBack"],
    )  # fmt: skip
    mine = await page(town, f"{GROUP}/{back.json()['id']}")
    assert "Jij hebt dit voorgesteld." in mine.text
    table = await page(town, f"{GROUP}/{town.owns['extension']}/tabel.csv")
    assert "registernummer;naam;loopt_nu_tot_en_met;loopt_dan_tot_en_met" == table.text.lstrip("\ufeff").splitlines()[0]
    assert 4 == len((await program(town, ACTS)).json()["items"])


async def test_a_proposal_by_a_program(town: Town) -> None:
    """With the list that was looked at; a day to come and an empty ground are mistakes."""
    asked = f"{ACTS}/preview?mark=noloc-erkend&validOn=2026-11-01&months=6"
    assert 400 == (await program(town, asked.replace("2026-11-01", "2027-01-01"))).status_code
    assert ["2028-12-31"] == [one["untilAfter"] for one in (await program(town, asked)).json()["people"]]
    body = {"mark": MARK, "validOn": "2026-11-01", "months": 6, "ground": "", "reason": "Zo.", "seen": "0" * 64}
    assert 400 == (await program(town, ACTS, body)).status_code


async def test_people_are_taken_over(town: Town) -> None:
    """Chosen, looked at, and taken over with the button under the rows; the file travels in the form."""
    async with town.site.client() as client:
        client.cookies.set(COOKIE, town.people[OFFICER].token)
        form = {"formulier": town.form_token(OFFICER)}
        nothing = await client.post("/instelling/import", data=form)
        chosen = [("bestand", ("mensen.csv", PEOPLE)), ("bestand", ("registraties.csv", TERMS))]
        looked = await client.post("/instelling/import", data=form, files=chosen)
        assert (400, 200, True) == (nothing.status_code, looked.status_code, "N. Nieuwling" in looked.text)
        carried = {
            "naam": ["mensen.csv", "registraties.csv"],
            "inhoud": [base64.b64encode(one).decode() for one in (PEOPLE, TERMS)],
        }  # fmt: skip
        count = await HoldingRow.count()
        unreadable = await client.post("/instelling/import", data=form | {"naam": "x", "inhoud": "é"})
        taken = await client.post("/instelling/import", data=form | carried | {"knop": "neem"})
        again = await client.post("/instelling/import", data=form | carried | {"knop": "neem"})
        assert (400, 303, 400) == (unreadable.status_code, taken.status_code, again.status_code)
        assert count + 1 == await HoldingRow.count()
        assert "Alles is overgenomen." in (await client.get(taken.headers["location"])).text


async def test_people_are_taken_over_by_a_program(town: Town) -> None:
    """A dry run tells what would come or what is wrong; then all is recorded, or nothing is."""
    files = [
        {"name": name, "content": base64.b64encode(one).decode()}
        for name, one in (("mensen.csv", PEOPLE), ("registraties.csv", TERMS))
    ]
    there = "/api/v1/desk/imports"
    dry = (await program(town, there, {"files": files, "dryRun": True})).json()
    assert (False, 1, 0) == (dry["recorded"], dry["people"], dry["problemCount"])
    half = (await program(town, there, {"files": files[:1], "dryRun": True})).json()
    assert (1, "mensen") == (half["problemCount"], half["problems"][0]["sheet"])
    assert 400 == (await program(town, there, {"files": files[:1]})).status_code
    done = (await program(town, there, {"files": files})).json()
    assert (True, ["N1"]) == (done["recorded"], list(done["numbers"]))
