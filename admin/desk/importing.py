"""A body takes its people over from a spreadsheet: every row is looked at first, and then all of them or none."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from pydantic import Base64Bytes, Field

from admin.desk.menu import ADMINISTERING, DECIDING
from admin.desk.pages import desk_page
from admin.dossier.sheet_steps import CONTENT, NAME, carry
from admin.dossier.tokens import Body
from admin.web.doorman import Door, came_in, door, signed_in
from admin.web.forms import CameIn, Filled
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from admin.web.shapes import shape
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query
from registry.desk_imports import ImportPreview, import_for_body, preview_import
from registry.errors import Conflict
from registry.import_columns import COLUMNS
from registry.import_problems import ImportRefused
from registry.sheets import SourceFile

HERE, ADDRESS = "/instelling/import", "/api/v1/desk/imports"
IMPORTING = DECIDING | ADMINISTERING
LARGEST = 7_000_000  # bytes of JSON: five megabytes of file
MOST_FILES = 3
SHOWN = 100
CHOOSE = say("Kies een bestand.")
DONE = say("Alles is overgenomen. Iedereen die nieuw is, heeft nu een registernummer.")
KINDS: dict[str, Sentence] = {
    "people": say("mensen"), "registrations": say("registraties"), "qualifications": say("opleidingen"),
}  # fmt: skip


class ImportQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


@get(HERE, opt=door(Door.BODY, roles=IMPORTING), include_in_schema=False)
async def show_import(request: Asked) -> Answer:
    query = read_query(request.scope, ImportQuery)
    return await _choose_page(request, Filled(), message=DONE if query.melding == "overgenomen" else None)


@post(HERE, opt=door(Door.BODY, roles=IMPORTING, uploads=True), include_in_schema=False, status_code=200)
async def take_import(request: Asked) -> Answer:
    """First a look at every row; only the button under those takes them over."""
    came, site, staff = came_in(request), house_of(request).site, signed_in(request)
    files, catalogue = _files(came), await site.marks.current()
    if not files:
        return await _choose_page(request, Filled().with_mistakes(("bestand", CHOOSE)), status=400)
    preview = await preview_import(files, staff, catalogue=catalogue)
    if came.first("knop") != "neem" or preview.count:
        return await _rows_page(request, files, preview, status=400 if preview.count else 200)
    try:
        await import_for_body(files, staff, catalogue=catalogue, at=site.now())
    except (ImportRefused, Conflict):  # the register changed between the two
        preview = await preview_import(files, staff, catalogue=catalogue)
        return await _rows_page(request, files, preview, status=409)
    return redirect(f"{HERE}?melding=overgenomen")


def _files(came: CameIn) -> list[SourceFile]:
    """What was chosen, or what travels along in the form since."""
    chosen = [SourceFile(upload.name, upload.content) for name, upload in came.files if name == "bestand"]
    if not chosen:
        names = [value for name, value in came.fields if name == NAME]
        contents = [value for name, value in came.fields if name == CONTENT]
        try:
            chosen = [
                SourceFile(name[:200], base64.b64decode(content, validate=True))
                for name, content in zip(names, contents, strict=False)
            ]
        except (binascii.Error, ValueError):
            return []
    return [file for file in chosen if file.content][:MOST_FILES]


async def _choose_page(
    request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:  # fmt: skip
    columns = {kind: [column.names[0] for column in COLUMNS[kind]] for kind in KINDS}
    return await desk_page(
        request, "desk_import.html", status=status, filled=filled, message=message, kinds=KINDS, columns=columns
    )


async def _rows_page(
    request: Asked, files: Sequence[SourceFile], preview: ImportPreview, *, status: int = 200
) -> Answer:  # fmt: skip
    catalogue = await house_of(request).site.marks.current()
    return await desk_page(
        request,
        "desk_import_rows.html",
        status=status,
        preview=preview,
        shown=SHOWN,
        carried=[(file.name, carry(file)) for file in files],
        names={mark.code: mark.name for mark in catalogue.marks()},
    )


class FileBody(Body):
    """One file: its name, and its bytes in base64."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Base64Bytes


class ImportBody(Body):
    """A workbook, or a CSV file for each kind of record. With `dryRun` nothing is recorded."""

    files: Annotated[tuple[FileBody, ...], Field(min_length=1, max_length=MOST_FILES)]
    dry_run: bool = False


class ProblemItem(msgspec.Struct, rename="camel"):
    """One thing that is wrong, and where."""

    sheet: str
    row: int
    column: str
    message: str


class TermItem(msgspec.Struct, rename="camel"):
    """One registration that would be recorded."""

    row: int
    number: str | None
    mark: str
    level: str | None
    since: date
    until: date


class ImportItem(msgspec.Struct, rename="camel"):
    """What would be recorded, or was (`recorded`); `problemCount` counts all that is wrong, and then nothing would."""

    recorded: bool
    people: int
    qualifications: int
    registrations: list[TermItem]
    problem_count: int
    problems: list[ProblemItem]
    numbers: dict[str, str]


@post(
    ADDRESS,
    opt=door(Door.BODY, roles=IMPORTING)
    | shape("Take people over from spreadsheets, or look at what that would do", ImportItem, takes=ImportBody),
    include_in_schema=False,
    status_code=200,
)
async def post_import(request: Asked) -> Answer:
    given, site = await read_json(request, ImportBody, largest=LARGEST), house_of(request).site
    files, staff = [SourceFile(one.name, one.content) for one in given.files], signed_in(request)
    catalogue = await site.marks.current()
    preview = await preview_import(files, staff, catalogue=catalogue)
    if given.dry_run:
        return as_json(_item(preview, {}, recorded=False))
    try:
        done = await import_for_body(files, staff, catalogue=catalogue, at=site.now())
    except ImportRefused as error:
        raise as_invalid(error) from None
    return as_json(_item(preview, dict(done.numbers), recorded=True))


def _item(preview: ImportPreview, numbers: dict[str, str], *, recorded: bool) -> ImportItem:
    terms = [TermItem(t.row, t.number, t.mark, t.level, t.since, t.until) for t in preview.terms]
    problems = [ProblemItem(p.sheet, p.row, p.column, p.message) for p in preview.problems]
    return ImportItem(recorded, preview.people, preview.qualifications, terms, preview.count, problems, numbers)


PAGES = [show_import, take_import]
ROUTES = [post_import]
