"""Where the work of the operator begins: the bodies in the register, the marks they issue, and how they are doing."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from litestar import get

from admin.operations.pages import operations_page
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import PageQuery, Query, read_query
from registry.body_overviews import BodyOverview, body_overviews

NOBODY = BodyOverview()


class BodyItem(msgspec.Struct, rename="camel"):
    """A body: its marks, how many people hold each role there, what waits, and when it last decided."""

    code: str
    name: str
    ended_on: date | None
    marks: list[str]
    staff: dict[str, int]
    waiting: int
    decided_at: datetime | None


@get("/beheer", opt=door(Door.OPERATOR), include_in_schema=False)
async def show_overview(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    catalogue = await house_of(request).site.marks.current()
    found = await body_overviews(signed_in(request))
    bodies = [
        (body, [mark for mark in catalogue.marks() if mark.body.code == body.code], found.get(body.code, NOBODY))
        for body in catalogue.bodies()
    ]
    return operations_page(request, "operations_overview.html", bodies=bodies)


@get("/api/v1/operations/bodies", opt=door(Door.OPERATOR), include_in_schema=False)
async def list_bodies(request: Asked) -> Answer:
    read_query(request.scope, Query)
    catalogue = await house_of(request).site.marks.current()
    found = await body_overviews(signed_in(request))
    items = []
    for body in catalogue.bodies():
        marks = [mark.code for mark in catalogue.marks() if mark.body.code == body.code]
        one = found.get(body.code, NOBODY)
        items.append(
            BodyItem(body.code, body.name, body.ended_on, marks, dict(one.staff), one.waiting, one.decided_at)
        )  # fmt: skip
    return as_json({"items": items})


PAGES = [show_overview]
ROUTES = [list_bodies]
