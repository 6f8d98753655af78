"""Extensions for everybody at once for programs: list, proposal, answer, what became of it, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from admin.desk.menu import DECIDING
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.errors import Malformed
from registry.extension_acts import Act, OnList, acts_of, list_of, read_act
from registry.extension_lists import ExtensionList, Listed
from registry.extension_proposals import (
    Approval,
    Changes,
    ExtensionAsked,
    ExtensionGiven,
    Refusal,
    ReversalGiven,
    approve_extension,
    look_at_proposal,
    preview_extension,
    preview_reversal,
    propose_extension,
    propose_reversal,
    refuse_extension,
)
from registry.inputs import Code, read_input

ADDRESS = "/api/v1/desk/group-extensions"
ONE = f"{ADDRESS}/{{extension:uuid}}"


class AskedQuery(Query):
    """Which mark, which day and how many months."""

    mark: Code
    valid_on: CivilDay
    months: int


class ExtensionBody(Body):
    """For whom, how long, on what ground and why; `seen` is the digest of the list that was looked at."""

    mark: str
    valid_on: str
    months: int
    ground: str
    reason: str
    seen: str


class ReversalBody(Body):
    """On what ground and why it is taken back."""

    ground: str
    reason: str
    seen: str


class ApprovalBody(Body):
    """Why somebody agrees, and the list that they looked at."""

    words: str
    seen: str


class RefusalBody(Body):
    """Why somebody does not agree."""

    words: str


class LineItem(msgspec.Struct, rename="camel"):
    """Somebody on the list; `why` where they were left out."""

    number: str
    until_before: date
    until_after: date
    outcome: str | None = None
    why: str | None = None


class ListItem(msgspec.Struct, rename="camel"):
    """`seen` goes along with the act, while there is one; `overAlready` counts those whose new last day has passed."""

    seen: str | None
    over_already: int
    left_out: dict[str, int]
    people: list[LineItem]
    joined: Sequence[str] = ()
    gone: Sequence[str] = ()
    changed: Sequence[str] = ()


class ActItem(msgspec.Struct, rename="camel"):
    """An extension for everybody, or taking one back (`takesBack`), as it stands."""

    id: str
    mark: str
    takes_back: str | None
    valid_on: date
    months: int
    ground: str
    reason: str
    state: str
    proposed_at: datetime
    answered_at: datetime | None
    done_at: datetime | None
    total: int
    done: int
    left_out: int


@get(
    ADDRESS,
    opt=door(Door.BODY, roles=DECIDING) | shape("Extensions for everybody at once, newest first", Items[ActItem]),
    include_in_schema=False,
)
async def list_extensions(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [_item(one) for one in await acts_of(signed_in(request))]})


@get(
    f"{ADDRESS}/preview",
    opt=door(Door.BODY, roles=DECIDING)
    | shape("For whom an extension would be, with their new last days", ListItem, asks=AskedQuery),
    include_in_schema=False,
)
async def get_preview(request: Asked) -> Answer:
    query, site = read_query(request.scope, AskedQuery), house_of(request).site
    try:
        asked = read_input(ExtensionAsked, query.model_dump())
        found = await preview_extension(
            asked, signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )  # fmt: skip
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_list(found))


@post(
    ADDRESS,
    opt=door(Door.BODY, roles=DECIDING)
    | shape("Propose an extension for everybody on a list that was seen", ActItem, takes=ExtensionBody),
    include_in_schema=False,
    status_code=201,
)
async def post_extension(request: Asked) -> Answer:
    given, site = await read_json(request, ExtensionBody), house_of(request).site
    try:
        asked = read_input(ExtensionGiven, given.model_dump())
        made = await propose_extension(asked, signed_in(request), catalogue=await site.marks.current(), at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(request, made, status=201)


@get(ONE, opt=door(Door.BODY, roles=DECIDING) | shape("One extension as it stands", ActItem), include_in_schema=False)
async def get_extension(request: Asked, extension: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await _one(request, extension)


@get(
    f"{ONE}/list",
    opt=door(Door.BODY, roles=DECIDING)
    | shape("Who is on the list, what changed on it, and what became of each", ListItem),
    include_in_schema=False,
)
async def get_list(request: Asked, extension: FromPath[UUID]) -> Answer:
    """Of a proposal the list as it is now, with what changed; of another what became of each."""
    read_query(request.scope, Query)
    site, staff = house_of(request).site, signed_in(request)
    if (await read_act(extension, staff)).answer is not None:
        return as_json(ListItem(None, 0, {}, [_line(one) for one in await list_of(extension, staff)]))
    now, changes = await look_at_proposal(extension, staff, catalogue=await site.marks.current(), at=site.now())
    return as_json(_list(now, changes))


@post(
    f"{ONE}/approve",
    opt=door(Door.BODY, roles=DECIDING) | shape("Approve the proposal of another officer", ActItem, takes=ApprovalBody),
    include_in_schema=False,
    status_code=200,
)
async def post_approval(request: Asked, extension: FromPath[UUID]) -> Answer:
    given, site = await read_json(request, ApprovalBody), house_of(request).site
    try:
        asked = read_input(Approval, given.model_dump())
        catalogue = await site.marks.current()
        await approve_extension(extension, asked, signed_in(request), catalogue=catalogue, at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(request, extension)


@post(
    f"{ONE}/refuse",
    opt=door(Door.BODY, roles=DECIDING) | shape("Refuse a proposal, or withdraw one's own", ActItem, takes=RefusalBody),
    include_in_schema=False,
    status_code=200,
)
async def post_refusal(request: Asked, extension: FromPath[UUID]) -> Answer:
    given = await read_json(request, RefusalBody)
    try:
        asked = read_input(Refusal, given.model_dump())
        await refuse_extension(extension, asked, signed_in(request), at=house_of(request).site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(request, extension)


@get(
    f"{ONE}/reversal",
    opt=door(Door.BODY, roles=DECIDING) | shape("For whom an extension would be taken back", ListItem),
    include_in_schema=False,
)
async def get_reversal(request: Asked, extension: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    site = house_of(request).site
    found = await preview_reversal(
        extension, signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip
    return as_json(_list(found))


@post(
    f"{ONE}/reversal",
    opt=door(Door.BODY, roles=DECIDING) | shape("Propose to take an extension back", ActItem, takes=ReversalBody),
    include_in_schema=False,
    status_code=201,
)
async def post_reversal(request: Asked, extension: FromPath[UUID]) -> Answer:
    given, site = await read_json(request, ReversalBody), house_of(request).site
    try:
        asked, catalogue = read_input(ReversalGiven, given.model_dump()), await site.marks.current()
        made = await propose_reversal(extension, asked, signed_in(request), catalogue=catalogue, at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(request, made, status=201)


async def _one(request: Asked, extension: UUID, *, status: int = 200) -> Answer:
    return as_json(_item(await read_act(extension, signed_in(request))), status=status)


def _item(act: Act) -> ActItem:
    return ActItem(
        str(act.id), act.mark, str(act.takes_back) if act.takes_back else None, act.valid_on, act.months, act.ground,
        act.reason, act.state, act.proposed_at, act.answered_at, act.done_at, act.total, act.done, act.left_out,
    )  # fmt: skip


def _list(found: ExtensionList, changes: Changes | None = None) -> ListItem:
    changed = changes or Changes((), (), ())
    people = [_line(one) for one in found.people]
    return ListItem(found.seen, found.over, dict(found.left), people, changed.joined, changed.gone, changed.changed)


def _line(one: Listed | OnList) -> LineItem:
    if isinstance(one, OnList):
        return LineItem(one.number, one.until_before, one.until_after, one.outcome, one.why)
    return LineItem(one.number, one.until_before, one.until_after)


ROUTES = [
    list_extensions, get_preview, post_extension, get_extension, get_list, post_approval, post_refusal, get_reversal,
    post_reversal,
]  # fmt: skip
