"""Sample audits: the percentage of a mark, and a round in three steps that everybody can check afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.menu import ADMINISTERING, DECIDING, JUDGING
from admin.desk.pages import desk_page
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import shape
from public_api.routes.samples import SampleItem, sample_item
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import CivilDay, PageQuery, Query, read_query
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import Code, read_input
from registry.own_marks import marks_of
from registry.sample_rounds import LeavesOut, RoundGiven, draw_round, fix_list, open_round
from registry.sample_shares import Share, ShareGiven, set_share, shares_of
from registry.sample_standing import read_round, rounds_of

HERE = "/instelling/steekproef"
SEEING = JUDGING | ADMINISTERING
SETTING = DECIDING | ADMINISTERING
FIELDS = {"percentage": "percentage", "since": "vanaf", "reason": "reden", "mark": "keurmerk"}
MESSAGES: dict[str, Sentence] = {
    "percentage": say("Het percentage is vastgelegd."),
    "ronde": say("De ronde is begonnen. Het zaad ligt vast: iedereen kan de controlewaarde zien."),
    "lijst": say("De lijst ligt vast. Je kunt nu trekken."),
    "trekking": say("De steekproef is getrokken, en iedereen kan haar narekenen."),
}
LEFT_OUT: dict[str, Sentence] = {
    "drawn_last_time": say("vorige keer al getrokken"),
    "first_application": say("eerste aanvraag"),
}


class SampleQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class ShareForm(Form):
    keurmerk: Annotated[str, Field(max_length=80)]
    percentage: Annotated[int, Field(ge=0, le=100)]
    vanaf: CivilDay
    reden: Annotated[str, Field(max_length=4000)]


class RoundForm(Form):
    keurmerk: Annotated[str, Field(max_length=80)]
    niet: tuple[LeavesOut, ...] = ()


class RoundBody(Body):
    """A round that begins."""

    mark: Code
    leaves_out: tuple[LeavesOut, ...] = ()


class ShareItem(msgspec.Struct, rename="camel"):
    """A percentage of a mark, who set it and from which day it holds."""

    mark: str
    percentage: int
    since: date
    reason: str
    set_by: str
    set_at: datetime


class SampleList(msgspec.Struct, rename="camel"):
    """The percentages and the rounds of the marks of one's body."""

    shares: list[ShareItem]
    rounds: list[SampleItem]


