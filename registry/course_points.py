"""What an accredited course gives to the file of somebody who names it: fixed points, from a provider that counts.

The facts that the rules see are made anew with each look at a file, so that a course counts by its own days, and a
decision keeps the facts that it was taken on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from accreditation import dossier as facts
from registry.tables_courses import CoursePointsRow


@dataclass(frozen=True, slots=True)
class CoursePoints:
    """Under one mark: which kind of activity gets how many points, on which days. `until` is None where it stays."""

    mark: str
    kind: str
    points: Fraction
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


Accredited = Mapping[str, Sequence[CoursePoints]]


def written_code(text: str | None) -> str:
    """A code as it is compared: people write it small, or with a space after it."""
    return (text or "").strip().upper()


def last_day_of(row: Mapping[str, Any], before: str = "") -> date | None:
    """The last day on which a course is accredited; None where none is known yet."""
    until, withdrawn = row[f"{before}until"], row[f"{before}withdrawn_from"]
    days = [until] if until is not None else []
    if withdrawn is not None:
        days.append(withdrawn - timedelta(days=1))
    return min(days, default=None)


async def accredited_among(activities: Iterable[Mapping[str, Any]]) -> Accredited:
    """What is known of the courses that these rows name, by code: one question for all of them, and none for none."""
    codes = sorted({code for row in activities if 2 <= len(code := written_code(row["course"])) <= 40})  # as the column
    if not codes:
        return {}
    course = CoursePointsRow.course
    rows = await CoursePointsRow.select(
        CoursePointsRow.mark, CoursePointsRow.kind, CoursePointsRow.points_hundredths, course.code, course.since,
        course.until, course.withdrawn_from,
    ).where(course.code.is_in(codes))  # fmt: skip
    found: dict[str, list[CoursePoints]] = {}
    for row in rows:
        points = Fraction(row["points_hundredths"], 100)
        known = CoursePoints(row["mark"], row["kind"], points, row["course.since"], last_day_of(row, "course."))
        found.setdefault(row["course.code"], []).append(known)
    return found


def with_course_points(
    activities: Sequence[facts.Activity], mark: str, accredited: Accredited
) -> tuple[facts.Activity, ...]:
    """The activities as one mark sees them: those with a course that its body accredited then, with fixed points."""
    if not accredited:
        return tuple(activities)
    return tuple(_fixed(activity, mark, accredited) for activity in activities)


def _fixed(activity: facts.Activity, mark: str, accredited: Accredited) -> facts.Activity:
    known = accredited.get(written_code(activity.course), ())
    one = next((p for p in known if p.mark == mark and p.kind == activity.kind and p.holds_on(activity.on)), None)
    if one is None:
        return activity
    return _with(activity, one)


def _with(activity: facts.Activity, one: CoursePoints) -> facts.Activity:
    amounts = {**activity.amounts, str(facts.Measure.POINTS): one.points}
    return replace(activity, amounts=amounts, provider_accredited=True)


def every_fixed(activity: facts.Activity, accredited: Accredited) -> list[facts.Activity]:
    """How an activity stood in facts that were frozen under any mark, on any day."""
    return [
        _with(activity, one) for one in accredited.get(written_code(activity.course), ()) if one.kind == activity.kind
    ]
