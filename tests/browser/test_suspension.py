"""A suspension in a real browser: proposed, approved, objected to and ruled on, as everybody who has to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from accreditation.decisions import Kind
from registry.accounts import RoleHeld
from registry.catalogue import load_catalogue, shipped_catalogue
from registry.journal import recording
from registry.measures import apply_decision, new_decision
from registry.practitioners import Name, Person, find_practitioner, register_practitioner
from tests.admin.signing_in import new_log_in, professional
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_bulk_approval import at_the_desk, look_at
from tests.public_api.serving import NOW

MARK = "noloc-rl"
BOARD, OBJECTIONS = "/instelling/maatregelen", "/instelling/bezwaren"
FREE, SUSPENDED = "Er loopt geen maatregel.", "geschorst tot en met 31 januari 2027"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody with a mark, and the tokens of the sessions: theirs, and those of three officers."""

    number: str
    own: str
    officers: tuple[str, str, str]


async def _prepare() -> Told:
    name = Name(initials="S.", family_name="Schorsing")
    number = await register_practitioner(Person(name=name), actor="tests", at=NOW)
    granted = new_decision(Kind.GRANT, date(2025, 1, 1), date(2028, 12, 31), scheme_version=_version())
    catalogue = await load_catalogue()
    async with recording(actor="tests", at=NOW) as journal:
        person = await find_practitioner(number)
        await apply_decision(journal, person, MARK, granted, "Voldoet.", catalogue)
    one, other, third = [(await new_log_in(RoleHeld("officer", "noloc"), at=NOW)).token for _ in range(3)]
    own = await new_log_in(professional(number), at=NOW)
    return Told(number, own.token, (one, other, third))


def _version() -> str:
    return shipped_catalogue().mark(MARK).versions[-1].id


@pytest.fixture(scope="module")
def told(cast: Cast) -> Told:
    return behind_the_counter(_prepare())


def the_public_sees(chromium: Browser, address: str, told: Told, words: str) -> None:
    """Somebody without a log-in, on the page and on a day inside the suspension."""
    for query in ("", "?op=2026-12-24"):
        with at_the_desk(chromium, address, "", f"/professionals/{told.number}{query}") as page:
            expect(page.get_by_text(words).first).to_be_visible()


def test_a_suspension_with_an_objection_that_is_right(chromium: Browser, address: str, told: Told) -> None:
    """Before, during and after: by the public, by the professional, and by three officers. Without a script."""
    one, other, third = told.officers
    the_public_sees(chromium, address, told, FREE)
    with at_the_desk(chromium, address, one, f"{BOARD}/nieuw") as page:
        page.get_by_label("Registernummer").fill(told.number)
        page.get_by_label("Keurmerk").select_option(MARK)
        page.get_by_label("Welke maatregel?").select_option("suspension")
        page.get_by_label("Vanaf welke dag?").fill("2026-11-22")
        page.get_by_label("Tot en met welke dag?", exact=True).fill("2027-01-31")
        page.get_by_label("Waarom?").fill("Gaf geen inzage in het dossier.")
        page.get_by_role("button", name="Bekijk wat het publiek te zien krijgt").click()
        expect(page.get_by_text(SUSPENDED).first).to_be_visible()
        page.get_by_role("button", name="Leg dit voor aan een collega").click()
        proposal = page.url.partition("?")[0].removeprefix(address)
        expect(page.get_by_text("Er is nog niets besloten.")).to_be_visible()
    the_public_sees(chromium, address, told, FREE)
    look_at(chromium, address, other, proposal)
    look_at(chromium, address, other, BOARD)
    with at_the_desk(chromium, address, other, proposal) as page:
        page.get_by_role("button", name="Keur goed en neem het besluit").click()
        expect(page.get_by_text("Goedgekeurd. Het besluit is genomen")).to_be_visible()
    the_public_sees(chromium, address, told, SUSPENDED)
    with at_the_desk(chromium, address, told.own, "/mijn") as page:
        expect(page.get_by_text(SUSPENDED).first).to_be_visible()
        page.get_by_role("link", name="Bekijk het besluit").first.click()
        page.get_by_role("link", name="Geschorst,").click()
        page.get_by_label("Wat klopt er niet?").fill("Ik gaf het dossier op 3 november.")
        page.get_by_role("button", name="Verstuur mijn bezwaar").click()
        expect(page.get_by_text("Je hebt bezwaar gemaakt.").first).to_be_visible()
    the_public_sees(chromium, address, told, "Dit staat nog niet vast: er loopt een bezwaar.")
    _ruled(chromium, address, other, third)
    the_public_sees(chromium, address, told, FREE)
    with at_the_desk(chromium, address, told.own, "/mijn/verlengen") as page:
        expect(page.get_by_text("je krijgt gelijk, het besluit geldt niet meer.")).to_be_visible()
        expect(page.get_by_text("De inzage was er.")).to_be_visible()
        page.goto(f"{address}/mijn")
        expect(page.get_by_text(SUSPENDED)).to_have_count(0)
    look_at(chromium, address, told.own, "/mijn/verlengen")
    look_at(chromium, address, one, BOARD)


def _ruled(chromium: Browser, address: str, barred: str, third: str) -> None:
    """Whoever approved the measure is told to leave it; a third officer finds the objection right."""
    with at_the_desk(chromium, address, barred, OBJECTIONS) as page:
        page.get_by_role("link", name="S. Schorsing").click()
        expect(page.get_by_text("Een collega beslist over het bezwaar.")).to_be_visible()
        objection = page.url.removeprefix(address)
    look_at(chromium, address, third, objection)
    look_at(chromium, address, third, OBJECTIONS)
    with at_the_desk(chromium, address, third, objection) as page:
        page.get_by_label("Gegrond: het besluit is nooit genomen").check()
        page.get_by_label("Waarom?").fill("De inzage was er.")
        page.get_by_role("button", name="Neem deze beslissing").click()
        expect(page.get_by_text("Er is beslist.")).to_be_visible()
    look_at(chromium, address, third, objection)
