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
        asked = ("", "?page=2", *(f"?claimed={whose}" for whose in ("mine", "others", "nobody")), "?mark=noloc-rj")
        totals = {q: (await client.get(f"/api/v1/desk/applications{q}", headers=bearer)).json()["total"] for q in asked}
        client.cookies.set(COOKIE, town.people["officer"].token)
        shown = {
            q: "Quokka" in (await client.get(f"/instelling/verlengingen{q}")).text
            for q in ("", "?keurmerk=noloc-rl&bezig=nobody", "?bezig=mine", "?klaar=true")
        }
    every, _, mine, others, nobody, other_mark = totals.values()
    assert (every, 2, 1) == (mine + others + nobody, mine, other_mark)
    assert every == totals["?page=2"] > nobody > 2
    assert [True, True, False, False] == list(shown.values())
