"""The letters that somebody got about certain marks: which, and when. What a letter said is gone once it was sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.reminder_keys import ReminderKey
from registry.tables_asking import QuestionRow
from registry.tables_decisions import DecisionRow
from registry.tables_journal import JournalRow
from registry.tables_letters import LetterRow

_NOTICE = "notice:"  # and the number of the entry in the journal that it follows from


@dataclass(frozen=True, slots=True)
class LetterOfMark:
    """One letter about a mark, how it stands, and when it was sent."""

    mark: str
    kind: str
    state: str
    queued_at: datetime
    sent_at: datetime | None


async def letters_of_marks(whose: Collection[UUID], marks: Collection[str]) -> tuple[LetterOfMark, ...]:
    """Every letter to somebody about one of these marks, the newest first; none about a log-in or another mark."""
    rows = (
        await LetterRow.select()
        .where(LetterRow.practitioner.is_in(list(whose)), LetterRow.key.is_not_null())
        .order_by(LetterRow.queued_at, ascending=False)
    )
    noticed = await _marks_of_entries({seq for row in rows if (seq := _entry(row)) is not None})
    found = []
    for row in rows:
        reminder = ReminderKey.read(row["key"])
        mark = reminder.mark if reminder is not None else noticed.get(_entry(row) or 0)
        if mark is not None and mark in marks:
            found.append(LetterOfMark(mark, row["kind"], row["state"], row["queued_at"], row["sent_at"]))
    return tuple(found)


def _entry(letter: Mapping[str, Any]) -> int | None:
    """The entry of the journal from which a letter follows."""
    number = str(letter["key"]).removeprefix(_NOTICE)
    return int(number) if number != letter["key"] and number.isdigit() else None


async def _marks_of_entries(numbers: Collection[int]) -> Mapping[int, str]:
    """The mark that each of these entries of the journal is about: a decision, or a question about an application."""
    if not numbers:
        return {}
    entries = await JournalRow.select(JournalRow.seq, JournalRow.reference).where(
        JournalRow.seq.is_in(sorted(numbers)), JournalRow.reference.is_not_null()
    )
    about = {entry["seq"]: UUID(entry["reference"]) for entry in entries}
    asked = await QuestionRow.select(QuestionRow.id, QuestionRow.application).where(
        QuestionRow.id.is_in(list(about.values()))
    )
    questions = {row["id"]: row["application"] for row in asked}
    decisions = {seq: questions.get(one, one) for seq, one in about.items()}
    rows = await DecisionRow.select(DecisionRow.id, DecisionRow.mark).where(
        DecisionRow.id.is_in(list(decisions.values()))
    )
    marks = {row["id"]: row["mark"] for row in rows}
    return {seq: marks[decision] for seq, decision in decisions.items() if decision in marks}
