"""Simulations and the forecast as JSON, below /api/v1/desk: the same use cases as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get, post, put
from litestar.params import FromPath
from pydantic import Field

from admin.desk.draft_items import AheadMonth, ForecastItem, RunItem, TimeItem, WholeRun
from admin.desk.forecast import marks_ahead
from admin.desk.menu import ADMINISTERING, AHEAD, DECIDING, RULES
from admin.desk.rule_words import hours
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, camel_case, read_query
from registry.errors import NotFound
from registry.inputs import Code
from registry.own_marks import NO_MARK
from registry.population_runs import (
    NO_RUN,
    Run,
    ask_forecast,
    assessor_time,
    newest_forecast,
    run_of,
    say_assessor_time,
    stop_run,
)

RUN = "/api/v1/desk/simulations/{run:uuid}"


class ForecastBody(Body):
    """For which mark, and in how many months the files are judged as well."""

    mark: Code
    near: Annotated[int, Field(ge=1, le=24)] = 6


class MarkBody(Body):
    """For which mark."""

    mark: Code


class TimeBody(Body):
    """How long one assessor takes for one file; none: the body does not say."""

    mark: Code
    minutes: Annotated[int | None, Field(ge=1, le=10_000)] = None


class ForecastQuery(Query):
    """For which mark."""

    mark: Code


@get(
    RUN,
    opt=door(Door.BODY, roles=RULES) | shape("A calculation: how far it is, and what it found", WholeRun),
    include_in_schema=False,
)
async def get_run(request: Asked, run: FromPath[UUID]) -> Answer:
    """How far a calculation is and, once it is done, everything that it found."""
    read_query(request.scope, Query)
    found = await run_of(run, signed_in(request))
    whole: WholeRun = {**run_as_data(found), "result": _outside(msgspec.to_builtins(found.result()))}
    return as_json(whole)


def _outside(data: Any) -> Any:
    """The same data with names as they are outside."""
    match data:
        case dict():
            return {camel_case(name): _outside(value) for name, value in data.items()}
        case list() | tuple():
            return [_outside(value) for value in data]
    return data


def run_as_data(run: Run) -> RunItem:
    """How far it is, and of what it is."""
    return {
        "id": str(run.id), "kind": run.kind, "mark": run.mark, "draft": str(run.draft) if run.draft else None,
        "textDigest": run.text_digest, "rulesDigest": run.rules_digest, "on": run.on, "state": run.state,
        "done": run.done, "total": run.total, "attempts": run.attempts, "journalFrom": run.journal_from,
        "journalUntil": run.journal_until,
    }  # fmt: skip


@post(
    f"{RUN}/stop",
    opt=door(Door.BODY, roles=RULES) | shape("Stop a calculation", RunItem, takes=Body),
    include_in_schema=False,
    status_code=200,
)
async def post_stop(request: Asked, run: FromPath[UUID]) -> Answer:
    await read_json(request, Body)
    await stop_run(run, signed_in(request), at=house_of(request).site.now())
    return as_json(run_as_data(await run_of(run, signed_in(request))))


@get(
    "/api/v1/desk/forecast",
    opt=door(Door.BODY, roles=AHEAD) | shape("The last forecast of a mark", ForecastItem, asks=ForecastQuery),
    include_in_schema=False,
)
async def get_forecast(request: Asked) -> Answer:
    """The last forecast of a mark that is done, and the calculation that runs now."""
    query = read_query(request.scope, ForecastQuery)
    staff, catalogue = signed_in(request), await house_of(request).site.marks.current()
    if query.mark not in {mark.code for mark in marks_ahead(staff, catalogue)}:
        raise NotFound(NO_MARK)
    done, running = await newest_forecast(query.mark, staff)
    ahead, minutes = (done.ahead() if done is not None else None), await assessor_time(query.mark)
    months: list[AheadMonth] = [
        {
            "month": m.month, "files": m.files, "judged": m.judged, "ready": m.ready, "atRisk": m.at_risk,
            "forPeople": m.for_people, "assessors": m.assessors,
            "hours": None if m.assessors is None else hours(m.assessors, minutes),
        }
        for m in (ahead.months if ahead is not None else ())
    ]  # fmt: skip
    on: date | None = ahead.on if ahead is not None else None
    told: ForecastItem = {
        "mark": query.mark, "on": on, "near": ahead.near if ahead is not None else None, "minutes": minutes,
        "months": months, "running": run_as_data(running) if running is not None else None,
    }  # fmt: skip
    return as_json(told)


@post(
    "/api/v1/desk/forecast",
    opt=door(Door.BODY, roles=AHEAD) | shape("Ask a forecast", RunItem, takes=ForecastBody),
    include_in_schema=False,
    status_code=202,
)
async def post_forecast(request: Asked) -> Answer:
    body = await read_json(request, ForecastBody)
    site, staff = house_of(request).site, signed_in(request)
    run = await ask_forecast(body.mark, body.near, staff, catalogue=await site.marks.current(), at=site.now())
    return as_json(run_as_data(await run_of(run, staff)), status=202)


@post(
    "/api/v1/desk/forecast/stop",
    opt=door(Door.BODY, roles=AHEAD) | shape("Stop the forecast that runs", RunItem, takes=MarkBody),
    include_in_schema=False,
    status_code=200,
)
async def post_forecast_stop(request: Asked) -> Answer:
    body, staff = await read_json(request, MarkBody), signed_in(request)
    _, running = await newest_forecast(body.mark, staff)
    if running is None:
        raise NotFound(NO_RUN)
    await stop_run(running.id, staff, at=house_of(request).site.now())
    return as_json(run_as_data(await run_of(running.id, staff)))


@put(
    "/api/v1/desk/forecast/assessor-time",
    opt=door(Door.BODY, roles=DECIDING | ADMINISTERING)
    | shape("Say how long an assessor takes for a file", TimeItem, takes=TimeBody),
    include_in_schema=False,
)
async def put_assessor_time(request: Asked) -> Answer:
    body = await read_json(request, TimeBody)
    site = house_of(request).site
    await say_assessor_time(
        body.mark, body.minutes, signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip
    told: TimeItem = {"mark": body.mark, "minutes": await assessor_time(body.mark)}
    return as_json(told)


ROUTES = [get_run, post_stop, get_forecast, post_forecast, post_forecast_stop, put_assessor_time]
