"""The queue of a body: its open applications by expiry date, with what the engine said and who works on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

import msgspec
from litestar import get
from pydantic import Field

from admin.desk.menu import JUDGING
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_json
from admin.web.shapes import PageOfItems, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, Query, read_query
from registry.desk import bodies_of, days_between
from registry.inputs import Code
from registry.work_board import BoardFilter, Waiting, work_board

SIZE = 50
Whose = Literal["mine", "others", "nobody"]
Side = Literal["body", "applicant"]


class QueueQuery(PageQuery):
    """Which applications the page shows; it stands in the address, so that it can be kept and shared."""

    keurmerk: Code | None = None
    bezig: Whose | None = None
    wacht: Side | None = None
    klaar: bool = False
    laat: bool = False
    plek: bool = False
    pagina: Annotated[int, Field(ge=1, le=10_000)] = 1

    def wanted(self) -> BoardFilter:
        return BoardFilter(
            mark=self.keurmerk, claimed=self.bezig, waits_for=self.wacht, ready=self.klaar, overdue=self.laat,
            for_assessors=self.plek,
        )  # fmt: skip


class ApplicationsQuery(Query):
    """Which applications, and which page of them."""

    mark: Code | None = None
    claimed: Whose | None = None
    waits_for: Side | None = None
    ready: bool = False
    overdue: bool = False
    for_assessors: bool = False
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = SIZE


class ApplicationItem(msgspec.Struct, rename="camel"):
    """One application in the queue. `outcome` and `gate` are what the engine said on the day of handing in."""

    id: str
    mark: str
    number: str
    name: str
    handed_in_on: date
    expires_on: date | None
    waits_for: str
    since: date
    decide_by: date
    overdue: bool
    outcome: str | None
    gate: str | None
    for_people: int
    missing: int
    seats: int
    judged_by: int
    tasks_claimed: list[str]
    claimed_by_me: bool


@get("/instelling/verlengingen", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False)
async def show_queue(request: Asked) -> Answer:
    query = read_query(request.scope, QueueQuery)
    house, staff = house_of(request), signed_in(request)
    board = await work_board(staff, query.wanted(), at=house.site.now(), page=query.pagina, size=SIZE)
    ours = [mark for mark in (await house.site.marks.current()).marks() if mark.body.code in bodies_of(staff)]
    today = house.site.today()
    return await desk_page(
        request,
        "desk_queue.html",
        board=board,
        query=query,
        options=[(mark.code, mark.name.within(reader_of(request.scope).language)) for mark in ours],
        names={mark.code: mark.name for mark in ours},
        waited={one.application: days_between(one.since, today) for one in board.items},
        late={one.application for one in board.items if one.is_overdue(today)},
        me=staff.actor,
        mine={one.application for one in board.items if any(claim.held_by == staff.actor for claim in one.claims)},
        earlier=_page(query, query.pagina - 1) if query.pagina > 1 else None,
        later=_page(query, query.pagina + 1) if query.pagina * SIZE < board.total else None,
    )


def _page(query: QueueQuery, page: int) -> str:
    """Another page of what is shown now."""
    kept = query.model_dump(exclude_defaults=True, exclude={"pagina", "taal"})
    return f"?{urlencode({**kept, 'pagina': page})}"


@get(
    "/api/v1/desk/applications",
    opt=door(Door.BODY, roles=JUDGING)
    | shape("The applications that wait, by expiry date", PageOfItems[ApplicationItem], asks=ApplicationsQuery),
    include_in_schema=False,
)
async def get_applications(request: Asked) -> Answer:
    query = read_query(request.scope, ApplicationsQuery)
    staff, house = signed_in(request), house_of(request)
    wanted = BoardFilter.model_validate(query.model_dump(exclude={"page", "limit"}))
    board = await work_board(staff, wanted, at=house.site.now(), page=query.page, size=query.limit)
    items = [_item(one, staff.actor, house.site.today()) for one in board.items]
    return as_json({"items": items, "total": board.total})


def _item(one: Waiting, me: str, today: date) -> ApplicationItem:
    return ApplicationItem(
        str(one.application), one.mark, one.number, one.name, one.handed_in_on, one.expires_on, one.waits_for,
        one.since, one.decide_by, one.is_overdue(today), one.outcome, one.gate, one.for_people, one.missing, one.seats,
        one.judged_by, [claim.task for claim in one.claims], me in {claim.held_by for claim in one.claims},
    )  # fmt: skip


PAGES = [show_queue]
ROUTES = [get_applications]
