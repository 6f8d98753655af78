"""Six weeks to object, never ending on a day without post."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accreditation.objection_term import easter, is_holiday, last_day_to_object
from accreditation.scheme import Term


@pytest.mark.parametrize(
    ("sent_on", "expected"),
    [
        (date(2024, 6, 3), date(2024, 7, 15)),  # Monday to Monday, six weeks later
        (date(2024, 6, 1), date(2024, 7, 15)),  # a Saturday runs on to Monday
        (date(2024, 6, 2), date(2024, 7, 15)),  # and so does a Sunday
        (date(2024, 2, 16), date(2024, 4, 2)),  # Good Friday, the weekend and Easter Monday
        (date(2024, 3, 16), date(2024, 4, 29)),  # King's Day on a Saturday
        (date(2024, 3, 28), date(2024, 5, 10)),  # Ascension Day
        (date(2024, 4, 8), date(2024, 5, 21)),  # Whit Monday
        (date(2023, 11, 13), date(2023, 12, 27)),  # both days of Christmas
        (date(2023, 11, 20), date(2024, 1, 2)),  # New Year's Day
        (date(2025, 3, 24), date(2025, 5, 6)),  # Liberation Day
    ],
)
def test_the_last_day_to_object(sent_on: date, expected: date) -> None:
    """Counted from the day after sending, and moved on from a weekend or a holiday."""
    assert expected == last_day_to_object(sent_on)


def test_a_royal_decree_may_equate_a_day() -> None:
    """The Friday after Ascension Day: the term then ends on Monday."""
    friday = date(2024, 5, 10)
    sent_on = friday - timedelta(weeks=6)
    assert (friday, date(2024, 5, 13)) == (last_day_to_object(sent_on), last_day_to_object(sent_on, [friday]))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 4, 27), False), (date(2025, 4, 26), True), (date(2026, 4, 27), True), (date(2024, 4, 30), False),
    ],
)  # fmt: skip
def test_the_birthday_of_the_king_is_not_kept_on_a_sunday(day: date, expected: bool) -> None:
    """It is kept on the Saturday before."""
    assert expected is is_holiday(day)


@pytest.mark.parametrize(
    "day",
    [date(2000, 4, 23), date(2008, 3, 23), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)],
)
def test_easter_is_known(day: date) -> None:
    """Early, late and in between."""
    assert day == easter(day.year)


@pytest.mark.parametrize(
    ("within", "received", "due"),
    [
        ("6 weeks", "2026-11-02", "2026-12-14"),
        ("2 months", "2026-12-31", "2027-03-01"),
        ("unknown", "2026-11-02", None),
    ],
)
def test_a_body_says_itself_when_it_decides(within: str, received: str, due: str | None) -> None:
    """Counted from the day on which the objection came in; where the body does not say, nothing is filled in."""
    term = Term.model_validate({"validity": "4 years", "anchor": "decision", "objection_decided_within": within})
    found = term.objection_due(date.fromisoformat(received))
    assert due == (None if found is None else found.isoformat())
