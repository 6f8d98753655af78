"""Carrying out bulk approvals: by a worker, one person in a transaction, each one decision with its journal entry.

What is to be done stands in the database and nowhere else. Whoever dies halfway leaves the rest to the next worker, and
of two workers with the same file one finds that it was done.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.bulk_checks import kept_from, new_term
from registry.bulk_switches import is_on
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.journal import Recording, recording
from registry.tables_bulk import BulkBatchRow, BulkFileRow
from registry.tables_decisions import ApplicationRow
from registry.tables_people import PractitionerRow
from registry.verdicts import Verdict, answer_application


async def carry_out_due(at: datetime, *, catalogue: Catalogue) -> bool:
    """Handle one file of a bulk approval whose half hour is over; False when there is nothing to do.

    Each file is looked over once more: where anything changed it is left out, and that is said.
    """
    batch = (
        await BulkBatchRow.select()
        .where(BulkBatchRow.due_at <= at, BulkBatchRow.undone_at.is_null(), BulkBatchRow.done_at.is_null())
        .order_by(BulkBatchRow.due_at)
        .first()
    )
    if batch is None:
        return False
    file = (
        await BulkFileRow.select()
        .where(BulkFileRow.batch == batch["id"], BulkFileRow.outcome.is_null())
        .order_by(BulkFileRow.position)
        .first()
    )
    if file is None:
        await _finish(batch, at)
        return True
    try:
        await _carry_out(batch, file, catalogue, at)
    except (Conflict, Malformed, NotFound, Refused):  # the decision was refused, and with it all of the transaction
        await _leave_out_refused(batch, file, at)
    return True


@once_more
async def _carry_out(batch: Mapping[str, Any], file: Mapping[str, Any], catalogue: Catalogue, at: datetime) -> None:
    async with recording(actor=batch["planned_by"], at=at) as journal:
        if not await _waits_still(file):
            return
        row = await ApplicationRow.select().where(ApplicationRow.id == file["application"]).first()
        assert row is not None  # applications stay
        person = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
        assert person is not None  # a foreign key
        why = await _why_not(batch, file, row, catalogue, journal)
        if why is not None:
            await _leave_out(journal, file, person["number"], why)
            return
        verdict = Verdict(outcome="granted", reason=batch["reason"])
        decision = await answer_application(journal, row, person, verdict, catalogue)
        await _handled(file, journal.at, outcome="decided", decision=decision)


async def _why_not(
    batch: Mapping[str, Any], file: Mapping[str, Any], row: Mapping[str, Any], catalogue: Catalogue, journal: Recording
) -> str | None:
    if not await is_on(batch["mark"]):
        return "switched_off"
    kept = await kept_from([row], batch["mark"], batch["planned_by"], journal.at)
    if why := kept.get(row["id"]):
        return why
    term = await new_term(row, catalogue=catalogue, at=journal.at)
    if isinstance(term, str):
        return term
    return None if term.seen == file["seen"] else "changed"


async def _waits_still(file: Mapping[str, Any]) -> bool:
    """Whether nobody handled it while we waited for our turn, and nobody undid the whole."""
    return await BulkFileRow.exists().where(BulkFileRow.id == file["id"], BulkFileRow.outcome.is_null())


async def _leave_out(journal: Recording, file: Mapping[str, Any], number: str, why: str) -> None:
    await _handled(file, journal.at, outcome="left_out", why=why)
    await journal.append("bulk.left_out", number, reference=str(file["batch"]))


@once_more
async def _leave_out_refused(batch: Mapping[str, Any], file: Mapping[str, Any], at: datetime) -> None:
    async with recording(actor=batch["planned_by"], at=at) as journal:
        if await _waits_still(file):
            person = ApplicationRow.practitioner.number
            row = await ApplicationRow.select(person).where(ApplicationRow.id == file["application"]).first()
            assert row is not None  # applications stay
            await _leave_out(journal, file, row["practitioner.number"], "refused")


async def _handled(
    file: Mapping[str, Any], at: datetime, *, outcome: str, why: str | None = None, decision: UUID | None = None
) -> None:
    await BulkFileRow.update({
        BulkFileRow.outcome: outcome, BulkFileRow.is_open: None, BulkFileRow.why: why,
        BulkFileRow.decision: decision, BulkFileRow.handled_at: at,
    }).where(BulkFileRow.id == file["id"])  # fmt: skip


@once_more
async def _finish(batch: Mapping[str, Any], at: datetime) -> None:
    async with recording(actor=batch["planned_by"], at=at) as journal:
        open_ = (BulkBatchRow.id == batch["id"]) & BulkBatchRow.done_at.is_null() & BulkBatchRow.undone_at.is_null()
        done = await BulkBatchRow.update({BulkBatchRow.done_at: journal.at}).where(open_).returning(BulkBatchRow.id)
        if done:
            await journal.append("bulk.done", batch["mark"], subject_kind="mark", reference=str(batch["id"]))
