"""A clock that jumps: a registration ends on the right civil day in Amsterdam, from memory and from the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from public_api.web.edge import Edge
from registry.clock import MovableClock
from tests.public_api import people
from tests.public_api.test_recall import followed

SECOND, MINUTES, DAY = timedelta(seconds=1), timedelta(minutes=2), timedelta(days=1)
LEAP = timedelta(days=366)
NOON = timedelta(hours=12)  # a jump of whole days from here ends on another day, whatever the clock is moved

# A last day, and the first moment (UTC) after it: in winter, in summer, and on the two days when the clock is moved.
MIDNIGHTS = [
    (date(2026, 12, 15), datetime(2026, 12, 15, 23, tzinfo=UTC)),
    (date(2027, 7, 15), datetime(2027, 7, 15, 22, tzinfo=UTC)),
    (date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),
    (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),  # 23 hours long
    (date(2027, 10, 30), datetime(2027, 10, 30, 22, tzinfo=UTC)),
    (date(2027, 10, 31), datetime(2027, 10, 31, 23, tzinfo=UTC)),  # 25 hours long
]


async def _ends_on(last: date) -> str:
    """The address of the standing of somebody whose registration ends on this day."""
    who = await people.enter("L.", "Klok")
    await people.grant(who, date(2021, 1, 1), last)
    return f"/api/v1/practitioners/{who.number}/standing"


async def _told(site: httpx.AsyncClient, address: str) -> tuple[str, bool, str]:
    """The day and the answer: asked twice, because the second comes from memory."""
    first, second = [(await site.get(address)).json() for _ in range(2)]
    assert first == second
    return first["on"], first["certified"], first["registrations"][0]["status"]


@pytest.mark.parametrize(("last", "after"), MIDNIGHTS)
async def test_a_registration_ends_at_midnight_in_amsterdam(
    site: httpx.AsyncClient, app: Edge, clock: MovableClock, last: date, after: datetime
) -> None:
    """It counts until the last second of its last day, and not one longer, also when the day was kept in memory."""
    await followed(app)
    address = await _ends_on(last)
    told = []
    for moment in (after - MINUTES, after - SECOND, after, after + MINUTES):
        clock.at = moment
        told.append(await _told(site, address))
    on, next_day = str(last), str(last + DAY)
    assert [(on, True, "valid")] * 2 + [(next_day, False, "expired")] * 2 == told


@pytest.mark.parametrize(("last", "after"), MIDNIGHTS)
@pytest.mark.parametrize("jump", [MINUTES, -DAY, LEAP])
async def test_after_a_jump_the_answer_is_about_the_day_it_is(
    site: httpx.AsyncClient, app: Edge, clock: MovableClock, last: date, after: datetime, jump: timedelta
) -> None:
    """Two minutes on, a day back or a year on: what was kept about another day is not given."""
    await followed(app)
    address = await _ends_on(last)
    before = after - (SECOND if jump == MINUTES else NOON)
    clock.at = before
    assert (str(last), True, "valid") == await _told(site, address)
    clock.move(jump)
    on = {MINUTES: last + DAY, -DAY: last - DAY, LEAP: last + LEAP}[jump]
    expected = (str(on), True, "valid") if on <= last else (str(on), False, "expired")
    assert expected == await _told(site, address)
    clock.at = before
    assert (str(last), True, "valid") == await _told(site, address)


async def test_memory_answers_for_the_day_it_is_about_only(
    site: httpx.AsyncClient, app: Edge, clock: MovableClock
) -> None:
    """The shortest day of the year: in memory from its first to its last second, and on neither side of it."""
    inside = await followed(app)
    last, after = MIDNIGHTS[3]
    address = await _ends_on(last)
    clock.at = after - SECOND
    await site.get(address)
    number = address.split("/")[4]
    known = []
    for moment in (after - timedelta(hours=23, seconds=1), after - timedelta(hours=23), after - SECOND, after):
        clock.at = moment
        known.append(inside.recall.answer(number, {}) is not None)
    assert [False, True, True, False] == known
