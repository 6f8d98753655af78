"""An extension for everybody in a real browser: proposed, approved by another, seen by the public, and taken back.

The day is one on which nobody else of the invented people holds the mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, expect

from registry.accounts import RoleHeld
from registry.catalogue import load_catalogue
from registry.deferrals import ask_leave
from registry.drafts import LeaveDraft
from registry.extension_work import carry_out_extension
from registry.importing import ImportedPerson, ImportedRegistration, import_rows
from tests.admin.signing_in import new_log_in, professional
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_bulk_approval import at_the_desk, look_at
from tests.browser.test_public_pages import WIDTHS, opened
from tests.public_api.serving import NOW

MARK, GROUP = "noloc-rj", "/instelling/uitstel/groep"
LIST = f"{GROUP}/lijst?keurmerk={MARK}&dag=2013-01-05&maanden=12"


@dataclass(frozen=True, slots=True)
class Desk:
    """Two officers, by the tokens of their sessions, and somebody whose term is old: their number and session."""

    one: str
    other: str
    number: str
    own: str


async def _prepare() -> Desk:
    people = [ImportedPerson(reference="V1", initials="V.", family_name="Verlengstra")]
    term = ImportedRegistration(reference="V1", mark=MARK, since=date(2013, 1, 1), until=date(2027, 5, 31))
    done = await import_rows(people, [term], catalogue=await load_catalogue(), actor="tests", at=NOW)
    number = done.numbers["V1"]
    officers = [await new_log_in(RoleHeld("officer", "noloc"), at=NOW) for _ in range(2)]
    own = await new_log_in(professional(number), at=NOW)
    asked = LeaveDraft(since=date(2026, 8, 1), until=date(2026, 9, 15))
    await ask_leave(number, asked, catalogue=await load_catalogue(), actor="tests", at=NOW)
    return Desk(officers[0].token, officers[1].token, number, own.token)


async def _carry_out() -> None:
    while await carry_out_extension(NOW, catalogue=await load_catalogue()):
        pass


@pytest.fixture(scope="module")
def desk(cast: Cast, address: str) -> Desk:
    return behind_the_counter(_prepare())


def _approve(chromium: Browser, address: str, desk: Desk, path: str) -> None:
    look_at(chromium, address, desk.other, path)
    with at_the_desk(chromium, address, desk.other, path) as page:
        page.get_by_label("Waarom je dat vindt").fill("Akkoord.")
        page.get_by_role("button", name="Keur goed voor iedereen op de lijst").click()
        expect(page.get_by_text("Wordt uitgevoerd.")).to_be_visible()
        behind_the_counter(_carry_out())
        page.goto(f"{address}{path}")
        expect(page.get_by_text("Klaar: 1 vastgelegd, 0 overgeslagen.")).to_be_visible()
    look_at(chromium, address, desk.other, path)


def test_from_a_proposal_to_its_reversal(chromium: Browser, address: str, desk: Desk) -> None:
    """Seen on the public page and in their own file, and gone from the term again after the reversal."""
    look_at(chromium, address, desk.one, LIST)
    with at_the_desk(chromium, address, desk.one, LIST) as page:
        page.get_by_label("Waar het op rust").fill("Besluit van het bestuur")
        page.get_by_label("De reden").fill("Iedereen zat thuis.")
        page.get_by_role("button", name="Stel voor").click()
        expect(page.get_by_text("Een andere medewerker moet het goedkeuren.")).to_be_visible()
        given = page.url.removeprefix(address).partition("?")[0]
    _approve(chromium, address, desk, given)
    public = f"/professionals/{desk.number}"
    with at_the_desk(chromium, address, desk.own, public) as page:
        expect(page.get_by_text("31 mei 2028").first).to_be_visible()
        page.goto(f"{address}/mijn/uitstel")
        expect(page.get_by_text("12 maanden erbij")).to_be_visible()
    look_at(chromium, address, desk.one, f"{given}/terug")
    with at_the_desk(chromium, address, desk.one, f"{given}/terug") as page:
        page.get_by_label("Waar het op rust").fill("Besluit van het bestuur")
        page.get_by_label("De reden").fill("Het was een vergissing.")
        page.get_by_role("button", name="Stel voor om terug te draaien").click()
        back = page.url.removeprefix(address).partition("?")[0]
    _approve(chromium, address, desk, back)
    with at_the_desk(chromium, address, desk.own, public) as page:
        expect(page.get_by_text("31 mei 2027").first).to_be_visible()
        expect(page.get_by_text("31 mei 2028")).to_have_count(0)
    look_at(chromium, address, desk.own, "/mijn/uitstel")


def test_a_deferral_is_answered(chromium: Browser, address: str, desk: Desk) -> None:
    """From the list to the new dates, fewer months than were asked, and the answer in their own file."""
    with at_the_desk(chromium, address, desk.one, "/instelling/uitstel") as page:
        page.get_by_role("link", name="V. Verlengstra").click()
        look_at(chromium, address, desk.one, page.url.removeprefix(address))
        page.get_by_label("Aantal maanden").fill("1")
        page.get_by_role("button", name="Laat de nieuwe datums zien").click()
        expect(page.get_by_text("30 juni 2027")).to_be_visible()
        page.get_by_role("button", name="Ken 1 maand toe").click()
        expect(page.get_by_role("heading", name="Dit klopt nog niet")).to_be_visible()
        page.get_by_label("De reden").fill("Een maand is genoeg.")
        page.get_by_role("button", name="Ken 1 maand toe").click()
        expect(page.get_by_text("Het uitstel is toegekend.")).to_be_visible()
    with at_the_desk(chromium, address, desk.own, "/mijn/uitstel") as page:
        expect(page.get_by_text("1 maand erbij: tot en met 30 juni 2027.")).to_be_visible()
        expect(page.get_by_text("Een maand is genoeg.")).to_be_visible()


def test_people_are_taken_over(chromium: Browser, address: str, desk: Desk) -> None:
    """A file with a mistake, then a right one: looked at wide and narrow, and taken over with one button."""
    people = FilePayload(name="mensen.csv", mimeType="text/csv", buffer=b"kenmerk;achternaam\nI1;Inleesstra\n")
    days = b"kenmerk;keurmerk;vanaf;tot en met\nI1;noloc-rj;01-03-2025;%b\n"
    with opened(chromium, address, "/instelling/import", scripts=True, session=desk.one) as watched:
        page = watched.page
        for last, button in ((b"31-02-2026", "Kies het bestand opnieuw"), (b"28-02-2028", "Neem alles over")):
            terms = FilePayload(name="registraties.csv", mimeType="text/csv", buffer=days % last)
            page.get_by_label("Bestand").set_input_files([people, terms])
            page.get_by_role("button", name="Bekijk de rijen").click()
            expect(page.get_by_role("heading", name="Klopt je bestand?")).to_be_visible()
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert 0 == Axe().run(page).violations_count
            shown = page.get_by_role("button", name=button).or_(page.get_by_role("link", name=button))
            shown.first.click()
        expect(page.get_by_text("Alles is overgenomen.")).to_be_visible()
