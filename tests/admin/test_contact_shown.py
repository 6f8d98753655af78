"""What the operator sets about contact stands on every page soon after, and the settings until then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from public_api.contact import KeptContact
from registry.accounts import RoleHeld
from registry.catalogue import store_shipped
from registry.clock import MovableClock
from registry.contact_points import ContactPointGiven, add_contact_point
from registry.database import Engine
from registry.inputs import read_input
from registry.journal_follower import Follower
from registry.settings import Settings
from tests.admin.signing_in import open_site, settings_for
from tests.registry.desk_stories import Worker
from tests.registry.stories import until

OPERATOR = Worker("account operator", (RoleHeld("operator"),))
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)  # a Wednesday, ten in the morning
OFFICE = ("9.00-17.00",) * 5 + ("", "")


async def add(**what: Any) -> None:
    given = read_input(ContactPointGiven, {"kind": "phone", "value": "030 111 11 11", "since": AT.date()} | what)
    await add_contact_point(given, OPERATOR, at=AT)


async def test_every_page_says_what_the_operator_set(register: Engine, database_url: str) -> None:
    """From its day on, in this process soon after; a body has its own place on the page about contact."""
    await store_shipped(actor="tests", at=AT)
    clock = MovableClock(AT)
    async with open_site(settings_for(database_url), clock) as site, site.client() as anybody:
        assert "030 111 11 11" not in (await anybody.get("/")).text
        await add(hours=OFFICE)
        await add(kind="chat", value="https://chat.example/nu", hours=OFFICE)
        await add(kind="walk_in", value="Dorpsstraat 1, Utrecht", body="noloc", words_nl="Bel aan", words_en="Ring")
        contact = site.house.site.contact
        await until(lambda: len(contact.bodies) == 1)
        pages = {path: (await anybody.get(path)).text for path in ("/", "/keurmerken", "/contact")}
        clock.at = AT.replace(hour=18)
        late = (await anybody.get("/")).text
    told = ("tel:0301111111", "nu open tot 17.00", "https://chat.example/nu")
    assert {path: [True] * 3 for path in pages} == {path: [one in page for one in told] for path, page in pages.items()}
    assert [True] * 3 == [one in pages["/contact"] for one in ("Noloc", "Dorpsstraat 1, Utrecht", "Bel aan")]
    assert "nu gesloten, morgen open om 9.00" in late


async def test_what_was_known_is_said_while_nothing_is_heard(register: Engine) -> None:
    """Before the first look the settings hold; a look finds what there is, and news of others is no news."""
    kept = KeptContact(Settings(contact_phone="030 000 00 00"), MovableClock(AT), Follower())
    assert kept.phone is not None
    assert ("030 000 00 00", "vragen@register.example") == (kept.phone.value, kept.mail)
    await add(since=date(2026, 11, 26))
    kept.hear(())
    await kept.look()
    assert ["mail"] == [way.kind for way in kept.ways]
    assert [] == list(kept.bodies)
