"""Rules in the making as JSON, below /api/v1/desk/schemes: the same use cases as the pages."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath

from accreditation.rule_changes import changes_between
from admin.desk.draft_items import DetailItem, DraftItem, RunItem, SchemeItem, WholeDraft
from admin.desk.menu import EDITING, RULES
from admin.desk.runs_interface import run_as_data
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.errors import Malformed
from registry.inputs import Reason, Required120, TomlText, read_input
from registry.own_marks import own_marks
from registry.population_runs import SimulationAsked, ask_simulation, run_of, simulations_of
from registry.rule_drafts import (
    DraftBegun,
    DraftShown,
    TextKept,
    begin_draft,
    draft_of,
    drafts_of,
    keep_text,
    looked_over,
    withdraw_draft,
)
from registry.rule_proposals import Answered, Proposed, answer_proposal, proposals_of, propose_rules, take_proposal_back

SCHEMES = "/api/v1/desk/schemes"
DRAFT = f"{SCHEMES}/drafts/{{draft:uuid}}"
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


def _read(shape: Any, data: dict[str, Any]) -> Any:
    try:
        return read_input(shape, data)
    except Malformed as error:
        raise as_invalid(error) from None


@get(
    SCHEMES,
    opt=door(Door.BODY, roles=RULES) | shape("The rules of your marks, and the drafts of new ones", Items[SchemeItem]),
    include_in_schema=False,
)
async def get_schemes(request: Asked) -> Answer:
    """The marks of one's body, with the digest of their text and the drafts that there are."""
    read_query(request.scope, Query)
    staff, catalogue = signed_in(request), await house_of(request).site.marks.current()
    items: list[SchemeItem] = [
        {
            "mark": code,
            "digest": catalogue.scheme(code).digest,
            "versions": [v.id for v in catalogue.mark(code).versions],
            "drafts": [_draft(one) for one in await drafts_of(code, staff, catalogue=catalogue)],
        }
        for code in (mark.code for mark in own_marks(staff, catalogue, RULES))
    ]
    return as_json({"items": items})


def _draft(one: DraftShown) -> DraftItem:
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
    f"{SCHEMES}/{{mark:str}}/drafts",
    opt=door(Door.BODY, roles=EDITING) | shape("Begin a draft", DraftItem, takes=BeginBody),
    include_in_schema=False,
    status_code=201,
)
async def post_draft(request: Asked, mark: FromPath[str]) -> Answer:
    body = await read_json(request, BeginBody)
    site, staff = house_of(request).site, signed_in(request)
    begun: DraftBegun = _read(DraftBegun, body.model_dump())
    try:
        draft = await begin_draft(mark, begun, staff, catalogue=await site.marks.current(), at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_draft(await draft_of(draft, staff)), status=201)


@get(
    DRAFT,
    opt=door(Door.BODY, roles=RULES) | shape("A draft in full", WholeDraft),
    include_in_schema=False,
)
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
    whole: WholeDraft = {
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
        "simulations": [run_as_data(run) for run in await simulations_of(draft, staff)],
        "proposals": [
            {"id": str(p.id), "number": p.number, "simulation": str(p.simulation), "words": p.words, "answer": p.answer,
             "answerWords": p.answer_words}
            for p in await proposals_of(draft, staff)
        ],
    }  # fmt: skip
    return as_json(whole)


def _detail(detail: Any) -> DetailItem:
    return {"path": detail.path, "before": detail.before, "after": detail.after}


@put(
    DRAFT,
    opt=door(Door.BODY, roles=EDITING) | shape("Keep another state of the text", WholeDraft, takes=TextBody),
    include_in_schema=False,
)
async def put_draft(request: Asked, draft: FromPath[UUID]) -> Answer:
    """Keep another state, also with mistakes in it: the answer says which."""
    body = await read_json(request, TextBody, largest=LARGEST)
    site, staff = house_of(request).site, signed_in(request)
    await keep_text(
        draft, _read(TextKept, body.model_dump()), staff, catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip
    return await _whole(request, draft)


@post(
    f"{DRAFT}/withdrawal",
    opt=door(Door.BODY, roles=EDITING) | shape("Withdraw a draft", WholeDraft, takes=Body),
    include_in_schema=False,
    status_code=200,
)
async def post_withdrawal(request: Asked, draft: FromPath[UUID]) -> Answer:
    await read_json(request, Body)
    await withdraw_draft(draft, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


@post(
    f"{DRAFT}/simulations",
    opt=door(Door.BODY, roles=EDITING) | shape("Ask to try the rules on everybody", RunItem, takes=SimulationBody),
    include_in_schema=False,
    status_code=202,
)
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
    return as_json(run_as_data(await run_of(run, staff)), status=202)


@post(
    f"{DRAFT}/proposal",
    opt=door(Door.BODY, roles=EDITING) | shape("Propose the rules", WholeDraft, takes=ProposalBody),
    include_in_schema=False,
    status_code=201,
)
async def post_proposal(request: Asked, draft: FromPath[UUID]) -> Answer:
    body = await read_json(request, ProposalBody)
    given: Proposed = _read(Proposed, body.model_dump())
    await propose_rules(draft, given, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


@post(
    f"{DRAFT}/proposal/answer",
    opt=door(Door.BODY, roles=RULES) | shape("Approve or refuse the rules", WholeDraft, takes=AnswerBody),
    include_in_schema=False,
    status_code=200,
)
async def post_answer(request: Asked, draft: FromPath[UUID]) -> Answer:
    """By somebody who had no hand in it; approved is published."""
    body = await read_json(request, AnswerBody)
    given: Answered = _read(Answered, body.model_dump())
    await answer_proposal(draft, given, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


@post(
    f"{DRAFT}/proposal/withdrawal",
    opt=door(Door.BODY, roles=EDITING) | shape("Take a proposal back", WholeDraft, takes=Body),
    include_in_schema=False,
    status_code=200,
)
async def post_take_back(request: Asked, draft: FromPath[UUID]) -> Answer:
    await read_json(request, Body)
    await take_proposal_back(draft, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, draft)


ROUTES = [
    get_schemes, post_draft, get_draft, put_draft, post_withdrawal, post_simulation, post_proposal, post_answer,
    post_take_back,
]  # fmt: skip
