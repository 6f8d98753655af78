"""Measures and objections at the desk: what the board, the forms and the interface say, and the public then sees."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from registry.accounts import RoleHeld
from registry.catalogue import shipped_catalogue, store_shipped
from registry.clock import MovableClock
from registry.own_decisions import own_decisions
from registry.verdicts import Verdict, decide
from tests.admin.signing_in import (
    AT,
    SignedInBrowser,
    Site,
    bearer,
    open_site,
    professional,
    settings_for,
    signed_in_client,
)
from tests.register import empty_register
from tests.registry.stories import applicant, holder

MARK = "noloc-rl"
BOARD, NEW, OBJECTIONS = "/instelling/maatregelen", "/instelling/maatregelen/nieuw", "/instelling/bezwaren"
API, API_OBJECTIONS = "/api/v1/desk/measures", "/api/v1/desk/objections"
SUSPENSION = {
    "keurmerk": MARK, "soort": "suspension", "vanaf": "2026-11-25", "tot": "2027-01-31", "openbaar": "2027-06-30",
    "reden": "Gaf geen inzage.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """Three officers of one body, somebody who holds its mark, and the site."""

    site: Site
    clock: MovableClock
    number: str
    one: SignedInBrowser
    other: SignedInBrowser
    third: SignedInBrowser

    async def public(self) -> str:
        async with self.site.client() as client:
            return words((await client.get(f"/professionals/{self.number}")).text)


def words(page: str) -> str:
    """What stands on a page, without its elements."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def seen_in(page: str) -> str:
    """The digest of the preview on a page."""
    found = re.search(r'name="gezien" value="([0-9a-f]{64})"', page)
    assert found is not None, words(page)
    return found[1]


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    clock = MovableClock(AT)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(empty_register())
        site = await stack.enter_async_context(open_site(settings_for(database_url, tmp_path), clock))
        await store_shipped(actor="tests", at=AT)
        number, _ = await holder(shipped_catalogue(), date(2024, 3, 2), date(2028, 3, 1), MARK)
        officers = [
            await stack.enter_async_context(signed_in_client(site, RoleHeld("officer", "noloc"))) for _ in range(3)
        ]
        yield Desk(site, clock, number, *officers)


async def proposed(desk: Desk, by: SignedInBrowser, **more: str) -> str:
    """Seen and then proposed; gives the address of the proposal."""
    form = SUSPENSION | {"nummer": desk.number} | more
    shown = await by.post(NEW, form)
    assert 200 == shown.status_code, words(shown.text)
    done = await by.post(NEW, form | {"knop": "voorleggen", "gezien": seen_in(shown.text)})
    assert 303 == done.status_code, words(done.text)
    return str(done.headers["location"].partition("?")[0])


async def approved(desk: Desk, proposal: str, by: SignedInBrowser) -> None:
    page = await by.get(proposal)
    done = await by.post(f"{proposal}/antwoord", {"antwoord": "approved", "gezien": seen_in(page.text)})
    assert (303, f"{proposal}?melding=goedgekeurd") == (done.status_code, done.headers["location"])


async def test_a_suspension_and_an_objection_that_is_right(desk: Desk) -> None:
    """Seen by the public before, during and after; and by the professional in their own file."""
    assert "Er loopt geen maatregel." in await desk.public()
    proposal = await proposed(desk, desk.one)
    told = words((await desk.other.get(proposal)).text)
    for line in (
        "is geschorst tot en met 31 januari 2027",
        "Te zien tot en met 30 juni 2027.",
        "1 juli 2027 tot en met 1 maart 2028",
        "Niet bekend. Het register laat de maatregel dan staan.",
    ):
        assert line in told, told
    assert "Er loopt geen maatregel." in await desk.public()
    own = await desk.one.post(f"{proposal}/antwoord", {"antwoord": "approved", "gezien": "x"})
    assert (409, True) == (own.status_code, "Er is nog niets besloten" in own.text)
    await approved(desk, proposal, desk.other)
    assert "geschorst tot en met 31 januari 2027" in await desk.public()
    async with signed_in_client(desk.site, professional(desk.number)) as fatima:
        assert "geschorst tot en met 31 januari 2027" in words((await fatima.get("/mijn")).text)
        decision = (await own_decisions(desk.number, at=AT))[0].id
        gone = await fatima.post(f"/mijn/bezwaar/{decision}", {"gronden": "Ik gaf het dossier wel."})
        assert 303 == gone.status_code
        assert "Dit staat nog niet vast: er loopt een bezwaar." in await desk.public()
        await ruled(desk, {"uitkomst": "never", "reden": "De inzage was er."})
        assert "Er loopt geen maatregel." in await desk.public()
        told = words((await fatima.get("/mijn/verlengen")).text)
    assert "je krijgt gelijk, het besluit geldt niet meer. De reden: De inzage was er." in told


