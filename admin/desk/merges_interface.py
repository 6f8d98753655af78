"""Putting two files of one person together, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.standing import Standing
from admin.desk.menu import DECIDING
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.numbers import asked_number
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import from_register
from public_api.web.problems import FieldError, ProblemRaised
from public_api.web.query import Query, read_query
from registry.errors import Malformed
from registry.inputs import Reason
from registry.merge_previews import MergePreview, Side
from registry.merge_rows import Merge, MergeShown, merges_of, show_merge
from registry.merge_words import agree_to_merge
from registry.merges import (
    MergeGiven,
    approve_merge,
    look_at_both,
    propose_merge,
    refuse_merge,
    take_merge_back,
)

HERE = "/api/v1/desk/people/merges"
ONE = f"{HERE}/{{merge:uuid}}"


class BothQuery(Query):
    """Who stays and who goes."""

    kept: Annotated[str, Field(max_length=40)]
    gone: Annotated[str, Field(max_length=40)]


class RefusalBody(Body):
    """Why it is not done."""

    words: Reason


class TermItem(msgspec.Struct, rename="camel"):
    """One term."""

    since: date
    until: date


class StandsItem(msgspec.Struct, rename="camel"):
    """How a mark stands today, with its terms."""

    status: str
    history: list[TermItem]


class BesideItem(msgspec.Struct, rename="camel"):
    """A mark in the one file, in the other, and in both together."""

    mark: str
    kept: StandsItem | None
    gone: StandsItem | None
    after: StandsItem


class SideItem(msgspec.Struct, rename="camel"):
    """One of the two."""

    number: str
    name: str
    given_name: str
    former_names: tuple[str, ...]
    towns: tuple[str, ...]
    registered_on: date
    numbers: tuple[str, ...]
    entries: int
    has_log_in: bool


class PreviewItem(msgspec.Struct, rename="camel"):
    """What it would come to; `seen` goes along with the proposal."""

    kept: SideItem
    gone: SideItem
    marks: list[BesideItem]
    log_in: str
    confirmed: int
    needs: tuple[str, ...]
    stops: list[str]
    seen: str


class MergeItem(msgspec.Struct, rename="camel"):
    """A proposal, and whose word it has."""

    id: str
    kept: str
    gone: str
    body: str
    reason: str | None
    proposed_by: str
    proposed_at: datetime
    answer: str | None
    answered_at: datetime | None
    words: tuple[str, ...]
    preview: PreviewItem | None = None


@get("/api/v1/desk/people/merge-preview", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def get_preview(request: Asked) -> Answer:
    query = read_query(request.scope, BothQuery)
    site = house_of(request).site
    try:
        found = await look_at_both(
            asked_number(query.kept), asked_number(query.gone), signed_in(request),
            catalogue=await site.marks.current(), at=site.now(),
        )  # fmt: skip
    except Malformed as error:
        told = [FieldError("query", problem.field, from_register(problem.message)) for problem in error.problems]
        raise ProblemRaised("invalid-input", errors=told) from None
    return as_json(_preview(found))


@get(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def list_merges(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [merge_item(one) for one in await merges_of(signed_in(request))]})


@post(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=201)
async def post_merge(request: Asked) -> Answer:
    given = await read_json(request, MergeGiven)
    site = house_of(request).site
    try:
        merge = await propose_merge(given, signed_in(request), catalogue=await site.marks.current(), at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(request, merge, status=201)


@get(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def get_merge(request: Asked, merge: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await _one(request, merge)


@post(f"{ONE}/approval", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def post_approval(request: Asked, merge: FromPath[UUID]) -> Answer:
    site = house_of(request).site
    await approve_merge(merge, signed_in(request), catalogue=await site.marks.current(), at=site.now())
    return await _one(request, merge)


@post(f"{ONE}/agreement", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def post_agreement(request: Asked, merge: FromPath[UUID]) -> Answer:
    site = house_of(request).site
    await agree_to_merge(merge, signed_in(request), catalogue=await site.marks.current(), at=site.now())
    return await _one(request, merge)


@post(f"{ONE}/refusal", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=204)
async def post_refusal(request: Asked, merge: FromPath[UUID]) -> None:
    given, site = await read_json(request, RefusalBody), house_of(request).site
    await refuse_merge(
        merge, given.words, signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip


@post(f"{ONE}/withdrawal", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=204)
async def post_withdrawal(request: Asked, merge: FromPath[UUID]) -> None:
    site = house_of(request).site
    await take_merge_back(merge, signed_in(request), catalogue=await site.marks.current(), at=site.now())


async def _one(request: Asked, merge: UUID, *, status: int = 200) -> Answer:
    site = house_of(request).site
    shown = await show_merge(merge, signed_in(request), catalogue=await site.marks.current(), at=site.now())
    return as_json(shown_item(shown), status=status)


def shown_item(shown: MergeShown) -> MergeItem:
    found = merge_item(shown.merge)
    found.preview = _preview(shown.preview) if shown.preview is not None else None
    return found


def merge_item(one: Merge) -> MergeItem:
    return MergeItem(
        str(one.id), one.kept, one.gone, one.body, one.reason, one.proposed_by, one.proposed_at, one.answer,
        one.answered_at, one.words,
    )  # fmt: skip


def _preview(found: MergePreview) -> PreviewItem:
    marks = [
        BesideItem(one.mark, _stands(one.kept), _stands(one.gone), _standing(one.after)) for one in found.marks
    ]  # fmt: skip
    return PreviewItem(
        _side(found.kept),
        _side(found.gone),
        marks,
        found.log_in,
        found.confirmed,
        found.needs,
        list(found.stops),
        found.seen,
    )


def _side(side: Side) -> SideItem:
    return SideItem(
        side.number, side.name, side.given_name, side.former_names, side.towns, side.registered_on, side.numbers,
        side.entries, side.has_log_in,
    )  # fmt: skip


def _stands(standing: Standing | None) -> StandsItem | None:
    return None if standing is None else _standing(standing)


def _standing(standing: Standing) -> StandsItem:
    return StandsItem(str(standing.status), [TermItem(term.since, term.until) for term in standing.history])


ROUTES = [
    get_preview, list_merges, post_merge, get_merge, post_approval, post_agreement, post_refusal, post_withdrawal,
]  # fmt: skip
