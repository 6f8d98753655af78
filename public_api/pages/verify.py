"""Verify somebody: one box that takes a number, a name or an old claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from litestar import get
from pydantic import Field

from accreditation.scheme import Mark
from public_api.numbers import asked_number, looks_like_a_number
from public_api.pages.profile import Told, told
from public_api.routes.practitioners import find_people
from public_api.site import Asked, Site, site_of
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language
from public_api.web.pages import reader_of
from public_api.web.problems import ProblemRaised
from public_api.web.query import CivilDay, PageQuery, read_query
from registry import search
from registry.catalogue import Catalogue, ClaimMeaning

ON_A_PAGE = 20


class VerifyQuery(PageQuery):
    """What was typed, on which day, and where a long list goes on."""

    q: Annotated[str, Field(max_length=200)] = ""
    op: CivilDay | None = None
    verder: Annotated[str, Field(max_length=600)] = ""


@dataclass(frozen=True, slots=True)
class ExplainedClaim:
    """An old or loose claim with the mark it means."""

    meaning: ClaimMeaning
    mark: Mark
    successor: Mark | None


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in the list, with what they hold on the day."""

    number: str
    name: str
    towns: tuple[str, ...]
    told: tuple[Told, ...]


@get("/controleren", include_in_schema=False)
async def verify(request: Asked) -> Answer:
    site = site_of(request)
    query = read_query(request.scope, VerifyQuery)
    asked = query.q
    if looks_like_a_number(asked):
        return _jump(request, query)
    catalogue = await site.marks.current()
    claims = explained(asked, catalogue) if asked else ()
    people, next_address = await _people(request, site, catalogue, query) if asked else ([], None)
    return site.pages.render(
        request.scope,
        "verify.html",
        asked=asked,
        on=query.op,
        fault=None,
        claims=claims,
        people=people,
        next=next_address,
    )


def _jump(request: Asked, query: VerifyQuery) -> Answer:
    """A number leads straight to the profile; a mistyped one is shown in the box, with what is wrong."""
    try:
        exact = asked_number(query.q)
    except ProblemRaised as problem:
        return site_of(request).pages.render(
            request.scope,
            "verify.html",
            status=problem.kind.status,
            asked=query.q,
            on=query.op,
            fault=problem.kind.advice,
            claims=(),
            people=(),
            next=None,
        )
    return redirect(f"/professionals/{exact}" + (f"?op={query.op}" if query.op else ""))


def explained(text: str, catalogue: Catalogue) -> tuple[ExplainedClaim, ...]:
    """What a claim means; nothing when it is not a claim we know."""
    return tuple(
        ExplainedClaim(
            meaning,
            catalogue.mark(meaning.mark),
            catalogue.mark(meaning.succeeded_by) if meaning.succeeded_by else None,
        )
        for meaning in catalogue.claims(text)
    )


async def _people(
    request: Asked, site: Site, catalogue: Catalogue, query: VerifyQuery
) -> tuple[list[Found], str | None]:
    """Who carries the name, and the address of the rest of a long list."""
    page, cursor = await find_people(
        site, q=query.q, limit=ON_A_PAGE, cursor=query.verder or None, cursor_name="verder", on=query.op
    )
    language = reader_of(request.scope).language
    people = [_found(found, catalogue, language) for found in page.items]
    if cursor is None:
        return people, None
    more = {"q": query.q, "verder": cursor} | ({"op": str(query.op)} if query.op else {})
    return people, f"/controleren?{urlencode(more)}"


def _found(found: search.Found, catalogue: Catalogue, language: Language) -> Found:
    profile = found.profile
    return Found(
        number=profile.number,
        name=profile.name,
        towns=tuple(place.town for place in profile.work_places),
        told=told(profile.name, found.registrations, catalogue, language),
    )
