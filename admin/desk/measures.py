"""Measures: the board, a form that shows what the public will see before anything is proposed, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.scheme import Mark
from admin.desk.menu import DECIDING
from admin.desk.pages import desk_page
from admin.desk.public_words import MEASURE_KINDS, StageTold, stages_told
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, Tick, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, from_register, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import read_input
from registry.measure_board import Opened, measures_at, proposal_of
from registry.measure_previews import Preview
from registry.measure_proposals import (
    MeasureAnswered,
    MeasureProposed,
    answer_measure,
    preview_measure,
    propose_measure,
    take_measure_back,
)
from registry.objection_board import term_of
from registry.own_marks import own_marks
from registry.standings import standing_of

HERE = "/instelling/maatregelen"
NEW = f"{HERE}/nieuw"
ONE = f"{HERE}/{{proposal:uuid}}"
FIELDS = {
    "number": "nummer", "mark": "keurmerk", "kind": "soort", "since": "vanaf", "until": "tot", "interim": "voorlopig",
    "text": "tekst", "scopes": "werkveld", "measure": "maatregel", "public_until": "openbaar", "reason": "reden",
    "words": "woorden", "answer": "antwoord",
}  # fmt: skip
OURS = {ours: theirs for theirs, ours in FIELDS.items()}
MESSAGES: dict[str, Sentence] = {
    "voorgelegd": say("Voorgelegd. Een collega keurt het goed of stuurt het terug."),
    "goedgekeurd": say("Goedgekeurd. Het besluit is genomen en de professional krijgt bericht."),
    "teruggestuurd": say("Teruggestuurd. Er is niets besloten."),
    "teruggenomen": say("Teruggenomen. Er is niets besloten."),
}
LOOK_FIRST = say("Kijk eerst wat het publiek te zien krijgt. Leg het daarna voor.")


class BoardQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class NewQuery(PageQuery):
    """What is known already: for whom, which measure ends, or which proposal is made anew."""

    nummer: Annotated[str, Field(max_length=40)] = ""
    keurmerk: Annotated[str, Field(max_length=80)] = ""
    maatregel: UUID | None = None
    opnieuw: UUID | None = None


class MeasureForm(Form):
    """A measure, as it stands on the page. `gezien`: the preview that was shown with exactly this."""

    nummer: Annotated[str, Field(min_length=1, max_length=40)]
    keurmerk: Annotated[str, Field(min_length=1, max_length=80)]
    soort: Literal["condition", "restriction", "suspension", "revocation", "lift"]
    vanaf: CivilDay
    tot: CivilDay | None = None
    voorlopig: Tick = False
    tekst: Annotated[str | None, Field(max_length=500)] = None
    werkveld: tuple[str, ...] = ()
    maatregel: UUID | None = None
    openbaar: CivilDay | None = None
    reden: Annotated[str, Field(min_length=1, max_length=4000)]
    knop: Literal["bekijk", "voorleggen"] = "bekijk"
    gezien: Annotated[str, Field(max_length=64)] = ""


class AnswerForm(Form):
    """What another officer says."""

    antwoord: Literal["approved", "sent_back"]
    woorden: Annotated[str, Field(max_length=1000)] = ""
    gezien: Annotated[str, Field(max_length=64)] = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview in words, and its digest for who acts on it."""

    name: str
    before: StageTold | None
    stages: tuple[StageTold, ...]
    digest: str


