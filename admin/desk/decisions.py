"""Deciding an application: what lies before the officer, a preview of what is written and sent, and then the decision.

Nothing is decided from a page that is out of date: the preview goes along with the decision, and what changed since is
shown once more with everything that was typed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.dates import amsterdam_day
from accreditation.scheme import Mark
from admin.desk.decision_letters import PAPER_SECONDS, letter_about, letters_about, paper_letter
from admin.desk.decision_lines import advice_of, lines_of
from admin.desk.menu import DECIDING
from admin.desk.pages import desk_page
from admin.web.doorman import Door, came_in, door, signed_in
from admin.web.downloads import as_download
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language, Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.case_decisions import DecisionPreview, decide_case, preview_decision
from registry.case_outcomes import outcome_of
from registry.deciding import ToDecide, open_to_decide
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.judgements import read_judgements
from registry.verdicts import Intent, Verdict

CASES = "/instelling/verlengingen"
HERE = f"{CASES}/{{application:uuid}}/besluit"
FIELDS = {
    "outcome": "uitkomst", "reason": "reden", "since": "vanaf", "until": "totenmet", "level": "niveau",
    "scopes": "velden",
}  # fmt: skip
LABELS: dict[str, Sentence] = {
    "uitkomst": say("Je besluit"),
    "reden": say("De reden"),
    "vanaf": say("Eerste dag"),
    "totenmet": say("Laatste dag"),
    "niveau": say("Niveau"),
    "velden": say("Werkvelden"),
}
MESSAGES: dict[str, Sentence] = {
    "besloten": say("Besloten. De brief gaat vanzelf uit."),
    "gelezen": say("Je hebt gelezen wat de beoordelaars zeiden. Je kunt nu besluiten."),
}
CHOOSE = say("Kies toekennen of afwijzen.")
FIRST = say("Er was al over deze aanvraag besloten. Nu is er niets veranderd. Wat je schreef staat onderaan.")
Outcome = Literal["granted", "refused"]


class DecisionQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class LetterQuery(PageQuery):
    """Of which letter the paper is: what would be decided, and in which language. Once decided it is what was."""

    uitkomst: Outcome | None = None
    vanaf: CivilDay | None = None
    totenmet: CivilDay | None = None
    brief: Language = "nl"


class DecisionForm(Form):
    """What an officer fills in. `gezien` is the preview that they looked at."""

    knop: Literal["bekijk", "verander", "besluit"] = "bekijk"
    uitkomst: Outcome | None = None
    reden: Annotated[str, Field(max_length=4000)] = ""
    vanaf: CivilDay | None = None
    totenmet: CivilDay | None = None
    niveau: Annotated[str, Field(max_length=80)] = ""
    velden: tuple[str, ...] = ()
    met_velden: bool = False
    gezien: Annotated[str, Field(max_length=64)] = ""

    def said(self) -> dict[str, Any]:
        """As the register wants it: what was left open follows from the rules of the mark."""
        days = {"since": self.vanaf, "until": self.totenmet} if self.uitkomst == "granted" else {}
        scopes = self.velden if self.met_velden else None
        return {"outcome": self.uitkomst, "reason": self.reden, "level": self.niveau or None, "scopes": scopes, **days}


@get(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_decision(request: Asked, application: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, DecisionQuery)
    return await _page(request, application, Filled(), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_decision(request: Asked, application: FromPath[UUID]) -> Answer:
    pressed = came_in(request).first("knop")
    if pressed == "lees":
        return await _read(request, application)
    given = read_form(request, DecisionForm, lists=("velden",))
    filled = given.filled
    if given.form is not None and given.form.uitkomst is None and pressed != "verander":
        filled = filled.with_mistakes(("uitkomst", CHOOSE))
    if given.form is None or filled.mistakes or pressed == "verander":
        return await _page(request, application, filled, status=400 if filled.mistakes else 200)
    try:
        verdict = read_input(Verdict, given.form.said())
    except Malformed as error:
        return await _page(request, application, said_by_register(filled, error, FIELDS), status=400)
    return await _answered(request, application, verdict, filled, given.form)


async def _answered(request: Asked, application: UUID, verdict: Verdict, filled: Filled, form: DecisionForm) -> Answer:
    try:
        if form.knop == "bekijk":
            return await _preview(request, application, verdict, filled)
        await _decide(request, application, verdict, form.gezien)
    except (Malformed, Refused) as error:
        return await _page(request, application, said_by_register(filled, error, FIELDS), status=400)
    except Conflict as error:
        return await _shown_again(request, application, verdict, said_by_register(filled, error, FIELDS))
    return redirect(f"{CASES}/{application}/besluit?melding=besloten")


async def _read(request: Asked, application: UUID) -> Answer:
    site = house_of(request).site
    try:
        await read_judgements(application, signed_in(request), catalogue=await site.marks.current(), at=site.now())
    except Refused as error:
        return await _page(request, application, said_by_register(Filled(), error, FIELDS), status=400)
    return redirect(f"{CASES}/{application}/besluit?melding=gelezen")


async def _decide(request: Asked, application: UUID, verdict: Verdict, seen: str) -> None:
    site = house_of(request).site
    await decide_case(
        application, verdict, signed_in(request), catalogue=await site.marks.current(), at=site.now(), seen=seen
    )


async def _shown_again(request: Asked, application: UUID, verdict: Verdict, filled: Filled) -> Answer:
    """After somebody was first, or something changed: how it stands now, with what was typed."""
    site, staff = house_of(request).site, signed_in(request)
    if await outcome_of(application, staff, at=site.now()) is not None:
        return await _page(request, application, Filled(filled.values, (("", FIRST),)), status=409)
    try:
        return await _preview(request, application, verdict, filled, status=409)
    except Conflict:
        return await desk_page(request, "desk_decision_gone.html", status=409, filled=filled)
    except (Malformed, Refused) as error:
        return await _page(request, application, said_by_register(filled, error, FIELDS), status=409)


async def _preview(request: Asked, application: UUID, verdict: Verdict, filled: Filled, *, status: int = 200) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    intent = Intent.model_validate(verdict.model_dump(exclude={"reason"}))
    seen = await preview_decision(application, intent, staff, catalogue=catalogue, at=site.now())
    case = await open_to_decide(application, staff, catalogue=catalogue, at=site.now())
    return await desk_page(
        request,
        "desk_decision_preview.html",
        status=status,
        case=case,
        seen=seen,
        verdict=verdict,
        filled=filled,
        advice=advice_of(seen.evaluation),
        letters=await letters_about(seen.letter, catalogue, site, on=site.today()),
        query=_query(verdict),
        **_words(request, catalogue.mark(case.file.mark), application),
    )


async def _page(
    request: Asked, application: UUID, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    case = await open_to_decide(application, staff, catalogue=catalogue, at=site.now())
    mark, language = catalogue.mark(case.file.mark), reader_of(request.scope).language
    shown: dict[str, Any] = {}
    if case.outcome is not None:
        sent_on = amsterdam_day(case.outcome.decided_at)
        shown["letters"] = await letters_about(case.outcome.letter, catalogue, site, on=sent_on)
    if case.evaluation is not None:
        shown["advice"] = advice_of(case.evaluation)
        shown["lines"] = lines_of(case.evaluation, mark, language, case.said, case.addresses)
    return await desk_page(
        request,
        "desk_decided.html" if case.evaluation is None else "desk_decision.html",
        status=status,
        case=case,
        filled=filled if filled.values else _applied_for(case),
        message=message,
        me=staff.actor,
        **_words(request, mark, application),
        **shown,
    )


def _words(request: Asked, mark: Mark, application: UUID) -> dict[str, Any]:
    """What every page of a decision needs: the mark, its words, and what the fields are called."""
    language = reader_of(request.scope).language
    spoken = mark.speech(language)
    return {
        "mark": mark,
        "spoken": spoken,
        "levels": [(level, level) for level in mark.levels],
        "scopes": [(scope, spoken.word(scope)) for scope in mark.scopes],
        "labels_said": {name: label.in_language(language) for name, label in LABELS.items()},
        "here": f"{CASES}/{application}/besluit",
    }


def _query(verdict: Verdict) -> str:
    """Which letter the paper is of."""
    said = {"uitkomst": verdict.outcome, "vanaf": verdict.since, "totenmet": verdict.until}
    return urlencode({name: value for name, value in said.items() if value is not None})


def _applied_for(case: ToDecide) -> Filled:
    """The level and the fields of work that were asked for stand in the form already."""
    asked = case.file.dossier
    return Filled({"niveau": asked.level or "", "velden": sorted(asked.scopes)})


@get(f"{HERE}/brief.pdf", opt=door(Door.BODY, roles=DECIDING) | {"patience": PAPER_SECONDS}, include_in_schema=False)
async def get_letter(request: Asked, application: FromPath[UUID]) -> Answer:
    query, house, staff = read_query(request.scope, LetterQuery), house_of(request), signed_in(request)
    site = house.site
    catalogue, at = await site.marks.current(), site.now()
    decided = await outcome_of(application, staff, at=at)
    about = decided.letter if decided is not None else (await _intended(application, query, request)).letter
    on = amsterdam_day(decided.decided_at if decided is not None else at)
    letter = await letter_about(about, query.brief, catalogue, site, on=on)
    paper = paper_letter(letter, site, at=at, sent=decided is not None)
    made = await house.workroom.do(paper.as_pdf)
    return Answer(made, b"application/pdf", headers=(as_download(f"brief-{query.brief}.pdf"),))


async def _intended(application: UUID, query: LetterQuery, request: Asked) -> DecisionPreview:
    site = house_of(request).site
    said = {"outcome": query.uitkomst, "since": query.vanaf, "until": query.totenmet}
    return await preview_decision(
        application, read_input(Intent, said), signed_in(request), catalogue=await site.marks.current(), at=site.now()
    )


PAGES = [show_decision, take_decision, get_letter]
