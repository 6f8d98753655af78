"""The earlier versions of an entry, on its page and as JSON: when it was changed, and what was different."""

from __future__ import annotations

import re

import pytest

from registry.dossiers import judge_entry
from registry.own_entries import list_entries
from tests.admin.dossier.pages import said_in
from tests.admin.signing_in import AT, SignedInBrowser, Site, bearer

TRAINING = {"wat": "Training loopbaantheorie", "soort": "training", "datum": "2026-11-20", "uren": "2,5"}
CHANGED = {**TRAINING, "soort": "webinar", "punten": "4,5", "erkend": "ja", "van": "2026-11-19", "aanbieder": "Ooit"}


async def _changed_and_withdrawn(somebody: SignedInBrowser) -> str:
    """An activity that was changed, approved by the body, and taken back; gives the address of its page."""
    address = str((await somebody.post("/mijn/activiteiten/nieuw", TRAINING)).headers["location"]).partition("?")[0]
    assert "Eerdere versies" not in (await somebody.get(address)).text
    assert 303 == (await somebody.post(f"{address}/wijzigen", {**CHANGED, "versie": "1"})).status_code
    (entry,) = (await list_entries(str(somebody.number), "activity")).entries
    await judge_entry(str(somebody.number), "activity", entry.id, "approved", actor="desk", at=AT)
    assert 303 == (await somebody.post(f"{address}/intrekken", {"versie": "3"})).status_code
    return address


async def test_the_page_of_a_withdrawn_activity_tells_what_it_said_before(fatima: SignedInBrowser) -> None:
    """Newest first, field by field in the words of the page, and who did it without a name."""
    told = said_in(await fatima.get(await _changed_and_withdrawn(fatima)))
    _, _, history = told.partition("Eerdere versies ")
    done = re.findall("Ingetrokken|Goedgekeurd|Gewijzigd|Door jou|Door iemand anders|De tekst bleef gelijk", history)
    same = "De tekst bleef gelijk"
    assert ["Ingetrokken", "Door jou", same, "Goedgekeurd", "Door iemand anders", same, "Gewijzigd", "Door jou"] == done
    for line in (
        "Soort Eerst: Training of cursus Daarna: Webinar",
        "Eerste dag Eerst: 20 november 2026 Daarna: 19 november 2026",
        "Punten Eerst: Niets ingevuld Daarna: 4,5",
        "Aanbieder Eerst: Niets ingevuld Daarna: Ooit",
        "keurmerk Eerst: Nee Daarna: Ja",
    ):
        assert line in history
    assert "Uren Eerst" not in history


async def test_programs_read_the_same(site: Site, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """As the register keeps the values; nobody else's file tells about it."""
    address = await _changed_and_withdrawn(fatima)
    interface = f"/api/v1/me/activities/{address.rpartition('/')[2]}/versions"
    items = (await fatima.client.get(interface, headers=await bearer(site, fatima))).json()["items"]
    assert [("withdrawn", True, 3), ("approved", False, 2), ("corrected", True, 1)] == [
        (one["change"], one["byYou"], one["version"]) for one in items
    ]
    assert [[], [], ["since", "kind", "provider", "providerAccredited", "pointsHundredths"]] == [
        [changed["field"] for changed in one["differences"]] for one in items
    ]
    assert {"field": "kind", "before": "training", "after": "webinar"} == items[2]["differences"][1]
    assert 404 == (await other.client.get(interface, headers=await bearer(site, other))).status_code


async def test_a_withdrawn_document_keeps_its_page(site: Site, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """With what it said, and nothing more to do; its list leads there, programs read the same, and nobody else does."""
    answer = await fatima.post("/mijn/dossier/documenten/nieuw", {"soort": "cv", "datum": "2026-10-01"})
    address = str(answer.headers["location"]).partition("?")[0]
    changed = {"soort": "cv", "datum": "2026-10-02", "versie": "1"}
    assert 303 == (await fatima.post(f"{address}/wijzigen", changed)).status_code
    assert "Ingetrokken" not in (await fatima.get("/mijn/dossier")).text
    assert 303 == (await fatima.post(f"{address}/intrekken", {"versie": "2"})).status_code
    assert f'href="{address}"' in (await fatima.get("/mijn/dossier")).text
    page = await fatima.get(address)
    told = said_in(page)
    assert [True] * 3 == [line in told for line in ("Ingetrokken", "Daarna: 2 oktober 2026", "De tekst bleef gelijk.")]
    assert ["/wijzigen" in page.text, "/intrekken" in page.text, "/bewijs" in page.text] == [False] * 3
    interface = f"/api/v1/me/entries/documents/{address.rpartition('/')[2]}/versions"
    items = (await fatima.client.get(interface, headers=await bearer(site, fatima))).json()["items"]
    assert ["withdrawn", "corrected"] == [one["change"] for one in items]
    assert 404 == (await other.get(address)).status_code
    assert 404 == (await other.client.get(interface, headers=await bearer(site, other))).status_code


@pytest.mark.parametrize(
    ("slug", "typed", "change", "line"),
    [
        ("opleiding", {"soort": "bachelor", "behaald": "2010-07-01"}, {"soort": "master"}, "Hbo-bachelor Daarna: Mast"),
        ("werk", {"rol": "job_coach", "van": "2020-01-01"}, {"uren": "1200"}, "Niets ingevuld Daarna: 1200"),
        ("documenten", {"soort": "cv", "datum": "2026-10-01"}, {"datum": "2026-10-02"}, "Daarna: 2 oktober 2026"),
    ],
)  # fmt: skip
async def test_the_other_entries_tell_it_too(
    fatima: SignedInBrowser, slug: str, typed: dict[str, str], change: dict[str, str], line: str
) -> None:
    """Each page by the names of its own fields."""
    answer = await fatima.post(f"/mijn/dossier/{slug}/nieuw", typed)
    address = str(answer.headers["location"]).partition("?")[0]
    assert 303 == (await fatima.post(f"{address}/wijzigen", {**typed, **change, "versie": "1"})).status_code
    assert line in said_in(await fatima.get(address))
