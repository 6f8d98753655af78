"""How much is needed: the norm, lowered by an exemption, in proportion, rounded, with what an earlier term hands on."""

import math
from fractions import Fraction
from typing import Literal

from pydantic import Field

from accreditation.dates import Span, merged, months_from, months_in
from accreditation.dossier import BroughtForward
from accreditation.rules.case import Case
from accreditation.rules.condition import Condition
from accreditation.rules.values import Amount, Strict
from accreditation.rules.window import Stretch

LeaveEffect = Literal["extends", "excludes", "lowers"]


class Rounding(Strict):
    """To whole steps of `to`; without a rounding a norm stays an exact fraction."""

    how: Literal["up", "down", "half_up"]
    to: Amount = Field(default=Fraction(1), gt=0)

    def round(self, amount: Fraction) -> Fraction:
        steps = amount / self.to
        match self.how:
            case "up":
                return math.ceil(steps) * self.to
            case "down":
                return math.floor(steps) * self.to
            case _:
                return math.floor(steps + Fraction(1, 2)) * self.to


class Lowered(Strict):
    """Another norm for who meets the condition (an exemption). The first that holds counts."""

    when: Condition
    at_least: Amount


class CarryOver(Strict):
    """How much of an earlier term's surplus counts here. Left out: nothing."""

    at_most: Amount


class Norm(Strict):
    """What a counting rule needs, before and after its modifiers."""

    at_least: Amount
    lowered: tuple[Lowered, ...] = ()
    pro_rata: bool = False
    rounding: Rounding | None = None
    carry_over: CarryOver | None = None
    shortfall_forward: bool = False

    def needed(self, case: Case, stretch: Stretch, leave: LeaveEffect | None) -> Fraction:
        """The amount this file needs, never below zero."""
        return self.norm(case, stretch, leave) + self.added(case)

    def norm(self, case: Case, stretch: Stretch, leave: LeaveEffect | None) -> Fraction:
        """The norm in proportion and rounded, before anything is added to it."""
        amount = next((low.at_least for low in self.lowered if low.when.holds(case.dossier, case.on)), self.at_least)
        amount *= case.share
        if self.pro_rata:
            amount *= _share_since_entry(case, stretch.span)
        if leave == "lowers":
            amount *= _share_worked(case, stretch.span)
        if leave == "excludes":
            amount *= stretch.share_left
        return amount if self.rounding is None else self.rounding.round(amount)

    def added(self, case: Case) -> Fraction:
        """What comes on top: the shortfall of the period or the term before, the surcharge for being late."""
        if not self.shortfall_forward or case.within is not None:
            return case.extra
        return case.extra + sum((-b.amount for b in _brought(case) if b.amount < 0), Fraction(0))

    def credit(self, case: Case) -> Fraction:
        """The surplus of an earlier term that counts here."""
        if self.carry_over is None or case.within is not None:
            return Fraction(0)
        surplus = sum((b.amount for b in _brought(case) if b.amount > 0), Fraction(0))
        return min(surplus, self.carry_over.at_most)


def _brought(case: Case) -> list[BroughtForward]:
    return [b for b in case.dossier.brought_forward if b.requirement == case.requirement]


def _share_since_entry(case: Case, window: Span) -> Fraction:
    """Whole months of the window from the month of entry on, that month included, over all of them."""
    entered = case.dossier.registered_on
    if entered is None or entered not in window:
        return Fraction(1)
    return Fraction(*months_from(entered, window))


def _share_worked(case: Case, window: Span) -> Fraction:
    pauses = merged(Span(p.since, p.until).overlap(window) for p in case.dossier.leave if p.approved)
    away = sum((months_in(pause) for pause in pauses), Fraction(0))
    whole = months_in(window)
    return max(1 - away / whole, Fraction(0)) if whole else Fraction(1)
