"""How long the public sees a measure: as long as the body says, or else five years after it really ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import (
    Condition,
    Ending,
    Lift,
    Restriction,
    Suspension,
    impose_condition,
    lift,
    restrict,
    revoke,
    suspend,
    withdraw,
)
from registry.public_view import PublicRegistration
from registry.standings import standing_of
from registry.tables_decisions import MeasureRow
from tests.registry.stories import OFFICER, START, holder

MARK = "proefmerk"
SINCE, LIFTED = date(2022, 3, 1), date(2022, 4, 1)
KINDS = ("suspension", "condition", "restriction", "revocation")


async def _take(catalogue: Catalogue, number: str, kind: str, **more: Any) -> UUID:
    by: dict[str, Any] = {"catalogue": catalogue, "actor": OFFICER, "at": START}
    given: dict[str, Any] = {"mark": MARK, "since": SINCE, "reason": "Complaint."} | more
    match kind:
        case "suspension":
            return await suspend(number, Suspension(**given), **by)
        case "condition":
            return await impose_condition(number, Condition(text="Supervision.", **given), **by)
        case "restriction":
            return await restrict(number, Restriction(scopes=("coaching",), **given), **by)
        case _:
            return await revoke(number, Ending(**given), **by)


async def _seen(catalogue: Catalogue, number: str, today: date, on: date | None = None) -> PublicRegistration | None:
    at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    found = (await standing_of(number, at=at, on=on, catalogue=catalogue)).registrations
    return found[0] if found else None


async def _shown_until(catalogue: Catalogue, number: str, last: date) -> None:
    """It is shown on its last public day, for every day asked about, and not the day after."""
    for on in (None, SINCE):
        last_day = await _seen(catalogue, number, last, on)
        after = await _seen(catalogue, number, last + timedelta(days=1), on)
        assert last_day is not None
        assert after is not None
        assert ([last], []) == ([m.visible_until for m in last_day.measures], list(after.measures))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_lifted_measure_leaves_five_years_after_its_real_end(
    register: Engine, catalogue: Catalogue, kind: str
) -> None:
    """Taken for as long as the registration lasts, and lifted: the five years count from the day it was lifted."""
    number, _ = await holder(catalogue)
    measure = await _take(catalogue, number, kind)
    await lift(measure, Lift(since=LIFTED, reason="Paid."), catalogue=catalogue, actor=OFFICER, at=START)
    await _shown_until(catalogue, number, date(2027, 3, 31))
    assert [{"public_until": date(2027, 3, 31)}] == await MeasureRow.select(MeasureRow.public_until)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_body_may_say_another_day(register: Engine, catalogue: Catalogue, kind: str) -> None:
    """Then that day holds, whenever the measure ends."""
    number, _ = await holder(catalogue)
    measure = await _take(catalogue, number, kind, public_until=date(2023, 6, 30))
    await lift(measure, Lift(since=LIFTED, reason="Paid."), catalogue=catalogue, actor=OFFICER, at=START)
    await _shown_until(catalogue, number, date(2023, 6, 30))


@pytest.mark.parametrize(
    ("kind", "more", "last"),
    [
        ("suspension", {}, date(2030, 3, 1)),
        ("condition", {}, date(2030, 3, 1)),
        ("restriction", {"until": date(2022, 12, 31)}, date(2027, 12, 31)),
        ("revocation", {}, date(2027, 3, 1)),
    ],
)
async def test_a_measure_that_is_not_lifted(
    register: Engine, catalogue: Catalogue, kind: str, more: dict[str, Any], last: date
) -> None:
    """It ends with its own last day or with the registration; a revocation that stands counts from its first day."""
    number, _ = await holder(catalogue)
    await _take(catalogue, number, kind, **more)
    await _shown_until(catalogue, number, last)


async def test_a_measure_that_is_lifted_early_leaves_earlier(register: Engine, catalogue: Catalogue) -> None:
    """The last day that was foreseen does not count once it is over before."""
    number, _ = await holder(catalogue)
    measure = await _take(catalogue, number, "suspension", until=date(2022, 12, 31))
    await lift(measure, Lift(since=LIFTED, reason="Paid."), catalogue=catalogue, actor=OFFICER, at=START)
    await _shown_until(catalogue, number, date(2027, 3, 31))


async def test_revoked_from_the_very_first_day(register: Engine, catalogue: Catalogue) -> None:
    """Within its public term the revocation is shown, with no day that was never held; after that, nothing is."""
    number, _ = await holder(catalogue)
    await _take(catalogue, number, "revocation", since=date(2021, 3, 2))
    last = date(2026, 3, 2)
    seen = await _seen(catalogue, number, last)
    assert seen is not None
    assert ("revoked", False, None, None, ()) == (seen.status, seen.certified, seen.since, seen.until, seen.history)
    assert [("revocation", date(2021, 3, 2), last)] == [(m.kind, m.since, m.visible_until) for m in seen.measures]
    before = await _seen(catalogue, number, last, date(2021, 3, 1))
    after = await _seen(catalogue, number, last + timedelta(days=1))
    assert (None, None) == (before, after)


async def test_left_from_the_very_first_day(register: Engine, catalogue: Catalogue) -> None:
    """Who never held it and left of their own will is not listed: leaving is no measure."""
    number, _ = await holder(catalogue)
    given = Ending(mark=MARK, since=date(2021, 3, 2), reason="Changed my mind.")
    await withdraw(number, given, catalogue=catalogue, actor=number, at=START)
    assert await _seen(catalogue, number, LIFTED) is None
