"""The days a rule looks at: the term, the last so many years, calendar years, a fixed cycle, since a date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field, model_validator

from accreditation.dates import FIRST_DAY, LAST_DAY, Span, last, months_in, same_day_later
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
    """A window worked out for one file: the days, the days left out of them, and by how much it was lengthened."""

    span: Span
    excluded: tuple[Span, ...] = ()
    lengthened_months: int = 0

    def holds(self, day: date) -> bool:
        return day in self.span and not any(day in span for span in self.excluded)


def stretch(window: Window, look_back: Any, leave: str | None, case: Case) -> Stretch:
    """Work the window out for the file of the case. Without a term it is the look-back the rule names."""
    span = case.within if case.within is not None and window.term else _span(window, look_back, case)
    if leave == "extends":
        months = sum(
            pause.extends_months for pause in case.dossier.leave if pause.approved and span.overlap(_days(pause))
        )
        if months and case.within is None:
            return Stretch(Span(span.since, same_day_later(span.until, months)), (), months)
    if leave == "excludes":
        named = [pause.excludes for pause in case.dossier.leave if pause.approved and pause.excludes is not None]
        return Stretch(span, tuple(e.overlap(span) for e in named if e.overlap(span)))
    return Stretch(span)


def _days(pause: Any) -> Span:
    return Span(pause.since, pause.until)


def _span(window: Window, look_back: Any, case: Case) -> Span:
    if window.term:
        if case.term is not None:
            return case.term
        return last(look_back, case.on) if look_back is not None else Span(FIRST_DAY, case.on)
    if window.last is not None:
        return last(window.last, case.on)
    if window.calendar_years is not None:
        return Span(date(case.on.year - window.calendar_years + 1, 1, 1), date(case.on.year, 12, 31))
    if window.since is not None:
        return Span(window.since, max(window.since, case.on))
    if window.cycle is not None and window.cycle_from is not None:
        return _cycle(window, case.on)
    return Span(FIRST_DAY, case.on)


def _cycle(window: Window, on: date) -> Span:
    assert window.cycle is not None
    assert window.cycle_from is not None
    since = window.cycle_from
    while (until := window.cycle.end_from(since)) < on and until < LAST_DAY:
        since = window.cycle.after(since)
    return Span(since, until)


def share_left(stretch_: Stretch) -> Any:
    """The part of the window that is not excluded, as an exact fraction."""
    whole = months_in(stretch_.span)
    lost = sum((months_in(span) for span in stretch_.excluded), start=whole * 0)
    return max(1 - lost / whole, whole * 0) if whole else whole
