"""New rules in a real browser: drafted, tried on every file, proposed by one, and answered by another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Browser, expect

from accreditation.decisions import Kind
from registry.accounts import Role, RoleHeld
from registry.catalogue import load_catalogue, shipped_catalogue
from registry.clock import FixedClock
from registry.journal import recording
from registry.measures import apply_decision, new_decision
from registry.population_work import work_on_runs
from registry.practitioners import Name, Person, find_practitioner, register_practitioner
from registry.tables_accounts import SessionRow
from tests.admin.desk.test_rules import CASES
from tests.admin.serving import WHOLE_SITE
from tests.admin.signing_in import new_log_in, professional
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_bulk_approval import at_the_desk, look_at
from tests.public_api.serving import NOW, served

RULES = "/instelling/keurmerken/noloc-rl/regels"
SOON = datetime(2026, 11, 22, 20, 50, tzinfo=UTC)
FIRST = date(2027, 7, 1)
THE_EVENING_BEFORE = datetime(2027, 6, 30, 21, 55, tzinfo=UTC)  # five to twelve in Amsterdam
JUST_AFTER_MIDNIGHT = THE_EVENING_BEFORE + timedelta(minutes=10)


async def _work() -> None:
    await work_on_runs(FixedClock(SOON))


async def _holder() -> str:
    """Who holds the mark before and after the first day of the new rules: the token of their session that evening.

    The session is moved and not begun then: the journal never goes back, and other tests write in it today.
    """
    number = await register_practitioner(
        Person(name=Name(initials="R.", family_name="Regelbaas")), actor="tests", at=NOW
    )
    newest = shipped_catalogue().mark("noloc-rl").versions[-1].id
    granted = new_decision(Kind.GRANT, date(2025, 1, 1), date(2028, 12, 31), scheme_version=newest)
    catalogue = await load_catalogue()
    async with recording(actor="tests", at=NOW) as journal:
        await apply_decision(journal, await find_practitioner(number), "noloc-rl", granted, "Voldoet.", catalogue)
    found = await new_log_in(professional(number), at=NOW)
    await SessionRow.update(
        {SessionRow.last_seen_at: THE_EVENING_BEFORE, SessionRow.expires_at: THE_EVENING_BEFORE + timedelta(hours=1)}
    ).where(SessionRow.account == found.account)
    return found.token


def worker_of_the_mark(role: Role) -> str:
    """The token of somebody's session."""
    return behind_the_counter(new_log_in(RoleHeld(role, "noloc"), at=NOW)).token


def propose(chromium: Browser, address: str, editor: str) -> tuple[str, str]:
    """Draft a version, try it on every file, and propose it; gives the paths of the draft and of the run."""
    with at_the_desk(chromium, address, editor, RULES) as page:
        page.get_by_label("Hoe heet het ontwerp?").fill("Meer punten")
        page.get_by_label("Vanaf welke dag").fill(FIRST.isoformat())
        page.get_by_role("button", name="Begin").click()
        draft = page.url.partition("?")[0].removeprefix(address)
        page.get_by_role("link", name="Verander de regels").click()
        text = page.get_by_label("Tekst (TOML)").input_value()
        head, last = text.rsplit("[[versions]]", 1)
        page.get_by_label("Tekst (TOML)").fill(f"{head}[[versions]]{last.replace('at_least = 75', 'at_least = 100')}")
        page.get_by_role("button", name="Bewaar").click()
        page.get_by_role("link", name="Verander de gevallen").click()
        page.get_by_label("Tekst (TOML)").fill(CASES)
        page.get_by_role("button", name="Bewaar").click()
        expect(page.get_by_text("De tekst klopt, en alle 2 gevallen komen uit.")).to_be_visible()
        page.get_by_role("button", name="Reken alle dossiers door").click()
        run = page.url.partition("?")[0].removeprefix(address)
        look_at(chromium, address, editor, f"{draft}/tekst")
        look_at(chromium, address, editor, run)
        behind_the_counter(_work())
        page.goto(f"{address}{draft}")
        page.get_by_label("Waarom?").fill("Het vak verandert snel.")
        page.get_by_role("button", name="Leg het voor").click()
        expect(page.get_by_text("wie meeschreef keurt niet goed")).to_be_visible()
    return draft, run


def test_from_a_draft_to_the_first_day_of_the_rules(
    chromium: Browser, address: str, cast: Cast, database_url: str
) -> None:
    """Refused once, approved the second time; then in somebody's own requirements from their first day on.

    Without a script; each page on the way is looked at, wide and narrow.
    """
    editor, officer = worker_of_the_mark("scheme_editor"), worker_of_the_mark("officer")
    draft, run = propose(chromium, address, editor)
    look_at(chromium, address, officer, run)
    look_at(chromium, address, officer, draft)
    with at_the_desk(chromium, address, officer, draft) as page:
        page.get_by_label("Waarom?").fill("Nog niet.")
        page.get_by_role("button", name="Wijs af").click()
        expect(page.get_by_text("Afgewezen").first).to_be_visible()
    with at_the_desk(chromium, address, editor, draft) as page:
        page.get_by_label("Waarom?").fill("Nu met uitleg.")
        page.get_by_role("button", name="Leg het voor").click()
    with at_the_desk(chromium, address, officer, draft) as page:
        page.get_by_label("Waarom?").fill("Akkoord.")
        page.get_by_role("button", name="Keur goed").click()
        expect(page.get_by_text("Gepubliceerd op").first).to_be_visible()
    own = behind_the_counter(_holder())
    for moment, asked, other in (
        (THE_EVENING_BEFORE, "75 punten", "100 punten"),
        (JUST_AFTER_MIDNIGHT, "100 punten", "75 punten"),
    ):
        with (
            served(database_url, WHOLE_SITE, at=moment) as later,
            at_the_desk(chromium, later, own, "/mijn/eisen") as page,
        ):
            expect(page.get_by_text(asked).first).to_be_visible()
            expect(page.get_by_text(other)).to_have_count(0)
