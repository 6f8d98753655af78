"""Every public page: accessible, no sideways scroll, no other host, within its weight, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import Cast
from tests.public_api import people

WIDTHS = (1200, 320)
HTML_LIMIT = 60_000  # bytes
PAGE_LIMIT = 150_000  # bytes, as sent

PAGES = {
    "start": "/",
    "verify": "/controleren",
    "found": "/controleren?q=browserkijker&op=2024-03-14",
    "not found": "/controleren?q=bestaatniet",
    "mistyped": "/controleren?q=LP-0020418-99",
    "claim": "/controleren?q=oude+proef+niveau+b",
    "certified": "/professionals/{certified}",
    "suspended": "/professionals/{suspended}",
    "lapsed": "/professionals/{lapsed}",
    "on another day": "/professionals/{lapsed}?op=2024-03-14&bekend=2024-04-01",
    "nothing": "/professionals/{nothing}",
    "unknown number": f"/professionals/{people.NEVER_GIVEN}",
    "marks": "/keurmerken",
    "mark": "/keurmerken/noloc-rl",
    "ended mark": f"/keurmerken/{people.OLD_MARK}",
    "rules": "/keurmerken/noloc-rl/regels/2021-01-01",
    "samples": "/steekproeven",
    "contact": "/contact",
    "complaint": "/klacht",
    "accessibility": "/toegankelijkheid",
    "privacy": "/privacy",
    "developers": "/ontwikkelaars",
    "no such page": "/bestaat-niet",
}


class Watched:
    """A page, and what its browser complained about or asked of others."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.weight = 0
        self.status = 0  # of the last page
        page.on("request", lambda request: self._asked(request.url, address))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("response", self._answered)

    def _asked(self, url: str, address: str) -> None:
        if not url.startswith(address):
            self.foreign.append(url)

    def _said(self, kind: str, text: str) -> None:
        # The browser reports our own 4xx pages as a failed resource; everything else is a complaint.
        if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
            self.complaints.append(text)

    def _answered(self, response: Response) -> None:
        self.weight += int(response.headers.get("content-length", "0"))
        if response.request.is_navigation_request():
            self.status = response.status


@contextmanager
def opened(
    chromium: Browser, address: str, path: str, *, scripts: bool, width: int = WIDTHS[0], session: str | None = None
) -> Iterator[Watched]:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="nl-NL"
    )
    try:
        if session is not None:
            context.add_cookies([{"name": "sessie", "value": session, "url": address}])
        watched = Watched(context.new_page(), address)
        watched.page.goto(f"{address}{path}")
        yield watched
    finally:
        context.close()


def _path(name: str, language: str, cast: Cast) -> str:
    path = PAGES[name].format(
        certified=cast.certified, suspended=cast.suspended, lapsed=cast.lapsed, nothing=cast.nothing
    )
    return path + ("&" if "?" in path else "?") + f"taal={language}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_is_accessible(chromium: Browser, address: str, cast: Cast, name: str, language: str) -> None:
    """No axe violation, no sideways scroll, no other host, no breach of the CSP, within its weight; wide and narrow."""
    with opened(chromium, address, _path(name, language, cast), scripts=True) as watched:
        page = watched.page
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        assert len(page.content().encode()) < HTML_LIMIT
        assert watched.weight < PAGE_LIMIT
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        assert (watched.foreign, watched.complaints) == ([], [])


def test_without_javascript_somebody_is_verified(chromium: Browser, address: str, cast: Cast) -> None:
    """From the start page by keyboard alone to the answer, and on to another day."""
    with opened(chromium, address, "/", scripts=False, width=320) as watched:
        page = watched.page
        page.keyboard.press("Tab")
        assert page.locator(".skip").bounding_box() is not None
        page.get_by_label("Naam of registernummer").fill(cast.certified.lower())
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/professionals/{cast.certified}")
        assert page.get_by_role("heading", name="Geregistreerd").count() == 1
        page.get_by_label("Op welke dag?").fill("2030-01-01")
        page.get_by_role("button", name="Laat zien").click()
        page.wait_for_url("**op=2030-01-01**")
        assert page.get_by_role("heading", name="Op 1 januari 2030: Niet meer geregistreerd").count() == 1
        page.get_by_role("link", name="English").click()
        assert page.get_by_role("heading", name="On 1 January 2030: No longer registered").count() == 1
        assert watched.foreign == []


def test_focus_is_visible_on_everything_that_can_be_reached(chromium: Browser, address: str, cast: Cast) -> None:
    """Each stop of the Tab key has an outline of at least two pixels."""
    with opened(chromium, address, f"/professionals/{cast.certified}", scripts=True) as watched:
        page = watched.page
        for _ in range(12):
            page.keyboard.press("Tab")
            outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
            assert outline >= 2


def test_a_printed_profile_leaves_the_forms_out(chromium: Browser, address: str, cast: Cast) -> None:
    """On paper: the status and the QR code, no menu and no form."""
    with opened(chromium, address, f"/professionals/{cast.certified}", scripts=True) as watched:
        page = watched.page
        page.emulate_media(media="print")
        assert page.get_by_role("heading", name="Geregistreerd").is_visible()
        assert page.locator(".qr svg").is_visible()
        assert not page.locator("form").first.is_visible()
        assert not page.locator("header nav").is_visible()
