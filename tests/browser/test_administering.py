"""Administering a body in a real browser: a role by two, a course withdrawn after a look, and both in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue
from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.practitioners import Name, Person, register_practitioner
from tests.admin.signing_in import new_log_in
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_own_pages import is_accessible
from tests.browser.test_public_pages import opened
from tests.public_api.serving import NOW

BODY, MARK, CODE = "noloc", "noloc-rl", "NL-PROEF-7"
YESTERDAY = NOW.date() - timedelta(days=1)
NEW = "nieuwe.collega@voorbeeld.example"


@dataclass(frozen=True, slots=True)
class People:
    """By the tokens of their sessions; `number` is that of the professional."""

    administrator: str
    colleague: str
    officer: str
    number: str


async def _prepare() -> People:
    person = Person(name=Name(initials="C.", family_name="Cursist"))
    number = await register_practitioner(person, actor="tests", at=NOW)
    draft = ActivityDraft(kind="training", title="Luisteren", since=YESTERDAY, until=YESTERDAY, course=CODE)
    await add_entry(number, "activity", draft, actor=number, at=NOW)
    await apply(number, ApplicationGiven(mark=MARK), catalogue=await load_catalogue(), actor=number, at=NOW)
    roles = (RoleHeld("body_administrator", BODY), RoleHeld("body_administrator", BODY), RoleHeld("officer", BODY))
    administrator, colleague, officer = [(await new_log_in(held, at=NOW)).token for held in roles]
    return People(administrator, colleague, officer, number)


@pytest.fixture(scope="module")
def people(chromium: Browser, cast: Cast, address: str) -> People:
    found = behind_the_counter(_prepare())
    with opened(chromium, address, "/instelling", scripts=False, session=found.administrator):
        return found  # the first page of a server loads much: on a machine with more to do it may be told to wait


def test_a_role_takes_two_people(chromium: Browser, address: str, people: People) -> None:
    """Who proposed it has no button to approve; a colleague has, and the role stands in the list after it."""
    path = "/instelling/medewerkers"
    with opened(chromium, address, path, scripts=False, session=people.administrator) as watched:
        page = watched.page
        page.get_by_label("E-mailadres").fill(NEW)
        page.get_by_label("Rol").select_option("officer")
        page.get_by_label("Waarom").fill("Komt erbij.")
        page.get_by_role("button", name="Stel de rol voor").click()
        expect(page.get_by_role("status")).to_contain_text("De rol is voorgesteld.")
        expect(page.get_by_role("button", name="Neem het voorstel terug")).to_have_count(1)
        expect(page.get_by_role("button", name="Keur goed")).to_have_count(0)
    with opened(chromium, address, path, scripts=True, session=people.colleague) as watched:
        is_accessible(watched.page)
        watched.page.get_by_role("button", name="Keur goed").click()
        expect(watched.page.get_by_role("status")).to_contain_text("De rol is gegeven")
        expect(watched.page.get_by_role("listitem").filter(has_text=NEW).first).to_contain_text("uitgenodigd")
        is_accessible(watched.page)


def test_a_course_is_accredited_and_withdrawn(chromium: Browser, address: str, cast: Cast, people: People) -> None:
    """A professional gets its points at once; the officer sees whom it touches before the points go."""
    with opened(chromium, address, "/instelling/opleidingen", scripts=False, session=people.officer) as watched:
        page = watched.page
        page.get_by_label("Code").fill(CODE)
        page.get_by_label("Titel").fill("Luisteren")
        page.get_by_label("Aanbieder").fill("Academie")
        page.get_by_label("Erkend vanaf").fill(date(2026, 1, 1).isoformat())
        page.locator(f"input[value={MARK}]").check()
        page.get_by_label("Soort activiteit 1").select_option("training")
        page.get_by_label("Punten 1").fill("2,5")
        page.get_by_role("button", name="Erken de opleiding").click()
        expect(page.get_by_role("status")).to_contain_text("De opleiding is erkend.")
    assert "Dit telt als 2,5 punten." in _tried(chromium, address, cast)
    with opened(chromium, address, "/instelling/opleidingen", scripts=True, session=people.officer) as watched:
        page = watched.page
        page.get_by_role("link", name=f"Trek {CODE} in").click()
        page.get_by_label("Vanaf welke dag").fill(YESTERDAY.isoformat())
        page.get_by_role("button", name="Kijk wie het raakt").click()
        expect(page.get_by_role("heading", name="Het raakt 1 activiteit")).to_have_count(1)
        expect(page.get_by_role("main")).to_contain_text(people.number)
        is_accessible(page)
        page.get_by_label("Waarom").fill("De aanbieder is gestopt.")
        page.get_by_role("button", name="Trek de erkenning in").click()
        expect(page.get_by_role("status")).to_contain_text("De erkenning is ingetrokken.")
    assert "Dit telt als 2,5 punten." not in _tried(chromium, address, cast)


def _tried(chromium: Browser, address: str, cast: Cast) -> str:
    """What the professional reads when they look first what the course counts for."""
    with opened(chromium, address, "/mijn/activiteiten/nieuw", scripts=False, session=cast.own.session) as watched:
        page = watched.page
        page.locator("[name=soort]").select_option("training")
        page.locator("[name=wat]").fill("Luisteren")
        page.locator("[name=datum]").fill(YESTERDAY.isoformat())
        page.locator("summary").filter(has_text="Meer, voor als").click()
        page.locator("[name=cursus]").fill(CODE.lower())
        page.get_by_role("button", name="Bekijk eerst wat dit telt").click()
        return page.get_by_role("main").inner_text()


def test_both_stand_in_the_log(chromium: Browser, address: str, people: People) -> None:
    """With who did it, and as a table to take along."""
    with opened(chromium, address, "/instelling/logboek", scripts=False, session=people.administrator) as watched:
        page = watched.page
        page.get_by_label("Waarover").select_option("courses")
        page.get_by_role("button", name="Toon").click()
        expect(page.get_by_role("main")).to_contain_text("erkenning van een opleiding ingetrokken")
        expect(page.get_by_role("main")).not_to_contain_text("rol voorgesteld")
        with page.expect_download() as download:
            page.get_by_role("link", name="Neem mee als tabel (CSV)").click()
        assert download.value.suggested_filename.startswith("logboek-")
