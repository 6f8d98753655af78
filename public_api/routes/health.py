"""Whether the process lives, and whether it can do its work: what a load balancer asks every few seconds."""

from __future__ import annotations

from litestar import get

from public_api.web.answers import Answer
from public_api.web.site import Asked

NOT_KEPT = ((b"cache-control", b"no-store"),)
ALIVE = Answer(b'{"status":"alive"}', headers=NOT_KEPT)
READY = Answer(b'{"status":"ready"}', headers=NOT_KEPT)


@get("/livez", include_in_schema=False)
async def livez(request: Asked) -> Answer:
    """The process answers; nothing else is asked of it."""
    return ALIVE
