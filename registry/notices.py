"""Letters that follow from the journal: an application, a question, a measure, an objection, a last day that moved.

How far the journal was read stands in the database, and moves in the transaction that writes the letters. Whoever dies
in between has done nothing, and of several workers one is first.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from accreditation.decisions import Kind
from registry.addresses import address_of
from registry.database import Hot, once_more
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.tables_asking import QuestionRow
from registry.tables_decisions import ApplicationRow, DecisionRow
from registry.tables_journal import JournalRow
from registry.tables_letters import WorkerPositionRow
from registry.tables_terms import ExtendedPersonRow, LeaveAnswerRow

JOURNAL = "journal"
ACTOR = "worker"
BATCH = 100  # entries in one transaction: others must write as well
NEWS_FOR = timedelta(days=30)  # what happened longer ago is no news: a worker that was away for months says nothing
DECIDED = "application.decided"
_RECEIVED = "decision.application"
_DECIDED = ("decision.grant", "decision.renewal", "decision.refusal")
_ASKED = "question.asked"
_ABOUT_A_MARK = {
    "decision.condition": "measure.taken", "decision.restriction": "measure.taken",
    "decision.suspension": "measure.taken", "decision.revocation": "measure.taken", "decision.lift": "measure.ended",
    "decision.objection": "objection.received", "decision.ruling": "objection.decided",
}  # fmt: skip
_DEFERRED = ("leave.granted", "leave.refused")
_FOR_EVERYBODY = ("decision.group_extension", "decision.correction")  # of an act for everybody at once
_TOLD = frozenset({_RECEIVED, _ASKED, *_DECIDED, *_ABOUT_A_MARK, *_DEFERRED, *_FOR_EVERYBODY})
_AHEAD = Hot(
    "SELECT (SELECT coalesce(max(seq), 0) FROM journal), "
    "(SELECT coalesce(max(seq), 0) FROM worker_position WHERE name = 'journal')"
)


async def write_notices(at: datetime) -> bool:
    """Read on in the journal and write the letters that follow from it; True when there may be more to read."""
    ((last, read),) = await _AHEAD.rows()
    return await _read_on(at) if last > read else False


@once_more
async def _read_on(at: datetime) -> bool:
    async with recording(actor=ACTOR, at=at) as journal:
        read = await _position()
        rows = await JournalRow.select().where(JournalRow.seq > read).order_by(JournalRow.seq).limit(BATCH)
        for entry in rows:
            if journal.at - entry["recorded_at"] <= NEWS_FOR and (letter := await _letter_about(entry)):
                await queue_letter(journal, letter)
        if rows:
            await WorkerPositionRow.update({WorkerPositionRow.seq: rows[-1]["seq"]}).where(
                WorkerPositionRow.name == JOURNAL
            )
    return len(rows) == BATCH


async def _position() -> int:
    row = await WorkerPositionRow.select().where(WorkerPositionRow.name == JOURNAL).first()
    if row is None:
        await WorkerPositionRow.insert(WorkerPositionRow(name=JOURNAL, seq=0))
        return 0
    return int(row["seq"])


async def _letter_about(entry: Mapping[str, Any]) -> Letter | None:
    """The letter that follows from one entry; None for most of them."""
    if entry["kind"] not in _TOLD:
        return None
    reference = UUID(entry["reference"])
    if entry["kind"] in _DEFERRED:
        return await _about_deferral(reference, entry)
    if entry["kind"] in _FOR_EVERYBODY:
        return await _about_everybody(reference, entry)
    if entry["kind"] == _RECEIVED:
        return await _about_application("application.received", reference, entry)
    if entry["kind"] in _DECIDED:
        row = await DecisionRow.select().where(DecisionRow.id == reference, DecisionRow.answers.is_not_null()).first()
        if row is not None:
            said = what_was_decided(row["kind"], row["until"])
            return await _about_application(DECIDED, row["answers"], entry, said)
        return None
    if entry["kind"] in _ABOUT_A_MARK:
        return await _about_mark(_ABOUT_A_MARK[entry["kind"]], reference, entry)
    question = await QuestionRow.select().where(QuestionRow.id == reference).first()
    if question is None:  # it went with somebody who was removed
        return None
    return await _about_application("application.question", question["application"], entry)


async def _about_deferral(answer: UUID, entry: Mapping[str, Any]) -> Letter | None:
    """What the body said to a deferral; the reason stands in the file and not in the mail."""
    said = LeaveAnswerRow
    row = await said.select(said.practitioner, said.mark, said.decision.until).where(said.id == answer).first()
    if row is None:  # it went with somebody who was removed
        return None
    until = row["decision.until"]
    return await _about_term("term.deferred" if until else "term.not_deferred", row, until, entry)


async def _about_everybody(decision: UUID, entry: Mapping[str, Any]) -> Letter | None:
    """A registration became longer, or shorter, with everybody's; None for a decision about one person."""
    of = ExtendedPersonRow
    row = (
        await of.select(of.practitioner, of.extension.mark, of.until_before, of.until_after)
        .where(of.decision == decision)
        .first()
    )
    if row is None:
        return None
    longer = row["until_after"] > row["until_before"]
    about = {"practitioner": row["practitioner"], "mark": row["extension.mark"]}
    return await _about_term("term.lengthened" if longer else "term.shortened", about, row["until_after"], entry)


async def _about_term(
    kind: str, about: Mapping[str, Any], until: date | None, entry: Mapping[str, Any]
) -> Letter | None:
    to = await address_of(about["practitioner"])
    if to is None:
        return None
    said = {"mark": about["mark"]} | ({"until": until.isoformat()} if until else {})
    return Letter(kind, to.email, to.language, said, key=f"notice:{entry['seq']}", practitioner=about["practitioner"])


async def _about_application(
    kind: str, application: UUID, entry: Mapping[str, Any], more: Mapping[str, str] | None = None
) -> Letter | None:
    row = await ApplicationRow.select().where(ApplicationRow.id == application).first()
    to = await address_of(row["practitioner"]) if row is not None else None
    if row is None or to is None:
        return None
    about = about_application(row["mark"], application, more)
    return Letter(kind, to.email, to.language, about, key=f"notice:{entry['seq']}", practitioner=row["practitioner"])


async def _about_mark(kind: str, decision: UUID, entry: Mapping[str, Any]) -> Letter | None:
    """What was decided stands in the file: a letter about a measure says only that there is something to read."""
    row = await DecisionRow.select().where(DecisionRow.id == decision).first()
    to = await address_of(row["practitioner"]) if row is not None else None
    if row is None or to is None:
        return None
    return Letter(
        kind, to.email, to.language, {"mark": row["mark"]}, key=f"notice:{entry['seq']}",
        practitioner=row["practitioner"],
    )  # fmt: skip


def what_was_decided(kind: str, until: date | None) -> Mapping[str, str]:
    """What the letter about a decision says of it: never the reason, for mail is read by more people than one."""
    outcome = {"outcome": "refused" if kind == Kind.REFUSAL else "granted"}
    return outcome | ({"until": until.isoformat()} if until else {})


def about_application(mark: str, application: UUID, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a letter about an application is made of; who previews one makes it of the same."""
    return {"mark": mark, "application": str(application), **(more or {})}
