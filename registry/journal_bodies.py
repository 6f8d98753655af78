"""To whose log an entry of the journal belongs: the body whose mark, file or staff it is about.

What others write down is not asked for it: the body follows from the decision, the claim, the question or whatever the
entry names. Where it does not (a role that is gone, a reading), the entry is given its body when it is written.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from registry.database import Statement, insert_rows
from registry.journal_follower import Entry
from registry.tables_asking import QuestionRow
from registry.tables_bulk import BulkBatchRow
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import ApplicationRow
from registry.tables_desk import ClaimRow, JudgementRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_merging import MergeRow, NotSameRow
from registry.tables_samples import SampleRoundRow
from registry.tables_terms import LeaveAnswerRow

# Decisions come in many at a time, so theirs are written in one statement.
_OF_DECISIONS = Statement(
    "INSERT INTO journal_body (seq, body) SELECT d.seq, m.body FROM decision d JOIN mark m ON m.code = d.mark "
    "WHERE d.seq BETWEEN $1 AND $2"
)


async def note_bodies(entries: Sequence[Entry], given: Mapping[int, str]) -> None:
    """Write down whose the entries of a transaction are, before it ends; `given` are those that were told."""
    found = dict(given)
    for entry in entries:
        if entry.seq not in found and (body := await _body_of(entry)) is not None:
            found[entry.seq] = body
    if found:
        await insert_rows("journal_body", ("seq", "body"), sorted(found.items()))
    if decided := [entry.seq for entry in entries if entry.kind.startswith("decision.")]:
        await _OF_DECISIONS.rows(decided[0], decided[-1])


async def _body_of(entry: Entry) -> str | None:
    """The body that an entry names in one way or another; None for what is nobody's, and for decisions."""
    if entry.subject_kind == "body":
        return entry.subject
    if entry.subject_kind == "mark":
        return await _of_mark(entry.subject)
    if entry.subject_kind == "sample":
        row = await SampleRoundRow.select(SampleRoundRow.mark).where(SampleRoundRow.id == UUID(entry.subject)).first()
        return await _of_mark(row["mark"]) if row else None
    for begins, look_up in _BY_KIND:
        if entry.kind.startswith(begins):
            return await look_up(entry)
    return None


async def _of_mark(mark: str) -> str | None:
    row = await MarkRow.select(MarkRow.body).where(MarkRow.code == mark).first()
    return str(row["body"]) if row else None


async def _of_application(application: UUID | None) -> str | None:
    if application is None:
        return None
    row = await ApplicationRow.select(ApplicationRow.mark).where(ApplicationRow.id == application).first()
    return await _of_mark(row["mark"]) if row else None


def _named(entry: Entry) -> UUID | None:
    return UUID(entry.reference) if entry.reference else None


async def _by_reference(entry: Entry) -> str | None:
    return await _of_application(_named(entry))


async def _by_claim(entry: Entry) -> str | None:
    row = await ClaimRow.select(ClaimRow.application).where(ClaimRow.id == _named(entry)).first()
    return await _of_application(row["application"]) if row else None


async def _by_judgement(entry: Entry) -> str | None:
    row = await JudgementRow.select(JudgementRow.application).where(JudgementRow.seq == entry.seq).first()
    return await _of_application(row["application"]) if row else None


async def _by_question(entry: Entry) -> str | None:
    row = await QuestionRow.select(QuestionRow.application).where(QuestionRow.id == _named(entry)).first()
    return await _of_application(row["application"]) if row else None


async def _by_batch(entry: Entry) -> str | None:
    row: dict[str, Any] | None = (
        await BulkBatchRow.select(BulkBatchRow.mark).where(BulkBatchRow.id == _named(entry)).first()
    )
    return await _of_mark(row["mark"]) if row else None


async def _by_merge(entry: Entry) -> str | None:
    """A proposal to merge, or what a body said instead: that these are two people."""
    for table in (MergeRow, NotSameRow):
        row: dict[str, Any] | None = await table.select(table.body).where(table.id == _named(entry)).first()
        if row is not None:
            return str(row["body"])
    return None


async def _by_measure(entry: Entry) -> str | None:
    asked = MeasureProposalRow.select(MeasureProposalRow.mark).where(MeasureProposalRow.id == _named(entry))
    row = await asked.first()
    return await _of_mark(row["mark"]) if row else None


async def _by_leave_answer(entry: Entry) -> str | None:
    row = await LeaveAnswerRow.select(LeaveAnswerRow.mark).where(LeaveAnswerRow.id == _named(entry)).first()
    return await _of_mark(row["mark"]) if row else None


_BY_KIND: tuple[tuple[str, Callable[[Entry], Awaitable[str | None]]], ...] = (
    ("claim.", _by_claim),
    ("judgement.", _by_judgement),
    ("question.", _by_question),
    ("bulk.left_out", _by_batch),
    ("measure.", _by_measure),
    ("leave.", _by_leave_answer),
    ("merge.", _by_merge),
    ("practitioner.merged", _by_merge),
    ("practitioner.took_in", _by_merge),
    ("interest.none", _by_reference),
    ("dossier.read.file", _by_reference),
    ("dossier.read.judgements", _by_reference),
)
