"""Spreadsheets and CSV files from outside, read as rows of plain cells; nothing in them is ever executed.

A file that is too large, unpacks to too much, or cannot be read is refused with a sentence that says what to do.
"""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from registry.open_documents import Limits, TooLarge, Unfit, read_open_document

Cell = str | int | float | bool | date | datetime | time | timedelta

MOST_BYTES = 100_000_000  # of one file
MOST_UNPACKED = 400_000_000  # of one workbook, unpacked
MOST_TEXT = 200_000_000  # of all shared texts of a workbook, each counted as often as it is used
MOST_PARTS = 1_000  # files inside one workbook
MOST_ROWS = 250_000  # of one sheet, the heading not counted
MOST_CELLS = 5_000_000  # of one sheet, empty ones between included
MOST_COLUMNS = 100

OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_REFERENCE = re.compile(rb"""[\s"']r\s*=\s*["']([A-Za-z]{0,4})(\d+)["']""")
_COUNT = re.compile(rb"""count\s*=\s*["']\s*\+?0*(\d{7,})""", re.I)
_TEXT_USED = re.compile(rb"v\s*>\s*(\d{1,8})\s*<")
_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>")
_READ_AT_ONCE = 1 << 16


class Unreadable(Exception):
    """A file that cannot be read; the message says why, and what to do. `row` where that is known."""

    def __init__(self, file: str, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.file = file
        self.row = row


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came in: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or one CSV file. The first of `rows` is its heading; row numbers count from 1, as on the screen."""

    name: str
    rows: Sequence[Sequence[Cell]]


def read_sheets(file: SourceFile) -> list[Sheet]:
    """Every sheet of a workbook, or the one of a CSV file. Raises Unreadable."""
    if len(file.content) > MOST_BYTES:
        raise Unreadable(file.name, f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it in two.")
    if file.content[:4] == b"PK\x03\x04":
        return _read_workbook(file)
    if file.content[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(
            file.name, "This is an old or locked Excel file. Save it as .xlsx without a password, or as CSV."
        )
    return [_read_csv(file)]


def _read_csv(file: SourceFile) -> Sheet:
    text = _decoded(file)
    rows: list[Sequence[Cell]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if len(rows) > MOST_ROWS + 1 or cells > MOST_CELLS:
                raise _too_many(file.name)
    except csv.Error as error:
        message = f"This row cannot be read ({error}). Look for a quotation mark that is not closed."
        raise Unreadable(file.name, message, len(rows) + 1) from None
    return Sheet(PurePath(file.name).stem, rows)


def _decoded(file: SourceFile) -> str:
    """UTF-8, with or without the mark that Excel puts in front of it."""
    content = file.content
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(file.name, 'The file is written in UTF-16. Save it as "CSV UTF-8".')
    nul = content.find(b"\0")
    if nul >= 0:
        row = content.count(b"\n", 0, nul) + 1
        raise Unreadable(file.name, "There is a NUL character here. Save the file again as CSV UTF-8.", row)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(file.name, 'This row is not written in UTF-8. Save the file as "CSV UTF-8".', row) from None


def _delimiter(text: str) -> str:
    """What parts the columns of the heading: a Dutch Excel writes semicolons, an English one commas."""
    heading = text[:10_000].partition("\n")[0]
    return max(";,\t", key=heading.count)


def _read_workbook(file: SourceFile) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  # 1 MB that no start needs

    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            if _is_open_document(archive):
                return _read_open_document(file.name, archive)
            parts = _checked_parts(file.name, archive)
        with CalamineWorkbook.from_object(_packed(parts)) as workbook:
            return [
                Sheet(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in workbook.sheet_names
            ]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, CalamineError) as error:
        kind = type(error).__name__
        raise Unreadable(file.name, f"The workbook is damaged ({kind}). Save it again as .xlsx, or as CSV.") from None


def _is_open_document(archive: zipfile.ZipFile) -> bool:
    """By the part that says so, whatever the file is called."""
    part = next((part for part in archive.infolist() if part.filename == "mimetype"), None)
    if part is None or part.file_size > len(OPEN_DOCUMENT):
        return False
    with archive.open(part) as stream:
        return stream.read(len(OPEN_DOCUMENT) + 1) == OPEN_DOCUMENT


def _read_open_document(name: str, archive: zipfile.ZipFile) -> list[Sheet]:
    part = next((part for part in archive.infolist() if part.filename == "content.xml"), None)
    if part is None or part.flag_bits & 1:
        raise Unreadable(name, "The spreadsheet is damaged or has a password. Save it again without one.")
    content = _unpacked(name, archive, part, MOST_UNPACKED)
    try:
        found = read_open_document(content, Limits(MOST_ROWS + 1, MOST_CELLS, MOST_TEXT))
    except Unfit as error:
        raise Unreadable(name, str(error)) from None
    except TooLarge:
        raise _too_many(name) from None
    return [Sheet(title, rows) for title, rows in found]


def _checked_parts(name: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of a workbook, by name, after a look that it does not unpack to more than it shows.

    What a part says about its own size is not believed: each is unpacked and counted. Of pictures, macros and other
    kinds of workbook inside it nothing is kept.
    """
    parts = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        raise Unreadable(name, "This is not an Excel workbook. Save it as .xlsx, or as CSV.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(name, "The workbook has a password. Take it off and save it again.")
    if len(parts) > MOST_PARTS:
        raise Unreadable(name, f"The workbook holds more than {MOST_PARTS} parts. Copy the rows to a new one.")
    kept: dict[str, bytes] = {}
    unpacked = 0
    texts: list[int] = []
    used: Counter[bytes] = Counter()
    for part in parts:
        content = _unpacked(name, archive, part, MOST_UNPACKED - unpacked)
        unpacked += len(content)
        if part.filename.endswith((".xml", ".rels")):
            kept[part.filename] = content
        _check_area(name, content)
        if part.filename.lower().endswith("sharedstrings.xml"):
            texts = [len(text) for text in _TEXT_END.split(content)]
        else:
            used.update(_TEXT_USED.findall(content))
    if sum(texts[int(place)] * times for place, times in used.items() if int(place) < len(texts)) > MOST_TEXT:
        raise Unreadable(name, "The workbook holds too much text. Save each sheet as CSV.")
    return kept


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """The checked parts as a workbook again, so that what was checked is what is read.

    Two programs may find different parts in one archive that was made to deceive.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def _unpacked(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    content = bytearray()
    with archive.open(part) as stream:
        for chunk in iter(lambda: stream.read(_READ_AT_ONCE), b""):
            content += chunk
            if len(content) > most:
                raise Unreadable(name, "The workbook unpacks to too much. Split it, or save each sheet as CSV.")
    return bytes(content)


def _check_area(name: str, xml: bytes) -> None:
    """A sheet is read as one block from its first to its last cell: one cell far away would fill the memory."""
    if b"\0" in xml and b"sheetData" in xml.replace(b"\0", b""):
        raise Unreadable(name, "The workbook is written in UTF-16. Save it again as .xlsx, or as CSV.")
    if any(len(figures) > 8 or int(figures) > MOST_CELLS for figures in _COUNT.findall(xml)):
        raise _too_many(name)  # room would be made for so many before they are read
    rows = columns = 0
    for letters, figures in _REFERENCE.findall(xml):
        rows = max(rows, int(figures[:9]))
        columns = max(columns, _column(letters))
    if rows > MOST_ROWS + 1 or rows * columns > MOST_CELLS:
        raise _too_many(name)


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place


def _too_many(name: str) -> Unreadable:
    return Unreadable(
        name,
        f"A sheet may have {MOST_ROWS:,} rows and {MOST_CELLS:,} cells, empty ones between included. "
        "Delete what stands outside the table, or split the file.",
    )


def filled_rows(sheet: Sheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows below the heading that hold anything, each with its number."""
    for number, row in enumerate(sheet.rows[1:], start=2):
        if any(cell != "" for cell in row):
            yield number, row
