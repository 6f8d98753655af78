"""The three kinds of record an import takes: people, registrations and qualifications, and how their cells are read."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from accreditation.dates import FIRST_DAY, LAST_DAY
from registry.errors import Malformed
from registry.inputs import (
    Code,
    Email,
    Input,
    Kind,
    Line20,
    Line40,
    Line60,
    Line80,
    Line120,
    Phone,
    Postcode4,
    Required120,
    Website,
)
from registry.numbers import read_number

_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_APART = re.compile(r"[,;|/]")
_FORMULA = tuple("=@#")
_YES_NO = {"ja": True, "yes": True, "true": True, "1": True, "nee": False, "no": False, "false": False, "0": False}


def read_day(cell: Any) -> date:
    """A day: a real one, 01-03-2021 or 2021-03-01. Raises ValueError."""
    if isinstance(cell, datetime):
        if (cell.hour, cell.minute, cell.second, cell.microsecond) != (0, 0, 0, 0):
            raise ValueError("this is a moment, not a day")
        cell = cell.date()
    elif isinstance(cell, str):
        text = cell.strip()
        if found := _DUTCH_DAY.fullmatch(text):
            cell = date(int(found[3]), int(found[2]), int(found[1]))
        elif _ISO_DAY.fullmatch(text):
            cell = date.fromisoformat(text)
    if not isinstance(cell, date):
        raise ValueError("this is not a day")
    if not FIRST_DAY <= cell <= LAST_DAY:
        raise ValueError("this day lies outside the calendar of the register")
    return cell


def _read_number(text: str) -> str:
    try:
        return read_number(text)
    except Malformed as error:
        raise ValueError(error.problems[0].message) from None


def _read_list(cell: Any) -> Any:
    return [part.strip() for part in _APART.split(cell) if part.strip()] if isinstance(cell, str) else cell


def read_yes_no(cell: Any) -> Any:
    return _YES_NO.get(cell.strip().casefold(), cell) if isinstance(cell, str) else cell


def read_hours(cell: Any) -> Any:
    """Hours, such as 98 or 97,5, as whole minutes."""
    try:
        minutes = Decimal(str(cell).strip().replace(",", ".")) * 60
        if minutes != int(minutes):
            raise ValueError("this is no whole number of minutes")
        return int(minutes)
    except (InvalidOperation, OverflowError):
        raise ValueError("this is not a number of hours") from None


Day = Annotated[date, BeforeValidator(read_day)]
Number = Annotated[str, AfterValidator(_read_number)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_read_list), Field(max_length=10)]
Words = Annotated[tuple[Line80, ...], BeforeValidator(_read_list), Field(max_length=10)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no)]


class _Imported(Input):
    """`row` is its place in the file. The person is named by the old register's `reference`, or by register number."""

    row: int = 0
    reference: Line60 = ""
    number: Number | None = None


class ImportedPerson(_Imported):
    """Somebody to enter. Without a `number` one is drawn; `former_*` is a name carried until `former_until`."""

    initials: Line20 = ""
    given_name: Line80 = ""
    prefix: Line40 = ""
    family_name: Required120
    former_prefix: Line40 = ""
    former_family_name: Line120 = ""
    former_until: Day | None = None
    town: Line80 = ""
    postcode4: Postcode4 | None = None
    email: Email | None = None
    phone: Phone | None = None
    languages: Codes = ()
    contact_forms: Codes = ()
    goals: Codes = ()
    specialisms: Words = ()
    website: Website | None = None


class ImportedRegistration(_Imported):
    """One term of a mark: its first and last day. `version` is left out where the mark's own calendar tells it."""

    mark: Line120 = Field(min_length=1)
    level: Line40 | None = None
    scopes: Codes = ()
    since: Day
    until: Day
    version: Code | None = None


class ImportedQualification(_Imported):
    """A diploma or course, taken over as approved. `minutes` is read from hours."""

    kind: Kind
    obtained_on: Day
    level: int | None = Field(default=None, ge=1, le=8)
    field_of_study: Line120 | None = None
    provider: Line120 | None = None
    provider_accredited: YesNo = False
    minutes: Annotated[int, BeforeValidator(read_hours), Field(ge=0, le=10_000_000)] | None = None


SHAPES: Mapping[str, type[_Imported]] = {
    "people": ImportedPerson,
    "registrations": ImportedRegistration,
    "qualifications": ImportedQualification,
}


def plain_cell(cell: object) -> object:
    """A cell as the records want it: text without surrounding spaces, whole numbers as text, days as they are.

    Raises ValueError for a formula, or for an error that a spreadsheet left behind.
    """
    if isinstance(cell, str):
        text = cell.replace("\u00a0", " ").strip()
        if text.startswith(_FORMULA):
            raise ValueError("this is a formula or an error of the spreadsheet, not a value")
        return text
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, int | float):
        return str(int(cell)) if cell == cell // 1 else str(cell)
    return cell
