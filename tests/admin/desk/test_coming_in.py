"""Where somebody comes after logging in: to their own work, or back to where they were."""

from __future__ import annotations

import pytest

from registry.accounts import RoleHeld
from registry.catalogue import store_shipped
from registry.clock import MovableClock
from registry.database import Engine
from tests.admin.signing_in import AT, open_site, settings_for, signed_in_client
from tests.admin.visitors import Visitor, staff

HOMES = {
    RoleHeld("assessor", "noloc"): "/instelling",
    RoleHeld("body_administrator", "noloc"): "/instelling",
    RoleHeld("operator"): "/beheer",
    RoleHeld("analyst"): "/mijn/veiligheid",
}


@pytest.mark.parametrize("held", HOMES)
async def test_everybody_comes_to_their_own_work(register: Engine, database_url: str, held: RoleHeld) -> None:
    """From the log-in when they have one already, and from the link to one's own file when they have none."""
    await store_shipped(actor="tests", at=AT)
    async with open_site(settings_for(database_url), MovableClock(AT)) as site, signed_in_client(site, held) as browser:
        found = [(await browser.get(path)).headers["location"] for path in ("/inloggen", "/mijn")]
        page = await browser.get(HOMES[held])
    assert ([HOMES[held]] * 2, 200) == (found, page.status_code)


async def test_staff_come_to_the_desk_with_their_password(register: Engine, database_url: str) -> None:
    """And whoever was led to the log-in from a page comes back to that page."""
    settings = settings_for(database_url)
    await store_shipped(actor="tests", at=AT)
    officer = await staff("medewerker@voorbeeld.example", "officer", "noloc", settings)
    async with open_site(settings, MovableClock(AT)) as site:
        found = [await Visitor(site.app).sign_in(officer.email, onward=onward) for onward in ("", "/mijn/veiligheid")]
    assert ["/instelling", "/mijn/veiligheid"] == [answer.headers["location"] for answer in found]
