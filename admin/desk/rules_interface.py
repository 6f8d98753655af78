"""Rules in the making, simulations and the forecast as JSON, below /api/v1/desk: the same use cases as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import get, post, put
from litestar.params import FromPath
from pydantic import Field

from accreditation.rule_changes import changes_between
from admin.desk.forecast import marks_ahead
from admin.desk.menu import ADMINISTERING, AHEAD, DECIDING, EDITING, RULES
from admin.desk.rule_words import hours
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, camel_case, read_query
from registry.errors import Malformed, NotFound
from registry.inputs import Code, Reason, Required120, TomlText, read_input
from registry.population_runs import (
    NO_RUN,
    Run,
    SimulationAsked,
    ask_forecast,
    ask_simulation,
    assessor_time,
    newest_forecast,
    run_of,
    say_assessor_time,
    simulations_of,
    stop_run,
)
from registry.rule_drafts import (
    NO_MARK,
    DraftBegun,
    DraftShown,
    TextKept,
    begin_draft,
    draft_of,
    drafts_of,
    keep_text,
    looked_over,
    own_marks,
    withdraw_draft,
)
from registry.rule_proposals import Answered, Proposed, answer_proposal, proposals_of, propose_rules, take_proposal_back

SCHEMES = "/api/v1/desk/schemes"
DRAFT = f"{SCHEMES}/drafts/{{draft:uuid}}"
RUN = "/api/v1/desk/simulations/{run:uuid}"
LARGEST = 2_500_000  # bytes: a text and its cases


class BeginBody(Body):
    """What a draft is called, and the first day of its rules."""

    title: Required120
    first: CivilDay


class TextBody(Body):
    """The text of the mark, and the cases beside it, as TOML."""

    text: TomlText
    cases: TomlText


class SimulationBody(Body):
    """The day to try; none: the first day of the new rules."""

    on: CivilDay | None = None


class ProposalBody(Body):
    """Why."""

    words: Reason


class AnswerBody(Body):
    """Yes or no, and why."""

    answer: Literal["approved", "refused"]
    words: Reason


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


def _read(shape: Any, data: dict[str, Any]) -> Any:
    try:
        return read_input(shape, data)
    except Malformed as error:
        raise as_invalid(error) from None


@get(SCHEMES, opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def get_schemes(request: Asked) -> Answer:
    """The marks of one's body, with the digest of their text and the drafts that there are."""
    read_query(request.scope, Query)
    staff, catalogue = signed_in(request), await house_of(request).site.marks.current()
    items = [
        {
            "mark": code,
            "digest": catalogue.scheme(code).digest,
            "versions": [v.id for v in catalogue.mark(code).versions],
            "drafts": [_draft(one) for one in await drafts_of(code, staff, catalogue=catalogue)],
        }
        for code in own_marks(staff, catalogue)
    ]
    return as_json({"items": items})


def _draft(one: DraftShown) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "mark": one.mark,
        "title": one.title,
        "basedOn": one.based_on,
        "state": one.ending or ("proposed" if one.proposed else "open"),
        "number": one.newest.number,
        "digest": one.newest.digest,
        "sound": one.newest.sound,
    }


@post(
    f"{SCHEMES}/{{mark:str}}/drafts", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=201
)  # fmt: skip
async def post_draft(request: Asked, mark: FromPath[str]) -> Answer:
    body = await read_json(request, BeginBody)
    site, staff = house_of(request).site, signed_in(request)
    begun: DraftBegun = _read(DraftBegun, body.model_dump())
    try:
        draft = await begin_draft(mark, begun, staff, catalogue=await site.marks.current(), at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_draft(await draft_of(draft, staff)), status=201)


