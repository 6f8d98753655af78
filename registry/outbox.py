"""Sending what lies in the outbox: who claims a letter, when it was sent, and what to do when nobody knows.

A letter goes from waiting to claimed (somebody is at it) to sending (its last line may be on the wire) to sent. Until
`begin_sending` a worker that dies leaves nothing behind: the claim runs out and another takes it. After it, only the
mail server knows; docs/decisions/0015 says what we do then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from registry.canonical import from_canonical
from registry.database import engine, once_more, transaction
from registry.journal import recording
from registry.tables_letters import LetterRow

CLAIM = timedelta(minutes=5)  # to look a file up, write the letter and reach the mail server
REPLY = timedelta(minutes=10)  # what RFC 5321 lets a server take to answer the last line of a letter
SENDING = REPLY + timedelta(minutes=5)  # so nobody is at a letter any more when this is over
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
MOST_TRIES = 40
MOST_OVER = 100
REMEMBERED = timedelta(days=30)  # an address where a letter could not be sent to, for a person to look at
ACTOR = "post"
UNSURE = "nobody_knows_whether_it_arrived"
TOO_OFTEN = "tried_too_often"

# The states are written out, so that both databases see that their small index of open letters is meant.
_OPEN = "SELECT id FROM letter WHERE state IN ('waiting', 'claimed', 'sending') AND "
_DUE = (
    _OPEN + "((state = 'waiting' AND due_at <= {}) OR (state = 'claimed' AND claimed_until <= {})) "
    "ORDER BY due_at LIMIT {}"
)
_OVER = _OPEN + "claimed_until <= {} ORDER BY due_at LIMIT {}"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that is this worker's to send until `claimed_until`."""

    id: UUID
    kind: str
    to: str = field(repr=False)
    language: str
    about: Mapping[str, str] = field(repr=False)
    key: str | None
    message_id: str
    tries: int
    queued_at: datetime
    claimed_until: datetime

    @property
    def gives_up_at(self) -> datetime:
        """A link to sign in is of no use after a day; anything else is tried for five."""
        return self.queued_at + (timedelta(days=1) if self.kind.startswith("account.") else timedelta(days=5))


def never_twice(kind: str) -> bool:
    """What must not come twice even when it may then not come at all. Whoever misses a reminder gets the next one."""
    return kind.startswith("reminder.") or kind == "mark.expired"


@once_more
async def claim_due(at: datetime, most: int = 1) -> tuple[Claimed, ...]:
    """Letters to send now, the oldest first, for nobody else until the claim is over."""
    until = at + CLAIM
    if not await _open_letters(_DUE, at, at, 1):  # looked at all day long: a look must not keep others from writing
        return ()
    async with transaction():
        found = await _open_letters(_DUE, at, at, most, locked=True)
        if not found:
            return ()
        claim: dict[Any, Any] = {
            LetterRow.state: "claimed", LetterRow.claimed_until: until, LetterRow.tries: LetterRow.tries + 1
        }  # fmt: skip
        rows = await LetterRow.update(claim).where(LetterRow.id.is_in(found)).returning(*LetterRow.all_columns())
    return tuple(_claimed(row) for row in sorted(rows, key=lambda row: row["due_at"]))


async def _open_letters(which: str, *values: Any, locked: bool = False) -> list[UUID]:
    """Identities of letters that are not closed, the oldest first; `locked`: those that no other worker is claiming."""
    lock = " FOR UPDATE SKIP LOCKED" if locked and engine().engine_type == "postgres" else ""  # SQLite: one writer
    return [UUID(str(row["id"])) for row in await LetterRow.raw(which + lock, *values)]


def _claimed(row: Mapping[str, Any]) -> Claimed:
    return Claimed(
        row["id"], row["kind"], row["sent_to"], row["language"], from_canonical(row["about"], dict[str, str]),
        row["key"], row["message_id"], row["tries"], row["queued_at"], row["claimed_until"],
    )  # fmt: skip


