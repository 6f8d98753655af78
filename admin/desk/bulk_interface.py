"""Bulk approvals for programs: the preview, the act, what became of it, and undoing it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.bulk import SEEING, SETTING
from admin.desk.menu import DECIDING
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, read_query
from registry.bulk_approvals import Batch as Found
from registry.bulk_approvals import BatchGiven, Preview, batches_of, plan, preview, read_batch, undo
from registry.errors import Malformed
from registry.inputs import Code, read_input

ADDRESS = "/api/v1/desk/bulk-approvals"


class PreviewQuery(Query):
    """For which mark."""

    mark: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_/.-]{0,79}$")]


class BatchBody(Body):
    """Which files of a preview are approved, and why."""

    mark: Code
    applications: tuple[UUID, ...]
    seen: str
    reason: str


class FileItem(msgspec.Struct, rename="camel"):
    """One file: the term that it gets, and what came of it; `why` where it is left out."""

    application: str
    number: str
    since: date | None
    until: date | None
    outcome: str | None
    why: str | None


class PreviewItem(msgspec.Struct, rename="camel"):
    """`seen` goes along with the act: what was looked at is what is done."""

    mark: str
    seen: str
    files: list[FileItem]
    left_out: list[FileItem]


class BatchItem(msgspec.Struct, rename="camel"):
    """A bulk approval. Until `dueAt` nothing happened and it can be undone."""

    id: str
    mark: str
    reason: str
    planned_at: datetime
    due_at: datetime
    undone_at: datetime | None
    done_at: datetime | None
    files: list[FileItem]


@get(
    f"{ADDRESS}/preview",
    opt=door(Door.BODY, roles=DECIDING)
    | shape("Which files the rules alone find good", PreviewItem, asks=PreviewQuery),
    include_in_schema=False,
)
async def get_preview(request: Asked) -> Answer:
    query, site = read_query(request.scope, PreviewQuery), house_of(request).site
    catalogue = await site.marks.current()
    return as_json(_preview(await preview(query.mark, signed_in(request), catalogue=catalogue, at=site.now())))


def _preview(seen: Preview) -> PreviewItem:
    return PreviewItem(
        seen.mark,
        seen.seen,
        [FileItem(str(f.application), f.number, f.term.since, f.term.until, None, None) for f in seen.files],
        [FileItem(str(one.application), one.number, None, None, None, why) for one, why in seen.left],
    )


@get(
    ADDRESS,
    opt=door(Door.BODY, roles=SEEING) | shape("Bulk approvals, newest first", Items[BatchItem]),
    include_in_schema=False,
)
async def list_batches(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [_item(one) for one in await batches_of(signed_in(request))]})


@post(
    ADDRESS,
    opt=door(Door.BODY, roles=DECIDING) | shape("Plan a bulk approval", BatchItem, takes=BatchBody),
    include_in_schema=False,
    status_code=201,
)
async def post_batch(request: Asked) -> Answer:
    given, site = await read_json(request, BatchBody), house_of(request).site
    try:
        asked = read_input(BatchGiven, given.model_dump())
    except Malformed as error:
        raise as_invalid(error) from None
    batch = await plan(asked, signed_in(request), catalogue=await site.marks.current(), at=site.now())
    return as_json(_item(await read_batch(batch, signed_in(request))), status=201)


@get(
    f"{ADDRESS}/{{batch:uuid}}",
    opt=door(Door.BODY, roles=SEEING) | shape("One bulk approval and what came of it", BatchItem),
    include_in_schema=False,
)
async def get_batch(request: Asked, batch: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return as_json(_item(await read_batch(batch, signed_in(request))))


@post(
    f"{ADDRESS}/{{batch:uuid}}/undo",
    opt=door(Door.BODY, roles=SETTING) | shape("Undo a bulk approval within its half hour", BatchItem),
    include_in_schema=False,
    status_code=200,
)
async def post_undo(request: Asked, batch: FromPath[UUID]) -> Answer:
    await undo(batch, signed_in(request), at=house_of(request).site.now())
    return as_json(_item(await read_batch(batch, signed_in(request))))


def _item(one: Found) -> BatchItem:
    files = [FileItem(str(f.application), f.number, f.since, f.until, f.outcome, f.why) for f in one.files]
    return BatchItem(
        str(one.id), one.mark, one.reason, one.planned_at, one.due_at, one.undone_at, one.done_at, files
    )  # fmt: skip


ROUTES = [get_preview, list_batches, post_batch, get_batch, post_undo]
