"""What a body adds to the letters of the register: one person proposes it, another approves it, from a day on.

It comes below the sentences of the register and never instead of them: those about rights and terms stay as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from accreditation.dates import amsterdam_day
from registry.database import conflict_when, once_more
from registry.desk import bodies_of
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused
from registry.evidence_reading import Reader
from registry.inputs import Code, Input, Reason, Text1000
from registry.journal import Recording, recording
from registry.own_marks import OF_A_BODY, SETTING
from registry.tables_letter_texts import LetterTextRow

BodyLetter = Literal["received", "question", "granted", "refused", "reminder", "expired"]
BODY_LETTERS: tuple[BodyLetter, ...] = ("received", "question", "granted", "refused", "reminder", "expired")
Answer = Literal["approved", "refused", "taken_back"]
NO_TEXT = "There is no such text. Open the list of letters again."
NOT_YOURS_TO_DO = "This is the work of an officer or an administrator of the body. Ask one of them."
NOT_YOURSELF = "You proposed this yourself. Let another officer or administrator of the body look at it."
ONLY_YOURSELF = "Only who proposed this takes it back. Refuse it instead."
WAITS = "A text for this letter waits for an answer already. Look at that one first."
ANSWERED = "This text was answered already. Open the list again."
NOT_BACK = "Choose today or a later day: letters that were sent are not changed."
TOO_LATE = "The day from which this was to hold is over. Refuse it, and let it be proposed again."
BOTH_LANGUAGES = "Write the text in Dutch and in English, or leave both empty to add nothing any more."
PLAIN = "Write plain text: no web addresses and no signs < or >. The letter has one link, and that is ours."
_NOT_PLAIN = re.compile(r"[<>]|://|\bwww\.", re.IGNORECASE)
_OPEN = ("uq_letter_text_open", "letter_text.body, letter_text.letter, letter_text.is_open")


class TextGiven(Input):
    """What to add to which letter of a body, from which day on, and why. Both texts empty: nothing any more."""

    body: Code
    letter: BodyLetter
    text_nl: Text1000 = ""
    text_en: Text1000 = ""
    since: date
    reason: Reason


@dataclass(frozen=True, slots=True)
class LetterText:
    """One text of a body. It holds from `since` on when it was approved, until a later one holds."""

    id: UUID
    body: str
    letter: BodyLetter
    text_nl: str
    text_en: str
    since: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    answer: Answer | None
    answered_at: datetime | None

    def within(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_nl


@once_more
async def propose_text(given: TextGiven, staff: Reader, *, at: datetime) -> UUID:
    """Propose a text for one letter of one's body. Raises NotFound, Refused, Malformed, Conflict."""
    async with recording(actor=staff.actor, at=at) as journal:
        _require_body(given.body, staff)
        if problems := _problems(given, amsterdam_day(journal.at)):
            raise Malformed(problems)
        identity = uuid4()
        seq = await _write(journal, "letter_text.proposed", given.body, identity)
        row = LetterTextRow(
            id=identity, seq=seq, is_open=True, proposed_by=journal.actor, proposed_at=journal.at, **given.model_dump()
        )
        with conflict_when(*_OPEN, message=WAITS):
            await LetterTextRow.insert(row)
    return identity


def _problems(given: TextGiven, today: date) -> list[Problem]:
    found = [Problem(name, PLAIN) for name in ("text_nl", "text_en") if _NOT_PLAIN.search(getattr(given, name))]
    if bool(given.text_nl) != bool(given.text_en):
        found.append(Problem("text_en" if given.text_nl else "text_nl", BOTH_LANGUAGES))
    if given.since < today:
        found.append(Problem("since", NOT_BACK))
    return found


def _require_body(body: str, staff: Reader) -> None:
    if body not in bodies_of(staff, OF_A_BODY):
        raise NotFound(NO_TEXT)
    if body not in bodies_of(staff, SETTING):
        raise Refused(NOT_YOURS_TO_DO)


async def _write(journal: Recording, kind: str, body: str, text: UUID) -> int:
    return await journal.append(kind, body, subject_kind="body", reference=str(text))


@once_more
async def answer_text(text: UUID, answer: Answer, staff: Reader, *, at: datetime) -> None:
    """Approve or refuse what somebody else proposed, or take back one's own. Raises NotFound, Refused, Conflict."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await LetterTextRow.select().where(LetterTextRow.id == text).first()
        if row is None:
            raise NotFound(NO_TEXT)
        _require_body(row["body"], staff)
        if row["answer"] is not None:
            raise Conflict(ANSWERED)
        own = row["proposed_by"] == staff.actor
        if answer == "taken_back" and not own:
            raise Refused(ONLY_YOURSELF)
        if answer != "taken_back" and own:
            raise Refused(NOT_YOURSELF)
        if answer == "approved" and row["since"] < amsterdam_day(journal.at):
            raise Conflict(TOO_LATE)
        await LetterTextRow.update(
            {
                LetterTextRow.is_open: None,
                LetterTextRow.answer: answer,
                LetterTextRow.answered_by: journal.actor,
                LetterTextRow.answered_at: journal.at,
            }
        ).where(LetterTextRow.id == text)
        await _write(journal, f"letter_text.{answer}", row["body"], text)


async def texts_of(staff: Reader) -> tuple[LetterText, ...]:
    """Every text of the bodies that somebody works for, the newest first."""
    bodies = sorted(bodies_of(staff, OF_A_BODY))
    if not bodies:
        return ()
    rows = (
        await LetterTextRow.select()
        .where(LetterTextRow.body.is_in(bodies))
        .order_by(LetterTextRow.seq, ascending=False)
    )
    return tuple(_text(row) for row in rows)


async def text_on(body: str, letter: BodyLetter, on: date) -> LetterText | None:
    """What a body adds to a letter on a day; None for nothing."""
    row = (
        await LetterTextRow.select()
        .where(LetterTextRow.body == body, LetterTextRow.letter == letter)
        .where(LetterTextRow.answer == "approved", LetterTextRow.since <= on)
        .order_by(LetterTextRow.since, ascending=False)
        .order_by(LetterTextRow.seq, ascending=False)
        .first()
    )
    return _text(row) if row is not None and row["text_nl"] else None


def _text(row: Mapping[str, Any]) -> LetterText:
    return LetterText(
        row["id"], row["body"], row["letter"], row["text_nl"], row["text_en"], row["since"], row["reason"],
        row["proposed_by"], row["proposed_at"], row["answer"], row["answered_at"],
    )  # fmt: skip


def body_letter(kind: str, about: Mapping[str, str]) -> BodyLetter | None:
    """Which of a body's letters a letter of the outbox is; None for those of the register alone."""
    match kind.split("."):
        case ["application", "received"]:
            return "received"
        case ["application", "question"]:
            return "question"
        case ["application", "decided"]:
            return "granted" if about.get("outcome") == "granted" else "refused"
        case ["reminder", _]:
            return "reminder"
        case ["mark", "expired"]:
            return "expired"
    return None
