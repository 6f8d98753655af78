"""The archive that somebody takes along: everything as JSON, each kind as a table, and the files of evidence.

It is made a piece at a time and keeps no more than one file at once in memory.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from accreditation.dates import AMSTERDAM
from registry.own_data import Records

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with instead of show
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can hold


class Archive:
    """A ZIP that is being written. Each call gives the bytes that came of it."""

    def __init__(self, at: datetime) -> None:
        self._sink = _Sink()
        self._zip = ZipFile(self._sink, "w")
        self._moment = max(at.astimezone(AMSTERDAM).timetuple()[:6], EARLIEST)

    def add(self, name: str, content: bytes, *, packed: bool = True) -> bytes:
        """One more file; `packed` is left out for what is packed already, such as pictures."""
        about = ZipInfo(name, self._moment)
        about.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        about.external_attr = 0o600 << 16
        self._zip.writestr(about, content)
        return self._sink.take()

    def close(self) -> bytes:
        self._zip.close()
        return self._sink.take()


class _Sink:
    """Takes bytes and gives them on; it cannot go back, so that the archive is made in one go."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """What was written is still to be taken."""

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def as_json(records: Mapping[str, Records]) -> bytes:
    """Everything, exactly as it is kept."""
    return json.dumps(records, ensure_ascii=False, indent=1).encode()


def as_table(rows: Sequence[Mapping[str, object]]) -> bytes:
    """One kind of record as CSV that a Dutch Excel opens rightly; a text that looks like a formula stays a text."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
