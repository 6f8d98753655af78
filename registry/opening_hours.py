"""Opening hours of a week: read from what somebody typed, and whether it is open at a moment in Dutch time."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from accreditation.dates import AMSTERDAM, ONE_DAY
from accreditation.objection_term import is_holiday

DAYS = 7
LOOK_AHEAD = 21  # days: a desk that is closed for longer than three weeks is closed
_SPAN = re.compile(r"(\d{1,2})[.:](\d\d) ?(?:-|–|tot) ?(\d{1,2})[.:](\d\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when on one day; the second moment is not included."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{_written(self.opens)}-{_written(self.closes)}"


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of Monday to Sunday. On a holiday it is closed unless `on_holidays`."""

    days: tuple[tuple[Span, ...], ...]
    on_holidays: bool = False

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The hours of one day."""
        return () if is_holiday(day) and not self.on_holidays else self.days[day.weekday()]

    def open_until(self, at: datetime) -> time | None:
        """Until when it is open at this moment; None while it is closed."""
        here = at.astimezone(AMSTERDAM)
        now = here.time().replace(tzinfo=None)
        return next((span.closes for span in self.spans_on(here.date()) if span.opens <= now < span.closes), None)

    def opens_again(self, at: datetime) -> tuple[date, time] | None:
        """When it opens next, later today or on a day to come; None when that is more than three weeks away."""
        here = at.astimezone(AMSTERDAM)
        day, now = here.date(), here.time().replace(tzinfo=None)
        for span in self.spans_on(day):
            if span.opens > now:
                return day, span.opens
        for _ in range(LOOK_AHEAD):
            day += ONE_DAY
            if spans := self.spans_on(day):
                return day, spans[0].opens
        return None


def _written(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}"


def read_spans(text: str) -> tuple[Span, ...]:
    """The hours of one day as somebody types them: "9.00-12.30, 13.30-17.00". Nothing: closed. Raises ValueError."""
    spans = tuple(_read_span(part.strip()) for part in text.split(",") if part.strip())
    if any(later.opens < earlier.closes for earlier, later in itertools.pairwise(spans)):
        raise ValueError("put the hours of a day in order, without overlap")
    return spans


def _read_span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError("write hours like this: 9.00-12.30, 13.30-17.00")
    hours = [int(part) for part in found.groups()]
    try:
        span = Span(time(hours[0], hours[1]), time(hours[2], hours[3]))
    except ValueError:
        raise ValueError("hours go from 0.00 to 23.59") from None
    if span.closes <= span.opens:
        raise ValueError("the first hour of two is the earlier one")
    return span


def read_week(days: Sequence[str], *, on_holidays: bool = False) -> Week | None:
    """A week as it is stored or typed, Monday first; None where no day has hours: then they are not told."""
    spans = tuple(read_spans(day) for day in days)
    return Week(spans, on_holidays) if any(spans) else None


def written_week(week: Week | None) -> tuple[str, ...]:
    """The hours of each day as text, Monday first."""
    return tuple(", ".join(map(str, spans)) for spans in (week.days if week is not None else ((),) * DAYS))
