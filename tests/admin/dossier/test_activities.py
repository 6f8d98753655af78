"""Activities through the pages: added, seen, and nobody else's business."""

from __future__ import annotations

import re

import pytest

from registry.own_entries import list_entries
from tests.admin.signing_in import SignedInBrowser, Site

TRAINING = {"wat": "Training loopbaantheorie", "soort": "training", "datum": "2026-11-20", "uren": "2,5"}


async def test_an_activity_is_added_through_the_form(site: Site, fatima: SignedInBrowser) -> None:
    """It leads to its page, which says what was written down."""
    answer = await fatima.post("/mijn/activiteiten/nieuw", TRAINING)
    assert 303 == answer.status_code
    page = await fatima.get(answer.headers["location"])
    assert 200 == page.status_code
    assert "Training loopbaantheorie" in page.text
    (entry,) = (await list_entries(str(fatima.number), "activity")).entries
    assert 150 == entry.said.model_dump()["minutes"]


async def test_another_sees_nothing_of_it(site: Site, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Not by its address, and not without a log-in."""
    address = (await fatima.post("/mijn/activiteiten/nieuw", TRAINING)).headers["location"]
    assert 404 == (await other.get(address)).status_code
    async with site.client() as anybody:
        answer = await anybody.get(address, headers={"accept": "text/html"})
    assert (303, True) == (answer.status_code, answer.headers["location"].startswith("/inloggen"))


async def test_a_form_without_its_token_changes_nothing(fatima: SignedInBrowser) -> None:
    """Another site cannot send it for them."""
    answer = await fatima.client.post("/mijn/activiteiten/nieuw", data=TRAINING, headers={"accept": "text/html"})
    assert 403 == answer.status_code
    assert 0 == (await list_entries(str(fatima.number), "activity")).total


async def test_what_it_counts_for_is_told_before_it_is_kept(fatima: SignedInBrowser) -> None:
    """Looking first keeps nothing; a concept counts for nothing until it is handed in."""
    looked = await fatima.post("/mijn/activiteiten/nieuw", {**TRAINING, "knop": "bekijk"})
    assert (200, True) == (looked.status_code, "Wat dit telt" in looked.text)
    assert 0 == (await list_entries(str(fatima.number), "activity")).total
    kept = await fatima.post("/mijn/activiteiten/nieuw", {**TRAINING, "knop": "concept"})
    address = str(kept.headers["location"]).partition("?")[0]
    assert "Wat dit telt" not in (await fatima.get(address)).text
    assert "Concept afmaken" in (await fatima.get("/mijn")).text
    assert 303 == (await fatima.post(f"{address}/indienen", {"versie": "1"})).status_code
    assert "Wat dit telt" in (await fatima.get(address)).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"uren": "veel"}, "Schrijf een aantal uren"),
        ({"uren": "999999"}, "Schrijf een aantal uren"),
        ({"punten": "-3"}, "Schrijf een aantal, bijvoorbeeld 4 of 4,5"),
        ({"wat": "Een\x07bel"}, "onzichtbare"),
    ],
)
async def test_what_cannot_be_read_is_said_with_what_to_write(
    fatima: SignedInBrowser, changed: dict[str, str], said: str
) -> None:
    """The form comes back with everything that was typed; nothing is kept."""
    answer = await fatima.post("/mijn/activiteiten/nieuw", {**TRAINING, **changed})
    assert (400, True, True) == (answer.status_code, said in answer.text, 'value="2026-11-20"' in answer.text)
    assert 0 == (await list_entries(str(fatima.number), "activity")).total


async def test_a_domain_that_a_rule_asks_for_is_chosen_by_name(fatima: SignedInBrowser) -> None:
    """And what nobody asks for may be typed as people type it."""
    form = (await fatima.get("/mijn/activiteiten/nieuw")).text
    assert "Psychodiagnostiek</option>" in form
    await fatima.post("/mijn/activiteiten/nieuw", {**TRAINING, "domein": "psychodiagnostics", "vorm": "Online Café"})
    (entry,) = (await list_entries(str(fatima.number), "activity")).entries
    said = entry.said.model_dump()
    assert ("psychodiagnostics", "online_cafe") == (said["domain"], said["mode"])


@pytest.mark.parametrize("wrong", ["&op=2026-12-01&punten=999999", "&op=2026-12-01&uren=veel", "&op=gisteren"])
async def test_a_what_if_that_cannot_be_read_keeps_what_was_typed(fatima: SignedInBrowser, wrong: str) -> None:
    """It is a form like the others."""
    page = await fatima.get(f"/mijn/eisen?soort=training{wrong}")
    assert (400, True) == (page.status_code, "Dit klopt nog niet" in page.text)


async def test_a_form_that_is_sent_twice_adds_one_activity(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Whoever presses twice gets the same page; another form of the same day is another activity."""
    form = await fatima.get("/mijn/activiteiten/nieuw")
    found = re.search(r'name="kenmerk" value="([0-9a-f-]+)"', form.text)
    assert found is not None
    sent = {**TRAINING, "kenmerk": found[1]}
    pages = [(await fatima.post("/mijn/activiteiten/nieuw", sent)).headers["location"] for _ in range(2)]
    assert [f"/mijn/activiteiten/{found[1]}?melding=bewaard"] * 2 == pages
    assert 409 == (await other.post("/mijn/activiteiten/nieuw", sent)).status_code
    assert 303 == (await fatima.post("/mijn/activiteiten/nieuw", TRAINING)).status_code
    assert 2 == (await list_entries(str(fatima.number), "activity")).total


async def test_what_is_still_to_be_done_is_kept_as_a_concept(fatima: SignedInBrowser) -> None:
    """Until its day it cannot be handed in, and the form says so."""
    planned = {**TRAINING, "datum": "2026-11-26"}
    refused = await fatima.post("/mijn/activiteiten/nieuw", planned)
    assert (400, True) == (refused.status_code, "Deze dag moet nog komen" in refused.text)
    address = (await fatima.post("/mijn/activiteiten/nieuw", {**planned, "knop": "concept"})).headers["location"]
    here = address.partition("?")[0]
    early = await fatima.post(f"{here}/indienen", {"versie": "1"})
    assert (400, True) == (early.status_code, "Deze dag moet nog komen" in early.text)
    moved = await fatima.post(f"{here}/wijzigen", {**TRAINING, "datum": "2026-11-25", "versie": "1"})
    assert 303 == moved.status_code
    assert 303 == (await fatima.post(f"{here}/indienen", {"versie": "2"})).status_code
    late = await fatima.post(f"{here}/wijzigen", {**planned, "versie": "3"})
    assert (400, True) == (late.status_code, "Deze dag moet nog komen" in late.text)


async def test_what_was_withdrawn_can_be_copied(fatima: SignedInBrowser) -> None:
    """Somebody who pressed too soon has not lost what they wrote."""
    address = (await fatima.post("/mijn/activiteiten/nieuw", TRAINING)).headers["location"].partition("?")[0]
    await fatima.post(f"{address}/intrekken", {"versie": "1"})
    page = await fatima.get(address)
    assert f'action="{address}/kopie"' in page.text
    assert 303 == (await fatima.post(f"{address}/kopie", {})).status_code