async def ruled(desk: Desk, form: dict[str, Any]) -> None:
    """By the third officer: whoever proposed or approved is told to leave it."""
    listed = await desk.third.get(OBJECTIONS)
    here = re.findall(rf"{OBJECTIONS}/[0-9a-f-]+", listed.text)[0]
    for barred in (desk.one, desk.other):
        assert "Een collega beslist over het bezwaar." in words((await barred.get(here)).text)
        assert 409 == (await barred.post(f"{here}/uitspraak", form)).status_code
    assert 400 == (await desk.third.post(f"{here}/uitspraak", {"uitkomst": "ends", "reden": "Zo."})).status_code
    assert 400 == (await desk.third.post(f"{here}/uitspraak", {"reden": "Zo."})).status_code
    page = words((await desk.third.get(here)).text)
    for line in ("Ik gaf het dossier wel.", "Gaf geen inzage.", "Niet bekend. De instelling heeft niet gezegd"):
        assert line in page
    done = await desk.third.post(f"{here}/uitspraak", form)
    assert 303 == done.status_code
    after = words((await desk.third.get(f"{here}?melding=beslist")).text)
    assert ("Er is beslist." in after, "Gegrond: het besluit geldt niet meer." in after) == (True, True)
    assert "Gegrond" in words((await desk.third.get(OBJECTIONS)).text)


async def test_a_measure_leaves_the_page_by_itself(desk: Desk) -> None:
    """On the day after its last public day, without anybody doing anything."""
    await approved(desk, await proposed(desk, desk.one), desk.other)
    desk.clock.move(timedelta(days=(date(2027, 6, 30) - AT.date()).days))
    assert "Schorsing: van 25 november 2026 tot en met 31 januari 2027" in await desk.public()
    desk.clock.move(timedelta(days=1))
    assert ("Schorsing" in await desk.public(), "Geregistreerd" in await desk.public()) == (False, True)


async def test_nothing_is_proposed_that_was_not_shown(desk: Desk) -> None:
    """What was typed stays; a change after the preview shows another preview first."""
    form = SUSPENSION | {"nummer": desk.number}
    shown = await desk.one.post(NEW, form)
    other = form | {"tot": "2027-02-28", "knop": "voorleggen", "gezien": seen_in(shown.text)}
    changed = await desk.one.post(NEW, other)
    assert (409, True) == (changed.status_code, "28 februari 2027" in words(changed.text))
    statuses = {}
    for name, more in {
        "nobody": {"nummer": "LP-0020418-51"},
        "typing": {"nummer": "LP-0020418-52"},
        "past": {"vanaf": "2026-11-24"},
        "nothing": {"vanaf": ""},
        "hidden": {"openbaar": "2026-12-01"},
        "other": {"keurmerk": "register-bka"},
        "fields": {"werkveld": "zang"},
    }.items():
        answer = await desk.one.post(NEW, form | more)
        assert "Gaf geen inzage." in answer.text
        statuses[name] = answer.status_code
    assert {400} == set(statuses.values()), statuses


async def test_what_goes_back_is_made_anew(desk: Desk) -> None:
    """With the reason on the board; a second proposal while one waits is refused; one is taken back by who made it."""
    proposal = await proposed(desk, desk.one)
    waits = await desk.other.post(NEW, SUSPENSION | {"nummer": desk.number})
    double = await desk.other.post(
        NEW, SUSPENSION | {"nummer": desk.number, "knop": "voorleggen", "gezien": seen_in(waits.text)}
    )
    assert 409 == double.status_code
    silent = await desk.other.post(f"{proposal}/antwoord", {"antwoord": "sent_back"})
    nothing = await desk.other.post(f"{proposal}/antwoord", {})
    assert (400, 400) == (silent.status_code, nothing.status_code)
    back = await desk.other.post(f"{proposal}/antwoord", {"antwoord": "sent_back", "woorden": "Waarom zo lang?"})
    assert f"{proposal}?melding=teruggestuurd" == back.headers["location"]
    assert "Waarom zo lang?" in (await desk.one.get(BOARD)).text
    again = await desk.one.get(f"{NEW}?opnieuw={proposal.rpartition('/')[2]}")
    for value in ('value="2027-01-31"', "Gaf geen inzage.", desk.number):
        assert value in again.text
    second = await proposed(desk, desk.one)
    assert 409 == (await desk.other.post(f"{second}/terugnemen", {})).status_code
    assert 303 == (await desk.one.post(f"{second}/terugnemen", {})).status_code
    assert "Teruggenomen op" in words((await desk.one.get(second)).text)


async def test_the_end_of_a_measure_goes_the_same_way(desk: Desk) -> None:
    """From the board: it is filled in, proposed, and approved by another."""
    await approved(desk, await proposed(desk, desk.one), desk.other)
    board = (await desk.one.get(BOARD)).text
    link = re.findall(rf'href="({NEW}[^"]+maatregel=[^"]+)"', board)[0].replace("&amp;", "&")
    form = (await desk.one.get(link)).text
    measure = re.findall(r'name="maatregel" value="([^"]+)"', form)[0]
    more = {"soort": "lift", "maatregel": measure, "vanaf": "2026-12-01", "tot": "", "openbaar": ""}
    end = await proposed(desk, desk.other, **more)
    assert "Eerste dag zonder de maatregel" in (await desk.one.get(end)).text
    await approved(desk, end, desk.one)
    desk.clock.move(timedelta(days=6))
    assert "Geregistreerd" in await desk.public()
    assert "Stel voor dat deze maatregel stopt" not in (await desk.one.get(BOARD)).text


