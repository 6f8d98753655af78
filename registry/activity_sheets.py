"""A spreadsheet of somebody's own activities: which column means what, and what each row would record."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from registry.drafts import ActivityDraft
from registry.errors import Malformed, Problem, worded
from registry.imported_records import plain_cell, read_day, read_hours, read_yes_no
from registry.names import fold
from registry.sheets import MOST_COLUMNS, Cell, Sheet, SourceFile, Unreadable, filled_rows, read_sheets

MOST_BYTES = 5_000_000
MOST_ACTIVITIES = 2_000
SAMPLES = 3
NOT_READ = "This file cannot be read. Save it as .xlsx, .ods or CSV UTF-8, without a password, and choose it again."
BACKWARDS = worded("The last day lies before the first. Write the first day in the first of the two columns.")
LEAVE_OUT = ""  # a column that is mapped to nothing
_NEVER = frozenset({"bsn", "burgerservicenummer", "geboortedatum", "client", "clientnaam", "naam client", "diagnose"})


@dataclass(frozen=True, slots=True)
class Field:
    """Something a column can mean: the words people put above it, and what to write in it."""

    code: str
    words: tuple[str, ...]
    write: str
    read: Callable[[Any], Any]


def _text(cell: Any) -> str:
    return str(cell)


def _hundredths(cell: Any) -> int:
    """Points such as 4 or 2,5, as whole hundredths. Raises ValueError."""
    try:
        hundredths = Decimal(str(cell).strip().replace(",", ".")) * 100
        if hundredths != int(hundredths):
            raise ValueError("this has more than two decimals")
        return int(hundredths)
    except (InvalidOperation, OverflowError):
        raise ValueError("this is not a number") from None


def _whole(cell: Any) -> int:
    whole, rest = divmod(_hundredths(cell), 100)
    if rest:
        raise ValueError("this is not a whole number")
    return whole


def _minutes(cell: Any) -> Any:
    """Hours such as 98, 97,5 or 2:30, as whole minutes. Raises ValueError."""
    clock = _CLOCK.fullmatch(str(cell).strip())
    return int(clock[1]) * 60 + int(clock[2]) if clock else read_hours(cell)


_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::00)?", re.ASCII)  # a spreadsheet adds the seconds itself
_HOURS = worded("Write hours such as 3, 1,5 or 1:30.")
_DAY = worded("Write a day as 01-03-2021 or 2021-03-01.")
_LINE = worded("Write at most 120 characters on one line.")
FIELDS: tuple[Field, ...] = (
    Field("title", ("wat", "titel", "omschrijving", "onderwerp van de activiteit", "title", "what"),
          worded("Write at most 200 characters on one line."), _text),
    Field("kind", ("soort", "type", "soort activiteit", "kind"),
          worded("Write a kind such as training or intervisie."), _text),
    Field("until", ("datum", "dag", "tot en met", "einddatum", "date", "until"), _DAY, read_day),
    Field("since", ("vanaf", "begindatum", "startdatum", "since", "from"), _DAY, read_day),
    Field("minutes", ("uren", "aantal uren", "studielast", "hours"), _HOURS, _minutes),
    Field("contact_minutes", ("contacturen", "contact hours"), _HOURS, _minutes),
    Field("points_hundredths", ("punten", "pe punten", "pe-punten", "points"), worded("Write points such as 4 or 2,5."),
          _hundredths),
    Field("credits_hundredths", ("ec", "ects", "studiepunten", "credits"), worded("Write credits such as 5."),
          _hundredths),
    Field("clients", ("aantal clienten", "clienten", "clients"), worded("Write how many clients, never who."), _whole),
    Field("provider", ("aanbieder", "opleider", "organisatie", "provider"), _LINE, _text),
    Field("provider_accredited", ("erkende aanbieder", "erkend", "provider accredited"), worded('Write "ja" or "nee".'),
          read_yes_no),
    Field("category", ("categorie", "category"), worded("Write a category of the mark."), _text),
    Field("domain", ("domein", "vakgebied", "domain"), worded("Write a domain of the mark."), _text),
    Field("role", ("rol", "role"), worded("Write a role such as coach."), _text),
    Field("mode", ("vorm", "mode"), worded("Write a form such as online."), _text),
    Field("commissioner", ("opdrachtgever", "commissioner"), _LINE, _text),
    Field("subject", ("onderwerp", "thema", "subject"), _LINE, _text),
    Field("course", ("cursus", "naam cursus", "course"), _LINE, _text),
    Field("meeting", ("bijeenkomst", "meeting"), _LINE, _text),
    Field("motivation", ("motivatie", "toelichting", "leeropbrengst", "motivation"),
          worded("Write at most 4000 characters."), _text),
)  # fmt: skip
BY_CODE: Mapping[str, Field] = {field.code: field for field in FIELDS}
_BY_WORD: Mapping[str, str] = {fold(word): field.code for field in FIELDS for word in field.words}
_CODE = re.compile(r"[a-z0-9]+([_/.-][a-z0-9]+)+")  # a code such as peer_consultation; one word may be Dutch
_CODES = ("kind", "category", "domain", "role", "mode")  # written in words, kept as a code


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its heading, what it is taken to mean (None: nothing), and what stands in it."""

    heading: str
    meaning: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowSeen:
    """One row: what would be recorded, or everything that is wrong with it.

    `same_as` is an entry of the file that says the same already, `same_row` an earlier row that does.
    """

    number: int
    draft: ActivityDraft | None
    problems: tuple[Problem, ...]
    same_as: UUID | None = None
    same_row: int | None = None

    @property
    def is_new(self) -> bool:
        return self.draft is not None and self.same_as is None and self.same_row is None


