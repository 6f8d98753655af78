"""The badge for a site of somebody's own: drawn anew each time, so that it never says more than is true."""

from __future__ import annotations

import textwrap
from typing import Annotated, Any
from urllib.parse import urlsplit

from litestar import get
from litestar.params import FromPath
from pydantic import Field

from public_api.numbers import asked_number
from public_api.pages.profile import told
from public_api.routes.standings import asked_standing
from public_api.site import Asked, site_of
from public_api.web.answers import Answer, etag_of, redirect
from public_api.web.edge import EMBEDDED
from public_api.web.pages import ASK_AGAIN, VARY, reader_of
from public_api.web.problems import ProblemRaised
from public_api.web.query import PageQuery, read_query

WIDEST = 34  # letters on a line
COLOURS = {"good": "#14532d", "care": "#6b4300", "no": "#8c1d18", "calm": "#33424c"}


class BadgeQuery(PageQuery):
    """Which mark; the first that counts where nothing is said."""

    keurmerk: Annotated[str | None, Field(max_length=80)] = None


@get("/professionals/{number:str}/badge.svg", include_in_schema=False)
async def badge(request: Asked, number: FromPath[str]) -> Answer:
    """404 for a mark that somebody never had: a badge cannot be made up by changing the address."""
    query = read_query(request.scope, BadgeQuery)
    exact = asked_number(number)
    if exact != number:
        chosen = f"?keurmerk={query.keurmerk}" if query.keurmerk and query.keurmerk.isascii() else ""
        return redirect(f"/professionals/{exact}/badge.svg{chosen}")
    site, language = site_of(request), reader_of(request.scope).language
    catalogue = await site.marks.current()
    standing = await asked_standing(catalogue, exact, None, None, None, at=site.now())
    every = told(standing.name, standing.registrations, catalogue, language)
    one = next((each for each in every if query.keurmerk in (None, each.mark.code)), None)
    if one is None:
        raise ProblemRaised("not-found")
    drawn = site.pages.environment(language).get_template("badge.svg").render(
        one=one,
        name=standing.name,
        number=exact,
        lines=textwrap.wrap(one.mark.name.within(language), WIDEST),
        status=textwrap.wrap(one.heading, WIDEST - 6),
        colour=COLOURS[one.tone],
        address=f"{urlsplit(site.settings.base_url).netloc}/p/{exact}",
        today=site.today(),
    )  # fmt: skip
    scope: Any = request.scope
    scope[EMBEDDED] = True
    body = drawn.encode()
    return Answer(body, b"image/svg+xml", headers=(ASK_AGAIN, VARY), etag=etag_of(body))
