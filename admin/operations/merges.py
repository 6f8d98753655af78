"""Proposals to merge that wait for a body: the operator can give the word in its place."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.merges_interface import merge_item, shown_item
from admin.desk.people_words import LOG_INS, STATUSES
from admin.dossier.tokens import Body
from admin.operations.pages import operations_page
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.query import PageQuery, Query, read_query
from registry.errors import Conflict, Refused
from registry.inputs import Code
from registry.merge_rows import merges_waiting, show_merge
from registry.merge_words import agree_for_body

HERE = "/beheer/samenvoegingen"
JSON = "/api/v1/operations/merges"


class WordForm(Form):
    instelling: Annotated[str, Field(max_length=80)]


class WordBody(Body):
    """In the place of which body."""

    body: Code


@get(HERE, opt=door(Door.OPERATOR), include_in_schema=False)
async def show_waiting(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    catalogue = await house_of(request).site.marks.current()
    bodies = {body.code: body.name for body in catalogue.bodies()}
    merges = await merges_waiting(signed_in(request))
    return operations_page(request, "operations_merges.html", merges=merges, bodies=bodies)


@get(f"{HERE}/{{merge:uuid}}", opt=door(Door.OPERATOR), include_in_schema=False)
async def show_one(request: Asked, merge: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    return await _page(request, merge, Filled())


@post(f"{HERE}/{{merge:uuid}}", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def take_word(request: Asked, merge: FromPath[UUID]) -> Answer:
    given, site = read_form(request, WordForm), house_of(request).site
    if given.form is None:
        return await _page(request, merge, given.filled, status=400)
    catalogue = await site.marks.current()
    try:
        await agree_for_body(merge, given.form.instelling, signed_in(request), catalogue=catalogue, at=site.now())
    except (Refused, Conflict) as error:
        return await _page(request, merge, said_by_register(given.filled, error, {}), status=409)
    return redirect(f"{HERE}/{merge}")


async def _page(request: Asked, merge: UUID, filled: Filled, *, status: int = 200) -> Answer:
    site = house_of(request).site
    catalogue = await site.marks.current()
    shown = await show_merge(merge, signed_in(request), catalogue=catalogue, at=site.now())
    needs = shown.preview.needs if shown.preview is not None else ()
    return operations_page(
        request,
        "operations_merge.html",
        status=status,
        merge=shown.merge,
        preview=shown.preview,
        filled=filled,
        missing=[body for body in needs if body not in shown.merge.words],
        names={mark.code: mark.name for mark in catalogue.marks()},
        bodies={body.code: body.name for body in catalogue.bodies()},
        statuses=STATUSES,
        log_ins=LOG_INS,
    )


@get(JSON, opt=door(Door.OPERATOR), include_in_schema=False)
async def list_waiting(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [merge_item(one) for one in await merges_waiting(signed_in(request))]})


@post(f"{JSON}/{{merge:uuid}}/words", opt=door(Door.OPERATOR), include_in_schema=False, status_code=201)
async def post_word(request: Asked, merge: FromPath[UUID]) -> Answer:
    given, site = await read_json(request, WordBody), house_of(request).site
    catalogue, staff = await site.marks.current(), signed_in(request)
    await agree_for_body(merge, given.body, staff, catalogue=catalogue, at=site.now())
    return as_json(shown_item(await show_merge(merge, staff, catalogue=catalogue, at=site.now())), status=201)


PAGES = [show_waiting, show_one, take_word]
ROUTES = [list_waiting, post_word]
