"""The people of a body as pages and as JSON: what is asked for stands in the address."""

from __future__ import annotations

from pathlib import Path

from registry.database import Engine
from tests.admin.desk.town import open_town
from tests.admin.signing_in import COOKIE, settings_for

HERE, JSON = "/instelling/professionals", "/api/v1/desk/people"


async def test_people_are_found_by_the_address(register: Engine, database_url: str, tmp_path: Path) -> None:
    """By name, mark and standing, with an empty answer for nobody and a mistyped number told beside the field."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        bearer = {"authorization": await town.bearer("officer")}
        asked = {"?q=quok": True, f"?q={town.number}": True, "?q=quok&state=applied": True, "?state=valid": False,
                 "?q=niemand": False, "?page=9": False}  # fmt: skip
        found = {q: town.number in (await client.get(f"{JSON}{q}", headers=bearer)).text for q in asked}
        wrong = await client.get(f"{JSON}?q=LP-0020418-50", headers=bearer)
        client.cookies.set(COOKIE, town.people["officer"].token)
        shown = {q: "Quokka" in (await client.get(f"{HERE}{q}")).text for q in ("", "?q=quok", "?stand=valid")}
        mistyped = await client.get(f"{HERE}?q=LP-0020418-50")
    assert asked == found
    assert (400, [True, True, False]) == (wrong.status_code, list(shown.values()))
    assert (400, True) == (mistyped.status_code, 'id="q-fout"' in mistyped.text)


async def test_one_person(register: Engine, database_url: str, tmp_path: Path) -> None:
    """With the decisions of the body's marks; a number written otherwise is led to the exact one."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        bearer = {"authorization": await town.bearer("officer")}
        one = (await client.get(f"{JSON}/{town.number}", headers=bearer)).json()
        client.cookies.set(COOKIE, town.people["officer"].token)
        page = await client.get(f"{HERE}/{town.number}")
        led = await client.get(f"{HERE}/{town.number.lower()}")
    (mark,) = one["marks"]
    happened = [each["kind"] for each in mark["decisions"]] + [each["state"] for each in mark["applications"]]
    assert ("noloc-rl", "not_registered", ["application", "open"]) == (mark["mark"], mark["status"], happened)
    assert (200, True) == (page.status_code, "Quokka" in page.text)
    assert (303, f"{HERE}/{town.number}") == (led.status_code, led.headers["location"])
