"""The calendar of the rule language: every example of it and each of its bounds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from accreditation.dates import (
    FIRST_DAY,
    LAST_DAY,
    Period,
    Slice,
    Span,
    amsterdam_day,
    end_of_day,
    last,
    merged,
    minus,
    months_from,
    months_in,
    same_day_earlier,
    same_day_later,
    slices,
)

D = date.fromisoformat


@pytest.mark.parametrize(
    ("length", "since", "until"),
    [
        ("4 years", "2021-03-02", "2025-03-01"),
        ("1 year", "2024-02-29", "2025-02-28"),
        ("1 year", "2023-03-01", "2024-02-29"),
        ("6 months", "2024-08-31", "2025-02-28"),
        ("6 months", "2023-08-31", "2024-02-29"),
        ("1 month", "2024-01-31", "2024-02-29"),
        ("1 month", "2024-01-30", "2024-02-29"),
        ("1 month", "2024-01-29", "2024-02-28"),
        ("1 month", "2024-12-31", "2025-01-30"),
        ("4 years", "2024-02-29", "2028-02-28"),
        ("2 weeks", "2024-02-20", "2024-03-04"),
        ("15 days", "2024-01-01", "2024-01-15"),
        ("4 years", "2199-01-01", "2199-12-31"),
    ],
)
def test_a_period_covers_every_day_before_the_same_day_number(length: str, since: str, until: str) -> None:
    """N months from day D run until the day before the same day-number, or before the first of the next month."""
    assert D(until) == Period.parse(length).end_from(D(since))


@pytest.mark.parametrize(
    ("length", "day", "oldest"),
    [
        ("2 years", "2024-03-01", "2022-03-01"),
        ("1 year", "2024-02-29", "2023-02-28"),
        ("1 month", "2024-03-31", "2024-02-29"),
        ("1 month", "2023-03-30", "2023-02-28"),
        ("12 months", "2025-02-28", "2024-02-28"),
        ("10 days", "2024-03-01", "2024-02-20"),
        ("9999 years", "2024-03-01", "1900-01-01"),
    ],
)
def test_not_older_than_is_the_same_day_number_earlier(length: str, day: str, oldest: str) -> None:
    """The oldest fact that still passes lies on the same day-number earlier, or on the last day of that month."""
    assert D(oldest) == Period.parse(length).before(D(day))


@pytest.mark.parametrize(
    ("length", "fact", "until"),
    [
        ("2 years", "2022-03-01", "2024-03-01"),
        ("2 years", "2022-02-28", "2024-02-29"),
        ("1 year", "2024-02-29", "2025-02-28"),
        ("1 month", "2023-02-28", "2023-03-31"),
        ("5 days", "2024-02-28", "2024-03-04"),
        ("9999 years", "2024-02-28", "2199-12-31"),
    ],
)
def test_a_fact_is_fresh_until_the_day_before_it_is_too_old(length: str, fact: str, until: str) -> None:
    """The last fresh day is the last one on which "not older than" still holds."""
    period = Period.parse(length)
    assert D(until) == period.fresh_until(D(fact))
    assert D(until) == LAST_DAY or period.before(date.fromordinal(D(until).toordinal() + 1)) > D(fact)


def test_the_last_four_years_begin_on_the_day_after() -> None:
    """ "The last X" on day E runs from the day after (E minus X) to E."""
    assert Span(D("2021-03-02"), D("2025-03-01")) == last(Period.parse("4 years"), D("2025-03-01"))
    assert Span(D("2023-03-01"), D("2024-02-29")) == last(Period.parse("1 year"), D("2024-02-29"))


def test_the_calendar_has_an_end_on_both_sides() -> None:
    """Whatever would lie outside the calendar stops at its edge, without an error."""
    assert date(2200, 1, 1) == same_day_later(D("2199-12-31"), 5)
    assert date(1899, 12, 31) == same_day_earlier(D("1900-01-31"), 5)
    assert Span(FIRST_DAY, FIRST_DAY) == last(Period.parse("1 day"), FIRST_DAY)
    assert LAST_DAY == Period.parse("9999 years").after(D("2024-01-01"))
    assert LAST_DAY == Period.parse("9999 weeks").end_from(LAST_DAY)
    assert LAST_DAY == list(slices(Span(D("2199-06-15"), LAST_DAY), "year"))[-1][1].until


def test_a_civil_day_is_one_in_amsterdam() -> None:
    """Half past eleven in the evening in London is the next day here; a day ends at 24.00 hours."""
    assert D("2024-07-02") == amsterdam_day(datetime(2024, 7, 1, 22, 0, tzinfo=UTC))
    assert D("2024-01-01") == amsterdam_day(datetime(2024, 1, 1, 22, 59, tzinfo=UTC))
    assert datetime(2024, 7, 1, 22, 0, tzinfo=UTC) == end_of_day(D("2024-07-01"))
    assert datetime(2024, 3, 31, 22, 0, tzinfo=UTC) == end_of_day(D("2024-03-31"))
    with pytest.raises(ValueError, match="aware"):
        amsterdam_day(datetime(2024, 1, 1, 12))  # noqa: DTZ001  # a naive moment is what is refused here


@pytest.mark.parametrize("text", ["4 year old", "four years", "1.5 years", "-1 year", "12345 days", "years", ""])
def test_a_length_of_time_that_cannot_be_read_says_how_to_write_it(text: str) -> None:
    """A wrong length of time is answered with an example."""
    with pytest.raises(ValueError, match="write for example"):
        Period.parse(text)


def test_a_span_includes_both_its_bounds() -> None:
    """Until 1 March includes 1 March."""
    span = Span(D("2021-03-02"), D("2021-03-05"))
    assert [False, True, True, False] == [
        D(d) in span for d in ("2021-03-01", "2021-03-02", "2021-03-05", "2021-03-06")
    ]
    assert 4 == span.days
    assert 0 == Span(D("2021-03-02"), D("2021-03-01")).days
    assert not Span(D("2021-03-02"), D("2021-03-01"))


def test_spans_are_merged_when_no_day_lies_between() -> None:
    """Spans that follow each other become one; a day between keeps them apart."""
    one, two = Span(D("2021-01-01"), D("2021-01-31")), Span(D("2021-02-01"), D("2021-02-10"))
    apart = Span(D("2021-02-12"), D("2021-02-20"))
    inside = Span(D("2021-01-05"), D("2021-01-06"))
    empty = Span(D("2021-05-05"), D("2021-05-01"))
    assert [Span(D("2021-01-01"), D("2021-02-10")), apart] == merged([apart, two, inside, one, empty])


def test_days_can_be_taken_out_of_spans() -> None:
    """What is taken out leaves nothing, one stretch, or one on each side."""
    year = Span(D("2021-01-01"), D("2021-12-31"))
    summer = Span(D("2021-06-01"), D("2021-08-31"))
    sides = [Span(D("2021-01-01"), D("2021-05-31")), Span(D("2021-09-01"), D("2021-12-31"))]
    assert sides == minus([year], [summer])
    assert [] == minus([summer], [year])
    assert [summer] == minus([summer], [Span(D("2022-01-01"), D("2022-01-02"))])
    assert [] == minus([Span(D("2022-01-02"), D("2022-01-01"))], [])
    assert [] == Span(D("2022-01-02"), D("2022-01-01")).without(summer)


@pytest.mark.parametrize(
    ("slice_", "expected"),
    [
        ("year", ["2021-03-02/2022-03-01", "2022-03-02/2022-07-10"]),
        (
            "quarter",
            [
                "2021-03-02/2021-06-01", "2021-06-02/2021-09-01", "2021-09-02/2021-12-01", "2021-12-02/2022-03-01",
                "2022-03-02/2022-06-01", "2022-06-02/2022-07-10",
            ],
        ),
        ("calendar_year", ["2021-03-02/2021-12-31", "2022-01-01/2022-07-10"]),
        (
            "calendar_quarter",
            [
                "2021-03-02/2021-03-31", "2021-04-01/2021-06-30", "2021-07-01/2021-09-30", "2021-10-01/2021-12-31",
                "2022-01-01/2022-03-31", "2022-04-01/2022-06-30", "2022-07-01/2022-07-10",
            ],
        ),
    ],
)  # fmt: skip
def test_a_window_is_cut_from_its_first_day_or_by_the_calendar(slice_: Slice, expected: list[str]) -> None:
    """Years and quarters count from the first day of the window, calendar ones from 1 January."""
    parts = [part for _, part in slices(Span(D("2021-03-02"), D("2022-07-10")), slice_)]
    assert expected == [f"{p.since}/{p.until}" for p in parts]


def test_an_empty_window_has_no_periods() -> None:
    """There is nothing to cut in a window without days."""
    assert [] == list(slices(Span(D("2021-03-02"), D("2021-03-01")), "year"))


def test_months_are_counted_from_the_first_day() -> None:
    """Whole months from the first day on, the rest as a fraction of its own month."""
    assert 48 == months_in(Span(D("2021-03-02"), D("2025-03-01")))
    assert 1 == months_in(Span(D("2024-02-29"), D("2024-03-28")))
    assert Fraction(3, 2) == months_in(Span(D("2024-03-01"), D("2024-04-15")))
    assert 0 == months_in(Span(D("2024-03-02"), D("2024-03-01")))


def test_months_from_a_day_on_include_the_month_of_that_day() -> None:
    """Counted from the first day of the window; a last, shorter month counts as one."""
    assert (1, 2) == months_from(D("2024-02-29"), Span(D("2024-01-29"), D("2024-03-28")))
    assert (2, 12) == months_from(D("2024-11-30"), Span(D("2024-01-01"), D("2024-12-31")))
    assert (1, 11) == months_from(D("2024-12-01"), Span(D("2024-01-15"), D("2024-12-01")))
    assert (12, 12) == months_from(D("2024-01-31"), Span(D("2024-01-31"), D("2025-01-30")))
