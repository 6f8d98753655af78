"""A real Chromium against a real server of the whole site, over the database of this run."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.admin.serving import WHOLE_SITE
from tests.browser.professionals import Own, Renewing, tell_professionals
from tests.public_api import people
from tests.public_api.serving import served
from tests.register import empty_register

RENEWING = tuple(f"reiziger-{number}@voorbeeld.example" for number in range(4))
BY_KEYBOARD = "toetsen@voorbeeld.example"
# Debian's Chromium; Playwright's own download is used where there is none.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


@dataclass(frozen=True, slots=True)
class Cast:
    """The people on the pages, by what holds for them."""

    certified: str
    suspended: str
    lapsed: str
    nothing: str
    own: Own
    renewing: Mapping[str, Renewing]


async def _prepare() -> Cast:
    async with empty_register():  # other tests of this run may have left people and marks behind
        own, renewing = await tell_professionals((*RENEWING, BY_KEYBOARD))
        await people.publish_marks()
        certified = await people.certified("F.", "Browserkijker", "el")
        await people.show_all(certified)
        suspended = await people.certified("J.", "Browserkijker", "van der")
        await people.suspend_for(suspended, date(2026, 11, 1), date(2026, 12, 31))
        lapsed = await people.enter("A.", "Browserkijker", "de")
        await people.grant(lapsed, date(2017, 5, 4), date(2021, 5, 3))
        await people.grant(lapsed, date(2021, 7, 4), date(2025, 7, 3))
        nothing = await people.enter("N.", "Browserkijker")
    return Cast(certified.number, suspended.number, lapsed.number, nothing.number, own, renewing)


@pytest.fixture(scope="session")
def cast(database_url: str) -> Cast:
    """Four people to look up and five who log in, entered once."""
    return asyncio.run(_prepare())


@pytest.fixture(scope="session")
def address(cast: Cast, database_url: str) -> Iterator[str]:
    """Where the site is served."""
    with served(database_url, WHOLE_SITE) as found:
        yield found


@pytest.fixture(scope="module")
def chromium(address: str) -> Iterator[Browser]:
    """One browser for a module; each test opens a context of its own.

    It comes after `address` and goes with its module, because Playwright keeps an event loop running in this thread
    and nothing asynchronous can be started beside it.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()
