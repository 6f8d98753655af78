"""Leaving and being forgotten through the pages; afterwards the number answers that it was removed."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest

from accreditation.dates import amsterdam_day
from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue, store_shipped
from registry.clock import MovableClock
from registry.dossiers import ActivityGiven, EvidenceGiven, record_activity
from registry.leaving import leaving_of, remove_who_left
from registry.own_details import own_details
from registry.verdicts import Verdict, decide
from tests.admin.signing_in import AT, SignedInBrowser, Site

LEAVE = "/mijn/gegevens/uitschrijven"
ERASE = "/mijn/gegevens/wissen"
TODAY = amsterdam_day(AT)


async def given_a_mark(number: str) -> None:
    """They hold a mark from today on."""
    await store_shipped(actor="tests", at=AT)
    catalogue = await load_catalogue()
    asked = ApplicationGiven(mark="noloc-rl")
    application = await apply(number, asked, catalogue=catalogue, actor=number, at=AT)
    verdict = Verdict(outcome="granted", reason="Voldoet.", since=TODAY, until=date(2030, 11, 24))
    await decide(application, verdict, catalogue=catalogue, actor="noloc:1", at=AT)


async def public_answers(site: Site, number: str) -> list[int]:
    """What the public is answered about a number: the page, the short link, and the interface twice."""
    async with site.client() as anybody:
        addresses = (f"/professionals/{number}", f"/api/v1/practitioners/{number}/standing")
        pages = [await anybody.get(a, headers={"accept": "text/html,*/*;q=0.1"}) for a in addresses]
        return [
            *[page.status_code for page in pages],
            (await anybody.get(f"/api/v1/practitioners/{number}")).status_code,
        ]


async def test_who_has_no_mark_is_forgotten_at_once(site: Site, fatima: SignedInBrowser) -> None:
    """The browser forgets its cookie, the log-in is gone, and every public address answers 410."""
    number = str(fatima.number)
    assert [200, 200, 200] == await public_answers(site, number)
    page = await fatima.get(ERASE)
    assert (True, True) == ("Dit verdwijnt, voorgoed" in page.text, "Wis alles, nu" in page.text)
    assert f"Dat het nummer {number} is uitgegeven" in page.text
    wrong = await fatima.post(ERASE, {"nummer": "LP-0000000-98"})
    assert (400, True) == (wrong.status_code, "niet jouw registernummer" in wrong.text)
    done = await fatima.post(ERASE, {"nummer": number.replace("-", " ").lower()})
    assert (200, True) == (done.status_code, "Je gegevens zijn gewist" in done.text)
    assert "__Host-sessie=;" in done.headers["set-cookie"]
    assert [410, 410, 410] == await public_answers(site, number)
    assert 303 == (await fatima.get("/mijn")).status_code


async def test_who_has_a_mark_leaves_first(site: Site, fatima: SignedInBrowser) -> None:
    """The page says why, and an erasure that is sent all the same is refused with what to do."""
    number = str(fatima.number)
    await given_a_mark(number)
    page = (await fatima.get(ERASE)).text
    assert (True, False) == ("Dit kan nog niet meteen" in page, "Wis alles, nu" in page)
    refused = await fatima.post(ERASE, {"nummer": number})
    assert 400 == refused.status_code
    assert [200, 200, 200] == await public_answers(site, number)


async def test_leaving_says_first_what_ends(site: Site, fatima: SignedInBrowser) -> None:
    """The mark and the day on which the file goes; then it is done; and on that day the number answers 410."""
    number = str(fatima.number)
    await given_a_mark(number)
    page = (await fatima.get(LEAVE)).text
    told = ("Register Loopbaanprofessional", "Op 25 november 2027 verdwijnt het", f">{number}<")
    assert [True, True, True] == [one in page for one in told]
    for wrong in ({"vanaf": "2026-11-25", "nummer": "mijn nummer"}, {"vanaf": "morgen", "nummer": number}):
        assert 400 == (await fatima.post(LEAVE, wrong)).status_code
    too_early = await fatima.post(LEAVE, {"vanaf": "2026-11-01", "nummer": number})
    assert (400, True) == (too_early.status_code, 'id="vanaf-fout"' in too_early.text)
    assert await leaving_of(number) is None
    done = await fatima.post(LEAVE, {"vanaf": "2026-11-25", "nummer": number})
    assert (303, "/mijn/gegevens?melding=uitgeschreven") == (done.status_code, done.headers["location"])
    assert "verdwijnt op 25 november 2027" in (await fatima.get("/mijn/gegevens")).text
    assert "Je gegevens worden gewist op 25 november 2027" in (await fatima.get(ERASE)).text
    again = await fatima.post(LEAVE, {"vanaf": "2026-11-26", "nummer": number})
    assert 409 == again.status_code
    async with site.client() as anybody:
        standing = await anybody.get(f"/api/v1/practitioners/{number}/standing")
    assert (200, False) == (standing.status_code, standing.json()["certified"])
    assert 1 == await remove_who_left(actor="tests", at=AT + timedelta(days=365))
    assert [410, 410, 410] == await public_answers(site, number)


async def test_who_left_can_stay_after_all(fatima: SignedInBrowser) -> None:
    """Their file no longer has a day on which it goes."""
    number = str(fatima.number)
    assert "Er stopt dus niets" in (await fatima.get(LEAVE)).text
    await fatima.post(LEAVE, {"vanaf": "2026-11-25", "nummer": number})
    assert "Ik wil toch blijven" in (await fatima.get(LEAVE)).text
    back = await fatima.post(f"{LEAVE}/terug")
    assert (303, None) == (back.status_code, await leaving_of(number))
    assert "Je blijft in het register" in (await fatima.get(back.headers["location"])).text


@pytest.mark.parametrize("address", [LEAVE, f"{LEAVE}/terug", ERASE])
async def test_another_site_cannot_send_it(fatima: SignedInBrowser, address: str) -> None:
    """Without the token of the form nothing happens."""
    fields = {"vanaf": "2026-11-25", "nummer": str(fatima.number)}
    answer = await fatima.client.post(address, data=fields, headers={"accept": "text/html"})
    assert (403, None) == (answer.status_code, await leaving_of(str(fatima.number)))


async def test_a_name_under_a_mark_is_not_changed_here(fatima: SignedInBrowser) -> None:
    """The page says who changes it, and so does what is sent all the same; the first name can be corrected."""
    address = "/mijn/gegevens/verbeteren"
    await given_a_mark(str(fatima.number))
    page = (await fatima.get(address)).text
    assert ("daarom verandert alleen je instelling hem" in page, 'id="achternaam"' in page) == (True, False)
    as_it_is = {"voorletters": "F.", "tussenvoegsel": "el", "achternaam": "Idrissi", "voornaam": "Fati"}
    refused = await fatima.post(f"{address}/naam", as_it_is | {"achternaam": "Anders"})
    assert (400, "Idrissi") == (refused.status_code, (await own_details(str(fatima.number))).name.family_name)
    assert 303 == (await fatima.post(f"{address}/naam", as_it_is)).status_code
    assert "Fati" == (await own_details(str(fatima.number))).name.given_name


async def test_the_files_go_too(site: Site, fatima: SignedInBrowser) -> None:
    """What was handed in as evidence is no longer in the store once its owner is forgotten."""
    number, content = str(fatima.number), b"%PDF-1.7 bewijs"
    digest = sha256(content).hexdigest()
    await site.house.store.put(digest, content)
    evidence = (EvidenceGiven(kind="certificate", file_digest=digest),)
    given = ActivityGiven(kind="training", since=TODAY, until=TODAY, minutes=60, evidence=evidence)
    await record_activity(number, given, actor=number, at=AT)
    assert 200 == (await fatima.post(ERASE, {"nummer": number})).status_code
    assert not await site.house.store.holds(digest)


@pytest.mark.parametrize("address", [LEAVE, ERASE])
async def test_a_browser_left_open_ends_nothing(
    site: Site, fatima: SignedInBrowser, clock: MovableClock, address: str
) -> None:
    """A quarter of an hour after logging in it asks for that again, also of a form that was filled in before."""
    clock.move(timedelta(minutes=16))
    page = await fatima.get(address)
    form = await fatima.post(address, {"nummer": str(fatima.number), "vanaf": TODAY.isoformat()})
    expected = (303, f"/inloggen?melding=opnieuw&verder={address}")
    assert [expected, 303] == [(page.status_code, page.headers["location"]), form.status_code]
    assert await leaving_of(str(fatima.number)) is None
    assert 200 == (await public_answers(site, str(fatima.number)))[0]