def read_file(file: SourceFile) -> Sheet:
    """The one sheet with activities of a file. Raises Malformed with what to do about the file."""
    if len(file.content) > MOST_BYTES:
        raise Malformed([Problem("file", "The file is larger than 5 MB. Split it in two.")])
    try:
        sheets = read_sheets(file)
    except Unreadable:
        raise Malformed([Problem("file", NOT_READ)]) from None
    filled = [sheet for sheet in sheets if len(sheet.rows) > 1 and any(True for _ in filled_rows(sheet))]
    if not filled:
        raise Malformed([Problem("file", "There are no rows below the first one. Put a heading above your rows.")])
    if len(filled) > 1:
        raise Malformed([Problem("file", "There are several sheets with rows. Put all activities on one sheet.")])
    if len(filled[0].rows[0]) > MOST_COLUMNS:
        raise Malformed([Problem("file", "There are more than 100 columns. Delete those beside the table.")])
    if sum(1 for _ in filled_rows(filled[0])) > MOST_ACTIVITIES:
        raise Malformed([Problem("file", "There are more than 2,000 rows. Split the file.")])
    return filled[0]


def columns_of(sheet: Sheet, mapping: Mapping[str, str] | None) -> tuple[Column, ...]:
    """Every column with what somebody said it means or, unsaid, what its heading says; each meaning once.

    Raises Malformed for a mapping to what does not exist, or of two columns to one thing.
    """
    found: list[Column] = []
    taken: set[str] = set()
    for place, cell in enumerate(sheet.rows[0]):
        heading = str(cell).strip()
        proposed = _BY_WORD.get(fold(heading)) if mapping is None else mapping.get(heading, LEAVE_OUT)
        meaning = proposed if proposed and proposed not in taken and fold(heading) not in _NEVER else None
        taken |= {meaning} if meaning else set()
        found.append(Column(heading, meaning, _samples(sheet, place)))
    if mapping is not None:
        _require_sense(found, mapping)
    return tuple(found)


def _samples(sheet: Sheet, place: int) -> tuple[str, ...]:
    cells = (str(row[place]) for _, row in filled_rows(sheet) if place < len(row) and row[place] != "")
    return tuple(text[:60] for text, _ in zip(cells, range(SAMPLES), strict=False))


