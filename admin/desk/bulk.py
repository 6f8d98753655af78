"""Approving in bulk: whom and until when is shown first, then the act, and half an hour in which it can be undone."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.decisions import Kind
from admin.desk.decision_letters import letters_about
from admin.desk.menu import ADMINISTERING, DECIDING, JUDGING
from admin.desk.pages import desk_page
from admin.post.whole_letters import WholeLetter
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked, Site
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query
from registry.bulk_approvals import BatchGiven, Preview, batches_of, plan, preview, read_batch, undo
from registry.bulk_switches import SwitchGiven, approve_bulk, end_bulk, is_on, propose_bulk, switch_of
from registry.catalogue import Catalogue
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.notices import about_application, what_was_decided
from registry.own_marks import OF_A_BODY, marks_of, require_mark

HERE = "/instelling/verlengingen/bulk"
SEEING = JUDGING | ADMINISTERING
SETTING = DECIDING | ADMINISTERING
FIELDS = {"reason": "reden", "applications": "bestand"}
MESSAGES: dict[str, Sentence] = {
    "gepland": say("Vastgelegd. Er gebeurt nog niets: je hebt een half uur om het ongedaan te maken."),
    "ongedaan": say("Ongedaan gemaakt. Niemand heeft er iets van gemerkt."),
    "voorgesteld": say("Voorgesteld. Een andere medewerker of beheerder moet het goedkeuren."),
    "aan": say("Goedkeuren in één keer staat nu aan."),
    "uit": say("Goedkeuren in één keer staat nu uit."),
}
WHY: dict[str, Sentence] = {
    "decided": say("er is al besloten, of de aanvraag is ingetrokken"),
    "claimed": say("iemand werkt eraan"),
    "question": say("de aanvrager heeft een vraag te beantwoorden"),
    "interest": say("je kent deze kandidaat te goed"),
    "drawn": say("zit in de steekproef"),
    "not_drawn_yet": say("de steekproef is nog niet getrokken"),
    "corrected": say("na het indienen is er iets veranderd in het dossier"),
    "not_by_machine": say("de regels alleen keuren dit niet goed: iemand moet het bekijken"),
    "term_unknown": say("hoe lang de nieuwe termijn loopt, zeggen de regels niet"),
    "changed": say("wat je zag, klopt niet meer"),
    "switched_off": say("goedkeuren in één keer is uitgezet"),
    "refused": say("het register nam het besluit niet aan"),
    "planned": say("staat al klaar om in één keer goed te keuren"),
}


class BulkQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class PlanForm(Form):
    """Who was chosen, from which preview, and why."""

    bestand: tuple[UUID, ...] = ()
    gezien: Annotated[str, Field(max_length=64)]
    reden: Annotated[str, Field(max_length=4000)] = ""


class SwitchForm(Form):
    """What is done with the switch of a mark."""

    knop: Literal["voorstellen", "goedkeuren", "uit"]
    voorstel: UUID | None = None
    reden: Annotated[str, Field(max_length=4000)] = ""


@get(HERE, opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def show_bulk(request: Asked) -> Answer:
    query = read_query(request.scope, BulkQuery)
    return await _overview(request, message=MESSAGES.get(query.melding))


@get(f"{HERE}/{{mark:str}}", opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def show_mark(request: Asked, mark: FromPath[str]) -> Answer:
    query = read_query(request.scope, BulkQuery)
    return await _page(request, mark, Filled(), message=MESSAGES.get(query.melding))


@post(f"{HERE}/{{mark:str}}", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_plan(request: Asked, mark: FromPath[str]) -> Answer:
    await require_mark(mark, signed_in(request), DECIDING)
    given = read_form(request, PlanForm, lists=("bestand",))
    if given.form is None:
        return await _page(request, mark, given.filled, status=400)
    form, house = given.form, house_of(request)
    said = {"mark": mark, "applications": form.bestand, "seen": form.gezien, "reason": form.reden}
    try:
        asked = read_input(BatchGiven, said)
        batch = await plan(asked, signed_in(request), catalogue=await house.site.marks.current(), at=house.site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, mark, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/partij/{batch}?melding=gepland")


@post(f"{HERE}/{{mark:str}}/schakelaar", opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=200)
async def take_switch(request: Asked, mark: FromPath[str]) -> Answer:
    staff, at = signed_in(request), house_of(request).site.now()
    await require_mark(mark, staff, SETTING)
    given = read_form(request, SwitchForm)
    if given.form is None:
        return await _page(request, mark, given.filled, status=400)
    form = given.form
    try:
        if form.knop == "voorstellen":
            await propose_bulk(read_input(SwitchGiven, {"mark": mark, "reason": form.reden}), staff, at=at)
            return redirect(f"{HERE}/{mark}?melding=voorgesteld")
        seen = form.voorstel or UUID(int=0)
        if form.knop == "goedkeuren":
            await approve_bulk(mark, seen, staff, at=at)
            return redirect(f"{HERE}/{mark}?melding=aan")
        await end_bulk(mark, seen, staff, at=at)
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, mark, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/{mark}?melding=uit")


@get(f"{HERE}/partij/{{batch:uuid}}", opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def show_batch(request: Asked, batch: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, BulkQuery)
    return await _batch(request, batch, message=MESSAGES.get(query.melding))


@post(
    f"{HERE}/partij/{{batch:uuid}}/ongedaan", opt=door(Door.BODY, roles=SETTING), include_in_schema=False,
    status_code=200,
)  # fmt: skip
async def take_undo(request: Asked, batch: FromPath[UUID]) -> Answer:
    try:
        await undo(batch, signed_in(request), at=house_of(request).site.now())
    except Conflict as error:
        return await _batch(request, batch, filled=said_by_register(Filled(), error, FIELDS), status=409)
    return redirect(f"{HERE}/partij/{batch}?melding=ongedaan")


async def _overview(request: Asked, *, message: Sentence | None) -> Answer:
    staff, site = signed_in(request), house_of(request).site
    catalogue, codes = await site.marks.current(), await marks_of(signed_in(request))
    return await desk_page(
        request,
        "desk_bulk.html",
        message=message,
        marks=[(catalogue.mark(code), await switch_of(code)) for code in codes],
        batches=await batches_of(staff),
        names={code: catalogue.mark(code).name for code in codes},
        now=site.now(),
    )


async def _page(
    request: Asked, mark: str, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    staff, site = signed_in(request), house_of(request).site
    body = await require_mark(mark, staff, OF_A_BODY)
    catalogue, held = await site.marks.current(), {one.role for one in staff.roles if one.body == body}
    seen: Preview | None = None
    if held & DECIDING and await is_on(mark):
        seen = await preview(mark, staff, catalogue=catalogue, at=site.now())
    return await desk_page(
        request,
        "desk_bulk_mark.html",
        status=status,
        filled=filled,
        message=message,
        mark=catalogue.mark(mark),
        switch=await switch_of(mark),
        seen=seen,
        why=WHY,
        letters=await _letters(seen, catalogue, site) if seen and seen.files else (),
        decides=bool(held & DECIDING),
        sets=bool(held & SETTING),
        actor=staff.actor,
    )


async def _letters(seen: Preview, catalogue: Catalogue, site: Site) -> tuple[WholeLetter, ...]:
    """The letter that the first one gets, in both languages: only the days differ."""
    first = seen.files[0]
    about = about_application(seen.mark, first.application, what_was_decided(Kind.GRANT, first.term.until))
    return await letters_about(about, catalogue, site, on=site.today())


async def _batch(
    request: Asked, batch: UUID, *, message: Sentence | None = None, filled: Filled | None = None, status: int = 200
) -> Answer:
    site = house_of(request).site
    found = await read_batch(batch, signed_in(request))
    held = {one.role for one in signed_in(request).roles if one.body is not None}
    return await desk_page(
        request,
        "desk_bulk_batch.html",
        status=status,
        filled=filled or Filled(),
        message=message,
        batch=found,
        mark=(await site.marks.current()).mark(found.mark),
        why=WHY,
        can_undo=found.can_be_undone(site.now()) and bool(held & SETTING),
        now=site.now(),
    )


PAGES = [show_bulk, show_mark, take_plan, take_switch, show_batch, take_undo]
