"""The days a rule looks at: the term, the last so many years, calendar years, a fixed cycle, since a date."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic import Field, model_validator

from accreditation.dates import (
    FIRST_DAY,
    LAST_DAY,
    ONE_DAY,
    Period,
    Span,
    last,
    merged,
    months_in,
    same_day_earlier,
    same_day_later,
)
from accreditation.findings import Reason
from accreditation.rules.case import Case
from accreditation.rules.values import Day, Length, Strict

NAMES = ("term", "ever")


class Window(Strict):
    """Exactly one of the fields. "term" and "ever" may be written as a plain word."""

    term: bool = False
    ever: bool = False
    last: Length | None = None
    calendar_years: int | None = Field(default=None, ge=1, le=50)
    since: Day | None = None
    cycle: Length | None = None
    cycle_from: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        if isinstance(value, str):
            if value not in NAMES:
                raise ValueError(f'"{value}" is no window: write "term", "ever" or for example {{ last = "4 years" }}')
            return {value: True}
        return value

    @model_validator(mode="after")
    def _exactly_one(self) -> "Window":
        given = self.model_fields_set - {"cycle_from"}
        if len(given) != 1 or (self.cycle is None) is not (self.cycle_from is None):
            raise ValueError(
                'name exactly one window: "term", "ever", last, calendar_years, since, or cycle + cycle_from'
            )
        if self.cycle is not None and self.cycle.end_from(FIRST_DAY) < FIRST_DAY:
            raise ValueError("a cycle is at least one day long")
        return self


TERM = Window(term=True)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window worked out for one file: the days, and those of them that an approval left out.

    `last_day` is None where the window moves along with the day asked; `declared` is its length in months where the
    rule says so. `grace_until` is the end of a grace after the term: activities in it still count, nothing else does.
    """

    span: Span
    last_day: date | None = None
    declared: int | None = None
    excluded: tuple[Span, ...] = ()
    grace_until: date | None = None

    @property
    def counts_until(self) -> date | None:
        """The last day on which an activity counts; None where it moves along with the day asked."""
        return self.grace_until or self.last_day

    def entry_refusal(self, day: date) -> Reason | None:
        """Why an activity of a day does not count; None when it does."""
        in_grace = self.grace_until is not None and self.span.until < day <= self.grace_until
        return None if in_grace else self.refusal(day)

    def refusal(self, day: date) -> Reason | None:
        """Why a day does not belong to the window; None when it does."""
        if day not in self.span:
            return Reason.OUTSIDE_WINDOW
        return Reason.EXCLUDED_PERIOD if any(day in span for span in self.excluded) else None

    @property
    def months(self) -> Fraction:
        """The declared length, whatever the day asked, without what is left out."""
        return max(self._whole - self._lost, Fraction(0))

    @property
    def share_left(self) -> Fraction:
        """The part of the window that is not left out."""
        return self.months / self._whole if self._whole else Fraction(1)

    @property
    def _whole(self) -> Fraction:
        return months_in(self.span) if self.declared is None else Fraction(self.declared)

    @property
    def _lost(self) -> Fraction:
        return sum((months_in(span) for span in self.excluded), Fraction(0))


def stretch(window: Window, look_back: Period | None, leave: str | None, case: Case) -> Stretch:
    """Work the window out for the file of the case. Without a term it is the look-back the rule names."""
    if window.term and case.within is not None:
        found = Stretch(case.within, case.within.until)
    else:
        found = _days(window, look_back, case)
        if leave == "extends":
            found = _longer(found, _deferred_months(found.span, case))
    if leave == "excludes":
        named = [pause.excludes for pause in case.dossier.leave if pause.approved and pause.excludes is not None]
        found = replace(found, excluded=tuple(merged(span.overlap(found.span) for span in named)))
    return found


def _days(window: Window, look_back: Period | None, case: Case) -> Stretch:
    period = look_back if window.term and case.term is None else window.last
    if period is not None:
        return Stretch(last(period, case.on), declared=None if period.days else period.months)
    if window.term and case.term is not None:
        return Stretch(case.term, case.term.until, grace_until=case.counts_until)
    if window.calendar_years is not None:
        first = date(max(case.on.year - window.calendar_years + 1, FIRST_DAY.year), 1, 1)
        return Stretch(Span(first, date(case.on.year, 12, 31)), declared=12 * window.calendar_years)
    if window.cycle is not None and window.cycle_from is not None:
        return _cycle(window.cycle, window.cycle_from, case.on)
    first = window.since or FIRST_DAY
    return Stretch(Span(first, max(first, case.on)))


def _cycle(cycle: Period, origin: date, on: date) -> Stretch:
    """The round of a fixed cycle that holds the day; the first round for a day before it began."""
    away = (on.year - origin.year) * 12 + on.month - origin.month
    count = max((on - origin).days // cycle.days if cycle.days else away // cycle.months, 0)
    if count and cycle.times(count).after(origin) > on:
        count -= 1
    since, until = cycle.times(count).after(origin), cycle.times(count + 1).end_from(origin)
    return Stretch(Span(since, until), until, None if cycle.days else cycle.months)


def _deferred_months(span: Span, case: Case) -> int:
    """Approved deferrals that began or ran in the window."""
    return sum(p.extends_months for p in case.dossier.leave if p.approved and span.overlap(Span(p.since, p.until)))


def _longer(found: Stretch, months: int) -> Stretch:
    """A window with a last day of its own ends later; one that ends on the day asked reaches further back."""
    declared = None if found.declared is None else found.declared + months
    if found.last_day is None:
        since = same_day_earlier(found.span.since - ONE_DAY, months) + ONE_DAY
        return replace(found, span=Span(since, found.span.until), declared=declared)
    until = _day_later(found.span.until, months)
    grace_until = None if found.grace_until is None else _day_later(found.grace_until, months)
    span = Span(found.span.since, until)
    return replace(found, span=span, last_day=until, declared=declared, grace_until=grace_until)


def _day_later(last_day: date, months: int) -> date:
    return min(same_day_later(last_day + ONE_DAY, months) - ONE_DAY, LAST_DAY)
