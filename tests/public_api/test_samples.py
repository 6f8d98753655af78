"""A sample audit that anybody checks: the page, the list as a file, and the interface say the same, and name nobody."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import httpx

from accreditation import sample
from accreditation.dates import amsterdam_day
from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue
from registry.journal import recording
from registry.sample_rounds import RoundGiven, draw_round, fix_list, open_round
from registry.sample_shares import ShareGiven, set_share
from tests.public_api import people
from tests.public_api.serving import NOW
from tests.registry.desk_stories import Worker, worker


async def officer(mark: str = people.MARK) -> Worker:
    """Somebody of the body that issues a mark of these tests."""
    return worker("officer", body=(await load_catalogue()).mark(mark).body.code)


async def _day_of_the_register() -> date:
    """Its time only goes forward, and the tests that share it write in it at moments of their own."""
    async with recording(actor="tests", at=NOW) as journal:
        return amsterdam_day(journal.at)


async def a_round(staff: Worker, mark: str = people.MARK) -> UUID:
    """A promise, and nothing more yet."""
    share = ShareGiven(mark=mark, percentage=40, since=await _day_of_the_register(), reason="Zo is het besloten.")
    await set_share(share, staff, at=NOW)
    return await open_round(RoundGiven(mark=mark), staff, at=NOW)


async def test_everything_to_check_it_is_public(site: httpx.AsyncClient) -> None:
    """Each step shows what it adds; in the end the draw is done again from what the site gives."""
    numbers = []
    catalogue = await load_catalogue()
    for family in ("Proefsteek", "Steekproef", "Steekmonster"):
        who = await people.enter("S.", family)
        numbers.append(who.number)
        await apply(who.number, ApplicationGiven(mark=people.MARK), catalogue=catalogue, actor="tests", at=NOW)
    staff = await officer()
    round_ = await a_round(staff)
    promised = (await site.get(f"/api/v1/samples/{round_}")).json()
    assert (None, None, []) == (promised["round"]["seed"], promised["round"]["listDigest"], promised["drawnFrom"])
    assert "" == (await site.get(f"/steekproeven/{round_}/lijst.txt")).text
    await fix_list(round_, staff, at=NOW)
    await draw_round(round_, staff, at=NOW)
    found = (await site.get(f"/api/v1/samples/{round_}")).json()
    text = (await site.get(f"/steekproeven/{round_}/lijst.txt")).text
    one = found["round"]
    assert promised["round"]["seedDigest"] == sample.digest_of_seed(one["seed"])
    assert one["listDigest"] == sample.digest_of_list(text)
    assert found["drawn"] == list(sample.draw(one["seed"], sample.read_list(text), one["percentage"]))
    page = await site.get(f"/steekproeven/{round_}?taal=nl")
    assert all(told in page.text for told in (one["seed"], one["seedDigest"], one["listDigest"], *found["drawn"]))
    assert str(round_) in (await site.get("/steekproeven")).text
    assert [] == [number for number in numbers if number in page.text or "Steek" in text]


async def test_what_is_not_there(site: httpx.AsyncClient) -> None:
    """An unknown round, on each address."""
    for address in (f"/steekproeven/{uuid4()}", f"/steekproeven/{uuid4()}/lijst.txt", f"/api/v1/samples/{uuid4()}"):
        assert 404 == (await site.get(address)).status_code
