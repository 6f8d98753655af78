"""Where the work of a body begins: what runs out soon, what waits and for whom, and how long it takes."""

from __future__ import annotations

from datetime import date

import msgspec
from litestar import get

from admin.desk.menu import EVERYBODY, JUDGING
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_json
from admin.web.shapes import shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import PageQuery, Query, read_query
from registry.desk import bodies_of
from registry.lead_times import LeadTime, lead_times
from registry.work_board import Summary, work_board

MOST_URGENT = 5


class LeadTimeItem(msgspec.Struct, rename="camel"):
    """One mark: how many were decided in a year, and in how many days half and nine in ten of them were."""

    mark: str
    decided: int
    half_within: int | None
    most_within: int | None
    waiting: int
    oldest_waits: int | None


class DeskOverview(msgspec.Struct, rename="camel"):
    """The queue in figures. `oldest` is the day of handing in of the one that waits longest."""

    total: int
    ends_within_14_days: int
    ends_within_60_days: int
    waits_for_body: int
    waits_for_applicant: int
    overdue: int
    ready: int
    oldest: date | None
    lead_times: list[LeadTimeItem]


@get("/instelling", opt=door(Door.BODY, roles=EVERYBODY), include_in_schema=False)
async def show_overview(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    house, staff = house_of(request), signed_in(request)
    catalogue, now = await house.site.marks.current(), house.site.now()
    names = {mark.code: mark.name for mark in catalogue.marks()}
    board = await work_board(staff, at=now, size=MOST_URGENT)
    return await desk_page(
        request,
        "desk_overview.html",
        judges=bool(bodies_of(staff)),
        board=board,
        names=names,
        lead_times=await lead_times(staff, at=now),
        today=house.site.today(),
    )


@get(
    "/api/v1/desk",
    opt=door(Door.BODY, roles=JUDGING) | shape("What waits at your body, and how long it takes", DeskOverview),
    include_in_schema=False,
)
async def get_overview(request: Asked) -> Answer:
    read_query(request.scope, Query)
    staff, now = signed_in(request), house_of(request).site.now()
    summary = (await work_board(staff, at=now, size=1)).summary
    return as_json(_overview(summary, await lead_times(staff, at=now)))


def _overview(summary: Summary, times: tuple[LeadTime, ...]) -> DeskOverview:
    return DeskOverview(
        total=summary.total,
        ends_within_14_days=summary.ends_within_14_days,
        ends_within_60_days=summary.ends_within_60_days,
        waits_for_body=summary.waits_for_body,
        waits_for_applicant=summary.waits_for_applicant,
        overdue=summary.overdue,
        ready=summary.ready,
        oldest=summary.oldest,
        lead_times=[
            LeadTimeItem(one.mark, one.decided, one.half_within, one.most_within, one.waiting, one.oldest_waits)
            for one in times
        ],
    )


PAGES = [show_overview]
ROUTES = [get_overview]
