"""Deferrals that were asked: the list, the new dates of each, and the answer. Why somebody asks is nowhere."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.menu import DECIDING
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
from public_api.web.query import CivilDay, PageQuery, Query, read_query
from registry.deferrals import Dates
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.leave_answers import LONGEST, LeaveAnswer, answer_leave
from registry.leave_requests import LeaveRequest, dates_of, read_request, waiting_leave

HERE = "/instelling/uitstel"
ONE = f"{HERE}/{{leave:uuid}}/{{mark:str}}"
ADDRESS = "/api/v1/desk/deferrals"
FIELDS = {"months": "maanden", "reason": "reden"}
MESSAGES: dict[str, Sentence] = {
    "toegekend": say("Het uitstel is toegekend. De aanvrager krijgt bericht."),
    "afgewezen": say("Het uitstel is afgewezen. De aanvrager krijgt bericht."),
}


class LeaveQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class MonthsQuery(PageQuery):
    """How many months are looked at; as many as were asked where it is left out."""

    maanden: Annotated[int, Field(ge=1, le=LONGEST)] | None = None


class LeaveForm(Form):
    """The answer, with the request and the new last day that were looked at."""

    knop: Literal["toekennen", "afwijzen"]
    maanden: Annotated[int, Field(ge=1, le=LONGEST)]
    versie: Annotated[int, Field(ge=1)]
    verloopt: CivilDay | None = None
    reden: Annotated[str, Field(max_length=4000)] = ""


@get(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_requests(request: Asked) -> Answer:
    query = read_query(request.scope, LeaveQuery)
    catalogue = await house_of(request).site.marks.current()
    return await desk_page(
        request,
        "desk_leave.html",
        message=MESSAGES.get(query.melding),
        requests=await waiting_leave(signed_in(request)),
        names={mark.code: mark.name for mark in catalogue.marks()},
    )


@get(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_request(request: Asked, leave: FromPath[UUID], mark: FromPath[str]) -> Answer:
    query = read_query(request.scope, MonthsQuery)
    found = await read_request(leave, mark, signed_in(request))
    return await _page(request, found, query.maanden or found.months, Filled())


@post(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_answer(request: Asked, leave: FromPath[UUID], mark: FromPath[str]) -> Answer:
    house, staff = house_of(request), signed_in(request)
    found = await read_request(leave, mark, staff)
    given = read_form(request, LeaveForm)
    if given.form is None:
        return await _page(request, found, found.months, given.filled, status=400)
    form, refuses = given.form, given.form.knop == "afwijzen"
    said = {
        "mark": mark, "months": 0 if refuses else form.maanden, "version": form.versie, "reason": form.reden,
        "expires_on": None if refuses else form.verloopt,
    }  # fmt: skip
    try:
        asked, catalogue = read_input(LeaveAnswer, said), await house.site.marks.current()
        await answer_leave(leave, asked, staff, catalogue=catalogue, at=house.site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        filled = said_by_register(given.filled, error, FIELDS)
        return await _page(request, found, min(form.maanden, LONGEST), filled, status=status)
    return redirect(f"{HERE}?melding={'afgewezen' if refuses else 'toegekend'}")


async def _page(request: Asked, found: LeaveRequest, months: int, filled: Filled, *, status: int = 200) -> Answer:
    site = house_of(request).site
    catalogue = await site.marks.current()
    return await desk_page(
        request,
        "desk_leave_request.html",
        status=status,
        filled=filled,
        asked=found,
        months=months,
        mark=catalogue.mark(found.mark),
        dates=await dates_of(found, months, at=site.now(), catalogue=catalogue),
    )


class DatesItem(msgspec.Struct, rename="camel"):
    """The three dates of a registration; null where the body does not say."""

    apply_from: date | None
    apply_until: date | None
    expires_on: date | None


class LeaveItem(msgspec.Struct, rename="camel"):
    """A deferral that waits for `months`. Its `version` and the `expiresOn` after it go along with the answer."""

    id: str
    mark: str
    number: str
    since: date
    until: date
    months: int
    asked_on: date
    version: int
    before: DatesItem | None = None
    after: DatesItem | None = None


class LeaveAnswered(msgspec.Struct, rename="camel"):
    """What was answered, with the new last day where months were given."""

    id: str
    months: int
    expires_on: date | None


class LeaveBody(Body):
    """An answer; 0 months refuses."""

    months: int
    version: int
    expires_on: date | None = None
    reason: str


class RequestQuery(Query):
    """How many months are looked at."""

    months: Annotated[int, Field(ge=1, le=LONGEST)] | None = None


@get(
    ADDRESS,
    opt=door(Door.BODY, roles=DECIDING) | shape("Deferrals that wait for an answer, oldest first", Items[LeaveItem]),
    include_in_schema=False,
)
async def list_requests(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [_item(one) for one in await waiting_leave(signed_in(request))]})


@get(
    f"{ADDRESS}/{{leave:uuid}}/{{mark:str}}",
    opt=door(Door.BODY, roles=DECIDING)
    | shape("One deferral, and what so many months would do to the dates", LeaveItem, asks=RequestQuery),
    include_in_schema=False,
)
async def get_request(request: Asked, leave: FromPath[UUID], mark: FromPath[str]) -> Answer:
    query, site = read_query(request.scope, RequestQuery), house_of(request).site
    found = await read_request(leave, mark, signed_in(request))
    dates = await dates_of(
        found, query.months or found.months, at=site.now(), catalogue=await site.marks.current()
    )  # fmt: skip
    item = _item(found)
    if dates is not None:
        item.before, item.after = _dates(dates.before), _dates(dates.after)
    return as_json(item)


@post(
    f"{ADDRESS}/{{leave:uuid}}/{{mark:str}}",
    opt=door(Door.BODY, roles=DECIDING)
    | shape("Answer a deferral for one mark; 0 months refuses", LeaveAnswered, takes=LeaveBody),
    include_in_schema=False,
    status_code=201,
)
async def post_answer(request: Asked, leave: FromPath[UUID], mark: FromPath[str]) -> Answer:
    given, site = await read_json(request, LeaveBody), house_of(request).site
    try:
        asked = read_input(LeaveAnswer, {"mark": mark, **given.model_dump()})
        answer = await answer_leave(
            leave, asked, signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )  # fmt: skip
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(LeaveAnswered(str(answer), asked.months, asked.expires_on), status=201)


def _item(one: LeaveRequest) -> LeaveItem:
    return LeaveItem(
        str(one.id), one.mark, one.number, one.asked.since, one.asked.until, one.months, one.asked_on, one.version
    )


def _dates(dates: Dates) -> DatesItem:
    return DatesItem(dates.apply_from, dates.apply_until, dates.expires_on)


PAGES = [show_requests, show_request, take_answer]
ROUTES = [list_requests, get_request, post_answer]
