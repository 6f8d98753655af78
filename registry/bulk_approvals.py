"""Approving in bulk: a preview of whom and until when, then the act, which can be undone for half an hour.

Planning decides nothing yet: nothing is public and no letter leaves before bulk_work carries it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import Field

from registry.bulk_checks import NewTerm, digest_of, kept_from, new_term
from registry.bulk_switches import is_on
from registry.catalogue import Catalogue
from registry.database import conflict_when, once_more
from registry.desk import DECIDING, Staff
from registry.errors import Conflict, NotFound, Refused
from registry.inputs import Code, Input, Reason
from registry.interests import check_interest
from registry.journal import recording
from registry.names import display_name
from registry.own_marks import OF_A_BODY, SETTING, marks_of, require_mark, works_for
from registry.tables_bulk import BulkBatchRow, BulkFileRow
from registry.tables_decisions import ApplicationRow
from registry.work_board import BoardFilter, Waiting, work_board

MOST = 200
UNDO_WITHIN = timedelta(minutes=30)
IS_OFF = "Bulk approval is off for this mark. Let your body switch it on first."
CHANGED = "Something changed since you looked, so nothing was approved. Look at the new list and choose again."
IN_ANOTHER = "One of these files is in another bulk approval that waits. Look at the new list and choose again."
NO_BATCH = "There is no such bulk approval. Open the list of bulk approvals again."
TOO_LATE = "Half an hour has passed, so this can no longer be undone. Decide about one person at a time from here."
UNDONE = "This bulk approval was undone before. Nothing of it was carried out."
_WAITS = ("uq_bulk_file_open", "bulk_file.application, bulk_file.is_open")


class BatchGiven(Input):
    """Which files are approved and why. `seen` is the digest of the preview that somebody looked at."""

    mark: Code
    applications: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST)]
    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Approvable:
    """One file in the preview, with the term that its approval comes to."""

    application: UUID
    number: str
    name: str
    handed_in_on: date
    expires_on: date | None
    term: NewTerm


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a bulk approval would be about. `left` are the others that were looked at, each with why."""

    mark: str
    files: tuple[Approvable, ...]
    left: tuple[tuple[Waiting, str], ...]
    seen: str
    waiting: int


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of a bulk approval and what came of it."""

    application: UUID
    number: str
    name: str
    since: date
    until: date
    outcome: Literal["decided", "left_out", "undone"] | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """A bulk approval. It waits until `due_at`, unless it is undone; `done_at` is when the last file was handled."""

    id: UUID
    mark: str
    reason: str
    planned_by: str
    planned_at: datetime
    due_at: datetime
    undone_at: datetime | None
    done_at: datetime | None
    files: tuple[BatchFile, ...]

    def can_be_undone(self, at: datetime) -> bool:
        return self.undone_at is None and at < self.due_at

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.files)


async def preview(mark: str, staff: Staff, *, catalogue: Catalogue, at: datetime) -> Preview:
    """Look over the files for a mark that wait for the body, in order of expiry date, as many as fit in one batch."""
    await require_mark(mark, staff, DECIDING)
    if not await is_on(mark):
        raise Refused(IS_OFF)
    board = await work_board(staff, BoardFilter(mark=mark, claimed="nobody", waits_for="body"), at=at, size=MOST)
    names = [one.application for one in board.items]
    rows = await ApplicationRow.select().where(ApplicationRow.id.is_in(names)) if names else []
    by_name = {row["id"]: row for row in rows}
    kept = await kept_from(rows, mark, staff.actor, at) | await _in_another(names)
    files: list[Approvable] = []
    left: list[tuple[Waiting, str]] = []
    for one in board.items:
        why = kept.get(one.application)
        term = why or await new_term(by_name[one.application], catalogue=catalogue, at=at)
        if isinstance(term, str):
            left.append((one, term))
        else:
            files.append(Approvable(one.application, one.number, one.name, one.handed_in_on, one.expires_on, term))
    seen = digest_of([(one.application, one.term.seen) for one in files])
    return Preview(mark, tuple(files), tuple(left), seen, board.total)


async def _in_another(names: list[UUID]) -> dict[UUID, str]:
    if not names:
        return {}
    rows = await BulkFileRow.select(BulkFileRow.application).where(
        BulkFileRow.application.is_in(names), BulkFileRow.is_open.eq(True)
    )
    return {row["application"]: "planned" for row in rows}


async def plan(given: BatchGiven, staff: Staff, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Approve files of a preview; gives the identity of the bulk approval, which is carried out half an hour later.

    Raises Conflict when the preview is no longer what somebody looked at; nothing is planned then.
    """
    await require_mark(given.mark, staff, DECIDING)
    for application in given.applications:
        await check_interest(application, staff, at=at)  # what is found is kept, and the preview leaves it out
    now = await preview(given.mark, staff, catalogue=catalogue, at=at)
    files = {one.application: one.term for one in now.files}
    if now.seen != given.seen or not files.keys() >= set(given.applications):
        raise Conflict(CHANGED)
    chosen = {name: files[name] for name in dict.fromkeys(given.applications)}
    return await _plan(given, chosen, staff, at)


