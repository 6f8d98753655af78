"""Confirmations as JSON: whom somebody asked, what they are asked themselves, and their answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.confirmations import NOT_KNOWN, ONE_OF_TWO
from admin.dossier.interface import Made
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Sentence
from public_api.web.problems import FieldError, ProblemRaised
from public_api.web.query import Query, read_query
from registry.confirmations import ConfirmationAsked, ask_confirmation, asked_of, confirm_as, confirmations_of
from registry.errors import Malformed, NotFound
from registry.inputs import Email
from registry.numbers import read_number
from registry.own_entries import read_entry

WITH_ACTIVITY = "/api/v1/me/activities/{entry:uuid}/confirmations"


class AskBody(Body):
    """Whom to ask, in which role: by register number, or by an e-mail address, and not both."""

    role: Literal["peer", "supervisor"]
    number: Annotated[str | None, Field(max_length=40)] = None
    email: Email | None = None
    language: Literal["nl", "en"] = "nl"


class AnswerBody(Body):
    """Whether it was so."""

    confirms: bool


class AskedItem(msgspec.Struct, rename="camel"):
    """Somebody who was asked, and what came of it; `number` of somebody in the register only."""

    id: UUID
    role: str
    number: str | None
    state: str
    asked_at: datetime


class ToConfirmItem(msgspec.Struct, rename="camel"):
    """Something that you are asked to confirm: whose activity, of which days, in which role."""

    id: UUID
    role: str
    asker: str
    kind: str
    title: str
    since: date
    until: date
    minutes: int | None
    expires_at: datetime


@get(
    WITH_ACTIVITY,
    opt=door(Door.PROFESSIONAL) | shape("Whom you asked to confirm an activity, and what came of it", Items[AskedItem]),
    include_in_schema=False,
)
async def get_asked(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    found = await confirmations_of(own_number(request), entry, at=house_of(request).site.now())
    return as_json(Items([AskedItem(one.id, one.role, one.number, one.state, one.asked_at) for one in found]))


@post(
    WITH_ACTIVITY,
    opt=door(Door.PROFESSIONAL) | shape("Ask somebody to confirm an activity", Made, takes=AskBody),
    include_in_schema=False,
    status_code=201,
)
async def post_asking(request: Asked, entry: FromPath[UUID]) -> Answer:
    await read_entry(own_number(request), "activity", entry)
    given = await read_json(request, AskBody)
    if (given.number is None) is (given.email is None):
        raise _about("number", ONE_OF_TWO)
    try:
        number = None if given.number is None else read_number(given.number)
        asked = ConfirmationAsked(role=given.role, number=number, email=given.email, language=given.language)
        identity = await ask_confirmation(
            own_number(request), entry, asked, actor=signed_in(request).actor, at=house_of(request).site.now()
        )
    except NotFound:
        raise _about("number", NOT_KNOWN) from None
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(Made(identity), status=201)


def _about(name: str, message: Sentence) -> ProblemRaised:
    return ProblemRaised("invalid-input", errors=[FieldError("body", name, message)])


@get(
    "/api/v1/me/confirmations",
    opt=door(Door.PROFESSIONAL) | shape("What you are asked to confirm", Items[ToConfirmItem]),
    include_in_schema=False,
)
async def get_to_confirm(request: Asked) -> Answer:
    read_query(request.scope, Query)
    items = [
        ToConfirmItem(
            one.id, one.role, one.asker, one.kind, one.title, one.since, one.until, one.minutes, one.expires_at
        )
        for one in await asked_of(own_number(request), at=house_of(request).site.now())
    ]
    return as_json(Items(items))


@post(
    "/api/v1/me/confirmations/{confirmation:uuid}",
    opt=door(Door.PROFESSIONAL) | shape("Say that it was so, or that it was not; once", takes=AnswerBody),
    include_in_schema=False,
    status_code=204,
)
async def post_answer(request: Asked, confirmation: FromPath[UUID]) -> None:
    given = await read_json(request, AnswerBody)
    await confirm_as(
        own_number(request), confirmation, confirms=given.confirms, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip


ROUTES = [get_asked, post_asking, get_to_confirm, post_answer]
