"""Who somebody is in the register, as they see it themselves, and what of that they can correct themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.decisions import Kind
from registry.database import once_more
from registry.errors import Malformed, Problem, Refused, worded
from registry.inputs import Email, Input, Phone
from registry.journal import recording
from registry.merged_people import whole_of
from registry.places import may_lie_at, place_at, place_named
from registry.practitioners import Name, WorkPlace, find_practitioner, give_name, move_work_places
from registry.tables_decisions import DecisionRow
from registry.tables_people import FormerNameRow, PractitionerRow, WorkPlaceRow

CERTIFIED_NAME = (
    "A mark was given to you under this name. Ask the body of your mark to change it, and send proof of the change."
)
_GIVES = (Kind.GRANT, Kind.RENEWAL)


NO_PLACE = "We do not know a place called {town}. Write it as on an envelope, such as Utrecht 3511."
NOT_THERE = "We do not know a place called {town}. At postcode {postcode} lies {place}: write that one."
NO_POSTCODE = "We do not know the postcode {postcode} of {town}. Check its four figures, or leave them out."
ELSEWHERE = "Postcode {postcode} lies in {place}, and not in {town}. Check both, or leave the postcode out."


class Contact(Input):
    """How the register reaches somebody; none of it is public by this."""

    email: Email | None = None
    phone: Phone | None = None


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """Everything that says who somebody is. `name_is_fixed`: a mark was given under it, so others rely on it."""

    number: str
    name: Name
    name_is_fixed: bool
    former_names: tuple[str, ...]
    email: str | None
    phone: str | None
    work_places: tuple[WorkPlace, ...]
    registered_on: date


async def own_details(number: str) -> OwnDetails:
    """Who somebody is in the register. Raises Malformed, NotFound or Removed."""
    person = await find_practitioner(number)
    who = person["id"]
    former = await FormerNameRow.select().where(FormerNameRow.practitioner == who).order_by(FormerNameRow.until)
    places = await WorkPlaceRow.select().where(WorkPlaceRow.practitioner == who).order_by(WorkPlaceRow.town)
    return OwnDetails(
        person["number"],
        _name(person),
        await _was_given_a_mark(who),
        tuple(f"{row['prefix']} {row['family_name']}".strip() for row in former),
        person["email"],
        person["phone"],
        tuple(WorkPlace(town=row["town"], postcode4=row["postcode4"]) for row in places),
        person["registered_on"],
    )


def _name(person: Mapping[str, Any]) -> Name:
    return Name(**{field: person[field] for field in Name.model_fields})


async def _was_given_a_mark(who: UUID) -> bool:
    whole = await whole_of(who)
    return await DecisionRow.exists().where(DecisionRow.practitioner.is_in(whole), DecisionRow.kind.is_in(list(_GIVES)))


@once_more
async def correct_own_name(number: str, name: Name, *, actor: str, at: datetime) -> None:
    """Correct one's own name. Under a mark only what is not public: else a mark could be lent out under another name.

    Raises Refused, which says who can change the rest.
    """
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        shown = _name(person).model_copy(update={"given_name": name.given_name})
        if shown != name and await _was_given_a_mark(person["id"]):
            raise Refused(CERTIFIED_NAME)
        await give_name(journal, person, name)


@once_more
async def correct_contact(number: str, contact: Contact, *, actor: str, at: datetime) -> None:
    """Correct how the register reaches somebody."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        await PractitionerRow.update(
            {PractitionerRow.email: contact.email, PractitionerRow.phone: contact.phone}
        ).where(PractitionerRow.id == person["id"])
        await journal.append("practitioner.contact", person["number"])


async def correct_work_places(number: str, places: tuple[WorkPlace, ...], *, actor: str, at: datetime) -> None:
    """Correct the places where one works. They are spelled as on the map; what stood there already may stay as it is.

    Raises Malformed with every place that is none.
    """
    before = (await own_details(number)).work_places
    problems = [problem for place in places if place not in before and (problem := _unknown(place)) is not None]
    if problems:
        raise Malformed([Problem("work_places", message) for message in problems])
    spelled = (place if place in before else _as_spelled(place) for place in places)
    await move_work_places(number, tuple(dict.fromkeys(spelled)), actor=actor, at=at)


def _unknown(place: WorkPlace) -> str | None:
    """What is wrong with a place, if anything is. A postcode near a border may have the name of its neighbour."""
    town, postcode = place.town, place.postcode4 or ""
    there, spelled = place_at(postcode), place_named(town)
    if spelled is None and there is None:
        return worded(NO_PLACE, town=town)
    if spelled is None:
        return worded(NOT_THERE, town=town, postcode=postcode, place=there)
    if postcode and there is None:
        return worded(NO_POSTCODE, town=town, postcode=postcode)
    if postcode and not may_lie_at(spelled, postcode):
        return worded(ELSEWHERE, town=town, postcode=postcode, place=there or "")
    return None


def _as_spelled(place: WorkPlace) -> WorkPlace:
    return WorkPlace(town=place_named(place.town) or place.town, postcode4=place.postcode4)