async def test_what_can_no_longer_be_approved_says_why(desk: Desk) -> None:
    """The first day is over."""
    proposal = await proposed(desk, desk.one)
    desk.clock.move(timedelta(days=1))
    async with signed_in_client(desk.site, RoleHeld("officer", "noloc"), at=desk.clock.now()) as later:
        page = words((await later.get(proposal)).text)
    assert ("Zo kan dit niet worden goedgekeurd." in page, "Keur goed en neem" in page) == (True, False)


async def test_programs_do_the_same(desk: Desk) -> None:
    """Preview, proposal, answer, and the objection with its ruling."""
    headers = [await bearer(desk.site, one) for one in (desk.one, desk.other, desk.third)]
    given = {"number": desk.number, "mark": MARK, "kind": "suspension", "since": "2026-11-25", "until": "2027-01-31",
             "reason": "Gaf geen inzage."}  # fmt: skip
    async with desk.site.client() as client:
        preview = (await client.post(f"{API}/preview", json=given, headers=headers[0])).json()
        assert [("suspended", 1), ("valid", 1), ("expired", 1), ("expired", 0)] == [
            (one["registration"]["status"], len(one["registration"]["measures"])) for one in preview["stages"]
        ]
        for path in (API, f"{API}/preview"):
            assert 400 == (await client.post(path, json=given | {"text": "x"}, headers=headers[0])).status_code
        made = (await client.post(API, json=given, headers=headers[0])).json()
        here = f"{API}/{made['id']}"
        assert (preview["seen"], None) == (made["preview"]["seen"], made["answer"])
        silent = await client.post(f"{here}/answer", json={"answer": "sent_back"}, headers=headers[1])
        yes = {"answer": "approved", "seen": preview["seen"]}
        taken = await client.post(f"{here}/answer", json=yes, headers=headers[1])
        late = await client.post(f"{here}/withdrawal", json={}, headers=headers[0])
        assert (400, 200, 409) == (silent.status_code, taken.status_code, late.status_code)
        lift = given | {"kind": "lift", "until": None, "measure": taken.json()["decision"]}
        again = (await client.post(API, json=lift, headers=headers[0])).json()["id"]
        gone = await client.post(f"{API}/{again}/withdrawal", json={}, headers=headers[0])
        assert ("taken_back", None) == (gone.json()["answer"], gone.json()["preview"])
        board = (await client.get(API, headers=headers[0])).json()
        decision = taken.json()["decision"]
        assert ([], [decision], True) == (
            board["waiting"], [m["decision"] for m in board["measures"]], board["measures"][0]["canEnd"],
        )  # fmt: skip
        async with signed_in_client(desk.site, professional(desk.number)) as fatima:
            await fatima.post(f"/mijn/bezwaar/{decision}", {"gronden": "Niet waar."})
        (item,) = (await client.get(API_OBJECTIONS, headers=headers[2])).json()["items"]
        assert ("unknown", None, False, None) == (item["effect"], item["decideBy"], item["notByMe"], item["ruling"])
        ruling = f"{API_OBJECTIONS}/{item['id']}/ruling"
        wrong = await client.post(ruling, json={"outcome": "ends", "reason": "Zo."}, headers=headers[2])
        barred = await client.post(ruling, json={"outcome": "never", "reason": "Zo."}, headers=headers[1])
        lighter = {"kind": "condition", "since": "2026-11-25", "until": "2026-12-31", "text": "Onder begeleiding."}
        said = {"outcome": "replaced", "instead": lighter, "reason": "Zo."}
        done = await client.post(ruling, json=said, headers=headers[2])
        assert (400, 422, 200) == (wrong.status_code, barred.status_code, done.status_code)
        assert "overturned" == done.json()["ruling"]["outcome"]
    assert "Onder begeleiding." in await desk.public()


async def test_an_application_that_was_refused_gets_a_term(desk: Desk) -> None:
    """The form asks for the term, and not for a measure."""
    number, application = await applicant(shipped_catalogue(), MARK, seed=5)
    no = Verdict(outcome="refused", reason="Te weinig.")
    refusal = await decide(application, no, catalogue=shipped_catalogue(), actor="noloc:1", at=AT)
    async with signed_in_client(desk.site, professional(number)) as person:
        await person.post(f"/mijn/bezwaar/{refusal}", {"gronden": "Wel genoeg."})
    here = re.findall(rf"{OBJECTIONS}/[0-9a-f-]+", (await desk.one.get(OBJECTIONS)).text)[0]
    page = (await desk.one.get(here)).text
    assert ("de termijn die de professional krijgt" in page, 'name="soort"' in page) == (True, False)
    form = {"uitkomst": "replaced", "vanaf": "2026-11-25", "tot": "2030-11-24", "reden": "Toch genoeg."}
    assert 303 == (await desk.one.post(f"{here}/uitspraak", form)).status_code
    async with desk.site.client() as client:
        assert "geldig tot en met 24 november 2030" in words((await client.get(f"/professionals/{number}")).text)
