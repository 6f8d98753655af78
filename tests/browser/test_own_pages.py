"""The pages behind the log-in: from a new account to a renewed registration, and every page by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from admin.app import create_app
from admin.dossier import entry_fields
from admin.web.doorman import Door
from registry.clock import FixedClock
from tests.admin.signing_in import settings_for
from tests.admin.visitors import doors_of
from tests.browser.conftest import RENEWING, Cast
from tests.browser.professionals import PASSWORD, Renewing, code_for, renew
from tests.browser.test_public_pages import HTML_LIMIT, PAGE_LIMIT, WIDTHS, Watched, opened
from tests.public_api.serving import NOW

NEW_LAST_DAY = date(2031, 1, 21)

DRAWERS = tuple(drawer.slug for drawer in entry_fields.DRAWERS)
# Every page that belongs to logging in or is behind it, by its route. A new page fails below until it stands here.
PAGES = {
    "/inloggen": ("/inloggen?melding=uitgelogd",),
    "/aanmelden": ("/aanmelden",),
    "/bevestigen": ("/bevestigen?code=x",),
    "/wachtwoord-vergeten": ("/wachtwoord-vergeten",),
    "/wachtwoord-herstellen": ("/wachtwoord-herstellen?code=x",),
    "/adres-bevestigen": ("/adres-bevestigen?code=x",),
    "/bevestiging": ("/bevestiging?code={code}", "/bevestiging?code=oud"),
    "/vragenlijst/{code:str}": ("/vragenlijst/{ticket}", "/vragenlijst/oud"),
    "/mijn": ("/mijn",),
    "/mijn/eisen": ("/mijn/eisen", "/mijn/eisen?soort=training&op=2026-12-01&punten=4"),
    "/mijn/activiteiten": ("/mijn/activiteiten", "/mijn/activiteiten?status=concept&zoek=niets"),
    "/mijn/activiteiten/nieuw": ("/mijn/activiteiten/nieuw",),
    "/mijn/activiteiten/{entry:uuid}": (
        "/mijn/activiteiten/{activity}?melding=bewaard",
        "/mijn/activiteiten/{nobodys}",
    ),
    "/mijn/activiteiten/{entry:uuid}/wijzigen": ("/mijn/activiteiten/{activity}/wijzigen",),
    "/mijn/bevestigingen": ("/mijn/bevestigingen?melding=ja",),
    "/mijn/klanten": ("/mijn/klanten",),  # leads to the next one
    "/mijn/clienten": ("/mijn/clienten?melding=gesloten",),
    "/mijn/verlengen": ("/mijn/verlengen?melding=ingetrokken",),
    "/mijn/verlengen/{mark:str}": (
        "/mijn/verlengen/noloc-rl",
        "/mijn/verlengen/noloc-rj",
        "/mijn/verlengen/geen-keurmerk",
    ),
    "/mijn/verlengen/{mark:str}/ingediend": ("/mijn/verlengen/noloc-rl/ingediend",),
    "/mijn/verlengen/aanvraag/{application:uuid}": ("/mijn/verlengen/aanvraag/{application}",),
    "/mijn/verlengen/{application:uuid}/vraag": ("/mijn/verlengen/{application}/vraag",),
    "/mijn/verlengen/{mark:str}/stoppen": ("/mijn/verlengen/noloc-rl/stoppen",),
    "/mijn/bezwaar/{decision:uuid}": ("/mijn/bezwaar/{decision}",),
    "/mijn/uitstel": ("/mijn/uitstel?melding=gevraagd",),
    "/mijn/activiteiten/import": ("/mijn/activiteiten/import?melding=overgenomen",),
    "/mijn/agenda": ("/mijn/agenda?melding=weg",),
    "/mijn/dossier": ("/mijn/dossier?melding=akkoord",),
    "/mijn/dossier/{slug:str}/nieuw": tuple(f"/mijn/dossier/{slug}/nieuw" for slug in DRAWERS),
    "/mijn/dossier/{slug:str}/{entry:uuid}": (
        "/mijn/dossier/opleiding/{diploma}?melding=bewaard",
        "/mijn/dossier/documenten/{document}?melding=bestandweg",
    ),
    "/mijn/dossier/{slug:str}/{entry:uuid}/wijzigen": ("/mijn/dossier/opleiding/{diploma}/wijzigen",),
    "/mijn/gegevens": ("/mijn/gegevens", "/mijn/gegevens?alles=1&melding=naam"),
    "/mijn/gegevens/verbeteren": ("/mijn/gegevens/verbeteren",),
    "/mijn/gegevens/uitschrijven": ("/mijn/gegevens/uitschrijven",),
    "/mijn/gegevens/wissen": ("/mijn/gegevens/wissen",),
    "/mijn/profiel": ("/mijn/profiel?melding=bewaard",),
    "/mijn/badge": ("/mijn/badge",),
    "/mijn/veiligheid": ("/mijn/veiligheid?melding=uit",),
}
DOWNLOADS = {
    "/mijn/bewijs/{piece:uuid}",
    "/bewijs/{piece:uuid}",
    "/mijn/gegevens.zip",
    "/mijn/dossier.pdf",
    "/agenda/{secret:str}",
}
GONE = ("{nobodys}", "geen-keurmerk", "oud")  # what is not there has a page as well
NOBODYS = "00000000-0000-4000-8000-000000000000"
FOR_ANYONE = ("/inloggen", "/aanmelden", "/bevestigen", "/wachtwoord-", "/adres-bevestigen", "/vragenlijst")
WAYS = [(scripts, width) for scripts in (True, False) for width in WIDTHS]


class Walk:
    """One way through the site. Each page it comes to is looked at: heading, width, and by axe where scripts run."""

    def __init__(self, page: Page, *, scripts: bool, width: int) -> None:
        self.page = page
        self._scripts = scripts
        self._width = width
        self.passed: list[str] = []

    def look(self, heading: str | re.Pattern[str]) -> None:
        """We are on a page with this heading, and it is sound."""
        page = self.page
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert page.evaluate("document.documentElement.scrollWidth") <= self._width
        self.passed.append(page.url)
        if self._scripts:
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()

    def fill(self, **fields: str) -> None:
        """Fields by their names, which are also their ids."""
        for name, text in fields.items():
            self.page.locator(f"#{name}").fill(text)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize(("email", "scripts", "width"), [(e, *way) for e, way in zip(RENEWING, WAYS, strict=True)])
def test_from_a_new_account_to_a_renewed_registration(
    chromium: Browser, address: str, cast: Cast, email: str, scripts: bool, width: int
) -> None:
    """Register, claim one's file, log what is missing, hand in, be renewed, and be found with the new last day."""
    who = cast.renewing[email]
    with opened(chromium, address, "/", scripts=scripts, width=width) as watched:
        walk = Walk(watched.page, scripts=scripts, width=width)
        _get_an_account(walk, address, who)
        _log_in(walk, address, who)
        _do_what_is_missing(walk)
        _hand_in(walk)
        renew(who, NEW_LAST_DAY)
        _see_it_renewed(walk, address, who)
        assert [] == watched.complaints
        assert [] == watched.foreign
        assert len(walk.passed) > 12


