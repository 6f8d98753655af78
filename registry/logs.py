"""The log of a body: the entries of the journal about its marks, files and staff, newest first, page by page.

A page is read by the numbers of the journal, backwards from where the last page ended. With a filter that fits little,
a page looks at no more than LOOKED_AT entries and then says where to go on. Who reads it is itself in it.
"""

import operator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from accreditation.dates import ONE_DAY, end_of_day
from registry.database import once_more
from registry.desk import bodies_of
from registry.errors import NotFound
from registry.evidence_reading import Reader
from registry.inputs import Input, Line20
from registry.journal import recording
from registry.staff import ADMINISTERING, staff_of
from registry.tables_journal import JournalHeadRow, JournalRow
from registry.tables_logs import JournalBodyRow

PAGE, MOST = 50, 5000  # entries of a page, and of a file to take along
LOOKED_AT = 20_000
READ = "log.read"
NOT_YOURS = "Only an administrator of the body reads its log. Ask one of them."
# What a choice stands for: how the kinds begin that belong to it.
Topic = Literal["decisions", "judging", "reading", "bulk", "rules", "staff", "courses"]
TOPICS: dict[Topic, tuple[str, ...]] = {
    "decisions": ("decision.", "measure.", "leave.", "group_extension."),
    "judging": ("judgement.", "claim.", "interest.", "question.", "activity."),
    "reading": ("dossier.read.", "log."),
    "bulk": ("bulk.", "sample."),
    "rules": ("rules.", "run.", "scheme.", "letter_text."),
    "staff": ("role.", "account."),
    "courses": ("course.",),
}


class LogAsked(Input):
    """What somebody looks for; `before` is where the page before this one ended."""

    topic: Topic | None = None
    since: date | None = None
    until: date | None = None
    number: Line20 | None = None
    account: UUID | None = None
    before: Annotated[int, Field(ge=1)] | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry as it is shown. `email` of who did it, where they work at the body now."""

    seq: int
    at: datetime
    kind: str
    actor: str
    email: str | None
    subject_kind: str
    subject: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page; `before` is where the next one begins, None when there is nothing more. `whole`: it is a full page."""

    entries: tuple[LogEntry, ...]
    before: int | None
    whole: bool


async def read_log(body: str, asked: LogAsked, staff: Reader, *, at: datetime, most: int = PAGE) -> LogPage:
    """A page of the log of the body that one administers, newest first. Raises NotFound for every other body."""
    if body not in bodies_of(staff, ADMINISTERING):
        raise NotFound(NOT_YOURS)
    await _note(body, asked, staff, at)
    first, last = await _numbers(asked)
    floor = await _floor(body, asked, first, last)
    entry = JournalBodyRow.seq
    query = JournalBodyRow.select(
        entry, entry.recorded_at, entry.kind, entry.actor, entry.subject_kind, entry.subject, entry.reference
    ).where(JournalBodyRow.body == body, entry >= max(first, floor), entry <= last)
    for condition in _conditions(asked):
        query = query.where(condition)
    rows = await query.order_by(entry, ascending=False).limit(most + 1)
    emails = {one.actor: one.email for one in (await staff_of([body]))[body]}
    shown = tuple(_shown(row, emails) for row in rows[:most])
    if len(rows) > most:
        return LogPage(shown, shown[-1].seq, whole=True)
    return LogPage(shown, floor if floor > first else None, whole=False)


def _conditions(asked: LogAsked) -> list[Any]:
    entry, found = JournalBodyRow.seq, []
    if asked.topic is not None:
        first, *others = (entry.kind.like(f"{one}%") for one in TOPICS[asked.topic])
        found.append(reduce(operator.or_, others, first))
    if asked.number is not None:
        found.append((entry.subject == asked.number) & (entry.subject_kind == "practitioner"))
    if asked.account is not None:
        found.append(entry.actor == f"account {asked.account}")
    return found


async def _numbers(asked: LogAsked) -> tuple[int, int]:
    """The first and the last number of the journal that can be on the page."""
    head = await JournalHeadRow.select(JournalHeadRow.seq).where(JournalHeadRow.id == 1).first()
    end = head["seq"] if head else 0
    first = await _first_after(asked.since - ONE_DAY, end) if asked.since else 1
    last = await _first_after(asked.until, end) - 1 if asked.until else end
    return first, min(last, asked.before - 1) if asked.before else last


async def _first_after(day: date, end: int) -> int:
    """The number of the first entry after a day: the journal has no gaps, and its moments never go back."""
    low, high, moment = 1, end + 1, end_of_day(day)
    while low < high:
        middle = (low + high) // 2
        row = await JournalRow.select(JournalRow.recorded_at).where(JournalRow.seq == middle).first()
        if row is not None and row["recorded_at"] < moment:
            low = middle + 1
        else:
            high = middle
    return low


async def _floor(body: str, asked: LogAsked, first: int, last: int) -> int:
    """Below which number this page does not look. By register number there is an index, so it looks at everything."""
    if asked.number is not None or (asked.topic is None and asked.account is None):
        return first
    row = (
        await JournalBodyRow.select(JournalBodyRow.seq)
        .where(JournalBodyRow.body == body, JournalBodyRow.seq <= last, JournalBodyRow.seq >= first)
        .order_by(JournalBodyRow.seq, ascending=False)
        .offset(LOOKED_AT - 1)
        .limit(1)
    )
    return int(row[0]["seq"]) if row else first


def _shown(row: dict[str, Any], emails: dict[str, str]) -> LogEntry:
    actor = row["seq.actor"]
    return LogEntry(
        row["seq"], row["seq.recorded_at"], row["seq.kind"], actor, emails.get(actor), row["seq.subject_kind"],
        row["seq.subject"], row["seq.reference"],
    )  # fmt: skip


@once_more
async def _note(body: str, asked: LogAsked, staff: Reader, at: datetime) -> None:
    """Write the reading down before anything is shown, with whom was looked for."""
    async with recording(actor=staff.actor, at=at) as journal:
        await journal.append(READ, body, subject_kind="body", reference=asked.number)
