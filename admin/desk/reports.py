"""Reports of a body over a period: each figure with what it means, as a page, as a table, and for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from litestar import get

from accreditation.agreement import ENOUGH
from admin.desk.menu import REPORTING
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.downloads import as_download
from admin.web.forms import Filled, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Language
from public_api.web.query import CivilDay, PageQuery, Query, read_query
from registry.errors import Malformed
from registry.reports import Period, Report, a_year_until, reports_of

HERE, API = "/instelling/rapporten", "/api/v1/desk/reports"
FIELDS = {"since": "vanaf", "until": "totenmet"}
HEADER = (
    "keurmerk", "vanaf", "tot_en_met", "besloten", "dagen_helft", "dagen_negen_van_tien", "goedgekeurd", "afgewezen",
    "goedgekeurd_procent", "paren_oordelen", "gelijke_oordelen", "gelijk_procent", "kappa", "genoeg_paren",
)  # fmt: skip
BACKLOG = ("keurmerk", "einde_van", "open_aanvragen", "oudste_wacht_dagen")


class ReportsQuery(PageQuery):
    """The period; without days the last twelve months."""

    vanaf: CivilDay | None = None
    totenmet: CivilDay | None = None


class PeriodQuery(Query):
    """The period; without days the last twelve months."""

    since: CivilDay | None = None
    until: CivilDay | None = None


class BacklogItem(msgspec.Struct, rename="camel"):
    """What waited at the end of a day."""

    on: date
    waiting: int
    oldest: int | None


class AgreementItem(msgspec.Struct, rename="camel"):
    """How far two assessors agree. `isEnough` false: too few pairs to say something about them."""

    pairs: int
    alike: int
    percentage: Decimal | None
    kappa: Decimal | None
    is_enough: bool


class ReportItem(msgspec.Struct, rename="camel"):
    """One mark over the period; days are those from handing in to the decision."""

    mark: str
    decided: int
    half_within: int | None
    most_within: int | None
    granted: int
    refused: int
    approval_percentage: Decimal | None
    backlog: list[BacklogItem]
    agreement: AgreementItem


class ReportList(msgspec.Struct, rename="camel"):
    """The reports, and on which day the register was asked."""

    since: date
    until: date
    known_on: date
    items: list[ReportItem]


@get(HERE, opt=door(Door.BODY, roles=REPORTING), include_in_schema=False)
async def show_reports(request: Asked) -> Answer:
    query, site = read_query(request.scope, ReportsQuery), house_of(request).site
    period, catalogue = _period(query.vanaf, query.totenmet, site.today()), await site.marks.current()
    filled = Filled({"vanaf": period.since.isoformat(), "totenmet": period.until.isoformat()})
    status = 200
    reports: Sequence[Report] = ()
    try:
        reports = await reports_of(period, signed_in(request), at=site.now())
    except Malformed as error:
        filled, status = said_by_register(filled, error, FIELDS), 400
    return await desk_page(
        request,
        "desk_reports.html",
        status=status,
        filled=filled,
        period=period,
        today=site.today(),
        reports=reports,
        names={mark.code: mark.name for mark in catalogue.marks()},
        enough=ENOUGH,
        decimals=in_decimals,
    )


def _period(since: date | None, until: date | None, today: date) -> Period:
    """What was asked; a day that was left out is that of the year until today."""
    year = a_year_until(today)
    last = until or year.until
    return Period(since or (year.since if until is None else a_year_until(last).since), last)


def in_decimals(value: Decimal, language: Language) -> str:
    """`87,5` in Dutch, `87.5` in English."""
    return str(value).replace(".", ",") if language == "nl" else str(value)


@get(f"{HERE}/tabel.csv", opt=door(Door.BODY, roles=REPORTING), include_in_schema=False)
async def take_table(request: Asked) -> Answer:
    """The same figures as a spreadsheet reads them: first each mark, then each end of a month."""
    query, site = read_query(request.scope, ReportsQuery), house_of(request).site
    period = _period(query.vanaf, query.totenmet, site.today())
    try:
        reports = await reports_of(period, signed_in(request), at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    name = f"rapport-{period.since}-{period.until}.csv"
    kept = (as_download(name), (b"cache-control", b"no-store"))
    table = as_table(reports, period).encode("utf-8-sig")
    return Answer(table, media_type=b"text/csv; charset=utf-8", headers=kept)


def as_table(reports: Sequence[Report], period: Period) -> str:
    """Two tables below each other. Figures have a point before their decimals, whatever language somebody reads."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow(HEADER)
    for one in reports:
        both = one.agreement
        table.writerow([
            one.mark, period.since, period.until, one.decided, *_blank(one.half_within, one.most_within), one.granted,
            one.refused, *_blank(one.approval), both.pairs, both.alike, *_blank(both.percentage, both.kappa),
            "ja" if both.is_enough else "nee",
        ])  # fmt: skip
    table.writerow([])
    table.writerow(BACKLOG)
    for one in reports:
        for end in one.backlog:
            table.writerow([one.mark, end.on, end.waiting, *_blank(end.oldest)])
    return written.getvalue()


def _blank(*values: Any) -> list[Any]:
    return ["" if value is None else value for value in values]


@get(API, opt=door(Door.BODY, roles=REPORTING), include_in_schema=False)
async def list_reports(request: Asked) -> Answer:
    query, site = read_query(request.scope, PeriodQuery), house_of(request).site
    period = _period(query.since, query.until, site.today())
    try:
        reports = await reports_of(period, signed_in(request), at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return as_json(ReportList(period.since, period.until, site.today(), [_item(one) for one in reports]))


def _item(one: Report) -> ReportItem:
    both = one.agreement
    return ReportItem(
        one.mark,
        one.decided,
        one.half_within,
        one.most_within,
        one.granted,
        one.refused,
        one.approval,
        [BacklogItem(end.on, end.waiting, end.oldest) for end in one.backlog],
        AgreementItem(both.pairs, both.alike, both.percentage, both.kappa, both.is_enough),
    )


PAGES = [show_reports, take_table]
ROUTES = [list_reports]
