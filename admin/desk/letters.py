"""The letters of a body: each as it is sent, in both languages, and what the body adds to it by two people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.menu import ADMINISTERING, DECIDING, JUDGING
from admin.desk.pages import desk_page
from admin.dossier.tokens import Body
from admin.post.body_letters import NAMES, invented, with_text
from admin.post.messages import text_of
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import LANGUAGES, Language, Sentence, say
from public_api.web.problems import ProblemRaised
from public_api.web.query import CivilDay, PageQuery, Query, read_query
from registry.contact_points import settings_on
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.letter_texts import (
    BODY_LETTERS,
    BodyLetter,
    LetterText,
    TextGiven,
    answer_text,
    propose_text,
    text_on,
    texts_of,
)
from registry.own_marks import OF_A_BODY, own_marks

HERE, API = "/instelling/brieven", "/api/v1/desk/letter-texts"
SEEING, SETTING = JUDGING | ADMINISTERING, DECIDING | ADMINISTERING
FIELDS = {"text_nl": "tekst_nl", "text_en": "tekst_en", "since": "vanaf", "reason": "reden", "letter": "brief"}
ANSWERS: dict[str, Literal["approved", "refused", "taken_back"]] = {
    "goedkeuren": "approved",
    "afwijzen": "refused",
    "terugnemen": "taken_back",
}
MESSAGES: dict[str, Sentence] = {
    "voorgesteld": say("Voorgesteld. Een andere medewerker of beheerder moet het goedkeuren."),
    "goedkeuren": say("Goedgekeurd. De tekst staat onder de brief vanaf de dag die erbij staat."),
    "afwijzen": say("Afgewezen. De brief blijft zoals hij is."),
    "terugnemen": say("Teruggenomen. De brief blijft zoals hij is."),
}


class LettersQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class TextForm(Form):
    """What to add below a letter."""

    instelling: str = ""
    tekst_nl: Annotated[str, Field(max_length=2000)] = ""
    tekst_en: Annotated[str, Field(max_length=2000)] = ""
    vanaf: CivilDay
    reden: Annotated[str, Field(max_length=4000)] = ""


class AnswerForm(Form):
    """What is done with a proposal."""

    knop: Literal["goedkeuren", "afwijzen", "terugnemen"]


class TextBody(Body):
    """What to add below which letter, from which day on, and why."""

    body: str
    letter: BodyLetter
    text_nl: str = ""
    text_en: str = ""
    since: date
    reason: str


class AnswerBody(Body):
    """What is done with a proposal."""

    answer: Literal["approved", "refused", "taken_back"]


class TextItem(msgspec.Struct, rename="camel"):
    """One text. It holds from `since` on once it was approved."""

    id: str
    body: str
    letter: str
    text_nl: str
    text_en: str
    since: date
    reason: str
    proposed_at: datetime
    answer: str | None
    answered_at: datetime | None


@get(HERE, opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def show_letters(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    texts, today = await texts_of(signed_in(request)), house_of(request).site.today()
    letters = [(letter, NAMES[letter], [one for one in texts if one.letter == letter]) for letter in BODY_LETTERS]
    return await desk_page(request, "desk_letters.html", letters=letters, today=today)


@get(f"{HERE}/{{letter:str}}", opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def show_letter(request: Asked, letter: FromPath[str]) -> Answer:
    query = read_query(request.scope, LettersQuery)
    return await _page(request, _known(letter), Filled(), message=MESSAGES.get(query.melding))


@post(f"{HERE}/{{letter:str}}", opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=200)
async def take_text(request: Asked, letter: FromPath[str]) -> Answer:
    known, given = _known(letter), read_form(request, TextForm)
    if given.form is None:
        return await _page(request, known, given.filled, status=400)
    form = given.form
    said = {
        "body": form.instelling, "letter": known, "text_nl": form.tekst_nl, "text_en": form.tekst_en,
        "since": form.vanaf, "reason": form.reden,
    }  # fmt: skip
    try:
        await propose_text(read_input(TextGiven, said), signed_in(request), at=house_of(request).site.now())
    except (Malformed, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _page(request, known, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/{known}?melding=voorgesteld")


@post(
    f"{HERE}/{{letter:str}}/{{text:uuid}}", opt=door(Door.BODY, roles=SETTING), include_in_schema=False,
    status_code=200,
)  # fmt: skip
async def take_answer(request: Asked, letter: FromPath[str], text: FromPath[UUID]) -> Answer:
    known, given = _known(letter), read_form(request, AnswerForm)
    if given.form is None:
        return await _page(request, known, given.filled, status=400)
    try:
        await answer_text(text, ANSWERS[given.form.knop], signed_in(request), at=house_of(request).site.now())
    except (Refused, Conflict) as error:
        return await _page(request, known, said_by_register(Filled(), error, FIELDS), status=409)
    return redirect(f"{HERE}/{known}?melding={given.form.knop}")


def _known(letter: str) -> BodyLetter:
    found = next((one for one in BODY_LETTERS if one == letter), None)
    if found is None:
        raise ProblemRaised("not-found")
    return found


async def _page(
    request: Asked, letter: BodyLetter, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    staff = signed_in(request)
    catalogue = await house_of(request).site.marks.current()
    bodies = {mark.body.code: mark.body.name for mark in own_marks(staff, catalogue, SETTING)}
    texts = [one for one in await texts_of(staff) if one.letter == letter]
    return await desk_page(
        request,
        "desk_letter.html",
        status=status,
        filled=filled,
        message=message,
        letter=letter,
        name=NAMES[letter],
        shown=await _shown(request, letter, [one for one in texts if one.answer is None]),
        texts=texts,
        bodies=tuple(bodies.items()),
        actor=staff.actor,
        today=house_of(request).site.today(),
    )


async def _shown(
    request: Asked, letter: BodyLetter, waiting: list[LetterText]
) -> list[tuple[str, bool, list[tuple[Language, str, str]]]]:
    """Each body with the letter as it is sent today, and as it would be with what waits."""
    site, staff = house_of(request).site, signed_in(request)
    today, catalogue = site.today(), await site.marks.current()
    settings = await settings_on(site.settings, today)
    proposals = {one.body: one for one in waiting}
    shown = []
    for body, mark in {mark.body.code: mark for mark in reversed(own_marks(staff, catalogue, OF_A_BODY))}.items():
        versions = [(False, await text_on(body, letter, today))]
        if body in proposals:
            versions.append((True, proposals[body] if proposals[body].text_nl else None))
        for waits, text in versions:
            letters = []
            for language in LANGUAGES:
                wording = invented(letter, mark, catalogue, language, on=today)
                if wording is not None:
                    whole = with_text(wording, text, mark.body.name, language)
                    subject = whole.subject.in_language(language)
                    letters.append((language, subject, text_of(whole, language, settings)))
            shown.append((mark.body.name, waits, letters))
    return shown


@get(API, opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def list_texts(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json({"items": [_item(one) for one in await texts_of(signed_in(request))]})


@post(API, opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=201)
async def post_text(request: Asked) -> Answer:
    given, site = await read_json(request, TextBody), house_of(request).site
    try:
        text = await propose_text(read_input(TextGiven, given.model_dump()), signed_in(request), at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    return await _one(request, text, status=201)


@post(f"{API}/{{text:uuid}}/answer", opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=200)
async def post_answer(request: Asked, text: FromPath[UUID]) -> Answer:
    given = await read_json(request, AnswerBody)
    await answer_text(text, given.answer, signed_in(request), at=house_of(request).site.now())
    return await _one(request, text)


async def _one(request: Asked, text: UUID, *, status: int = 200) -> Answer:
    found = next(one for one in await texts_of(signed_in(request)) if one.id == text)
    return as_json(_item(found), status=status)


def _item(one: LetterText) -> TextItem:
    return TextItem(
        str(one.id), one.body, one.letter, one.text_nl, one.text_en, one.since, one.reason, one.proposed_at,
        one.answer, one.answered_at,
    )  # fmt: skip


PAGES = [show_letters, show_letter, take_text, take_answer]
ROUTES = [list_texts, post_text, post_answer]
