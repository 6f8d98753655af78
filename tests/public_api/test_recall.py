"""Answers from memory: as the database would give them, or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter

import anyio
import httpx
import pytest

from public_api.recall import KeptAnswer
from public_api.site import Site
from public_api.web.edge import Edge
from registry import database
from tests.public_api import people
from tests.public_api.serving import served

A_SECOND = 1.0


async def followed(app: Edge) -> Site:
    """What the handlers of a started site share, once the journal is being followed for sure."""
    found: Site = app._app.public.state.site  # type: ignore[attr-defined]  # the Litestar application inside the edge
    for _ in range(100):
        if found.recall.is_sure():
            break
        await anyio.sleep(0.05)
    return found


@pytest.fixture
async def inside(site: httpx.AsyncClient, app: Edge) -> Site:
    """What the handlers share, once memory is used."""
    return await followed(app)


async def test_an_answer_is_kept_and_a_decision_drops_it(site: httpx.AsyncClient, inside: Site) -> None:
    """Asked once it is in memory; in the process that decides it is gone before the decision is acknowledged."""
    who = await people.certified("R.", "Geheugen")
    assert inside.recall.answer(who.number, {}) is None
    await site.get(f"/api/v1/practitioners/{who.number}/standing")
    assert inside.recall.answer(who.number, {}) is not None
    await people.suspend_for(who, date(2026, 11, 1), date(2026, 12, 31))
    assert inside.recall.answer(who.number, {}) is None


async def test_what_was_read_before_a_change_is_not_kept(inside: Site) -> None:
    """A slow reader that comes back after a decision must not put the old answer in memory."""
    who = await people.certified("S.", "Traag")
    heard = inside.recall.heard
    await people.suspend_for(who, date(2026, 11, 1), date(2026, 12, 31))
    old = KeptAnswer.of(b'{"checkedAt":"0000-00-00T00:00:00Z"}')
    inside.recall.keep(who.number, inside.today(), old, heard=heard)
    assert inside.recall.answer(who.number, {}) is None
    inside.recall.keep(who.number, inside.today(), old, heard=inside.recall.heard)
    assert inside.recall.answer(who.number, {}) is not None


async def test_memory_has_a_size_and_a_day(inside: Site) -> None:
    """The oldest answer leaves when it is full; another day starts empty."""
    answer = KeptAnswer.of(b'{"checkedAt":"0000-00-00T00:00:00Z"}')
    today = inside.today()
    for number in range(inside.recall.most + 1):
        inside.recall.keep(f"LP-{number}", today, answer, heard=inside.recall.heard)
    assert inside.recall.answer("LP-0", {}) is None
    assert inside.recall.answer("LP-1", {}) is not None
    inside.recall.keep("LP-x", today + timedelta(days=1), answer, heard=inside.recall.heard)
    assert inside.recall.answer("LP-1", {}) is None


async def test_another_process_sees_a_suspension_within_a_second(tables: None, database_url: str) -> None:
    """Its own memory answers before, and the new truth comes within a second of the commit."""
    async with database.running():
        who = await people.certified("T.", "Overzien")
        with served(database_url) as address:
            async with httpx.AsyncClient(base_url=address) as asking:
                path = f"/api/v1/practitioners/{who.number}/standing"
                for _ in range(5):
                    assert (await asking.get(path)).json()["certified"] is True
                    await anyio.sleep(0.2)
                await people.suspend_for(who, date(2026, 11, 1), date(2026, 12, 31))
                committed = perf_counter()
                while (await asking.get(path)).json()["certified"]:
                    assert perf_counter() - committed < A_SECOND
