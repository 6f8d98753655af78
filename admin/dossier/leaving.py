"""Leaving the register, and being forgotten by it: first what ends and what stays, then the act.

Both are for whoever logged in a moment ago: a browser that was left open can end nobody's registration.
"""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from pydantic import Field

from admin.dossier.own_data import HERE as DATA
from admin.web.doorman import Door, door, just_signed_in, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.erasure import can_be_erased_at_once, erase_at_own_wish
from registry.errors import Conflict, Malformed, Refused
from registry.leaving import Leaving, leave_register, leaving_of, leaving_would, stay_after_all

LEAVE = f"{DATA}/uitschrijven"
ERASE = f"{DATA}/wissen"
FIELDS = {"since": "vanaf"}
NOT_YOURS = say("Dit is niet jouw registernummer. Typ het over zoals het hierboven staat.")
FREE = ("-", " ", ".", "–")  # what people leave out or put between when they copy a number


class LeavingForm(Form):
    """From which day, and the register number as a sign that it is meant."""

    vanaf: CivilDay
    nummer: Annotated[str, Field(max_length=40)] = ""


class ErasureForm(Form):
    """The register number, as a sign that it is meant."""

    nummer: Annotated[str, Field(max_length=40)] = ""


@get(LEAVE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_leaving(request: Asked) -> Answer:
    just_signed_in(request)  # now, and not when the form is filled in
    read_query(request.scope, PageQuery)
    return await _leaving_page(request, Filled({"vanaf": house_of(request).site.today().isoformat()}))


@post(LEAVE, opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_leaving(request: Asked) -> Answer:
    given = read_form(request, LeavingForm)
    if given.form is None:
        return await _leaving_page(request, given.filled, status=400)
    number, who = own_number(request), just_signed_in(request)
    if not is_number(given.form.nummer, number):
        return await _leaving_page(request, given.filled.with_mistakes(("nummer", NOT_YOURS)), status=400)
    house = house_of(request)
    try:
        await leave_register(
            number, Leaving(since=given.form.vanaf), catalogue=await house.site.marks.current(),
            actor=who.actor, at=house.site.now(),
        )  # fmt: skip
    except (Malformed, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _leaving_page(request, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{DATA}?melding=uitgeschreven")


@post(f"{LEAVE}/terug", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_staying(request: Asked) -> Answer:
    await stay_after_all(own_number(request), actor=signed_in(request).actor, at=house_of(request).site.now())
    return redirect(f"{DATA}?melding=blijft")


@get(ERASE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_erasure(request: Asked) -> Answer:
    just_signed_in(request)  # now, and not when the form is filled in
    read_query(request.scope, PageQuery)
    return await _erasure_page(request, Filled())


@post(ERASE, opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_erasure(request: Asked) -> Answer:
    """Afterwards there is nobody to be signed in: the page says goodbye, and the browser forgets its cookie."""
    given = read_form(request, ErasureForm)
    number, who = own_number(request), just_signed_in(request)
    if given.form is None or not is_number(given.form.nummer, number):
        return await _erasure_page(request, given.filled.with_mistakes(("nummer", NOT_YOURS)), status=400)
    house = house_of(request)
    try:
        await erase_at_own_wish(number, actor=who.actor, at=house.site.now(), store=house.store)
    except Refused as error:
        return await _erasure_page(request, said_by_register(given.filled, error, {}), status=400)
    return house.site.pages.render(
        request.scope,
        "message.html",
        headers=(house.cookies.forget_session(),),
        title=say("Je gegevens zijn gewist"),
        sentences=_goodbye(number),
        address="/",
        label=say("Naar de startpagina"),
    )


def _goodbye(number: str) -> list[Sentence]:
    return [
        say("Je dossier, je bewijs en je inloggegevens zijn weg. Niemand kan ze terughalen."),
        say("Wie {number} opzoekt, leest voortaan dat deze registratie is verwijderd.", number=number),
    ]


def is_number(typed: str, number: str) -> bool:
    """Whether somebody typed their number, however they wrote the strokes in it."""
    return _bare(typed) == _bare(number)


def _bare(text: str) -> str:
    for sign in FREE:
        text = text.replace(sign, "")
    return text.upper()


async def _leaving_page(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    """What would end from the chosen day on, or what ended already."""
    house, number = house_of(request), own_number(request)
    catalogue = await house.site.marks.current()
    day = _day(filled, request)
    would = await leaving_would(number, day, catalogue=catalogue)
    return house.site.pages.render(
        request.scope,
        "leaving.html",
        status=status,
        visit=visit_to(request),
        own_number=number,
        filled=filled,
        left=await leaving_of(number),
        since=day.since,
        would=would,
        marks=[catalogue.mark(code) for code in would.marks],
    )


def _day(filled: Filled, request: Asked) -> Leaving:
    """The day that stands in the form; today while that is no day."""
    today = house_of(request).site.today()
    try:
        day = LeavingForm.model_validate({"vanaf": filled.value("vanaf")}).vanaf
        return Leaving(since=max(day, today))
    except ValueError:
        return Leaving(since=today)


async def _erasure_page(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    house, number = house_of(request), own_number(request)
    return house.site.pages.render(
        request.scope,
        "erasure.html",
        status=status,
        visit=visit_to(request),
        own_number=number,
        filled=filled,
        at_once=await can_be_erased_at_once(number),
        left=await leaving_of(number),
    )


PAGES = [show_leaving, take_leaving, take_staying, show_erasure, take_erasure]
