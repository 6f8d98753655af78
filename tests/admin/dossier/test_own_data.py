"""My data: what is known, what is public, who looked, correcting it, and taking it all along."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from admin.dossier import paper
from registry.accounts import RoleHeld
from registry.catalogue import store_shipped
from registry.dossiers import ActivityGiven, EvidenceGiven, record_activity
from registry.drafts import (
    ClientPracticeDraft,
    ClientSurveyDraft,
    DocumentDraft,
    Draft,
    EntryKind,
    ExperienceDraft,
    LeaveDraft,
    QualificationDraft,
)
from registry.entries import add_entry
from registry.own_data import note_reading
from registry.own_details import own_details
from registry.practitioners import Name, PublicChoice, WorkPlace
from registry.profiles import profile_of, public_choice_of
from registry.tables_dossier import EvidenceRow
from tests.admin.signing_in import AT, SignedInBrowser, Site, assessor, bearer, new_log_in, signed_in_client
from tests.admin.visitors import mistakes_on

DAY = date(2026, 2, 1)
CHOSEN = {
    "plaatsen": "ja", "talen": ["nl", "tr"], "vormen": ["video"], "doelen": ["omscholen"], "telefoon": "030 000 00 00",
    "specialismen": "Techniek\r\n\r\nZorg", "website": "https://voorbeeld.example", "over": "Ik luister eerst.",
}  # fmt: skip


@pytest.fixture(scope="session")
def typesetter() -> None:
    """What sets a PDF is read in by the first one of a process, which takes seconds on a busy machine."""
    paper.Paper('<html lang="nl"><title>x</title>').as_pdf()


async def test_the_page_says_what_is_public(fatima: SignedInBrowser) -> None:
    """Field by field, with the name for everybody and the first name for nobody."""
    page = await fatima.get("/mijn/gegevens")
    assert 200 == page.status_code
    rows = page.text.split("<tr>")
    name = next(row for row in rows if "F. el Idrissi" in row)
    first = next(row for row in rows if ">Fatima<" in row)
    assert ("Iedereen" in name, "Niet openbaar" in first) == (True, True)
    assert "Nog niemand heeft in je dossier gekeken." in page.text


async def test_who_looked_is_told_by_role(site: Site, fatima: SignedInBrowser) -> None:
    """An assessor of Noloc, somebody else's colleague, and never who; one's own export is no news."""
    await store_shipped(actor="tests", at=AT)
    number = str(fatima.number)
    for roles in ((assessor("noloc"),), (RoleHeld("operator"),), ()):
        log_in = await new_log_in(*roles)
        await note_reading(number, "evidence", actor=f"account {log_in.account}", at=AT)
    await fatima.get("/mijn/gegevens.zip")
    page = (await fatima.get("/mijn/gegevens")).text
    told = ("Een beoordelaar van Noloc", "Een beheerder van het register", "geen toegang meer")
    assert [True, True, True] == [one in page for one in told]
    assert 3 == page.count("een bewijsstuk")
    for _ in range(20):
        await note_reading(number, "file", actor="desk", at=AT)
    assert 20 == (await fatima.get("/mijn/gegevens")).text.count("keek naar")
    assert 23 == (await fatima.get("/mijn/gegevens?alles=1")).text.count("keek naar")


async def test_a_choice_is_looked_at_and_kept(fatima: SignedInBrowser) -> None:
    """The preview is the public page and keeps nothing; from there it is kept, or changed again."""
    number = str(fatima.number)
    preview = await fatima.post("/mijn/profiel", CHOSEN | {"knop": "bekijk"})
    assert (200, None) == (preview.status_code, await public_choice_of(number))
    assert [True] * 4 == [one in preview.text for one in ("030 000 00 00", "Turks", "Techniek", "Ik luister eerst.")]
    back = await fatima.post("/mijn/profiel", CHOSEN | {"knop": "terug"})
    assert 'value="tr" checked' in back.text
    kept = await fatima.post("/mijn/profiel", CHOSEN | {"knop": "bewaar"})
    assert (303, "/mijn/profiel?melding=bewaard") == (kept.status_code, kept.headers["location"])
    choice = PublicChoice(
        languages=("nl", "tr"), contact_forms=("video",), goals=("omscholen",), specialisms=("Techniek", "Zorg"),
        website="https://voorbeeld.example", phone="030 000 00 00", about="Ik luister eerst.",
    )  # fmt: skip
    assert choice == await public_choice_of(number)
    public = (await fatima.get(f"/professionals/{number}")).text
    told = ("Ik luister eerst.", "Via video", "“Ik wil of moet omscholen”")
    assert [True] * 3 == [one in public for one in told]
    assert "Ik luister eerst." in (await fatima.get("/mijn/profiel")).text


@pytest.mark.parametrize(
    "wrong",
    [{"website": "javascript:alert(1)"}, {"email": "geen adres"}, {"specialismen": "x\n" * 11}, {"over": "x" * 1001}],
)
async def test_a_choice_that_cannot_be_is_said(fatima: SignedInBrowser, wrong: dict[str, str]) -> None:
    """With what was typed still there, and nothing kept."""
    answer = await fatima.post("/mijn/profiel", CHOSEN | wrong)
    assert (400, True) == (answer.status_code, "Dit klopt nog niet" in answer.text)
    assert await public_choice_of(str(fatima.number)) is None
    assert "030 000 00 00" in answer.text


async def test_what_the_page_does_not_offer_is_not_kept(fatima: SignedInBrowser) -> None:
    """A list is no place for texts of one's own."""
    await fatima.post("/mijn/profiel", {"talen": ["klingon"], "doelen": ["rijk-worden"], "vormen": ["nl"]})
    choice = await public_choice_of(str(fatima.number))
    assert PublicChoice(show_work_places=False) == choice