@once_more
async def begin_sending(letter: Claimed, at: datetime) -> bool:
    """Say that the last line goes out now; False when the claim was over, and then it may not."""
    async with transaction():
        mine = (
            await LetterRow.update({LetterRow.state: "sending", LetterRow.claimed_until: at + SENDING})
            .where(LetterRow.id == letter.id, LetterRow.state == "claimed", LetterRow.tries == letter.tries)
            .where(LetterRow.claimed_until > at)
            .returning(LetterRow.id)
        )
    return bool(mine)


async def mark_sent(letter: Claimed, at: datetime) -> None:
    """The mail server took it. What it said and to whom is forgotten; that it was sent, and when, stays."""
    await _close(letter, "sent", None, at)


async def drop_letter(letter: Claimed, why: str, at: datetime) -> None:
    """It is of no use any more: not sent, and never to be."""
    await _close(letter, "dropped", why, at)


async def mark_failed(letter: Claimed, problem: str, at: datetime, *, for_good: bool = False) -> None:
    """It was certainly not sent. Try again after a wait that grows, unless that is useless.

    `problem` is a code and never an address: the operator reads it.
    """
    wait = WAITS[min(letter.tries, len(WAITS)) - 1]
    if for_good or letter.tries >= MOST_TRIES or at + wait >= letter.gives_up_at:
        await _close(letter, "failed", problem, at)
        return
    await LetterRow.update(
        {
            LetterRow.state: "waiting",
            LetterRow.due_at: at + wait,
            LetterRow.claimed_until: None,
            LetterRow.last_problem: problem,
        }
    ).where(LetterRow.id == letter.id, LetterRow.state.is_in(["claimed", "sending"]), LetterRow.tries == letter.tries)


async def mark_unsure(letter: Claimed, at: datetime) -> None:
    """The last line went out and no answer came: nobody knows whether it was taken."""
    if never_twice(letter.kind):
        await _close(letter, "failed", UNSURE, at)
    else:  # once more, with the same Message-ID: mail programs show one of two that are the same
        await mark_failed(letter, UNSURE, at)


async def settle_unsure(at: datetime) -> None:
    """Decide about letters whose worker died after their last line went out, or that killed too many workers."""
    over = await _open_letters(_OVER, at, MOST_OVER)
    rows = await LetterRow.select().where(LetterRow.id.is_in(over)) if over else []
    for row in rows:
        letter = _claimed(row)
        if row["state"] == "sending":
            await mark_unsure(letter, at)
        elif letter.tries >= MOST_TRIES:
            await mark_failed(letter, TOO_OFTEN, at, for_good=True)


@once_more
async def _close(letter: Claimed, state: str, problem: str | None, at: datetime) -> None:
    """The end of a letter, with its entry in the journal. A letter that was taken out with its person has none.

    What failed can be tried again by a person, unless it holds a code: that is forgotten, and its reader asks anew.
    """
    async with recording(actor=ACTOR, at=at) as journal:
        end: dict[Any, Any] = {
            LetterRow.state: state, LetterRow.claimed_until: None, LetterRow.last_problem: problem,
        }  # fmt: skip
        if state == "sent":
            end[LetterRow.sent_at] = journal.at
        if state != "failed" or "code" in letter.about:
            end |= {LetterRow.sent_to: None, LetterRow.about: None}
        changed = (
            await LetterRow.update(end)
            .where(LetterRow.id == letter.id, LetterRow.state.not_in(["sent", "dropped"]))
            .returning(LetterRow.id)
        )
        if changed:
            await journal.append(f"letter.{state}", str(letter.id), subject_kind="letter", reference=problem)


@once_more
async def forget_failed_letters(*, at: datetime) -> None:
    """Where letters of long ago could not be sent to is forgotten; that they failed stays."""
    async with transaction():
        await LetterRow.update({LetterRow.sent_to: None, LetterRow.about: None}).where(
            LetterRow.state == "failed", LetterRow.sent_to.is_not_null(), LetterRow.queued_at <= at - REMEMBERED
        )
