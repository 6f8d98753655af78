"""The queue of a body: what is asked for in the address is what is shown, as a page and as JSON."""

from __future__ import annotations

from pathlib import Path

from registry.database import Engine
from tests.admin.desk.town import open_town
from tests.admin.signing_in import COOKIE, settings_for


async def test_the_filters_stand_in_the_address(register: Engine, database_url: str, tmp_path: Path) -> None:
    """What nobody works on is in the queue, in that of nobody, and not in one's own."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        bearer = {"authorization": await town.bearer("officer")}
        asked = {
            "": 10,
            "?claimed=nobody": 6,
            "?claimed=mine": 2,
            "?mark=noloc-rl": 9,
            "?overdue=true": 0,
            "?page=2": 10,
        }
        totals = {q: (await client.get(f"/api/v1/desk/applications{q}", headers=bearer)).json()["total"] for q in asked}
        client.cookies.set(COOKIE, town.people["officer"].token)
        shown = {
            q: "Quokka" in (await client.get(f"/instelling/verlengingen{q}")).text
            for q in ("", "?keurmerk=noloc-rl&bezig=nobody", "?bezig=mine", "?klaar=true")
        }
    assert asked == totals
    assert [True, True, False, False] == list(shown.values())
