"""What is behind the log-in opens with the first request for it, and only for addresses that are its own."""

from __future__ import annotations

import asyncio
import time

from litestar import Litestar

from admin.app import BEGINS
from public_api.web.wings import Wings
from registry.clock import MovableClock
from registry.database import Engine
from tests.admin.signing_in import AT, Site, open_site, settings_for


def wings_of(site: Site) -> Wings:
    found: Wings = site.app._app  # type: ignore[assignment]  # the edge keeps the application to itself
    return found


async def test_every_address_is_in_its_own_wing(register: Engine, database_url: str) -> None:
    """No public address begins as one behind the log-in does, and every one of those begins as it is said."""
    async with open_site(settings_for(database_url), MovableClock(AT)) as site:
        wings = wings_of(site)
        public, behind = [{route.path for route in app.routes} for app in (wings.public, wings.wing)]
        ours = {path for path in public | behind if path.startswith(BEGINS)}
        assert (behind, set()) == (ours, public & ours)


async def test_it_opens_when_it_is_needed(register: Engine, database_url: str) -> None:
    """A start page needs none of it; the log-in does, and what is not there is not found there either."""
    async with open_site(settings_for(database_url), MovableClock(AT)) as site:
        wings = wings_of(site)
        vars(wings).pop("wing", None)  # opened by whoever looked at it
        async with site.client() as anybody:
            first = (await anybody.get("/")).status_code, "wing" in vars(wings)
            found = [(await anybody.get(path)).status_code for path in ("/inloggen", "/mijn/niets", "/mijnheer")]
    assert ((200, False), [200, 404, 404], True) == (first, found, "wing" in vars(wings))


async def test_opening_it_holds_nobody_up(register: Engine, database_url: str) -> None:
    """It is opened once for two who come first, and a start page is answered meanwhile."""
    async with open_site(settings_for(database_url), MovableClock(AT)) as site:
        wings, behind = wings_of(site), wings_of(site).wing
        builds: list[Litestar] = []

        def build_slowly() -> Litestar:
            time.sleep(1)
            builds.append(behind)
            return behind

        vars(wings).pop("wing", None)
        wings._build = build_slowly
        async with site.client() as anybody:
            first = [asyncio.create_task(anybody.get("/inloggen")) for _ in range(2)]
            await asyncio.sleep(0.1)
            meanwhile = (await anybody.get("/")).status_code, "wing" in vars(wings)
            after = [(await one).status_code for one in first]
    assert ((200, False), [200, 200], 1) == (meanwhile, after, len(builds))
