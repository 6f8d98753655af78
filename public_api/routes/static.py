"""Answers that never change while the process runs: the style sheet, the icons."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath

from public_api.site import Asked, site_of
from public_api.web.answers import Answer
from public_api.web.requests import headers_of


@get("/static/{name:str}", include_in_schema=False)
async def static_file(request: Asked, name: FromPath[str]) -> Answer:
    return site_of(request).static.answer(name, headers_of(request.scope))
