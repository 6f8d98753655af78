"""One application of somebody: where it stands, what changed since, the assessor's questions, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.entry_options import entry_labels
from admin.dossier.overviews import entries_by_id
from admin.dossier.tasks import STATES
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.applications import withdraw_application
from registry.errors import Conflict, NotFound, Refused
from registry.later_corrections import later_corrections
from registry.own_applications import OwnApplication, own_applications
from registry.own_decisions import OwnDecision, own_decisions
from registry.questions import NO_APPLICATION, Words, answer_question, questions_of

HERE = "/mijn/verlengen"
CHANGES: dict[str, Sentence] = {
    "corrected": say("Veranderd na het indienen"),
    "withdrawn": say("Ingetrokken na het indienen"),
    "added": say("Toegevoegd na het indienen"),
}
GONE = say("iets dat niet meer in je dossier staat")
MESSAGES: dict[str, Sentence] = {"beantwoord": say("Je antwoord is verstuurd.")}


class ApplicationQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class AnswerForm(Form):
    """The answer to one question."""

    vraag: UUID
    antwoord: Annotated[str, Field(min_length=1, max_length=4000)]


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that is no longer as it was handed in; `title` is empty for one that is gone."""

    title: str
    change: Sentence
    at: datetime | None


@get(f"{HERE}/aanvraag/{{application:uuid}}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_application(request: Asked, application: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, ApplicationQuery)
    own = await _own(request, application)
    house, number = house_of(request), own_number(request)
    catalogue = await house.site.marks.current()
    return house.site.pages.render(
        request.scope,
        "application.html",
        visit=visit_to(request),
        application=own,
        mark=catalogue.mark(own.mark),
        state=STATES[own.state],
        changes=await _changes(request, own),
        questions=await questions_of(number, application),
        decision=await _decision_on(request, application),
        message=MESSAGES.get(query.melding),
        gone=GONE,
    )


@post(
    f"{HERE}/aanvraag/{{application:uuid}}/intrekken",
    opt=door(Door.PROFESSIONAL),
    include_in_schema=False,
    status_code=200,
)
async def take_withdraw(request: Asked, application: FromPath[UUID]) -> Answer:
    await _own(request, application)
    house = house_of(request)
    await withdraw_application(
        application, catalogue=await house.site.marks.current(), actor=signed_in(request).actor, at=house.site.now()
    )
    return redirect(f"{HERE}?melding=ingetrokken")


@get(f"{HERE}/{{application:uuid}}/vraag", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_questions(request: Asked, application: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    return await _questions_page(request, await _own(request, application), Filled())


@post(f"{HERE}/{{application:uuid}}/vraag", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_answer(request: Asked, application: FromPath[UUID]) -> Answer:
    own = await _own(request, application)
    given = read_form(request, AnswerForm)
    if given.form is None:
        return await _questions_page(request, own, given.filled, status=400)
    house, number = house_of(request), own_number(request)
    words = Words(text=given.form.antwoord)
    try:
        await answer_question(number, given.form.vraag, words, actor=signed_in(request).actor, at=house.site.now())
    except (Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _questions_page(request, own, said_by_register(given.filled, error, {}), status=status)
    return redirect(f"{HERE}/aanvraag/{application}?melding=beantwoord")


async def _own(request: Asked, application: UUID) -> OwnApplication:
    """Of an application of one's own; that of somebody else is not there."""
    found = next((one for one in await own_applications(own_number(request)) if one.id == application), None)
    if found is None:
        raise NotFound(NO_APPLICATION)
    return found


async def _changes(request: Asked, application: OwnApplication) -> list[Changed]:
    """What changed in the file since it was handed in: the body sees the same list."""
    house = house_of(request)
    labels = entry_labels(await house.site.marks.current(), reader_of(request.scope).language)
    entries = await entries_by_id(own_number(request), labels)
    found = await later_corrections(application.id) if application.state != "withdrawn" else ()
    return [
        Changed(entries[one.entry].title if one.entry in entries else "", CHANGES[one.change], one.at) for one in found
    ]


async def _decision_on(request: Asked, application: UUID) -> OwnDecision | None:
    every = await own_decisions(own_number(request), at=house_of(request).site.now())
    return next((one for one in every if one.answers == application), None)


async def _questions_page(request: Asked, application: OwnApplication, filled: Filled, *, status: int = 200) -> Answer:
    house = house_of(request)
    catalogue = await house.site.marks.current()
    questions = await questions_of(own_number(request), application.id)
    open_ = [one for one in questions if one.answer is None] if application.state == "open" else []
    return house.site.pages.render(
        request.scope,
        "question.html",
        status=status,
        visit=visit_to(request),
        application=application,
        mark=catalogue.mark(application.mark),
        asked=open_[0] if open_ else None,
        more=len(open_) - 1,
        answered=[one for one in questions if one.answer is not None],
        filled=filled,
    )


PAGES = [show_application, take_withdraw, show_questions, take_answer]
