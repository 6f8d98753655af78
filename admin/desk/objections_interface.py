"""Objections as JSON, below /api/v1/desk/objections: the same use cases as the pages."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from admin.desk.menu import DECIDING
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.errors import Malformed
from registry.inputs import Code, read_input
from registry.objection_board import ObjectionShown, objection_of, objections_at
from registry.objection_rulings import ObjectionDecided, decide_objection

ADDRESS = "/api/v1/desk/objections"
ONE = f"{ADDRESS}/{{objection:uuid}}"


class InsteadBody(Body):
    """What takes the place of a decision: a measure, or without a kind a term."""

    kind: Literal["condition", "restriction", "suspension", "revocation"] | None = None
    since: CivilDay
    until: CivilDay | None = None
    text: str | None = None
    level: str | None = None
    scopes: tuple[Code, ...] = ()
    public_until: CivilDay | None = None


class RulingBody(Body):
    """What comes of an objection."""

    outcome: Literal["dismissed", "never", "ends", "replaced"]
    until: CivilDay | None = None
    instead: InsteadBody | None = None
    reason: str


@get(ADDRESS, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def get_objections(request: Asked) -> Answer:
    """Those that wait, by when to decide; then what was ruled."""
    read_query(request.scope, Query)
    every = await objections_at(signed_in(request), catalogue=await house_of(request).site.marks.current())
    return as_json({"items": [_item(one) for one in every]})


def _item(one: ObjectionShown) -> dict[str, Any]:
    ruled = one.ruled
    return {
        "id": str(one.id),
        "number": one.number,
        "mark": one.mark,
        "against": str(one.against),
        "kind": str(one.kind),
        "decidedOn": one.decided_on.isoformat(),
        "receivedOn": one.received_on.isoformat(),
        "effect": one.effect,
        "decideBy": None if one.decide_by is None else one.decide_by.isoformat(),
        "notByMe": one.not_by_me,
        "ruling": None
        if ruled is None
        else {
            "on": ruled.on.isoformat(),
            "outcome": ruled.outcome,
            "until": None if ruled.until is None else ruled.until.isoformat(),
            "reason": ruled.reason,
        },
    }


@get(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def get_objection(request: Asked, objection: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await _whole(request, objection)


async def _whole(request: Asked, objection: UUID) -> Answer:
    """With what was said on both sides."""
    catalogue = await house_of(request).site.marks.current()
    opened = await objection_of(objection, signed_in(request), catalogue=catalogue)
    return as_json({**_item(opened.shown), "grounds": opened.grounds, "reason": opened.reason})


@post(f"{ONE}/ruling", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def post_ruling(request: Asked, objection: FromPath[UUID]) -> Answer:
    """By an officer who had no part in the decision."""
    body = await read_json(request, RulingBody)
    site = house_of(request).site
    try:
        given = read_input(ObjectionDecided, body.model_dump())
        await decide_objection(
            objection, given, signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )  # fmt: skip
    except Malformed as error:
        raise as_invalid(error) from None
    return await _whole(request, objection)


ROUTES = [get_objections, get_objection, post_ruling]