async def test_a_name_is_corrected(fatima: SignedInBrowser) -> None:
    """And an empty one is not taken."""
    address = "/mijn/gegevens/verbeteren"
    assert 200 == (await fatima.get(address)).status_code
    filled = {"voornaam": "Fatima", "voorletters": "F.A.", "tussenvoegsel": "de", "achternaam": "Jong"}
    assert 303 == (await fatima.post(f"{address}/naam", filled)).status_code
    name = Name(initials="F.A.", given_name="Fatima", prefix="de", family_name="Jong")
    assert name == (await own_details(str(fatima.number))).name
    answer = await fatima.post(f"{address}/naam", filled | {"achternaam": " "})
    assert (400, True) == (answer.status_code, "Dit moet je invullen" in answer.text)


async def test_the_rest_is_corrected(fatima: SignedInBrowser) -> None:
    """The telephone and the towns; the address is that of the log-in."""
    address = "/mijn/gegevens/verbeteren"
    assert 303 == (await fatima.post(f"{address}/contact", {"telefoon": "06 000 000 00"})).status_code
    typed = "Utrecht 3511 AB\r\n's-Hertogenbosch\n Den Haag, 2511 "
    assert 303 == (await fatima.post(f"{address}/plaatsen", {"plaatsen": typed})).status_code
    about = await own_details(str(fatima.number))
    assert ("06 000 000 00", True) == (about.phone, str(about.email).endswith("@voorbeeld.example"))
    places = {("Utrecht", "3511"), ("'s-Hertogenbosch", None), ("Den Haag", "2511")}
    assert places == {(place.town, place.postcode4) for place in about.work_places}
    for field, wrong in (("contact", {"telefoon": "bel me"}), ("plaatsen", {"plaatsen": "x" * 100})):
        assert 400 == (await fatima.post(f"{address}/{field}", wrong)).status_code
    typed = "Utrecht\r\nQwertydorp\r\nAssen 3511"
    page = await fatima.post(f"{address}/plaatsen", {"plaatsen": typed})
    assert (400, True) == (page.status_code, "Qwertydorp\nAssen 3511" in page.text.replace("\r", ""))
    assert 2 == len(list(mistakes_on(page)))
    assert () != (await profile_of(str(fatima.number), at=AT)).work_places
    assert WorkPlace(town="Utrecht", postcode4="3511") in about.work_places


async def with_evidence(site: Site, number: str) -> None:
    """Two activities, each with a file: one is in the store, the other is gone from it."""
    kept, gone = b"%PDF-1.7 mijn diploma", "cd" * 32
    await site.house.store.put(sha256(kept).hexdigest(), kept)
    for later, (title, found) in enumerate((("=SUM(1) cursus", sha256(kept).hexdigest()), ("Weg", gone))):
        given = ActivityGiven(
            kind="training", title=title, since=AT.date(), until=AT.date(), minutes=90, points_hundredths=450,
            evidence=(EvidenceGiven(kind="certificate", file_digest=found),),
        )  # fmt: skip
        await record_activity(number, given, actor=number, at=AT + timedelta(seconds=later))
    await EvidenceRow.update({EvidenceRow.name: "diploma.pdf"}).where(EvidenceRow.file_digest.is_not_null())


async def test_everything_goes_along_in_an_archive(site: Site, fatima: SignedInBrowser) -> None:
    """JSON, a table a kind, the files, and the name of a file that could not be read."""
    await with_evidence(site, str(fatima.number))
    answer = await fatima.get("/mijn/gegevens.zip")
    assert (200, "application/zip") == (answer.status_code, answer.headers["content-type"])
    assert f'attachment; filename="loopbaanregister-{fatima.number}.zip"' == answer.headers["content-disposition"]
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert b"%PDF-1.7 mijn diploma" == files["bewijs/001-diploma.pdf"]
    assert b"bewijs/002-diploma.pdf" in files["NIET-GELUKT.txt"]
    assert {"=SUM(1) cursus", "Weg"} == {row["title"] for row in json.loads(files["gegevens.json"])["activity"]}
    table = csv.DictReader(io.StringIO(files["tabellen/activity.csv"].decode("utf-8-sig")), delimiter=";")
    assert {"'=SUM(1) cursus", "Weg"} == {row["title"] for row in table}
    assert b"alles wat het Loopbaanregister" in files["LEES-MIJ.txt"]


