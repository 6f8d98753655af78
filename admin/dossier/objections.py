"""Objecting to a decision about oneself: what was decided, until when, why one disagrees."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.decisions import Kind
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query
from registry.errors import Conflict, Malformed, NotFound
from registry.inputs import Text1000
from registry.objections import NO_DECISION, ObjectionGiven, object_as_holder
from registry.own_decisions import OwnDecision, own_decisions

FIELDS = {"grounds": "gronden", "why_late": "laat"}
KINDS: dict[Kind, Sentence] = {
    Kind.GRANT: say("Keurmerk toegekend"),
    Kind.RENEWAL: say("Keurmerk verlengd"),
    Kind.REFUSAL: say("Aanvraag afgewezen"),
    Kind.EXTENSION: say("Meer tijd gegeven"),
    Kind.CONDITION: say("Voorwaarde gesteld"),
    Kind.RESTRICTION: say("Beperking opgelegd"),
    Kind.SUSPENSION: say("Geschorst"),
    Kind.REVOCATION: say("Registratie doorgehaald"),
    Kind.LIFT: say("Maatregel beëindigd"),
    Kind.CONVERSION: say("Omgezet in een ander keurmerk"),
}


class ObjectionForm(Form):
    """Why somebody disagrees and, after the term, why it is late."""

    gronden: Annotated[str, Field(min_length=1, max_length=2900)]
    laat: Text1000 = ""


@get("/mijn/bezwaar/{decision:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_objection(request: Asked, decision: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    return await _page(request, await _own(request, decision), Filled())


@post("/mijn/bezwaar/{decision:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_objection(request: Asked, decision: FromPath[UUID]) -> Answer:
    found = await _own(request, decision)
    given = read_form(request, ObjectionForm)
    if given.form is None:
        return await _page(request, found, given.filled, status=400)
    house = house_of(request)
    objection = ObjectionGiven(grounds=given.form.gronden, why_late=given.form.laat)
    try:
        await object_as_holder(
            own_number(request), decision, objection, catalogue=await house.site.marks.current(),
            actor=signed_in(request).actor, at=house.site.now(),
        )  # fmt: skip
    except (Malformed, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, found, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect("/mijn/verlengen?melding=bezwaar")


async def _own(request: Asked, decision: UUID) -> OwnDecision:
    """Of a decision about oneself; that of somebody else is not there."""
    every = await own_decisions(own_number(request), at=house_of(request).site.now())
    found = next((one for one in every if one.id == decision), None)
    if found is None:
        raise NotFound(NO_DECISION)
    return found


async def _page(request: Asked, decision: OwnDecision, filled: Filled, *, status: int = 200) -> Answer:
    house = house_of(request)
    catalogue = await house.site.marks.current()
    return house.site.pages.render(
        request.scope,
        "objection.html",
        status=status,
        visit=visit_to(request),
        decision=decision,
        kind=KINDS[decision.kind],
        mark=catalogue.mark(decision.mark),
        filled=filled,
    )


PAGES = [show_objection, take_objection]