@get(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_measures(request: Asked) -> Answer:
    query = read_query(request.scope, BoardQuery)
    house, staff = house_of(request), signed_in(request)
    catalogue = await house.site.marks.current()
    return await desk_page(
        request,
        "desk_measures.html",
        board=await measures_at(staff, at=house.site.now()),
        kinds=MEASURE_KINDS,
        named=catalogue.mark,
        me=staff.actor,
        new=NEW,
        here=HERE,
        message=MESSAGES.get(query.melding),
    )


@get(NEW, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_new(request: Asked) -> Answer:
    query = read_query(request.scope, NewQuery)
    values: dict[str, Any] = {"nummer": query.nummer, "keurmerk": query.keurmerk, "werkveld": []}
    if query.maatregel is not None:
        values |= {"soort": "lift", "maatregel": str(query.maatregel)}
    if query.opnieuw is not None:
        house = house_of(request)
        opened = await proposal_of(
            query.opnieuw, signed_in(request), catalogue=await house.site.marks.current(), at=house.site.now()
        )
        values = _as_typed(opened.proposal.given)
    return await _form_page(request, Filled(values))


def _as_typed(given: MeasureProposed) -> dict[str, Any]:
    """A proposal as it would have been filled in."""
    said = given.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {"werkveld": []} | {ours: said[theirs] for ours, theirs in OURS.items() if theirs in said}


@post(NEW, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_new(request: Asked) -> Answer:
    """Show what the public will see; and propose it, once exactly this was shown."""
    read = read_form(request, MeasureForm, lists=("werkveld",))
    if read.form is None:
        return await _form_page(request, read.filled, status=400)
    site, staff = house_of(request).site, signed_in(request)
    catalogue, form = await site.marks.current(), read.form
    said = {theirs: value for ours, theirs in OURS.items() if (value := getattr(form, ours, None)) is not None}
    try:
        given = read_input(MeasureProposed, said)
        shown = await preview_measure(given, staff, catalogue=catalogue, at=site.now())
        if form.knop == "voorleggen" and shown.digest == form.gezien:
            proposal = await propose_measure(given, staff, catalogue=catalogue, at=site.now())
            return redirect(f"{HERE}/{proposal}?melding=voorgelegd")
    except NotFound as error:
        wrong = read.filled.with_mistakes(("nummer", from_register(error.message)))
        return await _form_page(request, wrong, status=400)
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _form_page(request, said_by_register(read.filled, error, FIELDS), status=status)
    filled = read.filled if form.knop == "bekijk" else read.filled.with_mistakes(("", LOOK_FIRST))
    status = 200 if form.knop == "bekijk" else 409
    return await _form_page(request, filled, status=status, shown=await _shown(request, given, shown))


async def _shown(request: Asked, given: MeasureProposed, preview: Preview) -> Shown:
    site, language = house_of(request).site, reader_of(request.scope).language
    catalogue = await site.marks.current()
    name = (await standing_of(given.number, at=site.now(), catalogue=catalogue)).name
    before, stages = stages_told(preview, name, catalogue, language)
    return Shown(name, before, stages, preview.digest)


async def _form_page(request: Asked, filled: Filled, *, status: int = 200, shown: Shown | None = None) -> Answer:
    house, language = house_of(request), reader_of(request.scope).language
    ours = own_marks(signed_in(request), await house.site.marks.current(), DECIDING)
    scopes = {code: mark for mark in ours for code in mark.scopes}
    return await desk_page(
        request,
        "desk_measure_form.html",
        status=status,
        filled=filled,
        shown=shown,
        ends=filled.value("soort") == "lift",
        marks=[(mark.code, mark.name.within(language)) for mark in ours],
        all_kinds=MEASURE_KINDS,
        kinds=[(code, words.in_language(language)) for code, words in MEASURE_KINDS.items() if code != "lift"],
        scopes=[(code, _scope(mark.labels.get(code), code, language)) for code, mark in sorted(scopes.items())],
        here=HERE,
        new=NEW,
    )


def _scope(label: Any, code: str, language: str) -> str:
    return str(label.within(language)) if label is not None else code


@get(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_proposal(request: Asked, proposal: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, BoardQuery)
    return await _page(request, proposal, Filled(), message=MESSAGES.get(query.melding))


@post(f"{ONE}/antwoord", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_answer(request: Asked, proposal: FromPath[UUID]) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    await proposal_of(proposal, staff, catalogue=catalogue, at=site.now())
    read = read_form(request, AnswerForm)
    if read.form is None:
        return await _page(request, proposal, read.filled, status=400)
    said = {"answer": read.form.antwoord, "words": read.form.woorden, "seen": read.form.gezien}
    try:
        answered = read_input(MeasureAnswered, said)
        await answer_measure(proposal, answered, staff, catalogue=catalogue, at=site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 400 if isinstance(error, Malformed) else 409
        return await _page(request, proposal, said_by_register(read.filled, error, FIELDS), status=status)
    done = "goedgekeurd" if read.form.antwoord == "approved" else "teruggestuurd"
    return redirect(f"{HERE}/{proposal}?melding={done}")


@post(f"{ONE}/terugnemen", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_back(request: Asked, proposal: FromPath[UUID]) -> Answer:
    try:
        await take_measure_back(proposal, signed_in(request), at=house_of(request).site.now())
    except (Refused, Conflict) as error:
        wrong = Filled().with_mistakes(("", from_register(error.message)))
        return await _page(request, proposal, wrong, status=409)
    return redirect(f"{HERE}/{proposal}?melding=teruggenomen")


async def _page(
    request: Asked, proposal: UUID, filled: Filled, *, status: int = 200, message: Sentence | None = None
) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    opened: Opened = await proposal_of(proposal, staff, catalogue=catalogue, at=site.now())
    given = opened.proposal.given
    return await desk_page(
        request,
        "desk_measure.html",
        status=status,
        proposal=opened.proposal,
        given=given,
        shown=None if opened.preview is None else await _shown(request, given, opened.preview),
        in_the_way=from_register(opened.in_the_way) if opened.in_the_way is not None else None,
        kind=MEASURE_KINDS[given.kind],
        all_kinds=MEASURE_KINDS,
        effect=_effect(catalogue.mark(given.mark), opened.preview),
        mark=catalogue.mark(given.mark),
        own=opened.proposal.proposed_by == staff.actor,
        filled=filled,
        message=message,
        here=HERE,
        new=NEW,
    )


def _effect(mark: Mark, preview: Preview | None) -> str:
    """What an objection would do, by the rules of the registration; the newest ones where no preview can be made."""
    before = preview.before if preview is not None else None
    term = term_of(mark, before.scheme_version if before is not None else None)
    return term.objection if term is not None else "unknown"


PAGES = [show_measures, show_new, take_new, show_proposal, take_answer, take_back]
