"""A group extension is for everyone who held the mark on its day, also for whom the register hears of later."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Verdict, decide, extend_group
from registry.importing import ImportedPerson, ImportedRegistration, import_rows
from registry.journal import verify_chain
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow, HoldingRow
from tests.registry.stories import OFFICER, applicant, holder

GIVEN = datetime(2023, 1, 10, 9, tzinfo=UTC)
LATER = datetime(2023, 6, 1, 9, tzinfo=UTC)


async def _take_over(catalogue: Catalogue, *terms: tuple[date, date]) -> str:
    """Somebody of an earlier register with these terms; gives the number."""
    people = [ImportedPerson(reference="K1", initials="J.", family_name="Jansen")]
    registrations = [ImportedRegistration(reference="K1", mark="proefmerk", since=s, until=u) for s, u in terms]
    done = await import_rows(people, registrations, catalogue=catalogue, actor="import", at=LATER)
    return done.numbers["K1"]


async def _ends(number: str) -> list[date]:
    rows = await HoldingRow.select(HoldingRow.until).where(HoldingRow.practitioner.number == number)
    return sorted(row["until"] for row in rows)


async def _give(catalogue: Catalogue) -> int:
    return await extend_group("proefmerk", "extra-year", catalogue=catalogue, actor=OFFICER, at=GIVEN)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2019, 1, 2), date(2023, 1, 1), date(2024, 1, 1)),
        (date(2023, 1, 1), date(2026, 6, 30), date(2027, 6, 30)),
        (date(2019, 1, 1), date(2022, 12, 31), date(2022, 12, 31)),
        (date(2023, 1, 2), date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
async def test_a_term_that_is_taken_over_later_is_extended(
    register: Engine, catalogue: Catalogue, since: date, until: date, expected: date
) -> None:
    """When its days include the day of the extension, first and last day as well, and only then."""
    await holder(catalogue)
    assert 1 == await _give(catalogue)
    number = await _take_over(catalogue, (since, until))
    assert [expected] == await _ends(number)
    at = datetime(expected.year, expected.month, expected.day, 12, tzinfo=UTC)
    assert (await standing_of(number, at=at, catalogue=catalogue)).certified
    assert (await verify_chain()).broken_at is None


async def test_who_is_extended_late_is_extended_once(register: Engine, catalogue: Catalogue) -> None:
    """The decision is in their file, with the body's own words for it; what comes after the term is left alone."""
    await holder(catalogue)
    await _give(catalogue)
    number = await _take_over(catalogue, (date(2019, 6, 1), date(2023, 5, 31)), (date(2023, 9, 1), date(2027, 8, 31)))
    assert [date(2023, 8, 31), date(2027, 8, 31)] == await _ends(number)
    codes = await DecisionRow.select(DecisionRow.extension).where(
        DecisionRow.kind == "group_extension", DecisionRow.practitioner.number == number
    )
    assert [{"extension": "extra-year"}] == codes


async def test_a_last_day_with_the_extension_in_it_is_left(register: Engine, catalogue: Catalogue) -> None:
    """Five years, where the rules make four, are four years and the extra one."""
    await holder(catalogue)
    await _give(catalogue)
    number = await _take_over(catalogue, (date(2020, 6, 1), date(2025, 5, 31)))
    assert [date(2025, 5, 31)] == await _ends(number)


async def test_nothing_is_given_that_was_not_given_before(register: Engine, catalogue: Catalogue) -> None:
    """The scheme names the extension, but the body did not give it yet."""
    number = await _take_over(catalogue, (date(2020, 6, 1), date(2024, 5, 31)))
    assert [date(2024, 5, 31)] == await _ends(number)
    assert 1 == await _give(catalogue)
    assert [date(2025, 5, 31)] == await _ends(number)


async def test_a_decision_on_an_application_afterwards_says_its_own_last_day(
    register: Engine, catalogue: Catalogue
) -> None:
    """Whoever decides after the extension was given knows of it: the last day they chose stands."""
    await holder(catalogue)
    await _give(catalogue)
    number, application = await applicant(catalogue, seed=2)
    verdict = Verdict(outcome="granted", reason="Yes.", since=date(2022, 6, 1), until=date(2026, 5, 31))
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=LATER)
    assert [date(2026, 5, 31)] == await _ends(number)


async def test_what_is_taken_over_keeps_a_renewal_pending(register: Engine, catalogue: Catalogue) -> None:
    """The extension of an old term answers no application."""
    await holder(catalogue)
    await _give(catalogue)
    number = await _take_over(catalogue, (date(2019, 6, 1), date(2023, 5, 31)))
    at = datetime(2024, 1, 10, 9, tzinfo=UTC)
    await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=at)
    found = await standing_of(number, at=at, on=date(2024, 6, 1), catalogue=catalogue)
    assert ["renewal_pending"] == [r.status for r in found.registrations]
