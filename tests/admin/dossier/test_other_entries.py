"""Everything a rule may ask besides activities, through the pages: added, changed, proved, withdrawn, agreed to."""

from __future__ import annotations

import re

import httpx
import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import shipped_catalogue
from registry.drafts import EntryKind
from registry.evidence import list_evidence
from registry.outlooks import outlook_of
from registry.own_entries import list_entries
from tests.admin.dossier.pages import said_in
from tests.admin.signing_in import AT, SignedInBrowser, Site, assessor, signed_in_client
from tests.registry.uploads import good

AGREE = re.compile(r'name="keurmerk" value="([^"]+)"><input type="hidden" name="tekst" value="([^"]+)"')
DIPLOMA = {"soort": "bachelor", "behaald": "2010-07-01", "niveau": "6", "richting": "people_and_organisation"}
FORMS: dict[str, tuple[EntryKind, dict[str, str]]] = {
    "opleiding": ("qualification", {**DIPLOMA, "aanbieder": "Hogeschool", "erkend": "ja", "uren": "98"}),
    "werk": ("experience", {"rol": "job_coach", "van": "2020-01-01", "tot": "2025-12-31", "uren": "1200"}),
    "clienten": (
        "client_practice",
        {"rol": "job_coach", "van": "2025-01-01", "tot": "2025-12-31", "clienten": "12", "uren": "300"},
    ),
    "documenten": ("documents", {"soort": "cv", "datum": "2026-10-01"}),
    "vragenrondes": ("client_survey", {"datum": "2026-05-01", "antwoorden": "9"}),
}


async def add(somebody: SignedInBrowser, slug: str) -> str:
    """Add what FORMS says; gives the address of its page."""
    answer = await somebody.post(f"/mijn/dossier/{slug}/nieuw", FORMS[slug][1])
    assert 303 == answer.status_code
    return str(answer.headers["location"]).partition("?")[0]


@pytest.mark.parametrize("slug", FORMS)
async def test_an_entry_of_every_kind_from_its_form_and_back(fatima: SignedInBrowser, slug: str) -> None:
    """What was typed is recorded, stands in the form again, may be changed, and taken back."""
    kind, typed = FORMS[slug]
    address = await add(fatima, slug)
    assert 200 == (await fatima.get(address)).status_code
    assert address in (await fatima.get("/mijn/dossier")).text
    form = (await fatima.get(f"{address}/wijzigen")).text
    for name, value in typed.items():
        shown = f'value="{value}" selected' in form or f'name="{name}" value="{value}"' in form
        assert shown, name
    changed = await fatima.post(f"{address}/wijzigen", {**typed, "versie": "1"})
    assert 303 == changed.status_code
    late = await fatima.post(f"{address}/wijzigen", {**typed, "versie": "1"})
    assert (409, True) == (late.status_code, "Dit klopt nog niet" in said_in(late))
    gone = await fatima.post(f"{address}/intrekken", {"versie": "2"})
    assert (303, "/mijn/dossier?melding=ingetrokken") == (gone.status_code, gone.headers["location"])
    left = (await list_entries(str(fatima.number), kind)).entries
    assert {"withdrawn"} >= {entry.state for entry in left}


@pytest.mark.parametrize("slug", FORMS)
async def test_an_empty_form_says_what_is_missing(fatima: SignedInBrowser, slug: str) -> None:
    """And nothing is recorded; the same when something is changed to nothing."""
    page = await fatima.post(f"/mijn/dossier/{slug}/nieuw", {})
    assert (400, True) == (page.status_code, "Dit moet je invullen" in said_in(page))
    address = await add(fatima, slug)
    assert 400 == (await fatima.post(f"{address}/wijzigen", {"versie": "1"})).status_code
    assert 1 == (await list_entries(str(fatima.number), FORMS[slug][0])).total


async def test_a_last_day_before_the_first(fatima: SignedInBrowser) -> None:
    """It is said, with everything that was typed still there."""
    page = await fatima.post("/mijn/dossier/werk/nieuw", {**FORMS["werk"][1], "tot": "2019-01-01"})
    assert (400, True) == (page.status_code, 'value="2019-01-01"' in page.text)


async def test_what_is_not_in_the_list_is_not_lost(fatima: SignedInBrowser) -> None:
    """A field of study that no rule names stays when the entry is changed."""
    answer = await fatima.post("/mijn/dossier/opleiding/nieuw", {**DIPLOMA, "richting": "Bosbouw"})
    address = str(answer.headers["location"]).partition("?")[0]
    assert '<option value="Bosbouw" selected>' in (await fatima.get(f"{address}/wijzigen")).text


