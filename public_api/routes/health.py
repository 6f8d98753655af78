"""Whether the process lives, and whether it can do its work: what a load balancer asks every few seconds."""

from __future__ import annotations

from litestar import get

from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.problems import ProblemRaised
from registry.database import is_healthy
from registry.migrations import missing_migrations

NOT_KEPT = ((b"cache-control", b"no-store"),)
ALIVE = Answer(b'{"status":"alive"}', headers=NOT_KEPT)
READY = Answer(b'{"status":"ready"}', headers=NOT_KEPT)


@get("/livez", include_in_schema=False)
async def livez(request: Asked) -> Answer:
    """The process answers; nothing else is asked of it."""
    return ALIVE


@get("/readyz", include_in_schema=False)
async def readyz(request: Asked) -> Answer:
    """The database answers and has every migration of this version of the program."""
    if not await is_healthy() or await missing_migrations():
        raise ProblemRaised("unavailable", headers=((b"retry-after", b"5"),))
    return READY
