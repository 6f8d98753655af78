"""Figures about a body's own work over a period, per mark: lead time, approvals, backlog, agreement of assessors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from accreditation.agreement import Agreement, agreement, percentage
from accreditation.dates import ONE_DAY, amsterdam_day, end_of_day, same_day_later
from registry.database import Hot
from registry.desk import bodies_of, days_between
from registry.errors import Malformed, Problem
from registry.evidence_reading import Reader
from registry.lead_times import within

REPORTING = frozenset({"officer", "body_administrator", "analyst"})
LONGEST = timedelta(days=5 * 366)
BACKWARDS = "Choose a first day that is not after the last one."
NOT_YET = "Choose today or an earlier day as the last one: there are no figures of what is still to come."
TOO_LONG = "Choose a period of at most five years."

# An application waits until its answer, until it is taken back (a correction of it), or until its person is removed.
_APPLICATIONS = Hot(
    "SELECT a.mark, CAST(a.handed_in_on AS TEXT), d.kind, CAST(d.recorded_at AS TEXT), "
    "(SELECT CAST(min(c.recorded_at) AS TEXT) FROM decision c WHERE c.refers_to = a.id AND c.kind = 'correction'), "
    "CAST(p.removed_on AS TEXT) FROM application a JOIN mark m ON m.code = a.mark "
    "JOIN practitioner p ON p.id = a.practitioner LEFT JOIN decision d ON d.answers = a.id "
    "WHERE m.body = $1 AND a.handed_in_on <= $2"
)
# What somebody said who turned out to know the candidate too well does not count.
_JUDGEMENTS = Hot(
    "SELECT a.mark, CAST(j.application AS TEXT), j.requirement, j.form, j.assessor, j.verdict, "
    "CAST(j.given_at AS TEXT) FROM judgement j JOIN application a ON a.id = j.application "
    "JOIN mark m ON m.code = a.mark WHERE m.body = $1 AND j.given_at < $2 AND j.verdict <> 'question' "
    "AND NOT EXISTS (SELECT 1 FROM interest i WHERE i.staff = j.assessor AND i.practitioner = a.practitioner "
    "AND i.recorded_at >= j.given_at) "
    "ORDER BY a.mark, j.application, j.requirement, j.form, j.seq"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included."""

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until

    def month_ends(self) -> Iterator[date]:
        """The last day of each month in it, and its own last day."""
        first = self.since.replace(day=1)
        while (end := same_day_later(first, 1) - ONE_DAY) < self.until:
            yield end
            first = end + ONE_DAY
        yield self.until


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waited at the end of a day: how many, and for how many days the oldest did. None where nothing waited."""

    on: date
    waiting: int
    oldest: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """One mark over a period. The days are those from handing in to the decision: half and nine in ten of them."""

    mark: str
    decided: int
    half_within: int | None
    most_within: int | None
    granted: int
    backlog: tuple[Backlog, ...]
    agreement: Agreement

    @property
    def refused(self) -> int:
        return self.decided - self.granted

    @property
    def approval(self) -> Decimal | None:
        """Which part of what was decided was granted, in per cent."""
        return percentage(self.granted, self.decided)


@dataclass(frozen=True, slots=True)
class _Handled:
    """One application: when it was handed in, and until when it waited (None: it still does)."""

    mark: str
    since: date
    kind: str | None
    decided_on: date | None
    ended_on: date | None

    def waits_at_the_end_of(self, day: date) -> bool:
        return self.since <= day and (self.ended_on is None or self.ended_on > day)


def a_year_until(today: date) -> Period:
    """Twelve whole months and what went by of this one."""
    return Period(same_day_later(today.replace(day=1), -12), today)


async def reports_of(period: Period, staff: Reader, *, at: datetime) -> tuple[Report, ...]:
    """The figures of every mark of one's body on which there is something to say, by its code. Raises Malformed."""
    _check(period, amsterdam_day(at))
    handled: list[_Handled] = []
    judgements: list[Sequence[str]] = []
    for body in sorted(bodies_of(staff, REPORTING)):
        handled += [_handled(row) for row in await _APPLICATIONS.rows(body, period.until)]
        judgements += await _JUDGEMENTS.rows(body, end_of_day(period.until))
    pairs = _pairs(judgements, period)
    reports = (_report(mark, handled, pairs, period) for mark in sorted({one.mark for one in handled}))
    return tuple(one for one in reports if one.decided or one.agreement.pairs or any(b.waiting for b in one.backlog))


def _check(period: Period, today: date) -> None:
    problems = []
    if period.since > period.until:
        problems.append(Problem("since", BACKWARDS))
    elif period.until - period.since > LONGEST:
        problems.append(Problem("since", TOO_LONG))
    if period.until > today:
        problems.append(Problem("until", NOT_YET))
    if problems:
        raise Malformed(problems)


def _handled(row: Sequence[str | None]) -> _Handled:
    mark, since, kind, recorded, taken_back, removed = row
    assert mark is not None
    assert since is not None
    decided = None if recorded is None else _day(recorded)
    ends = (decided, taken_back and _day(taken_back), removed and date.fromisoformat(removed))
    known = [day for day in ends if day]
    return _Handled(mark, date.fromisoformat(since), kind, decided, min(known, default=None))


def _day(moment: str) -> date:
    return amsterdam_day(datetime.fromisoformat(moment))


def _report(mark: str, handled: Iterable[_Handled], pairs: Iterable[tuple[str, str, str]], period: Period) -> Report:
    ours = [one for one in handled if one.mark == mark]
    decided = [(one, day) for one in ours if (day := one.decided_on) is not None and day in period]
    took = sorted(days_between(one.since, day) for one, day in decided)
    return Report(
        mark,
        len(decided),
        within(took, 5),
        within(took, 9),
        sum(one.kind != "refusal" for one, _ in decided),
        tuple(_backlog(ours, day) for day in period.month_ends()),
        agreement((first, second) for about, first, second in pairs if about == mark),
    )


def _backlog(handled: Iterable[_Handled], day: date) -> Backlog:
    waits = [days_between(one.since, day) for one in handled if one.waits_at_the_end_of(day)]
    return Backlog(day, len(waits), max(waits, default=None))


def _pairs(rows: Iterable[Sequence[str]], period: Period) -> list[tuple[str, str, str]]:
    """Per mark what the first two assessors said last about the same requirement in the same form, where the second
    of them spoke in the period. Whoever came after them, on a doubt, is left out."""
    found = []
    for (mark, *_), said in groupby(rows, key=lambda row: tuple(row[:4])):
        last: dict[str, tuple[str, date]] = {}
        for *_, assessor, verdict, given in said:
            last[assessor] = (verdict, _day(given))
        if len(last) > 1:
            (first, _), (second, day) = list(last.values())[:2]
            if day in period:
                found.append((mark, first, second))
    return found
