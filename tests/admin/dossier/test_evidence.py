"""Evidence through the pages and the interface: added, downloaded by who may, taken away, refused with a sentence."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, publish_scheme, shipped_catalogue
from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.evidence import list_evidence
from registry.tables_dossier import EvidenceRow
from tests.admin.dossier.pages import said_in
from tests.admin.signing_in import AT, BASE_URL, PAGE, SignedInBrowser, Site, assessor, bearer, signed_in_client
from tests.registry.test_file_kinds import HOSTILE, made
from tests.registry.uploads import good

REFUSING = """
[[versions.evidence]]
kind = ["*"]
accepted = ["certificate"]
refused = ["attendance_list"]
source = "Reglement"
"""
CERTIFICATE = {"bewijssoort": "certificate"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def activity_of(somebody: SignedInBrowser) -> UUID:
    """An activity in somebody's file."""
    said = ActivityDraft(kind="training", since=AT.date(), until=AT.date(), title="Training", minutes=120)
    return await add_entry(str(somebody.number), "activity", said, actor="tests", at=AT)


async def upload(somebody: SignedInBrowser, entry: UUID, data: bytes, name: str = "certificaat.pdf") -> httpx.Response:
    files = {"bestand": (name, data)}
    return await somebody.post(f"/mijn/activiteiten/{entry}/bewijs", CERTIFICATE, files=files)


async def piece_of(somebody: SignedInBrowser) -> UUID:
    """The newest piece of evidence of somebody."""
    return (await list_evidence(str(somebody.number), at=AT))[-1].id


@pytest.mark.parametrize(
    ("data", "name", "kept_as", "media_type"),
    [
        (good.pdf(), "certificaat.pdf", "certificaat.pdf", "application/pdf"),
        (good.png(), "scan.png", "scan.png", "image/png"),
        (good.heic(), "IMG 0001.HEIC", "IMG 0001.jpg", "image/jpeg"),
        (good.word(), "verslag.docx", "verslag.docx", DOCX),
    ],
)
async def test_evidence_is_added_shown_and_downloaded(
    fatima: SignedInBrowser, data: bytes, name: str, kept_as: str, media_type: str
) -> None:
    """Every kind of file that evidence may be, a photograph of a phone too; it comes back as a download only."""
    entry = await activity_of(fatima)
    answer = await upload(fatima, entry, data, name)
    assert 303 == answer.status_code
    page = await fatima.get(answer.headers["location"])
    assert f"Download {kept_as}" in said_in(page)
    assert ("HEIC" in answer.headers["location"].upper()) is name.endswith("HEIC")
    file = await fatima.get(f"/mijn/bewijs/{await piece_of(fatima)}")
    assert (200, media_type) == (file.status_code, file.headers["content-type"])
    assert file.headers["content-disposition"].startswith(f'attachment; filename="{kept_as}"; filename*=UTF-8')
    assert "sandbox" in file.headers["content-security-policy"]
    assert ("nosniff", "private, no-store") == (
        file.headers["x-content-type-options"], file.headers["cache-control"],
    )  # fmt: skip


async def test_what_is_not_chosen_is_asked_for(fatima: SignedInBrowser) -> None:
    """Without a file or a kind the page says so, and keeps the kind that was chosen."""
    entry = await activity_of(fatima)
    page = await fatima.post(f"/mijn/activiteiten/{entry}/bewijs", CERTIFICATE)
    assert (400, True) == (page.status_code, "Kies een bestand." in said_in(page))
    assert '<option value="certificate" selected>' in page.text
    page = await fatima.post(f"/mijn/activiteiten/{entry}/bewijs", files={"bestand": ("a.pdf", good.pdf())})
    assert (400, True) == (page.status_code, "Kies wat voor bewijs het is." in said_in(page))


async def test_the_same_file_is_refused_once_it_is_there(fatima: SignedInBrowser) -> None:
    """The page says that it is with this activity already."""
    entry = await activity_of(fatima)
    await upload(fatima, entry, good.png())
    page = await upload(fatima, entry, good.png())
    assert (409, True) == (page.status_code, "Dit bewijs is niet toegevoegd" in said_in(page))


async def test_two_hundred_hostile_files_are_refused(site: Site, fatima: SignedInBrowser) -> None:
    """Each with a 4xx and a sentence, and nothing of it is kept."""
    entry = await activity_of(fatima)
    refused = 0
    for what, data, code in HOSTILE:
        if not code:
            continue
        page = await upload(fatima, entry, made(data), "certificaat.pdf")
        assert page.status_code in (400, 413), what
        assert re.search(r"(niet toegevoegd|10 MB)", said_in(page)), what
        refused += 1
    assert refused >= 200
    assert 0 == await EvidenceRow.count()
    assert [] == [kept async for kept in site.house.store.kept()]


