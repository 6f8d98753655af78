"""Extensions for everybody at once: the list first, then a proposal, another officer's answer, and taking it back."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.extension_words import MESSAGES, STATES, WHY, list_as_table
from admin.desk.menu import DECIDING
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.errors import Conflict, Malformed, Refused
from registry.extension_acts import acts_of, list_of, read_act
from registry.extension_lists import ExtensionList
from registry.extension_proposals import (
    Approval,
    Changes,
    ExtensionAsked,
    ExtensionGiven,
    Refusal,
    ReversalGiven,
    approve_extension,
    look_at_proposal,
    preview_extension,
    preview_reversal,
    propose_extension,
    propose_reversal,
    refuse_extension,
)
from registry.inputs import read_input
from registry.own_marks import marks_of

HERE = "/instelling/uitstel/groep"
LIST = f"{HERE}/lijst"
ONE = f"{HERE}/{{extension:uuid}}"
SHOWN = 50  # lines on a page; the table that is taken along has all of them
FIELDS = {
    "mark": "keurmerk", "valid_on": "dag", "months": "maanden", "ground": "grondslag", "reason": "reden",
    "words": "woorden",
}  # fmt: skip


class ExtensionQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class AskedQuery(PageQuery):
    """Which mark, which day and how many months."""

    keurmerk: Annotated[str, Field(max_length=80)] = ""
    dag: Annotated[str, Field(max_length=20)] = ""
    maanden: Annotated[str, Field(max_length=10)] = ""


class AskedForm(Form):
    """For whom, how long, on what ground and why; `gezien` is the list that was looked at."""

    keurmerk: Annotated[str, Field(max_length=80)]
    dag: CivilDay
    maanden: int
    gezien: Annotated[str, Field(max_length=64)]
    grondslag: Annotated[str, Field(max_length=400)] = ""
    reden: Annotated[str, Field(max_length=4000)] = ""


class BackForm(Form):
    """On what ground and why it is taken back."""

    gezien: Annotated[str, Field(max_length=64)]
    grondslag: Annotated[str, Field(max_length=400)] = ""
    reden: Annotated[str, Field(max_length=4000)] = ""


class AnswerForm(Form):
    """What another officer says to a proposal."""

    knop: Literal["goedkeuren", "afwijzen"]
    gezien: Annotated[str, Field(max_length=64)] = ""
    woorden: Annotated[str, Field(max_length=4000)] = ""


@get(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_extensions(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return await _overview(request, Filled())


@get(LIST, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_list(request: Asked) -> Answer:
    """Who it would be for. What cannot be looked up is said beside the form."""
    query = read_query(request.scope, AskedQuery)
    filled = Filled({"keurmerk": query.keurmerk, "dag": query.dag, "maanden": query.maanden})
    try:
        asked = _asked(query)
        return await _list_page(request, asked, filled)
    except Malformed as error:
        return await _overview(request, said_by_register(filled, error, FIELDS), status=400)


def _asked(query: AskedQuery) -> ExtensionAsked:
    return read_input(ExtensionAsked, {"mark": query.keurmerk, "valid_on": query.dag, "months": query.maanden})


@get(f"{LIST}/tabel.csv", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def take_list_along(request: Asked) -> Answer:
    asked = _asked(read_query(request.scope, AskedQuery))
    return list_as_table(f"uitstel-{asked.valid_on}.csv", (await _preview(request, asked)).people)


@post(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_proposal(request: Asked) -> Answer:
    given, site = read_form(request, AskedForm), house_of(request).site
    if given.form is None:
        return await _overview(request, given.filled, status=400)
    form = given.form
    said = {"mark": form.keurmerk, "valid_on": form.dag, "months": form.maanden}
    try:
        asked = read_input(ExtensionAsked, said)
    except Malformed as error:
        return await _overview(request, said_by_register(given.filled, error, FIELDS), status=400)
    try:
        whole = said | {"ground": form.grondslag, "reason": form.reden, "seen": form.gezien}
        extension = await propose_extension(
            read_input(ExtensionGiven, whole), signed_in(request), catalogue=await site.marks.current(), at=site.now()
        )
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _list_page(request, asked, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/{extension}?melding=voorgesteld")


@get(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_extension(request: Asked, extension: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, ExtensionQuery)
    return await _page(request, extension, Filled(), message=MESSAGES.get(query.melding))


@get(f"{ONE}/tabel.csv", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def take_along(request: Asked, extension: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    return list_as_table(f"uitstel-{extension}.csv", await list_of(extension, signed_in(request)))


@post(f"{ONE}/antwoord", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_answer(request: Asked, extension: FromPath[UUID]) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    await read_act(extension, staff)
    given = read_form(request, AnswerForm)
    if given.form is None:
        return await _page(request, extension, given.filled, status=400)
    form = given.form
    try:
        if form.knop == "afwijzen":
            refusal = read_input(Refusal, {"words": form.woorden})
            await refuse_extension(extension, refusal, staff, at=site.now())
            return redirect(f"{HERE}/{extension}?melding=afgewezen")
        approval = read_input(Approval, {"words": form.woorden, "seen": form.gezien})
        await approve_extension(extension, approval, staff, catalogue=await site.marks.current(), at=site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, extension, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/{extension}?melding=goedgekeurd")


@get(f"{ONE}/terug", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_reversal(request: Asked, extension: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    return await _reversal_page(request, extension, Filled())


@get(f"{ONE}/terug/tabel.csv", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def take_reversal_along(request: Asked, extension: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    site = house_of(request).site
    found = await preview_reversal(
        extension, signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )  # fmt: skip
    return list_as_table(f"terug-{extension}.csv", found.people)


@post(f"{ONE}/terug", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_reversal(request: Asked, extension: FromPath[UUID]) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    await read_act(extension, staff)
    given = read_form(request, BackForm)
    if given.form is None:
        return await _reversal_page(request, extension, given.filled, status=400)
    form = given.form
    try:
        asked = read_input(ReversalGiven, {"ground": form.grondslag, "reason": form.reden, "seen": form.gezien})
        back = await propose_reversal(
            extension, asked, staff, catalogue=await site.marks.current(), at=site.now()
        )  # fmt: skip
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _reversal_page(request, extension, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/{back}?melding=voorgesteld")


async def _preview(request: Asked, asked: ExtensionAsked) -> ExtensionList:
    site = house_of(request).site
    return await preview_extension(asked, signed_in(request), catalogue=await site.marks.current(), at=site.now())


async def _overview(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    catalogue, language = await house_of(request).site.marks.current(), reader_of(request.scope).language
    marks = await marks_of(signed_in(request), DECIDING)
    return await desk_page(
        request,
        "desk_extensions.html",
        status=status,
        filled=filled,
        options=[(code, catalogue.mark(code).name.within(language)) for code in marks],
        names={mark.code: mark.name for mark in catalogue.marks()},
        acts=await acts_of(signed_in(request)),
        states=STATES,
    )


async def _list_page(request: Asked, asked: ExtensionAsked, filled: Filled, *, status: int = 200) -> Answer:
    return await desk_page(
        request,
        "desk_extension_list.html",
        status=status,
        filled=filled,
        asked=asked,
        mark=(await house_of(request).site.marks.current()).mark(asked.mark),
        found=await _preview(request, asked),
        shown=SHOWN,
        why=WHY,
    )


async def _reversal_page(request: Asked, extension: UUID, filled: Filled, *, status: int = 200) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    act, catalogue = await read_act(extension, staff), await site.marks.current()
    return await desk_page(
        request,
        "desk_extension_back.html",
        status=status,
        filled=filled,
        act=act,
        mark=catalogue.mark(act.mark),
        found=await preview_reversal(extension, staff, catalogue=catalogue, at=site.now()),
        shown=SHOWN,
        why=WHY,
    )


async def _page(
    request: Asked, extension: UUID, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    act, catalogue = await read_act(extension, staff), await site.marks.current()
    found: ExtensionList | None = None
    changes = Changes((), (), ())
    if act.state == "proposed":
        found, changes = await look_at_proposal(extension, staff, catalogue=catalogue, at=site.now())
    return await desk_page(
        request,
        "desk_extension.html",
        status=status,
        filled=filled,
        message=message,
        act=act,
        mark=catalogue.mark(act.mark),
        found=found,
        changes=changes,
        lines=found.people[:SHOWN] if found else await list_of(extension, staff, size=SHOWN),
        total=len(found.people) if found else act.total,
        mine=act.proposed_by == staff.actor,
        states=STATES,
        why=WHY,
    )


PAGES = [
    show_extensions, show_list, take_list_along, take_proposal, show_extension, take_along, take_answer, show_reversal,
    take_reversal_along, take_reversal,
]  # fmt: skip
