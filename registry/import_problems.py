"""Everything that is wrong with an import, gathered: each with its sheet, row and column and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.errors import Malformed, Problem

MOST_SHOWN = 10_000
MOST_KEPT = 100_000  # of a file in which everything is wrong the rest is only counted


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong. `row` counts from 1, the heading's own; 0 is the whole file. `column` as in the file."""

    sheet: str
    row: int
    column: str
    message: str


class ImportRefused(Malformed):
    """Nothing was imported. `rows` holds what is wrong, in the order of the file; `count` says how many there are."""

    def __init__(self, rows: tuple[RowProblem, ...], count: int) -> None:
        self.rows = rows
        self.count = count
        super().__init__(
            Problem(" ".join(part for part in (p.sheet, f"row {p.row}", p.column) if part), p.message) for p in rows
        )


class Problems:
    """What was found so far. The first problem of a cell is the one that counts: later ones follow from it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str], str] = {}
        self._more = 0
        self._sheets: dict[str, str] = {}
        self._titles: dict[str, Mapping[str, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found) + self._more

    def locate(self, kind: str, sheet: str, titles: Mapping[str, str]) -> None:
        """Records of this kind stand on this sheet, under these titles by field."""
        self._sheets[kind] = sheet
        self._titles[kind] = titles

    def add(self, sheet: str, row: int, column: str, message: str) -> None:
        """Something is wrong at this place of the file."""
        if len(self._found) < MOST_KEPT:
            self._found.setdefault((sheet, row, column), message)
        else:
            self._more += 1

    def at(self, kind: str, row: int, field: str, message: str) -> None:
        """Something is wrong with this field of the record that stands on this row."""
        self.add(self._sheets.get(kind, kind), row, self._titles.get(kind, {}).get(field, field), message)

    def raise_if_any(self) -> None:
        """Raise ImportRefused when anything is wrong."""
        if self._found:
            shown = sorted(self._found.items())[:MOST_SHOWN]
            raise ImportRefused(tuple(RowProblem(*place, message) for place, message in shown), len(self))
