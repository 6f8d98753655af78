"""A file that is too large, from a real browser: the form comes back with what was chosen, or a page leads to it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Cast
from tests.browser.test_own_pages import signed_in


@pytest.fixture(scope="module")
def awake(address: str) -> str:
    """A server that was just started opens what is behind the log-in with the first request for it."""
    httpx.get(f"{address}/inloggen", timeout=60)
    return address


@pytest.mark.parametrize(
    ("size", "heading", "told"),
    [
        (12_000_000, None, "Dit bestand is groter dan 10 MB."),
        (48_000_000, "Dit bestand is te groot", "Kies een kleiner bestand (hoogstens 10 MB)."),
    ],
)
def test_a_browser_shows_what_to_do(
    chromium: Browser, awake: str, cast: Cast, tmp_path: Path, size: int, heading: str | None, told: str
) -> None:
    """Also where the server answers before everything was sent."""
    large = tmp_path / "scan.pdf"
    large.write_bytes(b"%PDF-1.7" + bytes(size))
    with signed_in(chromium, awake, cast, "/mijn/activiteiten/{activity}") as watched:
        page = watched.page
        title = page.locator("h1").inner_text()
        page.locator("#bewijssoort").select_option("certificate")
        page.locator("#bestand").set_input_files(large)
        with page.expect_navigation():
            page.get_by_role("button", name="Voeg bewijs toe").click()
        expect(page.locator("h1")).to_have_text(heading or title)
        expect(page.get_by_text(told).first).to_be_visible()
        if heading is None:
            expect(page.locator("#bewijssoort")).to_have_value("certificate")
        else:
            page.get_by_role("link", name="Terug naar het formulier").click()
            expect(page.locator("h1")).to_have_text(title)
