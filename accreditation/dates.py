"""The one calendar of the register: civil days in Europe/Amsterdam, both bounds of a span included."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
ONE_DAY = timedelta(days=1)

Slice = Literal["month", "quarter", "year", "calendar_quarter", "calendar_year"]


def amsterdam_day(moment: datetime) -> date:
    """The civil day in Europe/Amsterdam of an aware moment. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone: give an aware datetime")
    return moment.astimezone(AMSTERDAM).date()


@lru_cache(maxsize=1000)
def end_of_day(day: date) -> datetime:
    """The first moment (UTC) after a civil day in Europe/Amsterdam: a date counts until 24.00 hours."""
    return datetime.combine(day + ONE_DAY, time.min, AMSTERDAM).astimezone(UTC)


def same_day_later(day: date, months: int) -> date:
    """The same day-number `months` later; where that day does not exist, the first day of the next month.

    Whatever lies after the calendar of the register becomes the day after its last.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > LAST_DAY.year:
        return LAST_DAY + ONE_DAY
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)


def same_day_earlier(day: date, months: int) -> date:
    """The same day-number `months` earlier; where that day does not exist, the last day of that month.

    Whatever lies before the calendar of the register becomes the day before its first.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < FIRST_DAY.year:
        return FIRST_DAY - ONE_DAY
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1) - ONE_DAY


_PERIOD = re.compile(r"^(\d{1,4}) (day|week|month|year)s?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in whole months and days, such as "4 years", "6 months" or "2 weeks"."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "4 years", "18 months", "2 weeks" or "15 days". Raises ValueError with what to write instead."""
        found = _PERIOD.match(text)
        if not found:
            raise ValueError(f'"{text}" is not a length of time: write for example "4 years", "6 months" or "15 days"')
        count, unit = int(found[1]), found[2]
        if unit in ("year", "month"):
            return cls(months=count * 12 if unit == "year" else count)
        return cls(days=count * 7 if unit == "week" else count)

    def end_from(self, since: date) -> date:
        """The last day of this period when it starts on `since`: four years from 2 March 2021 end on 1 March 2025."""
        return min(same_day_later(since, self.months) + timedelta(days=self.days) - ONE_DAY, LAST_DAY)

    def before(self, day: date) -> date:
        """The first day that is not older than this period on `day`."""
        return max(same_day_earlier(day, self.months) - timedelta(days=self.days), FIRST_DAY)

    def after(self, day: date) -> date:
        """The same day-number this much later (first of the next month where it does not exist)."""
        return min(same_day_later(day, self.months) + timedelta(days=self.days), LAST_DAY)

    def fresh_until(self, day: date) -> date:
        """The last day on which a fact of `day` is not older than this period."""
        last = self.after(day)
        while self.before(last) > day:
            last -= ONE_DAY
        while last < LAST_DAY and self.before(last + ONE_DAY) <= day:
            last += ONE_DAY
        return last

    def __str__(self) -> str:
        """As it is written in a scheme file: a period is read from months or from days, never both."""
        count, unit = (self.days, "day") if self.days else (self.months, "month")
        if not self.days and count and count % 12 == 0:
            count, unit = count // 12, "year"
        return f"{count} {unit}{'' if count == 1 else 's'}"

    def times(self, count: int) -> "Period":
        return Period(self.months * count, self.days * count)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `since` to `until`, both included. Empty when `until` lies before `since`."""

    since: date
    until: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day <= self.until

    def __bool__(self) -> bool:
        return self.since <= self.until

    @property
    def days(self) -> int:
        return max((self.until - self.since).days + 1, 0)

    def overlap(self, other: "Span") -> "Span":
        return Span(max(self.since, other.since), min(self.until, other.until))

    def touches(self, other: "Span") -> bool:
        """Whether the two overlap or follow each other without a day between."""
        return self.since <= other.until + ONE_DAY and other.since <= self.until + ONE_DAY

    def without(self, lost: "Span") -> "list[Span]":
        """What is left of these days: nothing, one stretch, or one on each side."""
        if not self.overlap(lost):
            return [self] if self else []
        parts = (Span(self.since, lost.since - ONE_DAY), Span(lost.until + ONE_DAY, self.until))
        return [part for part in parts if part]


def last(period: Period, day: date) -> Span:
    """ "The last 4 years" on `day`: from the day after (day minus period) up to and including `day`."""
    day_before = same_day_earlier(day, period.months) - timedelta(days=period.days)
    return Span(max(day_before + ONE_DAY, FIRST_DAY), day)


def minus(spans: Iterable[Span], lost: Iterable[Span]) -> list[Span]:
    """The days of `spans` that lie in none of `lost`."""
    left = [span for span in spans if span]
    for gone in lost:
        left = [part for span in left for part in span.without(gone)]
    return left


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days as few spans as possible, in order; empty spans vanish."""
    result: list[Span] = []
    for span in sorted((s for s in spans if s), key=lambda s: (s.since, s.until)):
        if result and result[-1].touches(span):
            result[-1] = Span(result[-1].since, max(result[-1].until, span.until))
        else:
            result.append(span)
    return result


def _next_start(slice_: Slice, origin: date, index: int) -> date:
    """First day of slice number `index`, where slice 0 holds `origin` (calendar slices start before it)."""
    match slice_:
        case "month":
            return same_day_later(origin, index)
        case "quarter":
            return same_day_later(origin, 3 * index)
        case "year":
            return same_day_later(origin, 12 * index)
        case "calendar_quarter":
            return same_day_later(date(origin.year, (origin.month - 1) // 3 * 3 + 1, 1), 3 * index)
        case _:
            return date(origin.year + index, 1, 1)


def slices(window: Span, slice_: Slice) -> Iterator[tuple[Span, Span]]:
    """Cut a window in periods counted from its first day (or in calendar periods).

    Gives pairs (whole period, the part of it inside the window); the two differ in a first or last part.
    """
    if not window:
        return
    index = 0
    while True:
        since = _next_start(slice_, window.since, index)
        whole = Span(since, _next_start(slice_, window.since, index + 1) - ONE_DAY)
        yield whole, whole.overlap(window)
        if whole.until >= window.until or whole.until >= LAST_DAY:
            return
        index += 1


def months_in(window: Span) -> Fraction:
    """The length of a window in months: whole months from its first day on, the rest as a fraction of its month."""
    total = Fraction(0)
    for whole, part in slices(window, "month"):
        total += Fraction(part.days, whole.days)
    return total


def months_from(entered: date, window: Span) -> tuple[int, int]:
    """How many months of the window are left from a day in it, the month of that day included, and how many it has.

    A month runs from the day-number on which the window starts; a last, shorter one counts as one.
    """
    months = [month for month, _ in slices(window, "month")]
    return sum(entered <= month.until for month in months), len(months)
