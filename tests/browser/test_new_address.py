"""Another e-mail address, as somebody with a browser changes it: both letters, and then the new one logs in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from registry.accounts import confirm_address, open_account
from registry.practitioners import Name
from tests.admin.signing_in import settings_for
from tests.browser.conftest import Cast
from tests.browser.professionals import PASSWORD, behind_the_counter
from tests.browser.test_own_pages import Walk
from tests.browser.test_public_pages import WIDTHS, opened
from tests.public_api.serving import NOW
from tests.registry.mail import newest_code

OLD, NEW = "verhuizer@voorbeeld.example", "verhuisd@voorbeeld.example"


async def _with_an_account() -> None:
    name, settings = Name(initials="V.", family_name="Verhuizer"), settings_for("sqlite:///elsewhere")
    await open_account(OLD, PASSWORD, name, language="nl", client="192.0.2.81", settings=settings, at=NOW)
    await confirm_address(await newest_code(OLD, "account.confirm"), PASSWORD, at=NOW)


@pytest.fixture(scope="module")
def account(cast: Cast) -> str:
    """Somebody who is new in the register."""
    behind_the_counter(_with_an_account())
    return OLD


def test_an_address_changes_once_both_sides_answered(chromium: Browser, address: str, account: str) -> None:
    """A wrong one is said on the page; the links of both letters have a button; the old address no longer logs in."""
    with opened(chromium, address, "/mijn/veiligheid", scripts=True, width=WIDTHS[-1]) as watched:
        walk, page = Walk(watched.page, scripts=True, width=WIDTHS[-1]), watched.page
        walk.look("Inloggen")
        walk.fill(email=account, wachtwoord=PASSWORD)
        walk.press("Log in")
        walk.look("Inloggen en veiligheid")
        walk.fill(email="geen adres")
        walk.press("Verander mijn adres")
        walk.look("Inloggen en veiligheid")
        expect(page.locator("#email")).to_have_value("geen adres")
        walk.fill(email=NEW)
        walk.press("Verander mijn adres")
        walk.look("Inloggen en veiligheid")
        for to, kind in ((NEW, "account.address_new"), (OLD, "account.address_old")):
            page.goto(f"{address}/adres-bevestigen?code={behind_the_counter(newest_code(to, kind))}")
            walk.look("Bevestig je e-mailadres")
            walk.press("Bevestig mijn adres")
            walk.look("Bevestigd")
        expect(page.get_by_text("Je e-mailadres is veranderd.")).to_be_visible()
        page.context.clear_cookies()
        for email, heading in ((OLD, "Inloggen"), (NEW, "Inloggen en veiligheid")):
            page.goto(f"{address}/mijn/veiligheid")
            walk.fill(email=email, wachtwoord=PASSWORD)
            walk.press("Log in")
            walk.look(heading)
        assert [] == watched.foreign
