"""Activities: the list, adding one, changing it, and what it counts for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID, uuid4

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.activity_page import STATES, activity_page, effects_on, listed, said_in
from admin.dossier.entry_form import FIELDS, ActivityForm, as_filled
from admin.dossier.kinds import Labels, Word, activity_kinds, words_asked
from admin.dossier.told_effects import ToldEffect
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, Given, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.problems import ProblemRaised
from public_api.web.query import PageQuery, read_query
from registry.drafts import ActivityDraft
from registry.entries import add_entry, copy_entry, correct_entry, hand_in_entry, withdraw_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.own_entries import Entry, Filter, list_entries, read_entry

ON_A_PAGE = 25
ASKED: Mapping[str, Word] = {"categorie": "category", "domein": "domain", "rol": "role", "vorm": "mode"}

MESSAGES: dict[str, Sentence] = {
    "bewaard": say("Bewaard. Hieronder zie je wat het telt."),
    "concept": say("Bewaard als concept. Het telt pas mee als je het indient."),
    "veranderd": say("Je wijziging is bewaard."),
    "opnieuw": say("Je wijziging is bewaard. Het was al goedgekeurd; daarom kijkt de instelling er opnieuw naar."),
    "ingediend": say("Ingediend."),
    "ingetrokken": say("Ingetrokken: het telt niet meer mee. Wat er stond blijft bewaard."),
    "kopie": say("Dit is een kopie, als concept. Pas de datum aan en dien hem in."),
    "bewijs": say("Je bewijs is bewaard."),
    "heic": say("Je bewijs is bewaard. Het was een HEIC-foto; we bewaren hem als JPEG, zodat iedereen hem kan openen."),
    "gevraagd": say("Gevraagd. Die persoon ziet het na het inloggen bij ‘Bevestigen voor anderen’."),
    "gemaild": say("Gevraagd. We sturen een bericht met een link die 30 dagen werkt."),
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
    today = house_of(request).site.today().isoformat()
    return await _form_page(request, Filled({"datum": today, "kenmerk": str(uuid4())}))


@post("/mijn/activiteiten/nieuw", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_new(request: Asked) -> Answer:
    given = read_form(request, ActivityForm)
    draft, filled = _drafted(given)
    if given.form is None or draft is None:
        return await _form_page(request, filled, status=400)
    if given.form.knop == "bekijk":
        return await _form_page(request, filled, effects=await effects_on(request, draft))
    as_concept = given.form.knop == "concept"
    house = house_of(request)
    try:
        entry = await add_entry(
            own_number(request), "activity", draft, as_concept=as_concept, actor=_actor(request), at=house.site.now(),
            identity=given.form.kenmerk,
        )  # fmt: skip
    except Conflict as error:
        return await _sent_before(request, given.form.kenmerk, filled, error)
    except (Malformed, Refused) as error:
        return await _form_page(request, said_by_register(filled, error, FIELDS), status=400)
    return redirect(f"/mijn/activiteiten/{entry}?melding={'concept' if as_concept else 'bewaard'}")


@get("/mijn/activiteiten/{entry:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_one(request: Asked, entry: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, MessageQuery)
    found = await read_entry(own_number(request), "activity", entry)
    return await activity_page(request, found, message=MESSAGES.get(query.melding))


@get("/mijn/activiteiten/{entry:uuid}/wijzigen", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_change(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    found = await read_entry(own_number(request), "activity", entry)
    return await _form_page(request, as_filled(said_in(found), found.version), entry=found)


@post("/mijn/activiteiten/{entry:uuid}/wijzigen", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_change(request: Asked, entry: FromPath[UUID]) -> Answer:
    found = await read_entry(own_number(request), "activity", entry)
    given = read_form(request, ActivityForm)
    draft, filled = _drafted(given)
    if given.form is None or draft is None:
        return await _form_page(request, filled, entry=found, status=400)
    if given.form.knop == "bekijk":
        return await _form_page(request, filled, entry=found, effects=await effects_on(request, draft, entry))
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
    version = _version(request)
    try:
        await hand_in_entry(
            own_number(request), "activity", entry, version=version, actor=_actor(request),
            at=house_of(request).site.now(),
        )  # fmt: skip
    except Refused as error:
        found = await read_entry(own_number(request), "activity", entry)
        return await activity_page(request, found, asking=said_by_register(Filled(), error, {}), status=400)
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
    try:
        return given.form.draft(), given.filled
    except Malformed as error:
        return None, said_by_register(given.filled, error, FIELDS)


async def _sent_before(request: Asked, identity: UUID | None, filled: Filled, error: Conflict) -> Answer:
    """Somebody pressed twice, or came back to the form: the activity that the first time added."""
    try:
        if identity is not None:
            await read_entry(own_number(request), "activity", identity)
            return redirect(f"/mijn/activiteiten/{identity}?melding=bewaard")
    except NotFound:
        pass  # of somebody else; the form says what to do
    return await _form_page(request, said_by_register(filled, error, FIELDS), status=409)


def _version(request: Asked) -> int:
    given = read_form(request, VersionForm)
    if given.form is None:
        raise ProblemRaised("invalid-input", detail=say("Open de activiteit opnieuw en probeer het dan."))
    return given.form.versie


def _actor(request: Asked) -> str:
    return signed_in(request).actor


async def _form_page(
    request: Asked, filled: Filled, *, entry: Entry | None = None, effects: tuple[ToldEffect, ...] | None = None,
    status: int = 200,
) -> Answer:  # fmt: skip
    house = house_of(request)
    catalogue, language = await house.site.marks.current(), reader_of(request.scope).language
    return house.site.pages.render(
        request.scope,
        "activity_form.html",
        status=status,
        visit=visit_to(request),
        filled=filled,
        entry=entry,
        effects=effects,
        kinds=_offered(filled.value("soort"), activity_kinds(catalogue, language)),
        words={name: _offered(filled.value(name), words_asked(catalogue, language, of)) for name, of in ASKED.items()},
    )


def _offered(now: str, known: Labels) -> Labels:
    """What can be chosen, with what stands there now: what was written elsewhere is not lost."""
    return known if not known or not now or now in dict(known) else [*known, (now, now)]


PAGES = [
    show_list, show_new, take_new, show_one, show_change, take_change, take_copy, take_hand_in, take_withdraw,
]  # fmt: skip
