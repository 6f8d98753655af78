"""Roles that wait for the operator: somebody at a body proposed them, and nobody there can be the second person."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.menu import ROLES
from admin.desk.staff import MESSAGES, AnswerForm, answered
from admin.desk.staff_interface import answer_with_body, proposal_item
from admin.operations.pages import operations_page
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, read_form, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_json
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence
from public_api.web.query import PageQuery, Query, read_query
from registry.errors import Conflict, Refused
from registry.role_proposals import role_proposals_for

HERE = "/beheer/rollen"
ADDRESS = "/api/v1/operations/role-proposals"


class ProposalsQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


@get(HERE, opt=door(Door.OPERATOR), include_in_schema=False)
async def show_role_proposals(request: Asked) -> Answer:
    query = read_query(request.scope, ProposalsQuery)
    return await _page(request, Filled(), message=MESSAGES.get(query.melding))


@post(f"{HERE}/{{proposal:uuid}}", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def take_operator_answer(request: Asked, proposal: FromPath[UUID]) -> Answer:
    given = read_form(request, AnswerForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    try:
        told = await answered(request, proposal, given.form)
    except (Refused, Conflict) as error:
        return await _page(request, said_by_register(Filled(), error, {}), status=409)
    return redirect(f"{HERE}?melding={told}")


async def _page(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    who, catalogue = signed_in(request), await house_of(request).site.marks.current()
    return operations_page(
        request,
        "operations_role_proposals.html",
        status=status,
        filled=filled,
        message=message,
        proposals=await role_proposals_for(who),
        names={body.code: body.name for body in catalogue.bodies()},
        roles=ROLES,
        me=who,
    )


@get(ADDRESS, opt=door(Door.OPERATOR), include_in_schema=False)
async def list_waiting_roles(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [proposal_item(one) for one in await role_proposals_for(signed_in(request))]})


@post(f"{ADDRESS}/{{proposal:uuid}}/answer", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def post_operator_answer(request: Asked, proposal: FromPath[UUID]) -> Answer:
    return await answer_with_body(request, proposal)


PAGES = [show_role_proposals, take_operator_answer]
ROUTES = [list_waiting_roles, post_operator_answer]
