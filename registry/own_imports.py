"""Taking a spreadsheet of one's own activities in: first a look, then all that was chosen or nothing, and back."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from registry.activity_sheets import (
    Column,
    RowSeen,
    columns_of,
    read_file,
    rows_of,
    same_thing,
    with_duplicates,
)
from registry.catalogue import Catalogue
from registry.database import insert_rows, once_more
from registry.drafts import ActivityDraft
from registry.entries import yet_to_come
from registry.entry_kinds import KINDS
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused, worded
from registry.journal import Line, recording
from registry.merged_people import whole_of
from registry.names import fold
from registry.practitioners import find_practitioner
from registry.sheets import SourceFile
from registry.tables_asking import ConfirmationRow
from registry.tables_decisions import ApplicationRow
from registry.tables_dossier import ActivityRow, EvidenceRow
from registry.tables_history import EntryVersionRow, ImportBatchRow, ImportedActivityRow

NO_BATCH = "There is no such import in this file. Open the list of imports again."
UNDONE = "This import was undone before."
USED = (
    "An activity of this import was judged, confirmed, given evidence, or handed in for a mark. "
    "Withdraw the activities that you do not want one by one."
)
NOTHING = "Choose at least one row."
YET_TO_COME = "The day of row {row} has yet to come. Take the tick away, and add it once it is done."
NO_ROW = "There is no such row in this file. Choose the file again."
_COLUMNS = ("id", "practitioner", *ActivityDraft.model_fields, "confirmed_by", "state", "recorded_at")


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would record: the columns as they are understood, and every row."""

    columns: tuple[Column, ...]
    rows: tuple[RowSeen, ...]

    @property
    def new_rows(self) -> tuple[int, ...]:
        """The rows that can be taken in and are not there yet."""
        return tuple(row.number for row in self.rows if row.is_new)


@dataclass(frozen=True, slots=True)
class Batch:
    """One import of somebody; `undone_at` None while its activities are in the file."""

    id: UUID
    activities: int
    imported_at: datetime
    undone_at: datetime | None


async def preview_activities(
    number: str, file: SourceFile, *, catalogue: Catalogue, mapping: Mapping[str, str] | None = None
) -> Preview:
    """What a spreadsheet would record. `mapping` says per heading what it means ("": nothing); without it the headings
    speak for themselves. Raises Malformed for a file or a mapping that cannot be used; nothing is recorded.
    """
    person = await find_practitioner(number)
    columns, rows = await asyncio.to_thread(_seen, file, mapping, words_for_kinds(catalogue))
    return Preview(columns, with_duplicates(rows, await _known(person["id"])))


def _seen(
    file: SourceFile, mapping: Mapping[str, str] | None, kinds: Mapping[str, str]
) -> tuple[tuple[Column, ...], list[RowSeen]]:
    """Reading a large file takes seconds: in a thread, so that others go on meanwhile."""
    sheet = read_file(file)
    columns = columns_of(sheet, mapping)
    return columns, rows_of(sheet, columns, kinds)


def words_for_kinds(catalogue: Catalogue) -> dict[str, str]:
    """What the marks call things, in both languages, and the code of each."""
    words: dict[str, str] = {}
    for mark in catalogue.marks():
        for code, texts in mark.labels.items():
            for word in (texts.nl, texts.en, code):
                words.setdefault(fold(word), code)
    return words


async def _known(who: UUID) -> dict[Any, UUID]:
    rows = await ActivityRow.select().where(ActivityRow.practitioner == who, ActivityRow.state != "withdrawn")
    return {same_thing(_said(row)): row["id"] for row in rows}


def _said(row: Mapping[str, Any]) -> ActivityDraft:
    said = KINDS["activity"].said(row)
    assert isinstance(said, ActivityDraft)  # what an activity says
    return said


