"""Requests as JSON: a deferral with what it would do to the dates, and an objection to a decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.interface import Made, VersionQuery
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.deferrals import Dates, DatesWithLeave, ask_leave, dates_with_leave
from registry.drafts import LeaveDraft
from registry.entries import withdraw_entry
from registry.errors import Malformed
from registry.inputs import Text1000, read_input
from registry.objections import ObjectionGiven, object_as_holder
from registry.own_decisions import OwnDecision, own_decisions
from registry.own_entries import list_entries

DEFERRALS = "/api/v1/me/deferrals"
MOST = 100


class LeaveBody(Body):
    """The days without work. There is no member for why."""

    since: CivilDay
    until: CivilDay


class LeaveQuery(Query):
    """The days without work."""

    since: CivilDay
    until: CivilDay


class ObjectionBody(Body):
    """Why you disagree and, once the term is over, why it could not be earlier."""

    grounds: Annotated[str, Field(min_length=1, max_length=2900)]
    why_late: Text1000 = ""


class DeferralItem(msgspec.Struct, rename="camel"):
    """A deferral that was asked, and where it stands."""

    id: UUID
    version: int
    state: str
    since: date
    until: date


class DatesItem(msgspec.Struct, rename="camel"):
    """The three dates of a mark; null where the body does not say."""

    apply_from: date | None
    apply_until: date | None
    expires_on: date | None


class UsefulItem(msgspec.Struct, rename="camel"):
    """The last day on which a requirement can still be helped, before and after; null: without end."""

    requirement: str
    before: date | None
    after: date | None


class MovedItem(msgspec.Struct, rename="camel"):
    """What a deferral would do for one mark, if the body grants it as it is asked."""

    mark: str
    months: int
    before: DatesItem
    after: DatesItem
    requirements: list[UsefulItem]


class DecisionItem(msgspec.Struct, rename="camel"):
    """A decision about you. `objected` while an objection is open; until `objectUntil` one is in time."""

    id: UUID
    mark: str
    kind: str
    decided_on: date
    since: date
    until: date | None
    answers: UUID | None
    reason: str | None
    object_until: date
    in_time: bool
    objected: bool


@get(
    DEFERRALS,
    opt=door(Door.PROFESSIONAL) | shape("The deferrals that you asked", Items[DeferralItem]),
    include_in_schema=False,
)
async def get_deferrals(request: Asked) -> Answer:
    read_query(request.scope, Query)
    found = await list_entries(own_number(request), "leave", size=MOST)
    items = [DeferralItem(one.id, one.version, one.state, **one.said.model_dump()) for one in found.entries]
    return as_json(Items(items))


@get(
    f"{DEFERRALS}/preview",
    opt=door(Door.PROFESSIONAL)
    | shape("What a deferral would do to your dates; nothing is asked yet", Items[MovedItem], asks=LeaveQuery),
    include_in_schema=False,
)
async def get_preview(request: Asked) -> Answer:
    """Without a mark whose term it touches there is nothing to ask."""
    query = read_query(request.scope, LeaveQuery)
    site = house_of(request).site
    found = await dates_with_leave(
        own_number(request), _leave(query.since, query.until), at=site.now(), catalogue=await site.marks.current()
    )
    return as_json(Items([_moved(one) for one in found]))


@post(
    DEFERRALS,
    opt=door(Door.PROFESSIONAL) | shape("Ask your body for a deferral", Made, takes=LeaveBody),
    include_in_schema=False,
    status_code=201,
)
async def post_deferral(request: Asked) -> Answer:
    given = await read_json(request, LeaveBody)
    site = house_of(request).site
    made = await ask_leave(
        own_number(request), _leave(given.since, given.until), catalogue=await site.marks.current(),
        actor=signed_in(request).actor, at=site.now(),
    )  # fmt: skip
    return as_json(Made(made), status=201)


@delete(
    f"{DEFERRALS}/{{entry:uuid}}",
    opt=door(Door.PROFESSIONAL) | shape("Take a request for a deferral back", asks=VersionQuery),
    include_in_schema=False,
    status_code=204,
)
async def delete_deferral(request: Asked, entry: FromPath[UUID]) -> None:
    query = read_query(request.scope, VersionQuery)
    await withdraw_entry(
        own_number(request), "leave", entry, version=query.version, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip


@get(
    "/api/v1/me/decisions",
    opt=door(Door.PROFESSIONAL) | shape("The decisions about you that you can object to", Items[DecisionItem]),
    include_in_schema=False,
)
async def get_decisions(request: Asked) -> Answer:
    read_query(request.scope, Query)
    found = await own_decisions(own_number(request), at=house_of(request).site.now())
    return as_json(Items([_decision(one) for one in found]))


@post(
    "/api/v1/me/decisions/{decision:uuid}/objections",
    opt=door(Door.PROFESSIONAL) | shape("Object to a decision about you", Made, takes=ObjectionBody),
    include_in_schema=False,
    status_code=201,
)
async def post_objection(request: Asked, decision: FromPath[UUID]) -> Answer:
    given = await read_json(request, ObjectionBody)
    site = house_of(request).site
    try:
        made = await object_as_holder(
            own_number(request), decision, read_input(ObjectionGiven, given.model_dump()),
            catalogue=await site.marks.current(), actor=signed_in(request).actor, at=site.now(),
        )  # fmt: skip
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(Made(made), status=201)


def _leave(since: date, until: date) -> LeaveDraft:
    try:
        return read_input(LeaveDraft, {"since": since, "until": until})
    except Malformed as error:
        raise as_invalid(error) from None


def _moved(one: DatesWithLeave) -> MovedItem:
    useful = [UsefulItem(u.requirement, u.before, u.after) for u in one.requirements]
    return MovedItem(one.mark, one.months, _dates(one.before), _dates(one.after), useful)


def _dates(dates: Dates) -> DatesItem:
    return DatesItem(dates.apply_from, dates.apply_until, dates.expires_on)


def _decision(one: OwnDecision) -> DecisionItem:
    return DecisionItem(
        one.id, one.mark, str(one.kind), one.decided_on, one.since, one.until, one.answers, one.reason,
        one.object_until, one.in_time, one.objected,
    )  # fmt: skip


ROUTES = [
    get_deferrals, get_preview, post_deferral, delete_deferral, get_decisions, post_objection,
]  # fmt: skip