async def test_the_form_says_that_a_file_is_too_large(fatima: SignedInBrowser) -> None:
    """With everything else that was filled in, here and for a document; nothing is kept."""
    entry = await activity_of(fatima)
    file = {"bestand": ("foto.pdf", bytes(12_000_000))}
    page = await fatima.post(f"/mijn/activiteiten/{entry}/bewijs", {"bewijssoort": "certificate"}, files=file)
    smaller = "Dit bestand is groter dan 10 MB."
    assert (400, True) == (page.status_code, smaller in said_in(page))
    assert '<option value="certificate" selected' in page.text
    kept = {"soort": "cv", "datum": "2026-10-01"}
    page = await fatima.post("/mijn/dossier/documenten/nieuw", kept, files=file)
    assert (400, True, True) == (page.status_code, smaller in said_in(page), 'value="2026-10-01"' in page.text)
    assert 0 == await EvidenceRow.count()


async def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(fatima: SignedInBrowser) -> None:
    """Reading stops at the limit; the page says what to choose, and leads back to the form."""
    entry = await activity_of(fatima)
    sent = 0

    async def endless() -> object:
        nonlocal sent
        yield b'--grens\r\ncontent-disposition: form-data; name="bestand"; filename="a.pdf"\r\n\r\n'
        while True:
            sent += 1
            yield b"a" * 1_000_000

    headers = {**PAGE, "content-type": "multipart/form-data; boundary=grens", "referer": f"{BASE_URL}/mijn/dossier"}
    address = f"/mijn/activiteiten/{entry}/bewijs"
    page = await fatima.client.post(address, content=endless(), headers=headers)  # type: ignore[arg-type]  # a stream without an end
    assert (413, True) == (page.status_code, "Kies een kleiner bestand (hoogstens 10 MB)." in said_in(page))
    assert ('href="/mijn/dossier"' in page.text, sent <= 42) == (True, True)
    for elsewhere in ("https://evil.example/mijn/dossier", f"{BASE_URL}//evil.example", ""):
        large = {**headers, "referer": elsewhere, "content-length": "50000000"}
        page = await fatima.client.post(address, content=b"--grens", headers=large)
        assert (413, True) == (page.status_code, 'class="button" href="/mijn"' in page.text)


async def test_fields_beside_a_file_are_not_without_end(fatima: SignedInBrowser) -> None:
    """Text is never cut off: more of it than a form may hold is refused."""
    entry = await activity_of(fatima)
    parts = {name: (None, bytes(6_000_000)) for name in ("een", "twee")}
    page = await fatima.client.post(f"/mijn/activiteiten/{entry}/bewijs", files=parts, headers=PAGE)
    assert (413, True) == (page.status_code, "Terug naar het formulier" in page.text)


