"""At the desk in a real browser: a renewal that two assessors judged, of whom one doubted, is decided by an officer.

From the claim to the letter, to the professional's own page and the public one. The mark is invented: one that asks a
second assessor on doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from time import sleep
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from admin.post.folder import FolderCarrier
from admin.post.worker import Worker
from public_api.marks import KeptCatalogue
from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue, publish_scheme
from registry.clock import FixedClock
from registry.decisions import Verdict, decide
from registry.journal_follower import Follower
from registry.practitioners import Name, Person, register_practitioner
from registry.questions import Words, ask_question
from registry.settings import Settings
from tests.admin.signing_in import new_log_in, professional
from tests.admin.test_messages import unflowed
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_bulk_approval import at_the_desk, look_at
from tests.browser.test_case import judge
from tests.public_api.serving import NOW
from tests.registry.desk_stories import a_mark

MARK, HOUSE = "besluitkeurmerk", "besluithuis"
TEXT = a_mark(MARK, ("case", "content", '"assessment", on_doubt = "second_assessor"'), body=HOUSE)
LONG_AGO = NOW - timedelta(days=3 * 365)
UNTIL = NOW.date() + timedelta(days=60)
REASON = "Je werk is goed beschreven. Ga zo door."
NEW = "21 november 2030"
LATER = NOW + timedelta(hours=1)  # other stories of this database end half an hour later


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal that waits: its applicant, and the sessions of everybody in the story."""

    application: str
    number: str
    owner: str
    assessors: tuple[str, str]
    officers: tuple[str, str]

    @property
    def case(self) -> str:
        return f"/instelling/verlengingen/{self.application}"

    @property
    def decision(self) -> str:
        return f"{self.case}/besluit"


async def _renewal(family: str) -> Renewal:
    person = Person(name=Name(initials="B.", family_name=family))
    number = await register_practitioner(person, actor="tests", at=NOW)
    catalogue, given = await load_catalogue(), ApplicationGiven(mark=MARK)
    first = await apply(number, given, catalogue=catalogue, actor=number, at=NOW)
    verdict = Verdict(outcome="granted", reason="Alles is er.", since=LONG_AGO.date(), until=UNTIL)
    await decide(first, verdict, catalogue=catalogue, actor="tests", at=NOW)
    application = await apply(number, given, catalogue=catalogue, actor=number, at=NOW)
    owner = await new_log_in(professional(number), at=NOW)
    one, two = [await new_log_in(RoleHeld("assessor", HOUSE), at=NOW) for _ in range(2)]
    three, four = [await new_log_in(RoleHeld("officer", HOUSE), at=NOW) for _ in range(2)]
    return Renewal(
        str(application), number, owner.token, (one.token, two.token), (three.token, four.token)
    )  # fmt: skip


async def _publish() -> None:
    await publish_scheme(TEXT, actor="tests", at=NOW)


@pytest.fixture(scope="module")
def house(cast: Cast, address: str) -> None:
    """The mark, and the body that issues it."""
    behind_the_counter(_publish())
    _wait_for(f"{address}/keurmerken/{MARK}")  # the site hears of a new mark in a moment


def _wait_for(page: str) -> None:
    for _ in range(100):
        if httpx.get(page).status_code == 200:
            return
        sleep(0.1)
    raise AssertionError(page)


def judged_by_two(chromium: Browser, address: str, of: Renewal) -> None:
    """The first one doubts, so that a second one is asked."""
    for session, verdict, words in zip(of.assessors, ("Ik twijfel", "Goed"), ("Het is dun.", ""), strict=True):
        with at_the_desk(chromium, address, session, of.case) as page:
            take = page.get_by_role("button", name="Ik beoordeel deze aanvraag")
            if (
                not take.count()
            ):  # the first page of a site that just began, on a machine with much to do: it asks to wait
                page.wait_for_timeout(3_000)
                page.reload()
            take.click()
            judge(page, "case", verdict, words=words)
            expect(page.get_by_text("Je oordeel is vastgelegd.")).to_be_visible()


def fill_in(page: Page, reason: str = REASON) -> None:
    """Read what was said where that was not done yet, and grant."""
    read = page.get_by_role("button", name="Lees wat de beoordelaars zeiden")
    if read.count():
        read.click()
    page.get_by_label("Toekennen").check()
    page.get_by_label("De reden").fill(reason)
    page.get_by_role("button", name="Bekijk je besluit").click()


