"""At the desk in a real browser: a pair is found, put beside each other, proposed and approved by another officer; the
old address leads to the new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue, store_shipped
from registry.practitioners import Name, Person, WorkPlace, register_practitioner
from registry.verdicts import Verdict, decide
from tests.admin.signing_in import new_log_in
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_bulk_approval import at_the_desk, look_at
from tests.public_api.serving import NOW

HERE = "/instelling/professionals"
FIRST, SECOND = (date(2022, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2029, 12, 31))


@dataclass(frozen=True, slots=True)
class Desk:
    """Two officers of one body, one of another and the operator, by the tokens of their sessions; three numbers."""

    one: str
    other: str
    elsewhere: str
    operator: str
    kept: str
    gone: str
    third: str


async def _somebody(mark: str, term: tuple[date, date]) -> str:
    """Somebody with the same name and town as the other two, and a term."""
    places = (WorkPlace(town="Zwolle", postcode4="8011"),)
    person = Person(name=Name(initials="D.", given_name="Dora", family_name="Tweemaal"), work_places=places)
    number = await register_practitioner(person, actor="tests", at=NOW)
    await _grant(number, mark, term)
    return number


async def _grant(number: str, mark: str, term: tuple[date, date]) -> None:
    catalogue = await load_catalogue()
    application = await apply(number, ApplicationGiven(mark=mark), catalogue=catalogue, actor="tests", at=NOW)
    verdict = Verdict(outcome="granted", reason="Overgenomen.", since=term[0], until=term[1])
    await decide(application, verdict, catalogue=catalogue, actor="tests", at=NOW)


async def _prepare() -> Desk:
    await store_shipped(actor="tests", at=NOW)
    roles = (RoleHeld("officer", "noloc"), RoleHeld("officer", "noloc"), RoleHeld("officer", "beroepskeuze"))
    people = [await new_log_in(role, at=NOW) for role in (*roles, RoleHeld("operator"))]
    kept, gone, third = [await _somebody("noloc-rl", term) for term in (SECOND, FIRST, FIRST)]
    theirs = next(one.code for one in (await load_catalogue()).marks() if one.body.code == "beroepskeuze")
    await _grant(third, theirs, SECOND)
    one, other, elsewhere, operator = (person.token for person in people)
    return Desk(one, other, elsewhere, operator, kept, gone, third)


@pytest.fixture(scope="module")
def desk(cast: Cast, address: str) -> Desk:
    return behind_the_counter(_prepare())


def test_two_officers_merge_a_pair(chromium: Browser, address: str, desk: Desk) -> None:
    """The one finds and proposes, the other approves; whoever has the old address comes to the new one."""
    pairs, new = f"{HERE}/dubbel", f"{HERE}/samenvoegen?blijft={desk.kept}&gaat={desk.gone}"
    look_at(chromium, address, desk.one, pairs)
    look_at(chromium, address, desk.one, new)
    look_at(chromium, address, desk.one, f"{HERE}/{desk.gone}")
    with at_the_desk(chromium, address, desk.one, HERE) as page:
        page.get_by_label("Naam of nummer").fill("tweemaal")
        page.get_by_role("button", name="Zoek").click()
        expect(page.get_by_role("row").filter(has_text="Tweemaal")).to_have_count(3)
        page.get_by_role("link", name="Wie lijken op elkaar?").click()
        expect(page.get_by_text("zelfde naam, zelfde plaats").first).to_be_visible()
        page.goto(f"{address}{new}")
        expect(page.get_by_text("31 december 2029").last).to_be_visible()
        page.get_by_label("Waarom het dezelfde persoon is").fill("Zelfde geboortedatum, gebeld.")
        page.get_by_role("button", name="Stel voor om samen te voegen").click()
        expect(page.get_by_text("Een andere medewerker beslist.").first).to_be_visible()
        there = page.url.removeprefix(address).split("?")[0]
    look_at(chromium, address, desk.one, there)
    with at_the_desk(chromium, address, desk.other, f"{HERE}/samenvoegingen") as page:
        page.get_by_role("link", name=f"{desk.gone} bij {desk.kept}").click()
        page.get_by_role("button", name="Voeg de dossiers samen").click()
        expect(page.get_by_text("De twee dossiers zijn samengevoegd.")).to_be_visible()
        page.goto(f"{address}/professionals/{desk.gone}?op=2023-05-01")
        assert f"{address}/professionals/{desk.kept}?op=2023-05-01" == page.url
        expect(page.get_by_text("31 december 2025").first).to_be_visible()
        page.goto(f"{address}{HERE}/{desk.gone}")
        expect(page.get_by_text(f"Genomen onder nummer {desk.gone}.").first).to_be_visible()
        assert f"{address}{HERE}/{desk.kept}" == page.url
    look_at(chromium, address, desk.other, there)


def test_another_body_and_the_operator(chromium: Browser, address: str, desk: Desk) -> None:
    """What the other body sees, and what the operator signs in its place."""
    with at_the_desk(chromium, address, desk.one, f"{HERE}/samenvoegen?blijft={desk.kept}&gaat={desk.third}") as page:
        page.get_by_label("Waarom het dezelfde persoon is").fill("Gebeld.")
        page.get_by_role("button", name="Stel voor om samen te voegen").click()
        there = page.url.removeprefix(address).split("?")[0]
    look_at(chromium, address, desk.elsewhere, there)
    merge = there.rpartition("/")[2]
    look_at(chromium, address, desk.operator, f"/beheer/samenvoegingen/{merge}")
    with at_the_desk(chromium, address, desk.operator, "/beheer/samenvoegingen") as page:
        page.get_by_role("link", name=f"{desk.third} bij {desk.kept}").click()
        page.get_by_role("button", name="Teken voor").click()
        expect(page.get_by_text("Alle instellingen zijn akkoord.")).to_be_visible()
