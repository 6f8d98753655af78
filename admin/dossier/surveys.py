"""What clients say: rounds of questions with links that work once, and the page on which a client answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.web.amounts import hundredths_text
from admin.web.doorman import Door, came_in, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.errors import Malformed, NotFound
from registry.inputs import read_input
from registry.surveys import (
    FEWEST_ANSWERS,
    HIGHEST,
    LOWEST,
    QUESTIONS,
    OpenedRound,
    Round,
    RoundAsked,
    answer_round,
    close_round,
    is_open_ticket,
    open_round,
    rounds_of,
)

HERE = "/mijn/clienten"
OPEN_FOR = timedelta(days=30)
FIELDS = {"held_on": "dag", "closes_on": "sluit", "invitations": "aantal", "body": "sluit"}
ASKED: Mapping[str, Sentence] = {
    "was_heard": say("Er werd goed naar mij geluisterd."),
    "goal_reached": say("Ik heb bereikt wat ik wilde bereiken."),
    "knows_the_trade": say("Wie mij begeleidde weet veel van het vak."),
    "clear_agreements": say("De afspraken waren duidelijk."),
    "would_recommend": say("Ik zou deze begeleiding aan anderen aanraden."),
}
MESSAGES: dict[str, Sentence] = {
    "gesloten": say("De vragenronde is gesloten. Hieronder zie je wat ervan in je dossier staat."),
}


class MessageQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class RoundForm(Form):
    """A new round of questions."""

    dag: CivilDay
    sluit: CivilDay
    aantal: Annotated[int, Field(ge=FEWEST_ANSWERS, le=500)]


class CloseForm(Form):
    """Ending a round, on purpose."""

    akkoord: Literal["ja"] | None = None


@dataclass(frozen=True, slots=True)
class ToldRound:
    """A round with its averages as text: `8,4`."""

    round: Round
    averages: tuple[tuple[Sentence, str], ...]


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_clients(request: Asked) -> Answer:
    query = read_query(request.scope, MessageQuery)
    return await _page(request, _fresh(request), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_round(request: Asked) -> Answer:
    """The links are on the answer itself: they are told this once."""
    given = read_form(request, RoundForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    form, house = given.form, house_of(request)
    try:
        asked = read_input(RoundAsked, {"held_on": form.dag, "closes_on": form.sluit, "invitations": form.aantal})
        opened = await open_round(own_number(request), asked, actor=signed_in(request).actor, at=house.site.now())
    except Malformed as error:
        return await _page(request, said_by_register(given.filled, error, FIELDS), status=400)
    return await _page(request, _fresh(request), opened=opened)


@post(f"{HERE}/{{identity:uuid}}/sluiten", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_closing(request: Asked, identity: FromPath[UUID]) -> Answer:
    given = read_form(request, CloseForm)
    if given.form is None or given.form.akkoord is None:
        wrong = _fresh(request).with_mistakes(("akkoord", say("Zet een vinkje als je de ronde nu wilt sluiten.")))
        return await _page(request, wrong, status=400)
    await close_round(own_number(request), identity, actor=signed_in(request).actor, at=house_of(request).site.now())
    return redirect(f"{HERE}?melding=gesloten")


@get("/vragenlijst/{code:str}", opt=door(Door.ANYONE), include_in_schema=False)
async def show_questions(request: Asked, code: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    if not await is_open_ticket(code, at=house_of(request).site.now()):
        return _no_longer(request)
    return _questions_page(request, Filled())


@post("/vragenlijst/{code:str}", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_answers(request: Asked, code: FromPath[str]) -> Answer:
    given = {question: came_in(request).first(question) for question in QUESTIONS}
    scores = {question: int(figure) for question, figure in given.items() if figure.isdecimal() and len(figure) < 3}
    try:
        await answer_round(code, scores, at=house_of(request).site.now())
    except NotFound:
        return _no_longer(request)
    except Malformed as error:
        fields = {question: f"{question}-{LOWEST}" for question in QUESTIONS}
        return _questions_page(request, said_by_register(Filled(given), error, fields), status=400)
    return house_of(request).site.pages.render(
        request.scope,
        "message.html",
        title=say("Dank je wel voor je antwoord"),
        sentences=(
            say("Niemand kan zien welk antwoord van jou is. Wie je begeleidde ziet alleen gemiddelden, en pas later."),
            say("Je kunt deze pagina sluiten."),
        ),
        address=None,
        label=None,
    )


def _fresh(request: Asked) -> Filled:
    """The form for a new round as it begins: about today, and a month to answer."""
    today = house_of(request).site.today()
    return Filled({"dag": today.isoformat(), "sluit": (today + OPEN_FOR).isoformat(), "aantal": "10"})


async def _page(
    request: Asked,
    filled: Filled,
    *,
    opened: OpenedRound | None = None,
    message: Sentence | None = None,
    status: int = 200,
) -> Answer:
    house = house_of(request)
    base = house.site.settings.base_url
    return house.site.pages.render(
        request.scope,
        "clients.html",
        status=status,
        visit=visit_to(request),
        filled=filled,
        rounds=[_told(one) for one in await rounds_of(own_number(request))],
        links=[f"{base}/vragenlijst/{code}" for code in opened.codes] if opened else (),
        fewest=FEWEST_ANSWERS,
        message=message,
    )


def _told(found: Round) -> ToldRound:
    averages = [(ASKED[question], hundredths_text(round(mean * 100))) for question, mean in found.averages.items()]
    return ToldRound(found, tuple(averages))


def _questions_page(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    house, visit = house_of(request), visit_to(request)
    figures: Any = range(LOWEST, HIGHEST + 1)
    return house.site.pages.render(
        request.scope,
        "survey.html",
        status=status,
        headers=house.cookies.remember_visitor(visit),
        visit=visit,
        filled=filled,
        questions=ASKED,
        figures=figures,
    )


def _no_longer(request: Asked) -> Answer:
    return house_of(request).site.pages.render(
        request.scope,
        "message.html",
        status=404,
        title=say("Deze link werkt niet meer"),
        sentences=(
            say("Elke link werkt één keer, en alleen zolang de vragenronde loopt."),
            say("Wil je nog antwoorden? Vraag dan een nieuwe link aan wie je begeleidde."),
        ),
        address=None,
        label=None,
    )


@get("/mijn/klanten", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def lead_to_clients(request: Asked) -> Answer:
    """The address this page had before."""
    read_query(request.scope, PageQuery)
    return redirect(HERE, status=301)


PAGES = [lead_to_clients, show_clients, take_round, take_closing, show_questions, take_answers]
