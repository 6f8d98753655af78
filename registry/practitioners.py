"""The people in the register: entering, renaming, what they choose to show, and leaving."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import ONE_DAY, amsterdam_day
from registry.canonical import canonical
from registry.database import Statement, once_more
from registry.errors import Merged, NotFound, Refused, Removed
from registry.inputs import (
    Code,
    Email,
    Input,
    Line20,
    Line40,
    Line80,
    Phone,
    Postcode4,
    Required80,
    Required120,
    Text1000,
    Website,
)
from registry.journal import Recording, recording
from registry.merged_people import MERGED, now_of
from registry.names import search_key, sort_key
from registry.numbers import Draw, new_number, read_number
from registry.tables_people import FormerNameRow, PractitionerRow, PublicChoiceRow, RetiredNumberRow, WorkPlaceRow

TRIES = 1000  # of ten million numbers: this many taken ones in a row mean that the lot is not drawn at random
_BY_NUMBER = Statement("SELECT * FROM practitioner WHERE number = $1")
UNKNOWN = "There is nobody with this number in the register. Check the number."
GONE = "This registration was taken out of the register."
LEADS_ON = "This number leads to another one: two files of one person were put together. Use the other number."


class Name(Input):
    """How somebody is called. `prefix` is the tussenvoegsel: "van der", "el"."""

    initials: Line20 = ""
    given_name: Line80 = ""
    prefix: Line40 = ""
    family_name: Required120


class WorkPlace(Input):
    """A town where somebody works, with the four figures of its postcode where they are known."""

    town: Required80
    postcode4: Postcode4 | None = None


class Person(Input):
    """Somebody who enters the register."""

    name: Name
    work_places: tuple[WorkPlace, ...] = ()
    email: Email | None = None
    phone: Phone | None = None


class PublicChoice(Input):
    """What somebody chooses to show. Address and telephone only when they fill them in here."""

    show_work_places: bool = True
    languages: tuple[Code, ...] = ()
    contact_forms: tuple[Code, ...] = ()
    goals: tuple[Code, ...] = ()
    specialisms: tuple[Line80, ...] = ()
    website: Website | None = None
    email: Email | None = None
    phone: Phone | None = None
    about: Text1000 | None = None


async def find_practitioner(number: str) -> dict[str, Any]:
    """The row of somebody in the register. Raises Malformed, NotFound, Removed, and Merged for a number that leads on.

    For use inside registry/ only.
    """
    rows = await _BY_NUMBER.rows(read_number(number))
    if not rows:
        raise NotFound(UNKNOWN)
    row = rows[0]
    if row["removed_on"] is not None:
        raise await taken_out(row)
    return row


async def number_now(number: str) -> str:
    """The exact form of a number, or the number that it leads to. Raises Malformed; not for one that nobody has."""
    exact = read_number(number)
    rows = await _BY_NUMBER.rows(exact)
    return str((await now_of(rows[0]))["number"]) if rows else exact


async def taken_out(row: Mapping[str, Any]) -> Removed:
    """What to answer about somebody who was taken out: that they are gone, or under which number they go on."""
    if row["removal"] == MERGED:
        return Merged(LEADS_ON, str(row["number"]), str((await now_of(row))["number"]))
    return Removed(GONE, str(row["removal"]))


@once_more
async def register_practitioner(person: Person, *, actor: str, at: datetime, draw: Draw = secrets.randbelow) -> str:
    """Enter somebody in the register; gives the number, which nobody else ever had or will have."""
    async with recording(actor=actor, at=at) as journal:
        return await enter_practitioner(journal, person, draw)


async def enter_practitioner(journal: Recording, person: Person, draw: Draw = secrets.randbelow) -> str:
    """As register_practitioner, in a change that is going on."""
    number = await _free_number(draw)
    row = PractitionerRow(
        number=number,
        registered_on=amsterdam_day(journal.at),
        email=person.email,
        phone=person.phone,
        **_name_columns(person.name),
    )
    await PractitionerRow.insert(row)
    await _place(row.id, person.work_places)
    await journal.append("practitioner.registered", number)
    return number


async def _free_number(draw: Draw) -> str:
    """Nobody else can take it meanwhile: whoever writes holds the head of the journal."""
    for _ in range(TRIES):
        number = new_number(draw)
        taken = await PractitionerRow.exists().where(PractitionerRow.number == number)
        if not taken and not await RetiredNumberRow.exists().where(RetiredNumberRow.number == number):
            return number
    raise Refused("No free register number was found. Try again.")


def _name_columns(name: Name) -> dict[Any, Any]:
    return {
        "initials": name.initials,
        "given_name": name.given_name,
        "prefix": name.prefix,
        "family_name": name.family_name,
        "sort_key": sort_key(name.initials, name.prefix, name.family_name),
        "search_key": search_key(name.given_name, name.initials, name.prefix, name.family_name),
    }


async def _place(practitioner: UUID, places: tuple[WorkPlace, ...]) -> None:
    if places:
        await WorkPlaceRow.insert(
            *(WorkPlaceRow(practitioner=practitioner, town=p.town, postcode4=p.postcode4) for p in places)
        )


@once_more
async def rename(number: str, name: Name, *, actor: str, at: datetime) -> None:
    """Give somebody another name. The old one is still found in a search, and never shown as the name."""
    async with recording(actor=actor, at=at) as journal:
        await give_name(journal, await find_practitioner(number), name)


async def give_name(journal: Recording, row: dict[str, Any], name: Name) -> None:
    """As rename, in a change that is going on."""
    former = Name(prefix=row["prefix"], family_name=row["family_name"])
    if (former.prefix, former.family_name) != (name.prefix, name.family_name):
        await _remember_name(row, amsterdam_day(journal.at) - ONE_DAY)
    columns = _name_columns(name) | {"version": row["version"] + 1}
    await PractitionerRow.update(columns).where(PractitionerRow.id == row["id"])
    await journal.append("practitioner.renamed", row["number"])


async def _remember_name(row: dict[str, Any], until: date) -> None:
    await FormerNameRow.insert(
        FormerNameRow(
            practitioner=row["id"],
            prefix=row["prefix"],
            family_name=row["family_name"],
            search_key=row["search_key"],
            until=until,
        )
    )


@once_more
async def move_work_places(number: str, places: tuple[WorkPlace, ...], *, actor: str, at: datetime) -> None:
    """Replace the towns where somebody works."""
    async with recording(actor=actor, at=at) as journal:
        row = await find_practitioner(number)
        await WorkPlaceRow.delete().where(WorkPlaceRow.practitioner == row["id"])
        await _place(row["id"], places)
        await journal.append("practitioner.work_places", row["number"])


@once_more
async def choose_public(number: str, choice: PublicChoice, *, actor: str, at: datetime) -> None:
    """Record what somebody chooses to show; it replaces the earlier choice."""
    async with recording(actor=actor, at=at) as journal:
        row = await find_practitioner(number)
        await PublicChoiceRow.delete().where(PublicChoiceRow.practitioner == row["id"])
        await PublicChoiceRow.insert(PublicChoiceRow(practitioner=row["id"], **_choice_columns(choice)))
        await journal.append("practitioner.choices", row["number"])


def _choice_columns(choice: PublicChoice) -> dict[str, Any]:
    columns: dict[str, Any] = choice.model_dump()
    for name in ("languages", "contact_forms", "goals", "specialisms"):
        columns[name] = canonical(columns[name])
    return columns


async def mark_removed(row: dict[str, Any], removal: str, journal: Recording) -> None:
    """Take somebody out of the public register; the number stays taken and answers that it was removed."""
    if row["removed_on"] is not None:
        raise Refused("This registration was taken out before.")
    await PractitionerRow.update(
        {
            PractitionerRow.removed_on: amsterdam_day(journal.at),
            PractitionerRow.removal: removal,
            PractitionerRow.version: row["version"] + 1,
        }
    ).where(PractitionerRow.id == row["id"])


async def give_back(row: dict[str, Any], journal: Recording) -> None:
    """Put somebody back in the public register, who was taken out by mistake; the number answers again."""
    await PractitionerRow.update(
        {
            PractitionerRow.removed_on: None,
            PractitionerRow.removal: None,
            PractitionerRow.version: row["version"] + 1,
        }
    ).where(PractitionerRow.id == row["id"])
    await journal.append("practitioner.given_back", row["number"])