def _get_an_account(walk: Walk, address: str, who: Renewing) -> None:
    page = walk.page
    page.get_by_role("link", name="Mijn dossier").click()
    walk.look("Inloggen")
    page.get_by_role("link", name="Maak een account").click()
    walk.look("Maak een account")
    walk.fill(voorletters="R.", tussenvoegsel="van", achternaam="Reiziger", email=who.email, wachtwoord="kort")
    walk.press("Maak mijn account")
    walk.look("Maak een account")  # too short: what was typed is still there, but for the password
    expect(page.locator("#email")).to_have_value(who.email)
    walk.fill(wachtwoord=PASSWORD)
    walk.press("Maak mijn account")
    walk.look("Kijk in je mail")
    page.goto(f"{address}/bevestigen?code={code_for(who.email)}")
    walk.look("Bevestig je e-mailadres")
    walk.fill(wachtwoord=PASSWORD)
    walk.press("Bevestig mijn adres")
    walk.look("Inloggen")
    expect(page.get_by_text("Je e-mailadres is bevestigd.")).to_be_visible()


def _log_in(walk: Walk, address: str, who: Renewing) -> None:
    page = walk.page
    walk.fill(email=who.email, wachtwoord="verkeerd geraden")
    walk.press("Log in")
    walk.look("Inloggen")
    page.goto(f"{address}/mijn")
    walk.fill(email=who.email, wachtwoord=PASSWORD)
    walk.press("Log in")
    walk.look("Je hebt nog 9 punten nodig")
    expect(page.get_by_text("66 van 75 punten tellen mee")).to_be_visible()


