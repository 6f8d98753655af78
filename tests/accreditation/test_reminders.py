"""When somebody is reminded: every step once, never two on a day, none too late, and of missed ones only the last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accreditation.dates import ONE_DAY
from accreditation.reminders import (
    AHEAD,
    BEFORE,
    BEHIND,
    Step,
    due_step,
    ends_to_remind_of,
    is_still_due,
    steps,
)
from accreditation.scheme import Mark
from registry.catalogue import shipped_catalogue

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
# Handing in ends some months before the term does, with it, or after some grace.
GAPS = st.integers(-200, 120).map(timedelta)
A_YEAR_AND_MORE = 420


@given(DAYS, GAPS)
def test_a_worker_that_runs_daily_sends_every_step_once(expires_on: date, gap: timedelta) -> None:
    """Never two on one day, in the planned order, and after handing in is over only the news that the term is."""
    hand_in_until = expires_on + gap
    first = hand_in_until - timedelta(days=A_YEAR_AND_MORE)
    last = max(hand_in_until, expires_on) + timedelta(days=60)
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    sent = [(day, step) for day in days if (step := due_step(hand_in_until, expires_on, day - ONE_DAY, day))]
    planned = steps(hand_in_until, expires_on)
    assert [(one.on, one.step) for one in planned] == sent
    assert len({day for day, _ in sent}) == len(sent)
    assert all(day <= hand_in_until for day, step in sent if step is not Step.EXPIRED)
    assert expires_on + ONE_DAY in dict(sent)
    # A step makes way only for the news that the term is over, which falls on its day.
    assert len(sent) >= len(BEFORE)


@given(DAYS, GAPS, st.lists(st.integers(1, 200), max_size=12))
@example(date(2020, 1, 1), timedelta(days=63), [190, 200])  # back when the news of the end is old, and handing in open
def test_a_worker_that_was_away_sends_only_the_last_missed_step(
    expires_on: date, gap: timedelta, absences: list[int]
) -> None:
    """However long and often it was away: each step at most once, one at a time, and only while it is of use."""
    hand_in_until = expires_on + gap
    planned = {one.step: one for one in steps(hand_in_until, expires_on)}
    after, sent = hand_in_until - timedelta(days=A_YEAR_AND_MORE), []
    for days in absences:
        today = after + timedelta(days=days)
        if step := due_step(hand_in_until, expires_on, after, today):
            assert planned[step].on <= today <= planned[step].until
            assert is_still_due(step, hand_in_until, expires_on, today)
            later = [one for one in planned.values() if planned[step].on < one.on <= today <= one.until]
            assert [] == later
            sent.append(step)
        after = today
    assert len(set(sent)) == len(sent)


@given(DAYS, GAPS, st.integers(0, 500))
def test_what_was_sent_is_not_sent_again(expires_on: date, gap: timedelta, days: int) -> None:
    """Also when somebody looks at the same days once more."""
    hand_in_until = expires_on + gap
    today = hand_in_until - timedelta(days=days)
    after = today - timedelta(days=60)
    step = due_step(hand_in_until, expires_on, after, today)
    assert due_step(hand_in_until, expires_on, after, today, frozenset(Step)) is None
    if step is not None:
        assert due_step(hand_in_until, expires_on, after, today, frozenset(Step) - {step}) is step


@pytest.mark.parametrize(
    ("step", "on"),
    [
        (Step.TWELVE_MONTHS, date(2026, 3, 31)),
        (Step.SIX_MONTHS, date(2026, 9, 30)),
        (Step.THREE_MONTHS, date(2026, 12, 31)),
        (Step.ONE_MONTH, date(2027, 2, 28)),
        (Step.FOURTEEN_DAYS, date(2027, 3, 17)),
        (Step.THREE_DAYS, date(2027, 3, 28)),
        (Step.EXPIRED, date(2027, 4, 1)),
    ],
)
def test_the_days_of_the_steps(step: Step, on: date) -> None:
    """Of a term that ends on a day that not every month has: the last day of the shorter month."""
    assert on == {one.step: one.on for one in steps(date(2027, 3, 31), date(2027, 3, 31))}[step]


def test_a_step_that_was_due_loses_its_use() -> None:
    """Once the next one is there, and once it is too late."""
    last = date(2027, 3, 31)
    still: Callable[[Step, date], bool] = lambda step, today: is_still_due(step, last, last, today)  # noqa: E731  # read as a table
    assert still(Step.ONE_MONTH, date(2027, 3, 16))
    assert not still(Step.ONE_MONTH, date(2027, 3, 17))
    assert not still(Step.ONE_MONTH, date(2027, 2, 27))
    assert still(Step.THREE_DAYS, last)
    assert not still(Step.THREE_DAYS, last + ONE_DAY)
    assert still(Step.EXPIRED, date(2027, 5, 1))
    assert not still(Step.EXPIRED, date(2027, 5, 2))
    assert not still(Step.TWELVE_MONTHS, date(2020, 1, 1))


@pytest.mark.parametrize(
    "mark", [mark for mark in shipped_catalogue().marks() if mark.holder == "person"], ids=lambda mark: mark.code
)
def test_the_terms_of_a_day_are_found(mark: Mark) -> None:
    """Exactly the last days of which some version of the rules has a step today; nothing outside what is looked at."""
    today = date(2027, 3, 2)
    found = ends_to_remind_of(mark, today - ONE_DAY, today)
    assert len(found) >= len(Step) - 1
    assert all(today - timedelta(days=BEHIND) < day < today + timedelta(days=AHEAD) for day in found)
    assert ends_to_remind_of(mark, today, today) == frozenset()
