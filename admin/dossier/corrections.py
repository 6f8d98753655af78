"""Correcting what the register knows of somebody: their name, how to reach them, where they work."""

from __future__ import annotations

import re
from typing import Annotated, Any

from litestar import get, post
from pydantic import AfterValidator

from admin.dossier.own_data import HERE as DATA
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import from_register, say
from public_api.web.query import PageQuery, read_query
from registry.errors import Malformed, Refused
from registry.inputs import Line20, Line40, Line80, Phone, Required120
from registry.own_details import (
    Contact,
    OwnDetails,
    correct_contact,
    correct_own_name,
    correct_work_places,
    own_details,
)
from registry.practitioners import Name, WorkPlace

HERE = f"{DATA}/verbeteren"
MOST = 20
LONGEST = 80
_PLACE = re.compile(r"(?P<town>\S.*?)(?:[\s,]+(?P<postcode4>[1-9]\d{3})(?:\s?[A-Za-z]{2})?)?")
PLACES = say("Schrijf hoogstens 20 plaatsen, elk op een eigen regel, zoals: Utrecht 3511.")


class NameForm(Form):
    """A name in its parts."""

    voorletters: Line20 = ""
    voornaam: Line80 = ""
    tussenvoegsel: Line40 = ""
    achternaam: Required120


class ContactForm(Form):
    """How the register calls somebody; it writes to the address of their log-in."""

    telefoon: Phone | None = None


def _places(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST or any(_place(line) is None for line in lines):
        raise ValueError(PLACES.source)
    return "\n".join(lines)


def _place(line: str) -> WorkPlace | None:
    found = _PLACE.fullmatch(line)
    if found is None or len(found["town"]) > LONGEST or not found["town"].isprintable():
        return None
    return WorkPlace(town=found["town"], postcode4=found["postcode4"])


class PlacesForm(Form):
    """One town a line, with the figures of its postcode behind it."""

    plaatsen: Annotated[str, AfterValidator(_places)] = ""

    def places(self) -> tuple[WorkPlace, ...]:
        return tuple(place for line in self.plaatsen.splitlines() if (place := _place(line)) is not None)


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_corrections(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return await _page(request, Filled())


@post(f"{HERE}/naam", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_name(request: Asked) -> Answer:
    given = read_form(request, NameForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    form = given.form
    name = Name(
        initials=form.voorletters, given_name=form.voornaam, prefix=form.tussenvoegsel, family_name=form.achternaam
    )
    who = signed_in(request)
    try:
        await correct_own_name(own_number(request), name, actor=who.actor, at=house_of(request).site.now())
    except Refused as error:
        return await _page(request, said_by_register(given.filled, error, {}), status=400)
    return redirect(f"{DATA}?melding=naam")


@post(f"{HERE}/contact", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_contact(request: Asked) -> Answer:
    """The address is that of the log-in: nobody can put somebody else's here, to stand in the way of their file."""
    given = read_form(request, ContactForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    who = signed_in(request)
    contact = Contact(email=who.email, phone=given.form.telefoon)
    await correct_contact(own_number(request), contact, actor=who.actor, at=house_of(request).site.now())
    return redirect(f"{DATA}?melding=contact")


@post(f"{HERE}/plaatsen", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_places(request: Asked) -> Answer:
    given = read_form(request, PlacesForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    who = signed_in(request)
    try:
        await correct_work_places(
            own_number(request), given.form.places(), actor=who.actor, at=house_of(request).site.now()
        )
    except Malformed as error:
        wrong = (("plaatsen", from_register(problem.message)) for problem in error.problems)
        return await _page(request, given.filled.with_mistakes(*wrong), status=400)
    return redirect(f"{DATA}?melding=plaatsen")


async def _page(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    """All three forms: what somebody just typed stands in the one they sent, what is known in the others."""
    house = house_of(request)
    about = await own_details(own_number(request))
    return house.site.pages.render(
        request.scope,
        "corrections.html",
        status=status,
        visit=visit_to(request),
        about=about,
        email=signed_in(request).email,
        filled=Filled(_known(about) | dict(filled.values), filled.mistakes),
    )


def _known(about: OwnDetails) -> dict[str, Any]:
    name = about.name
    places = [f"{place.town} {place.postcode4 or ''}".strip() for place in about.work_places]
    return {
        "voorletters": name.initials,
        "voornaam": name.given_name,
        "tussenvoegsel": name.prefix,
        "achternaam": name.family_name,
        "telefoon": about.phone or "",
        "plaatsen": "\n".join(places),
    }


PAGES = [show_corrections, take_name, take_contact, take_places]
