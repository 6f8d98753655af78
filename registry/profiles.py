"""What somebody shows of themselves, for the public page."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.canonical import from_canonical
from registry.names import display_name
from registry.practitioners import find_practitioner
from registry.public_view import PublicPlace, PublicProfile
from registry.tables_catalogue import AffiliationRow
from registry.tables_people import PublicChoiceRow, WorkPlaceRow

_NO_CHOICE: Mapping[str, Any] = {
    "show_work_places": True,
    "languages": "[]",
    "contact_forms": "[]",
    "goals": "[]",
    "specialisms": "[]",
    "website": None,
    "email": None,
    "phone": None,
    "about": None,
}


async def profile_of(number: str, *, at: datetime) -> PublicProfile:
    """The public profile of one person. Raises Malformed, NotFound or Removed."""
    person = await find_practitioner(number)
    choice = await PublicChoiceRow.select().where(PublicChoiceRow.practitioner == person["id"]).first() or _NO_CHOICE
    places = await _places(person["id"]) if choice["show_work_places"] else ()
    return public_profile(person, choice, places, await _organisations(person["id"], amsterdam_day(at)))


def public_profile(
    person: Mapping[str, Any],
    choice: Mapping[str, Any],
    places: tuple[PublicPlace, ...],
    organisations: tuple[str, ...],
) -> PublicProfile:
    """The whitelist: what is not named here is not shown."""
    return PublicProfile(
        number=person["number"],
        name=display_name(person["initials"], person["prefix"], person["family_name"]),
        family_name_sort_key=person["sort_key"],
        work_places=places,
        organisations=organisations,
        languages=_list(choice["languages"]),
        contact_forms=_list(choice["contact_forms"]),
        goals=_list(choice["goals"]),
        specialisms=_list(choice["specialisms"]),
        website=choice["website"],
        email=choice["email"],
        phone=choice["phone"],
        about=choice["about"],
    )


async def _places(who: UUID) -> tuple[PublicPlace, ...]:
    rows = await WorkPlaceRow.select().where(WorkPlaceRow.practitioner == who).order_by(WorkPlaceRow.town)
    return tuple(PublicPlace(row["town"], row["postcode4"]) for row in rows)


async def _organisations(who: UUID, on: date) -> tuple[str, ...]:
    rows = (
        await AffiliationRow.select(AffiliationRow.organisation.name)
        .where(AffiliationRow.practitioner == who, AffiliationRow.organisation.is_not_null())
        .where(AffiliationRow.since <= on)
        .where(AffiliationRow.until.is_null() | (AffiliationRow.until >= on))
        .order_by(AffiliationRow.organisation.name)
    )
    return tuple(row["organisation.name"] for row in rows)


def _list(text: str) -> tuple[str, ...]:
    return from_canonical(text, tuple[str, ...])
