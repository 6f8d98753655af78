"""The same course in many files: the list first, then one answer for all of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from pydantic import Field

from admin.desk.menu import JUDGING
from admin.desk.pages import desk_page
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, Query, read_query
from registry.errors import Conflict, Malformed, Refused
from registry.grouped_activities import Group, GroupGiven, Verdict, decide_group, groups_of
from registry.inputs import read_input

HERE = "/instelling/activiteiten"
FIELDS = {"words": "waarom", "body": "waarom", "verdict": "oordeel"}
VERDICTS: tuple[tuple[Verdict, Sentence], ...] = (
    ("counts", say("Telt mee")),
    ("does_not_count", say("Telt niet mee")),
    ("question", say("Vraag aan de aanvragers")),
)
DONE = say("Vastgelegd voor iedereen in de lijst. Wie dezelfde cursus later indient, beoordeel je dan.")


class GroupQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class GroupForm(Form):
    """What is said about the list that was seen."""

    gezien: Annotated[str, Field(max_length=64)]
    oordeel: Verdict
    waarom: Annotated[str, Field(max_length=4000)] = ""


class GroupBody(Body):
    """As the form, for programs."""

    seen: str
    verdict: Verdict
    words: str | None = None


class EntryItem(msgspec.Struct, rename="camel"):
    """One entry in the file of somebody who handed in."""

    entry: str
    application: str
    number: str
    mark: str
    title: str
    on: date


class Judged(msgspec.Struct, rename="camel"):
    """Of how many people the activities were judged."""

    people: int


class GroupItem(msgspec.Struct, rename="camel"):
    """One course in several files; `seen` goes along with what is said about it."""

    seen: str
    title: str
    provider: str | None
    course: str | None
    entries: list[EntryItem]


@get(HERE, opt=door(Door.BODY, roles=JUDGING), include_in_schema=False)
async def show_groups(request: Asked) -> Answer:
    query = read_query(request.scope, GroupQuery)
    return await _page(request, Filled(), message=DONE if query.melding == "vastgelegd" else None)


@post(HERE, opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_group(request: Asked) -> Answer:
    given = read_form(request, GroupForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    form = given.form
    try:
        asked = read_input(
            GroupGiven, {"seen": form.gezien, "verdict": form.oordeel, "words": form.waarom.strip() or None}
        )
        await decide_group(asked, signed_in(request), at=house_of(request).site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}?melding=vastgelegd")


async def _page(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    catalogue = await house_of(request).site.marks.current()
    return await desk_page(
        request,
        "desk_groups.html",
        status=status,
        filled=filled,
        message=message,
        groups=await groups_of(signed_in(request)),
        verdicts=VERDICTS,
        names={mark.code: mark.name for mark in catalogue.marks()},
    )


@get(
    "/api/v1/desk/grouped-activities",
    opt=door(Door.BODY, roles=JUDGING) | shape("Activities of one course or meeting, put together", Items[GroupItem]),
    include_in_schema=False,
)
async def list_groups(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [_item(one) for one in await groups_of(signed_in(request))]})


@post(
    "/api/v1/desk/grouped-activities",
    opt=door(Door.BODY, roles=JUDGING) | shape("Judge a group of activities at once", Judged, takes=GroupBody),
    include_in_schema=False,
    status_code=200,
)
async def post_group(request: Asked) -> Answer:
    given = await read_json(request, GroupBody)
    try:
        asked = read_input(GroupGiven, given.model_dump())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(Judged(await decide_group(asked, signed_in(request), at=house_of(request).site.now())))


def _item(one: Group) -> GroupItem:
    entries = [
        EntryItem(str(e.entry), str(e.application), e.number, e.mark, e.title, e.on) for e in one.entries
    ]  # fmt: skip
    return GroupItem(one.seen, one.title, one.provider, one.course, entries)


PAGES = [show_groups, take_group]
ROUTES = [list_groups, post_group]
