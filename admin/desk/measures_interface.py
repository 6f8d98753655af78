"""Measures as JSON, below /api/v1/desk/measures: the same use cases as the pages."""

from __future__ import annotations

from datetime import date
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
from registry.measure_board import MeasureShown, ProposalShown, measures_at, proposal_of
from registry.measure_previews import Preview
from registry.measure_proposals import (
    MeasureAnswered,
    MeasureProposed,
    ProposedKind,
    answer_measure,
    preview_measure,
    propose_measure,
    take_measure_back,
)
from registry.public_view import PublicRegistration

ADDRESS = "/api/v1/desk/measures"
ONE = f"{ADDRESS}/{{proposal:uuid}}"


class MeasureBody(Body):
    """A measure, or with kind "lift" the end of one."""

    number: str
    mark: Code
    kind: ProposedKind
    since: CivilDay
    until: CivilDay | None = None
    interim: bool = False
    text: str | None = None
    scopes: tuple[Code, ...] = ()
    measure: UUID | None = None
    public_until: CivilDay | None = None
    reason: str

    def given(self) -> MeasureProposed:
        return read_input(MeasureProposed, self.model_dump())


class MeasureAnswerBody(Body):
    """`seen` is the digest of the preview that is approved; `words` why it goes back."""

    answer: Literal["approved", "sent_back"]
    seen: str | None = None
    words: str = ""


@get(ADDRESS, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def get_measures(request: Asked) -> Answer:
    """What waits, what was answered, and the measures that the public sees or will see."""
    read_query(request.scope, Query)
    board = await measures_at(signed_in(request), at=house_of(request).site.now())
    return as_json({
        "waiting": [_proposal(one) for one in board.waiting],
        "answered": [_proposal(one) for one in board.answered],
        "measures": [_measure(one) for one in board.measures],
    })  # fmt: skip


def _measure(one: MeasureShown) -> dict[str, Any]:
    return {
        "decision": str(one.decision),
        "number": one.number,
        "mark": one.mark,
        "kind": one.kind,
        "since": _day(one.since),
        "until": _day(one.until),
        "final": one.final,
        "publicUntil": _day(one.public_until),
        "canEnd": one.can_end,
    }


def _proposal(one: ProposalShown) -> dict[str, Any]:
    given = one.given
    return {
        "id": str(one.id),
        "number": given.number,
        "mark": given.mark,
        "kind": given.kind,
        "since": _day(given.since),
        "until": _day(given.until),
        "interim": given.interim,
        "text": given.text,
        "scopes": list(given.scopes),
        "measure": None if given.measure is None else str(given.measure),
        "publicUntil": _day(given.public_until),
        "reason": given.reason,
        "proposedAt": one.proposed_at,
        "answer": one.answer,
        "answeredAt": one.answered_at,
        "words": one.answer_words,
        "decision": None if one.decision is None else str(one.decision),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@post(f"{ADDRESS}/preview", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def post_preview(request: Asked) -> Answer:
    """What the public would see, from day to day; nothing is written."""
    body = await read_json(request, MeasureBody)
    site = house_of(request).site
    try:
        shown = await preview_measure(
            body.given(), signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(_preview(shown))


def _preview(shown: Preview) -> dict[str, Any]:
    return {
        "seen": shown.digest,
        "before": _registration(shown.before),
        "stages": [
            {"since": _day(one.since), "until": _day(one.until), "registration": _registration(one.registration)}
            for one in shown.stages
        ],
    }


def _registration(found: PublicRegistration | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "status": found.status,
        "certified": found.certified,
        "scope": list(found.scope),
        "since": _day(found.since),
        "until": _day(found.until),
        "conditions": list(found.conditions),
        "measures": [
            {"kind": m.kind, "since": _day(m.since), "until": _day(m.until), "final": m.final,
             "visibleUntil": _day(m.visible_until)}
            for m in found.measures
        ],
    }  # fmt: skip


@post(ADDRESS, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=201)
async def post_measure(request: Asked) -> Answer:
    """Propose it; another officer answers."""
    body = await read_json(request, MeasureBody)
    site = house_of(request).site
    try:
        proposal = await propose_measure(
            body.given(), signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )
    except Malformed as error:
        raise as_invalid(error) from None
    return await _whole(request, proposal, status=201)


@get(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def get_proposal(request: Asked, proposal: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await _whole(request, proposal)


async def _whole(request: Asked, proposal: UUID, *, status: int = 200) -> Answer:
    """The proposal with its preview, or with what is in the way by now."""
    site = house_of(request).site
    opened = await proposal_of(
        proposal, signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip
    preview = None if opened.preview is None else _preview(opened.preview)
    return as_json({**_proposal(opened.proposal), "preview": preview, "inTheWay": opened.in_the_way}, status=status)


@post(f"{ONE}/answer", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def post_answer(request: Asked, proposal: FromPath[UUID]) -> Answer:
    """By another officer; approved is decided."""
    body = await read_json(request, MeasureAnswerBody)
    site = house_of(request).site
    try:
        answered = read_input(MeasureAnswered, body.model_dump())
        await answer_measure(
            proposal, answered, signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )
    except Malformed as error:
        raise as_invalid(error) from None
    return await _whole(request, proposal)


@post(f"{ONE}/withdrawal", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def post_withdrawal(request: Asked, proposal: FromPath[UUID]) -> Answer:
    await read_json(request, Body)
    await take_measure_back(proposal, signed_in(request), at=house_of(request).site.now())
    return await _whole(request, proposal)


ROUTES = [get_measures, post_preview, post_measure, get_proposal, post_answer, post_withdrawal]
