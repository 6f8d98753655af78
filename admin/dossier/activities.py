"""Activities: the list, adding one, changing it, and what it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.entry_form import FIELDS, ActivityForm, as_filled
from admin.dossier.kinds import activity_kinds, evidence_kinds
from admin.dossier.told_effects import ToldEffect, told_effects
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, Given, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, from_register, say
from public_api.web.pages import reader_of
from public_api.web.problems import ProblemRaised
from public_api.web.query import PageQuery, read_query
from registry.drafts import ActivityDraft
from registry.entries import (
    Entry,
    Filter,
    add_entry,
    copy_entry,
    correct_entry,
    hand_in_entry,
    list_entries,
    read_entry,
    withdraw_entry,
)
from registry.errors import Conflict, Malformed, Refused
from registry.outlooks import effect_of

Tone = Literal["good", "care", "no", "calm"]
ON_A_PAGE = 25

STATES: dict[str, tuple[Sentence, Tone]] = {
    "concept": (say("Concept"), "calm"),
    "waiting": (say("Ingediend, wacht op controle"), "care"),
    "approved": (say("Goedgekeurd"), "good"),
    "refused": (say("Telt niet mee"), "no"),
    "withdrawn": (say("Ingetrokken"), "calm"),
}
MESSAGES: dict[str, Sentence] = {
    "bewaard": say("Bewaard. Hieronder zie je wat het telt."),
    "concept": say("Bewaard als concept. Het telt pas mee als je het indient."),
    "veranderd": say("Je wijziging is bewaard."),
    "opnieuw": say("Je wijziging is bewaard. Het was al goedgekeurd; daarom kijkt de instelling er opnieuw naar."),
    "ingediend": say("Ingediend."),
    "ingetrokken": say("Ingetrokken: het telt niet meer mee. Wat er stond blijft bewaard."),
    "kopie": say("Dit is een kopie, als concept. Pas de datum aan en dien hem in."),
    "bewijs": say("Je bewijs is bewaard."),
    "bewijsweg": say("Het bewijs is weggehaald."),
}


class ListQuery(PageQuery):
    """Which activities, and which page of them."""

    status: Annotated[str, Field(max_length=20)] = ""
    zoek: Annotated[str, Field(max_length=100)] = ""
    pagina: Annotated[int, Field(ge=1, le=10_000)] = 1


class MessageQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class VersionForm(Form):
    """Which version of an entry somebody looked at."""

    versie: Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Listed:
    """An activity in a list."""

    entry: Entry
    title: str
    state: Sentence
    tone: Tone


def listed(entry: Entry, labels: dict[str, str]) -> Listed:
    state, tone = STATES[entry.state]
    said = entry.said.model_dump()
    code = str(said.get("kind") or said.get("role") or entry.kind)
    return Listed(entry, said.get("title") or labels.get(code) or code.replace("_", " "), state, tone)


@get("/mijn/activiteiten", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_list(request: Asked) -> Answer:
    query = read_query(request.scope, ListQuery)
    house = house_of(request)
    labels = dict(activity_kinds(await house.site.marks.current(), reader_of(request.scope).language))
    wanted = Filter(state=(query.status,) if query.status in STATES else (), text=query.zoek)
    found = await list_entries(own_number(request), "activity", wanted, page=query.pagina, size=ON_A_PAGE)
    return house.site.pages.render(
        request.scope,
        "activities.html",
        visit=visit_to(request),
        activities=[listed(entry, labels) for entry in found.entries],
        total=found.total,
        page=query.pagina,
        pages=-(-found.total // ON_A_PAGE),
        states=STATES,
        asked=query,
    )


@get("/mijn/activiteiten/nieuw", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_new(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return await _form_page(request, Filled({"datum": house_of(request).site.today().isoformat()}))


@post("/mijn/activiteiten/nieuw", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_new(request: Asked) -> Answer:
    given = read_form(request, ActivityForm)
    draft, filled = _drafted(given)
    if given.form is None or draft is None:
        return await _form_page(request, filled, status=400)
    if given.form.knop == "bekijk":
        return await _form_page(request, filled, effects=await _effects(request, draft))
    as_concept = given.form.knop == "concept"
    house = house_of(request)
    try:
        entry = await add_entry(
            own_number(request), "activity", draft, as_concept=as_concept, actor=_actor(request), at=house.site.now()
        )
    except (Malformed, Refused, Conflict) as error:
        return await _form_page(request, said_by_register(filled, error, FIELDS), status=400)
    return redirect(f"/mijn/activiteiten/{entry}?melding={'concept' if as_concept else 'bewaard'}")


@get("/mijn/activiteiten/{entry:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_one(request: Asked, entry: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, MessageQuery)
    found = await read_entry(own_number(request), "activity", entry)
    return await _entry_page(request, found, message=MESSAGES.get(query.melding))


@get("/mijn/activiteiten/{entry:uuid}/wijzigen", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_change(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    found = await read_entry(own_number(request), "activity", entry)
    return await _form_page(request, as_filled(_activity(found), found.version), entry=found)


@post("/mijn/activiteiten/{entry:uuid}/wijzigen", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_change(request: Asked, entry: FromPath[UUID]) -> Answer:
    found = await read_entry(own_number(request), "activity", entry)
    given = read_form(request, ActivityForm)
    draft, filled = _drafted(given)
    if given.form is None or draft is None:
        return await _form_page(request, filled, entry=found, status=400)
    if given.form.knop == "bekijk":
        return await _form_page(request, filled, entry=found, effects=await _effects(request, draft, entry))
    try:
        corrected = await correct_entry(
            own_number(request), "activity", entry, draft, version=given.form.versie, actor=_actor(request),
            at=house_of(request).site.now(),
        )  # fmt: skip
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _form_page(request, said_by_register(filled, error, FIELDS), entry=found, status=status)
    return redirect(f"/mijn/activiteiten/{entry}?melding={'opnieuw' if corrected.waits_again else 'veranderd'}")


@post("/mijn/activiteiten/{entry:uuid}/kopie", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_copy(request: Asked, entry: FromPath[UUID]) -> Answer:
    copy = await copy_entry(
        own_number(request), "activity", entry, actor=_actor(request), at=house_of(request).site.now()
    )
    return redirect(f"/mijn/activiteiten/{copy}?melding=kopie")


@post("/mijn/activiteiten/{entry:uuid}/indienen", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_hand_in(request: Asked, entry: FromPath[UUID]) -> Answer:
    await hand_in_entry(
        own_number(request), "activity", entry, version=_version(request), actor=_actor(request),
        at=house_of(request).site.now(),
    )  # fmt: skip
    return redirect(f"/mijn/activiteiten/{entry}?melding=ingediend")


@post(
    "/mijn/activiteiten/{entry:uuid}/intrekken", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200
)
async def take_withdraw(request: Asked, entry: FromPath[UUID]) -> Answer:
    await withdraw_entry(
        own_number(request), "activity", entry, version=_version(request), actor=_actor(request),
        at=house_of(request).site.now(),
    )  # fmt: skip
    return redirect(f"/mijn/activiteiten/{entry}?melding=ingetrokken")


def _drafted(given: Given[ActivityForm]) -> tuple[ActivityDraft | None, Filled]:
    """What the register would record; where that cannot be, the form with what to change."""
    if given.form is None:
        return None, given.filled
    if given.form.van is not None and given.form.van > given.form.datum:
        return None, given.filled.with_mistakes(("van", say("De eerste dag ligt na de laatste.")))
    return given.form.draft(), given.filled


def _version(request: Asked) -> int:
    given = read_form(request, VersionForm)
    if given.form is None:
        raise ProblemRaised("invalid-input", detail=say("Open de activiteit opnieuw en probeer het dan."))
    return given.form.versie


def _actor(request: Asked) -> str:
    return signed_in(request).actor


def _activity(entry: Entry) -> ActivityDraft:
    assert isinstance(entry.said, ActivityDraft)  # it was asked for as an activity
    return entry.said


async def _effects(request: Asked, draft: ActivityDraft, entry: UUID | None = None) -> tuple[ToldEffect, ...]:
    house = house_of(request)
    catalogue = await house.site.marks.current()
    found = await effect_of(own_number(request), draft, instead_of=entry, at=house.site.now(), catalogue=catalogue)
    return told_effects(found, catalogue, reader_of(request.scope).language)


async def _form_page(
    request: Asked, filled: Filled, *, entry: Entry | None = None, effects: tuple[ToldEffect, ...] | None = None,
    status: int = 200,
) -> Answer:  # fmt: skip
    house = house_of(request)
    catalogue = await house.site.marks.current()
    return house.site.pages.render(
        request.scope,
        "activity_form.html",
        status=status,
        visit=visit_to(request),
        filled=filled,
        entry=entry,
        effects=effects,
        kinds=activity_kinds(catalogue, reader_of(request.scope).language),
    )


async def _entry_page(request: Asked, entry: Entry, *, message: Sentence | None, status: int = 200) -> Answer:
    house = house_of(request)
    language = reader_of(request.scope).language
    catalogue = await house.site.marks.current()
    counts = entry.state in ("waiting", "approved")
    effects = await _effects(request, _activity(entry), entry.id) if counts else None
    return house.site.pages.render(
        request.scope,
        "activity.html",
        status=status,
        visit=visit_to(request),
        entry=entry,
        shown=listed(entry, dict(activity_kinds(catalogue, language))),
        filled=as_filled(_activity(entry), entry.version),
        kind=dict(activity_kinds(catalogue, language)).get(_activity(entry).kind, _activity(entry).kind),
        effects=effects,
        message=message,
        evidence_kinds=evidence_kinds(catalogue, language),
        evidence_labels=dict(evidence_kinds(catalogue, language)),
        upload_mistakes=(),
    )


def refusal(error: Refused | Conflict) -> Sentence:
    """What the register has against it, in the reader's language."""
    return from_register(error.message)


PAGES = [
    show_list, show_new, take_new, show_one, show_change, take_change, take_copy, take_hand_in, take_withdraw,
]  # fmt: skip
