"""Where the work of the operator begins: the bodies in the register, and the marks they issue."""

from __future__ import annotations

from litestar import get

from admin.operations.pages import operations_page
from admin.web.doorman import Door, door
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import PageQuery, read_query


@get("/beheer", opt=door(Door.OPERATOR), include_in_schema=False)
async def show_overview(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    catalogue = await house_of(request).site.marks.current()
    bodies = [
        (body, [mark for mark in catalogue.marks() if mark.body.code == body.code]) for body in catalogue.bodies()
    ]
    return operations_page(request, "operations_overview.html", bodies=bodies)


PAGES = [show_overview]
