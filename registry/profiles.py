"""What somebody shows of themselves, for the public page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.canonical import canonical, from_canonical
from registry.names import display_name
from registry.practitioners import PublicChoice, find_practitioner
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

_LISTS = ("languages", "contact_forms", "goals", "specialisms")


async def profile_of(number: str, *, at: datetime) -> PublicProfile:
    """The public profile of one person. Raises Malformed, NotFound or Removed."""
    return (await profiles_of([await find_practitioner(number)], amsterdam_day(at)))[0]


async def public_choice_of(number: str) -> PublicChoice | None:
    """What somebody chose to show; None while they never chose."""
    person = await find_practitioner(number)
    row = await PublicChoiceRow.select().where(PublicChoiceRow.practitioner == person["id"]).first()
    return None if row is None else PublicChoice(**_chosen(row))


async def profile_if_chosen(number: str, choice: PublicChoice, *, at: datetime) -> PublicProfile:
    """The public profile as it would be with this choice; nothing is recorded."""
    person = await find_practitioner(number)
    who, row = person["id"], choice.model_dump() | {name: canonical(getattr(choice, name)) for name in _LISTS}
    places, organisations = await _places([who]), await _organisations([who], amsterdam_day(at))
    if not choice.show_work_places:
        return public_profile(person, row, (), ())
    return public_profile(person, row, places.get(who, ()), organisations.get(who, ()))


def _chosen(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a choice as its fields."""
    return {name: _list(row[name]) if name in _LISTS else row[name] for name in PublicChoice.model_fields}


async def profiles_of(people: Sequence[Mapping[str, Any]], on: date) -> list[PublicProfile]:
    """The public profiles of these rows, in their order."""
    who = [person["id"] for person in people]
    if not who:
        return []
    rows = await PublicChoiceRow.select().where(PublicChoiceRow.practitioner.is_in(who))
    choices = {row["practitioner"]: row for row in rows}
    places, organisations = await _places(who), await _organisations(who, on)
    profiles = []
    for person in people:
        identity = person["id"]
        choice = choices.get(identity, _NO_CHOICE)
        shown = places.get(identity, ()) if choice["show_work_places"] else ()
        # Unlike a town, where somebody works is shown only after they chose so themselves.
        works_for = organisations.get(identity, ()) if identity in choices and choice["show_work_places"] else ()
        profiles.append(public_profile(person, choice, shown, works_for))
    return profiles


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


async def _places(who: list[UUID]) -> dict[UUID, tuple[PublicPlace, ...]]:
    rows = await WorkPlaceRow.select().where(WorkPlaceRow.practitioner.is_in(who)).order_by(WorkPlaceRow.town)
    found: dict[UUID, tuple[PublicPlace, ...]] = {}
    for row in rows:
        place = PublicPlace(row["town"], row["postcode4"])
        found[row["practitioner"]] = (*found.get(row["practitioner"], ()), place)
    return found


async def _organisations(who: list[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    rows = (
        await AffiliationRow.select(AffiliationRow.practitioner, AffiliationRow.organisation.name)
        .where(AffiliationRow.practitioner.is_in(who), AffiliationRow.organisation.is_not_null())
        .where(AffiliationRow.since <= on)
        .where(AffiliationRow.until.is_null() | (AffiliationRow.until >= on))
        .order_by(AffiliationRow.organisation.name)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        found[row["practitioner"]] = (*found.get(row["practitioner"], ()), row["organisation.name"])
    return found


def _list(text: str) -> tuple[str, ...]:
    return from_canonical(text, tuple[str, ...])
