"""Removal by right: whatever was written about somebody is gone, wherever it stood."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.applications import withdraw_application
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import (
    Condition,
    Correction,
    Lift,
    Objection,
    Restriction,
    Ruling,
    correct,
    impose_condition,
    lift,
    object_to,
    restrict,
    rule_on,
)
from registry.erasure import can_be_erased_at_once, erase_at_own_wish, remove_by_right
from registry.errors import Refused, Removed
from registry.journal import verify_chain
from registry.practitioners import find_practitioner
from registry.standings import standing_of
from registry.tables import TABLES
from registry.tables_decisions import DecisionRow, PublicTextRow
from tests.registry.stories import OFFICER, START, applicant, holder

NOW = datetime(2022, 6, 1, 10, tzinfo=UTC)
DAY = date(2022, 1, 1)


async def _much_written_about(catalogue: Catalogue) -> str:
    """Somebody with words in every decision that takes any; each holds the word "woord"."""
    number, _ = await holder(catalogue)
    by: dict[str, Any] = {"catalogue": catalogue, "actor": OFFICER, "at": START}
    given = Condition(mark="proefmerk", since=DAY, text="Eerste woord in het openbaar.", reason="Een woord.")
    condition = await impose_condition(number, given, **by)
    await correct(condition, Correction(since=date(2022, 1, 2), reason="Tweede woord."), **by)
    await correct(condition, Correction(until=date(2024, 1, 2), reason="Derde woord."), **by)
    limit = Restriction(mark="proefmerk", since=DAY, scopes=("coaching",), reason="Vierde woord.")
    restriction = await restrict(number, limit, **by)
    await object_to(restriction, Objection(since=DAY, reason="Vijfde woord."), **by)
    await rule_on(restriction, Ruling(since=DAY, outcome="upheld", reason="Zesde woord."), **by)
    await lift(restriction, Lift(since=date(2022, 2, 1), reason="Zevende woord."), **by)
    return number


async def test_a_corrected_condition_keeps_its_text(register: Engine, catalogue: Catalogue) -> None:
    """While it is public the text is shown, as it was first written, with the days as they were corrected."""
    number = await _much_written_about(catalogue)
    found = (await standing_of(number, at=NOW, catalogue=catalogue)).registrations[0]
    assert (("Eerste woord in het openbaar.",), date(2022, 1, 2), date(2024, 1, 2)) == (
        found.conditions,
        found.measures[0].since,
        found.measures[0].until,
    )
    before = (await standing_of(number, at=NOW, on=DAY, catalogue=catalogue)).registrations[0]
    assert () == before.conditions


async def test_a_decision_holds_no_words(register: Engine, catalogue: Catalogue) -> None:
    """What is never changed has no free text in it: no row of a decision has any of the words."""
    await _much_written_about(catalogue)
    assert "woord" not in str(await DecisionRow.select())
    assert 3 == await PublicTextRow.count()


async def test_not_a_word_is_left(register: Engine, catalogue: Catalogue) -> None:
    """After removal by right a full dump has no text of a condition, a correction, a reason or a ruling."""
    number = await _much_written_about(catalogue)
    assert "woord" in str([await table.select() for table in TABLES])
    await remove_by_right(number, actor="desk", at=NOW)
    dump = str([await table.select() for table in TABLES])
    assert [] == [word for word in ("woord", "Idrissi", "Fatima", "Utrecht") if word in dump]
    assert (await verify_chain()).broken_at is None


async def test_whom_nothing_was_decided_about_goes_at_once(register: Engine, catalogue: Catalogue) -> None:
    """At their own wish, with an application that they took back; the number answers that it was removed."""
    number, application = await applicant(catalogue)
    assert not await can_be_erased_at_once(number)
    with pytest.raises(Refused, match="Leave the register first"):
        await erase_at_own_wish(number, actor=number, at=START)
    await withdraw_application(application, catalogue=catalogue, actor=number, at=START)
    assert await can_be_erased_at_once(number)
    await erase_at_own_wish(number, actor=number, at=START)
    with pytest.raises(Removed):
        await find_practitioner(number)


async def test_who_held_a_mark_leaves_first(register: Engine, catalogue: Catalogue) -> None:
    """What was decided must stay known for a while."""
    number, _ = await holder(catalogue)
    assert not await can_be_erased_at_once(number)
    with pytest.raises(Refused, match="Leave the register first"):
        await erase_at_own_wish(number, actor=number, at=START)
    assert number == (await find_practitioner(number))["number"]
