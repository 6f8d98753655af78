"""Asking for a deferral because of leave: what it would do to the dates is shown first, and why is never asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.scheme import Mark
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.catalogue import Catalogue
from registry.deferrals import DatesWithLeave, ask_leave, dates_with_leave
from registry.drafts import LeaveDraft
from registry.entries import withdraw_entry
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.own_entries import list_entries
from registry.own_extensions import own_deferrals, own_extensions

HERE = "/mijn/uitstel"
FIELDS = {"since": "van", "until": "tot", "body": "tot"}
MOST = 100
NOTHING_CHANGES = say("In deze dagen loopt geen van je keurmerken. Uitstel verandert dan niets: kies andere dagen.")
MESSAGES: dict[str, Sentence] = {
    "gevraagd": say("Je hebt uitstel gevraagd. Je instelling beslist; tot dan blijven je datums zoals ze zijn."),
    "ingetrokken": say("Je aanvraag voor uitstel is ingetrokken."),
}
STATES: dict[str, tuple[Sentence, str]] = {
    "waiting": (say("Gevraagd, wacht op je instelling"), "care"),
    "approved": (say("Toegekend"), "good"),
}


class DeferralQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class DeferralForm(Form):
    """The days without work. There is no field for why."""

    van: CivilDay
    tot: CivilDay
    knop: str = ""


class VersionForm(Form):
    """Which version of the request somebody looked at."""

    versie: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Useful:
    """Until when something still counts, before and after."""

    text: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a deferral would do for one mark."""

    mark: Mark
    dates: DatesWithLeave
    useful: tuple[Useful, ...]


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_deferral(request: Asked) -> Answer:
    query = read_query(request.scope, DeferralQuery)
    return await _page(request, Filled(), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_deferral(request: Asked) -> Answer:
    """First the new dates; only the button under those sends it."""
    given = read_form(request, DeferralForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    house, number = house_of(request), own_number(request)
    catalogue, now = await house.site.marks.current(), house.site.now()
    try:
        asked = read_input(LeaveDraft, {"since": given.form.van, "until": given.form.tot})
        if given.form.knop == "stuur":
            await ask_leave(number, asked, catalogue=catalogue, actor=signed_in(request).actor, at=now)
            return redirect(f"{HERE}?melding=gevraagd")
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, said_by_register(given.filled, error, FIELDS), status=status)
    found = await dates_with_leave(number, asked, at=now, catalogue=catalogue)
    if not found:
        return await _page(request, given.filled.with_mistakes(("van", NOTHING_CHANGES)), status=400)
    return await _page(request, given.filled, moved=_moved(found, catalogue, request))


@post(f"{HERE}/{{entry:uuid}}/intrekken", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_withdraw(request: Asked, entry: FromPath[UUID]) -> Answer:
    given = read_form(request, VersionForm)
    if given.form is None:
        return await _page(request, Filled(mistakes=given.filled.mistakes), status=400)
    await withdraw_entry(
        own_number(request), "leave", entry, version=given.form.versie, actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return redirect(f"{HERE}?melding=ingetrokken")


def _moved(found: tuple[DatesWithLeave, ...], catalogue: Catalogue, request: Asked) -> list[Moved]:
    language = reader_of(request.scope).language
    moved = []
    for one in found:
        mark = catalogue.mark(one.mark)
        texts = {asked.code: asked.text.within(language) for v in mark.versions for asked in v.requirements}
        useful = (Useful(texts.get(u.requirement, u.requirement), u.before, u.after) for u in one.requirements)
        moved.append(Moved(mark, one, tuple(useful)))
    return moved


async def _page(
    request: Asked, filled: Filled, *, moved: list[Moved] | None = None, message: Sentence | None = None,
    status: int = 200,
) -> Answer:  # fmt: skip
    house = house_of(request)
    number, catalogue = own_number(request), await house.site.marks.current()
    asked = await list_entries(number, "leave", size=MOST)
    return house.site.pages.render(
        request.scope,
        "deferral.html",
        status=status,
        visit=visit_to(request),
        filled=filled,
        moved=moved,
        asked=asked.entries,
        states=STATES,
        answers=await own_deferrals(number),
        extensions=await own_extensions(number),
        names={mark.code: mark.name for mark in catalogue.marks()},
        message=message,
    )


PAGES = [show_deferral, take_deferral, take_withdraw]