@once_more
async def _plan(given: BatchGiven, chosen: dict[UUID, NewTerm], staff: Staff, at: datetime) -> UUID:
    identity = uuid4()
    async with recording(actor=staff.actor, at=at) as journal:
        if not await is_on(given.mark):
            raise Refused(IS_OFF)
        seq = await journal.append("bulk.planned", given.mark, subject_kind="mark", reference=str(identity))
        await BulkBatchRow.insert(
            BulkBatchRow(
                id=identity, seq=seq, mark=given.mark, reason=given.reason, planned_by=journal.actor,
                planned_at=journal.at, due_at=journal.at + UNDO_WITHIN,
            )
        )  # fmt: skip
        rows = [
            BulkFileRow(
                batch=identity, application=name, position=place, since=term.since, until=term.until, seen=term.seen,
                is_open=True,
            )
            for place, (name, term) in enumerate(chosen.items(), start=1)
        ]  # fmt: skip
        with conflict_when(*_WAITS, message=IN_ANOTHER):
            await BulkFileRow.insert(*rows)
    return identity


@once_more
async def undo(batch: UUID, staff: Staff, *, at: datetime) -> None:
    """Undo a bulk approval within half an hour: it is as if it was never planned. Anybody who sets things may do it."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _own_batch(batch, staff)
        await require_mark(row["mark"], staff, SETTING)
        if row["undone_at"] is not None:
            raise Conflict(UNDONE)
        if journal.at >= row["due_at"]:
            raise Conflict(TOO_LATE)
        await BulkFileRow.update(
            {BulkFileRow.outcome: "undone", BulkFileRow.is_open: None, BulkFileRow.handled_at: journal.at}
        ).where(BulkFileRow.batch == batch)
        await BulkBatchRow.update({BulkBatchRow.undone_by: journal.actor, BulkBatchRow.undone_at: journal.at}).where(
            BulkBatchRow.id == batch
        )
        await journal.append("bulk.undone", row["mark"], subject_kind="mark", reference=str(batch))


async def _own_batch(batch: UUID, staff: Staff) -> dict[str, Any]:
    row: dict[str, Any] | None = await BulkBatchRow.select().where(BulkBatchRow.id == batch).first()
    if row is None or not await works_for(row["mark"], staff, OF_A_BODY):
        raise NotFound(NO_BATCH)
    return row


async def read_batch(batch: UUID, staff: Staff) -> Batch:
    """One bulk approval of one's body, with its files. Raises NotFound."""
    return (await _batches([await _own_batch(batch, staff)]))[0]


async def batches_of(staff: Staff, *, size: int = 50) -> tuple[Batch, ...]:
    """The bulk approvals of one's body, the newest first."""
    marks = await marks_of(staff, OF_A_BODY)
    if not marks:
        return ()
    rows = (
        await BulkBatchRow.select()
        .where(BulkBatchRow.mark.is_in(list(marks)))
        .order_by(BulkBatchRow.seq, ascending=False)
        .limit(size)
    )
    return await _batches(rows)


async def _batches(rows: Iterable[dict[str, Any]]) -> tuple[Batch, ...]:
    whole = list(rows)
    if not whole:
        return ()
    person = ApplicationRow.practitioner
    files = await BulkFileRow.select().where(BulkFileRow.batch.is_in([row["id"] for row in whole])).order_by(
        BulkFileRow.position
    )  # fmt: skip
    people = await ApplicationRow.select(
        ApplicationRow.id, person.number, person.initials, person.prefix, person.family_name
    ).where(ApplicationRow.id.is_in([one["application"] for one in files] or [None]))
    named = {one["id"]: one for one in people}
    return tuple(
        Batch(
            row["id"], row["mark"], row["reason"], row["planned_by"], row["planned_at"], row["due_at"],
            row["undone_at"], row["done_at"],
            tuple(_file(one, named[one["application"]]) for one in files if one["batch"] == row["id"]),
        )
        for row in whole
    )  # fmt: skip


def _file(row: dict[str, Any], person: dict[str, Any]) -> BatchFile:
    name = display_name(
        person["practitioner.initials"], person["practitioner.prefix"], person["practitioner.family_name"]
    )
    return BatchFile(
        row["application"], person["practitioner.number"], name, row["since"], row["until"], row["outcome"], row["why"]
    )
