"""Who works at the body: proposing a role, answering a colleague's proposal, and taking a role away."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.menu import ADMINISTERING, ROLES
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.role_proposals import (
    RoleAnswered,
    RoleProposed,
    answer_role,
    propose_role,
    role_proposals_for,
    take_role_proposal_back,
)
from registry.staff import staff_of_own_bodies, take_staff_role

HERE = "/instelling/medewerkers"
FIELDS = {"body": "instelling", "role": "rol", "email": "email", "reason": "reden"}
MESSAGES: dict[str, Sentence] = {
    "voorgesteld": say("De rol is voorgesteld. Een andere beheerder of het beheer van het register kijkt ernaar."),
    "goedgekeurd": say("De rol is gegeven, en geldt meteen. Wie het is, krijgt een bericht."),
    "afgewezen": say("Het voorstel is afgewezen."),
    "teruggenomen": say("Het voorstel is teruggenomen."),
    "ontnomen": say("De rol is ingetrokken, en geldt meteen niet meer."),
}


class StaffQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class ProposalForm(Form):
    """Who should get which role."""

    instelling: Annotated[str, Field(max_length=80)]
    email: Annotated[str, Field(max_length=254)]
    rol: Annotated[str, Field(max_length=20)]
    reden: Annotated[str, Field(max_length=4000)]


class AnswerForm(Form):
    """The button that was pressed."""

    knop: Literal["goedkeuren", "afwijzen", "terugnemen"]


@get(HERE, opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False)
async def show_staff(request: Asked) -> Answer:
    query = read_query(request.scope, StaffQuery)
    return await _page(request, Filled(), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False, status_code=200)
async def take_role_proposal(request: Asked) -> Answer:
    given = read_form(request, ProposalForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    form = given.form
    said = {"body": form.instelling, "role": form.rol, "email": form.email, "reason": form.reden}
    try:
        await propose_role(read_input(RoleProposed, said), signed_in(request), at=house_of(request).site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}?melding=voorgesteld")


@post(
    f"{HERE}/voorstellen/{{proposal:uuid}}",
    opt=door(Door.BODY, roles=ADMINISTERING),
    include_in_schema=False,
    status_code=200,
)
async def take_role_answer(request: Asked, proposal: FromPath[UUID]) -> Answer:
    given = read_form(request, AnswerForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    try:
        told = await answered(request, proposal, given.form)
    except (Refused, Conflict) as error:
        return await _page(request, said_by_register(Filled(), error, FIELDS), status=409)
    return redirect(f"{HERE}?melding={told}")


async def answered(request: Asked, proposal: UUID, form: AnswerForm) -> str:
    """Do what the button says; gives what is told of it."""
    who, at = signed_in(request), house_of(request).site.now()
    if form.knop == "terugnemen":
        await take_role_proposal_back(proposal, who, at=at)
        return "teruggenomen"
    if form.knop == "goedkeuren":
        await answer_role(proposal, RoleAnswered(answer="approved"), who, at=at)
        return "goedgekeurd"
    await answer_role(proposal, RoleAnswered(answer="refused"), who, at=at)
    return "afgewezen"


@post(
    f"{HERE}/rollen/{{role:uuid}}/intrekken",
    opt=door(Door.BODY, roles=ADMINISTERING),
    include_in_schema=False,
    status_code=200,
)
async def take_role_away(request: Asked, role: FromPath[UUID]) -> Answer:
    try:
        await take_staff_role(role, signed_in(request), at=house_of(request).site.now())
    except Refused as error:
        return await _page(request, said_by_register(Filled(), error, FIELDS), status=409)
    return redirect(f"{HERE}?melding=ontnomen")


async def _page(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    who, catalogue = signed_in(request), await house_of(request).site.marks.current()
    staff = await staff_of_own_bodies(who)
    names = {body.code: body.name for body in catalogue.bodies()}
    return await desk_page(
        request,
        "desk_staff.html",
        status=status,
        filled=filled,
        message=message,
        staff=staff,
        names={body: names.get(body, body) for body in staff},
        proposals=[one for one in await role_proposals_for(who) if one.body in staff],
        roles=ROLES,
        me=who,
    )


PAGES = [show_staff, take_role_proposal, take_role_answer, take_role_away]
