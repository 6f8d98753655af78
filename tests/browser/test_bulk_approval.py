"""At the desk in a real browser: a bulk approval undone, one carried out, a course judged once, a sample drawn.

The mark is invented: no real mark is satisfied by machine alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.bulk_work import carry_out_due
from registry.catalogue import load_catalogue, publish_scheme
from registry.dossiers import ActivityGiven, record_activity
from registry.notices import write_notices
from registry.outbox import claim_due
from registry.practitioners import Name, Person, register_practitioner
from tests.admin.signing_in import new_log_in
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_public_pages import WIDTHS, opened
from tests.public_api.serving import NOW

MARK, HOUSE = "proefmerk", "proefhuis"
TEXT = Path(__file__).parents[1] / "registry" / "schemes" / "proefmerk.toml"
PEOPLE = ("Bulkman", "Bulkhuis", "Bulkstra")
DAY = date(2026, 6, 1)
BULK = "/instelling/verlengingen/bulk"


@dataclass(frozen=True, slots=True)
class Desk:
    """Two officers of the invented body, by the tokens of their sessions."""

    one: str
    other: str


async def _prepare() -> Desk:
    await publish_scheme(TEXT.read_text("utf-8"), actor="tests", at=NOW)
    catalogue = await load_catalogue()
    for family in PEOPLE:
        name = Name(initials="B.", family_name=family)
        address = f"{family.casefold()}@voorbeeld.example"
        number = await register_practitioner(Person(name=name, email=address), actor="tests", at=NOW)
        course = ActivityGiven(kind="course", since=DAY, until=DAY, points_hundredths=1000, state="approved")
        await record_activity(number, course, actor=number, at=NOW)
        same = ActivityGiven(kind="course", since=DAY, until=DAY, title="Loopbanen", provider="Academie")
        await record_activity(number, same, actor=number, at=NOW)
        await apply(number, ApplicationGiven(mark=MARK), catalogue=catalogue, actor=number, at=NOW)
    people = [await new_log_in(RoleHeld("officer", HOUSE), at=NOW) for _ in range(2)]
    return Desk(people[0].token, people[1].token)


async def _work() -> int:
    """What the worker does half an hour later; gives how many letters about decisions wait to be sent."""
    at, catalogue = NOW + timedelta(minutes=31), await load_catalogue()
    while await carry_out_due(at, catalogue=catalogue):
        pass
    while await write_notices(at):
        pass
    return sum(one.kind == "application.decided" and "bulk" in one.to for one in await claim_due(at, most=1000))


@pytest.fixture(scope="module")
def desk(cast: Cast, address: str) -> Desk:
    return behind_the_counter(_prepare())


@contextmanager
def at_the_desk(chromium: Browser, address: str, session: str, path: str) -> Iterator[Page]:
    with opened(chromium, address, path, scripts=False, session=session) as watched:
        yield watched.page


def look_at(chromium: Browser, address: str, session: str, path: str) -> None:
    """A page by itself: no axe violation and no sideways scroll, wide and narrow."""
    with opened(chromium, address, path, scripts=True, session=session) as watched:
        for width in WIDTHS:
            watched.page.set_viewport_size({"width": width, "height": 900})
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            found = Axe().run(watched.page)
            assert found.violations_count == 0, (path, found.generate_report())
        assert ([], []) == (watched.foreign, watched.complaints)


def test_from_a_proposal_to_decisions(chromium: Browser, address: str, desk: Desk) -> None:
    """Proposed by one and switched on by another; approved, undone, approved once more and carried out."""
    mark = f"{BULK}/{MARK}"
    with at_the_desk(chromium, address, desk.one, mark) as page:
        page.get_by_label("Waarom je dit wilt").fill("Veel aanvragen.")
        page.get_by_role("button", name="Stel voor het aan te zetten").click()
        expect(page.get_by_text("Een ander moet het goedkeuren.")).to_be_visible()
    with at_the_desk(chromium, address, desk.other, mark) as page:
        page.get_by_role("button", name="Keur goed en zet aan").click()
        expect(page.get_by_text("Het zijn er 3.")).to_be_visible()
    look_at(chromium, address, desk.one, mark)
    with at_the_desk(chromium, address, desk.one, mark) as page:
        expect(page.get_by_text("Je registratie loopt tot en met 21 november 2030")).to_be_visible()
        page.get_by_label("Reden").fill("Alles is er.")
        page.get_by_role("button", name="Keur deze aanvragen goed").click()
        look_at(chromium, address, desk.one, page.url.removeprefix(address))
        page.get_by_role("button", name="Maak dit ongedaan").click()
        expect(page.get_by_text("Er is niets besloten en niets verstuurd.")).to_be_visible()
    assert 0 == behind_the_counter(_work())
    with at_the_desk(chromium, address, desk.one, mark) as page:
        page.get_by_label("B. Bulkman").uncheck()
        page.get_by_label("Reden").fill("Alles is er.")
        page.get_by_role("button", name="Keur deze aanvragen goed").click()
        there = page.url
        assert 2 == behind_the_counter(_work())
        page.goto(there)
        expect(page.get_by_text("Klaar: 2 besloten, 0 overgeslagen.")).to_be_visible()
        expect(page.get_by_text("B. Bulkman")).to_have_count(0)
    look_at(chromium, address, desk.one, BULK)


def test_a_sample_in_three_steps(chromium: Browser, address: str, desk: Desk) -> None:
    """Of what still waits, and everybody sees it on the public page."""
    with at_the_desk(chromium, address, desk.one, "/instelling/steekproef") as page:
        page.get_by_label("Percentage").fill("50")
        page.get_by_label("Vanaf").fill("2026-11-22")
        page.get_by_label("Waarom").fill("Zo is het besloten.")
        page.get_by_role("button", name="Leg het percentage vast").click()
        for button in ("Begin een ronde", "Leg de lijst vast", "Toon het zaad en trek"):
            page.get_by_role("button", name=button).click()
        expect(page.get_by_text("De steekproef is getrokken, en iedereen kan haar narekenen.")).to_be_visible()
        page.get_by_text("Welke aanvragen zijn getrokken").click()
        page.locator("details a").first.click()
        expect(page.get_by_role("heading", name="Aanvraag van")).to_be_visible()
        expect(page.get_by_text("Getrokken in de steekproef")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="De openbare pagina").click()
        page.get_by_role("link", name="Proefmerk").click()
        there = page.url.removeprefix(address)
    look_at(chromium, address, desk.one, "/instelling/steekproef")
    look_at(chromium, address, desk.one, there)


def test_one_course_for_all(chromium: Browser, address: str, desk: Desk) -> None:
    """Whoever still waits with it: one of them is left after the bulk approval, so there is no group; then two."""
    behind_the_counter(_one_more())
    look_at(chromium, address, desk.one, "/instelling/activiteiten")
    with at_the_desk(chromium, address, desk.one, "/instelling/activiteiten") as page:
        page.get_by_label("Telt niet mee").check()
        page.get_by_role("button", name="Leg vast voor allemaal").click()
        expect(page.get_by_role("heading", name="Dit klopt nog niet")).to_be_visible()
        page.get_by_label("Telt mee").check()
        page.get_by_role("button", name="Leg vast voor allemaal").click()
        expect(page.get_by_text("Vastgelegd voor iedereen in de lijst.")).to_be_visible()


async def _one_more() -> None:
    name = Name(initials="N.", family_name="Nakomer")
    number = await register_practitioner(Person(name=name), actor="tests", at=NOW)
    same = ActivityGiven(kind="course", since=DAY, until=DAY, title="loopbanen", provider="Academie")
    await record_activity(number, same, actor=number, at=NOW)
    await apply(number, ApplicationGiven(mark=MARK), catalogue=await load_catalogue(), actor=number, at=NOW)
