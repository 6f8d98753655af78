"""The people in the register: one public profile, and finding somebody by name."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.params import FromPath
from pydantic import Field

from public_api.numbers import asked_number
from public_api.routes.marks import kept_json
from public_api.routes.standings import UNKNOWN_MARK, Registration, asked_standing, registration_as_json
from public_api.site import Asked, Site, site_of
from public_api.web.answers import Answer, redirect
from public_api.web.negotiation import preferred_type
from public_api.web.openapi import Description, described
from public_api.web.problems import KINDS, FieldError, ProblemRaised
from public_api.web.query import Query, read_query
from public_api.web.requests import JSON_OR_PAGE, headers_of
from registry.errors import Malformed, NotFound
from registry.profiles import profile_of
from registry.public_view import PublicProfile, PublicRegistration
from registry.search import Page, find


class Place(msgspec.Struct, rename="camel"):
    """A town where somebody works, and the four figures of its postcode where they are known."""

    town: str
    postcode4: str | None


class Profile(msgspec.Struct, rename="camel"):
    """What somebody shows of themselves, and their registrations on the day of the answer."""

    number: str
    name: str
    certified: bool
    registrations: list[Registration]
    work_places: list[Place]
    organisations: tuple[str, ...]
    languages: tuple[str, ...]
    contact_forms: tuple[str, ...]
    goals: tuple[str, ...]
    specialisms: tuple[str, ...]
    website: str | None
    email: str | None
    phone: str | None
    about: str | None
    url: str
    standing_url: str


def profile_as_json(profile: PublicProfile, registrations: tuple[PublicRegistration, ...], site: Site) -> Profile:
    base_url = site.settings.base_url
    return Profile(
        number=profile.number,
        name=profile.name,
        certified=any(registration.certified for registration in registrations),
        registrations=[registration_as_json(registration) for registration in registrations],
        work_places=[Place(place.town, place.postcode4) for place in profile.work_places],
        organisations=profile.organisations,
        languages=profile.languages,
        contact_forms=profile.contact_forms,
        goals=profile.goals,
        specialisms=profile.specialisms,
        website=profile.website,
        email=profile.email,
        phone=profile.phone,
        about=profile.about,
        url=f"{base_url}/professionals/{profile.number}",
        standing_url=f"{base_url}/api/v1/practitioners/{profile.number}/standing",
    )


async def asked_profile(number: str, site: Site) -> PublicProfile:
    """The profile from the register; ProblemRaised for a number that was never given."""
    try:
        return await profile_of(number, at=site.now())
    except NotFound:
        raise ProblemRaised("unknown-number") from None


EXAMPLE = {
    "number": "LP-0020418-51",
    "name": "F. el Idrissi",
    "certified": True,
    "registrations": [],
    "workPlaces": [{"town": "Utrecht", "postcode4": "3511"}],
    "organisations": [],
    "languages": ["nl", "ar"],
    "contactForms": ["on-site", "video"],
    "goals": [],
    "specialisms": [],
    "website": None,
    "email": None,
    "phone": None,
    "about": None,
    "url": "https://register.example/professionals/LP-0020418-51",
    "standingUrl": "https://register.example/api/v1/practitioners/LP-0020418-51/standing",
}


@get(
    "/api/v1/practitioners/{number:str}",
    operation_id="getPractitioner",
    summary="The public profile of one person",
    tags=["Practitioners"],
    opt=described(
        Description(
            Profile,
            EXAMPLE,
            Query,
            ("malformed-number", "wrong-check-digits", "unknown-number", "removed"),
            {"number": "LP-0020418-51"},
        )
    ),
)
async def get_practitioner(request: Asked, number: FromPath[str]) -> Answer:
    """With the registrations of today. A browser that asks for HTML is sent to the page."""
    read_query(request.scope, Query)
    exact = asked_number(number)
    accept = headers_of(request.scope).get(b"accept", b"").decode("latin-1")
    if preferred_type(accept, JSON_OR_PAGE) == "text/html":
        return redirect(f"/professionals/{exact}", headers=((b"vary", b"Accept"),))
    site = site_of(request)
    catalogue = await site.marks.current()
    standing = await asked_standing(catalogue, exact, None, None, None, at=site.now())
    return kept_json(profile_as_json(await asked_profile(exact, site), standing.registrations, site))


class FindQuery(Query):
    """Whom to find: the beginning of any words of a name, or a number; without either everybody."""

    q: Annotated[
        str, Field(max_length=200, description="Words of a name, in any order, or a number.", examples=["idrissi"])
    ] = ""
    mark: Annotated[str | None, Field(max_length=80, description="Only this mark.", examples=["noloc-rl"])] = None
    limit: Annotated[int, Field(ge=1, le=100, description="How many at a time.")] = 20
    cursor: Annotated[str | None, Field(max_length=1000, description="From `next`; make none yourself.")] = None


class ProfileList(msgspec.Struct, rename="camel"):
    """A part of the list, by family name; `next` is the address of the next part, null after the last."""

    items: list[Profile]
    next: str | None


@get(
    "/api/v1/practitioners",
    operation_id="findPractitioners",
    summary="Find people by name",
    tags=["Practitioners"],
    opt=described(Description(ProfileList, {"items": [EXAMPLE], "next": None}, FindQuery)),
)
async def find_practitioners(request: Asked) -> Answer:
    """Who is certified today, or whoever carries exactly this number or whole name. Accents, capitals and
    tussenvoegsels make no difference. Following `next` gives everybody once."""
    query = read_query(request.scope, FindQuery)
    site = site_of(request)
    page, cursor = await find_people(
        site, q=query.q, mark=query.mark, limit=query.limit, cursor=query.cursor, cursor_name="cursor"
    )
    items = [profile_as_json(found.profile, found.registrations, site) for found in page.items]
    if cursor is None:
        return kept_json(ProfileList(items, None))
    asked = {"q": query.q, "mark": query.mark, "limit": query.limit, "cursor": cursor}
    more = urlencode({name: value for name, value in asked.items() if value})
    address = f"{site.settings.base_url}/api/v1/practitioners?{more}"
    return kept_json(ProfileList(items, address), (b"link", f'<{address}>; rel="next"'.encode()))


async def find_people(
    site: Site,
    *,
    q: str,
    limit: int,
    cursor: str | None,
    cursor_name: str,
    mark: str | None = None,
    on: date | None = None,
) -> tuple[Page, str | None]:
    """A page of people and the cursor of the next one; ProblemRaised for a mistyped number or a foreign cursor."""
    this_list = f"people {q!r} {mark!r} {on}"
    after = site.cursors.open(this_list, cursor, cursor_name) if cursor is not None else None
    catalogue = await site.marks.current()
    if mark is not None and mark not in catalogue.schemes:
        raise ProblemRaised("invalid-input", errors=[FieldError("query", "mark", UNKNOWN_MARK)])
    try:
        page = await find(at=site.now(), catalogue=catalogue, q=q, mark=mark, on=on, limit=limit, after=after)
    except Malformed:
        advice = KINDS["wrong-check-digits"].advice
        raise ProblemRaised("invalid-input", errors=[FieldError("query", "q", advice)]) from None
    return page, site.cursors.seal(this_list, page.next) if page.next else None
