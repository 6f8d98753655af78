"""The description of the interface behind the log-in. Open to everybody, as that of the public one is."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.routes import HTTPRoute
from litestar.serialization import encode_json

from admin.app import DESCRIBED_AT
from admin.web.doorman import Door, door
from admin.web.house import house_of
from admin.web.openapi import wing_document
from admin.web.shapes import shape
from public_api.site import Asked
from public_api.web.answers import Answer, etag_of
from public_api.web.query import Query, read_query


@get(DESCRIBED_AT, opt=door(Door.ANYONE) | shape("This description", dict[str, Any]), include_in_schema=False)
async def get_description(request: Asked) -> Answer:
    """Made when first asked for, and then the same until the process ends."""
    read_query(request.scope, Query)
    state = request.app.state
    if "described" not in state:
        routes = [route for route in request.app.routes if isinstance(route, HTTPRoute)]
        body = encode_json(wing_document(routes, house_of(request).site.settings.base_url))
        state["described"] = Answer(body, headers=((b"cache-control", b"public, max-age=60"),), etag=etag_of(body))
    answer: Answer = state["described"]
    return answer


ROUTES = [get_description]
