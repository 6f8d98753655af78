"""Proposals to merge: who may open one, which wait, and whose word each of them has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.desk import bodies_of
from registry.duplicates import MERGING
from registry.errors import Conflict, NotFound
from registry.evidence_reading import Reader
from registry.journal import recording
from registry.merge_previews import MergePreview, histories_of, preview_of, row_of
from registry.own_data import LOOKED
from registry.tables_catalogue import MarkRow
from registry.tables_merging import MergeRow, MergeWordRow

NO_MERGE = "There is no such proposal. Open the list of proposals again."
ANSWERED = "This proposal was answered already. Open the list again."
NOT_YOURSELF = "You proposed this yourself. Let another officer look at it."
MOST_SHOWN = 200
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Merge:
    """A proposal. `words` are the bodies whose word is there; `answer` None: it waits."""

    id: UUID
    kept: str
    gone: str
    body: str
    reason: str | None
    proposed_by: str
    proposed_at: datetime
    answer: str | None
    answered_at: datetime | None
    answer_words: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergeShown:
    """A proposal with what it would come to; nothing of that any more once it was answered."""

    merge: Merge
    preview: MergePreview | None


async def merges_of(staff: Reader) -> tuple[Merge, ...]:
    """The proposals of one's bodies and those that wait for their word, the newest first."""
    ours = bodies_of(staff, MERGING)
    rows = await MergeRow.select().where(MergeRow.is_open.eq(True)).order_by(MergeRow.proposed_at, ascending=False)
    waiting = [row for row in rows if row["body"] in ours or await _asks(row, ours)]
    over = (
        await MergeRow.select()
        .where(MergeRow.is_open.is_null(), MergeRow.body.is_in(sorted(ours)))
        .order_by(MergeRow.proposed_at, ascending=False)
        .limit(MOST_SHOWN)
        if ours
        else []
    )
    return tuple([await _told(row) for row in (*waiting, *over)])


async def _asks(row: Row, bodies: Collection[str]) -> bool:
    return bool(row["is_open"]) and bool(bodies) and await _is_needed(row, bodies)


async def merges_waiting(operator: Reader) -> tuple[Merge, ...]:
    """Every proposal that waits, for the operator."""
    require_operator(operator)
    rows = await MergeRow.select().where(MergeRow.is_open.eq(True)).order_by(MergeRow.proposed_at)
    return tuple([await _told(row) for row in rows])


def require_operator(reader: Reader) -> None:
    """Raises NotFound: for anybody else there is nothing here."""
    if not any(held.role == "operator" for held in reader.roles):
        raise NotFound(NO_MERGE)


async def _told(row: Row) -> Merge:
    kept, gone = await row_of(row["kept"]), await row_of(row["gone"])
    words = tuple(sorted(word["body"] for word in await words_for(row["id"])))
    return Merge(
        row["id"], kept["number"], gone["number"], row["body"], row["reason"], row["proposed_by"], row["proposed_at"],
        row["answer"], row["answered_at"], row["answer_words"], words,
    )  # fmt: skip


@once_more
async def show_merge(merge: UUID, staff: Reader, *, catalogue: Catalogue, at: datetime) -> MergeShown:
    """One proposal, for its body, for one whose word it needs and for the operator. While it waits both files are read,
    which is written down. Raises NotFound."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await find_merge(merge)
        ours = bodies_of(staff, MERGING)
        if row["body"] not in ours and not await _asks(row, ours):
            require_operator(staff)
        told = await _told(row)
        if not row["is_open"]:
            return MergeShown(told, None)
        for number in (told.kept, told.gone):
            await journal.append(f"{LOOKED}person", number, body=row["body"])
        return MergeShown(told, await preview_of_merge(row, catalogue, journal.at))


async def find_merge(merge: UUID) -> dict[str, Any]:
    """The row of a proposal. Raises NotFound."""
    row = await MergeRow.select().where(MergeRow.id == merge).first()
    if row is None:
        raise NotFound(NO_MERGE)
    return row


async def open_merge_row(merge: UUID, staff: Reader, catalogue: Catalogue, at: datetime) -> tuple[Row, MergePreview]:
    """A proposal that waits, for who works as an officer at its body or at one whose word it needs; with what it would
    come to. Raises NotFound, Conflict."""
    row = await find_merge(merge)
    ours = bodies_of(staff, MERGING)
    if row["body"] not in ours and not await _is_needed(row, ours):
        raise NotFound(NO_MERGE)
    if not row["is_open"]:
        raise Conflict(ANSWERED)
    return row, await preview_of_merge(row, catalogue, at)


async def preview_of_merge(row: Row, catalogue: Catalogue, at: datetime) -> MergePreview:
    kept, gone = await row_of(row["kept"]), await row_of(row["gone"])
    return await preview_of(kept, gone, row["body"], catalogue=catalogue, today=amsterdam_day(at))


async def _is_needed(row: Row, bodies: Collection[str]) -> bool:
    marks = (await histories_of(row["kept"], row["gone"])).marks()
    return not (await bodies_of_marks(marks)).isdisjoint(bodies)


async def bodies_of_marks(marks: Collection[str]) -> frozenset[str]:
    """The bodies that issue these marks."""
    rows = await MarkRow.select(MarkRow.body).where(MarkRow.code.is_in(list(marks)))
    return frozenset(row["body"] for row in rows)


async def words_for(merge: UUID) -> list[Row]:
    """The words that were given for a proposal."""
    return list(await MergeWordRow.select().where(MergeWordRow.merge == merge))
