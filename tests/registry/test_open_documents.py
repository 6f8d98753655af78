"""OpenDocument spreadsheets: what people save in LibreOffice is read, and nothing in it fills the memory."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from registry.sheets import Cell, SourceFile, Unreadable, filled_rows, read_sheets

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
FOOT = "</office:spreadsheet></office:body></office:document-content>"


def packed(content: str | bytes, **parts: str) -> SourceFile:
    """A spreadsheet with this content, as LibreOffice packs it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", parts.get("mimetype", MIMETYPE), zipfile.ZIP_STORED)
        archive.writestr(parts.get("name", "content.xml"), content)
    return SourceFile("activiteiten.ods", stream.getvalue())


def sheet(rows: str, name: str = "Blad1") -> SourceFile:
    return packed(f'{HEAD}<table:table table:name="{name}">{rows}</table:table>{FOOT}')


def cell(text: str, **attributes: str) -> str:
    said = "".join(f' {name.replace("__", ":").replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{said}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def rows_of(file: SourceFile) -> list[list[Cell]]:
    (found,) = read_sheets(file)
    return [list(one) for one in found.rows]


def refusal(file: SourceFile) -> str:
    with pytest.raises(Unreadable) as caught:
        read_sheets(file)
    return str(caught.value)


def test_every_kind_of_cell_is_read() -> None:
    """Figures, days, moments, yes and no, and text of several lines; a remark beside a cell is not what it says."""
    remark = "<office:annotation><text:p>let op</text:p></office:annotation>"
    cells = (
        cell("2,5", office__value_type="float", office__value="2.5"),
        cell("3", office__value_type="float", office__value="3"),
        cell("1-3", office__value_type="date", office__date_value="2024-03-01"),
        cell("x", office__value_type="date", office__date_value="2024-03-01T09:30:00"),
        cell("WAAR", office__value_type="boolean", office__boolean_value="true"),
        f"<table:table-cell>{remark}<text:p>een<text:s/><text:s text:c='2'/>twee</text:p><text:p>drie</text:p>"
        "</table:table-cell>",
        cell("shown", office__value_type="string", office__string_value="meant"),
    )
    moment = datetime.fromisoformat("2024-03-01T09:30:00")
    expected = [2.5, 3, date(2024, 3, 1), moment, True, "een   twee\ndrie", "meant"]
    assert [expected] == rows_of(sheet(row(*cells)))


def test_what_is_repeated_stands_there_as_often() -> None:
    """Cells and rows, and the empty ones between; the million empty ones after the table are not there."""
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    far = '<table:table-cell table:number-columns-repeated="16380"/>'
    rows = (
        row(cell("a", table__number_columns_repeated="2"), empty, cell("b"), far),
        row(empty, times=2),
        row(cell("c"), times=2),
        row(far, times=1_048_000),
    )
    found = sheet("".join(rows))
    assert [["a", "a", "", "", "b"], [], [], ["c"], ["c"]] == rows_of(found)
    assert [4, 5] == [number for number, _ in filled_rows(read_sheets(found)[0])]


def test_every_sheet_has_its_name() -> None:
    """In the order of the tabs."""
    two = f'{HEAD}<table:table table:name="A">{row(cell("1"))}</table:table><table:table table:name="B"/>{FOOT}'
    assert ["A", "B"] == [found.name for found in read_sheets(packed(two))]


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("x", table__number_columns_repeated="999999999")),
        row(cell("x"), times=999_999_999),
        row(cell("x"), times=9_999_999_999),
        row("<table:table-cell table:number-columns-repeated='9000000'/>", cell("x")),
        row(times=900_000) + row(cell("x")),
        row(cell("x", table__number_columns_repeated="90"), times=100_000),
        row(cell("x" * 10_000, table__number_columns_repeated="100"), times=1_000),
        row(cell("<text:s text:c='999999999'/>")),
        row(cell("x", table__number_columns_repeated="minus")),
    ],
)
def test_what_would_fill_the_memory_is_refused(rows: str) -> None:
    """A few bytes that stand for millions of cells or letters: refused before they are made."""
    assert "A sheet may have" in refusal(sheet(rows))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>" + HEAD + FOOT, "DOCTYPE"),
        (HEAD, "damaged or has a password"),
        ("not xml", "damaged or has a password"),
        (HEAD.encode() + b"\xff" + FOOT.encode(), "damaged or has a password"),
        (f"{HEAD}<table:table>{row(cell('x', office__value_type='float'))}</table:table>{FOOT}", "no value of its"),
        (
            f"{HEAD}<table:table>{row('<table:table-cell><table:table/></table:table-cell>')}</table:table>{FOOT}",
            "inside a cell",
        ),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: str | bytes, expected: str) -> None:
    """Damaged, deceiving, or written in another way than spreadsheets are."""
    assert expected in refusal(packed(content))


def test_a_spreadsheet_is_known_by_what_is_in_it() -> None:
    """One without its content is damaged; one that says it is something else is no spreadsheet."""
    assert "damaged" in refusal(packed("x", name="other.xml"))
    assert "not an Excel workbook" in refusal(packed(HEAD + FOOT, mimetype="application/vnd.oasis.opendocument.text"))
    assert "not an Excel workbook" in refusal(packed(HEAD + FOOT, mimetype=f"{MIMETYPE}-template"))
