"""What a body adds to a letter: proposed, approved by another, shown as it is sent, and sent."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from admin.post.body_letters import NAMES, invented, with_text
from admin.post.delivery import deliver
from admin.post.folder import FolderCarrier
from admin.post.messages import text_of
from public_api.web.language import LANGUAGES, Language
from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import shipped_catalogue, store_shipped
from registry.clock import MovableClock
from registry.database import Engine
from registry.journal import recording
from registry.letter_texts import BODY_LETTERS, BodyLetter, text_on
from registry.letters import Letter, queue_letter
from registry.outbox import claim_due
from registry.practitioners import Name, Person, register_practitioner
from registry.settings import Settings
from tests.admin.signing_in import AT, bearer, open_site, settings_for, signed_in_client

HERE, API = "/instelling/brieven/received", "/api/v1/desk/letter-texts"
ON = date(2026, 11, 25)
FIELDS = {
    "instelling": "noloc", "tekst_nl": "Dank je wel.\n\nWe lezen alles zelf.", "tekst_en": "Thank you.",
    "vanaf": "2026-11-25", "reden": "Vriendelijker.",
}  # fmt: skip


def only_letter(folder: Path) -> str:
    """The text of the letter that was written down."""
    (file,) = folder.iterdir()
    return " ".join(str(message_from_bytes(file.read_bytes(), policy=default).get_content()).split())


async def test_two_people_make_a_text(register: Engine, database_url: str, tmp_path: Path) -> None:
    """The proposer waits for another; then it stands in the letter that leaves, below what the register says."""
    await store_shipped(actor="tests", at=AT)
    catalogue, clock = shipped_catalogue(), MovableClock(AT)
    settings = settings_for(database_url)
    async with (
        open_site(settings, clock) as site,
        signed_in_client(site, RoleHeld("officer", "noloc")) as officer,
        signed_in_client(site, RoleHeld("body_administrator", "noloc")) as other,
        signed_in_client(site, RoleHeld("assessor", "noloc")) as reader,
    ):
        assert 303 == (await officer.post(HERE, FIELDS)).status_code
        again = await officer.post(HERE, FIELDS)
        assert (409, True) == (again.status_code, "Vriendelijker." in again.text)
        listed = (await other.client.get(API, headers=await bearer(site, other))).json()["items"]
        address = f"{HERE}/{listed[0]['id']}"
        assert 409 == (await officer.post(address, {"knop": "goedkeuren"})).status_code
        page = (await other.get(HERE)).text
        assert ("zoals hij wordt met het voorstel" in page, page.count("We lezen alles zelf.")) == (True, 2)
        assert "Neem terug" in (await officer.get(HERE)).text
        assert '<form action="/instelling/brieven' not in (await reader.get(HERE)).text
        done = await other.post(address, {"knop": "goedkeuren"})
        assert f"{HERE}?melding=goedkeuren" == done.headers["location"]
        assert 409 == (await other.post(address, {"knop": "afwijzen"})).status_code
        assert "laatste tekst vanaf 25 november 2026" in (await reader.get("/instelling/brieven")).text
        assert 404 == (await reader.get("/instelling/brieven/verjaardag")).status_code
    number = await register_practitioner(Person(name=Name(family_name="Ander")), actor="tests", at=AT)
    application = await apply(number, ApplicationGiven(mark="noloc-rl"), catalogue=catalogue, actor=number, at=AT)
    about = {"mark": "noloc-rl", "application": str(application)}
    async with recording(actor="tests", at=AT) as journal:
        await queue_letter(journal, Letter("application.received", "a@b.example", "nl", about))
    (claimed,) = await claim_due(clock.now())
    await deliver(claimed, FolderCarrier(tmp_path), catalogue=catalogue, settings=settings, clock=clock)
    sent = only_letter(tmp_path)
    parts = ["Iemand gaat haar beoordelen", "Als er een vraag", "Noloc schrijft hierbij:", "Dank je wel.", "We lezen"]
    assert sorted(sent.index(part) for part in parts) == [sent.index(part) for part in parts]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"tekst_nl": "Zie <a>"}, "tekst_nl"),
        ({"tekst_en": ""}, "tekst_en"),
        ({"vanaf": "2026-01-01"}, "vanaf"),
        ({"vanaf": ""}, "vanaf"),
        ({"reden": ""}, "reden"),
    ],
)
async def test_a_mistake_stands_beside_its_field(
    register: Engine, database_url: str, fields: dict[str, str], wrong: str
) -> None:
    """And what was typed is still there."""
    await store_shipped(actor="tests", at=AT)
    async with (
        open_site(settings_for(database_url), MovableClock(AT)) as site,
        signed_in_client(site, RoleHeld("officer", "noloc")) as officer,
    ):
        answer = await officer.post(HERE, FIELDS | fields)
        nothing = await officer.post(f"{HERE}/{'0' * 8}-0000-4000-8000-{'0' * 12}", {"knop": "ja"})
    assert (400, True, 400) == (answer.status_code, f'id="{wrong}-fout"' in answer.text, nothing.status_code)


async def test_a_program_proposes_and_answers(register: Engine, database_url: str) -> None:
    """The same by JSON, with the field of each mistake; an empty text ends what was added."""
    await store_shipped(actor="tests", at=AT)
    async with (
        open_site(settings_for(database_url), MovableClock(AT)) as site,
        signed_in_client(site, RoleHeld("officer", "noloc")) as officer,
        signed_in_client(site, RoleHeld("officer", "noloc")) as other,
    ):
        one, two = await bearer(site, officer), await bearer(site, other)
        given = {"body": "noloc", "letter": "granted", "textNl": "Dag.", "textEn": "Bye.", "reason": "Zo."}
        wrong = await officer.client.post(API, json=given | {"since": "2020-01-01"}, headers=one)
        assert (400, "since") == (wrong.status_code, wrong.json()["errors"][0]["name"])
        for text in ("Dag.", ""):
            body = given | {"since": "2026-11-25", "textNl": text, "textEn": text}
            text_id = (await officer.client.post(API, json=body, headers=one)).json()["id"]
            answer = await other.client.post(f"{API}/{text_id}/answer", json={"answer": "approved"}, headers=two)
            found = await text_on("noloc", "granted", ON)
            assert (200, "approved", bool(text)) == (answer.status_code, answer.json()["answer"], found is not None)
        page = (await other.get("/instelling/brieven")).text
    assert "geen eigen tekst meer vanaf 25 november 2026" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", BODY_LETTERS)
def test_every_letter_of_every_mark_can_be_shown(letter: BodyLetter, language: Language) -> None:
    """In both languages, for somebody who does not exist; only a mark without rules reminds nobody."""
    catalogue = shipped_catalogue()
    for mark in catalogue.marks():
        wording = invented(letter, mark, catalogue, language, on=ON)
        if wording is None:
            assert letter in ("reminder", "expired")
            assert mark.ended_on is not None
            continue
        whole = text_of(with_text(wording, None, mark.body.name, language), language, Settings())
        assert ({"nl": "Hallo,", "en": "Hello,"}[language], 1) == (whole.split("\n")[0], whole.count("http://"))
    assert set(NAMES) == set(BODY_LETTERS)