@get(DRAFT, opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def get_draft(request: Asked, draft: FromPath[UUID]) -> Answer:
    """The newest state in full, with every mistake and every difference to the rules in force."""
    read_query(request.scope, Query)
    return await _whole(request, draft)


async def _whole(request: Asked, draft: UUID) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    shown = await draft_of(draft, staff)
    scheme = (await site.marks.current()).scheme(shown.mark)
    found = looked_over(shown.newest.text, shown.newest.cases, scheme, site.today())
    changes = changes_between(scheme.mark, found.mark) if found.mark is not None and shown.is_open else ()
    return as_json({
        **_draft(shown),
        "text": shown.newest.text,
        "cases": shown.newest.cases,
        "mistakes": [{"line": m.line, "path": m.path, "message": m.message} for m in found.mistakes],
        "caseMistakes": [{"line": m.line, "path": m.path, "message": m.message} for m in found.case_mistakes],
        "differences": [str(one) for one in found.differences],
        "changes": [
            {
                "version": one.after.id,
                "follows": one.before.id if one.before is not None else None,
                "requirements": [
                    {"code": c.code, "kind": c.kind, "details": [_detail(d) for d in c.details]}
                    for c in one.requirements
                ],
                "details": [_detail(d) for d in one.details],
            }
            for one in changes
        ],
        "simulations": [_run(run) for run in await simulations_of(draft, staff)],
        "proposals": [
            {"id": str(p.id), "number": p.number, "simulation": str(p.simulation), "words": p.words, "answer": p.answer,
             "answerWords": p.answer_words}
            for p in await proposals_of(draft, staff)
        ],
    })  # fmt: skip


def _detail(detail: Any) -> dict[str, str | None]:
    return {"path": detail.path, "before": detail.before, "after": detail.after}


@put(DRAFT, opt=door(Door.BODY, roles=EDITING), include_in_schema=False)
async def put_draft(request: Asked, draft: FromPath[UUID]) -> Answer:
    """Keep another state, also with mistakes in it: the answer says which."""
    body = await read_json(request, TextBody, largest=LARGEST)
    site, staff = house_of(request).site, signed_in(request)
    await keep_text(
        draft, _read(TextKept, body.model_dump()), staff, catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip
    return await _whole(request, draft)


@post(f"{DRAFT}/withdrawal", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=200)
async def post_withdrawal(request: Asked, draft: FromPath[UUID]) -> Answer:
    await read_json(request, Body)
    await withdraw_draft(draft, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


@post(f"{DRAFT}/simulations", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=202)
async def post_simulation(request: Asked, draft: FromPath[UUID]) -> Answer:
    """Ask it; a worker does it."""
    body = await read_json(request, SimulationBody)
    site, staff = house_of(request).site, signed_in(request)
    try:
        run = await ask_simulation(
            draft, SimulationAsked(on=body.on), staff, catalogue=await site.marks.current(), at=site.now()
        )
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_run(await run_of(run, staff)), status=202)


@post(f"{DRAFT}/proposal", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=201)
async def post_proposal(request: Asked, draft: FromPath[UUID]) -> Answer:
    body = await read_json(request, ProposalBody)
    given: Proposed = _read(Proposed, body.model_dump())
    await propose_rules(draft, given, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


@post(f"{DRAFT}/proposal/answer", opt=door(Door.BODY, roles=RULES), include_in_schema=False, status_code=200)
async def post_answer(request: Asked, draft: FromPath[UUID]) -> Answer:
    """By somebody who had no hand in it; approved is published."""
    body = await read_json(request, AnswerBody)
    given: Answered = _read(Answered, body.model_dump())
    await answer_proposal(draft, given, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


@post(f"{DRAFT}/proposal/withdrawal", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=200)
async def post_take_back(request: Asked, draft: FromPath[UUID]) -> Answer:
    await read_json(request, Body)
    await take_proposal_back(draft, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


@get(RUN, opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def get_run(request: Asked, run: FromPath[UUID]) -> Answer:
    """How far a calculation is and, once it is done, everything that it found."""
    read_query(request.scope, Query)
    found = await run_of(run, signed_in(request))
    return as_json({**_run(found), "result": _outside(msgspec.to_builtins(found.result()))})


def _outside(data: Any) -> Any:
    """The same data with names as they are outside."""
    match data:
        case dict():
            return {camel_case(name): _outside(value) for name, value in data.items()}
        case list() | tuple():
            return [_outside(value) for value in data]
    return data


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": str(run.id), "kind": run.kind, "mark": run.mark, "draft": str(run.draft) if run.draft else None,
        "textDigest": run.text_digest, "rulesDigest": run.rules_digest, "on": run.on, "state": run.state,
        "done": run.done, "total": run.total, "attempts": run.attempts, "journalFrom": run.journal_from,
        "journalUntil": run.journal_until,
    }  # fmt: skip


@post(f"{RUN}/stop", opt=door(Door.BODY, roles=RULES), include_in_schema=False, status_code=200)
async def post_stop(request: Asked, run: FromPath[UUID]) -> Answer:
    await read_json(request, Body)
    await stop_run(run, signed_in(request), at=house_of(request).site.now())
    return as_json(_run(await run_of(run, signed_in(request))))


@get("/api/v1/desk/forecast", opt=door(Door.BODY, roles=AHEAD), include_in_schema=False)
async def get_forecast(request: Asked) -> Answer:
    """The last forecast of a mark that is done, and the calculation that runs now."""
    query = read_query(request.scope, ForecastQuery)
    staff, catalogue = signed_in(request), await house_of(request).site.marks.current()
    if query.mark not in {mark.code for mark in marks_ahead(staff, catalogue)}:
        raise NotFound(NO_MARK)
    done, running = await newest_forecast(query.mark, staff)
    ahead, minutes = (done.ahead() if done is not None else None), await assessor_time(query.mark)
    months = [
        {
            "month": m.month, "files": m.files, "judged": m.judged, "ready": m.ready, "atRisk": m.at_risk,
            "forPeople": m.for_people, "assessors": m.assessors,
            "hours": None if m.assessors is None else hours(m.assessors, minutes),
        }
        for m in (ahead.months if ahead is not None else ())
    ]  # fmt: skip
    on: date | None = ahead.on if ahead is not None else None
    return as_json({
        "mark": query.mark, "on": on, "near": ahead.near if ahead is not None else None, "minutes": minutes,
        "months": months, "running": _run(running) if running is not None else None,
    })  # fmt: skip


@post("/api/v1/desk/forecast", opt=door(Door.BODY, roles=AHEAD), include_in_schema=False, status_code=202)
async def post_forecast(request: Asked) -> Answer:
    body = await read_json(request, ForecastBody)
    site, staff = house_of(request).site, signed_in(request)
    run = await ask_forecast(body.mark, body.near, staff, catalogue=await site.marks.current(), at=site.now())
    return as_json(_run(await run_of(run, staff)), status=202)


@post("/api/v1/desk/forecast/stop", opt=door(Door.BODY, roles=AHEAD), include_in_schema=False, status_code=200)
async def post_forecast_stop(request: Asked) -> Answer:
    body, staff = await read_json(request, MarkBody), signed_in(request)
    _, running = await newest_forecast(body.mark, staff)
    if running is None:
        raise NotFound(NO_RUN)
    await stop_run(running.id, staff, at=house_of(request).site.now())
    return as_json(_run(await run_of(running.id, staff)))


@put(
    "/api/v1/desk/forecast/assessor-time", opt=door(Door.BODY, roles=DECIDING | ADMINISTERING), include_in_schema=False
)
async def put_assessor_time(request: Asked) -> Answer:
    body = await read_json(request, TimeBody)
    site = house_of(request).site
    await say_assessor_time(
        body.mark, body.minutes, signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip
    return as_json({"mark": body.mark, "minutes": await assessor_time(body.mark)})


ROUTES = [
    get_schemes, post_draft, get_draft, put_draft, post_withdrawal, post_simulation, post_proposal, post_answer,
    post_take_back, get_run, post_stop, get_forecast, post_forecast, post_forecast_stop, put_assessor_time,
]  # fmt: skip
