"""What is coming: the files of the next 24 months, who is not there yet, and how many hours of assessors it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from litestar import get, post
from pydantic import Field

from accreditation.forecast import MonthAhead
from accreditation.scheme import Mark
from admin.desk.menu import ADMINISTERING, AHEAD, DECIDING
from admin.desk.pages import desk_page
from admin.desk.rule_words import hours
from admin.desk.simulations import EVERY
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query
from registry.catalogue import Catalogue
from registry.desk import bodies_of
from registry.errors import Malformed, NotFound
from registry.evidence_reading import Reader
from registry.inputs import Code
from registry.own_marks import NO_MARK, SETTING, own_marks
from registry.population_runs import (
    FORECASTING,
    NO_RUN,
    ask_forecast,
    assessor_time,
    newest_forecast,
    say_assessor_time,
    stop_run,
)

HERE = "/instelling/vooruitblik"
NEAR = 6
FIELDS = {"near": "maanden", "minutes": "minuten"}
MESSAGES: dict[str, Sentence] = {"tijd": say("Bewaard. De uren hieronder rekenen ermee.")}


class ForecastQuery(PageQuery):
    """For which mark."""

    keurmerk: Code | None = None
    melding: Annotated[str, Field(max_length=20)] = ""
    volg: Literal["ja", "nee"] = "nee"


class AskForm(Form):
    """In how many months the files are judged as well."""

    keurmerk: Code
    maanden: Annotated[int, Field(ge=1, le=24)] = NEAR


class MarkForm(Form):
    """For which mark."""

    keurmerk: Code


class TimeForm(Form):
    """How long one assessor takes for one file; nothing: the body does not say."""

    keurmerk: Code
    minuten: Annotated[int | None, Field(ge=1, le=10_000)] = None


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month with the hours it takes, where anybody can say."""

    month: MonthAhead
    hours: int | None


@get(HERE, opt=door(Door.BODY, roles=AHEAD), include_in_schema=False)
async def show_ahead(request: Asked) -> Answer:
    query = read_query(request.scope, ForecastQuery)
    message = MESSAGES.get(query.melding)
    return await _page(request, query.keurmerk, Filled({"maanden": NEAR}), message=message, follow=query.volg == "ja")


@post(HERE, opt=door(Door.BODY, roles=AHEAD), include_in_schema=False, status_code=200)
async def take_ask(request: Asked) -> Answer:
    """Ask it, and follow it."""
    given, site = read_form(request, AskForm), house_of(request).site
    if given.form is None:
        return await _page(request, _mark_in(given.filled), given.filled, status=400)
    await ask_forecast(
        given.form.keurmerk, given.form.maanden, signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )
    return redirect(f"{HERE}?keurmerk={given.form.keurmerk}&volg=ja")


@post(f"{HERE}/stoppen", opt=door(Door.BODY, roles=AHEAD), include_in_schema=False, status_code=200)
async def take_stop(request: Asked) -> Answer:
    """Stop the one that runs for a mark."""
    given, staff = read_form(request, MarkForm), signed_in(request)
    if given.form is None:
        return await _page(request, None, given.filled, status=400)
    _, running = await newest_forecast(given.form.keurmerk, staff)
    if running is None:
        raise NotFound(NO_RUN)
    await stop_run(running.id, staff, at=house_of(request).site.now())
    return redirect(f"{HERE}?keurmerk={given.form.keurmerk}")


@post(f"{HERE}/tijd", opt=door(Door.BODY, roles=DECIDING | ADMINISTERING), include_in_schema=False, status_code=200)
async def take_time(request: Asked) -> Answer:
    given, site = read_form(request, TimeForm), house_of(request).site
    if given.form is None:
        return await _page(request, _mark_in(given.filled), given.filled, status=400)
    try:
        await say_assessor_time(
            given.form.keurmerk, given.form.minuten, signed_in(request), catalogue=await site.marks.current(),
            at=site.now(),
        )  # fmt: skip
    except Malformed as error:
        return await _page(request, given.form.keurmerk, said_by_register(given.filled, error, FIELDS), status=400)
    return redirect(f"{HERE}?keurmerk={given.form.keurmerk}&melding=tijd")


def _mark_in(filled: Filled) -> str | None:
    return filled.value("keurmerk") or None


def marks_ahead(staff: Reader, catalogue: Catalogue) -> list[Mark]:
    """The marks of one's body of which something is still to come."""
    return [mark for mark in own_marks(staff, catalogue, FORECASTING) if mark.ended_on is None]


async def _page(
    request: Asked,
    code: str | None,
    filled: Filled,
    *,
    message: Sentence | None = None,
    follow: bool = False,
    status: int = 200,
) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    ours = marks_ahead(staff, await site.marks.current())
    if not ours or code not in {None, *(mark.code for mark in ours)}:
        raise NotFound(NO_MARK)
    mark = next((one for one in ours if one.code == code), ours[0])
    done, running = await newest_forecast(mark.code, staff)
    minutes, ahead = await assessor_time(mark.code), done.ahead() if done is not None else None
    months = ahead.months if ahead is not None else ()
    return await desk_page(
        request,
        "desk_ahead.html",
        status=status,
        headers=((b"refresh", EVERY),) if follow and running is not None else (),
        follows=follow and running is not None,
        mark=mark,
        marks=ours,
        ahead=ahead,
        months=[
            MonthShown(one, None if one.assessors is None else hours(one.assessors, minutes)) for one in months
        ],
        most=max((one.files for one in months), default=0),
        done=done,
        running=running,
        minutes=minutes,
        sets=mark.body.code in bodies_of(staff, SETTING),
        filled=filled,
        message=message,
    )  # fmt: skip


PAGES = [show_ahead, take_ask, take_stop, take_time]