async def test_a_diploma_is_proved(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """With a file that comes back as a download, and leads back to the diploma when it is taken away."""
    address = await add(fatima, "opleiding")
    given = {"bewijssoort": "certificate"}
    files = {"bestand": ("diploma.pdf", good.pdf())}
    assert 404 == (await other.post(f"{address}/bewijs", given, files=files)).status_code
    assert 400 == (await fatima.post(f"{address}/bewijs", given)).status_code
    assert 400 == (await fatima.post(f"{address}/bewijs", given, files={"bestand": ("a.pdf", b"nee")})).status_code
    answer = await fatima.post(f"{address}/bewijs", given, files=files)
    assert (303, f"{address}?melding=bewijs") == (answer.status_code, answer.headers["location"])
    assert "Download diploma.pdf" in said_in(await fatima.get(address))
    (piece,) = await list_evidence(str(fatima.number), at=AT)
    away = await fatima.post(f"/mijn/bewijs/{piece.id}/weg")
    assert (303, f"{address}?melding=bewijsweg") == (away.status_code, away.headers["location"])


CV = FORMS["documenten"][1]


async def add_with_file(somebody: SignedInBrowser, data: bytes, name: str = "cv.pdf") -> httpx.Response:
    return await somebody.post("/mijn/dossier/documenten/nieuw", CV, files={"bestand": (name, data)})


async def test_a_document_is_added_with_its_file(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """In one form; it comes back as a download, to its owner only, and its kind is not asked twice."""
    form = (await fatima.get("/mijn/dossier/documenten/nieuw")).text
    assert ("multipart/form-data" in form, "bewijssoort" in form) == (True, False)
    answer = await add_with_file(fatima, good.pdf())
    assert 303 == answer.status_code
    page = await fatima.get(answer.headers["location"])
    assert "Download cv.pdf" in said_in(page)
    assert "Trek je dit document in, dan gaat het bestand ook weg." in said_in(page)
    assert "bewijssoort" not in page.text
    (piece,) = await list_evidence(str(fatima.number), at=AT)
    file = await fatima.get(f"/mijn/bewijs/{piece.id}")
    assert (200, "application/pdf") == (file.status_code, file.headers["content-type"])
    assert 404 == (await other.get(f"/mijn/bewijs/{piece.id}")).status_code
    assert 404 == (await other.post(f"/mijn/bewijs/{piece.id}/weg")).status_code
    assert "Nog geen bestand" not in said_in(await fatima.get("/mijn/dossier"))


async def test_a_document_with_a_wrong_file_is_not_added(site: Site, fatima: SignedInBrowser) -> None:
    """What was typed stays, the sentence stands beside the file, and nothing of it is kept."""
    page = await add_with_file(fatima, b"<html>")
    assert (400, True) == (page.status_code, '<option value="cv" selected>' in page.text)
    assert re.search(r'id="bestand-fout".*Bewaar het als pdf', page.text)
    assert 0 == (await list_entries(str(fatima.number), "documents")).total
    assert [] == [kept async for kept in site.house.store.kept()]


async def test_a_file_comes_with_a_document_later(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Until then the pages say that it is missing; taken away it leads back to the document."""
    address = await add(fatima, "documenten")
    assert "Er is nog geen bestand bij." in said_in(await fatima.get(address))
    assert "Nog geen bestand" in said_in(await fatima.get("/mijn/dossier"))
    files = {"bestand": ("cv.heic", good.heic())}
    assert 404 == (await other.post(f"{address}/bewijs", files=files)).status_code
    page = await fatima.post(f"{address}/bewijs")
    assert (400, True) == (page.status_code, "Kies een bestand." in said_in(page))
    page = await fatima.post(f"{address}/bewijs", files={"bestand": ("cv.pdf", b"nee")})
    assert (400, True) == (page.status_code, "Dit bestand is niet toegevoegd" in said_in(page))
    answer = await fatima.post(f"{address}/bewijs", files=files)
    assert (303, f"{address}?melding=bestandheic") == (answer.status_code, answer.headers["location"])
    assert "Download cv.jpg" in said_in(await fatima.get(answer.headers["location"]))
    assert 409 == (await fatima.post(f"{address}/bewijs", files=files)).status_code
    (piece,) = await list_evidence(str(fatima.number), at=AT)
    away = await fatima.post(f"/mijn/bewijs/{piece.id}/weg")
    assert (303, f"{address}?melding=bestandweg") == (away.status_code, away.headers["location"])


async def test_a_document_that_was_handed_in_is_read_and_stays(site: Site, fatima: SignedInBrowser) -> None:
    """The assessor of the application reads it; its owner cannot take it back, and the page says why."""
    address = str((await add_with_file(fatima, good.pdf())).headers["location"]).partition("?")[0]
    (piece,) = await list_evidence(str(fatima.number), at=AT)
    async with signed_in_client(site, assessor("noloc")) as desk:
        assert 404 == (await desk.get(f"/bewijs/{piece.id}")).status_code
        asked = ApplicationGiven(mark="noloc-rj")
        await apply(str(fatima.number), asked, catalogue=shipped_catalogue(), actor="tests", at=AT)
        read = await desk.get(f"/bewijs/{piece.id}")
        assert (200, b"%PDF-") == (read.status_code, read.content[:5])
    page = await fatima.get(address)
    assert "Intrekken kan nu niet: dit document hoort bij een aanvraag." in said_in(page)
    assert ("Haal weg" in page.text, f"{address}/intrekken" in page.text) == (False, False)
    assert 422 == (await fatima.post(f"{address}/intrekken", {"versie": "1"})).status_code


async def test_the_check_page_names_documents_without_a_file(fatima: SignedInBrowser) -> None:
    """Those that the mark counts, with where their file can be added; a document with its file is not named."""
    address = await add(fatima, "documenten")
    page = await fatima.get("/mijn/verlengen/noloc-rj")
    assert "Bij deze documenten zit geen bestand." in said_in(page)
    assert address in page.text
    await fatima.post(f"{address}/bewijs", files={"bestand": ("cv.pdf", good.pdf())})
    assert "Bij deze documenten zit geen bestand." not in said_in(await fatima.get("/mijn/verlengen/noloc-rj"))


async def test_only_what_may_have_a_file_takes_one(fatima: SignedInBrowser) -> None:
    """And what is no part of a file is not there."""
    address = await add(fatima, "werk")
    files = {"bestand": ("a.pdf", good.pdf())}
    assert 404 == (await fatima.post(f"{address}/bewijs", {"bewijssoort": "x"}, files=files)).status_code
    assert 404 == (await fatima.get("/mijn/dossier/auto/nieuw")).status_code


async def test_a_form_without_a_version_is_asked_anew(fatima: SignedInBrowser) -> None:
    """Nobody withdraws what they did not look at."""
    assert 400 == (await fatima.post(f"{await add(fatima, 'werk')}/intrekken")).status_code


async def test_nobody_sees_the_entry_of_another(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Not its page and not its form; and they cannot change it."""
    address = await add(fatima, "werk")
    assert [404, 404, 404, 404] == [
        (await other.get(address)).status_code,
        (await other.get(f"{address}/wijzigen")).status_code,
        (await other.post(f"{address}/wijzigen", {**FORMS["werk"][1], "versie": "1"})).status_code,
        (await other.post(f"{address}/intrekken", {"versie": "1"})).status_code,
    ]


async def test_a_professional_agrees_to_the_code_of_a_mark(fatima: SignedInBrowser) -> None:
    """The requirement is done from then on; what no mark asks cannot be agreed to, and twice is once."""
    asked = ApplicationGiven(mark="noloc-rl")
    await apply(str(fatima.number), asked, catalogue=shipped_catalogue(), actor="tests", at=AT)
    page = await fatima.get("/mijn/dossier")
    assert "Ik ga akkoord met" in said_in(page)
    assert 404 == (await fatima.post("/mijn/akkoord", {"keurmerk": "noloc-rl", "tekst": "iets"})).status_code
    assert 404 == (await fatima.post("/mijn/akkoord")).status_code
    found = re.search(r'name="tekst" value="([^"]+)"', page.text)
    assert found is not None
    for _ in range(2):
        answer = await fatima.post("/mijn/akkoord", {"keurmerk": "noloc-rl", "tekst": found[1]})
        assert (303, "/mijn/dossier?melding=akkoord") == (answer.status_code, answer.headers["location"])
    assert "Je gaat akkoord" in said_in(await fatima.get("/mijn/dossier"))


async def test_the_requirements_lead_to_where_they_are_met(fatima: SignedInBrowser) -> None:
    """What helps is a link to the form, with the kind of document chosen there."""
    asked = ApplicationGiven(mark="noloc-rj")
    await apply(str(fatima.number), asked, catalogue=shipped_catalogue(), actor="tests", at=AT)
    page = await fatima.get("/mijn/eisen")
    links = set(re.findall(r"/mijn/dossier/[a-z]+/nieuw[^\"]*", page.text))
    assert "/mijn/dossier/werk/nieuw" in links
    for link in links:
        assert 200 == (await fatima.get(link)).status_code
    form = await fatima.get("/mijn/dossier/documenten/nieuw?soort=cv")
    assert '<option value="cv" selected>' in form.text


async def outcomes(somebody: SignedInBrowser, mark: str) -> dict[str, str]:
    seen = await outlook_of(str(somebody.number), at=AT, catalogue=shipped_catalogue())
    return {line.asked.code: str(line.outcome) for one in seen if one.mark.code == mark for line in one.lines}


async def test_a_file_made_by_hand_meets_what_noloc_rj_asks(fatima: SignedInBrowser) -> None:
    """Everything that a professional can do themselves is there; the rest waits for a person."""
    asked = ApplicationGiven(mark="noloc-rj")
    await apply(str(fatima.number), asked, catalogue=shipped_catalogue(), actor="tests", at=AT)
    before = await outcomes(fatima, "noloc-rj")
    await add(fatima, "opleiding")
    await add(fatima, "werk")
    for kind in ("cv", "motivation", "trajectory_description", "development_plan"):
        await fatima.post("/mijn/dossier/documenten/nieuw", {"soort": kind, "datum": "2026-10-01"})
    page = await fatima.get("/mijn/dossier")
    for mark, text in re.findall(
        r'name="keurmerk" value="([^"]+)"><input type="hidden" name="tekst" value="([^"]+)"', page.text
    ):
        await fatima.post("/mijn/akkoord", {"keurmerk": mark, "tekst": text})
    after = await outcomes(fatima, "noloc-rj")
    assert "not_satisfied" in before.values()
    assert {} == {code: how for code, how in after.items() if how == "not_satisfied" and code in before}
