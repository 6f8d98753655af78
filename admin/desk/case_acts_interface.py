"""Working on one application for programs: the same use cases as the forms on its page."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath

from admin.desk.cases_interface import CASE, claim_item, judgements_item
from admin.desk.menu import DECIDING, JUDGING
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, read_query
from registry.case_questions import ask_applicant
from registry.claims import ClaimEnded, claim, claims_on, release, take_over
from registry.errors import Malformed
from registry.inputs import Reason
from registry.interests import InterestDeclared, check_interest, declare_interest, take_back_interest
from registry.judgements import judgements_for, read_judgements
from registry.judging import JudgementGiven, judge_requirement
from registry.questions import Words


class TaskBody(Body):
    """What somebody takes on."""

    task: Literal["judge", "decide"]


class ClaimBody(Body):
    """Which claim ends, and why."""

    claim: UUID
    reason: Reason


class InterestItem(msgspec.Struct, rename="camel"):
    """Why somebody is not free to judge this applicant, and since when it is known."""

    ground: str
    since: datetime


@post(f"{CASE}/claim", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=201)
async def post_claim(request: Asked, application: FromPath[UUID]) -> Answer:
    given, site = await read_json(request, TaskBody), house_of(request).site
    catalogue = await site.marks.current()
    taken = await claim(application, given.task, signed_in(request), catalogue=catalogue, at=site.now())
    return await _claim(request, application, taken, status=201)


@post(f"{CASE}/claim/release", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=204)
async def post_release(request: Asked, application: FromPath[UUID]) -> None:
    given = await read_json(request, ClaimBody)
    ended = ClaimEnded(reason=given.reason)
    await release(application, given.claim, ended, signed_in(request), at=house_of(request).site.now())


@post(f"{CASE}/claim/take-over", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=201)
async def post_take_over(request: Asked, application: FromPath[UUID]) -> Answer:
    given = await read_json(request, ClaimBody)
    ended = ClaimEnded(reason=given.reason)
    taken = await take_over(application, given.claim, ended, signed_in(request), at=house_of(request).site.now())
    return await _claim(request, application, taken, status=201)


async def _claim(request: Asked, application: UUID, identity: UUID, *, status: int) -> Answer:
    found = await claims_on(application, house_of(request).site.today())
    one = next(one for one in found if one.id == identity)
    return as_json(claim_item(one, signed_in(request).actor), status=status)


@post(f"{CASE}/judgements", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=201)
async def post_judgement(request: Asked, application: FromPath[UUID]) -> Answer:
    """Judge a requirement; the answer is everything that may now be seen."""
    given, site = await read_json(request, JudgementGiven), house_of(request).site
    catalogue, staff = await site.marks.current(), signed_in(request)
    try:
        await judge_requirement(application, given, staff, catalogue=catalogue, at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(judgements_item(await judgements_for(application, staff, catalogue=catalogue)), status=201)


@post(f"{CASE}/judgements/reading", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def post_reading(request: Asked, application: FromPath[UUID]) -> Answer:
    """Read what everybody said, to decide; it is written down, and whoever did it judges no more."""
    site = house_of(request).site
    catalogue, staff = await site.marks.current(), signed_in(request)
    return as_json(judgements_item(await read_judgements(application, staff, catalogue=catalogue, at=site.now())))


@get(f"{CASE}/interests", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False)
async def get_interests(request: Asked, application: FromPath[UUID]) -> Answer:
    """What keeps whoever asks from judging; nothing when they are free."""
    read_query(request.scope, Query)
    return await _interests(request, application)


@post(f"{CASE}/interests", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=201)
async def post_interest(request: Asked, application: FromPath[UUID]) -> Answer:
    given = await read_json(request, InterestDeclared)
    await declare_interest(application, given, signed_in(request), at=house_of(request).site.now())
    return await _interests(request, application, status=201)


@delete(f"{CASE}/interests", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=204)
async def delete_interest(request: Asked, application: FromPath[UUID]) -> None:
    """Take back what one said oneself; what the register found ends by itself."""
    await take_back_interest(application, signed_in(request), at=house_of(request).site.now())


async def _interests(request: Asked, application: UUID, *, status: int = 200) -> Answer:
    found = await check_interest(application, signed_in(request), at=house_of(request).site.now())
    return as_json({"items": [InterestItem(one.ground, one.since) for one in found]}, status=status)


@post(f"{CASE}/questions", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=201)
async def post_question(request: Asked, application: FromPath[UUID]) -> Answer:
    given = await read_json(request, Words)
    asked = await ask_applicant(application, given, signed_in(request), at=house_of(request).site.now())
    return as_json({"id": str(asked)}, status=201)


ROUTES = [
    post_claim, post_release, post_take_over, post_judgement, post_reading, get_interests, post_interest,
    delete_interest, post_question,
]  # fmt: skip
