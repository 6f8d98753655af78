"""The columns of an import: their names in Dutch and English, and what to write in each; sheets to records by them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from registry.errors import Malformed
from registry.import_problems import Problems
from registry.imported_records import SHAPES, plain_cell
from registry.names import fold
from registry.numbers import read_number
from registry.sheets import MOST_COLUMNS, Cell, Sheet, filled_rows


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its names (Dutch first) and what to write in it."""

    field: str
    names: tuple[str, ...]
    write: str


_DAY = "Write a day as 01-03-2021 or 2021-03-01."
_REFERENCE = Column("reference", ("kenmerk", "reference"), "Write the person's number in your own files.")
_NUMBER = Column("number", ("registernummer", "register number", "number"), "Write a number such as LP-0020418-51.")
_CODES = "Write codes in small letters, with commas between."

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "people": (
        _REFERENCE,
        _NUMBER,
        Column("initials", ("voorletters", "initials"), "Write initials such as F.J., at most 20 characters."),
        Column("given_name", ("roepnaam", "voornaam", "given name"), "Write a first name of at most 80 characters."),
        Column("prefix", ("tussenvoegsel", "prefix"), 'Write a tussenvoegsel such as "van der".'),
        Column(
            "family_name",
            ("achternaam", "familienaam", "family name"),
            "Write the family name without the tussenvoegsel, on one line of at most 120 characters.",
        ),
        Column("former_prefix", ("eerder tussenvoegsel", "former prefix"), 'Write a tussenvoegsel such as "van der".'),
        Column(
            "former_family_name",
            ("eerdere achternaam", "former family name"),
            "Write the earlier family name, of at most 120 characters.",
        ),
        Column("former_until", ("eerdere naam tot en met", "former name until"), _DAY),
        Column("town", ("plaats", "werkplaats", "town"), "Write the name of a town, at most 80 characters."),
        Column("postcode4", ("postcode", "postcode4"), "Write the four figures of the postcode, such as 3511."),
        Column("email", ("e-mail", "e-mailadres", "email"), "Write an address such as naam@voorbeeld.nl."),
        Column("phone", ("telefoon", "telefoonnummer", "phone"), "Write a number such as 030 123 45 67."),
        Column("languages", ("talen", "languages"), _CODES),
        Column("contact_forms", ("contactvormen", "contact forms"), _CODES),
        Column("goals", ("doelen", "goals"), _CODES),
        Column("specialisms", ("specialismen", "specialisms"), "Write at most ten, with commas between."),
        Column("website", ("website",), "Write an address that starts with https://."),
    ),
    "registrations": (
        _REFERENCE,
        _NUMBER,
        Column("mark", ("keurmerk", "mark"), "Write the code or the name of a mark."),
        Column("level", ("niveau", "level"), "Write a level of this mark, or nothing."),
        Column("scopes", ("werkvelden", "scopes"), _CODES),
        Column("since", ("vanaf", "ingangsdatum", "eerste dag", "since"), _DAY),
        Column("until", ("tot en met", "einddatum", "laatste dag", "until"), _DAY),
        Column("version", ("versie van de regels", "regelversie", "version"), "Write a version of this mark's rules."),
    ),
    "qualifications": (
        _REFERENCE,
        _NUMBER,
        Column("kind", ("soort", "kind"), 'Write a kind such as "diploma" or "accredited-course".'),
        Column("obtained_on", ("behaald op", "diplomadatum", "obtained on"), _DAY),
        Column("level", ("niveau", "nlqf", "level"), "Write an NLQF level from 1 to 8."),
        Column("field_of_study", ("richting", "studierichting", "field of study"), "Write at most 120 characters."),
        Column("provider", ("opleider", "provider"), "Write at most 120 characters."),
        Column("provider_accredited", ("erkende opleider", "provider accredited"), 'Write "ja" or "nee".'),
        Column("minutes", ("uren", "hours"), "Write a number of hours such as 98 or 97,5."),
    ),
}
_SHEET_NAMES = {
    "people": ("personen", "professionals", "people", "practitioners"),
    "registrations": ("registraties", "inschrijvingen", "registrations"),
    "qualifications": ("kwalificaties", "opleidingen", "diplomas", "qualifications"),
}
_NEEDED = {
    "people": {"family_name"},
    "registrations": {"mark", "since", "until"},
    "qualifications": {"kind", "obtained_on"},
}
_NEVER = {"bsn", "burgerservicenummer", "geboortedatum", "date of birth", "geslacht"}
_BY_NAME = {kind: {fold(n): c for c in columns for n in c.names} for kind, columns in COLUMNS.items()}
_WRITE = {kind: {c.field: c.write for c in columns} for kind, columns in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of the sheets of one kind: good records, and whom the bad rows were about."""

    records: tuple[Any, ...] = ()
    faulty_keys: frozenset[str] = frozenset()


def read_records(sheets: Sequence[Sheet], problems: Problems) -> dict[str, Read]:
    """Every sheet as records, by kind. Whatever is wrong with any cell is added to `problems`.

    Raises ImportRefused at once for headings that are not understood: every row below would be wrong.
    """
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        if not any(cell != "" for row in sheet.rows for cell in row):
            continue
        kind = _kind_of(sheet)
        if kind is None:
            names = ", ".join(f'"{names[0]}"' for names in _SHEET_NAMES.values())
            problems.add(sheet.name, 1, "", f"What is this sheet about? Name it {names}, or delete it.")
        elif kind in found:
            problems.add(sheet.name, 1, "", "There are two sheets of this kind. Put all rows on one.")
        else:
            found[kind] = sheet
    if not found and not problems:
        problems.add("", 0, "", "There are no rows in this file. Choose another file.")
    headings = {kind: _heading(sheet, kind, problems) for kind, sheet in found.items()}
    problems.raise_if_any()
    return {
        kind: _read_sheet(found[kind], kind, headings[kind], problems) if kind in found else Read() for kind in SHAPES
    }


def _kind_of(sheet: Sheet) -> str | None:
    """By its name, or else by its columns."""
    words = set(fold(sheet.name).split())
    for kind, names in _SHEET_NAMES.items():
        if words.intersection(names):
            return kind
    heading = {fold(str(cell)) for cell in sheet.rows[0]}
    for kind, needed in _NEEDED.items():
        if needed <= {column.field for name, column in _BY_NAME[kind].items() if name in heading}:
            return kind
    return None


def _read_sheet(sheet: Sheet, kind: str, columns: Mapping[int, Column], problems: Problems) -> Read:
    problems.locate(kind, sheet.name, {c.field: str(sheet.rows[0][place]).strip() for place, c in columns.items()})
    shape = SHAPES[kind]
    fields = [(place, column.field) for place, column in columns.items()]
    records: list[Any] = []
    faulty: set[str] = set()
    for number, row in filled_rows(sheet):
        values = _values(row, fields, kind, number, problems)
        if len(row) > len(sheet.rows[0]) and any(cell != "" for cell in row[len(sheet.rows[0]) :]):
            problems.add(sheet.name, number, "", "There is a cell here without a heading above it. Delete it.")
        try:
            records.append(shape.model_validate(values | {"row": number}))
        except ValidationError as error:
            faulty |= _keys(values)
            for e in error.errors(include_input=False, include_url=False, include_context=False):
                field = str(e["loc"][0])
                problems.at(kind, number, field, _sentence(kind, field, e["type"], e["msg"]))
    return Read(tuple(records), frozenset(faulty))


def _keys(values: Mapping[str, Any]) -> set[str]:
    """Whom a bad row was about: the reference, and the number where at least that can be read."""
    keys = {str(values[key]) for key in ("reference", "number") if key in values}
    with suppress(Malformed):
        keys.add(read_number(str(values.get("number", ""))))
    return keys


def _values(
    row: Sequence[Cell], fields: Sequence[tuple[int, str]], kind: str, number: int, problems: Problems
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    width = len(row)
    for place, field in fields:
        if place < width and row[place] != "":
            try:
                cell = plain_cell(row[place])
            except ValueError as error:
                problems.at(kind, number, field, f"{str(error).capitalize()}. {_WRITE[kind][field]}")
                continue
            if cell != "":
                values[field] = cell
    return values


def _heading(sheet: Sheet, kind: str, problems: Problems) -> dict[int, Column]:
    """Which column fills which field. Nothing is left out silently: an unknown column is a problem."""
    columns: dict[int, Column] = {}
    if len(sheet.rows[0]) > MOST_COLUMNS:
        problems.add(sheet.name, 1, "", f"There are more than {MOST_COLUMNS} columns. Delete those beside the table.")
        return columns
    for place, cell in enumerate(sheet.rows[0]):
        name = fold(str(cell))
        column = _BY_NAME[kind].get(name)
        if name in _NEVER:
            problems.add(sheet.name, 1, str(cell), "The register never keeps this. Delete the column.")
        elif column is None and (name or any(place < len(row) and row[place] != "" for row in sheet.rows)):
            known = ", ".join(c.names[0] for c in COLUMNS[kind])
            problems.add(sheet.name, 1, str(cell), f"This column is not known. Delete it, or choose from: {known}.")
        elif column is not None and column in columns.values():
            problems.add(sheet.name, 1, str(cell), "This column stands here twice. Delete one.")
        elif column is not None:
            columns[place] = column
    present = {column.field for column in columns.values()}
    for field in sorted(_NEEDED[kind] - present):
        problems.add(sheet.name, 1, _title(kind, field), "This column is missing. Add it.")
    return columns


def _title(kind: str, field: str) -> str:
    return next(c.names[0] for c in COLUMNS[kind] if c.field == field)


def _sentence(kind: str, field: str, type_: str, message: str) -> str:
    """What is wrong, if we said so ourselves, and always what to write instead."""
    write = _WRITE[kind].get(field, "Leave this out.")
    if type_ == "missing":
        return f"This may not be empty. {write}"
    if type_ == "value_error":
        return f"{message.removeprefix('Value error, ').capitalize().rstrip('.')}. {write}"
    return write
