"""Working on one application: take it on, give it back, take it over, say that one knows them, ask something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.cases import PATH, QUEUE, case_page
from admin.desk.menu import JUDGING
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import from_register
from registry.case_questions import ask_applicant
from registry.claims import ClaimEnded, claim, release, take_over
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import read_input
from registry.interests import InterestDeclared, declare_interest, take_back_interest
from registry.questions import Words

FIELDS = {"reason": "reden", "words": "woorden", "text": "vraag"}
Why = Annotated[str, Field(max_length=4000)]


class TaskForm(Form):
    """What somebody takes on."""

    taak: Literal["judge", "decide"] = "judge"


class ClaimForm(Form):
    """Which claim ends, and why."""

    claim: UUID
    reden: Why = ""


class InterestForm(Form):
    """Why somebody is not free to judge."""

    woorden: Why = ""


class QuestionForm(Form):
    """What the applicant is asked."""

    vraag: Why = ""


@post(f"{PATH}/taak", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_task(request: Asked, application: FromPath[UUID]) -> Answer:
    given = read_form(request, TaskForm)
    if given.form is None:
        return await case_page(request, application, filled=given.filled, status=400)
    site, task = house_of(request).site, given.form.taak
    catalogue, staff = await site.marks.current(), signed_in(request)

    async def take() -> None:
        await claim(application, task, staff, catalogue=catalogue, at=site.now())

    return await done(request, application, take, given.filled, "", "taak")


@post(f"{PATH}/teruggeven", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_release(request: Asked, application: FromPath[UUID]) -> Answer:
    return await _end_claim(request, application, release, "teruggegeven")


@post(f"{PATH}/overnemen", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_takeover(request: Asked, application: FromPath[UUID]) -> Answer:
    return await _end_claim(request, application, take_over, "overgenomen")


async def _end_claim(request: Asked, application: UUID, end: Callable[..., Awaitable[object]], message: str) -> Answer:
    """End a claim with a reason: one's own, or that of somebody whose place one takes."""
    given = read_form(request, ClaimForm)
    if given.form is None:
        return await case_page(request, application, filled=given.filled, status=400)
    form, at, staff = given.form, house_of(request).site.now(), signed_in(request)

    async def stop() -> None:
        await end(application, form.claim, read_input(ClaimEnded, {"reason": form.reden}), staff, at=at)

    return await done(request, application, stop, given.filled, str(form.claim), message)


@post(f"{PATH}/band", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_interest(request: Asked, application: FromPath[UUID]) -> Answer:
    given = read_form(request, InterestForm)
    if given.form is None:
        return await case_page(request, application, filled=given.filled, about="band", status=400)
    words, at, staff = given.form.woorden, house_of(request).site.now(), signed_in(request)

    async def say_so() -> None:
        await declare_interest(application, read_input(InterestDeclared, {"words": words}), staff, at=at)

    return await done(request, application, say_so, given.filled, "band", "")


@post(f"{PATH}/band/weg", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_interest_back(request: Asked, application: FromPath[UUID]) -> Answer:
    at, staff = house_of(request).site.now(), signed_in(request)

    async def take_back() -> None:
        await take_back_interest(application, staff, at=at)

    return await done(request, application, take_back, Filled(), "", "")


@post(f"{PATH}/vraag", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_question(request: Asked, application: FromPath[UUID]) -> Answer:
    given = read_form(request, QuestionForm)
    if given.form is None:
        return await case_page(request, application, filled=given.filled, about="vraag", status=400)
    text, at, staff = given.form.vraag, house_of(request).site.now(), signed_in(request)

    async def ask() -> None:
        await ask_applicant(application, read_input(Words, {"text": text}), staff, at=at)

    return await done(request, application, ask, given.filled, "vraag", "gevraagd", place="vragen")


async def done(
    request: Asked,
    application: UUID,
    act: Callable[[], Awaitable[None]],
    filled: Filled,
    about: str,
    message: str,
    *,
    place: str = "",
) -> Answer:
    """Do it and show the file again, or show the file with what is in the way and everything that was typed.

    What is gone meanwhile is told on the page of the file; a file that is not theirs is not there for them at all.
    """
    try:
        await act()
    except (Malformed, Refused, Conflict) as error:
        status = 400 if isinstance(error, Malformed) else 409
        wrong = said_by_register(filled, error, FIELDS)
        return await case_page(request, application, filled=wrong, about=about, status=status)
    except NotFound as error:
        wrong = filled.with_mistakes(("", from_register(error.message)))
        return await case_page(request, application, filled=wrong, about=about, status=409)
    where = f"?melding={message}" if message else ""
    return redirect(f"{QUEUE}/{application}{where}{'#' if place else ''}{place}")


PAGES = [take_task, take_release, take_takeover, take_interest, take_interest_back, take_question]
