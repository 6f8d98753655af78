"""A simulation over all files: how far it is, stopping it, and what it found, as a page and as a table."""

from __future__ import annotations

import csv
import io
from typing import Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from accreditation.simulation import OVERALL, Result
from admin.desk.menu import RULES
from admin.desk.pages import desk_page
from admin.desk.rule_drafts import RUNS
from admin.desk.rule_words import CUTS, OUTCOMES, effects_in_words, hours, lines_of, overall
from admin.desk.schemes import DRAFTS
from admin.web.doorman import Door, door, signed_in
from admin.web.downloads import as_download
from admin.web.forms import Form, read_form
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import from_register
from public_api.web.pages import reader_of
from public_api.web.problems import ProblemRaised
from public_api.web.query import PageQuery, Query, read_query
from registry.catalogue import read_scheme
from registry.population_runs import Run, assessor_time, run_of, stop_run
from registry.rule_drafts import texts_of

PATH = f"{RUNS}/{{run:uuid}}"
EVERY = b"3"  # seconds between two looks, for whoever follows it
HEADER = ("onderdeel", "waarde", "eis", "mensen", "voldoet_niet_meer", "voldoet_nu_wel")
TOTALS = (
    "eis", "voldeed_niet", "voldoet_niet", "voldoet_niet_meer", "voldoet_nu_wel", "wacht_nu_op_een_mens", "mist_meer",
    "eenheid", "mist_tot_1", "tot_5", "tot_10", "tot_20", "tot_40", "tot_80", "meer", "zonder_aantal",
)  # fmt: skip
WHOLE = "heel dossier"


class RunQuery(PageQuery):
    """Whether the page asks for itself again while it runs."""

    volg: Literal["ja", "nee"] = "nee"


@get(PATH, opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def show_run(request: Asked, run: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, RunQuery)
    found = await run_of(run, signed_in(request))
    follows = found.is_open and query.volg == "ja"
    headers = ((b"refresh", EVERY),) if follows else ()
    shown = await _result(request, found)
    catalogue = await house_of(request).site.marks.current()
    return await desk_page(
        request, "desk_run.html", headers=headers, run=found, follows=follows, here=f"{RUNS}/{run}",
        back=f"{DRAFTS}/{found.draft}",
        mark=catalogue.mark(found.mark), **shown,
    )  # fmt: skip


async def _result(request: Asked, run: Run) -> dict[str, Any]:
    """What the page of a finished simulation shows besides."""
    result = run.result()
    if result is None or run.draft is None:
        return {"result": None}
    staff, catalogue = signed_in(request), await house_of(request).site.marks.current()
    text = next(one for one in await texts_of(run.draft, staff) if one.id == run.text)
    before, after = catalogue.mark(run.mark), read_scheme(text.text, "draft").mark
    minutes = await assessor_time(run.mark)
    return {
        "result": result,
        "stand": text.number,
        "overall": overall(result),
        "effects": effects_in_words(result, before, after, reader_of(request.scope).language),
        "cuts": [(words, heading, lines_of(result, cut)) for cut, words, heading in CUTS],
        "outcomes": OUTCOMES,
        "minutes": minutes,
        "worked": [hours(count, minutes) for count in result.assessors],
    }


@post(f"{PATH}/stoppen", opt=door(Door.BODY, roles=RULES), include_in_schema=False, status_code=200)
async def take_stop(request: Asked, run: FromPath[UUID]) -> Answer:
    read_form(request, Form)
    await stop_run(run, signed_in(request), at=house_of(request).site.now())
    return redirect(f"{RUNS}/{run}")


@get(f"{PATH}/tabel.csv", opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def take_table(request: Asked, run: FromPath[UUID]) -> Answer:
    """Everything that was found, as a table: first each requirement, then every part of the people."""
    read_query(request.scope, Query)
    result = (await run_of(run, signed_in(request))).result()
    if result is None:
        raise ProblemRaised("not-found", detail=from_register("This calculation is not done yet."))
    kept = (as_download(f"doorrekening-{result.on}.csv"), (b"cache-control", b"no-store"))
    return Answer(as_table(result).encode("utf-8-sig"), media_type=b"text/csv; charset=utf-8", headers=kept)


def as_table(result: Result) -> str:
    """Two tables below each other, as spreadsheets read them."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow(TOTALS)
    for one in result.effects:
        table.writerow([
            one.requirement or WHOLE, one.fails_before, one.fails_after, one.newly_fails, one.newly_passes,
            one.newly_for_people, one.needs_more, one.unit or "", *one.steps,
        ])  # fmt: skip
    table.writerow([])
    table.writerow(HEADER)
    for line in result.lines:
        table.writerow([
            line.cut, line.key, line.requirement if line.requirement != OVERALL else WHOLE, line.files,
            line.newly_fails, line.newly_passes,
        ])  # fmt: skip
    return written.getvalue()


PAGES = [show_run, take_stop, take_table]