async def test_nobody_else_reads_or_removes_it(site: Site, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """For another professional, an assessor without an application, and whoever is not signed in it is not there."""
    await upload(fatima, await activity_of(fatima), good.pdf())
    piece = await piece_of(fatima)
    async with signed_in_client(site, assessor("noloc")) as desk, site.client() as anybody:
        assert [404, 404, 404, 404] == [
            (await other.get(f"/mijn/bewijs/{piece}")).status_code,
            (await other.get(f"/bewijs/{piece}")).status_code,
            (await other.post(f"/mijn/bewijs/{piece}/weg")).status_code,
            (await desk.get(f"/bewijs/{piece}")).status_code,
        ]
        assert 403 == (await desk.get(f"/mijn/bewijs/{piece}")).status_code
        assert 303 == (await anybody.get(f"/mijn/bewijs/{piece}", headers=PAGE)).status_code
        assert 401 == (await anybody.get(f"/api/v1/evidence/{piece}")).status_code
    assert 1 == await EvidenceRow.count()


async def test_who_assesses_an_application_reads_the_same_bytes(site: Site, fatima: SignedInBrowser) -> None:
    """By the page and by the interface, while the application is open."""
    await upload(fatima, await activity_of(fatima), good.pdf())
    piece = await piece_of(fatima)
    own = await fatima.get(f"/mijn/bewijs/{piece}")
    asked = ApplicationGiven(mark="noloc-rl")
    await apply(str(fatima.number), asked, catalogue=shipped_catalogue(), actor="tests", at=AT)
    async with signed_in_client(site, assessor("noloc")) as desk:
        page = await desk.get(f"/bewijs/{piece}")
        program = await desk.client.get(f"/api/v1/evidence/{piece}", headers=await bearer(site, desk))
    assert (200, own.content) == (page.status_code, page.content)
    assert (200, own.content) == (program.status_code, program.content)
    kept = await fatima.post(f"/mijn/bewijs/{piece}/weg")
    assert 422 == kept.status_code
    assert "Haal weg" not in (await fatima.get(f"/mijn/activiteiten/{await only_activity(fatima)}")).text


async def only_activity(somebody: SignedInBrowser) -> UUID:
    (piece,) = await list_evidence(str(somebody.number), at=AT)
    assert piece.activity is not None
    return piece.activity


async def test_evidence_is_taken_away(site: Site, fatima: SignedInBrowser) -> None:
    """It leads back to its activity, and the file is gone from the store."""
    entry = await activity_of(fatima)
    await upload(fatima, entry, good.pdf())
    answer = await fatima.post(f"/mijn/bewijs/{await piece_of(fatima)}/weg")
    assert (303, f"/mijn/activiteiten/{entry}?melding=bewijsweg") == (answer.status_code, answer.headers["location"])
    assert (0, []) == (await EvidenceRow.count(), [kept async for kept in site.house.store.kept()])


async def test_a_program_adds_lists_reads_and_removes(site: Site, fatima: SignedInBrowser) -> None:
    """With the file as a form or as the body itself."""
    entry, token, ask = await activity_of(fatima), await bearer(site, fatima), fatima.client
    address = f"/api/v1/me/activities/{entry}/evidence"
    first = await ask.post(
        address, headers=token, data={"kind": "certificate"}, files={"file": ("diploma.pdf", good.pdf())}
    )
    assert (201, "diploma.pdf") == (first.status_code, first.json()["name"])
    raw = {**token, "content-type": "image/png"}
    second = await ask.post(f"{address}?kind=programme&name=Programma.png", headers=raw, content=good.png())
    assert (201, "image/png") == (second.status_code, second.json()["mediaType"])
    listed = (await ask.get(address, headers=token)).json()["items"]
    assert {first.json()["id"], second.json()["id"]} == {item["id"] for item in listed}
    file = await ask.get(f"/api/v1/me/evidence/{first.json()['id']}", headers={**token, "accept": "application/pdf"})
    assert (200, b"%PDF-") == (file.status_code, file.content[:5])
    assert 204 == (await ask.delete(f"/api/v1/me/evidence/{first.json()['id']}", headers=token)).status_code
    assert 404 == (await ask.get(f"/api/v1/me/evidence/{first.json()['id']}", headers=token)).status_code


async def test_a_program_is_told_what_is_wrong(site: Site, fatima: SignedInBrowser) -> None:
    """No file, no kind, another content type, too much, and no file at all."""
    entry, token, ask = await activity_of(fatima), await bearer(site, fatima), fatima.client
    address = f"/api/v1/me/activities/{entry}/evidence"
    answers = [
        await ask.post(address, headers=token, data={"kind": "certificate"}, files={"other": ("a.pdf", b"x")}),
        await ask.post(address, headers=token, files={"file": ("a.pdf", good.pdf())}),
        await ask.post(f"{address}?kind=certificate", headers={**token, "content-type": "text/html"}, content=b"x"),
        await ask.post(
            f"{address}?kind=certificate", headers={**token, "content-type": "image/png"}, content=bytes(10_600_000)
        ),
        await ask.post(f"{address}?kind=certificate", headers={**token, "content-type": "image/png"}, content=b"hallo"),
    ]
    assert [400, 400, 415, 413, 400] == [answer.status_code for answer in answers]
    assert "application/problem+json" == answers[-1].headers["content-type"].partition(";")[0]
    assert 0 == await EvidenceRow.count()


async def test_a_mark_says_beforehand_what_it_does_not_take(fatima: SignedInBrowser) -> None:
    """Beside the form and beside a piece of that kind, by the name of the mark; it is kept all the same."""
    text = (Path(__file__).parents[2] / "registry/schemes/proefmerk.toml").read_text("utf-8")
    strict = await publish_scheme(text + REFUSING, actor="tests", at=AT)
    entry = await activity_of(fatima)
    catalogue = Catalogue({strict.mark.code: strict})
    await apply(str(fatima.number), ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor="tests", at=AT)
    page = said_in(await fatima.get(f"/mijn/activiteiten/{entry}"))
    assert "Proefmerk neemt niet aan: presentielijst. Wel: certificaat of bewijs van deelname." in page
    files = {"bestand": ("lijst.pdf", good.pdf())}
    answer = await fatima.post(f"/mijn/activiteiten/{entry}/bewijs", {"bewijssoort": "attendance_list"}, files=files)
    assert "Proefmerk neemt dit soort bewijs niet aan" in said_in(await fatima.get(answer.headers["location"]))