def test_from_two_assessors_to_the_public_page(
    chromium: Browser, address: str, house: None, database_url: str, tmp_path: Path
) -> None:
    """Read, previewed, decided; the letter is the one that was shown, and everybody who may see it sees the outcome."""
    of = behind_the_counter(_renewal("Besluitman"))
    judged_by_two(chromium, address, of)
    officer = of.officers[0]
    look_at(chromium, address, officer, of.decision)
    with at_the_desk(chromium, address, officer, of.case) as page:
        page.get_by_role("link", name="Naar het besluit").click()
        expect(page.get_by_text("Het is dun.")).to_have_count(0)
        page.get_by_role("button", name="Lees wat de beoordelaars zeiden").click()
        expect(page.get_by_text("Het is dun.")).to_be_visible()
        look_at(chromium, address, officer, of.decision)
        page.get_by_role("button", name="Bekijk je besluit").click()
        expect(page.get_by_role("heading", name="Dit klopt nog niet")).to_be_visible()
        fill_in(page)
        expect(page.get_by_text("Er is nog niets besloten.")).to_be_visible()
        letter = page.locator("section[lang=nl] .typed").all_inner_texts()
        with page.expect_download() as paper:
            page.get_by_role("link", name="Deze brief als PDF (Engels)").click()
        assert paper.value.path().read_bytes().startswith(b"%PDF-")
        page.get_by_role("button", name="Ken toe").click()
        expect(page.get_by_text("Besloten. De brief gaat vanzelf uit.")).to_be_visible()
    look_at(chromium, address, officer, of.decision)
    behind_the_counter(_bring(database_url, address, tmp_path))
    brought = letter_about(of, tmp_path)
    assert " ".join("\n".join(letter).split()) == " ".join(unflowed(brought).replace("\n-- ", "\n").split())
    with at_the_desk(chromium, address, of.owner, f"/mijn/verlengen/aanvraag/{of.application}") as page:
        expect(page.get_by_text("Toegekend")).to_be_visible()
        expect(page.get_by_text(REASON)).to_be_visible()
        page.goto(f"{address}/p/{of.number}")
        expect(page.get_by_text(NEW).first).to_be_visible()


async def _bring(database_url: str, address: str, folder: Path) -> None:
    """The worker brings away what is due."""
    settings = Settings(database_url=database_url, base_url=address, secret_key="k" * 32)  # type: ignore[arg-type]  # pydantic makes it a secret
    tidied_up_elsewhere = (("nothing", _tidy_up_nothing),)  # the log-ins of other stories are not ours to end
    worker = Worker(FolderCarrier(folder), settings, FixedClock(LATER), tidied_up_elsewhere)
    await worker.do_what_is_due(KeptCatalogue(Follower()))


async def _tidy_up_nothing(at: datetime) -> None:
    """An hour later than the story."""


def letter_about(of: Renewal, folder: Path) -> EmailMessage:
    """The one letter about the new decision; those about the application coming in lie beside it."""
    letters = [message_from_bytes(one.read_bytes(), _class=EmailMessage, policy=default) for one in folder.iterdir()]
    [found] = [one for one in letters if of.application in unflowed(one) and NEW in unflowed(one)]
    return found


def test_two_officers_and_a_file_that_changed(chromium: Browser, address: str, house: None) -> None:
    """What changed is shown once more; the second officer sees who decided, what they had written, and the way back."""
    of = behind_the_counter(_renewal("Besluitvrouw"))
    judged_by_two(chromium, address, of)
    one, other = of.officers
    with at_the_desk(chromium, address, one, of.decision) as page:
        fill_in(page)
        with at_the_desk(chromium, address, other, of.decision) as second:
            fill_in(second, "Ik zou het ook toekennen.")
            behind_the_counter(_ask(of))
            page.get_by_role("button", name="Ken toe").click()
            expect(page.get_by_text("Er is nog niets besloten.")).to_be_visible()
            expect(page.get_by_role("heading", name="Dit klopt nog niet")).to_be_visible()
            page.get_by_role("button", name="Verander je besluit").click()
            expect(page.get_by_label("De reden")).to_have_value(REASON)
            page.get_by_role("button", name="Bekijk je besluit").click()
            page.get_by_role("button", name="Ken toe").click()
            expect(page.get_by_text("Jij hebt hierover besloten")).to_be_visible()
            second.get_by_role("button", name="Ken toe").click()
            expect(second.get_by_text("heeft hierover besloten")).to_be_visible()
            expect(second.get_by_text("Ik zou het ook toekennen.")).to_be_visible()
            second.get_by_role("link", name="Terug naar de aanvragen").click()
            expect(second.get_by_text("B. Besluitvrouw")).to_have_count(0)


async def _ask(of: Renewal) -> None:
    await ask_question(UUID(of.application), Words(text="Hoe lang?"), actor="tests", at=NOW)
