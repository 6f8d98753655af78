"""The professional's own file as JSON, below /api/v1/me: the same use cases as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, post, put
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import Items, PageOfItems, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.applications import ApplicationGiven, apply
from registry.drafts import ActivityDraft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.errors import Malformed
from registry.inputs import Kind, Line80, Line120, Line200, Text4000, read_input
from registry.own_applications import own_applications
from registry.own_entries import Entry, Filter, list_entries, read_entry


class ActivityBody(Body):
    """An activity. Amounts are whole minutes and hundredths; `version` is asked when one is changed."""

    kind: Kind
    title: Line200 = ""
    since: CivilDay
    until: CivilDay
    minutes: Annotated[int | None, Field(ge=0, le=10_000_000)] = None
    contact_minutes: Annotated[int | None, Field(ge=0, le=10_000_000)] = None
    points_hundredths: Annotated[int | None, Field(ge=0, le=10_000_000)] = None
    credits_hundredths: Annotated[int | None, Field(ge=0, le=10_000_000)] = None
    clients: Annotated[int | None, Field(ge=0, le=100_000)] = None
    category: Kind | None = None
    domain: Kind | None = None
    role: Kind | None = None
    mode: Kind | None = None
    provider: Line120 | None = None
    provider_accredited: bool = False
    commissioner: Line120 | None = None
    subject: Line120 | None = None
    course: Line120 | None = None
    meeting: Line120 | None = None
    motivation: Text4000 = ""
    concept: bool = False
    version: Annotated[int, Field(ge=1)] = 1

    def draft(self) -> ActivityDraft:
        """What the register records. Raises ProblemRaised."""
        try:
            return read_input(ActivityDraft, self.model_dump(exclude={"concept", "version"}))
        except Malformed as error:
            raise as_invalid(error) from None


class ApplicationBody(Body):
    """What is asked for."""

    mark: Kind
    level: Line80 | None = None
    scopes: tuple[Kind, ...] = ()


class ActivitiesQuery(Query):
    """Which activities, and which page of them."""

    state: Annotated[str | None, Field(max_length=20)] = None
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 25


class VersionQuery(Query):
    """The version of an entry that somebody looked at."""

    version: Annotated[int, Field(ge=1)]


class RoleItem(msgspec.Struct, rename="camel"):
    """What somebody may do, and at which body."""

    role: str
    body: str | None


class MeItem(msgspec.Struct, rename="camel"):
    """Who asks. `number` is that of their own file, where they have one."""

    number: str | None
    email: str
    language: str
    roles: list[RoleItem]


class PieceItem(msgspec.Struct, rename="camel"):
    """A piece of evidence with an activity."""

    id: UUID
    kind: str
    verified: bool
    media_type: str | None


class ActivityItem(msgspec.Struct, rename="camel"):
    """An activity as it stands now. Amounts are whole minutes and hundredths."""

    id: UUID
    version: int
    state: str
    since: date
    until: date
    kind: str
    title: str
    category: str | None
    domain: str | None
    role: str | None
    mode: str | None
    provider: str | None
    provider_accredited: bool
    commissioner: str | None
    subject: str | None
    course: str | None
    meeting: str | None
    motivation: str
    minutes: int | None
    contact_minutes: int | None
    points_hundredths: int | None
    credits_hundredths: int | None
    clients: int | None
    evidence: list[PieceItem]


class OwnApplicationItem(msgspec.Struct, rename="camel"):
    """What was asked for, and what came of it; `reason` is what the person who decided wrote."""

    id: UUID
    mark: str
    handed_in_on: date
    state: str
    decided_on: date | None
    until: date | None
    reason: str | None


class Made(msgspec.Struct, rename="camel"):
    """What was made."""

    id: UUID


@get("/api/v1/me", opt=door(Door.SIGNED_IN) | shape("Who you are here", MeItem), include_in_schema=False)
async def get_me(request: Asked) -> Answer:
    read_query(request.scope, Query)
    who = signed_in(request)
    roles = [RoleItem(held.role, held.body) for held in who.roles]
    return as_json(MeItem(who.number, who.email, who.language, roles))


@get(
    "/api/v1/me/activities",
    opt=door(Door.PROFESSIONAL)
    | shape("Your activities, newest first", PageOfItems[ActivityItem], asks=ActivitiesQuery),
    include_in_schema=False,
)
async def get_activities(request: Asked) -> Answer:
    query = read_query(request.scope, ActivitiesQuery)
    wanted = Filter(state=(query.state,) if query.state else ())
    found = await list_entries(own_number(request), "activity", wanted, page=query.page, size=query.limit)
    return as_json({"items": [_activity(entry) for entry in found.entries], "total": found.total})


@post(
    "/api/v1/me/activities",
    opt=door(Door.PROFESSIONAL) | shape("Log an activity", ActivityItem, takes=ActivityBody),
    include_in_schema=False,
    status_code=201,
)
async def post_activity(request: Asked) -> Answer:
    given = await read_json(request, ActivityBody)
    entry = await add_entry(
        own_number(request), "activity", given.draft(), as_concept=given.concept, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return await _one(request, entry, status=201)


@get(
    "/api/v1/me/activities/{entry:uuid}",
    opt=door(Door.PROFESSIONAL) | shape("One activity", ActivityItem),
    include_in_schema=False,
)
async def get_activity(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await _one(request, entry)


@put(
    "/api/v1/me/activities/{entry:uuid}",
    opt=door(Door.PROFESSIONAL) | shape("Say what an activity was after all", ActivityItem, takes=ActivityBody),
    include_in_schema=False,
)
async def put_activity(request: Asked, entry: FromPath[UUID]) -> Answer:
    given = await read_json(request, ActivityBody)
    await correct_entry(
        own_number(request), "activity", entry, given.draft(), version=given.version, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return await _one(request, entry)


@delete(
    "/api/v1/me/activities/{entry:uuid}",
    opt=door(Door.PROFESSIONAL) | shape("Take an activity back", ActivityItem, asks=VersionQuery),
    include_in_schema=False,
    status_code=200,
)
async def delete_activity(request: Asked, entry: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, VersionQuery)
    await withdraw_entry(
        own_number(request), "activity", entry, version=query.version, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return await _one(request, entry)


@get(
    "/api/v1/me/applications",
    opt=door(Door.PROFESSIONAL) | shape("What you asked for, and what came of it", Items[OwnApplicationItem]),
    include_in_schema=False,
)
async def get_applications(request: Asked) -> Answer:
    read_query(request.scope, Query)
    found = await own_applications(own_number(request))
    items = [
        OwnApplicationItem(one.id, one.mark, one.handed_in_on, one.state, one.decided_on, one.until, one.reason)
        for one in found
    ]
    return as_json({"items": items})


@post(
    "/api/v1/me/applications",
    opt=door(Door.PROFESSIONAL) | shape("Hand in an application", Made, takes=ApplicationBody),
    include_in_schema=False,
    status_code=201,
)
async def post_application(request: Asked) -> Answer:
    given = await read_json(request, ApplicationBody)
    house = house_of(request)
    asked = ApplicationGiven(mark=given.mark, level=given.level, scopes=given.scopes)
    try:
        application = await apply(
            own_number(request), asked, catalogue=await house.site.marks.current(), actor=signed_in(request).actor,
            at=house.site.now(),
        )  # fmt: skip
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(Made(application), status=201)


async def _one(request: Asked, entry: UUID, *, status: int = 200) -> Answer:
    return as_json(_activity(await read_entry(own_number(request), "activity", entry)), status=status)


def _activity(entry: Entry) -> ActivityItem:
    evidence = [PieceItem(piece.id, piece.kind, piece.verified, piece.media_type) for piece in entry.evidence]
    return ActivityItem(
        id=entry.id, version=entry.version, state=entry.state, evidence=evidence, **entry.said.model_dump()
    )  # fmt: skip


ROUTES = [
    get_me, get_activities, post_activity, get_activity, put_activity, delete_activity, get_applications,
    post_application,
]  # fmt: skip
