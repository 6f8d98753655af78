"""The people of a body as JSON: finding them, and one person as the body may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import FromPath
from pydantic import Field

from admin.desk.menu import PEOPLE
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_json
from public_api.numbers import asked_number
from public_api.routes.practitioners import Profile, profile_as_json
from public_api.routes.standings import Registration, registration_as_json
from public_api.site import Asked, Site
from public_api.web.answers import Answer
from public_api.web.query import Query, read_query
from registry.inputs import Code
from registry.people import SIZE, PeopleFilter, State, find_people
from registry.person_files import MarkFile, PersonFile, open_person

HERE = "/api/v1/desk/people"


class FindQuery(Query):
    """Whom to find, and which page of them."""

    q: Annotated[str, Field(max_length=200)] = ""
    place: Annotated[str, Field(max_length=80)] = ""
    mark: Code | None = None
    state: State | None = None
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = SIZE


class HeldItem(msgspec.Struct, rename="camel"):
    """How one mark stands today."""

    mark: str
    status: str
    until: date | None


class PersonItem(msgspec.Struct, rename="camel"):
    """Somebody in the list."""

    number: str
    name: str
    towns: tuple[str, ...]
    marks: list[HeldItem]


class DecisionItem(msgspec.Struct, rename="camel"):
    """One decision; `under` is the number that it was taken under, when that was another one."""

    id: str
    kind: str
    recorded_at: datetime
    since: date
    until: date | None
    outcome: str | None
    refers_to: str | None
    reason: str | None
    words: str | None
    by: str
    under: str | None


class MeasureItem(msgspec.Struct, rename="camel"):
    """A measure, and whether the public can see it today."""

    kind: str
    since: date
    until: date | None
    final: bool
    public_until: date | None
    is_public: bool


class ApplicationItem(msgspec.Struct, rename="camel"):
    """An application, and what came of it."""

    id: str
    handed_in_on: date
    state: str


class LetterItem(msgspec.Struct, rename="camel"):
    """A letter about this mark."""

    kind: str
    state: str
    queued_at: datetime
    sent_at: datetime | None


class MarkItem(msgspec.Struct, rename="camel"):
    """One mark of the body with all that happened."""

    mark: str
    status: str
    since: date | None
    until: date | None
    public: Registration | None
    decisions: list[DecisionItem]
    measures: list[MeasureItem]
    applications: list[ApplicationItem]
    letters: list[LetterItem]


class NameItem(msgspec.Struct, rename="camel"):
    """What somebody was called until a day."""

    name: str
    until: date


class PersonDetail(msgspec.Struct, rename="camel"):
    """One person as the body may see them; `public` is what everybody sees."""

    number: str
    name: str
    given_name: str
    former_names: list[NameItem]
    former_numbers: tuple[str, ...]
    registered_on: date
    has_email: bool
    has_phone: bool
    public: Profile
    marks: list[MarkItem]


@get(HERE, opt=door(Door.BODY, roles=PEOPLE), include_in_schema=False)
async def list_people(request: Asked) -> Answer:
    query = read_query(request.scope, FindQuery)
    site = house_of(request).site
    wanted = PeopleFilter.model_validate(query.model_dump(exclude={"page", "limit"}))
    found = await find_people(
        wanted, signed_in(request), catalogue=await site.marks.current(), at=site.now(), page=query.page,
        size=query.limit,
    )  # fmt: skip
    items = [
        PersonItem(
            one.number, one.name, one.towns, [HeldItem(m.mark, str(m.status), m.until) for m in one.marks]
        )
        for one in found.items
    ]  # fmt: skip
    return as_json({"items": items, "more": found.more})


@get(f"{HERE}/{{number:str}}", opt=door(Door.BODY, roles=PEOPLE), include_in_schema=False)
async def get_person(request: Asked, number: FromPath[str]) -> Answer:
    read_query(request.scope, Query)
    site = house_of(request).site
    file = await open_person(
        asked_number(number), signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )
    return as_json(_detail(file, site))


def _detail(file: PersonFile, site: Site) -> PersonDetail:
    held = tuple(one for one in (*(mark.public for mark in file.marks), *file.elsewhere) if one is not None)
    return PersonDetail(
        file.number, file.name, file.given_name, [NameItem(one.name, one.until) for one in file.former_names],
        file.former_numbers, file.registered_on, file.has_email, file.has_phone,
        profile_as_json(file.shown, held, site), [_mark(mark) for mark in file.marks],
    )  # fmt: skip


def _mark(mark: MarkFile) -> MarkItem:
    return MarkItem(
        mark.mark,
        str(mark.standing.status),
        mark.standing.since,
        mark.standing.until,
        registration_as_json(mark.public) if mark.public is not None else None,
        [
            DecisionItem(
                str(one.id), str(one.kind), one.recorded_at, one.since, one.until, one.outcome,
                str(one.refers_to) if one.refers_to else None, one.reason, one.words, one.by, one.under,
            )
            for one in mark.decisions
        ],
        [
            MeasureItem(
                str(one.measure.kind), one.measure.since, one.measure.until, one.measure.final,
                one.measure.public_until, one.is_public,
            )
            for one in mark.measures
        ],
        [ApplicationItem(str(one.id), one.handed_in_on, one.state) for one in mark.applications],
        [LetterItem(one.kind, one.state, one.queued_at, one.sent_at) for one in mark.letters],
    )  # fmt: skip


ROUTES = [list_people, get_person]
