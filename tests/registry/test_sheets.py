"""Files from outside: what can be read, and how everything hostile is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from registry import sheets
from registry.sheets import Sheet, SourceFile, Unreadable, read_sheets

CONTENT_TYPES = "<Types/>"
WORKBOOK = "<workbook/>"


def workbook(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """The bytes of a workbook that `write` filled."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    write(book)
    book.close()
    return stream.getvalue()


def _one_sheet(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Personen")
    sheet.write_row(0, 0, ["achternaam", "postcode"])
    sheet.write_row(1, 0, ["Müller", 3511])


ONE_SHEET = workbook(_one_sheet)


def archive(**parts: str | bytes) -> bytes:
    """A made-up workbook: parts by name, with __ for a slash and _xml for the ending."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in ({"xl__workbook_xml": WORKBOOK} | parts).items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def refusal(content: bytes, name: str = "personen.csv") -> Unreadable:
    """Why a file is refused."""
    with pytest.raises(Unreadable) as refused:
        read_sheets(SourceFile(name, content))
    return refused.value


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffachternaam;plaats\nMüller;Den Haag\n".encode(),
        "achternaam,plaats\r\nMüller,Den Haag\r\n".encode(),
        "achternaam\tplaats\nMüller\tDen Haag".encode(),
        'achternaam;plaats\n"Müller";"Den Haag"\n'.encode(),
    ],
)
def test_csv_is_read_as_excel_writes_it(content: bytes) -> None:
    """With semicolons, commas or tabs, with or without the mark that Excel puts in front."""
    expected = [Sheet("personen", [["achternaam", "plaats"], ["Müller", "Den Haag"]])]
    assert expected == read_sheets(SourceFile("map/personen.csv", content))


def test_a_workbook_is_read_where_its_cells_stand() -> None:
    """Row numbers are those on the screen; days are days; of a formula only the stored outcome is read."""

    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Personen")
        sheet.write(1, 0, "achternaam")
        sheet.write_datetime(2, 0, datetime(2021, 3, 1), book.add_format({"num_format": "dd-mm-yyyy"}))  # noqa: DTZ001  # a cell has no time zone
        sheet.write_formula(3, 0, "=1+1", value=7)
        book.add_worksheet("Registraties")

    expected = [Sheet("Personen", [[""], ["achternaam"], [date(2021, 3, 1)], [7]]), Sheet("Registraties", [])]
    assert expected == read_sheets(SourceFile("register.xlsx", workbook(write)))


@pytest.mark.parametrize(
    ("content", "row", "sentence"),
    [
        ("achternaam\nA\nMüller\n".encode("latin-1"), 3, 'Save the file as "CSV UTF-8"'),
        ("achternaam\nMüller\n".encode("utf-16"), None, "UTF-16"),
        (b"achternaam\nA\0B\n", 2, "NUL"),
        (b'achternaam\n"A\n', 2, "quotation mark"),
        (b'achternaam\n"A"B\n', 2, "quotation mark"),
        (b"achternaam\n" + b"x" * 200_000, 2, "cannot be read"),
        (b"\xd0\xcf\x11\xe0 an old workbook", None, "old or locked"),
        (b"PK\x03\x04 and nothing more", None, "damaged"),
        (archive()[:-40], None, "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, row: int | None, sentence: str) -> None:
    """Wrong encodings, NUL, open quotation marks, old and damaged workbooks."""
    error = refusal(content)
    assert (row, True) == (error.row, sentence in str(error))


def test_a_file_of_another_kind_is_no_workbook() -> None:
    """A zip without a workbook in it is refused, as is one that unpacks to a gigabyte."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("brief.txt", "hallo")
    assert "not an Excel workbook" in str(refusal(stream.getvalue()))


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is counted while it is unpacked; what it says about its own size is not believed."""
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000_000)
    bomb = archive(xl__worksheets__sheet1_xml=b" " * 2_000_000)
    assert "unpacks to too much" in str(refusal(bomb))


def test_a_cell_far_away_does_not_fill_the_memory() -> None:
    """Two cells span a block of 17 thousand million: refused before it is made."""
    far = '<worksheet><sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row></sheetData>'
    assert "250,000 rows" in str(refusal(archive(xl__worksheets__sheet1_xml=far)))


def test_a_count_that_is_not_true_makes_no_room() -> None:
    """A workbook that promises four thousand million texts would end the whole process: refused before it is read."""
    promise = '<sst count="1" uniqueCount="4294967295"><si><t>A</t></si></sst>'
    assert "250,000 rows" in str(refusal(archive(xl__sharedStrings_xml=promise)))


def test_a_long_text_that_is_used_often_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared text is counted each time a cell uses it."""
    monkeypatch.setattr(sheets, "MOST_TEXT", 1_000_000)
    cells = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 1_002))
    bomb = archive(
        xl__sharedStrings_xml=f"<sst><si><t>{'x' * 1_000}</t></si></sst>",
        xl__worksheets__sheet1_xml=f"<worksheet><sheetData><row r='1'>{cells}</row></sheetData></worksheet>",
    )
    assert "too much text" in str(refusal(bomb))


def test_a_workbook_of_very_many_parts_is_refused() -> None:
    """No register has a thousand sheets."""
    parts: dict[str, str | bytes] = {f"xl__worksheets__sheet{n}_xml": "" for n in range(1_001)}
    assert "parts" in str(refusal(archive(**parts)))


@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever happens to the bytes of a part, the answer is rows or a sentence, never another error."""
    with zipfile.ZipFile(io.BytesIO(ONE_SHEET)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[name])))
    damage = data.draw(st.sampled_from([b"", b"<", b'"', b"&#0;", b"99999999999", b'r="ZZZ9"', b'count="4294967295"']))
    cut = data.draw(st.integers(0, 40))
    parts[name] = parts[name][:place] + damage + parts[name][place + cut :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as spoilt:
        for part, content in parts.items():
            spoilt.writestr(part, content)
    with suppress(Unreadable):
        read_sheets(SourceFile("register.xlsx", stream.getvalue()))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """A CSV file may hold anything at all."""
    with suppress(Unreadable):
        read_sheets(SourceFile("personen.csv", content))


def test_an_enormous_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit, or with more rows than a sheet can have, is not read."""
    monkeypatch.setattr(sheets, "MOST_BYTES", 1_000)
    assert "larger than" in str(refusal(b"a\n" * 501))
    monkeypatch.setattr(sheets, "MOST_BYTES", 10_000)
    monkeypatch.setattr(sheets, "MOST_ROWS", 100)
    assert "Delete what stands outside the table" in str(refusal(b"a\n" * 102))
