"""Evidence as JSON and as files, below /api/v1: the same use cases as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath
from litestar.serialization import encode_json
from pydantic import Field

from admin.dossier.evidence import as_owner, evidence_for, keep_upload, own_item
from admin.web.doorman import UPLOAD, Door, door, own_number, signed_in
from admin.web.forms import CameIn, Upload, receive_form
from admin.web.house import house_of
from admin.web.json_answers import NOT_KEPT, as_invalid
from admin.web.json_bodies import whole_body
from admin.web.multipart_bodies import TOO_LARGE
from admin.web.shapes import File, Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import say
from public_api.web.problems import FieldError, ProblemRaised
from public_api.web.query import Query, read_query
from public_api.web.requests import headers_of
from registry.errors import Malformed
from registry.evidence import EvidenceHandedIn, EvidenceItem, list_evidence
from registry.evidence_removal import remove_evidence
from registry.inputs import Kind, read_input
from registry.own_entries import read_entry

FORM = b"multipart/form-data"
FILES = frozenset({
    b"application/octet-stream", b"application/pdf", b"image/jpeg", b"image/png", b"image/heic", b"image/heif",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
})  # fmt: skip


class EvidenceListed(msgspec.Struct, rename="camel"):
    """A piece of evidence; `needed` while an application rests on it."""

    id: UUID
    kind: str
    name: str | None
    media_type: str | None
    size_bytes: int | None
    verified: bool
    recorded_at: datetime
    needed: bool


class UploadQuery(Query):
    """About a file that is the whole body; in a form these are the fields beside `file`."""

    kind: Kind | None = None
    name: Annotated[str, Field(max_length=200)] = ""


@get(
    "/api/v1/me/activities/{entry:uuid}/evidence",
    opt=door(Door.PROFESSIONAL) | shape("The evidence with an activity", Items[EvidenceListed]),
    include_in_schema=False,
)
async def get_list(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    await read_entry(own_number(request), "activity", entry)
    return _json({"items": [_item(item) for item in await _with(request, entry)]})


@post(
    "/api/v1/me/activities/{entry:uuid}/evidence",
    opt=door(Door.PROFESSIONAL, uploads=True)
    | shape("Add a file as evidence: in a form, or as the whole body", EvidenceListed, asks=UploadQuery),
    include_in_schema=False,
    status_code=201,
)
async def post_evidence(request: Asked, entry: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, UploadQuery)
    await read_entry(own_number(request), "activity", entry)
    kind, upload = await _received(request, query)
    try:
        given = read_input(EvidenceHandedIn, {"activity": entry, "kind": kind, "name": upload.name})
        added = await keep_upload(request, given, upload.content)
    except Malformed as error:
        raise as_invalid(error) from None
    return _json(_item(await own_item(request, added)), status=201)


@get(
    "/api/v1/me/evidence/{piece:uuid}",
    opt=door(Door.PROFESSIONAL) | shape("A file of your own", File),
    include_in_schema=False,
)
async def get_own_file(request: Asked, piece: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await evidence_for(request, piece, as_owner(signed_in(request)))


@delete(
    "/api/v1/me/evidence/{piece:uuid}",
    opt=door(Door.PROFESSIONAL) | shape("Remove a file that was not handed in"),
    include_in_schema=False,
    status_code=204,
)
async def delete_evidence(request: Asked, piece: FromPath[UUID]) -> None:
    read_query(request.scope, Query)
    await own_item(request, piece)
    house = house_of(request)
    await remove_evidence(
        own_number(request), piece, store=house.store, actor=signed_in(request).actor, at=house.site.now()
    )


@get(
    "/api/v1/evidence/{piece:uuid}",
    opt=door(Door.SIGNED_IN) | shape("A file with an application that you assess or decide", File),
    include_in_schema=False,
)
async def get_file(request: Asked, piece: FromPath[UUID]) -> Answer:
    """For whoever assesses or decides an application with it."""
    read_query(request.scope, Query)
    return await evidence_for(request, piece, signed_in(request))


async def _received(request: Asked, query: UploadQuery) -> tuple[str | None, Upload]:
    """The kind and the file: of a form with `kind` and `file`, or of a body that is the file itself."""
    media_type = headers_of(request.scope).get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type == FORM:
        form: CameIn = await receive_form(request, largest=UPLOAD)
        upload = form.file("file")
        if upload is None:
            raise ProblemRaised("invalid-input", errors=[FieldError("body", "file", say("Kies een bestand."))])
        return form.first("kind") or query.kind, upload
    if media_type not in FILES:
        raise ProblemRaised(
            "unsupported-media-type",
            detail=say("Stuur een formulier met een bestand, of het bestand zelf met zijn eigen soort."),
        )
    return query.kind, Upload(query.name, await whole_body(request, UPLOAD, too_large=TOO_LARGE))


async def _with(request: Asked, entry: UUID) -> list[EvidenceItem]:
    items = await list_evidence(own_number(request), at=house_of(request).site.now())
    return [item for item in items if item.activity == entry]


def _item(item: EvidenceItem) -> EvidenceListed:
    return EvidenceListed(
        item.id, item.kind, item.name, item.media_type, item.size_bytes, item.verified, item.recorded_at, item.needed
    )  # fmt: skip


def _json(data: object, *, status: int = 200) -> Answer:
    return Answer(encode_json(data), status=status, headers=NOT_KEPT)


ROUTES = [get_list, post_evidence, get_own_file, delete_evidence, get_file]
