"""The marks of a body with their rules, and the drafts of new ones."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.menu import EDITING, RULES
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.errors import Malformed, Refused
from registry.inputs import read_input
from registry.own_marks import own_marks, own_scheme
from registry.rule_drafts import DraftBegun, begin_draft, drafts_of

HERE = "/instelling/keurmerken"
DRAFTS = "/instelling/regels"
FIELDS = {"title": "naam", "first": "vanaf"}


class BeginForm(Form):
    """What a draft is called, and from which day its rules should hold."""

    naam: Annotated[str, Field(max_length=120)]
    vanaf: CivilDay


@get(HERE, opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def show_marks(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    house, staff = house_of(request), signed_in(request)
    catalogue = await house.site.marks.current()
    ours = own_marks(staff, catalogue, RULES)
    drafts = {mark.code: await drafts_of(mark.code, staff, catalogue=catalogue) for mark in ours}
    return await desk_page(request, "desk_marks.html", marks=ours, drafts=drafts, today=house.site.today())


@get(f"{HERE}/{{mark:str}}/regels", opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def show_drafts(request: Asked, mark: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    return await _drafts(request, mark, Filled())


@post(f"{HERE}/{{mark:str}}/regels", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=200)
async def take_begin(request: Asked, mark: FromPath[str]) -> Answer:
    """Begin a draft, and go to it."""
    given = read_form(request, BeginForm)
    if given.form is None:
        own_scheme(mark, signed_in(request), await house_of(request).site.marks.current(), RULES)
        return await _drafts(request, mark, given.filled, status=400)
    site = house_of(request).site
    try:
        begun = read_input(DraftBegun, {"title": given.form.naam, "first": given.form.vanaf})
        draft: UUID = await begin_draft(
            mark, begun, signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )
    except (Malformed, Refused) as error:
        return await _drafts(request, mark, said_by_register(given.filled, error, FIELDS), status=400)
    return redirect(f"{DRAFTS}/{draft}")


async def _drafts(request: Asked, code: str, filled: Filled, status: int = 200) -> Answer:
    house, staff = house_of(request), signed_in(request)
    catalogue = await house.site.marks.current()
    mark = own_scheme(code, staff, catalogue, RULES).mark
    return await desk_page(
        request,
        "desk_drafts.html",
        status=status,
        mark=mark,
        drafts=await drafts_of(code, staff, catalogue=catalogue),
        filled=filled,
        edits=any(held.role in EDITING and held.body == mark.body.code for held in staff.roles),
        today=house.site.today(),
    )


PAGES = [show_marks, show_drafts, take_begin]