@get(HERE, opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def show_samples(request: Asked) -> Answer:
    query = read_query(request.scope, SampleQuery)
    return await _page(request, Filled(), message=MESSAGES.get(query.melding))


@post(f"{HERE}/percentage", opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=200)
async def take_share(request: Asked) -> Answer:
    given = read_form(request, ShareForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    form = given.form
    said = {"mark": form.keurmerk, "percentage": form.percentage, "since": form.vanaf, "reason": form.reden}
    try:
        await set_share(read_input(ShareGiven, said), signed_in(request), at=house_of(request).site.now())
    except (Malformed, Refused) as error:
        return await _page(request, said_by_register(given.filled, error, FIELDS), status=400)
    return redirect(f"{HERE}?melding=percentage")


@post(f"{HERE}/ronde", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_round(request: Asked) -> Answer:
    given = read_form(request, RoundForm, lists=("niet",))
    if given.form is None:
        return await _page(request, given.filled, status=400)
    said = {"mark": given.form.keurmerk, "leaves_out": given.form.niet}
    try:
        await open_round(read_input(RoundGiven, said), signed_in(request), at=house_of(request).site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}?melding=ronde")


@post(f"{HERE}/{{round_:uuid}}/lijst", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_list(request: Asked, round_: FromPath[UUID]) -> Answer:
    return await _take_step(request, fix_list, round_, "lijst")


@post(f"{HERE}/{{round_:uuid}}/trekking", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_draw(request: Asked, round_: FromPath[UUID]) -> Answer:
    return await _take_step(request, draw_round, round_, "trekking")


async def _take_step(request: Asked, step: Callable[..., Awaitable[object]], round_: UUID, message: str) -> Answer:
    """The next step of a round, or the page again with what is in the way."""
    try:
        await step(round_, signed_in(request), at=house_of(request).site.now())
    except (Refused, Conflict) as error:
        return await _page(request, said_by_register(Filled(), error, FIELDS), status=409)
    return redirect(f"{HERE}?melding={message}")


async def _page(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    site = house_of(request).site
    marks = await marks_of(signed_in(request))
    catalogue = await site.marks.current()
    rounds = await rounds_of(marks)
    return await desk_page(
        request,
        "desk_samples.html",
        status=status,
        filled=filled,
        message=message,
        marks=[catalogue.mark(code) for code in marks],
        names={code: catalogue.mark(code).name for code in marks},
        shares={code: await shares_of(code) for code in marks},
        rounds=[(one, await read_round(one.id)) for one in rounds[:20]],
        left_out=LEFT_OUT,
        today=site.today(),
        sets=_may(request, SETTING),
        draws=_may(request, DECIDING),
        judges=_may(request, JUDGING),
    )


def _may(request: Asked, roles: frozenset[str]) -> bool:
    return any(held.role in roles for held in signed_in(request).roles if held.body is not None)


@get(
    "/api/v1/desk/samples",
    opt=door(Door.BODY, roles=SEEING) | shape("The percentages and the rounds of your marks", SampleList),
    include_in_schema=False,
)
async def list_samples(request: Asked) -> Answer:
    read_query(request.scope, Query)
    marks = await marks_of(signed_in(request))
    shares = [_share(code, one) for code in marks for one in await shares_of(code)]
    return as_json(SampleList(shares, [sample_item(one) for one in await rounds_of(marks)]))


@post(
    "/api/v1/desk/samples/shares",
    opt=door(Door.BODY, roles=SETTING)
    | shape("Set the percentage of a mark from a day on", ShareItem, takes=ShareGiven),
    include_in_schema=False,
    status_code=201,
)
async def post_share(request: Asked) -> Answer:
    given = await read_json(request, ShareGiven)
    try:
        await set_share(given, signed_in(request), at=house_of(request).site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_share(given.mark, (await shares_of(given.mark))[0]), status=201)


@post(
    "/api/v1/desk/samples",
    opt=door(Door.BODY, roles=DECIDING)
    | shape("Open a round: the digest of its seed is published", SampleItem, takes=RoundBody),
    include_in_schema=False,
    status_code=201,
)
async def post_round(request: Asked) -> Answer:
    given = await read_json(request, RoundBody)
    asked = RoundGiven(mark=given.mark, leaves_out=given.leaves_out)
    round_ = await open_round(asked, signed_in(request), at=house_of(request).site.now())
    return await _one(round_, status=201)


@post(
    "/api/v1/desk/samples/{round_:uuid}/list",
    opt=door(Door.BODY, roles=DECIDING) | shape("Fix the list of a round", SampleItem),
    include_in_schema=False,
    status_code=200,
)
async def post_list(request: Asked, round_: FromPath[UUID]) -> Answer:
    await fix_list(round_, signed_in(request), at=house_of(request).site.now())
    return await _one(round_)


@post(
    "/api/v1/desk/samples/{round_:uuid}/draw",
    opt=door(Door.BODY, roles=DECIDING) | shape("Show the seed of a round and draw", SampleItem),
    include_in_schema=False,
    status_code=200,
)
async def post_draw(request: Asked, round_: FromPath[UUID]) -> Answer:
    await draw_round(round_, signed_in(request), at=house_of(request).site.now())
    return await _one(round_)


async def _one(round_: UUID, *, status: int = 200) -> Answer:
    return as_json(sample_item((await read_round(round_)).round), status=status)


def _share(mark: str, one: Share) -> ShareItem:
    return ShareItem(mark, one.percentage, one.since, one.reason, one.set_by, one.set_at)


PAGES = [show_samples, take_share, take_round, take_list, take_draw]
ROUTES = [list_samples, post_share, post_round, post_list, post_draw]
