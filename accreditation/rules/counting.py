"""What the rules that add up have in common: entries, window, norm, and how a total becomes a finding."""

from datetime import date
from fractions import Fraction

from pydantic import model_validator

from accreditation.dossier import Measure
from accreditation.findings import Cure, Finding, Outcome
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.norm import LeaveEffect, Norm
from accreditation.rules.tally import Selection, Tally
from accreditation.rules.values import Length
from accreditation.rules.window import TERM, Stretch, Window, stretch


class Windowed(Rule):
    """A rule about the days of a window. `look_back` is the window of a first application, which has no term yet."""

    window: Window = TERM
    look_back: Length | None = None
    leave: LeaveEffect | None = None

    def stretch(self, case: Case) -> Stretch:
        return stretch(self.window, self.look_back, self.leave, case)

    @model_validator(mode="after")
    def _lengthens_something(self) -> "Windowed":
        if self.leave == "extends" and (self.window.ever or self.window.since is not None):
            raise ValueError('leave = "extends" needs a window with a length: term, last, calendar_years or cycle')
        return self

    @property
    def needs_look_back(self) -> bool:
        """Whether a first application would have no window."""
        return self.window.term and self.look_back is None


class Counting(Windowed, Norm, Selection):
    """A rule with a minimum over the entries it selects."""

    @property
    def norm_needs_window(self) -> bool:
        """Whether what it needs differs with its window, and not by the term alone."""
        return bool(self.pro_rata or self.lowered)

    def amount_finding(self, tally: Tally, measure: Measure, stretch: Stretch, case: Case) -> Finding:
        """Enough is satisfied; enough once the waiting entries are approved is for an assessor."""
        needed, credit = self.needed(case, stretch, self.leave), self.credit(case)
        found = tally.total + credit
        return Finding(
            self.kind, reached(found, tally.waiting, needed), found, needed, tally.waiting, str(measure), stretch.span,
            tally.counted, tally.left, cures(found, tally.waiting, needed, str(measure), case, stretch.counts_until),
            notes=("with_carry_over",) if credit else (),
        )  # fmt: skip


def reached(found: Fraction, waiting: Fraction, needed: Fraction) -> Outcome:
    if found >= needed:
        return Outcome.SATISFIED
    return Outcome.NEEDS_ASSESSOR if found + waiting >= needed else Outcome.NOT_SATISFIED


def cures(
    found: Fraction, waiting: Fraction, needed: Fraction, what: str, case: Case, last_day: date | None
) -> tuple[Cure, ...]:
    """What would help: approval of what waits, and what is missing even then, up to the last day that counts."""
    if found >= needed:
        return ()
    helps: list[Cure] = []
    if waiting:
        helps.append(Cure("approval", what, min(waiting, needed - found), case.deadline))
    if needed > found + waiting:
        helps.append(Cure("amount", what, needed - found - waiting, case.useful_until(last_day)))
    return tuple(helps)
