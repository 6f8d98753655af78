"""Accredited courses for programs: the list, accrediting, whom a withdrawal would touch, and withdrawing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from admin.desk.courses import SEEING, SETTING
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.course_withdrawals import Touched, Withdrawal, WithdrawalGiven, show_withdrawal, withdraw_course
from registry.courses import Course, CourseGiven, accredit_course, courses_of, find_course
from registry.errors import Malformed
from registry.inputs import read_input

ADDRESS = "/api/v1/desk/courses"


class PointsBody(Body):
    """What an activity of a kind that names the course gives under a mark, in hundredths of a point."""

    mark: str
    kind: str
    points_hundredths: int


class CourseBody(Body):
    """A course of a provider, from a first day on."""

    code: str
    title: str
    provider: str
    since: CivilDay
    until: CivilDay | None = None
    points: tuple[PointsBody, ...]


class WithdrawalBody(Body):
    """From which day, why, and `seen` of the list that was looked at."""

    since: CivilDay
    reason: str
    seen: str


class WithdrawalQuery(Query):
    """From which day somebody thinks of withdrawing it."""

    since: CivilDay


class PointsItem(msgspec.Struct, rename="camel"):
    """Points for a kind of activity under a mark."""

    mark: str
    kind: str
    points_hundredths: int


class CourseItem(msgspec.Struct, rename="camel"):
    """An accredited course; `lastDay` is the end of its validity, with a withdrawal reckoned in."""

    id: str
    body: str
    code: str
    title: str
    provider: str
    since: date
    until: date | None
    last_day: date | None
    withdrawn_from: date | None
    reason: str | None
    points: list[PointsItem]


class TouchedItem(msgspec.Struct, rename="camel"):
    """Somebody with the course in a file that is still open."""

    number: str
    mark: str
    on: date


class WithdrawalItem(msgspec.Struct, rename="camel"):
    """What withdrawing comes to; `seen` goes along with the act. Those in `keep` have the course before that day."""

    course: str
    since: date
    seen: str
    touched: list[TouchedItem]
    keep: list[TouchedItem]


@get(ADDRESS, opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def list_courses(request: Asked) -> Answer:
    read_query(request.scope, Query)
    found = await courses_of(signed_in(request), roles=frozenset(SEEING))
    return as_json({"items": [course_item(one) for one in found]})


@post(ADDRESS, opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=201)
async def post_course(request: Asked) -> Answer:
    given, who = await read_json(request, CourseBody), signed_in(request)
    try:
        asked = read_input(CourseGiven, given.model_dump())
    except Malformed as error:
        raise as_invalid(error) from None
    course = await accredit_course(asked, who, at=house_of(request).site.now())
    return as_json(course_item(await find_course(course, who)), status=201)


@get(f"{ADDRESS}/{{course:uuid}}/withdrawal", opt=door(Door.BODY, roles=SETTING), include_in_schema=False)
async def get_withdrawal(request: Asked, course: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, WithdrawalQuery)
    try:
        look = await show_withdrawal(course, query.since, signed_in(request), at=house_of(request).site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_withdrawal(look))


@post(
    f"{ADDRESS}/{{course:uuid}}/withdrawal",
    opt=door(Door.BODY, roles=SETTING),
    include_in_schema=False,
    status_code=200,
)
async def post_withdrawal(request: Asked, course: FromPath[UUID]) -> Answer:
    given = await read_json(request, WithdrawalBody)
    try:
        asked = read_input(WithdrawalGiven, given.model_dump())
        done = await withdraw_course(course, asked, signed_in(request), at=house_of(request).site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_withdrawal(done))


def course_item(one: Course) -> CourseItem:
    points = [PointsItem(fixed.mark, fixed.kind, fixed.points_hundredths) for fixed in one.points]
    return CourseItem(
        str(one.id), one.body, one.code, one.title, one.provider, one.since, one.until, one.last_day,
        one.withdrawn_from, one.reason, points,
    )  # fmt: skip


def _withdrawal(look: Withdrawal) -> WithdrawalItem:
    return WithdrawalItem(
        str(look.course.id), look.since, look.seen, [_touched(one) for one in look.touched],
        [_touched(one) for one in look.keep],
    )  # fmt: skip


def _touched(one: Touched) -> TouchedItem:
    return TouchedItem(one.number, one.mark, one.on)


ROUTES = [list_courses, post_course, get_withdrawal, post_withdrawal]
