"""The description of the interface, for people who write programs and for the tools they use."""

from __future__ import annotations

from litestar import get
from litestar.serialization import encode_json

from public_api.site import Asked, site_of
from public_api.web.answers import Answer, etag_of
from public_api.web.openapi import openapi_document
from public_api.web.query import Query, read_query


@get("/api/v1/openapi.json", include_in_schema=False)
async def openapi(request: Asked) -> Answer:
    """Made when first asked for, and then the same until the process ends."""
    read_query(request.scope, Query)
    state = request.app.state
    if "openapi" not in state:
        handlers = [handler for route in request.app.routes for handler in getattr(route, "route_handlers", ())]
        body = encode_json(openapi_document(handlers, site_of(request).settings.base_url))
        state["openapi"] = Answer(body, headers=((b"cache-control", b"public, max-age=60"),), etag=etag_of(body))
    answer: Answer = state["openapi"]
    return answer
