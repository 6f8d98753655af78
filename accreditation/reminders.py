"""When to remind somebody of a term that ends: one step a day at most, none twice, and of missed ones only the last."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accreditation.dates import ONE_DAY, Period
from accreditation.evaluate import last_day_of_handing_in
from accreditation.scheme import Mark


class Step(StrEnum):
    """How long before the last day of handing in; `expired` is the first day after the term."""

    TWELVE_MONTHS = "12_months"
    SIX_MONTHS = "6_months"
    THREE_MONTHS = "3_months"
    ONE_MONTH = "1_month"
    FOURTEEN_DAYS = "14_days"
    THREE_DAYS = "3_days"
    EXPIRED = "expired"


BEFORE: dict[Step, Period] = {
    Step.TWELVE_MONTHS: Period(months=12),
    Step.SIX_MONTHS: Period(months=6),
    Step.THREE_MONTHS: Period(months=3),
    Step.ONE_MONTH: Period(months=1),
    Step.FOURTEEN_DAYS: Period(days=14),
    Step.THREE_DAYS: Period(days=3),
}
TOLD_AFTERWARDS = Period(months=1)  # that a term is over is still news for so long
# Terms of which a step may fall today: one that ended at most a year ago (grace), or ends within two years.
BEHIND, AHEAD = 366, 2 * 366


@dataclass(frozen=True, slots=True)
class Planned:
    """One step and its day; after `until` it is of no use any more."""

    step: Step
    on: date
    until: date


def steps(hand_in_until: date, expires_on: date) -> tuple[Planned, ...]:
    """The steps of one term, in order. A step on the day after the term makes way: that day's letter says more."""
    over = Planned(Step.EXPIRED, expires_on + ONE_DAY, TOLD_AFTERWARDS.after(expires_on + ONE_DAY))
    before = (Planned(step, period.before(hand_in_until), hand_in_until) for step, period in BEFORE.items())
    return tuple(sorted([over, *(one for one in before if one.on != over.on)], key=lambda one: one.on))


def due_step(
    hand_in_until: date, expires_on: date, after: date, today: date, sent: AbstractSet[Step] = frozenset()
) -> Step | None:
    """What to send today, when everything up to and including `after` was looked at before.

    Of steps that were missed meanwhile only the last is sent, and only while it is of use.
    """
    come = [one for one in steps(hand_in_until, expires_on) if after < one.on <= today]
    return come[-1].step if come and today <= come[-1].until and come[-1].step not in sent else None


def is_still_due(step: Step, hand_in_until: date, expires_on: date, today: date) -> bool:
    """Whether a step that was due is still worth sending: not too late, and no later step has come since."""
    return due_step(hand_in_until, expires_on, date.min, today) is step


def ends_to_remind_of(mark: Mark, after: date, today: date) -> frozenset[date]:
    """The last days of terms of which a step falls after `after` and up to today, by any version of a mark's rules."""
    terms = [version.term for version in mark.versions]
    days = (today + timedelta(days=ahead) for ahead in range(-BEHIND, AHEAD + 1))
    return frozenset(
        day
        for day in days
        if any(due_step(last_day_of_handing_in(term, day) or day, day, after, today) for term in terms)
    )
