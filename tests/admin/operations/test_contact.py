"""Contact points in the hands of the operator: a form that says what is wrong where, and the same for programs."""

from __future__ import annotations

from typing import Any

import pytest

from registry.accounts import RoleHeld
from registry.catalogue import store_shipped
from registry.clock import MovableClock
from registry.contact_points import contact_points
from registry.database import Engine
from tests.admin.signing_in import AT, bearer, open_site, settings_for, signed_in_client

HERE, API = "/beheer/contact", "/api/v1/operations/contact-points"


async def test_a_way_is_added_and_ends(register: Engine, database_url: str) -> None:
    """With its hours; the page shows it until its end, and afterwards among what was."""
    await store_shipped(actor="tests", at=AT)
    clock = MovableClock(AT)
    async with (
        open_site(settings_for(database_url), clock) as site,
        signed_in_client(site, RoleHeld("operator")) as operator,
    ):
        assert "uit de instellingen van de server" in (await operator.get(HERE)).text
        fields = {
            "instelling": "noloc",
            "soort": "walk_in",
            "waarde": "Dorpsstraat 1, Utrecht",
            "maandag": "9.00-12.00",
        }
        added = await operator.post(HERE, fields | {"feestdagen": "ja", "woorden_nl": "Bel aan", "woorden_en": "Ring"})
        assert (303, f"{HERE}?melding=erbij") == (added.status_code, added.headers["location"])
        (point,) = await contact_points()
        page = (await operator.get(HERE)).text
        assert [True] * 3 == [one in page for one in ("Noloc: Langskomen", "maandag 9.00-12.00", "ook op feestdagen")]
        end = f"{HERE}/{point.id}/eind"
        ended = [await operator.post(end, {"eindigt": day}) for day in ("", "2026-11-24", "2026-12-01")]
        assert [400, 400, 303] == [answer.status_code for answer in ended]
        assert f'href="#eindigt-{point.id}"' in ended[1].text
        assert 409 == (await operator.post(end, {"eindigt": "2026-12-02"})).status_code
        assert "Vanaf 1 december 2026 niet meer." in (await operator.get(HERE)).text
        clock.at = AT.replace(month=12)
    assert [False] == [one.holds_on(clock.at.date()) for one in await contact_points()]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"soort": "phone", "waarde": "bel mij"}, "waarde"),
        ({"soort": "phone", "waarde": "030 1", "vrijdag": "de hele dag"}, "vrijdag"),
        ({"soort": "phone", "waarde": "030 1", "woorden_en": "Ring"}, "woorden_nl"),
        ({"soort": "phone", "waarde": "030 1", "vanaf": "2020-01-01"}, "vanaf"),
        ({"soort": "phone", "waarde": "030 1", "vanaf": "morgen"}, "vanaf"),
        ({"soort": "fax", "waarde": "030 1"}, "soort"),
    ],
)
async def test_a_mistake_stands_beside_its_field(
    register: Engine, database_url: str, fields: dict[str, str], wrong: str
) -> None:
    """And what was typed is still there."""
    async with (
        open_site(settings_for(database_url), MovableClock(AT)) as site,
        signed_in_client(site, RoleHeld("operator")) as operator,
    ):
        answer = await operator.post(HERE, fields)
    assert (400, True, True) == (
        answer.status_code, f'id="{wrong}-fout"' in answer.text, f'value="{fields["waarde"]}"' in answer.text
    )  # fmt: skip


async def test_a_program_does_the_same(register: Engine, database_url: str) -> None:
    """Adds, lists and ends one; a mistake names its field."""
    async with (
        open_site(settings_for(database_url), MovableClock(AT)) as site,
        signed_in_client(site, RoleHeld("operator")) as operator,
    ):
        who = await bearer(site, operator)

        async def send(address: str, **body: Any) -> tuple[int, dict[str, Any]]:
            answer = await operator.client.post(address, json=body, headers=who)
            return answer.status_code, answer.json()

        given = {"kind": "chat", "value": "https://chat.example/x", "since": "2026-12-01"}
        status, added = await send(API, **given, hours=["9.00-17.00"] * 5 + ["", ""], onHolidays=True)
        assert (201, True, "9.00-17.00") == (status, added["onHolidays"], added["hours"][4])
        assert 400 == (await send(API, **given | {"value": "x"}))[0]
        assert 400 == (await send(f"{API}/{added['id']}/end", endedOn="2026-11-30"))[0]
        status, ended = await send(f"{API}/{added['id']}/end", endedOn="2026-12-31")
        listed = (await operator.client.get(API, headers=who)).json()["items"]
    assert (200, "2026-12-31", [ended]) == (status, ended["endedOn"], listed)
