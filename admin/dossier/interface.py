"""The professional's own file as JSON, below /api/v1/me: the same use cases as the pages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import delete, get, post, put
from litestar.params import FromPath
from pydantic import Field

from accreditation.findings import amount_text
from accreditation.overview import Line, Overview
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, camel_case, read_query
from registry.applications import ApplicationGiven, apply
from registry.drafts import ActivityDraft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.errors import Malformed
from registry.inputs import Kind, Line80, Line120, Line200, Text4000, read_input
from registry.outlooks import outlook_of
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


class OutlookQuery(Query):
    """Which mark, and an activity to try: `kind`, `on`, and its amounts."""

    mark: Annotated[str | None, Field(max_length=80)] = None
    kind: Kind | None = None
    on: CivilDay | None = None
    minutes: Annotated[int | None, Field(ge=0, le=10_000_000)] = None
    points_hundredths: Annotated[int | None, Field(ge=0, le=10_000_000)] = None


class VersionQuery(Query):
    """The version of an entry that somebody looked at."""

    version: Annotated[int, Field(ge=1)]


class Requirement(msgspec.Struct, rename="camel"):
    """One requirement: where it stands, the calculation, and by when it can still be helped. Amounts are exact text."""

    code: str
    text: dict[str, str]
    outcome: str
    found: str | None
    needed: str | None
    waiting: str | None
    unit: str | None
    by: date | None
    too_late: bool
    counted: list[dict[str, Any]]
    not_counted: list[dict[str, Any]]
    ask: list[str]
    source: str
    confidence: str


class MarkOutlook(msgspec.Struct, rename="camel"):
    """One mark: what matters most, the dates, and every requirement."""

    mark: str
    version: str
    moment: str
    heading: dict[str, Any]
    apply_from: date | None
    apply_until: date | None
    expires_on: date | None
    can_apply: bool
    safe_from: date | None
    safe_if_approved_from: date | None
    requirements: list[Requirement]


@get("/api/v1/me", opt=door(Door.SIGNED_IN), include_in_schema=False)
async def get_me(request: Asked) -> Answer:
    read_query(request.scope, Query)
    who = signed_in(request)
    roles = [{"role": held.role, "body": held.body} for held in who.roles]
    return as_json({"number": who.number, "email": who.email, "language": who.language, "roles": roles})


@get("/api/v1/me/outlook", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_outlook(request: Asked) -> Answer:
    query = read_query(request.scope, OutlookQuery)
    house = house_of(request)
    planned: tuple[ActivityDraft, ...] = ()
    if query.kind is not None and query.on is not None:
        planned = (
            ActivityDraft(
                kind=query.kind, since=query.on, until=query.on, minutes=query.minutes,
                points_hundredths=query.points_hundredths,
            ),
        )  # fmt: skip
    catalogue = await house.site.marks.current()
    seen = await outlook_of(own_number(request), at=house.site.now(), catalogue=catalogue, planned=planned)
    return as_json({"items": [_outlook(one) for one in seen if query.mark in (None, one.mark.code)]})


@get("/api/v1/me/activities", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_activities(request: Asked) -> Answer:
    query = read_query(request.scope, ActivitiesQuery)
    wanted = Filter(state=(query.state,) if query.state else ())
    found = await list_entries(own_number(request), "activity", wanted, page=query.page, size=query.limit)
    return as_json({"items": [_activity(entry) for entry in found.entries], "total": found.total})


@post("/api/v1/me/activities", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=201)
async def post_activity(request: Asked) -> Answer:
    given = await read_json(request, ActivityBody)
    entry = await add_entry(
        own_number(request), "activity", given.draft(), as_concept=given.concept, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return await _one(request, entry, status=201)


@get("/api/v1/me/activities/{entry:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_activity(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await _one(request, entry)


@put("/api/v1/me/activities/{entry:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def put_activity(request: Asked, entry: FromPath[UUID]) -> Answer:
    given = await read_json(request, ActivityBody)
    await correct_entry(
        own_number(request), "activity", entry, given.draft(), version=given.version, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return await _one(request, entry)


@delete("/api/v1/me/activities/{entry:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def delete_activity(request: Asked, entry: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, VersionQuery)
    await withdraw_entry(
        own_number(request), "activity", entry, version=query.version, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return await _one(request, entry)


@get("/api/v1/me/applications", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_applications(request: Asked) -> Answer:
    read_query(request.scope, Query)
    found = await own_applications(own_number(request))
    items = [
        {"id": str(one.id), "mark": one.mark, "handedInOn": one.handed_in_on, "state": one.state,
         "decidedOn": one.decided_on, "until": one.until, "reason": one.reason}
        for one in found
    ]  # fmt: skip
    return as_json({"items": items})


@post("/api/v1/me/applications", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=201)
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
    return as_json({"id": str(application)}, status=201)


async def _one(request: Asked, entry: UUID, *, status: int = 200) -> Answer:
    return as_json(_activity(await read_entry(own_number(request), "activity", entry)), status=status)


def _activity(entry: Entry) -> dict[str, Any]:
    said = {camel_case(name): value for name, value in entry.said.model_dump().items()}
    evidence = [
        {"id": str(piece.id), "kind": piece.kind, "verified": piece.verified, "mediaType": piece.media_type}
        for piece in entry.evidence
    ]
    return {"id": str(entry.id), "version": entry.version, "state": entry.state, **said, "evidence": evidence}


def _outlook(seen: Overview) -> MarkOutlook:
    heading = seen.heading
    return MarkOutlook(
        mark=seen.mark.code,
        version=seen.version.id,
        moment=seen.moment,
        heading={
            "kind": heading.kind, "requirement": heading.requirement, "amount": _exact(heading.amount),
            "waiting": _exact(heading.waiting), "unit": heading.unit, "by": heading.by,
        },
        apply_from=seen.apply_from,
        apply_until=seen.apply_until,
        expires_on=seen.expires_on,
        can_apply=seen.can_apply,
        safe_from=seen.safe.certain,
        safe_if_approved_from=seen.safe.hoped,
        requirements=[_requirement(line) for line in seen.lines],
    )  # fmt: skip


def _requirement(line: Line) -> Requirement:
    finding = line.finding
    return Requirement(
        code=line.asked.code,
        text={"nl": line.asked.text.nl, "en": line.asked.text.en},
        outcome=str(line.outcome),
        found=_exact(finding.found),
        needed=_exact(finding.needed),
        waiting=_exact(finding.waiting),
        unit=finding.unit,
        by=line.by,
        too_late=line.too_late,
        counted=[{"entry": c.entry, "amount": _exact(c.amount), "waiting": c.waiting} for c in line.counted],
        not_counted=[{"entry": n.entry, "reason": str(n.reason), "amount": _exact(n.amount)} for n in line.left],
        ask=list(line.ask),
        source=line.asked.source,
        confidence=line.asked.confidence,
    )


def _exact(amount: Fraction | None) -> str | None:
    return None if amount is None else amount_text(amount)


ROUTES = [
    get_me, get_outlook, get_activities, post_activity, get_activity, put_activity, delete_activity, get_applications,
    post_application,
]  # fmt: skip
