"""Putting two files of one person together: both beside each other, the proposal, and the answer of somebody else."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk import people_words as words
from admin.desk.menu import DECIDING
from admin.desk.pages import desk_page
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.numbers import asked_number
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, from_register, say
from public_api.web.query import PageQuery, read_query
from registry.desk import bodies_of
from registry.duplicates import MERGING
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.merge_rows import merges_of, show_merge
from registry.merge_words import agree_to_merge
from registry.merges import (
    MergeGiven,
    approve_merge,
    look_at_both,
    propose_merge,
    refuse_merge,
    take_merge_back,
)

NEW = "/instelling/professionals/samenvoegen"
HERE = "/instelling/professionals/samenvoegingen"
FIELDS = {"reason": "reden", "words": "reden"}
Number = Annotated[str, Field(max_length=40)]
MESSAGES: dict[str, Sentence] = {
    "voorgesteld": say("Het voorstel ligt vast. Een andere medewerker beslist."),
    "approved": say("De twee dossiers zijn samengevoegd. Het oude nummer leidt naar het nieuwe."),
    "refused": say("Het voorstel is afgewezen. Er verandert niets."),
    "agreed": say("Je instelling is akkoord."),
    "taken_back": say("Het voorstel is teruggenomen. Er verandert niets."),
}


class BothQuery(PageQuery):
    """Who stays and who goes."""

    blijft: Number = ""
    gaat: Number = ""


class MergesQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class ProposalForm(Form):
    blijft: Number
    gaat: Number
    gezien: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    reden: Annotated[str, Field(max_length=4000)]


class AnswerForm(Form):
    knop: Literal["approved", "refused", "agreed", "taken_back"]
    reden: Annotated[str, Field(max_length=4000)] = ""


@get(NEW, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_both(request: Asked) -> Answer:
    query = read_query(request.scope, BothQuery)
    if not (query.blijft and query.gaat):
        return await _both(request, Filled({"blijft": query.blijft, "gaat": query.gaat}))
    kept, gone = asked_number(query.blijft), asked_number(query.gaat)
    return await _both(request, Filled({"blijft": kept, "gaat": gone}), both=(kept, gone))


@post(NEW, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_proposal(request: Asked) -> Answer:
    given = read_form(request, ProposalForm)
    both = (asked_number(given.filled.value("blijft")), asked_number(given.filled.value("gaat")))
    if given.form is None:
        return await _both(request, given.filled, both=both, status=400)
    said = {"kept": both[0], "gone": both[1], "seen": given.form.gezien, "reason": given.form.reden}
    site = house_of(request).site
    catalogue = await site.marks.current()
    try:
        merge = await propose_merge(
            read_input(MergeGiven, said), signed_in(request), catalogue=catalogue, at=site.now()
        )  # fmt: skip
    except (Malformed, Refused, Conflict) as error:
        status = 400 if isinstance(error, Malformed) else 409
        return await _both(request, said_by_register(given.filled, error, FIELDS), both=both, status=status)
    return redirect(f"{HERE}/{merge}?melding=voorgesteld")


async def _both(request: Asked, filled: Filled, *, both: tuple[str, str] | None = None, status: int = 200) -> Answer:
    """Two boxes for numbers; once they are filled in, both files beside each other with what would come of it."""
    site = house_of(request).site
    catalogue = await site.marks.current()
    preview = None
    if both is not None:
        try:
            preview = await look_at_both(*both, signed_in(request), catalogue=catalogue, at=site.now())
        except (Malformed, Refused) as error:
            filled, status = said_by_register(filled, error, {"gone": "gaat"}), 400
    return await desk_page(
        request,
        "desk_merge_new.html",
        status=status,
        filled=filled,
        preview=preview,
        stops=[from_register(stop) for stop in preview.stops] if preview is not None else [],
        names={mark.code: mark.name for mark in catalogue.marks()},
        bodies={body.code: body.name for body in catalogue.bodies()},
        statuses=words.STATUSES,
        log_ins=words.LOG_INS,
    )


@get(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_merges(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return await desk_page(
        request,
        "desk_merges.html",
        merges=await merges_of(signed_in(request)),
        answers=words.ANSWERS,
        waits=words.MERGE_WAITS,
    )


@get(f"{HERE}/{{merge:uuid}}", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_proposal(request: Asked, merge: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, MergesQuery)
    return await _proposal(request, merge, Filled(), message=MESSAGES.get(query.melding))


@post(f"{HERE}/{{merge:uuid}}", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_answer(request: Asked, merge: FromPath[UUID]) -> Answer:
    given = read_form(request, AnswerForm)
    if given.form is None:
        return await _proposal(request, merge, given.filled, status=400)
    if given.form.knop == "refused" and not given.form.reden:
        wrong = given.filled.with_mistakes(("reden", say("Schrijf op waarom het twee mensen zijn.")))
        return await _proposal(request, merge, wrong, status=400)
    try:
        await _take(request, merge, given.form)
    except (Malformed, Refused, Conflict) as error:
        return await _proposal(request, merge, said_by_register(given.filled, error, FIELDS), status=409)
    return redirect(f"{HERE}/{merge}?melding={given.form.knop}")


async def _take(request: Asked, merge: UUID, form: AnswerForm) -> None:
    """What a button does."""
    site, staff = house_of(request).site, signed_in(request)
    catalogue, now = await site.marks.current(), site.now()
    match form.knop:
        case "approved":
            await approve_merge(merge, staff, catalogue=catalogue, at=now)
        case "agreed":
            await agree_to_merge(merge, staff, catalogue=catalogue, at=now)
        case "taken_back":
            await take_merge_back(merge, staff, catalogue=catalogue, at=now)
        case "refused":
            await refuse_merge(merge, form.reden, staff, catalogue=catalogue, at=now)


async def _proposal(
    request: Asked, merge: UUID, filled: Filled, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    shown = await show_merge(merge, staff, catalogue=catalogue, at=site.now())
    ours = bodies_of(staff, MERGING)
    needs = shown.preview.needs if shown.preview is not None else ()
    return await desk_page(
        request,
        "desk_merge.html",
        status=status,
        merge=shown.merge,
        preview=shown.preview,
        filled=filled,
        message=message,
        mine=shown.merge.proposed_by == staff.actor,
        decides=shown.merge.body in ours,
        asked=bool(ours & set(needs) - set(shown.merge.words)),
        missing=[body for body in needs if body not in shown.merge.words],
        names={mark.code: mark.name for mark in catalogue.marks()},
        bodies={body.code: body.name for body in catalogue.bodies()},
        statuses=words.STATUSES,
        log_ins=words.LOG_INS,
        answers=words.ANSWERS,
    )


PAGES = [show_both, take_proposal, show_merges, show_proposal, take_answer]
