"""The pages of a body and of the operator in a real browser, each by whoever works there."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser

from admin.app import create_app
from admin.web.doorman import Door
from registry.accounts import RoleHeld
from registry.clock import FixedClock
from tests.admin.signing_in import new_log_in, settings_for
from tests.admin.visitors import doors_of
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_own_pages import is_accessible
from tests.browser.test_public_pages import HTML_LIMIT, PAGE_LIMIT, WIDTHS, opened
from tests.public_api.serving import NOW

OFFICER, EDITOR, OPERATOR = RoleHeld("officer", "noloc"), RoleHeld("scheme_editor", "noloc"), RoleHeld("operator")
ADMINISTRATOR = RoleHeld("body_administrator", "noloc")
# Every page of the desk and of the operator, by its route. A new page fails below until it stands here.
PAGES = {
    "/instelling": (("/instelling", OFFICER), ("/instelling", EDITOR)),
    "/instelling/verlengingen": (
        ("/instelling/verlengingen", OFFICER),
        ("/instelling/verlengingen?bezig=mine&wacht=applicant", OFFICER),
    ),
    "/instelling/verlengingen/bulk": (("/instelling/verlengingen/bulk", OFFICER),),
    "/instelling/verlengingen/bulk/{mark:str}": (("/instelling/verlengingen/bulk/noloc-rl", OFFICER),),
    "/instelling/activiteiten": (("/instelling/activiteiten", OFFICER),),
    "/instelling/steekproef": (("/instelling/steekproef", OFFICER),),
    "/instelling/professionals": (
        ("/instelling/professionals", OFFICER),
        ("/instelling/professionals?stand=valid&plaats=Utrecht", OFFICER),
    ),
    "/instelling/professionals/dubbel": (("/instelling/professionals/dubbel", OFFICER),),
    "/instelling/professionals/samenvoegen": (("/instelling/professionals/samenvoegen", OFFICER),),
    "/instelling/professionals/samenvoegingen": (("/instelling/professionals/samenvoegingen", OFFICER),),
    "/instelling/keurmerken": (("/instelling/keurmerken", EDITOR),),
    "/instelling/keurmerken/{mark:str}/regels": (("/instelling/keurmerken/noloc-rl/regels", EDITOR),),
    "/instelling/import": (("/instelling/import", OFFICER),),
    "/instelling/uitstel": (("/instelling/uitstel", OFFICER),),
    "/instelling/uitstel/groep": (("/instelling/uitstel/groep", OFFICER),),
    "/instelling/uitstel/groep/lijst": (
        ("/instelling/uitstel/groep/lijst?keurmerk=noloc-rl&dag=2026-11-01&maanden=6", OFFICER),
    ),
    "/instelling/vooruitblik": (("/instelling/vooruitblik", OFFICER),),
    "/instelling/rapporten": (("/instelling/rapporten", OFFICER),),
    "/instelling/brieven": (("/instelling/brieven", OFFICER),),
    "/instelling/brieven/{letter:str}": (
        ("/instelling/brieven/granted", OFFICER),
        ("/instelling/brieven/reminder", OFFICER),
    ),
    "/instelling/maatregelen": (("/instelling/maatregelen", OFFICER),),
    "/instelling/maatregelen/nieuw": (("/instelling/maatregelen/nieuw", OFFICER),),
    "/instelling/bezwaren": (("/instelling/bezwaren", OFFICER),),
    "/instelling/opleidingen": (("/instelling/opleidingen", OFFICER),),
    "/instelling/medewerkers": (("/instelling/medewerkers", ADMINISTRATOR),),
    "/instelling/logboek": (("/instelling/logboek", ADMINISTRATOR), ("/instelling/logboek?soort=staff", ADMINISTRATOR)),
    "/beheer": (("/beheer", OPERATOR),),
    "/beheer/contact": (("/beheer/contact", OPERATOR),),
    "/beheer/post": (("/beheer/post", OPERATOR),),
    "/beheer/gezondheid": (("/beheer/gezondheid", OPERATOR),),
    "/beheer/rollen": (("/beheer/rollen", OPERATOR),),
    "/beheer/samenvoegingen": (("/beheer/samenvoegingen", OPERATOR),),
}
# These need a story of their own, and that looks at them: test_case.py, test_deciding.py, test_bulk_approval.py,
# test_suspension.py, test_rules_in_the_making.py, test_administering.py, test_merging.py.
IN_A_STORY = {
    "/instelling/verlengingen/{application:uuid}",
    "/instelling/logboek/logboek.csv",
    "/instelling/opleidingen/{course:uuid}",
    "/instelling/verlengingen/bulk/partij/{batch:uuid}",
    "/instelling/professionals/{number:str}",
    "/instelling/professionals/samenvoegingen/{merge:uuid}",
    "/beheer/samenvoegingen/{merge:uuid}",
    "/instelling/regels/{draft:uuid}",
    "/instelling/regels/{draft:uuid}/tekst",
    "/instelling/doorrekeningen/{run:uuid}",
    "/instelling/doorrekeningen/{run:uuid}/tabel.csv",
    "/instelling/maatregelen/{proposal:uuid}",
    "/instelling/bezwaren/{objection:uuid}",
    "/instelling/rapporten/tabel.csv",
    "/instelling/uitstel/{leave:uuid}/{mark:str}",
    "/instelling/uitstel/groep/lijst/tabel.csv",
    "/instelling/uitstel/groep/{extension:uuid}",
    "/instelling/uitstel/groep/{extension:uuid}/tabel.csv",
    "/instelling/uitstel/groep/{extension:uuid}/terug",
    "/instelling/uitstel/groep/{extension:uuid}/terug/tabel.csv",
    "/instelling/verlengingen/{application:uuid}/besluit",
    "/instelling/verlengingen/{application:uuid}/besluit/brief.pdf",
}


@pytest.mark.parametrize(("path", "held"), [page for pages in PAGES.values() for page in pages])
def test_a_page_of_the_desk_is_accessible(
    chromium: Browser, address: str, cast: Cast, path: str, held: RoleHeld
) -> None:
    """No axe violation, no sideways scroll, no other host, nothing the browser complains of; English fits as well."""
    session = behind_the_counter(new_log_in(held, at=NOW)).token
    with opened(chromium, address, path, scripts=True, session=session) as watched:
        page = watched.page
        assert (200, 1) == (watched.status, page.locator("h1").count())
        assert len(page.content().encode()) < HTML_LIMIT
        assert watched.weight < PAGE_LIMIT
        is_accessible(page)
        page.goto(f"{page.url}{'&' if '?' in page.url else '?'}taal=en")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[-1]
        assert (watched.foreign, watched.complaints) == ([], [])


def test_every_page_of_the_desk_is_looked_at(database_url: str) -> None:
    """No page of the desk or of the operator is left out above."""
    app = create_app(settings_for(database_url), FixedClock(NOW), log_to=io.StringIO())
    shown = {
        name.split()[1]
        for name, door in doors_of(app)
        if door in (Door.BODY, Door.OPERATOR) and name.startswith("GET") and "/api/" not in name
    }
    assert set(PAGES) | IN_A_STORY == shown
