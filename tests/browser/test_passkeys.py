"""A passkey in real Chromium, with a device of its own: added behind the log-in, and then let in by it alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.admin.serving import WHOLE_SITE
from tests.browser.conftest import Cast
from tests.browser.test_public_pages import opened
from tests.public_api.serving import served

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def by_name(cast: Cast, database_url: str) -> Iterator[str]:
    """The site by a name: browsers keep no passkey for a bare number."""
    with served(database_url, WHOLE_SITE, "localhost") as found:
        yield found


def give_device(page: Page) -> None:
    """The browser has something to keep passkeys in, and its owner always agrees."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_passkey_lets_somebody_in(by_name: str, chromium: Browser, cast: Cast) -> None:
    """Added, listed, used without address or password, and taken away again: then it lets nobody in."""
    with opened(chromium, by_name, "/mijn/veiligheid", scripts=True, session=cast.own.session) as watched:
        page = watched.page
        give_device(page)
        page.locator("#passkey-naam").fill("Sleutel van de test")
        page.get_by_role("button", name="Voeg een passkey toe").click()
        expect(page.get_by_text("Je passkey is toegevoegd.")).to_be_visible()
        expect(page.get_by_text("Sleutel van de test")).to_be_visible()
        page.context.clear_cookies()  # the browser is closed; what the device keeps stays
        page.goto(f"{by_name}/inloggen?verder=/mijn/veiligheid")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.get_by_role("button", name="Log in met een passkey").click()
        expect(page.get_by_text("Sleutel van de test")).to_be_visible()
        page.locator("li", has_text="Sleutel van de test").get_by_role("button", name="Haal weg").click()
        expect(page.get_by_text("De passkey is weggehaald.")).to_be_visible()
        page.context.clear_cookies()
        page.goto(f"{by_name}/inloggen")
        page.get_by_role("button", name="Log in met een passkey").click()
        expect(page.get_by_role("alert").filter(has_text=" ")).to_be_visible()
        assert page.url.startswith(f"{by_name}/inloggen")
        assert (watched.foreign, [c for c in watched.complaints if "400" not in c]) == ([], [])
