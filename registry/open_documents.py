"""The sheets of an OpenDocument spreadsheet (.ods), read cell by cell, so that its limits are met while reading.

A cell and a row say how often they are repeated: a few bytes could fill the memory. Nothing is repeated here before it
is known that something follows, and that there is room for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.parsers import expat  # documents with a DOCTYPE, which entities need, are refused below

Cell = str | int | float | bool | date | datetime
Rows = list[list[Cell]]

MOST_SPACES = 10_000  # in a row


class Unfit(Exception):
    """A document that cannot be read; the message says why and what to do."""


class TooLarge(Exception):
    """More rows, cells or text than there is room for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one sheet may hold."""

    rows: int
    cells: int
    text: int


@dataclass(slots=True)
class _Reader:
    """What was read so far, and where in the document the reading is."""

    limits: Limits
    sheets: list[tuple[str, Rows]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    attributes: Mapping[str, str] = field(default_factory=dict)
    row_times: int = 1
    empty_rows: int = 0
    empty_cells: int = 0
    cells: int = 0
    text: int = 0
    tables: int = 0
    aside: int = 0
    in_cell: bool = False
    paragraphs: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "office:annotation" or self.aside:
            self.aside += 1  # a remark beside a cell is not what the cell says
        elif begin := _BEGIN.get(name):
            begin(self, attributes)

    def end(self, name: str) -> None:
        if self.aside:
            self.aside -= 1
        elif finish := _FINISH.get(name):
            finish(self)

    def data(self, text: str) -> None:
        if self.in_cell and self.paragraphs and not self.aside:
            self.words.append(text)

    def begin_table(self, attributes: dict[str, str]) -> None:
        self.tables += 1
        if self.tables > 1:
            raise Unfit("There is a table inside a cell. Take it out, or save each sheet as CSV.")
        self.sheets.append((attributes.get("table:name", ""), []))
        self.empty_rows = self.cells = 0

    def finish_table(self) -> None:
        self.tables -= 1

    def begin_row(self, attributes: dict[str, str]) -> None:
        self.row, self.empty_cells = [], 0
        self.row_times = _times(attributes.get("table:number-rows-repeated"))

    def finish_row(self) -> None:
        if not self.row:
            self.empty_rows += self.row_times
            return
        rows = self.sheets[-1][1]
        if len(rows) + self.empty_rows + self.row_times > self.limits.rows:
            raise TooLarge
        self.cells += len(self.row) * self.row_times + self.empty_rows
        if self.cells > self.limits.cells:
            raise TooLarge
        rows += [[] for _ in range(self.empty_rows)]
        rows += [self.row for _ in range(self.row_times)]
        self.empty_rows = 0

    def begin_cell(self, attributes: dict[str, str]) -> None:
        self.attributes, self.words, self.paragraphs, self.in_cell = attributes, [], 0, True

    def finish_cell(self) -> None:
        self.in_cell = False
        times = _times(self.attributes.get("table:number-columns-repeated"))
        value = _value(self.attributes, "".join(self.words))
        if value == "":
            self.empty_cells += times
            return
        self.text += len(str(value)) * times * self.row_times
        if len(self.row) + self.empty_cells + times > self.limits.cells or self.text > self.limits.text:
            raise TooLarge
        self.row += [""] * self.empty_cells + [value] * times
        self.empty_cells = 0

    def begin_paragraph(self, _: dict[str, str]) -> None:
        if self.paragraphs:
            self.words.append("\n")
        self.paragraphs += 1

    def spaces(self, attributes: dict[str, str]) -> None:
        times = _times(attributes.get("text:c"))
        if times > MOST_SPACES:
            raise TooLarge
        self.data(" " * times)


_BEGIN: Mapping[str, Callable[[_Reader, dict[str, str]], None]] = {
    "table:table": _Reader.begin_table,
    "table:table-row": _Reader.begin_row,
    "table:table-cell": _Reader.begin_cell,
    "table:covered-table-cell": _Reader.begin_cell,
    "text:p": _Reader.begin_paragraph,
    "text:s": _Reader.spaces,
}
_FINISH: Mapping[str, Callable[[_Reader], None]] = {
    "table:table": _Reader.finish_table,
    "table:table-row": _Reader.finish_row,
    "table:table-cell": _Reader.finish_cell,
    "table:covered-table-cell": _Reader.finish_cell,
}


def _times(repeated: str | None) -> int:
    """How often something stands there. Raises TooLarge for a figure that nobody means."""
    if repeated is None:
        return 1
    if not repeated.isascii() or not repeated.isdigit() or len(repeated) > 9:
        raise TooLarge
    return int(repeated)


def _value(attributes: Mapping[str, str], text: str) -> Cell:
    """What a cell holds by its type. Raises Unfit for a value that is not of its type."""
    kind = attributes.get("office:value-type", "string")
    try:
        if kind in ("float", "percentage", "currency"):
            number = float(attributes["office:value"])
            return int(number) if number.is_integer() else number
        if kind == "date":
            moment = datetime.fromisoformat(attributes["office:date-value"])
            return moment if "T" in attributes["office:date-value"] else moment.date()
        if kind == "boolean":
            return attributes["office:boolean-value"] == "true"
    except (KeyError, ValueError, OverflowError):
        raise Unfit("The spreadsheet is damaged: a cell holds no value of its kind. Save it again.") from None
    return attributes.get("office:string-value", text)


def read_open_document(content: bytes, limits: Limits) -> list[tuple[str, Rows]]:
    """Every sheet with its name, from the part content.xml. Raises Unfit or TooLarge."""
    reader = _Reader(limits)
    parser = expat.ParserCreate("UTF-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Unfit("The spreadsheet is damaged or has a password. Save it again without one, or as CSV.") from None
    return reader.sheets


def _no_doctype(*_: object) -> None:
    raise Unfit("The spreadsheet holds a DOCTYPE, which no program for spreadsheets writes. Save it again.")
