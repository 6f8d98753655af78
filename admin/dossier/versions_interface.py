"""The other entries of a file, and the earlier versions of each, as JSON: the same use cases as on their pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath

from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.json_answers import as_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, camel_case, read_query
from registry.drafts import EntryKind
from registry.entry_changes import EntryChange, entry_changes
from registry.errors import NotFound
from registry.own_entries import list_entries, read_also_withdrawn

ALL = 1_000
NO_KIND = "There is no such part of a file. Open the file again."
KINDS: Mapping[str, EntryKind] = {
    "qualifications": "qualification",
    "experience": "experience",
    "client-practice": "client_practice",
    "client-surveys": "client_survey",
    "documents": "documents",
    "leave": "leave",
}


class EntryItem(msgspec.Struct, rename="camel"):
    """An entry as it stands now; it counts on the day `on`."""

    id: UUID
    version: int
    state: str
    on: date
    said: dict[str, Any]


class DifferenceItem(msgspec.Struct, rename="camel"):
    """One field that was changed: what it held before and after, null where it held nothing."""

    field: str
    before: Any
    after: Any


class ChangeItem(msgspec.Struct, rename="camel"):
    """One change, the version that it replaced, and whether you did it or somebody else."""

    version: int
    change: str
    at: datetime
    by_you: bool
    differences: list[DifferenceItem]


@get(
    "/api/v1/me/activities/{entry:uuid}/versions",
    opt=door(Door.PROFESSIONAL) | shape("What an activity said before, newest change first", Items[ChangeItem]),
    include_in_schema=False,
)
async def get_versions(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await changes_of(request, "activity", entry)


async def changes_of(request: Asked, kind: EntryKind, entry: UUID) -> Answer:
    """Every change of an entry of one's own, newest first."""
    found = await read_also_withdrawn(own_number(request), kind, entry)
    reader = signed_in(request).actor
    return as_json(Items([_change(one, reader) for one in await entry_changes(own_number(request), kind, found)]))


def _change(one: EntryChange, reader: str) -> ChangeItem:
    """Who did it is told as "you" or not, as on the page."""
    differences = [DifferenceItem(camel_case(d.field), d.before, d.after) for d in one.differences]
    return ChangeItem(one.version, one.change, one.at, one.by == reader, differences)


@get(
    "/api/v1/me/entries/{kind:str}",
    opt=door(Door.PROFESSIONAL) | shape("What your file holds of one kind, newest first", Items[EntryItem]),
    include_in_schema=False,
)
async def get_entries(request: Asked, kind: FromPath[str]) -> Answer:
    """The kinds: qualifications, experience, client-practice, client-surveys, documents and leave."""
    read_query(request.scope, Query)
    found = await list_entries(own_number(request), _kind(kind), size=ALL)
    items = [
        EntryItem(
            one.id, one.version, one.state, one.on,
            {camel_case(name): value for name, value in one.said.model_dump().items()},
        )
        for one in found.entries
    ]  # fmt: skip
    return as_json(Items(items))


@get(
    "/api/v1/me/entries/{kind:str}/{entry:uuid}/versions",
    opt=door(Door.PROFESSIONAL) | shape("What an entry said before, newest change first", Items[ChangeItem]),
    include_in_schema=False,
)
async def get_entry_versions(request: Asked, kind: FromPath[str], entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    return await changes_of(request, _kind(kind), entry)


def _kind(written: str) -> EntryKind:
    if written not in KINDS:
        raise NotFound(NO_KIND)
    return KINDS[written]


ROUTES = [get_versions, get_entries, get_entry_versions]
