"""At the desk in a real browser: a renewal that is judged by two assessors, of whom the first one doubts.

The mark is invented: one that asks a second assessor on doubt, after a hard requirement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue, publish_scheme
from registry.decisions import Verdict, decide
from registry.dossiers import ActivityGiven, EvidenceGiven, record_activity
from registry.drafts import DocumentDraft, QualificationDraft
from registry.entries import add_entry, correct_entry
from registry.own_entries import list_entries
from registry.practitioners import Name, Person, register_practitioner
from tests.admin.signing_in import new_log_in, professional
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_bulk_approval import at_the_desk, look_at
from tests.public_api.serving import NOW
from tests.registry.desk_stories import a_mark

MARK, HOUSE = "twijfelkeurmerk", "twijfelhuis"
TEXT = a_mark(
    MARK,
    ("diploma", "gate", '"education", kinds = ["bachelor"]'),
    ("points", "content", '"sum", measure = "points", at_least = 20, look_back = "4 years"'),
    ("case", "content", '"assessment", on_doubt = "second_assessor"'),
    body=HOUSE,
)
LONG_AGO = NOW - timedelta(days=3 * 365)
UNTIL = NOW.date() + timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Desk:
    """A renewal that waits, and the sessions of its applicant and of who works at the body."""

    application: str
    number: str
    owner: str
    one: str
    other: str
    officer: str

    @property
    def page(self) -> str:
        return f"/instelling/verlengingen/{self.application}"


async def _prepare() -> Desk:
    await publish_scheme(TEXT, actor="tests", at=LONG_AGO)
    catalogue = await load_catalogue()
    person = Person(name=Name(initials="T.", family_name="Twijfelaar"), email="twijfelaar@voorbeeld.example")
    number = await register_practitioner(person, actor="tests", at=LONG_AGO)
    given = ApplicationGiven(mark=MARK)
    first = await apply(number, given, catalogue=catalogue, actor=number, at=LONG_AGO)
    verdict = Verdict(outcome="granted", reason="Alles is er.", since=LONG_AGO.date(), until=UNTIL)
    await decide(first, verdict, catalogue=catalogue, actor="tests", at=LONG_AGO)
    day = NOW.date() - timedelta(days=90)
    diploma = QualificationDraft(kind="bachelor", obtained_on=date(2010, 7, 1), level=6)
    await add_entry(number, "qualification", diploma, as_concept=False, actor=number, at=NOW)
    await add_entry(
        number, "documents", DocumentDraft(kind="cv", written_on=day), as_concept=False, actor=number, at=NOW
    )
    for title, points in (("Luisteren zonder oordeel", 1200), ("Loopbanen in de zorg", 600)):
        course = ActivityGiven(
            kind="course", title=title, since=day, until=day, points_hundredths=points, provider="Academie",
            motivation="Ik werk met mensen in de zorg.", evidence=(EvidenceGiven(kind="certificate"),),
        )  # fmt: skip
        await record_activity(number, course, actor=number, at=NOW)
    application = await apply(number, given, catalogue=catalogue, actor=number, at=NOW)
    entry = (await list_entries(number, "activity")).entries[0]
    other_title = entry.said.model_copy(update={"title": "Loopbanen in zorg en welzijn"})
    await correct_entry(number, "activity", entry.id, other_title, version=entry.version, actor=number, at=NOW)
    owner = await new_log_in(professional(number), at=NOW)
    people = [await new_log_in(RoleHeld(role, HOUSE), at=NOW) for role in ("assessor", "assessor", "officer")]
    return Desk(str(application), number, owner.token, *(one.token for one in people))


@pytest.fixture(scope="module")
def desk(cast: Cast, address: str) -> Desk:
    return behind_the_counter(_prepare())


def judge(page: Page, requirement: str, verdict: str, sentence: str = "", words: str = "") -> None:
    """Fill in the form of one requirement, and send it."""
    box = page.locator(".box", has=page.locator(f"#eis-{requirement}"))
    box.get_by_label(verdict, exact=True).check()
    if sentence:
        box.get_by_label("Een zin die past").select_option(label=sentence)
    box.get_by_label("Of in je eigen woorden").fill(words)
    box.get_by_role("button", name="Leg mijn oordeel vast").click()


def test_a_renewal_with_two_assessors_of_whom_one_doubts(chromium: Browser, address: str, desk: Desk) -> None:
    """From the queue to both judgements: the gate first, a question answered in between, and nothing seen too early."""
    look_at(chromium, address, desk.one, desk.page)
    with at_the_desk(chromium, address, desk.one, "/instelling/verlengingen") as page:
        page.get_by_role("button", name="Ik beoordeel de aanvraag van T. Twijfelaar").click()
        expect(page.get_by_text("Je hebt deze aanvraag op je naam gezet.")).to_be_visible()
        expect(page.get_by_text("Nu staat er:")).to_be_visible()
        expect(page.get_by_text("Beoordeel eerst de harde eisen.").first).to_be_visible()
        judge(page, "diploma", "Goed")
        expect(page.get_by_text("Je oordeel is vastgelegd.")).to_be_visible()
        judge(page, "case", "Niet goed")
        expect(page.get_by_role("heading", name="Dit klopt nog niet")).to_be_visible()
        judge(page, "case", "Ik twijfel", "Ik twijfel. Een tweede beoordelaar kijkt ook.", "De data kloppen niet.")
        expect(page.get_by_text("Jij: ik twijfel")).to_be_visible()
        page.get_by_label("Een nieuwe vraag").fill("Op welke dag was dit?")
        page.get_by_role("button", name="Stel de vraag").click()
        expect(page.get_by_text("Je vraag is verstuurd.")).to_be_visible()
    look_at(chromium, address, desk.one, desk.page)
    with at_the_desk(chromium, address, desk.owner, f"/mijn/verlengen/{desk.application}/vraag") as page:
        expect(page.get_by_text("Op welke dag was dit?")).to_be_visible()
        page.get_by_label("Jouw antwoord").fill("Op 3 juni.")
        page.get_by_role("button", name="Verstuur mijn antwoord").click()
    with at_the_desk(chromium, address, desk.other, desk.page) as page:
        expect(page.get_by_text("Op 3 juni.")).to_be_visible()
        expect(page.get_by_text("De data kloppen niet.")).to_have_count(0)
        page.get_by_role("button", name="Ik beoordeel deze aanvraag").click()
        judge(page, "case", "Goed")
        expect(page.get_by_text("De data kloppen niet.")).to_be_visible()
        expect(page.get_by_text("Andere beoordelaar 1: ik twijfel")).to_be_visible()
    look_at(chromium, address, desk.other, desk.page)
    with at_the_desk(chromium, address, desk.officer, desk.page) as page:
        expect(page.get_by_text("De data kloppen niet.")).to_have_count(0)
        expect(page.get_by_role("link", name="Naar het besluit")).to_be_visible()


def test_somebody_who_knows_the_applicant(chromium: Browser, address: str, desk: Desk) -> None:
    """Says so, and finds the file shut."""
    with at_the_desk(chromium, address, desk.officer, desk.page) as page:
        page.get_by_text("Ken je deze persoon te goed om te oordelen?").click()
        page.get_by_label("Waarom je niet vrij bent om te oordelen").fill("Een buurvrouw.")
        page.get_by_role("button", name="Ik ben niet vrij om te oordelen").click()
        expect(page.get_by_role("heading", name="Je kunt deze aanvraag niet openen")).to_be_visible()
        page.get_by_role("button", name="Neem terug wat ik zei").click()
        expect(page.get_by_role("heading", name="Aanvraag van T. Twijfelaar")).to_be_visible()
