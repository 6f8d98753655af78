"""Opening hours: what can be typed, and whether it is open, on holidays and where the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from registry.opening_hours import Week, read_spans, read_week, written_week

WORKING_DAYS = ("9.00-12.30, 13.30-17.00",) * 4 + ("9:00 tot 12:30", "", "")


def week(*, on_holidays: bool = False) -> Week:
    found = read_week(WORKING_DAYS, on_holidays=on_holidays)
    assert found is not None
    return found


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_hours_are_read_as_people_type_them() -> None:
    """With points or colons, a dash or a word; written they are all alike, and nothing is a day that is closed."""
    assert ("9.00-12.30, 13.30-17.00",) * 4 + ("9.00-12.30", "", "") == written_week(week())
    assert None is read_week(("",) * 7)
    assert ("",) * 7 == written_week(None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("negen uur", "write hours like this"),
        ("9.00", "write hours like this"),
        ("9.00-25.00", "hours go from"),
        ("17.00-9.00", "the first hour of two"),
        ("13.00-17.00, 9.00-12.00", "in order"),
        ("9.00-13.00, 12.00-17.00", "in order"),
    ],
)
def test_what_cannot_be_hours_says_what_to_write(text: str, said: str) -> None:
    """Each mistake has its own sentence."""
    with pytest.raises(ValueError, match=said):
        read_spans(text)


@pytest.mark.parametrize(
    ("moment", "until", "again"),
    [
        (at(25, 7, 59), None, (date(2026, 11, 25), time(9))),  # a minute before nine in Dutch winter time
        (at(25, 8), time(12, 30), (date(2026, 11, 25), time(13, 30))),
        (at(25, 11, 30), None, (date(2026, 11, 25), time(13, 30))),
        (at(25, 15, 59), time(17), (date(2026, 11, 26), time(9))),
        (at(25, 16), None, (date(2026, 11, 26), time(9))),
        (at(27, 12), None, (date(2026, 11, 30), time(9))),  # Friday afternoon: Monday
        (at(24, 16, month=12), None, (date(2026, 12, 28), time(9))),  # Christmas on a Friday and a Saturday
        (at(7, 7, month=7), time(12, 30), (date(2026, 7, 7), time(13, 30))),  # nine in Dutch summer time
    ],
)
def test_open_at_a_moment(moment: datetime, until: time | None, again: tuple[date, time]) -> None:
    """Until when it is open, and when it opens next; the hours are those of the Netherlands."""
    assert (until, again) == (week().open_until(moment), week().opens_again(moment))


def test_a_holiday_is_closed_unless_it_is_not() -> None:
    """25 December 2026 is a Friday: closed, or open as on any Friday for who says so."""
    moment = at(25, 9, month=12)
    assert (None, time(12, 30)) == (week().open_until(moment), week(on_holidays=True).open_until(moment))


def test_who_is_never_open_opens_no_more() -> None:
    """A desk that is open on holidays of a weekday that has none within three weeks says nothing."""
    assert None is Week(((),) * 7).opens_again(at(25, 9))
