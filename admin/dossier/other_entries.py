"""Diplomas, work, documents and clients: everything a rule may ask besides activities, listed, added and changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.activity_page import Listed, listed
from admin.dossier.declarations import declarations_asked
from admin.dossier.entry_fields import BY_SLUG, DRAWERS, Drawer, as_filled, draft_of
from admin.dossier.entry_options import entry_labels, options_for
from admin.dossier.evidence import keep_upload, not_taken, read_upload, what_happened
from admin.dossier.evidence_list import pieces_with
from admin.dossier.kinds import evidence_kinds
from admin.dossier.told_changes import changes_on
from admin.web.doorman import Door, came_in, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.problems import ProblemRaised
from public_api.web.query import PageQuery, read_query
from registry.documents import add_document, withdraw_document
from registry.drafts import DocumentDraft, Draft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.evidence import OF_A_DOCUMENT, EvidenceHandedIn
from registry.own_entries import Entry, list_entries, read_also_withdrawn, read_entry, withdrawn_entries

HERE = "/mijn/dossier"
ALL = 1_000
OF_A_FILE = {"bewijs": "bestand", "heic": "bestandheic"}  # what is said of evidence, and of the file of a document
NO_DRAWER = "There is no such part of a file. Open the file again."
MESSAGES: dict[str, Sentence] = {
    "bewaard": say("Bewaard. De instelling kijkt ernaar."),
    "opnieuw": say("Je wijziging is bewaard. Het was al goedgekeurd; daarom kijkt de instelling er opnieuw naar."),
    "ingetrokken": say("Ingetrokken: het telt niet meer mee. Wat er stond blijft bewaard."),
    "akkoord": say("Je akkoord is bewaard."),
    "bewijs": say("Je bewijs is bewaard."),
    "heic": say("Je bewijs is bewaard. Het was een HEIC-foto; we bewaren hem als JPEG, zodat iedereen hem kan openen."),
    "bewijsweg": say("Het bewijs is weggehaald."),
    "bestand": say("Je bestand is bewaard."),
    "bestandheic": say(
        "Je bestand is bewaard. Het was een HEIC-foto; we bewaren hem als JPEG, zodat iedereen hem kan openen."
    ),
    "bestandweg": say("Het bestand is weggehaald."),
}


class MessageQuery(PageQuery):
    """What just happened, or what a form begins with."""

    melding: Annotated[str, Field(max_length=20)] = ""
    soort: Annotated[str, Field(max_length=80)] = ""


class VersionForm(Form):
    """Which version of an entry somebody looked at."""

    versie: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Opened:
    """One part of a file with what is in it."""

    drawer: Drawer
    entries: tuple[Listed, ...]
    withdrawn: tuple[Listed, ...]  # where they are no longer among the others


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_dossier(request: Asked) -> Answer:
    query = read_query(request.scope, MessageQuery)
    house, number = house_of(request), own_number(request)
    catalogue, language = await house.site.marks.current(), reader_of(request.scope).language
    labels = entry_labels(catalogue, language)
    opened = []
    for drawer in DRAWERS:
        found = await list_entries(number, drawer.kind, size=ALL)
        gone = await withdrawn_entries(number, drawer.kind)
        opened.append(Opened(
            drawer, tuple(listed(one, labels) for one in found.entries), tuple(listed(one, labels) for one in gone)
        ))  # fmt: skip
    return house.site.pages.render(
        request.scope,
        "dossier.html",
        visit=visit_to(request),
        drawers=opened,
        declarations=await declarations_asked(number, catalogue, language, house.site.now()),
        message=MESSAGES.get(query.melding),
    )


@get(f"{HERE}/{{slug:str}}/nieuw", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_new(request: Asked, slug: FromPath[str]) -> Answer:
    query = read_query(request.scope, MessageQuery)
    return await _form_page(request, drawer_of(slug), Filled({"soort": query.soort}))


@post(
    f"{HERE}/{{slug:str}}/nieuw",
    opt=door(Door.PROFESSIONAL, uploads=True),
    include_in_schema=False,
    status_code=200,
)
async def take_new(request: Asked, slug: FromPath[str]) -> Answer:
    drawer = drawer_of(slug)
    given = read_form(request, drawer.form)
    if given.form is None:
        return await _form_page(request, drawer, given.filled, status=400)
    try:
        entry = await _add(request, drawer, draft_of(drawer, given.form))
    except (Malformed, Refused, Conflict) as error:
        return await _refused(request, drawer, given.filled, error)
    return redirect(f"{HERE}/{slug}/{entry}?melding=bewaard")


async def _add(request: Asked, drawer: Drawer, draft: Draft) -> UUID:
    """Add an entry; a document with its file, where one was chosen."""
    house, upload = house_of(request), came_in(request).file("bestand")
    number, actor, at = own_number(request), signed_in(request).actor, house.site.now()
    if isinstance(draft, DocumentDraft) and upload is not None:
        return await add_document(
            number, draft, upload.content, upload.name, store=house.store, scanner=house.scanner, actor=actor, at=at
        )
    return await add_entry(number, drawer.kind, draft, actor=actor, at=at)


@get(f"{HERE}/{{slug:str}}/{{entry:uuid}}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_one(request: Asked, slug: FromPath[str], entry: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, MessageQuery)
    drawer = drawer_of(slug)
    found = await read_also_withdrawn(own_number(request), drawer.kind, entry)
    return await _entry_page(request, drawer, found, message=MESSAGES.get(query.melding))


@get(f"{HERE}/{{slug:str}}/{{entry:uuid}}/wijzigen", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_change(request: Asked, slug: FromPath[str], entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    drawer = drawer_of(slug)
    found = await read_entry(own_number(request), drawer.kind, entry)
    return await _form_page(request, drawer, as_filled(drawer, found.said), entry=found)


@post(
    f"{HERE}/{{slug:str}}/{{entry:uuid}}/wijzigen",
    opt=door(Door.PROFESSIONAL),
    include_in_schema=False,
    status_code=200,
)
async def take_change(request: Asked, slug: FromPath[str], entry: FromPath[UUID]) -> Answer:
    drawer = drawer_of(slug)
    found = await read_entry(own_number(request), drawer.kind, entry)
    given = read_form(request, drawer.form)
    if given.form is None:
        return await _form_page(request, drawer, given.filled, entry=found, status=400)
    try:
        corrected = await correct_entry(
            own_number(request), drawer.kind, entry, draft_of(drawer, given.form), version=_version(request),
            actor=signed_in(request).actor, at=house_of(request).site.now(),
        )  # fmt: skip
    except (Malformed, Refused, Conflict) as error:
        return await _refused(request, drawer, given.filled, error, entry=found)
    return redirect(f"{HERE}/{slug}/{entry}?melding={'opnieuw' if corrected.waits_again else 'bewaard'}")


@post(
    f"{HERE}/{{slug:str}}/{{entry:uuid}}/intrekken",
    opt=door(Door.PROFESSIONAL),
    include_in_schema=False,
    status_code=200,
)
async def take_withdraw(request: Asked, slug: FromPath[str], entry: FromPath[UUID]) -> Answer:
    drawer, house, version = drawer_of(slug), house_of(request), _version(request)
    number, actor, at = own_number(request), signed_in(request).actor, house.site.now()
    if drawer.is_file:
        await withdraw_document(number, entry, version=version, store=house.store, actor=actor, at=at)
    else:
        await withdraw_entry(number, drawer.kind, entry, version=version, actor=actor, at=at)
    return redirect(f"{HERE}?melding=ingetrokken")


@post(
    f"{HERE}/{{slug:str}}/{{entry:uuid}}/bewijs",
    opt=door(Door.PROFESSIONAL, uploads=True),
    include_in_schema=False,
    status_code=200,
)
async def take_evidence(request: Asked, slug: FromPath[str], entry: FromPath[UUID]) -> Answer:
    drawer = drawer_of(slug)
    if not drawer.files:
        raise NotFound(NO_DRAWER)
    found = await read_entry(own_number(request), drawer.kind, entry)
    taken = read_upload(request, kind=OF_A_DOCUMENT if drawer.is_file else None)
    if taken.upload is None or taken.kind is None:
        return await _entry_page(request, drawer, found, upload=taken.filled, status=400)
    qualification, document = (None, entry) if drawer.is_file else (entry, None)
    given = EvidenceHandedIn(
        qualification=qualification, document=document, kind=taken.kind, name=taken.upload.name
    )  # fmt: skip
    try:
        await keep_upload(request, given, taken.upload.content)
    except (Malformed, Refused, Conflict) as error:
        status = 400 if isinstance(error, Malformed) else 409
        return await _entry_page(request, drawer, found, upload=not_taken(taken.filled, error), status=status)
    message = what_happened(taken.upload.content)
    return redirect(f"{HERE}/{slug}/{entry}?melding={OF_A_FILE[message] if drawer.is_file else message}")


def drawer_of(slug: str) -> Drawer:
    """The part of a file at an address. Raises NotFound."""
    if slug not in BY_SLUG:
        raise NotFound(NO_DRAWER)
    return BY_SLUG[slug]


def _version(request: Asked) -> int:
    given = read_form(request, VersionForm)
    if given.form is None:
        raise ProblemRaised("invalid-input", detail=say("Open de pagina opnieuw en probeer het dan."))
    return given.form.versie


async def _refused(
    request: Asked, drawer: Drawer, filled: Filled, error: Malformed | Refused | Conflict, *, entry: Entry | None = None
) -> Answer:
    ours = {**drawer.fields, "body": drawer.fields.get("until", ""), "file": "bestand"}
    told = said_by_register(filled, error, ours)
    return await _form_page(request, drawer, told, entry=entry, status=409 if isinstance(error, Conflict) else 400)


async def _form_page(
    request: Asked, drawer: Drawer, filled: Filled, *, entry: Entry | None = None, status: int = 200
) -> Answer:
    house = house_of(request)
    options = options_for(await house.site.marks.current(), reader_of(request.scope).language)
    offered = {}
    for one in drawer.asking:
        if one.options is not None:
            known = options[one.options]
            now = filled.value(one.name)  # what was written elsewhere, or is not asked any more, is not lost
            offered[one.name] = known if not now or now in dict(known) else [*known, (now, now)]
    return house.site.pages.render(
        request.scope,
        "entry_form.html",
        status=status,
        visit=visit_to(request),
        drawer=drawer,
        filled=filled,
        entry=entry,
        offered=offered,
    )


async def _entry_page(
    request: Asked,
    drawer: Drawer,
    entry: Entry,
    *,
    upload: Filled | None = None,
    message: Sentence | None = None,
    status: int = 200,
) -> Answer:
    house = house_of(request)
    catalogue, language = await house.site.marks.current(), reader_of(request.scope).language
    kinds = evidence_kinds(catalogue, language)
    labels = entry_labels(catalogue, language)
    pieces = await pieces_with(own_number(request), entry.id, dict(kinds), (), house.site.now())
    return house.site.pages.render(
        request.scope,
        "entry.html",
        status=status,
        visit=visit_to(request),
        drawer=drawer,
        entry=entry,
        shown=listed(entry, labels),
        filled=as_filled(drawer, entry.said),
        labels=labels,
        said=entry.said.model_dump(),
        pieces=pieces,
        stays=drawer.is_file and any(piece.item.needed for piece in pieces),
        evidence_kinds=kinds,
        upload=upload or Filled(),
        message=message,
        changes=await changes_on(request, drawer.kind, entry, drawer.labels),
    )


PAGES = [show_dossier, show_new, take_new, show_one, show_change, take_change, take_withdraw, take_evidence]
