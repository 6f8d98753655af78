"""Contact points for programs: every one that was ever set, a new one, and the end of one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, read_query
from registry.contact_points import (
    ContactPoint,
    ContactPointGiven,
    add_contact_point,
    contact_points,
    end_contact_point,
)
from registry.errors import Malformed
from registry.inputs import read_input

ADDRESS = "/api/v1/operations/contact-points"


class PointBody(Body):
    """A way to reach a body (null: the register itself). `hours`: seven texts, Monday first, or none."""

    body: str | None = None
    kind: str
    value: str
    words_nl: str | None = None
    words_en: str | None = None
    hours: tuple[str, ...] = ()
    on_holidays: bool = False
    since: date


class EndBody(Body):
    """The first day without it."""

    ended_on: date


class PointItem(msgspec.Struct, rename="camel"):
    """One contact point. It holds from `since` until the day before `endedOn`."""

    id: str
    body: str | None
    kind: str
    value: str
    words_nl: str | None
    words_en: str | None
    hours: list[str]
    on_holidays: bool
    since: date | None
    ended_on: date | None


@get(ADDRESS, opt=door(Door.OPERATOR), include_in_schema=False)
async def list_points(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [_item(one) for one in await contact_points()]})


@post(ADDRESS, opt=door(Door.OPERATOR), include_in_schema=False, status_code=201)
async def post_point(request: Asked) -> Answer:
    given = await read_json(request, PointBody)
    try:
        asked = read_input(ContactPointGiven, given.model_dump())
        point = await add_contact_point(asked, signed_in(request), at=house_of(request).site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(point, status=201)


@post(f"{ADDRESS}/{{point:uuid}}/end", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def post_end(request: Asked, point: FromPath[UUID]) -> Answer:
    given = await read_json(request, EndBody)
    try:
        await end_contact_point(point, given.ended_on, signed_in(request), at=house_of(request).site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(point)


async def _one(point: UUID, *, status: int = 200) -> Answer:
    found = next(one for one in await contact_points() if one.id == point)
    return as_json(_item(found), status=status)


def _item(one: ContactPoint) -> PointItem:
    hours = list(one.hours) if one.week is not None else []
    on_holidays = one.week is not None and one.week.on_holidays
    return PointItem(
        str(one.id), one.body, one.kind, one.value, one.words_nl, one.words_en, hours, on_holidays, one.since,
        one.ended_on,
    )  # fmt: skip


ROUTES = [list_points, post_point, post_end]