@once_more
async def import_activities(
    number: str,
    file: SourceFile,
    rows: Collection[int],
    *,
    catalogue: Catalogue,
    actor: str,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
) -> UUID:
    """Record the rows that were chosen in the preview, all of them or none; gives the identity of the batch.

    Raises Malformed with everything that is wrong with the rows chosen. A duplicate that was chosen is recorded: the
    rules count a meeting once.
    """
    preview = await preview_activities(number, file, catalogue=catalogue, mapping=mapping)
    drafts = _chosen(preview, rows, at)
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        batch = uuid4()
        entries = [uuid4() for _ in drafts]
        await ImportBatchRow.insert(
            ImportBatchRow(id=batch, practitioner=person["id"], activities=len(drafts), imported_at=journal.at)
        )
        await insert_rows(
            "activity",
            _COLUMNS,
            [
                (entry, person["id"], *draft.model_dump().values(), "[]", "waiting", journal.at)
                for entry, draft in zip(entries, drafts, strict=True)
            ],
        )
        await insert_rows("imported_activity", ("activity", "batch"), [(entry, batch) for entry in entries])
        await journal.append_all(Line("activity.recorded", person["number"], reference=str(entry)) for entry in entries)
        await journal.append("batch.imported", person["number"], reference=str(batch))
    return batch


def _chosen(preview: Preview, rows: Collection[int], at: datetime) -> list[ActivityDraft]:
    by_number = {row.number: row for row in preview.rows}
    problems = [] if rows else [Problem("rows", NOTHING)]
    for number in sorted(rows):
        if number not in by_number:
            problems.append(Problem(f"{number}", NO_ROW))
        else:
            row = by_number[number]
            problems += [Problem(f"{number}.{p.field}", p.message) for p in row.problems]
            if row.draft is not None and yet_to_come(row.draft, at):
                problems.append(Problem(f"{number}", worded(YET_TO_COME, row=number)))
    if problems:
        raise Malformed(problems)
    return [draft for number in sorted(rows) if (draft := by_number[number].draft) is not None]


async def batches_of(number: str) -> tuple[Batch, ...]:
    """Every import of somebody, newest first."""
    person = await find_practitioner(number)
    rows = (
        await ImportBatchRow.select()
        .where(ImportBatchRow.practitioner == person["id"])
        .order_by(ImportBatchRow.imported_at, ascending=False)
    )
    return tuple(Batch(row["id"], row["activities"], row["imported_at"], row["undone_at"]) for row in rows)


@once_more
async def undo_batch(number: str, batch: UUID, *, actor: str, at: datetime) -> None:
    """Take an import back: the file is as it was. Raises Refused once anybody did something with it."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = (
            await ImportBatchRow.select()
            .where(ImportBatchRow.id == batch, ImportBatchRow.practitioner == person["id"])
            .first()
        )
        if row is None:
            raise NotFound(NO_BATCH)
        if row["undone_at"] is not None:
            raise Conflict(UNDONE)
        of_batch = ImportedActivityRow.batch == batch
        entries = [one["activity"] for one in await ImportedActivityRow.select().where(of_batch)]
        await _require_untouched(person["id"], entries)
        await EntryVersionRow.delete().where(EntryVersionRow.entry.is_in(entries))
        await ImportedActivityRow.delete().where(of_batch)
        await ActivityRow.delete().where(ActivityRow.id.is_in(entries))
        await ImportBatchRow.update({ImportBatchRow.undone_at: journal.at}).where(ImportBatchRow.id == batch)
        await journal.append("batch.undone", person["number"], reference=str(batch))


async def _require_untouched(who: UUID, entries: list[UUID]) -> None:
    """Nobody judged, confirmed or proved any of them, and none was handed in for a mark."""
    judged = await ActivityRow.exists().where(
        ActivityRow.id.is_in(entries), ActivityRow.state.is_in(["approved", "refused"])
    )
    judged_before = await EntryVersionRow.exists().where(
        EntryVersionRow.entry.is_in(entries), EntryVersionRow.state.is_in(["approved", "refused"])
    )
    asked = await ConfirmationRow.exists().where(ConfirmationRow.activity.is_in(entries))
    proved = await EvidenceRow.exists().where(EvidenceRow.activity.is_in(entries))
    handed_in = await ApplicationRow.select(ApplicationRow.facts).where(
        ApplicationRow.practitioner.is_in(await whole_of(who)), ApplicationRow.facts.is_not_null()
    )
    frozen = any(str(entry) in row["facts"] for row in handed_in for entry in entries)
    if judged or judged_before or asked or proved or frozen:
        raise Refused(USED)
