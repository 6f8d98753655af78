"""The daily round: who is to be reminded of what today, found by the last day of their terms.

The last day of a term has an index: for each mark the days are worked out of which a step falls today, and nobody's
file is opened whose term ends on another day.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from accreditation.dates import ONE_DAY, amsterdam_day
from accreditation.reminders import Step, ends_to_remind_of
from accreditation.scheme import Mark
from registry.addresses import address_of
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.errors import Removed
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.marks_in_view import view_of
from registry.practitioners import find_practitioner
from registry.reminder_keys import ReminderKey
from registry.reminders import is_reminded, running_term
from registry.tables_decisions import HoldingRow
from registry.tables_letters import WorkerPositionRow

REMINDERS = "reminders"
ACTOR = "worker"
MISSED_AT_MOST = timedelta(days=62)  # a worker that was away longer starts again from there
AT_ONCE = 20  # letters in one transaction: others must write as well
DAYS_IN_A_QUESTION = 200


async def write_reminders(at: datetime, *, catalogue: Catalogue) -> int:
    """Write the reminders of today, and of days that no worker saw; gives how many. Does nothing twice on a day.

    A worker that dies half-way is followed by one that begins the day again: each letter has a key, and is there once.
    """
    today = amsterdam_day(at)
    after = await _looked_until(today)
    if after >= today:
        return 0
    written, batch = 0, []
    for mark in catalogue.marks():
        async for number in _with_an_end(mark, after, today):
            letter = await _letter_to(number, mark, after, today, catalogue)
            if letter is not None:
                batch.append(letter)
            if len(batch) == AT_ONCE:
                written += await _queue(batch, at)
                batch = []
    written += await _queue(batch, at)
    await _looked(today)
    return written


async def _looked_until(today: date) -> date:
    """The last day that was looked at. A register that begins today looks at today only, and so does one of which a
    worker's clock was wrong: a day in the future is not waited for.
    """
    row = await WorkerPositionRow.select().where(WorkerPositionRow.name == REMINDERS).first()
    if row is None or row["day"] is None or row["day"] > today + ONE_DAY:
        return today - ONE_DAY
    looked: date = row["day"]
    return max(looked, today - MISSED_AT_MOST)


async def _looked(today: date) -> None:
    """Write down that a day was done; another worker may have done so before."""
    position = WorkerPositionRow(name=REMINDERS, seq=0, day=today)
    await WorkerPositionRow.insert(position).on_conflict(
        action="DO UPDATE", target=WorkerPositionRow.name, values=[WorkerPositionRow.day]
    )


async def _with_an_end(mark: Mark, after: date, today: date) -> AsyncIterator[str]:
    """Numbers of people whose term ends on a day of which a step falls in these days."""
    if mark.holder != "person":
        return
    for days in _batches(sorted(ends_to_remind_of(mark, after, today))):
        rows = (
            await HoldingRow.select(HoldingRow.practitioner.number)
            .where(HoldingRow.mark == mark.code, HoldingRow.until.is_in(list(days)))
            .order_by(HoldingRow.until)
        )
        for row in rows:
            yield row["practitioner.number"]


def _batches(days: Sequence[date]) -> Iterator[tuple[date, ...]]:
    left = iter(days)
    while batch := tuple(islice(left, DAYS_IN_A_QUESTION)):
        yield batch


async def _letter_to(number: str, mark: Mark, after: date, today: date, catalogue: Catalogue) -> Letter | None:
    """The letter that is due to one person; None when none is of use, or nobody can be reached."""
    try:
        person = await find_practitioner(number)
    except Removed:
        return None
    who: UUID = person["id"]
    term = running_term(await view_of(person, today, catalogue), mark.code, today, catalogue)
    step = term.step_between(after, today) if term is not None else None
    if term is None or step is None or (step is not Step.EXPIRED and not await is_reminded(person)):
        return None
    to = await address_of(who)
    if to is None:
        return None
    key = ReminderKey(number, mark.code, term.until, step)
    return Letter(key.kind, to.email, to.language, {"mark": mark.code}, key=str(key), practitioner=who)


@once_more
async def _queue(letters: Sequence[Letter], at: datetime) -> int:
    if not letters:
        return 0
    async with recording(actor=ACTOR, at=at) as journal:
        return sum([await queue_letter(journal, letter) for letter in letters])
