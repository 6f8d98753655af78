"""Courses that a body accredits for its marks: the list, and adding one. Withdrawing is in course_withdrawals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID, uuid4

from pydantic import Field, StringConstraints, model_validator

from registry.course_points import last_day_of, written_code
from registry.database import once_more
from registry.desk import bodies_of
from registry.drafts import Day
from registry.errors import Conflict, NotFound, Refused
from registry.evidence_reading import Reader
from registry.inputs import Code, Input, Kind, Required120, Required160
from registry.journal import recording
from registry.own_marks import NO_MARK, NOT_YOURS_TO_DO, OF_A_BODY, SETTING
from registry.tables_catalogue import MarkRow
from registry.tables_courses import AccreditedCourseRow, CoursePointsRow

NO_COURSE = "Your body accredited no such course. Open the list of courses again."
OVERLAPS = "This code is accredited on some of these days already. Choose another code or other days."
OTHER_BODIES = "All marks of a course are marks of one body. Choose marks of one body."
MOST_POINTS = 30

CourseCode = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9/._-]{1,39}$")
]


class PointsGiven(Input):
    """What an activity of a kind that names the course gives under a mark."""

    mark: Code
    kind: Kind
    points_hundredths: int = Field(ge=0, le=10_000_000)


class CourseGiven(Input):
    """A course of a provider, from a first day on; `until` is left out where no last day is known."""

    code: CourseCode
    title: Required160
    provider: Required120
    since: Day
    until: Day | None = None
    points: tuple[PointsGiven, ...] = Field(min_length=1, max_length=MOST_POINTS)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError("the last day lies before the first")
        if len({(one.mark, one.kind) for one in self.points}) < len(self.points):
            raise ValueError("name each kind once for a mark")
        return self


@dataclass(frozen=True, slots=True)
class Fixed:
    """Points for a kind of activity under a mark."""

    mark: str
    kind: str
    points_hundredths: int


@dataclass(frozen=True, slots=True)
class Course:
    """An accredited course. `last_day` is the end of its validity, with a withdrawal reckoned in."""

    id: UUID
    body: str
    code: str
    title: str
    provider: str
    since: date
    until: date | None
    last_day: date | None
    withdrawn_from: date | None
    reason: str | None
    points: tuple[Fixed, ...]

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.last_day is None or day <= self.last_day)


@once_more
async def accredit_course(given: CourseGiven, staff: Reader, *, at: datetime) -> UUID:
    """Accredit a course for marks of one's body; gives its identity.

    Raises NotFound for a mark of another body, Refused for who may not, Conflict where the code is accredited then.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        body = await _body_of({one.mark for one in given.points}, staff)
        for known in await _with_code(body, given.code):
            if _overlap(known, given):
                raise Conflict(OVERLAPS)
        identity = uuid4()
        await AccreditedCourseRow.insert(
            AccreditedCourseRow(
                id=identity, body=body, code=written_code(given.code), title=given.title, provider=given.provider,
                since=given.since, until=given.until, accredited_by=journal.actor, accredited_at=journal.at,
            )
        )  # fmt: skip
        await CoursePointsRow.insert(*(CoursePointsRow(course=identity, **one.model_dump()) for one in given.points))
        await journal.append("course.accredited", body, subject_kind="body", reference=str(identity))
    return identity


async def _body_of(marks: set[str], staff: Reader) -> str:
    """The one body of these marks, for which somebody may set things."""
    rows = await MarkRow.select(MarkRow.code, MarkRow.body).where(MarkRow.code.is_in(sorted(marks)))
    bodies = {row["body"] for row in rows}
    if len(rows) < len(marks) or not bodies <= bodies_of(staff, OF_A_BODY):
        raise NotFound(NO_MARK)
    if len(bodies) > 1:
        raise Refused(OTHER_BODIES)
    if not bodies <= bodies_of(staff, SETTING):
        raise Refused(NOT_YOURS_TO_DO)
    return str(bodies.pop())


async def _with_code(body: str, code: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await AccreditedCourseRow.select().where(
        AccreditedCourseRow.body == body, AccreditedCourseRow.code == written_code(code)
    )
    return rows


def _overlap(known: Mapping[str, Any], given: CourseGiven) -> bool:
    """Whether both hold on some day. One that was withdrawn from its first day on held on none."""
    last = last_day_of(known)
    if last is not None and last < known["since"]:
        return bool(known["since"] == given.since)  # the same start is the same row
    return (last is None or given.since <= last) and (given.until is None or known["since"] <= given.until)


async def courses_of(staff: Reader, *, roles: frozenset[str] = OF_A_BODY) -> tuple[Course, ...]:
    """Every course of the bodies that somebody works for: by code, the newest validity first."""
    bodies = bodies_of(staff, roles)
    if not bodies:
        return ()
    rows = await AccreditedCourseRow.select().where(AccreditedCourseRow.body.is_in(sorted(bodies)))
    points = await _points([row["id"] for row in rows])
    found = [as_course(row, points.get(row["id"], [])) for row in rows]
    return tuple(sorted(sorted(found, key=lambda one: one.since, reverse=True), key=lambda one: one.code))


async def find_course(course: UUID, staff: Reader) -> Course:
    """One course of a body that somebody works for. Raises NotFound for every other."""
    row = await AccreditedCourseRow.select().where(AccreditedCourseRow.id == course).first()
    if row is None or row["body"] not in bodies_of(staff, OF_A_BODY):
        raise NotFound(NO_COURSE)
    return as_course(row, (await _points([course])).get(course, []))


async def _points(courses: Sequence[UUID]) -> dict[UUID, list[Fixed]]:
    rows = (
        await CoursePointsRow.select()
        .where(CoursePointsRow.course.is_in(list(courses)))
        .order_by(CoursePointsRow.mark)
        .order_by(CoursePointsRow.kind)
        if courses
        else []
    )
    found: dict[UUID, list[Fixed]] = {}
    for row in rows:
        found.setdefault(row["course"], []).append(Fixed(row["mark"], row["kind"], row["points_hundredths"]))
    return found


def as_course(row: Mapping[str, Any], points: Sequence[Fixed]) -> Course:
    return Course(
        row["id"], row["body"], row["code"], row["title"], row["provider"], row["since"], row["until"],
        last_day_of(row), row["withdrawn_from"], row["reason"], tuple(points),
    )  # fmt: skip
