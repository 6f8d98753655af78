"""The people in the register: one public profile, and finding somebody by name."""

from __future__ import annotations

import msgspec
from litestar import get
from litestar.params import FromPath

from public_api.numbers import asked_number
from public_api.routes.marks import kept_json
from public_api.routes.standings import Registration, asked_standing, registration_as_json
from public_api.site import Asked, Site, site_of
from public_api.web.answers import Answer, redirect
from public_api.web.negotiation import preferred_type
from public_api.web.openapi import Description, described
from public_api.web.problems import ProblemRaised
from public_api.web.query import Query, read_query
from public_api.web.requests import JSON_OR_PAGE, headers_of
from registry.errors import NotFound
from registry.profiles import profile_of
from registry.public_view import PublicProfile, PublicStanding


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


def profile_as_json(profile: PublicProfile, standing: PublicStanding, site: Site) -> Profile:
    base_url = site.settings.base_url
    return Profile(
        number=profile.number,
        name=profile.name,
        certified=standing.certified,
        registrations=[registration_as_json(registration) for registration in standing.registrations],
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
    standing = await asked_standing(site, catalogue, exact, None, None)
    return kept_json(profile_as_json(await asked_profile(exact, site), standing, site))
