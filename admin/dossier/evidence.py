"""Evidence: adding a file to an activity, downloading it, and taking it away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from admin.dossier.activity_page import activity_page
from admin.web.attachments import attachment
from admin.web.doorman import Door, came_in, door, own_number, signed_in
from admin.web.forms import Filled, Form, Upload, read_form
from admin.web.house import House, house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import from_register, say
from public_api.web.query import PageQuery, read_query
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.evidence import EvidenceHandedIn, EvidenceItem, add_evidence, list_evidence
from registry.evidence_reading import NO_FILE, read_evidence
from registry.evidence_removal import remove_evidence
from registry.file_kinds import FileKind, recognise
from registry.inputs import Kind
from registry.own_entries import read_entry
from registry.sessions import Identity

CHOOSE_KIND = say("Kies wat voor bewijs het is.")
CHOOSE_FILE = say("Kies een bestand.")


class EvidenceForm(Form):
    """What somebody says about a file."""

    bewijssoort: Kind


@dataclass(frozen=True, slots=True)
class Taken:
    """A form with a file as far as it can be used, with why it cannot be."""

    filled: Filled
    kind: str | None
    upload: Upload | None


def read_upload(request: Asked, *, kind: str | None = None) -> Taken:
    """The file that somebody chose, and of what kind they say it is, where that is not known already."""
    given, upload = read_form(request, EvidenceForm), came_in(request).file("bestand")
    if kind is None and given.form is not None:
        kind = given.form.bewijssoort
    wrong = [("bewijssoort", CHOOSE_KIND)] if kind is None else []
    wrong += [("bestand", CHOOSE_FILE)] if upload is None else []
    return Taken(Filled(given.filled.values, tuple(wrong)), kind, upload)


async def keep_upload(request: Asked, given: EvidenceHandedIn, data: bytes) -> UUID:
    """Add a file to somebody's own file; gives its identity. Raises what `add_evidence` raises."""
    house = house_of(request)
    return await add_evidence(
        own_number(request), given, data, store=house.store, scanner=house.scanner, actor=signed_in(request).actor,
        at=house.site.now(),
    )  # fmt: skip


def not_taken(filled: Filled, error: Malformed | Refused | Conflict) -> Filled:
    """The form with what the register has against the file."""
    if isinstance(error, Malformed):
        return filled.with_mistakes(*(("bestand", from_register(problem.message)) for problem in error.problems))
    return filled.with_mistakes(("bestand", from_register(error.message)))


def what_happened(data: bytes) -> str:
    """Which message tells that a file was kept: a photograph of a phone changed on its way."""
    return "heic" if recognise(data) is FileKind.HEIC else "bewijs"


@post(
    "/mijn/activiteiten/{entry:uuid}/bewijs",
    opt=door(Door.PROFESSIONAL, uploads=True),
    include_in_schema=False,
    status_code=200,
)
async def take_evidence(request: Asked, entry: FromPath[UUID]) -> Answer:
    found = await read_entry(own_number(request), "activity", entry)
    taken = read_upload(request)
    if taken.upload is None or taken.kind is None:
        return await activity_page(request, found, upload=taken.filled, status=400)
    given = EvidenceHandedIn(activity=entry, kind=taken.kind, name=taken.upload.name)
    try:
        await keep_upload(request, given, taken.upload.content)
    except (Malformed, Refused, Conflict) as error:
        status = 400 if isinstance(error, Malformed) else 409
        return await activity_page(request, found, upload=not_taken(taken.filled, error), status=status)
    return redirect(f"/mijn/activiteiten/{entry}?melding={what_happened(taken.upload.content)}")


@get("/mijn/bewijs/{piece:uuid}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_own_evidence(request: Asked, piece: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    return await evidence_for(request, piece, as_owner(signed_in(request)))


@get("/bewijs/{piece:uuid}", opt=door(Door.SIGNED_IN), include_in_schema=False)
async def get_evidence(request: Asked, piece: FromPath[UUID]) -> Answer:
    """For whoever assesses or decides an application with it."""
    read_query(request.scope, PageQuery)
    return await evidence_for(request, piece, signed_in(request))


@post("/mijn/bewijs/{piece:uuid}/weg", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_removal(request: Asked, piece: FromPath[UUID]) -> Answer:
    item = await own_item(request, piece)
    house = house_of(request)
    await remove_evidence(
        own_number(request), piece, store=house.store, actor=signed_in(request).actor, at=house.site.now()
    )
    return redirect(f"{address_of(item)}?melding={'bestandweg' if item.document is not None else 'bewijsweg'}")


async def own_item(request: Asked, piece: UUID) -> EvidenceItem:
    """A piece of evidence in the file of who asks. Raises NotFound for one of somebody else."""
    house: House = house_of(request)
    items = await list_evidence(own_number(request), at=house.site.now())
    found = next((item for item in items if item.id == piece), None)
    if found is None:
        raise NotFound(NO_FILE)
    return found


def address_of(item: EvidenceItem) -> str:
    """The page of the entry that a piece of evidence is with."""
    if item.activity is not None:
        return f"/mijn/activiteiten/{item.activity}"
    if item.document is not None:
        return f"/mijn/dossier/documenten/{item.document}"
    return f"/mijn/dossier/opleiding/{item.qualification}"


def as_owner(who: Identity) -> Identity:
    """Somebody as the owner of their file and nothing else: what they read here is their own."""
    return replace(who, roles=tuple(held for held in who.roles if held.role == "professional"))


async def evidence_for(request: Asked, piece: UUID, reader: Identity) -> Answer:
    """The file as a download. Raises NotFound for whoever may not read it."""
    house = house_of(request)
    file = await read_evidence(piece, reader, store=house.store, at=house.site.now())
    return attachment(file.data, file.media_type, file.name)


PAGES = [take_evidence, get_own_evidence, get_evidence, take_removal]
