"""Adding entries up: which ones count for how much, which ones do not, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from accreditation.dates import LAST_DAY, Span, slices
from accreditation.dossier import Activity, EntryState, Measure
from accreditation.findings import Counted, Left, Reason
from accreditation.rules.caps import Cap, Offer, check_apart, path, share_out
from accreditation.rules.case import Case
from accreditation.rules.tables import ConversionRow
from accreditation.rules.values import Amount, Code, Day, Strict
from accreditation.rules.where import EVERYTHING, Where
from accreditation.rules.window import Stretch

NEVER_COUNTS = {
    EntryState.CONCEPT: Reason.CONCEPT,
    EntryState.WITHDRAWN: Reason.WITHDRAWN,
    EntryState.REFUSED: Reason.REFUSED,
}
_QUOTA_KEY: dict[str, Callable[[Activity], object]] = {
    "day": lambda a: a.on,
    "provider": lambda a: a.provider,
    "course": lambda a: a.course,
    "year": lambda a: a.on.year,
    "person": lambda a: None,
}


class Quota(Strict):
    """No more than `at_most` entries per day, provider, course, calendar year or person; the oldest count."""

    at_most: int = Field(ge=0, le=10**6)
    per: Literal["day", "provider", "course", "year", "person"]


class ExcludedProvider(Strict):
    """Entries with this provider from `since` on do not count; `spares` protects the period in which it began."""

    provider: Code
    since: Day
    until: Day | None = None
    spares: Literal["nothing", "month", "calendar_quarter", "calendar_year"] = "nothing"

    def hits(self, activity: Activity) -> bool:
        if activity.provider != self.provider or activity.on < self.since:
            return False
        return activity.on not in self._spared() and (self.until is None or activity.on <= self.until)

    def _spared(self) -> Span:
        if self.spares == "nothing":
            return Span(LAST_DAY, self.since)
        if self.spares == "month":
            first = self.since.replace(day=1)
            return next(whole for whole, _ in slices(Span(first, self.since), "month"))
        return next(whole for whole, _ in slices(Span(self.since, self.since), self.spares))


class Selection(Strict):
    """Which entries a counting rule takes, and the maximums and quotas on them."""

    where: Where = EVERYTHING
    at_most_per_entry: Amount | None = None
    caps: tuple[Cap, ...] = ()
    quota: tuple[Quota, ...] = ()
    excluded_providers: tuple[ExcludedProvider, ...] = ()
    counted_once: bool = True

    @model_validator(mode="after")
    def _caps_apart(self) -> "Selection":
        check_apart(self.caps)
        return self


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts now, what would be added once it is approved, and everything that does not count."""

    total: Fraction
    waiting: Fraction
    counted: tuple[Counted, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry that passed every test, with what it is worth before caps."""

    activity: Activity
    amount: Fraction
    meeting: str | None
    over_entry_cap: Fraction = Fraction(0)

    @property
    def place(self) -> str:
        """What counts once: the meeting, or else the entry itself."""
        return f"entry {self.activity.id}" if self.meeting is None else f"meeting {self.meeting}"


def tally(selection: Selection, measure: Measure, case: Case, stretch: Stretch) -> Tally:
    """Count what is approved, and apart from it what it would be once everything waiting is approved as well.

    Of an entry that is approved, what counted and what was left out make up what it is worth; of one that waits, what
    it would count for, shown as not approved yet, and what a maximum would then cut.
    """
    weighed, left = weigh_all(selection, measure, case, stretch)
    approved = [w for w in weighed if w.activity.state is EntryState.APPROVED]
    waiting = [w.activity.id for w in weighed if w.activity.state is EntryState.WAITING]
    now, cut = _count(selection, approved)
    later, cut_later = _count(selection, weighed) if waiting else (now, [])
    total = sum(now.values(), Fraction(0))
    more = max(sum(later.values(), Fraction(0)) - total, Fraction(0))
    counted = [Counted(entry, amount) for entry, amount in now.items() if amount]
    for entry in waiting:
        amount = later.get(entry, Fraction(0))
        if amount:
            counted.append(Counted(entry, amount, True))
        left.append(Left(entry, Reason.NOT_APPROVED, amount))
    left += [*cut, *(c for c in cut_later if c.entry in waiting)]
    return Tally(total, more, tuple(counted), tuple(left))


def weigh_all(selection: Selection, measure: Measure, case: Case, stretch: Stretch) -> tuple[list[Weighed], list[Left]]:
    """Every entry the rule is about, weighed or refused with the reason; oldest first."""
    weighed: list[Weighed] = []
    left: list[Left] = []
    for activity in sorted(case.dossier.activities, key=lambda a: (a.on, a.id)):
        if not selection.where.concerns(activity):
            continue
        found = _weigh(activity, selection, measure, case, stretch)
        if isinstance(found, Reason):
            left.append(Left(activity.id, found, activity.amounts.get(measure, Fraction(0))))
        elif found is not None:
            weighed.append(found)
            if found.over_entry_cap:
                left.append(Left(activity.id, Reason.ENTRY_CAP, found.over_entry_cap))
    return weighed, left


def _weigh(
    activity: Activity, selection: Selection, measure: Measure, case: Case, stretch: Stretch
) -> Weighed | Reason | None:
    """What one entry is worth, the reason it is worth nothing, or None where it is none of this rule's business."""
    row = next((r for r in case.conversion if r.fits(activity, measure)), None)
    if row is None and measure not in activity.amounts and measure is not Measure.EVENTS:
        return Reason.NO_AMOUNT if selection.where.kind else None
    refusal = _refusal(activity, selection, case, stretch)
    if refusal is not None:
        return refusal
    worth = _worth(activity, measure, row, case.conversion)
    if isinstance(worth, Reason):
        return worth
    limits = [x for x in (row.at_most if row else None, selection.at_most_per_entry) if x is not None]
    amount = min([worth, *limits])
    return Weighed(activity, amount, _meeting(activity, row, selection), worth - amount)


def _worth(
    activity: Activity, measure: Measure, row: ConversionRow | None, table: Sequence[ConversionRow]
) -> Fraction | Reason:
    if row is not None:
        return row.worth(activity)
    if measure is Measure.EVENTS:
        return Fraction(1)
    if measure is Measure.POINTS and any(r.gives is Measure.POINTS for r in table):
        return Reason.KIND_NOT_ACCEPTED
    return activity.amounts[measure]


def _refusal(activity: Activity, selection: Selection, case: Case, stretch: Stretch) -> Reason | None:
    """The first thing that stands in the way, in the order in which a person would look."""
    if activity.state in NEVER_COUNTS:
        return NEVER_COUNTS[activity.state]
    if activity.on > case.on:
        return Reason.AFTER_DAY
    refusal = stretch.entry_refusal(activity.on) or selection.where.refusal(activity)
    if refusal is not None:
        return refusal
    if any(x.hits(activity) for x in selection.excluded_providers):
        return Reason.PROVIDER_EXCLUDED
    if _restricted(activity, case):
        return Reason.UNDER_RESTRICTION
    rows = (r for r in case.evidence if r.fits(activity, case.requirement))
    return next((why for r in rows if (why := r.refusal(activity, case.dossier.sampled)) is not None), None)


def _restricted(activity: Activity, case: Case) -> bool:
    """Practice under an order not to practise does not count; learning does."""
    return activity.role is not None and any(
        activity.on in Span(r.since, r.until or LAST_DAY) and (not r.roles or activity.role in r.roles)
        for r in case.dossier.restrictions
    )


def _meeting(activity: Activity, row: ConversionRow | None, selection: Selection) -> str | None:
    """What may count only once: the same meeting of the same course, or the whole course where a row says so."""
    if activity.course is None or not selection.counted_once:
        return None
    if row is not None and row.per == "course":
        return f"course {activity.course}"
    return f"{activity.course} {activity.meeting or activity.on.isoformat()}"


def _count(selection: Selection, weighed: Sequence[Weighed]) -> tuple[dict[str, Fraction], list[Left]]:
    """Quotas first, then each meeting once and the caps from the inside out."""
    allowed, left = within_quota(selection.quota, weighed)
    limits: list[Cap] = []
    offers = [
        Offer(w.activity.id, w.activity.on, w.amount, w.meeting, path(selection.caps, w.activity, limits))
        for w in allowed
    ]
    got, cut = share_out(offers, limits)
    return got, [*left, *cut]


def within_quota(quotas: Sequence[Quota], weighed: Sequence[Weighed]) -> tuple[list[Weighed], list[Left]]:
    """The entries that every quota allows; the others with the reason. A meeting uses up its place only once."""
    allowed, left = list(weighed), []
    for quota in quotas:
        seen: dict[object, set[str]] = {}
        kept = []
        for item in allowed:
            key = _QUOTA_KEY[quota.per](item.activity)
            meetings = seen.setdefault(key, set())
            if item.place in meetings or len(meetings) < quota.at_most:
                meetings.add(item.place)
                kept.append(item)
            else:
                left.append(Left(item.activity.id, Reason.QUOTA, item.amount))
        allowed = kept
    return allowed, left