def _require_sense(columns: Sequence[Column], mapping: Mapping[str, str]) -> None:
    chosen = [meaning for meaning in mapping.values() if meaning != LEAVE_OUT]
    headings = {column.heading for column in columns}
    problems = [
        Problem(heading, "There is no such column in this file. Choose the file again.")
        for heading in mapping
        if heading not in headings
    ]
    problems += [
        Problem(heading, "Choose what this column means from the list, or leave it out.")
        for heading, meaning in mapping.items()
        if meaning != LEAVE_OUT and (meaning not in BY_CODE or fold(heading) in _NEVER)
    ]
    problems += [
        Problem(heading, "Another column means the same. Choose one of them.")
        for heading, meaning in mapping.items()
        if chosen.count(meaning) > 1
    ]
    if problems:
        raise Malformed(problems)


def rows_of(sheet: Sheet, columns: Sequence[Column], kinds: Mapping[str, str]) -> list[RowSeen]:
    """Every filled row as an activity or with its problems. `kinds` are the words people use for a kind, folded."""
    places = [(place, BY_CODE[c.meaning], c.heading) for place, c in enumerate(columns) if c.meaning is not None]
    return [_row(number, row, places, kinds) for number, row in filled_rows(sheet)]


def _row(
    number: int, row: Sequence[Cell], places: Iterable[tuple[int, Field, str]], kinds: Mapping[str, str]
) -> RowSeen:
    values: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    headings: dict[str, str] = {}
    for place, field, heading in places:
        headings[field.code] = heading
        try:
            cell = plain_cell(row[place]) if place < len(row) else ""
            if cell != "":
                values[field.code] = _coded(field, field.read(cell), kinds)
        except ValueError:
            problems[field.code] = Problem(heading, field.write)
    if "until" in values and "since" not in problems:
        values.setdefault("since", values["until"])
    try:
        draft = ActivityDraft.model_validate(values)
    except ValidationError as error:
        for found in error.errors(include_input=False, include_url=False, include_context=False):
            code = str(found["loc"][0]) if found["loc"] else "until"
            if (code, found["type"]) == ("since", "missing"):
                continue  # left out it is the last day, which then has a problem of its own
            problems.setdefault(code, _problem(code, headings, found["type"]))
        return RowSeen(number, None, tuple(problems.values()))
    return RowSeen(number, None if problems else draft, tuple(problems.values()))


def _coded(field: Field, value: Any, kinds: Mapping[str, str]) -> Any:
    """Words such as "Intervisie" or "Eigen ontwikkeling" as the code they stand for; a code stays as it is."""
    if field.code not in _CODES or _CODE.fullmatch(value):
        return value
    words = fold(value)
    return kinds.get(words) or words.replace(" ", "_")


def _problem(code: str, headings: Mapping[str, str], type_: str) -> Problem:
    """What to write instead; only the order of two days is a mistake of another kind."""
    where = headings.get(code, BY_CODE[code].words[0])
    return Problem(where, BACKWARDS if type_ == "value_error" else BY_CODE[code].write)


def same_thing(draft: ActivityDraft) -> tuple[str, date, date, str, str, int | None]:
    """What two entries have in common when one was written down twice."""
    return (
        draft.kind, draft.since, draft.until, fold(draft.title), fold(draft.provider or draft.course or ""),
        draft.minutes,
    )  # fmt: skip


def with_duplicates(rows: Sequence[RowSeen], known: Mapping[Any, UUID]) -> tuple[RowSeen, ...]:
    """The rows, each that says what the file or an earlier row says already marked so."""
    first: dict[Any, int] = {}
    marked = []
    for row in rows:
        if row.draft is not None:
            key = same_thing(row.draft)
            earlier = first.setdefault(key, row.number)
            same_row = earlier if earlier != row.number else None
            row = RowSeen(row.number, row.draft, row.problems, known.get(key), same_row)
        marked.append(row)
    return tuple(marked)