def _do_what_is_missing(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Wat je nodig hebt").first.click()
    walk.look("Wat je nodig hebt")
    page.goto(f"{page.url.split('/mijn')[0]}/mijn")
    page.get_by_role("link", name="Activiteit toevoegen").first.click()
    walk.look("Activiteit toevoegen")
    walk.press("Bewaar en dien in")
    walk.look("Activiteit toevoegen")  # nothing was filled in
    walk.fill(wat="Training loopbaantheorie", datum="2026-11-16", punten="4")
    page.locator("#soort").select_option("training")
    walk.press("Bekijk eerst wat dit telt")
    walk.look("Activiteit toevoegen")
    expect(page.get_by_text("Dit telt als 4 punten. Je hebt dan nog 5 punten nodig.")).to_be_visible()
    walk.press("Bewaar en dien in")
    walk.look("Training loopbaantheorie")
    expect(page.get_by_text("Dit telt als 4 punten. Je hebt dan nog 5 punten nodig.")).to_be_visible()
    page.get_by_role("link", name="Mijn dossier").first.click()
    walk.look("Je hebt nog 5 punten nodig")
    page.get_by_role("link", name="Activiteit toevoegen").first.click()
    walk.fill(wat="Intervisie in de regio", datum="2026-11-18", punten="5")
    page.locator("#soort").select_option("peer_consultation")
    walk.press("Bewaar en dien in")
    walk.look("Intervisie in de regio")
    expect(page.get_by_text("Dit telt als 5 punten. Daarmee heb je genoeg, als alles")).to_be_visible()
    page.get_by_role("link", name="Mijn dossier").first.click()
    walk.look("Van een regel weten we niet wat hij vraagt")


def _hand_in(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Verlengen").first.click()
    walk.look("Verlengen of aanvragen")
    page.get_by_role("link", name="Controleer en dien in").first.click()
    walk.look(re.compile("^Controleer en dien in: "))
    walk.press("Dien mijn aanvraag in")
    walk.look(re.compile("^Controleer en dien in: "))  # the box was not ticked
    page.locator("#akkoord").check()
    walk.press("Dien mijn aanvraag in")
    walk.look("Ingediend")
    page.get_by_role("link", name="Naar je aanvragen").click()
    walk.look("Verlengen of aanvragen")
    expect(page.get_by_text("Ingediend, wacht op een besluit")).to_be_visible()


def _see_it_renewed(walk: Walk, address: str, who: Renewing) -> None:
    page = walk.page
    page.reload()
    walk.look("Verlengen of aanvragen")
    expect(page.get_by_text("Toegekend").first).to_be_visible()
    expect(page.get_by_text("Je dossier is compleet.")).to_be_visible()
    page.get_by_role("link", name="Mijn dossier").first.click()
    walk.look("Je hebt nog 75 punten nodig")  # of the term that follows
    expect(page.get_by_text("Je registratie loopt tot en met 21 januari 2031.")).to_be_visible()
    page.goto(f"{address}/controleren?q={who.number}")
    walk.look("R. van Reiziger")
    expect(page.get_by_text("geldig tot en met 21 januari 2031.")).to_be_visible()


@contextmanager
def signed_in(chromium: Browser, address: str, cast: Cast, path: str) -> Iterator[Watched]:
    """The professional of the demo on a page; for a page of logging in, somebody who did not do so yet."""
    own = cast.own
    there = path.format(**asdict(own), nobodys=NOBODYS)
    session = None if path.startswith(FOR_ANYONE) else own.session
    with opened(chromium, address, there, scripts=True, session=session) as watched:
        assert (404 if path.endswith(GONE) else 200) == watched.status
        yield watched


def is_accessible(page: Page) -> None:
    """By axe, and without scrolling sideways, on a wide and on a narrow screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", [path for paths in PAGES.values() for path in paths])
def test_a_page_of_ones_own_is_accessible(chromium: Browser, address: str, cast: Cast, path: str) -> None:
    """No axe violation, no sideways scroll, no other host, nothing the browser complains of; English fits as well."""
    with signed_in(chromium, address, cast, path) as watched:
        page = watched.page
        assert page.locator("h1").count() == 1
        assert len(page.content().encode()) < HTML_LIMIT
        assert watched.weight < PAGE_LIMIT
        is_accessible(page)
        assert ("/inloggen" in page.url) == path.startswith("/inloggen")
        page.goto(f"{page.url}{'&' if '?' in page.url else '?'}taal=en")
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[-1]
        assert (watched.foreign, watched.complaints) == ([], [])


def test_every_page_is_looked_at(database_url: str) -> None:
    """No page behind the log-in is left out above; those of the desk and of the operator have a test of their own."""
    app = create_app(settings_for(database_url), FixedClock(NOW), log_to=io.StringIO())
    doors = dict(doors_of(app))
    shown = {name: door for name, door in doors.items() if name.startswith("GET") and "/api/" not in name}
    pages = {name.split()[1] for name, door in shown.items() if door not in (Door.BODY, Door.OPERATOR)}
    assert pages == set(PAGES) | DOWNLOADS


def test_the_code_to_scan_is_accessible(chromium: Browser, address: str, cast: Cast) -> None:
    """Turning on the second step: the picture has words beside it, and a wrong code is said beside its field."""
    with signed_in(chromium, address, cast, "/mijn/veiligheid") as watched:
        page = watched.page
        page.get_by_role("button", name="Zet twee stappen aan").click()
        expect(page.get_by_role("img", name=re.compile("^Kun je niet scannen"))).to_be_visible()
        page.locator("#code").fill("000000")
        page.get_by_role("button", name="Zet aan").click()
        expect(page.get_by_role("alert").first).to_contain_text("Dit klopt nog niet")
        is_accessible(page)