async def test_asking_about_the_archive_makes_none(fatima: SignedInBrowser) -> None:
    """HEAD says what it is, without a body."""
    answer = await fatima.client.head("/mijn/gegevens.zip")
    assert (200, b"", "application/zip") == (answer.status_code, answer.content, answer.headers["content-type"])


@pytest.mark.parametrize(("language", "words"), [("nl", "Dossier van"), ("en", "Activities")])
async def test_the_file_on_paper(
    typesetter: None, site: Site, fatima: SignedInBrowser, language: str, words: str
) -> None:
    """A tagged PDF with a number on each page, in the reader's language."""
    await with_evidence(site, str(fatima.number))
    answer = await fatima.get(f"/mijn/dossier.pdf?taal={language}")
    assert (200, "application/pdf") == (answer.status_code, answer.headers["content-type"])
    reader = PdfReader(io.BytesIO(answer.content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert [True] * 4 == [one in text for one in ("F. el Idrissi", "=SUM(1) cursus", "1 / 1", str(fatima.number))]
    assert ("StructTreeRoot" in str(reader.trailer["/Root"]), language == "nl" or words in text) == (True, True)


async def test_paper_fetches_nothing() -> None:
    """Not even when an address would get past the escaping: neither a file nor another host."""
    html = (
        '<html lang="nl"><title>x</title><img src="file:///etc/hostname"><p>tekst</p><img src="http://127.0.0.1:9/x">'
    )
    assert b"%PDF" == paper.Paper(html).as_pdf()[:4]


async def test_every_kind_of_entry_is_on_paper(typesetter: None, fatima: SignedInBrowser) -> None:
    """A diploma, work, clients, a survey, a document and a deferral, each in its part."""
    number = str(fatima.number)
    await add_one_of_each(number)
    reader = PdfReader(io.BytesIO((await fatima.get("/mijn/dossier.pdf")).content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    told = ("Diploma", "Werkervaring", "12, 20 u", "01-02-2026 – 01-03-2026", "Documenten", "Vragenlijsten")
    assert [True] * 6 == [one in text for one in told]


async def add_one_of_each(number: str) -> None:
    drafts: list[tuple[EntryKind, Draft]] = [
        ("qualification", QualificationDraft(kind="bachelor", obtained_on=DAY, provider="Hogeschool")),
        ("experience", ExperienceDraft(role="coach", since=DAY, minutes=6000)),
        ("client_practice", ClientPracticeDraft(role="coach", since=DAY, until=DAY, clients=12, minutes=1200)),
        ("client_survey", ClientSurveyDraft(held_on=DAY, answers=8)),
        ("documents", DocumentDraft(kind="cv", written_on=DAY)),
        ("leave", LeaveDraft(since=DAY, until=date(2026, 3, 1))),
    ]
    for kind, draft in drafts:
        await add_entry(number, kind, draft, actor=number, at=AT)


async def test_a_program_takes_it_along_too(site: Site, fatima: SignedInBrowser) -> None:
    """The interface gives the same by the name of each kind of record."""
    headers = await bearer(site, fatima)
    answer = await fatima.client.get("/api/v1/me/export", headers=headers)
    assert (200, "application/json") == (answer.status_code, answer.headers["content-type"])
    assert [fatima.number] == [row["number"] for row in answer.json()["practitioner"]]
    assert 401 == (await fatima.client.get("/api/v1/me/export")).status_code


ADDRESSES = (
    "/mijn/gegevens", "/mijn/gegevens/verbeteren", "/mijn/gegevens/uitschrijven", "/mijn/gegevens/wissen",
    "/mijn/gegevens.zip", "/mijn/dossier.pdf", "/mijn/profiel",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
async def test_nobody_else_sees_it(site: Site, address: str) -> None:
    """Without a log-in one is led to it; who has no file of their own is refused."""
    async with site.client() as anybody:
        answer = await anybody.get(address, headers={"accept": "text/html"})
    assert (303, True) == (answer.status_code, answer.headers["location"].startswith("/inloggen"))
    await store_shipped(actor="tests", at=AT)
    async with signed_in_client(site, assessor("noloc")) as staff:
        assert 403 == (await staff.get(address)).status_code


async def test_everybody_gets_their_own(site: Site, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """The archive of one holds no number of the other."""
    answer = await other.get("/mijn/gegevens.zip")
    with ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read("gegevens.json").decode()
    assert (True, False) == (str(other.number) in text, str(fatima.number) in text)
