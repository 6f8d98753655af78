"""New rules in a real browser: drafted, tried on every file, proposed by one, and answered by another."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Browser, expect

from registry.accounts import RoleHeld
from registry.clock import FixedClock
from registry.population_work import work_on_runs
from tests.admin.desk.test_rules import CASES
from tests.admin.signing_in import new_log_in
from tests.browser.conftest import Cast
from tests.browser.professionals import behind_the_counter
from tests.browser.test_bulk_approval import at_the_desk, look_at
from tests.public_api.serving import NOW

RULES = "/instelling/keurmerken/noloc-rl/regels"
SOON = datetime(2026, 11, 22, 20, 50, tzinfo=UTC)


async def _work() -> None:
    await work_on_runs(FixedClock(SOON))


def test_from_a_draft_to_an_answer(chromium: Browser, address: str, cast: Cast) -> None:
    """Without a script; each page on the way is looked at, wide and narrow."""
    editor = behind_the_counter(new_log_in(RoleHeld("scheme_editor", "noloc"), at=NOW)).token
    officer = behind_the_counter(new_log_in(RoleHeld("officer", "noloc"), at=NOW)).token
    with at_the_desk(chromium, address, editor, RULES) as page:
        page.get_by_label("Hoe heet het ontwerp?").fill("Meer punten")
        page.get_by_label("Vanaf welke dag").fill("2027-07-01")
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
    look_at(chromium, address, officer, run)
    look_at(chromium, address, officer, draft)
    with at_the_desk(chromium, address, officer, draft) as page:
        page.get_by_label("Waarom?").fill("Akkoord.")
        page.get_by_role("button", name="Wijs af").click()
        expect(page.get_by_text("Afgewezen").first).to_be_visible()
