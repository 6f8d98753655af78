"""How people reach the register and its bodies: what holds, what was, a new way, and the end of one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.operations.pages import operations_page
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, Tick, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import CivilDay, PageQuery, read_query
from public_api.web.reach import TITLES, WEEKDAYS, Way
from registry.contact_points import (
    KINDS,
    ContactPoint,
    ContactPointGiven,
    add_contact_point,
    bodies_to_reach,
    contact_points,
    end_contact_point,
    from_settings,
)
from registry.errors import Conflict, Malformed
from registry.inputs import read_input

HERE = "/beheer/contact"
HOURS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
FIELDS = {
    "body": "instelling", "kind": "soort", "value": "waarde", "words_nl": "woorden_nl", "words_en": "woorden_en",
    "hours": "maandag", "since": "vanaf", "ended_on": "eindigt",
}  # fmt: skip
MESSAGES: dict[str, Sentence] = {
    "erbij": say("Vastgelegd. De pagina's van het register zeggen het vanaf de dag die je koos."),
    "eindigt": say("Vastgelegd wanneer dit ophoudt."),
}


class ContactQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class PointForm(Form):
    """A new way to reach somebody."""

    instelling: str = ""
    soort: str = ""
    waarde: Annotated[str, Field(max_length=300)] = ""
    woorden_nl: Annotated[str, Field(max_length=1000)] = ""
    woorden_en: Annotated[str, Field(max_length=1000)] = ""
    maandag: str = ""
    dinsdag: str = ""
    woensdag: str = ""
    donderdag: str = ""
    vrijdag: str = ""
    zaterdag: str = ""
    zondag: str = ""
    feestdagen: Tick = False
    vanaf: CivilDay | None = None

    def said(self, today: date) -> dict[str, Any]:
        """As the register wants it. Without a day: from today on."""
        hours = tuple(getattr(self, day) for day in HOURS)
        return {
            "body": self.instelling or None, "kind": self.soort, "value": self.waarde,
            "words_nl": self.woorden_nl or None, "words_en": self.woorden_en or None,
            "hours": hours if any(hours) else (), "on_holidays": self.feestdagen, "since": self.vanaf or today,
        }  # fmt: skip


class EndForm(Form):
    """The first day without it."""

    eindigt: CivilDay


@get(HERE, opt=door(Door.OPERATOR), include_in_schema=False)
async def show_contact(request: Asked) -> Answer:
    query = read_query(request.scope, ContactQuery)
    return await _page(request, Filled(), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def take_point(request: Asked) -> Answer:
    given, site = read_form(request, PointForm), house_of(request).site
    if given.form is None:
        return await _page(request, given.filled, status=400)
    try:
        asked = read_input(ContactPointGiven, given.form.said(site.today()))
        await add_contact_point(asked, signed_in(request), at=site.now())
    except Malformed as error:
        return await _page(request, _beside(given.filled, error), status=400)
    return redirect(f"{HERE}?melding=erbij")


def _beside(filled: Filled, error: Malformed) -> Filled:
    """What is wrong beside its field: hours beside the day they are of."""
    fields = FIELDS | {f"hours.{place}": day for place, day in enumerate(HOURS)}
    told = {fields.get(p.field, fields.get(p.field.partition(".")[0], "")): p for p in error.problems}
    for name, problem in told.items():
        one = said_by_register(Filled(), Malformed([problem]), {problem.field.partition(".")[0]: name})
        filled = filled.with_mistakes(*one.mistakes)
    return filled


@post(f"{HERE}/{{point:uuid}}/eind", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def take_end(request: Asked, point: FromPath[UUID]) -> Answer:
    given, site = read_form(request, EndForm), house_of(request).site
    if given.form is None:
        return await _page(request, _of(point, given.filled), status=400)
    try:
        await end_contact_point(point, given.form.eindigt, signed_in(request), at=site.now())
    except (Malformed, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, _of(point, said_by_register(given.filled, error, FIELDS)), status=status)
    return redirect(f"{HERE}?melding=eindigt")


def _of(point: UUID, filled: Filled) -> Filled:
    """The day of one point has a field of its own on the page."""
    name = f"eindigt-{point}"
    mistakes = tuple((name if where == "eindigt" else where, message) for where, message in filled.mistakes)
    return Filled({name: filled.value("eindigt")}, mistakes)


async def _page(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    site = house_of(request).site
    points, today = await contact_points(), site.today()
    still = [one for one in points if one.ended_on is None or one.ended_on > today]
    return operations_page(
        request,
        "operations_contact.html",
        status=status,
        filled=filled,
        message=message,
        points=[(one, Way(one, site.now())) for one in still],
        past=[(one, Way(one, site.now())) for one in points if one not in still],
        defaults=[(one, Way(one, site.now())) for one in _from_settings(request, points)],
        kinds=[(kind, TITLES[kind]) for kind in KINDS],
        weekdays=list(zip(HOURS, WEEKDAYS, strict=True)),
        bodies=await bodies_to_reach(),
        today=today,
    )


def _from_settings(request: Asked, points: tuple[ContactPoint, ...]) -> list[ContactPoint]:
    """What the settings say, as far as nothing was ever set in its place."""
    ours = {one.kind for one in points if one.body is None}
    return [one for one in from_settings(house_of(request).site.settings) if one.kind not in ours]


PAGES = [show_contact, take_point, take_end]
