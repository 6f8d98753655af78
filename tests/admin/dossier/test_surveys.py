"""Clients answer by a link that works once, unknown to everybody; their professional sees averages and nothing more."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx

from registry.own_entries import list_entries
from registry.surveys import QUESTIONS, rounds_of
from registry.tables_asking import SurveyAnswerRow
from tests.admin.dossier.pages import said_in, token_in
from tests.admin.signing_in import PAGE, SignedInBrowser, Site

ROUND = {"dag": "2026-11-25", "sluit": "2026-12-20", "aantal": "6"}


def links_in(page: httpx.Response) -> list[str]:
    """The paths of the links on the page of a new round."""
    return re.findall(r"https://register\.example(/vragenlijst/[\w-]+)", page.text)


async def answer(site: Site, link: str, scores: Mapping[str, object]) -> httpx.Response:
    """What a client sees after answering in a browser of their own."""
    async with site.client() as client:
        page = await client.get(link, headers=PAGE)
        assert (200, True) == (page.status_code, "We weten niet wie je bent" in said_in(page))
        return await client.post(link, data={"formulier": token_in(page), **scores}, headers=PAGE)


async def test_a_round_from_the_links_to_the_averages(site: Site, fatima: SignedInBrowser) -> None:
    """The links are told once; a link takes one answer; the averages come after the end and not before."""
    made = await fatima.post("/mijn/clienten", ROUND)
    links = links_in(made)
    assert (200, 6) == (made.status_code, len(links))
    assert [] == links_in(await fatima.get("/mijn/clienten"))
    for place, link in enumerate(links[:5]):
        thanks = await answer(site, link, dict.fromkeys(QUESTIONS, 6 + place % 5))
        assert (200, True) == (thanks.status_code, "Dank je wel" in said_in(thanks))
    async with site.client() as anybody:
        used = await anybody.get(links[0], headers=PAGE)
        assert (404, True) == (used.status_code, "Deze link werkt niet meer" in said_in(used))
    assert "Gemiddelde" not in said_in(await fatima.get("/mijn/clienten"))
    (round_,) = await rounds_of(str(fatima.number))
    closed = await fatima.post(f"/mijn/clienten/{round_.id}/sluiten", {"akkoord": "ja"})
    assert (303, "/mijn/clienten?melding=gesloten") == (closed.status_code, closed.headers["location"])
    assert "Er werd goed naar mij geluisterd. 8" in said_in(await fatima.get("/mijn/clienten"))
    assert 1 == (await list_entries(str(fatima.number), "client_survey")).total


async def test_a_round_is_closed_on_purpose_only(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Without the tick it stays open, and for another professional it is not there."""
    await fatima.post("/mijn/clienten", ROUND)
    (round_,) = await rounds_of(str(fatima.number))
    assert 400 == (await fatima.post(f"/mijn/clienten/{round_.id}/sluiten")).status_code
    assert 404 == (await other.post(f"/mijn/clienten/{round_.id}/sluiten", {"akkoord": "ja"})).status_code
    assert [False] == [one.is_over for one in await rounds_of(str(fatima.number))]
    await fatima.post(f"/mijn/clienten/{round_.id}/sluiten", {"akkoord": "ja"})
    assert "minder dan 5 antwoorden" in said_in(await fatima.get("/mijn/clienten"))


async def test_a_client_is_told_what_is_missing(site: Site, fatima: SignedInBrowser) -> None:
    """What was chosen stays chosen, and nothing is kept until every question has its figure."""
    link = links_in(await fatima.post("/mijn/clienten", ROUND))[0]
    page = await answer(site, link, {"was_heard": 7, "goal_reached": 11, "knows_the_trade": "veel"})
    assert (400, 0) == (page.status_code, await SurveyAnswerRow.count())
    assert 'name="was_heard" value="7" checked' in page.text
    assert 4 == page.text.count('class="error"')


async def test_a_link_that_never_was(site: Site) -> None:
    """It says the same as one that was used, also to whoever posts at once."""
    async with site.client() as anybody:
        assert 404 == (await anybody.get("/vragenlijst/verzonnen", headers=PAGE)).status_code
        form = {"formulier": token_in(await anybody.get("/inloggen", headers=PAGE)), **dict.fromkeys(QUESTIONS, 7)}
        assert 404 == (await anybody.post("/vragenlijst/verzonnen", data=form, headers=PAGE)).status_code


async def test_what_is_wrong_with_a_new_round_is_said(fatima: SignedInBrowser) -> None:
    """Too few clients, a day that is over, half a year, and nothing at all."""
    for fields in ({"aantal": "4"}, {"sluit": "2026-11-01", "dag": "2026-10-20"}, {"sluit": "2027-06-01"}, {"dag": ""}):
        page = await fatima.post("/mijn/clienten", {**ROUND, **fields})
        assert (400, True) == (page.status_code, "Dit klopt nog niet" in said_in(page))
    assert () == await rounds_of(str(fatima.number))
