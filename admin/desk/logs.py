"""The log of a body: as a page with filters in its address, as a table to take along, and for programs."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import get
from pydantic import Field

from admin.desk.log_words import WORDS, told
from admin.desk.menu import ADMINISTERING
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.downloads import as_download
from admin.web.house import house_of
from admin.web.json_answers import as_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Language
from public_api.web.pages import reader_of
from public_api.web.problems import ProblemRaised
from public_api.web.query import CivilDay, PageQuery, Query, read_query
from registry.desk import bodies_of
from registry.logs import MOST, LogAsked, LogEntry, LogPage, Topic, read_log
from registry.staff import staff_of_own_bodies

HERE, ADDRESS = "/instelling/logboek", "/api/v1/desk/log"
HEADER = ("seq", "at", "kind", "what", "who", "actor", "subjectKind", "subject", "reference")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out instead of show


class LogQuery(PageQuery):
    """The filters as they stand in the address of the page."""

    instelling: Annotated[str, Field(max_length=80)] = ""
    soort: Topic | None = None
    vanaf: CivilDay | None = None
    tot: CivilDay | None = None
    nummer: Annotated[str, Field(max_length=20)] = ""
    wie: UUID | None = None
    voor: Annotated[int, Field(ge=1, le=2**62)] | None = None


class LogItemsQuery(Query):
    """The same filters for programs; `before` is where the page before this one ended."""

    body: Annotated[str, Field(max_length=80)] = ""
    topic: Topic | None = None
    since: CivilDay | None = None
    until: CivilDay | None = None
    number: Annotated[str, Field(max_length=20)] = ""
    account: UUID | None = None
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None


class LogItem(msgspec.Struct, rename="camel"):
    """One entry. `actor` is an identity; `email` where they work at the body now."""

    seq: int
    at: datetime
    kind: str
    actor: str
    email: str | None
    subject_kind: str
    subject: str
    reference: str | None


class LogItems(msgspec.Struct, rename="camel"):
    """A page, newest first; `before` goes along for the next one, and is null at the beginning of the log."""

    body: str
    items: list[LogItem]
    before: int | None


@get(HERE, opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False)
async def show_log(request: Asked) -> Answer:
    query = read_query(request.scope, LogQuery)
    body, bodies = _body(request, query.instelling)
    page = await _read(request, body, asked_on_page(query))
    catalogue = await house_of(request).site.marks.current()
    names = {one.code: one.name for one in catalogue.bodies()}
    chosen = _chosen(query)
    return await desk_page(
        request,
        "desk_log.html",
        query=query,
        body=body,
        bodies=[(code, names.get(code, code)) for code in bodies],
        page=page,
        entries=[(one, told(one)) for one in page.entries],
        topics=WORDS,
        staff=(await staff_of_own_bodies(signed_in(request)))[body],
        next_page=f"{HERE}?{urlencode(chosen | {'voor': page.before})}" if page.before is not None else None,
        table=f"{HERE}/logboek.csv?{urlencode(chosen)}",
        is_later=query.voor is not None,
        newest=f"{HERE}?{urlencode(chosen)}",
    )


@get(f"{HERE}/logboek.csv", opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False)
async def take_log(request: Asked) -> Answer:
    """What the filters show, as a table: the newest MOST entries, and with `voor` the ones before those."""
    query = read_query(request.scope, LogQuery)
    body, _ = _body(request, query.instelling)
    page = await _read(request, body, asked_on_page(query), most=MOST)
    kept = (as_download(f"logboek-{house_of(request).site.today()}.csv"), (b"cache-control", b"no-store"))
    table = as_table(page, reader_of(request.scope).language)
    return Answer(table.encode("utf-8-sig"), media_type=b"text/csv; charset=utf-8", headers=kept)


@get(ADDRESS, opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False)
async def list_log(request: Asked) -> Answer:
    query = read_query(request.scope, LogItemsQuery)
    body, _ = _body(request, query.body)
    asked = LogAsked(
        topic=query.topic, since=query.since, until=query.until, number=query.number or None, account=query.account,
        before=query.before,
    )  # fmt: skip
    page = await _read(request, body, asked)
    return as_json(LogItems(body, [_item(one) for one in page.entries], page.before))


def asked_on_page(query: LogQuery) -> LogAsked:
    """The filters in the words of the register."""
    return LogAsked(
        topic=query.soort, since=query.vanaf, until=query.tot, number=query.nummer.upper() or None, account=query.wie,
        before=query.voor,
    )  # fmt: skip


def _body(request: Asked, asked: str) -> tuple[str, list[str]]:
    """Whose log: the body that was asked for, or the first that somebody administers."""
    bodies = sorted(bodies_of(signed_in(request), ADMINISTERING))
    if asked and asked not in bodies:
        raise ProblemRaised("not-found")
    return asked or bodies[0], bodies


async def _read(request: Asked, body: str, asked: LogAsked, **most: int) -> LogPage:
    return await read_log(body, asked, signed_in(request), at=house_of(request).site.now(), **most)


def _chosen(query: LogQuery) -> dict[str, Any]:
    """The filters for the address of another page: only those that say something."""
    fields = ("instelling", "soort", "vanaf", "tot", "nummer", "wie")
    return {name: value for name in fields if (value := getattr(query, name)) not in ("", None)}


def as_table(page: LogPage, language: Language) -> str:
    """One line for each entry; nothing in it is worked out by a spreadsheet."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow(HEADER)
    for one in page.entries:
        what = told(one).in_language(language)
        table.writerow([
            one.seq, one.at.isoformat(timespec="seconds"), one.kind, what, _plain(one.email), _plain(one.actor),
            one.subject_kind, _plain(one.subject), _plain(one.reference),
        ])  # fmt: skip
    return written.getvalue()


def _plain(text: str | None) -> str:
    """Text that was typed by somebody, such that it stays text."""
    shown = text or ""
    return f"'{shown}" if shown.startswith(FORMULA) else shown


def _item(one: LogEntry) -> LogItem:
    return LogItem(one.seq, one.at, one.kind, one.actor, one.email, one.subject_kind, one.subject, one.reference)


PAGES = [show_log, take_log]
ROUTES = [list_log]
