"""The pages that every site owes its readers: contact, complaints, accessibility, privacy, developers."""

from __future__ import annotations

from typing import get_args

from litestar import get

from public_api.pages.start import GOALS
from public_api.site import Asked, site_of
from public_api.web.answers import Answer
from public_api.web.problems import KINDS, Code
from public_api.web.query import PageQuery, read_query


@get("/contact", include_in_schema=False)
async def contact(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    site = site_of(request)
    return site.pages.render(request.scope, "contact.html", goals=GOALS, bodies=site.contact.bodies)


@get("/klacht", include_in_schema=False)
async def complaint(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return site_of(request).pages.render(request.scope, "complaint.html")


@get("/toegankelijkheid", include_in_schema=False)
async def accessibility(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return site_of(request).pages.render(request.scope, "accessibility.html")


@get("/privacy", include_in_schema=False)
async def privacy(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return site_of(request).pages.render(request.scope, "privacy.html")


@get("/ontwikkelaars", include_in_schema=False)
async def developers(request: Asked) -> Answer:
    """Also where the `type` of every problem leads: one anchor for each."""
    read_query(request.scope, PageQuery)
    kinds = [(code, KINDS[code]) for code in get_args(Code)]
    site = site_of(request)
    return site.pages.render(request.scope, "developers.html", kinds=kinds, behind_log_in=site.also_described_at)
