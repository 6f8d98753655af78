"""Withdrawing a course from a day on: first whom it touches, then the withdrawal of what was seen.

What was decided keeps the facts that it was decided on. What changes is how a file counts that is still open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Upper

from accreditation.dates import amsterdam_day
from registry.canonical import canonical, digest
from registry.course_points import written_code
from registry.courses import Course, find_course
from registry.database import once_more
from registry.desk import bodies_of
from registry.drafts import Day
from registry.errors import Conflict, Malformed, Problem, Refused
from registry.evidence_reading import Reader
from registry.inputs import Input, Reason
from registry.journal import Line, recording
from registry.names import display_name
from registry.own_marks import NOT_YOURS_TO_DO, SETTING
from registry.tables_courses import AccreditedCourseRow
from registry.tables_decisions import ApplicationRow, HoldingRow
from registry.tables_dossier import ActivityRow

READING = "dossier.read.course"
WITHDRAWN = "This course was withdrawn before. Open it again to see from which day."
TOO_EARLY = "This day lies before the first day of the course. Choose its first day, or a later one."
OVER_BY_THEN = "The course is over by that day already, so there is nothing to withdraw. Choose an earlier day."
CHANGED = "Whom it touches changed since you looked. Look at the list once more."


class WithdrawalGiven(Input):
    """From which day the course does not count any more, why, and the list that was looked at."""

    since: Day
    reason: Reason
    seen: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody with this course in a file that is still open: what it gives now, it will not give any more."""

    number: str
    name: str
    mark: str
    on: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What withdrawing from a day on comes to. `keep` have the course before that day: for them nothing changes."""

    course: Course
    since: date
    touched: tuple[Touched, ...]
    keep: tuple[Touched, ...]

    @property
    def seen(self) -> str:
        """The digest of the list: what was looked at is what is done."""
        lines = [(one.number, one.mark, one.on.isoformat()) for one in self.touched]
        return digest(canonical((str(self.course.id), self.since.isoformat(), lines)))


async def look_at_withdrawal(course: UUID, since: date, staff: Reader, *, at: datetime) -> Withdrawal:
    """Whom it would touch. Raises NotFound, Malformed for a day that makes no sense, Conflict where it was done."""
    found = await find_course(course, staff)
    if found.body not in bodies_of(staff, SETTING):
        raise Refused(NOT_YOURS_TO_DO)
    if found.withdrawn_from is not None:
        raise Conflict(WITHDRAWN)
    if since < found.since:
        raise Malformed([Problem("since", TOO_EARLY)])
    if found.until is not None and since > found.until:
        raise Malformed([Problem("since", OVER_BY_THEN)])
    everybody = await _with_the_course(found, amsterdam_day(at))
    touched = tuple(one for one in everybody if one.on >= since)
    return Withdrawal(found, since, touched, tuple(one for one in everybody if one.on < since))


async def show_withdrawal(course: UUID, since: date, staff: Reader, *, at: datetime) -> Withdrawal:
    """As look_at_withdrawal, for somebody who looks: everybody in the list can see in their file that it was read."""
    look = await look_at_withdrawal(course, since, staff, at=at)
    await _note_reading(look, staff, at)
    return look


@once_more
async def _note_reading(look: Withdrawal, staff: Reader, at: datetime) -> None:
    people = dict.fromkeys(one.number for one in (*look.touched, *look.keep))
    async with recording(actor=staff.actor, at=at) as journal:
        await journal.append_all(
            Line(READING, number, reference=str(look.course.id), body=look.course.body) for number in people
        )


async def _with_the_course(course: Course, on: date) -> tuple[Touched, ...]:
    """Everybody who names it in a file that is open under one of its marks: a term that runs, or an application."""
    who = ActivityRow.practitioner
    rows = (
        await ActivityRow.select(
            who, who.number, who.initials, who.prefix, who.family_name, ActivityRow.kind, ActivityRow.until,
        )
        .where(ActivityRow.course.is_not_null(), Upper(ActivityRow.course) == written_code(course.code))
        .where(ActivityRow.state.not_in(["withdrawn", "refused"]), who.removed_on.is_null())
        .order_by(who.number)
        .order_by(ActivityRow.until)
    )  # fmt: skip
    open_ = await _open_files({row["practitioner"] for row in rows}, {one.mark for one in course.points}, on)
    return tuple(
        Touched(row["practitioner.number"], _name(row), fixed.mark, row["until"])
        for row in rows
        for fixed in course.points
        if fixed.kind == row["kind"]
        and course.holds_on(row["until"])
        and (since := open_.get((row["practitioner"], fixed.mark))) is not None
        and row["until"] >= since
    )


async def _open_files(people: set[UUID], marks: set[str], on: date) -> dict[tuple[UUID, str], date]:
    """Since when each file of these is open: from the first day of a term that runs, or ever for an application."""
    if not people:
        return {}
    held = await HoldingRow.select(HoldingRow.practitioner, HoldingRow.mark, HoldingRow.since).where(
        HoldingRow.practitioner.is_in(list(people)), HoldingRow.mark.is_in(sorted(marks)), HoldingRow.until >= on
    )
    waiting = await ApplicationRow.select(ApplicationRow.practitioner, ApplicationRow.mark).where(
        ApplicationRow.practitioner.is_in(list(people)), ApplicationRow.mark.is_in(sorted(marks)),
        ApplicationRow.is_open.is_not_null(),
    )  # fmt: skip
    found = {(row["practitioner"], row["mark"]): row["since"] for row in held}
    return found | {(row["practitioner"], row["mark"]): date.min for row in waiting}


def _name(row: Mapping[str, Any]) -> str:
    return display_name(
        row["practitioner.initials"], row["practitioner.prefix"], row["practitioner.family_name"]
    )  # fmt: skip


@once_more
async def withdraw_course(course: UUID, given: WithdrawalGiven, staff: Reader, *, at: datetime) -> Withdrawal:
    """Withdraw a course from a day on. Raises Conflict when it was done, or the list is another one by now."""
    async with recording(actor=staff.actor, at=at) as journal:
        found = await look_at_withdrawal(course, given.since, staff, at=journal.at)
        if found.seen != given.seen:
            raise Conflict(CHANGED)
        await AccreditedCourseRow.update(
            {AccreditedCourseRow.withdrawn_from: given.since, AccreditedCourseRow.withdrawn_by: journal.actor,
             AccreditedCourseRow.withdrawn_at: journal.at, AccreditedCourseRow.reason: given.reason}
        ).where(AccreditedCourseRow.id == course)  # fmt: skip
        await journal.append("course.withdrawn", found.course.body, subject_kind="body", reference=str(course))
    return found
