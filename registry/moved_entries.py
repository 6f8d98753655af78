"""The entries of a file that goes along into another one: what they say stays, and which came along is kept."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from piccolo.table import Table

from registry.tables_asking import SurveyRoundRow
from registry.tables_bulk import GroupedEntryRow
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)
from registry.tables_history import ImportBatchRow
from registry.tables_merging import MovedEntryRow

_ENTRIES: tuple[type[Table], ...] = (
    ActivityRow, QualificationRow, ClientPracticeRow, ClientSurveyRow, LeaveRow, FactRow,
)  # fmt: skip
_HANGS_ON: tuple[type[Table], ...] = (SurveyRoundRow, ImportBatchRow, GroupedEntryRow)
# Two files may both have one of these: the second says nothing new, and stays where it is.
_ONCE: Mapping[type[Table], tuple[str, ...]] = {ClientPracticeRow: ("since", "role"), LeaveRow: ("since",)}


async def how_many_entries(person: UUID) -> int:
    """How many entries stand in somebody's file."""
    return sum([await _table(table).count().where(_table(table).practitioner == person) for table in _ENTRIES])


async def move_entries(merge: UUID, gone: UUID, kept: UUID) -> int:
    """Let the entries of one file, and what hangs on them, come along into another; gives how many did."""
    moved = [row for table in (*_ENTRIES, *_HANGS_ON) for row in await _move(table, merge, gone, kept)]
    if moved:
        await MovedEntryRow.insert(*moved)
    return len(moved)


async def _move(table: type[Table], merge: UUID, gone: UUID, kept: UUID) -> list[MovedEntryRow]:
    """The notes of what came along from one table."""
    own = _table(table)
    rows = await own.select().where(own.practitioner == gone)
    if table in _ONCE:
        taken = {_same(table, row) for row in await own.select().where(own.practitioner == kept)}
        rows = [row for row in rows if _same(table, row) not in taken]
    come = [row["id"] for row in rows]
    if come:
        await own.update({own.practitioner: kept}).where(own.id.is_in(come))
    return [MovedEntryRow(id=uuid4(), merge=merge, kind=table._meta.tablename, entry=one) for one in come]


def _same(table: type[Table], row: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(row[name] for name in _ONCE[table])


def _table(table: type[Table]) -> Any:
    """Every one of these has an identity and belongs to somebody, which the type of tables in general does not say."""
    return table
