"""Leaving the register: everything ends at once, and the file goes later unless somebody comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.decisions import Suspension, Verdict, decide, suspend
from registry.errors import Conflict, Malformed, NotFound, Removed
from registry.leaving import (
    AskedToLeave,
    Leaving,
    Left,
    leave_register,
    leaving_of,
    leaving_would,
    remove_who_left,
    stay_after_all,
    stop_mark,
)
from registry.own_applications import own_applications
from registry.practitioners import find_practitioner
from registry.standings import standing_of
from tests.registry.stories import OFFICER, START, applicant, holder, somebody
from tests.registry.test_outlooks import URENMERK, holder_of_both

AT = datetime(2024, 6, 1, 9, tzinfo=UTC)
TODAY = date(2024, 6, 1)


@pytest.fixture
def two_marks(catalogue: Catalogue) -> Catalogue:
    return Catalogue({**catalogue.schemes, "urenmerk": read_scheme(URENMERK, "scheme")})


async def test_every_registration_ends_on_the_day_of_leaving(register: Engine, two_marks: Catalogue) -> None:
    """Each mark, and the application that was open; the file goes a year later."""
    number = await holder_of_both(two_marks)
    renewal = ApplicationGiven(mark="proefmerk")
    application = await apply(number, renewal, catalogue=two_marks, actor=number, at=AT)
    left = await leave_register(number, Leaving(since=TODAY), catalogue=two_marks, actor=number, at=AT)
    assert Left(("proefmerk", "urenmerk"), (application,), date(2025, 6, 1)) == left
    standing = await standing_of(number, at=AT, catalogue=two_marks)
    assert [("withdrawn", False)] * 2 == [(r.status, r.certified) for r in standing.registrations]
    with pytest.raises(Conflict, match="before"):
        await leave_register(number, Leaving(since=TODAY), catalogue=two_marks, actor=number, at=AT)


async def test_the_file_goes_on_its_day(register: Engine, catalogue: Catalogue) -> None:
    """Not a day earlier, and once; who never asked to leave is not touched."""
    number, other = (await holder(catalogue))[0], await somebody(seed=2)
    await leave_register(number, Leaving(since=TODAY), catalogue=catalogue, actor=number, at=AT)
    assert 0 == await remove_who_left(actor="worker", at=datetime(2025, 5, 31, 12, tzinfo=UTC))
    assert 1 == await remove_who_left(actor="worker", at=datetime(2025, 6, 1, 12, tzinfo=UTC))
    assert 0 == await remove_who_left(actor="worker", at=datetime(2025, 6, 1, 12, tzinfo=UTC))
    with pytest.raises(Removed):
        await find_practitioner(number)
    assert other == (await find_practitioner(other))["number"]


async def test_leaving_hides_no_measure(register: Engine, catalogue: Catalogue) -> None:
    """As long as one is public the file stays."""
    number, _ = await holder(catalogue)
    measure = Suspension(mark="proefmerk", since=date(2024, 5, 1), until=date(2024, 12, 31), reason="Complaint.")
    await suspend(number, measure, catalogue=catalogue, actor=OFFICER, at=AT)
    left = await leave_register(number, Leaving(since=TODAY), catalogue=catalogue, actor=number, at=AT)
    assert date(2030, 1, 1) == left.remove_on


async def test_somebody_may_come_back(register: Engine, catalogue: Catalogue) -> None:
    """By saying so, or by holding a mark again; what ended stays ended."""
    number, _ = await holder(catalogue)
    with pytest.raises(NotFound):
        await stay_after_all(number, actor=number, at=AT)
    await leave_register(number, Leaving(since=TODAY), catalogue=catalogue, actor=number, at=AT)
    await stay_after_all(number, actor=number, at=AT)
    due = AT + timedelta(days=400)
    assert 0 == await remove_who_left(actor="worker", at=due)
    await leave_register(number, Leaving(since=TODAY), catalogue=catalogue, actor=number, at=AT)
    again = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=due)
    verdict = Verdict(outcome="granted", reason="Back.", since=date(2025, 7, 1), until=date(2029, 6, 30))
    await decide(again, verdict, catalogue=catalogue, actor=OFFICER, at=due)
    assert 0 == await remove_who_left(actor="worker", at=due)
    assert number == (await find_practitioner(number))["number"]


async def test_nobody_leaves_in_the_past(register: Engine, catalogue: Catalogue) -> None:
    """Who holds nothing yet may leave as well, and what was asked is taken back."""
    number, application = await applicant(catalogue)
    with pytest.raises(Malformed, match="day is over"):
        await leave_register(number, Leaving(since=date(2024, 5, 31)), catalogue=catalogue, actor=number, at=AT)
    left = await leave_register(number, Leaving(since=TODAY), catalogue=catalogue, actor=number, at=AT)
    assert ((), (application,)) == (left.marks, left.applications)


async def test_what_leaving_would_do_is_what_it_does(register: Engine, catalogue: Catalogue) -> None:
    """Told first with nothing recorded, and then the same; afterwards it is known that they left, and when they go."""
    number, _ = await holder(catalogue, since=START.date(), until=date(2025, 3, 1))
    given = Leaving(since=date(2021, 6, 1))
    would = await leaving_would(number, given, catalogue=catalogue)
    assert await leaving_of(number) is None
    left = await leave_register(number, given, catalogue=catalogue, actor=number, at=START)
    assert (left, ("proefmerk",)) == (would, would.marks)
    assert AskedToLeave(given.since, left.remove_on) == await leaving_of(number)


async def test_one_mark_is_stopped(register: Engine, catalogue: Catalogue) -> None:
    """Its open application is taken back; the person stays, and it cannot be stopped twice."""
    number, _ = await holder(catalogue, since=START.date(), until=date(2025, 3, 1))
    renewal = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)
    given = Leaving(since=date(2021, 6, 1))
    await stop_mark(number, "proefmerk", given, catalogue=catalogue, actor=number, at=START)
    assert ["withdrawn", "granted"] == sorted((a.state for a in await own_applications(number)), reverse=True)
    assert renewal in {a.id for a in await own_applications(number) if a.state == "withdrawn"}
    standing = await standing_of(number, at=START, catalogue=catalogue, on=date(2021, 5, 31))
    after = await standing_of(number, at=START, catalogue=catalogue, on=date(2021, 6, 1))
    assert (True, False) == (standing.certified, after.certified)
    assert await leaving_of(number) is None
    with pytest.raises(NotFound):
        await stop_mark(number, "proefmerk", given, catalogue=catalogue, actor=number, at=START)
    over = Leaving(since=date(2021, 3, 1))
    with pytest.raises(Malformed, match="day is over"):
        await stop_mark(number, "proefmerk", over, catalogue=catalogue, actor=number, at=START)
