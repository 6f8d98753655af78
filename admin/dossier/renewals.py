"""Asking for a mark: what is asked for, checking what will be handed in, handing in, and what came of it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.scheme import Mark
from admin.dossier.needs import needs_of
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, Tick, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.applications import ApplicationGiven, apply, withdraw_application
from registry.catalogue import Catalogue
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.outlooks import outlook_of, prospect_of
from registry.own_applications import own_applications

HERE = "/mijn/verlengen"
FIELDS = {"level": "niveau", "scopes": "werkveld", "mark": ""}
STATES: dict[str, tuple[Sentence, str]] = {
    "open": (say("Ingediend, wacht op een besluit"), "care"),
    "granted": (say("Toegekend"), "good"),
    "refused": (say("Afgewezen"), "no"),
    "withdrawn": (say("Door jou ingetrokken"), "calm"),
}
MESSAGES: dict[str, Sentence] = {
    "ingetrokken": say("Je aanvraag is ingetrokken. Je kunt opnieuw indienen."),
}


class RenewalQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class HandInForm(Form):
    """What is asked for, besides the mark."""

    niveau: Annotated[str | None, Field(max_length=80)] = None
    werkveld: tuple[str, ...] = ()
    akkoord: Tick = False


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_renewals(request: Asked) -> Answer:
    query = read_query(request.scope, RenewalQuery)
    house, number = house_of(request), own_number(request)
    catalogue = await house.site.marks.current()
    language = reader_of(request.scope).language
    seen = await outlook_of(number, at=house.site.now(), catalogue=catalogue)
    held = {one.mark.code for one in seen}
    return house.site.pages.render(
        request.scope,
        "renewals.html",
        visit=visit_to(request),
        marks=[needs_of(one, language) for one in seen],
        others=[mark for mark in _given_now(catalogue, request) if mark.code not in held],
        applications=await own_applications(number),
        states=STATES,
        named=catalogue.mark,
        message=MESSAGES.get(query.melding),
    )


def _given_now(catalogue: Catalogue, request: Asked) -> list[Mark]:
    """The marks that a person can ask for today."""
    today = house_of(request).site.today()
    return [
        mark
        for mark in catalogue.marks()
        if mark.holder == "person" and (mark.ended_on is None or mark.ended_on >= today)
    ]


@get(f"{HERE}/{{mark:str}}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_check(request: Asked, mark: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    return await _check_page(request, mark, Filled())


@post(f"{HERE}/{{mark:str}}", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_hand_in(request: Asked, mark: FromPath[str]) -> Answer:
    given = read_form(request, HandInForm, lists=("werkveld",))
    if given.form is None:
        return await _check_page(request, mark, given.filled, status=400)
    if not given.form.akkoord:
        wrong = given.filled.with_mistakes(("akkoord", say("Zet een vinkje als wat hier staat klopt.")))
        return await _check_page(request, mark, wrong, status=400)
    house = house_of(request)
    asked = ApplicationGiven(mark=mark, level=given.form.niveau, scopes=given.form.werkveld)
    try:
        await apply(
            own_number(request), asked, catalogue=await house.site.marks.current(), actor=signed_in(request).actor,
            at=house.site.now(),
        )  # fmt: skip
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _check_page(request, mark, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/{mark}/ingediend")


@get(f"{HERE}/{{mark:str}}/ingediend", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_receipt(request: Asked, mark: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    house = house_of(request)
    catalogue = await house.site.marks.current()
    described = catalogue.mark(mark)
    newest = next((one for one in await own_applications(own_number(request)) if one.mark == mark), None)
    if newest is None:
        raise NotFound("There is no such application. Open the list of applications again.")
    return house.site.pages.render(
        request.scope, "receipt.html", visit=visit_to(request), mark=described, application=newest
    )


@post(
    f"{HERE}/aanvraag/{{application:uuid}}/intrekken",
    opt=door(Door.PROFESSIONAL),
    include_in_schema=False,
    status_code=200,
)
async def take_withdraw(request: Asked, application: FromPath[UUID]) -> Answer:
    own = {one.id for one in await own_applications(own_number(request))}
    if application not in own:
        raise NotFound("There is no such application. Open the list of applications again.")
    house = house_of(request)
    await withdraw_application(
        application, catalogue=await house.site.marks.current(), actor=signed_in(request).actor, at=house.site.now()
    )
    return redirect(f"{HERE}?melding=ingetrokken")


async def _check_page(request: Asked, mark: str, filled: Filled, *, status: int = 200) -> Answer:
    """What would be handed in, with what is ready and what is not."""
    house, number = house_of(request), own_number(request)
    catalogue = await house.site.marks.current()
    described = catalogue.mark(mark)
    level = filled.value("niveau") or (described.levels[0] if described.levels else None)
    prospect = await prospect_of(
        number, ApplicationGiven(mark=mark, level=level), at=house.site.now(), catalogue=catalogue
    )
    return house.site.pages.render(
        request.scope,
        "hand_in.html",
        status=status,
        visit=visit_to(request),
        mark=described,
        needs=needs_of(prospect.overview, reader_of(request.scope).language),
        filled=filled,
        levels=[(level, level) for level in described.levels],
        is_open=any(one.mark == mark and one.state == "open" for one in await own_applications(number)),
    )


PAGES = [show_renewals, show_check, take_hand_in, show_receipt, take_withdraw]
