"""How long a body takes: from handing in to the decision, per mark, and how old what waits is by now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accreditation.dates import amsterdam_day, end_of_day
from registry.database import Hot
from registry.desk import Staff, bodies_of, days_between

LOOK_BACK = timedelta(days=365)
_DECIDED = Hot(
    "SELECT a.mark, CAST(a.handed_in_on AS TEXT), CAST(d.recorded_at AS TEXT) FROM decision d "
    "JOIN application a ON a.id = d.answers JOIN mark m ON m.code = d.mark "
    "WHERE m.body = $1 AND d.answers IS NOT NULL AND d.recorded_at >= $2"
)
_WAITING = Hot(
    "SELECT a.mark, CAST(a.handed_in_on AS TEXT), '' FROM application a JOIN mark m ON m.code = a.mark "
    "WHERE m.body = $1 AND a.is_open IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class LeadTime:
    """One mark: how many were decided in a year, in how many days half and nine in ten of them were, and what waits.

    None where nothing was decided, or nothing waits.
    """

    mark: str
    decided: int
    half_within: int | None
    most_within: int | None
    waiting: int
    oldest_waits: int | None


async def lead_times(staff: Staff, *, at: datetime) -> tuple[LeadTime, ...]:
    """The lead times of every mark of one's body on which there is something to say, by the code of the mark."""
    on = amsterdam_day(at)
    since = end_of_day(on - LOOK_BACK)
    decided: list[Sequence[str]] = []
    waiting: list[Sequence[str]] = []
    for body in sorted(bodies_of(staff)):
        decided += await _DECIDED.rows(body, since)
        waiting += await _WAITING.rows(body)
    took = _days((mark, date.fromisoformat(since), _day(then)) for mark, since, then in decided)
    waits = _days((mark, date.fromisoformat(since), on) for mark, since, _ in waiting)
    return tuple(_lead_time(mark, took.get(mark, []), waits.get(mark, [])) for mark in sorted({*took, *waits}))


def _day(moment: str) -> date:
    return amsterdam_day(datetime.fromisoformat(moment))


def _days(spans: Iterable[tuple[str, date, date]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for mark, since, until in spans:
        found.setdefault(mark, []).append(days_between(since, until))
    return {mark: sorted(days) for mark, days in found.items()}


def _lead_time(mark: str, took: Sequence[int], waits: Sequence[int]) -> LeadTime:
    return LeadTime(
        mark, len(took), within(took, 5), within(took, 9), len(waits), waits[-1] if waits else None
    )  # fmt: skip


def within(days: Sequence[int], tenths: int) -> int | None:
    """In how many days so many tenths of these were done; `days` go up."""
    return days[-(-len(days) * tenths // 10) - 1] if days else None
