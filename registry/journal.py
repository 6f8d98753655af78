"""The one journal: every change of state writes an entry in its own transaction, without gaps, sealed one to the next.

The head row is locked first by whoever writes, so writers queue: numbers have no gaps, days never go back, and nobody
decides on facts that another is changing.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from registry.database import Statement, engine, insert_rows, stream, transaction
from registry.journal_bodies import note_bodies
from registry.journal_follower import Entry, tell_followers
from registry.tables_journal import JournalHeadRow, JournalRow

COLUMNS = ("seq", "recorded_at", "actor", "subject_kind", "subject", "kind", "reference", "previous", "seal")
FIRST_SEAL = "0" * 64
# SQLite's transaction already is the only writer.
_HEAD = Statement("SELECT seq, recorded_at, seal FROM journal_head WHERE id = 1", on_postgres=" FOR UPDATE")
_MOVE_HEAD = Statement("UPDATE journal_head SET seq = $1, recorded_at = $2, seal = $3 WHERE id = 1")


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry is about: `kind` such as "decision.grant", `subject` such as a register number."""

    kind: str
    subject: str
    subject_kind: str = "practitioner"
    reference: str | None = None
    body: str | None = None  # in whose log it stands, where that does not follow from the rest: see journal_bodies


class Recording:
    """The journal while one transaction writes it. `at` is the moment recorded: never before the last entry's."""

    def __init__(self, actor: str, at: datetime, head: dict[str, Any]) -> None:
        self.actor = actor
        self.at = max(at.astimezone(UTC), head["recorded_at"])
        self.entries: list[Entry] = []
        self._bodies: dict[int, str] = {}
        self._seq: int = head["seq"]
        self._seal: str = head["seal"]

    async def append(
        self,
        kind: str,
        subject: str,
        *,
        subject_kind: str = "practitioner",
        reference: str | None = None,
        body: str | None = None,
    ) -> int:
        """Write one entry; gives its sequence number."""
        await self.append_all([Line(kind, subject, subject_kind, reference, body)])
        return self._seq

    async def append_all(self, lines: Iterable[Line]) -> Sequence[Entry]:
        """Write many entries, in order, at the speed of a bulk insert."""
        new = [self._next(line) for line in lines]
        if new:
            await insert_rows("journal", COLUMNS, [_row(entry) for entry in new])
            self.entries += new
        return new

    def _next(self, line: Line) -> Entry:
        self._seq += 1
        if line.body is not None:
            self._bodies[self._seq] = line.body
        before = self._seal
        self._seal = _seal(self._seq, self.at, self.actor, line, before)
        return Entry(
            self._seq,
            self.at,
            self.actor,
            line.subject_kind,
            line.subject,
            line.kind,
            line.reference,
            before,
            self._seal,
        )

    async def _close(self) -> None:
        if self.entries:
            await note_bodies(self.entries, self._bodies)
            await _MOVE_HEAD.rows(self._seq, self.at, self._seal)


@asynccontextmanager
async def recording(*, actor: str, at: datetime, patient: bool = False) -> AsyncIterator[Recording]:
    """One transaction that changes the register. It is acknowledged when this block has been left without an error.

    Do not open one inside another: pass the Recording on. `patient` lifts the time limit, for an import.
    """
    if engine().transaction_exists():
        raise RuntimeError("a change of the register starts its own transaction: do not open one around it")
    async with transaction(patient=patient):
        record = Recording(actor, at, await _locked_head())
        yield record
        await record._close()
    tell_followers(record.entries)


async def _locked_head() -> dict[str, Any]:
    heads = await _HEAD.rows()
    if not heads:
        raise RuntimeError("the journal has no head: run `loopbaanregister migrate`")
    return heads[0]


def _row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.seq, entry.recorded_at, entry.actor, entry.subject_kind, entry.subject, entry.kind, entry.reference,
        entry.previous, entry.seal,
    )  # fmt: skip


def _seal(seq: int, at: datetime, actor: str, line: Line, previous: str) -> str:
    """SHA-256 over everything the entry says and the seal of the one before it."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [seq, moment, actor, line.subject_kind, line.subject, line.kind, line.reference, previous]
    return sha256(msgspec.json.encode(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class Chain:
    """The result of checking the journal: how many entries hold, and the first that does not (None: all hold)."""

    entries: int
    broken_at: int | None


async def verify_chain() -> Chain:
    """Read the whole journal and check every number, day and seal, and that the head is its last entry."""
    seq, seal, last = 0, FIRST_SEAL, datetime.min.replace(tzinfo=UTC)
    async with stream(JournalRow.select().order_by(JournalRow.seq)) as batches:
        async for batch in batches:
            for row in batch:
                line = Line(row["kind"], row["subject"], row["subject_kind"], row["reference"])
                expected = _seal(seq + 1, row["recorded_at"], row["actor"], line, seal)
                if (row["seq"], row["previous"], row["seal"]) != (seq + 1, seal, expected) or row["recorded_at"] < last:
                    return Chain(seq, seq + 1)
                seq, seal, last = row["seq"], row["seal"], row["recorded_at"]
    head = await JournalHeadRow.select().where(JournalHeadRow.id == 1).first()
    if head is None or (head["seq"], head["seal"]) != (seq, seal):
        return Chain(seq, seq + 1)
    return Chain(seq, None)
