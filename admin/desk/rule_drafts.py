"""One draft of rules: what is wrong with it, what it changes in plain words, what was tried, and who says yes to it."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.drafting import Draft
from accreditation.rule_changes import changes_between
from accreditation.scheme import Mark
from admin.desk.menu import EDITING, RULES
from admin.desk.pages import desk_page
from admin.desk.rule_words import SaidVersion, in_words
from admin.desk.schemes import DRAFTS, HERE
from admin.web.doorman import Door, came_in, door, signed_in
from admin.web.forms import Filled, Form, read_form
from admin.web.house import house_of
from public_api.pages.marks import Asking, askings
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language, Sentence, from_register, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.population_runs import Run, SimulationAsked, ask_simulation, simulations_of
from registry.rule_drafts import DraftShown, TextKept, draft_of, keep_text, looked_over, withdraw_draft
from registry.rule_proposals import (
    Answered,
    Proposed,
    answer_proposal,
    proposals_of,
    propose_rules,
    take_proposal_back,
)

RUNS = "/instelling/doorrekeningen"
PATH = f"{DRAFTS}/{{draft:uuid}}"
NOT_TEXT = say("Dit bestand is geen tekst in UTF-8. Sla het zo op, of plak de tekst in het veld.")
NO_WORDS = say("Schrijf waarom. De ander leest het mee.")
MESSAGES: dict[str, Sentence] = {
    "bewaard": say("Bewaard. Hieronder staat wat het nu verandert."),
    "voorgelegd": say("Voorgelegd. Iemand anders van de instelling keurt het goed of wijst het af."),
    "goedgekeurd": say("Goedgekeurd en gepubliceerd. De regels gelden vanaf de dag die erin staat."),
    "afgewezen": say("Afgewezen. De opsteller kan er verder aan werken."),
    "teruggenomen": say("Teruggenomen. Je kunt er verder aan werken."),
    "ingetrokken": say("Ingetrokken. Alles wat bewaard was blijft te lezen."),
}
Part = Literal["regels", "gevallen"]


class DraftQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class TextQuery(PageQuery):
    """Which of the two texts is edited."""

    deel: Part = "regels"


class TextForm(Form):
    """One of the two texts; a file that was chosen goes before what stands in the field."""

    deel: Part
    tekst: Annotated[str, Field(max_length=1_000_000)] = ""


class SimulateForm(Form):
    """The day to try; none: the first day of the new rules."""

    dag: CivilDay | None = None


class WordsForm(Form):
    """Why."""

    woorden: Annotated[str, Field(max_length=4000)] = ""
    antwoord: Literal["approved", "refused"] = "refused"


@get(PATH, opt=door(Door.BODY, roles=RULES), include_in_schema=False)
async def show_draft(request: Asked, draft: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, DraftQuery)
    return await _page(request, draft, Filled(), message=MESSAGES.get(query.melding))


@get(f"{PATH}/tekst", opt=door(Door.BODY, roles=EDITING), include_in_schema=False)
async def show_text(request: Asked, draft: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, TextQuery)
    shown = await draft_of(draft, signed_in(request))
    text = shown.newest.text if query.deel == "regels" else shown.newest.cases
    return await _text_page(request, shown, query.deel, Filled({"tekst": text}))


@post(f"{PATH}/tekst", opt=door(Door.BODY, roles=EDITING, uploads=True), include_in_schema=False, status_code=200)
async def take_text(request: Asked, draft: FromPath[UUID]) -> Answer:
    """Keep it, whatever is wrong with it: that is told on the page of the draft."""
    staff, site = signed_in(request), house_of(request).site
    shown = await draft_of(draft, staff)
    given = read_form(request, TextForm)
    if given.form is None:
        return await _text_page(request, shown, "regels", given.filled, status=400)
    text, upload = given.form.tekst, came_in(request).file("bestand")
    try:
        text = upload.content.decode("utf-8-sig").replace("\r\n", "\n") if upload is not None else f"{text}\n"
        rules = given.form.deel == "regels"
        kept = read_input(
            TextKept,
            {"text": text if rules else shown.newest.text, "cases": shown.newest.cases if rules else text},
        )
        await keep_text(draft, kept, staff, catalogue=await site.marks.current(), at=site.now())
    except UnicodeDecodeError:
        wrong = given.filled.with_mistakes(("bestand", NOT_TEXT))
        return await _text_page(request, shown, given.form.deel, wrong, status=400)
    except (Malformed, Conflict, Refused) as error:
        wrong = given.filled.with_mistakes(("tekst", from_register(_first(error))))
        return await _text_page(request, shown, given.form.deel, wrong, status=409)
    return redirect(f"{DRAFTS}/{draft}?melding=bewaard")


def _first(error: Malformed | Conflict | Refused) -> str:
    return error.problems[0].message if isinstance(error, Malformed) else error.message


@post(f"{PATH}/doorrekenen", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=200)
async def take_simulate(request: Asked, draft: FromPath[UUID]) -> Answer:
    """Ask it, and follow it."""
    given = read_form(request, SimulateForm)
    site = house_of(request).site
    if given.form is None:
        return await _page(request, draft, given.filled, status=400)
    try:
        run = await ask_simulation(
            draft, SimulationAsked(on=given.form.dag), signed_in(request), catalogue=await site.marks.current(),
            at=site.now(),
        )  # fmt: skip
    except (Malformed, Refused, Conflict) as error:
        wrong = given.filled.with_mistakes(("dag", from_register(_first(error))))
        return await _page(request, draft, wrong, status=400)
    return redirect(f"{RUNS}/{run}?volg=ja")


@post(f"{PATH}/voorleggen", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=200)
async def take_propose(request: Asked, draft: FromPath[UUID]) -> Answer:
    return await _act(request, draft, "voorgelegd")


@post(f"{PATH}/antwoord", opt=door(Door.BODY, roles=RULES), include_in_schema=False, status_code=200)
async def take_answer(request: Asked, draft: FromPath[UUID]) -> Answer:
    return await _act(request, draft, "antwoord")


@post(f"{PATH}/terugnemen", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=200)
async def take_back(request: Asked, draft: FromPath[UUID]) -> Answer:
    return await _act(request, draft, "teruggenomen")


@post(f"{PATH}/intrekken", opt=door(Door.BODY, roles=EDITING), include_in_schema=False, status_code=200)
async def take_withdraw(request: Asked, draft: FromPath[UUID]) -> Answer:
    return await _act(request, draft, "ingetrokken")


async def _act(request: Asked, draft: UUID, what: str) -> Answer:
    """One step further, or the page again with what is in the way."""
    staff, at = signed_in(request), house_of(request).site.now()
    await draft_of(draft, staff)
    given = read_form(request, WordsForm)
    filled = given.filled
    if given.form is None or (what in ("voorgelegd", "antwoord") and not given.form.woorden):
        return await _page(request, draft, filled.with_mistakes(("woorden", NO_WORDS)), status=400)
    try:
        match what:
            case "voorgelegd":
                await propose_rules(draft, read_input(Proposed, {"words": given.form.woorden}), staff, at=at)
            case "antwoord":
                said = {"answer": given.form.antwoord, "words": given.form.woorden}
                await answer_proposal(draft, read_input(Answered, said), staff, at=at)
                what = "goedgekeurd" if given.form.antwoord == "approved" else "afgewezen"
            case "teruggenomen":
                await take_proposal_back(draft, staff, at=at)
            case _:
                await withdraw_draft(draft, staff, at=at)
    except (Malformed, Refused, Conflict) as error:
        return await _page(request, draft, filled.with_mistakes(("", from_register(_first(error)))), status=409)
    return redirect(f"{DRAFTS}/{draft}?melding={what}")


async def _page(
    request: Asked, draft: UUID, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    site, staff, language = house_of(request).site, signed_in(request), reader_of(request.scope).language
    shown = await draft_of(draft, staff)
    scheme = (await site.marks.current()).scheme(shown.mark)
    found = looked_over(shown.newest.text, shown.newest.cases, scheme, site.today())
    runs = await simulations_of(draft, staff)
    return await desk_page(
        request,
        "desk_draft.html",
        status=status,
        draft=shown,
        mark=scheme.mark,
        found=found,
        moved=shown.is_open and shown.based_on != scheme.digest,
        versions=_changes(scheme.mark, found, shown, language),
        asked=_asked(scheme.mark, found, shown),
        runs=runs,
        current=_current(runs, shown),
        proposals=await proposals_of(draft, staff),
        edits=any(held.role in EDITING and held.body == scheme.mark.body.code for held in staff.roles),
        me=staff.actor,
        own=staff.actor in shown.writers,
        filled=filled,
        message=message,
        here=f"{DRAFTS}/{draft}",
        marks=HERE,
        runs_at=RUNS,
    )


def _changes(mark: Mark, found: Draft, shown: DraftShown, language: Language) -> list[SaidVersion]:
    """Nothing of a draft that ended: the rules of today may be other ones than those that it began from."""
    after = found.mark
    if after is None or not shown.is_open:
        return []
    return [in_words(one, mark, after, language) for one in changes_between(mark, after)]


def _asked(mark: Mark, found: Draft, shown: DraftShown) -> list[tuple[str, tuple[Asking, ...]]]:
    """What each new version asks in full."""
    known = {version.id for version in mark.versions} if shown.is_open else set()
    versions = found.mark.versions if found.mark is not None else ()
    return [(version.id, askings(version)) for version in versions if version.id not in known]


def _current(runs: tuple[Run, ...], shown: DraftShown) -> Run | None:
    """The last finished simulation of the newest state, beside the rules that the draft began from."""
    return next(
        (r for r in runs if r.state == "done" and r.text == shown.newest.id and r.rules_digest == shown.based_on), None
    )


async def _text_page(request: Asked, shown: DraftShown, part: Part, filled: Filled, status: int = 200) -> Answer:
    return await desk_page(
        request, "desk_draft_text.html", status=status, draft=shown, part=part, filled=filled,
        here=f"{DRAFTS}/{shown.id}",
    )  # fmt: skip


PAGES = [
    show_draft, show_text, take_text, take_simulate, take_propose, take_answer, take_back, take_withdraw,
]  # fmt: skip
