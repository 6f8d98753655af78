"""A spreadsheet of one's own activities through the interface: a look at it, taking it in, and taking it back.

Nothing waits on a server: whoever takes a list in sends the file again, with the rows that they chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import TypeAdapter, ValidationError

from admin.dossier.evidence_interface import FORM
from admin.dossier.interface import Made
from admin.web.doorman import UPLOAD, Door, door, own_number, signed_in
from admin.web.forms import CameIn, receive_form
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import from_register, say
from public_api.web.problems import FieldError, ProblemRaised
from public_api.web.query import Query, camel_case, read_query
from public_api.web.requests import headers_of
from registry.activity_sheets import RowSeen
from registry.errors import Malformed
from registry.own_imports import Batch, batches_of, import_activities, preview_activities, undo_batch
from registry.sheets import SourceFile

HERE = "/api/v1/me/imports"
COLUMNS = TypeAdapter(Mapping[str, str], config={"defer_build": True})
ROWS = TypeAdapter(frozenset[int], config={"defer_build": True})
NO_COLUMNS = say("Schrijf wat de kolommen betekenen als JSON: bij elke kop wat hij betekent.")
NO_ROWS = say("Schrijf de nummers van de rijen als JSON, zoals [2, 3].")
ONLY_A_FORM = say("Stuur een formulier met het bestand in het veld file.")


class ColumnItem(msgspec.Struct, rename="camel"):
    """A column: its heading, what it is taken to mean (null: nothing), and what stands in it."""

    heading: str
    meaning: str | None
    samples: list[str]


class RowProblem(msgspec.Struct, rename="camel"):
    """What is wrong with a row, and what to write instead."""

    name: str
    message: str


class RowItem(msgspec.Struct, rename="camel"):
    """A row: what would be recorded, or what is wrong; `sameAs` an activity or `sameRow` a row that says the same."""

    number: int
    is_new: bool
    activity: dict[str, Any] | None
    problems: list[RowProblem]
    same_as: UUID | None
    same_row: int | None


class PreviewItem(msgspec.Struct, rename="camel"):
    """What an import would record."""

    columns: list[ColumnItem]
    rows: list[RowItem]


class BatchItem(msgspec.Struct, rename="camel"):
    """An import; `undoneAt` is null while its activities are in the file."""

    id: UUID
    activities: int
    imported_at: datetime
    undone_at: datetime | None


@get(HERE, opt=door(Door.PROFESSIONAL) | shape("Your imports, newest first", Items[BatchItem]), include_in_schema=False)
async def get_imports(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json(Items([_batch(one) for one in await batches_of(own_number(request))]))


@post(
    f"{HERE}/preview",
    opt=door(Door.PROFESSIONAL, uploads=True) | shape("What a spreadsheet would record", PreviewItem),
    include_in_schema=False,
    status_code=200,
)
async def post_preview(request: Asked) -> Answer:
    """A form with `file`, and `columns` where the headings do not speak for themselves. Nothing is recorded."""
    form, file = await _sent(request)
    catalogue = await house_of(request).site.marks.current()
    try:
        seen = await preview_activities(own_number(request), file, catalogue=catalogue, mapping=_columns(form))
    except Malformed as error:
        raise as_invalid(error) from None
    columns = [ColumnItem(one.heading, one.meaning, list(one.samples)) for one in seen.columns]
    return as_json(PreviewItem(columns, [_row(one) for one in seen.rows]))


@post(
    HERE,
    opt=door(Door.PROFESSIONAL, uploads=True) | shape("Take the rows of a spreadsheet in: all that you name", Made),
    include_in_schema=False,
    status_code=201,
)
async def post_import(request: Asked) -> Answer:
    """The same form with `rows`, the numbers of the preview: all of them are recorded, or none."""
    form, file = await _sent(request)
    site = house_of(request).site
    try:
        batch = await import_activities(
            own_number(request), file, _rows(form), catalogue=await site.marks.current(), mapping=_columns(form),
            actor=signed_in(request).actor, at=site.now(),
        )  # fmt: skip
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(Made(batch), status=201)


@post(
    f"{HERE}/{{batch:uuid}}/undo",
    opt=door(Door.PROFESSIONAL) | shape("Take an import back, as long as nobody did anything with it", BatchItem),
    include_in_schema=False,
    status_code=200,
)
async def post_undo(request: Asked, batch: FromPath[UUID]) -> Answer:
    number = own_number(request)
    await undo_batch(number, batch, actor=signed_in(request).actor, at=house_of(request).site.now())
    return as_json(next(_batch(one) for one in await batches_of(number) if one.id == batch))


async def _sent(request: Asked) -> tuple[CameIn, SourceFile]:
    media_type = headers_of(request.scope).get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type != FORM:
        raise ProblemRaised("unsupported-media-type", detail=ONLY_A_FORM)
    form = await receive_form(request, largest=UPLOAD)
    upload = form.file("file")
    if upload is None:
        raise ProblemRaised("invalid-input", errors=[FieldError("body", "file", say("Kies een bestand."))])
    return form, SourceFile(upload.name, upload.content)


def _columns(form: CameIn) -> Mapping[str, str] | None:
    """What each heading was said to mean; None when nobody said anything."""
    written = form.first("columns")
    try:
        return COLUMNS.validate_json(written) if written else None
    except ValidationError:
        raise ProblemRaised("invalid-input", errors=[FieldError("body", "columns", NO_COLUMNS)]) from None


def _rows(form: CameIn) -> frozenset[int]:
    try:
        return ROWS.validate_json(form.first("rows") or "[]")
    except ValidationError:
        raise ProblemRaised("invalid-input", errors=[FieldError("body", "rows", NO_ROWS)]) from None


def _row(one: RowSeen) -> RowItem:
    said = one.draft.model_dump(exclude_none=True) if one.draft is not None else None
    return RowItem(
        one.number,
        one.is_new,
        None if said is None else {camel_case(name): value for name, value in said.items()},
        [RowProblem(camel_case(p.field), from_register(p.message).in_language("en")) for p in one.problems],
        one.same_as,
        one.same_row,
    )


def _batch(one: Batch) -> BatchItem:
    return BatchItem(one.id, one.activities, one.imported_at, one.undone_at)


ROUTES = [get_imports, post_preview, post_import, post_undo]
