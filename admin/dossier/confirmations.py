"""Confirmations: asking who was there, and answering, with a log-in of one's own or by the link in a letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.activity_page import activity_page
from admin.dossier.kinds import activity_kinds
from admin.web.amounts import hours_text
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language, Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.confirmations import (
    ConfirmationAsked,
    ask_confirmation,
    asked_of,
    confirm,
    confirm_as,
    confirmation_by_code,
)
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import Email
from registry.numbers import read_number
from registry.own_entries import read_entry

HERE = "/mijn/bevestigingen"
FIELDS = {"number": "nummer", "email": "email", "role": "rol"}
ONE_OF_TWO = say("Vul een registernummer in of een e-mailadres, niet allebei.")
NOT_KNOWN = say("Dit nummer staat niet in het register. Kijk het na, of vraag het per e-mail.")
MESSAGES: dict[str, Sentence] = {
    "ja": say("Dank je. Je hebt dit bevestigd."),
    "nee": say("Dank je. Je hebt gezegd dat dit niet klopt."),
}


class AskForm(Form):
    """Whom to ask, by number or by address."""

    rol: Literal["peer", "supervisor"]
    nummer: Annotated[str | None, Field(max_length=40)] = None
    email: Email | None = None
    brieftaal: Literal["nl", "en"] = "nl"

    def asked(self) -> ConfirmationAsked:
        """Raises Malformed for what is no number."""
        number = None if self.nummer is None else read_number(self.nummer)
        return ConfirmationAsked(role=self.rol, number=number, email=self.email, language=self.brieftaal)


class AnswerForm(Form):
    """Yes or no; `code` where the answer comes by a link."""

    antwoord: Literal["ja", "nee"]
    code: Annotated[str, Field(max_length=100)] = ""


class MessageQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class CodeQuery(PageQuery):
    """The code in the link of a letter."""

    code: Annotated[str, Field(max_length=100)] = ""


@post(
    "/mijn/activiteiten/{entry:uuid}/bevestiging",
    opt=door(Door.PROFESSIONAL),
    include_in_schema=False,
    status_code=200,
)
async def take_asking(request: Asked, entry: FromPath[UUID]) -> Answer:
    found = await read_entry(own_number(request), "activity", entry)
    given = read_form(request, AskForm)
    filled = given.filled
    if given.form is not None and (given.form.nummer is None) is (given.form.email is None):
        filled = filled.with_mistakes(("nummer", ONE_OF_TWO))
    if given.form is None or filled.mistakes:
        return await activity_page(request, found, asking=filled, status=400)
    try:
        await ask_confirmation(
            own_number(request), entry, given.form.asked(), actor=signed_in(request).actor,
            at=house_of(request).site.now(),
        )  # fmt: skip
    except NotFound:
        return await activity_page(request, found, asking=filled.with_mistakes(("nummer", NOT_KNOWN)), status=400)
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await activity_page(request, found, asking=said_by_register(filled, error, FIELDS), status=status)
    how = "gevraagd" if given.form.email is None else "gemaild"
    return redirect(f"/mijn/activiteiten/{entry}?melding={how}")


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_asked(request: Asked) -> Answer:
    query = read_query(request.scope, MessageQuery)
    house = house_of(request)
    return house.site.pages.render(
        request.scope,
        "confirmations.html",
        visit=visit_to(request),
        asked=await asked_of(own_number(request), at=house.site.now()),
        kinds=await _kinds(request),
        hours_of=hours_text,
        message=MESSAGES.get(query.melding),
    )


@post(f"{HERE}/{{confirmation:uuid}}", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_answer(request: Asked, confirmation: FromPath[UUID]) -> Answer:
    given = read_form(request, AnswerForm)
    if given.form is None:
        return redirect(HERE)
    await confirm_as(
        own_number(request), confirmation, confirms=given.form.antwoord == "ja", actor=signed_in(request).actor,
        at=house_of(request).site.now(),
    )  # fmt: skip
    return redirect(f"{HERE}?melding={given.form.antwoord}")


@get("/bevestiging", opt=door(Door.ANYONE), include_in_schema=False)
async def show_link(request: Asked) -> Answer:
    """Two buttons, because programs that look into mail open every link."""
    return await _link_page(request, read_query(request.scope, CodeQuery).code, Filled())


@post("/bevestiging", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_link(request: Asked) -> Answer:
    given = read_form(request, AnswerForm)
    if given.form is None:
        return await _link_page(request, given.filled.value("code"), given.filled, status=400)
    identity = visit_to(request).identity
    try:
        await confirm(
            given.form.code, confirms=given.form.antwoord == "ja", by=identity.number if identity else None,
            at=house_of(request).site.now(),
        )  # fmt: skip
    except NotFound:
        return _no_longer(request)
    except Refused as error:
        wrong = said_by_register(given.filled, error, {})
        return await _link_page(request, given.form.code, wrong, status=409)
    return house_of(request).site.pages.render(
        request.scope,
        "message.html",
        title=say("Dank je wel"),
        sentences=(MESSAGES[given.form.antwoord], say("Je hoeft verder niets te doen. De link werkt nu niet meer.")),
        address=None,
        label=None,
    )


async def _link_page(request: Asked, code: str, filled: Filled, *, status: int = 200) -> Answer:
    house, visit = house_of(request), visit_to(request)
    try:
        shown = await confirmation_by_code(code, at=house.site.now())
    except NotFound:
        return _no_longer(request)
    return house.site.pages.render(
        request.scope,
        "confirmation.html",
        status=status,
        headers=house.cookies.remember_visitor(visit),
        visit=visit,
        filled=filled,
        one=shown,
        code=code,
        kinds=await _kinds(request),
        hours_of=hours_text,
    )


def _no_longer(request: Asked) -> Answer:
    return house_of(request).site.pages.render(
        request.scope,
        "message.html",
        status=404,
        title=say("Deze link werkt niet meer"),
        sentences=(
            say("Je hebt al geantwoord, of de link is ouder dan 30 dagen, of de activiteit is veranderd."),
            say("Vraag wie je de link stuurde om een nieuwe."),
        ),
        address=None,
        label=None,
    )


async def _kinds(request: Asked) -> Mapping[str, str]:
    language: Language = reader_of(request.scope).language
    return dict(activity_kinds(await house_of(request).site.marks.current(), language))


PAGES = [take_asking, show_asked, take_answer, show_link, take_link]
