"""The whole site over an empty register, and two people who are signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from registry.clock import MovableClock
from registry.practitioners import Name
from tests.admin.signing_in import AT, SignedInBrowser, Site, open_site, professional, settings_for, signed_in_client
from tests.register import empty_register
from tests.registry.stories import somebody


@pytest.fixture
def clock() -> MovableClock:
    """It is the morning of 25 November 2026."""
    return MovableClock(AT)


@pytest.fixture
async def site(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Site]:
    """The whole site with its database open, in the loop of the test."""
    async with empty_register(), open_site(settings_for(database_url, tmp_path / "evidence"), clock) as found:
        yield found


@pytest.fixture
async def fatima(site: Site) -> AsyncIterator[SignedInBrowser]:
    """A professional with an empty file, signed in."""
    async with signed_in_client(site, professional(await somebody())) as browser:
        yield browser


@pytest.fixture
async def other(site: Site) -> AsyncIterator[SignedInBrowser]:
    """Another professional, signed in as well."""
    number = await somebody(name=Name(initials="B.", family_name="Anders"), seed=2)
    async with signed_in_client(site, professional(number)) as browser:
        yield browser
