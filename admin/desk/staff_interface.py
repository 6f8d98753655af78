"""Staff and their roles for programs of an administrator: the list, the proposals, and taking a role away."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from admin.desk.menu import ADMINISTERING
from admin.dossier.tokens import Body
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, read_query
from registry.errors import Malformed
from registry.inputs import read_input
from registry.role_proposals import (
    RoleAnswered,
    RoleProposal,
    RoleProposed,
    answer_role,
    propose_role,
    read_role_proposal,
    role_proposals_for,
    take_role_proposal_back,
)
from registry.staff import staff_of_own_bodies, take_staff_role

ADDRESS = "/api/v1/desk/staff"
PROPOSALS = f"{ADDRESS}/proposals"


class ProposalBody(Body):
    """Who should get which role at which body, and why."""

    body: str
    role: str
    email: str
    reason: str


class AnswerBody(Body):
    """What somebody else says to it."""

    answer: Literal["approved", "refused"]


class RoleItem(msgspec.Struct, rename="camel"):
    """A role of somebody, by the identity with which it is taken away."""

    id: str
    role: str
    since: datetime


class StaffItem(msgspec.Struct, rename="camel"):
    """Somebody who works at a body; `cameIn` once they chose a password."""

    body: str
    account: str
    email: str
    came_in: bool
    roles: list[RoleItem]


class ProposalItem(msgspec.Struct, rename="camel"):
    """A proposal; `email` as long as it waits, `invites` where that address has no account yet."""

    id: str
    body: str
    role: str
    email: str | None
    invites: bool
    reason: str
    proposed_by: str
    proposed_at: datetime
    answer: str | None
    answered_at: datetime | None


@get(ADDRESS, opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False)
async def list_staff(request: Asked) -> Answer:
    read_query(request.scope, Query)
    found = await staff_of_own_bodies(signed_in(request))
    items = [
        StaffItem(
            body,
            str(one.account),
            one.email,
            one.came_in,
            [RoleItem(str(held.id), held.role, held.since) for held in one.roles],
        )
        for body, members in found.items()
        for one in members
    ]
    return as_json({"items": items})


@get(PROPOSALS, opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False)
async def list_role_proposals(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [proposal_item(one) for one in await role_proposals_for(signed_in(request))]})


@post(PROPOSALS, opt=door(Door.BODY, roles=ADMINISTERING), include_in_schema=False, status_code=201)
async def post_role_proposal(request: Asked) -> Answer:
    given = await read_json(request, ProposalBody)
    try:
        asked = read_input(RoleProposed, given.model_dump())
    except Malformed as error:
        raise as_invalid(error) from None
    proposal = await propose_role(asked, signed_in(request), at=house_of(request).site.now())
    return await one_proposal(request, proposal, status=201)


@post(
    f"{PROPOSALS}/{{proposal:uuid}}/answer",
    opt=door(Door.BODY, roles=ADMINISTERING),
    include_in_schema=False,
    status_code=200,
)
async def post_role_answer(request: Asked, proposal: FromPath[UUID]) -> Answer:
    return await answer_with_body(request, proposal)


async def answer_with_body(request: Asked, proposal: UUID) -> Answer:
    """Answer a proposal as the body says; also for the operator."""
    given = await read_json(request, AnswerBody)
    answer = RoleAnswered(answer=given.answer)
    await answer_role(proposal, answer, signed_in(request), at=house_of(request).site.now())
    return await one_proposal(request, proposal)


@post(
    f"{PROPOSALS}/{{proposal:uuid}}/withdrawal",
    opt=door(Door.BODY, roles=ADMINISTERING),
    include_in_schema=False,
    status_code=200,
)
async def post_role_withdrawal(request: Asked, proposal: FromPath[UUID]) -> Answer:
    await take_role_proposal_back(proposal, signed_in(request), at=house_of(request).site.now())
    return await one_proposal(request, proposal)


@post(
    f"{ADDRESS}/roles/{{role:uuid}}/removal",
    opt=door(Door.BODY, roles=ADMINISTERING),
    include_in_schema=False,
    status_code=200,
)
async def post_role_removal(request: Asked, role: FromPath[UUID]) -> Answer:
    await take_staff_role(role, signed_in(request), at=house_of(request).site.now())
    return as_json({"id": str(role), "taken": True})


async def one_proposal(request: Asked, proposal: UUID, *, status: int = 200) -> Answer:
    """A proposal as it is now."""
    return as_json(proposal_item(await read_role_proposal(proposal, signed_in(request))), status=status)


def proposal_item(one: RoleProposal) -> ProposalItem:
    return ProposalItem(
        str(one.id), one.body, one.role, one.email, one.new, one.reason, one.proposed_by, one.proposed_at, one.answer,
        one.answered_at,
    )  # fmt: skip


ROUTES = [
    list_staff,
    list_role_proposals,
    post_role_proposal,
    post_role_answer,
    post_role_withdrawal,
    post_role_removal,
]
