"""The earlier versions of an activity as JSON: the same use case as its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.serialization import encode_json

from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.json_answers import NOT_KEPT
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import Query, camel_case, read_query
from registry.entry_changes import EntryChange, entry_changes
from registry.own_entries import read_entry


@get("/api/v1/me/activities/{entry:uuid}/versions", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_versions(request: Asked, entry: FromPath[UUID]) -> Answer:
    read_query(request.scope, Query)
    found = await read_entry(own_number(request), "activity", entry)
    reader = signed_in(request).actor
    items = [_change(one, reader) for one in await entry_changes(own_number(request), "activity", found)]
    return Answer(encode_json({"items": items}), headers=NOT_KEPT)


def _change(one: EntryChange, reader: str) -> dict[str, Any]:
    """Who did it is told as "you" or not, as on the page."""
    return {
        "version": one.version,
        "change": one.change,
        "at": one.at,
        "byYou": one.by == reader,
        "differences": [
            {"field": camel_case(d.field), "before": d.before, "after": d.after} for d in one.differences
        ],
    }  # fmt: skip


ROUTES = [get_versions]
