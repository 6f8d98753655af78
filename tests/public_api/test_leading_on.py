"""The number of a file that went into another one leads on, at every address it stands in, with the same question."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from public_api.web.edge import Edge
from registry.accounts import RoleHeld
from registry.catalogue import load_catalogue
from registry.erasure import remove_by_right
from registry.merges import MergeGiven, approve_merge, look_at_both, propose_merge
from tests.public_api import people
from tests.public_api.conftest import NOW
from tests.public_api.test_recall import followed
from tests.registry.desk_stories import Worker

ONE, OTHER = (Worker(f"account {number}", (RoleHeld("officer", "proef"),)) for number in (1, 2))
FIRST, LAST = date(2019, 3, 2), date(2023, 3, 1)


async def merge(kept: str, gone: str) -> None:
    """Proposed by one officer, approved by another."""
    by: dict[str, Any] = {"catalogue": await load_catalogue(), "at": NOW}
    seen = (await look_at_both(kept, gone, ONE, **by)).seen
    given = MergeGiven(kept=kept, gone=gone, seen=seen, reason="Dezelfde persoon.")
    await approve_merge(await propose_merge(given, ONE, **by), OTHER, **by)


@pytest.fixture
async def two(site: httpx.AsyncClient) -> tuple[str, str]:
    """The number that stays, and the one of a term of long ago."""
    kept, gone = await people.certified("L.", "Doorverwezen"), await people.enter("L.", "Doorverwezen")
    await people.grant(gone, FIRST, LAST, decided_on=date(2021, 2, 1))
    return kept.number, gone.number


ADDRESSES = (
    "/professionals/{}", "/professionals/{}?op=2020-01-01&bekend=2024-01-01", "/professionals/{}/badge.svg",
    "/api/v1/practitioners/{}", "/api/v1/practitioners/{}/standing",
    "/api/v1/practitioners/{}/standing?on=2020-01-01&knownOn=2024-01-01",
)  # fmt: skip


async def test_every_address_leads_on(site: httpx.AsyncClient, app: Edge, two: tuple[str, str]) -> None:
    """For good, so that a program learns the new address; also an answer that was kept in memory a moment ago."""
    kept, gone = two
    inside = await followed(app)
    before = [(await site.get(address.format(gone))).status_code for address in ADDRESSES]
    assert (200, True) == (max(before), inside.recall.answer(gone, {}) is not None)
    await merge(kept, gone)
    answers = [await site.get(address.format(gone)) for address in ADDRESSES]
    assert [(308, address.format(kept)) for address in ADDRESSES] == [
        (answer.status_code, answer.headers["location"]) for answer in answers
    ]
    assert {"public, max-age=86400"} == {answer.headers["cache-control"] for answer in answers}


async def test_who_checked_an_old_number_gets_the_right_answer(site: httpx.AsyncClient, two: tuple[str, str]) -> None:
    """On a day of the term that was given under it, and as it was known then; the way goes by the short link too."""
    kept, gone = two
    asked = f"/api/v1/practitioners/{gone}/standing?on=2020-01-01"
    before = (await site.get(asked)).json()
    await merge(kept, gone)
    after = (await site.get(asked, follow_redirects=True)).json()
    assert (True, True, kept) == (before["certified"], after["certified"], after["number"])
    spans = after["registrations"][0]["history"]
    assert {"from": str(FIRST), "until": str(LAST)} in spans
    short = await site.get(f"/p/{gone}", follow_redirects=True)
    assert (200, True) == (short.status_code, kept in str(short.url))
    found = await site.get("/controleren", params={"q": gone}, follow_redirects=True)
    assert (200, f"/professionals/{kept}") == (found.status_code, found.url.path)
    listed = (await site.get("/api/v1/practitioners", params={"q": gone})).json()
    assert [kept] == [item["number"] for item in listed["items"]]


async def test_a_number_written_otherwise_leads_on_as_well(site: httpx.AsyncClient, two: tuple[str, str]) -> None:
    """Without hyphens in the interface; and a number that led nowhere but here goes two ways after a second merge."""
    kept, gone = two
    await merge(kept, gone)
    written = gone.lower().replace("-", "")
    answer = await site.get(f"/api/v1/practitioners/{written}/standing")
    assert (308, f"/api/v1/practitioners/{kept}/standing") == (answer.status_code, answer.headers["location"])
    last = await people.certified("M.", "Doorverwezen")
    await merge(last.number, kept)
    for number in (kept, gone):
        answer = await site.get(f"/api/v1/practitioners/{number}/standing")
        assert f"/api/v1/practitioners/{last.number}/standing" == answer.headers["location"]


async def test_somebody_who_was_removed_after_it(site: httpx.AsyncClient, two: tuple[str, str]) -> None:
    """The old number leads to the other one, and that one says that it was removed."""
    kept, gone = two
    await merge(kept, gone)
    await remove_by_right(kept, actor="desk", at=NOW)
    answers = [(await site.get(f"/api/v1/practitioners/{number}/standing")).status_code for number in (gone, kept)]
    assert [308, 410] == answers
