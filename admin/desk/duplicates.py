"""Who looks like one person: the pairs with why, and the word of the body that two are not the same."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

import msgspec
from litestar import get, post
from pydantic import Field

from admin.desk.menu import DECIDING, PEOPLE
from admin.desk.pages import desk_page, may
from admin.desk.people_words import SIGNALS
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, Query, read_query
from registry.duplicates import Alike, NotSameGiven, Pairs, duplicates_of, tell_apart
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input

HERE = "/instelling/professionals/dubbel"
JSON = "/api/v1/desk/people"
FIELDS = {"reason": "reden"}
MESSAGES: dict[str, Sentence] = {"twee": say("Vastgelegd: dit zijn twee mensen. Ze staan niet meer in de lijst.")}
Place = Annotated[str, Field(max_length=200)]


class PairsQuery(PageQuery):
    """Where the list goes on, and what just happened."""

    na: Place = ""
    melding: Annotated[str, Field(max_length=20)] = ""


class ApartForm(Form):
    een: Annotated[str, Field(max_length=20)]
    ander: Annotated[str, Field(max_length=20)]
    reden: Annotated[str, Field(max_length=4000)]
    na: Place = ""


class NextQuery(Query):
    """From `after` of the part before."""

    after: Place = ""


class AlikeItem(msgspec.Struct, rename="camel"):
    """One of two people who look alike."""

    number: str
    name: str
    towns: tuple[str, ...]


class PairItem(msgspec.Struct, rename="camel"):
    """Two people who look alike, and why."""

    one: AlikeItem
    other: AlikeItem
    because: tuple[str, ...]


@get(HERE, opt=door(Door.BODY, roles=PEOPLE), include_in_schema=False)
async def show_pairs(request: Asked) -> Answer:
    query = read_query(request.scope, PairsQuery)
    return await _page(request, query.na, Filled(), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_apart(request: Asked) -> Answer:
    given = read_form(request, ApartForm)
    after = given.filled.value("na")
    if given.form is None:
        return await _page(request, after, given.filled, status=400)
    said = {"one": given.form.een, "other": given.form.ander, "reason": given.form.reden}
    try:
        await tell_apart(read_input(NotSameGiven, said), signed_in(request), at=house_of(request).site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, after, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}?{urlencode({'melding': 'twee', 'na': given.form.na})}")


async def _page(
    request: Asked, after: str, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    found = await duplicates_of(signed_in(request), after=after)
    return await desk_page(
        request,
        "desk_duplicates.html",
        status=status,
        found=found,
        filled=filled,
        message=message,
        signals=SIGNALS,
        after=after,
        further=f"?{urlencode({'na': found.after})}" if found.after else None,
        decides=may(request, DECIDING),
    )


@get(f"{JSON}/duplicates", opt=door(Door.BODY, roles=PEOPLE), include_in_schema=False)
async def list_pairs(request: Asked) -> Answer:
    query = read_query(request.scope, NextQuery)
    found: Pairs = await duplicates_of(signed_in(request), after=query.after)
    items = [PairItem(_alike(pair.one), _alike(pair.other), pair.because) for pair in found.items]
    return as_json({"items": items, "after": found.after})


@post(f"{JSON}/not-same", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=204)
async def post_apart(request: Asked) -> None:
    given = await read_json(request, NotSameGiven)
    try:
        await tell_apart(given, signed_in(request), at=house_of(request).site.now())
    except Malformed as error:
        raise as_invalid(error) from None


def _alike(one: Alike) -> AlikeItem:
    return AlikeItem(one.number, one.name, one.towns)


PAGES = [show_pairs, take_apart]
ROUTES = [list_pairs, post_apart]
