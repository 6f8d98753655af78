"""What an operator sees of the outbox, and the proof of what was sent to one person. Never an address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.database import once_more
from registry.errors import Conflict
from registry.evidence_reading import Reader
from registry.journal import recording
from registry.operators import require_operator
from registry.practitioners import find_practitioner
from registry.reminder_keys import ReminderKey
from registry.tables_letters import LetterRow

NOT_FAILED = "This letter cannot be sent again: it did not fail, or where it went is forgotten. Open the list again."
NOT_GIVEN_UP = "This letter was not given up, so there is nothing to let go. Open the list again."
_OPEN = ("waiting", "claimed", "sending")


@dataclass(frozen=True, slots=True)
class LetterShown:
    """One letter: what kind, how it stands, and since when. `problem` is a code."""

    id: UUID
    kind: str
    state: str
    queued_at: datetime
    due_at: datetime
    tries: int
    problem: str | None
    sent_at: datetime | None
    message_id: str
    reminder: ReminderKey | None
    has_address: bool


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox as its operator sees it: how many letters there are, and the oldest of those that are not done."""

    waiting: tuple[LetterShown, ...]
    failed: tuple[LetterShown, ...]
    waiting_count: int
    failed_count: int


async def outbox_for(staff: Reader, most: int = 200) -> Outbox:
    """What waits and what was given up. Raises Refused for anybody but the operator."""
    require_operator(staff)
    return Outbox(
        await letters_waiting(most),
        await letters_failed(most),
        await LetterRow.count().where(LetterRow.state.is_in(list(_OPEN))),
        await LetterRow.count().where(LetterRow.state == "failed"),
    )


async def letters_waiting(most: int = 200) -> tuple[LetterShown, ...]:
    """Letters that are still to be sent, the oldest first."""
    return await _shown(LetterRow.state.is_in(list(_OPEN)), most)


async def letters_failed(most: int = 200) -> tuple[LetterShown, ...]:
    """Letters that were given up, the oldest first."""
    return await _shown(LetterRow.state == "failed", most)


async def letters_of(number: str, most: int = 200) -> tuple[LetterShown, ...]:
    """Every letter to one person about their file, the oldest first: the proof of what was sent, and when."""
    person = await find_practitioner(number)
    return await _shown(LetterRow.practitioner == person["id"], most)


async def _shown(which: Any, most: int) -> tuple[LetterShown, ...]:
    rows = await LetterRow.select().where(which).order_by(LetterRow.due_at).limit(most)
    return tuple(
        LetterShown(
            row["id"], row["kind"], row["state"], row["queued_at"], row["due_at"], row["tries"], row["last_problem"],
            row["sent_at"], row["message_id"], ReminderKey.read(row["key"]),
            row["sent_to"] is not None,
        )
        for row in rows
    )  # fmt: skip


@once_more
async def try_again(letter: UUID, staff: Reader, *, at: datetime) -> None:
    """Send a letter that was given up after all, because a person looked at it. Raises Refused, Conflict."""
    require_operator(staff)
    async with recording(actor=staff.actor, at=at) as journal:
        changed = (
            await LetterRow.update(
                {LetterRow.state: "waiting", LetterRow.due_at: journal.at, LetterRow.queued_at: journal.at,
                 LetterRow.tries: 0}
            )
            .where(LetterRow.id == letter, LetterRow.state == "failed", LetterRow.sent_to.is_not_null())
            .returning(LetterRow.id)
        )  # fmt: skip
        if not changed:
            raise Conflict(NOT_FAILED)
        await journal.append("letter.tried_again", str(letter), subject_kind="letter")


@once_more
async def let_go(letter: UUID, staff: Reader, *, at: datetime) -> None:
    """Leave a letter unsent that was given up: its address goes, what went wrong stays. Raises Refused, Conflict."""
    require_operator(staff)
    async with recording(actor=staff.actor, at=at) as journal:
        changed = (
            await LetterRow.update({LetterRow.state: "dropped", LetterRow.sent_to: None, LetterRow.about: None})
            .where(LetterRow.id == letter, LetterRow.state == "failed")
            .returning(LetterRow.id)
        )
        if not changed:
            raise Conflict(NOT_GIVEN_UP)
        await journal.append("letter.let_go", str(letter), subject_kind="letter")
