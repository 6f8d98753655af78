"""Leaving the register at one's own wish: every registration ends, and later the file goes for good."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY, ONE_DAY, Period, amsterdam_day
from accreditation.decisions import Kind
from accreditation.standing import Status, standing_on
from registry.applications import take_back
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.decision_rows import decisions_by_mark
from registry.erasure import remove_by_right
from registry.errors import Conflict, Malformed, NotFound, Problem
from registry.inputs import Input
from registry.journal import recording
from registry.measures import apply_decision, new_decision
from registry.practitioners import find_practitioner
from registry.tables_asking import LeavingRow
from registry.tables_decisions import ApplicationRow, HoldingRow, MeasureRow
from registry.tables_people import PractitionerRow

# Long enough for a complaint about the last work to be handled; a measure that is still shown keeps the file longer.
KEPT_FOR = Period(months=12)
LEFT_BEFORE = "You left the register before. Your file goes on the day you were told."
NOT_HELD = "You do not hold this mark on that day. Open the list of your marks again."
NOT_LEFT = "You did not ask to leave the register. There is nothing to take back."
STOPS = "At the holder's own wish."
OWN_WISH = "At the holder's own wish, who leaves the register."
_RUNNING = (Status.VALID, Status.VALID_WITH_CONDITIONS, Status.SUSPENDED, Status.RENEWAL_PENDING)


class Leaving(Input):
    """From which day on somebody has no registration any more."""

    since: date


@dataclass(frozen=True, slots=True)
class Left:
    """What leaving does: the marks that end, the applications taken back, and the day on which the file goes."""

    marks: tuple[str, ...]
    applications: tuple[UUID, ...]
    remove_on: date


@dataclass(frozen=True, slots=True)
class AskedToLeave:
    """Somebody who left: since which day, and on which day their file goes."""

    since: date
    remove_on: date


async def leaving_of(number: str) -> AskedToLeave | None:
    """Whether somebody left the register, and when their file goes."""
    person = await find_practitioner(number)
    row = await LeavingRow.select().where(LeavingRow.practitioner == person["id"]).first()
    return None if row is None else AskedToLeave(row["since"], row["remove_on"])


async def leaving_would(number: str, given: Leaving, *, catalogue: Catalogue) -> Left:
    """What leaving on a day would do; nothing is recorded."""
    person = await find_practitioner(number)
    open_ = await ApplicationRow.select(ApplicationRow.id).where(
        ApplicationRow.practitioner == person["id"], ApplicationRow.is_open.eq(True)
    )
    marks = await _running(person["id"], given.since, catalogue)
    return Left(marks, tuple(row["id"] for row in open_), await _goes_on(person["id"], given.since))


@once_more
async def leave_register(number: str, given: Leaving, *, catalogue: Catalogue, actor: str, at: datetime) -> Left:
    """End every registration, take back every open application, and set the day on which the file goes."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        if given.since < amsterdam_day(journal.at):
            raise Malformed([Problem("since", "This day is over. Choose today or a later day.")])
        if await LeavingRow.exists().where(LeavingRow.practitioner == person["id"]):
            raise Conflict(LEFT_BEFORE)
        open_ = await ApplicationRow.select().where(
            ApplicationRow.practitioner == person["id"], ApplicationRow.is_open.eq(True)
        )
        for application in open_:
            await take_back(journal, application, person, catalogue)
        marks = await _running(person["id"], given.since, catalogue)
        for mark in marks:
            await apply_decision(
                journal, person, mark, new_decision(Kind.WITHDRAWAL, given.since), OWN_WISH, catalogue
            )  # fmt: skip
        remove_on = await _goes_on(person["id"], given.since)
        await LeavingRow.insert(
            LeavingRow(practitioner=person["id"], since=given.since, remove_on=remove_on, asked_at=journal.at)
        )
        await journal.append("practitioner.leaves", person["number"])
    return Left(marks, tuple(row["id"] for row in open_), remove_on)


@once_more
async def stop_mark(number: str, mark: str, given: Leaving, *, catalogue: Catalogue, actor: str, at: datetime) -> None:
    """End the registration for one mark at one's own wish, and take back an open application for it.

    Raises Malformed for a day that is over, NotFound for a mark that does not run then.
    """
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        if given.since < amsterdam_day(journal.at):
            raise Malformed([Problem("since", "This day is over. Choose today or a later day.")])
        if mark not in await _running(person["id"], given.since, catalogue):
            raise NotFound(NOT_HELD)
        open_ = (
            await ApplicationRow.select()
            .where(ApplicationRow.practitioner == person["id"], ApplicationRow.mark == mark)
            .where(ApplicationRow.is_open.eq(True))
            .first()
        )
        if open_ is not None:
            await take_back(journal, open_, person, catalogue)
        await apply_decision(journal, person, mark, new_decision(Kind.WITHDRAWAL, given.since), STOPS, catalogue)


async def _goes_on(who: UUID, since: date) -> date:
    """The day on which the file goes."""
    return max(KEPT_FOR.after(since), await _shown_until(who))


async def _running(who: UUID, on: date, catalogue: Catalogue) -> tuple[str, ...]:
    """The marks that run on a day, or have a term that still comes."""
    found = []
    for mark, decisions in sorted((await decisions_by_mark(who)).items()):
        standing = standing_on(decisions, on, LAST_DAY, catalogue.scheme(mark).rules)
        if standing.status in _RUNNING or any(term.until >= on for term in standing.history):
            found.append(mark)
    return tuple(found)


async def _shown_until(who: UUID) -> date:
    """The day after which no measure is public any more: leaving hides nothing that the public may know."""
    rows: list[dict[str, Any]] = await MeasureRow.select().where(MeasureRow.practitioner == who)
    days = [row["public_until"] or row["until"] for row in rows]
    return max((day + ONE_DAY for day in days if day is not None), default=date.min)


@once_more
async def stay_after_all(number: str, *, actor: str, at: datetime) -> None:
    """Keep the file of somebody who left. The registrations that ended stay ended: they can be asked anew."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        gone = (
            await LeavingRow.delete().where(LeavingRow.practitioner == person["id"]).returning(LeavingRow.practitioner)
        )
        if not gone:
            raise NotFound(NOT_LEFT)
        await journal.append("practitioner.stays", person["number"])


async def remove_who_left(*, actor: str, at: datetime) -> int:
    """Remove the file of everybody who left and whose day has come; gives how many. Who holds a mark again stays."""
    today = amsterdam_day(at)
    due = await LeavingRow.select(LeavingRow.practitioner).where(LeavingRow.remove_on <= today)
    removed = 0
    for row in due:
        person = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
        assert person is not None  # a foreign key
        if await HoldingRow.exists().where(HoldingRow.practitioner == person["id"], HoldingRow.until >= today):
            await stay_after_all(person["number"], actor=actor, at=at)
        else:
            await remove_by_right(person["number"], actor=actor, at=at)
            removed += 1
    return removed
