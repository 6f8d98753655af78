"""Taking an application on, so that no work is done twice: claim it, give it back, take it over from somebody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from accreditation.dates import amsterdam_day
from accreditation.judging import seats
from registry.catalogue import Catalogue
from registry.database import conflict_when, once_more
from registry.desk import Case, Staff, open_case, require_officer, working_days_later
from registry.ended_work import end_claim
from registry.errors import Conflict, NotFound, Refused
from registry.given_judgements import doubts_in, judgements_on
from registry.inputs import Input, Reason
from registry.interests import note_free, require_free
from registry.journal import Recording, recording
from registry.prechecks import asked_about
from registry.tables_asking import QuestionRow
from registry.tables_desk import ClaimRow

Task = Literal["judge", "decide"]
DECIDE_SEAT = 0
LAPSES_AFTER = 5  # working days without a judgement; while the applicant has a question to answer none is counted
TAKEN = "Somebody else works on this application already. Choose another one, or take it over with a reason."
NO_CLAIM = "This claim is over already. Open the application again to see who works on it."
YOURS = "This application is yours already. You do not have to take it over."
ALL_JUDGED = "Whoever claimed this has judged it. What they said stays; there is nothing to take over."
_SEAT = ("uq_claim_seat", "claim.application, claim.seat, claim.is_open")


class ClaimEnded(Input):
    """Why a claim is given back or taken over."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's claim on an application. `lapses_on` is its last day when nothing happens; None: it stays."""

    id: UUID
    task: Task
    held_by: str
    since: datetime
    lapses_on: date | None


def last_day(lapses_on: date | None, questions: Iterable[Mapping[str, Any]]) -> date | None:
    """The last day of a claim: later where the applicant had a question to answer, none while they have."""
    if lapses_on is None:
        return None
    last = lapses_on
    for question in questions:
        if question["answered_at"] is None:
            return None
        last = max(last, working_days_later(amsterdam_day(question["answered_at"]), LAPSES_AFTER))
    return last


def running(rows: Iterable[Mapping[str, Any]], questions: Sequence[Mapping[str, Any]], on: date) -> tuple[Claim, ...]:
    """Of open claims those that did not lapse, the one on deciding first."""
    found = []
    for row in sorted(rows, key=lambda row: row["seat"]):
        last = last_day(row["lapses_on"], questions)
        if last is None or on <= last:
            task: Task = "decide" if row["seat"] == DECIDE_SEAT else "judge"
            found.append(Claim(row["id"], task, row["held_by"], row["claimed_at"], last))
    return tuple(found)


async def claims_on(application: UUID, on: date) -> tuple[Claim, ...]:
    """Who works on an application on a day."""
    return running(await _open_rows(application), await _questions(application), on)


async def claim(application: UUID, task: Task, staff: Staff, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Take an application on, to judge it or to decide it; gives the identity of the claim.

    Claiming it again makes one's own claim last longer. Raises Conflict when others have it, Refused for who may not.
    """
    await require_free(application, staff, at=at)
    return await _claim(application, task, staff, catalogue, at)


@once_more
async def _claim(application: UUID, task: Task, staff: Staff, catalogue: Catalogue, at: datetime) -> UUID:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await open_case(application, staff)
        return await take_seat(journal, case, task, staff, catalogue)


async def take_seat(journal: Recording, case: Case, task: Task, staff: Staff, catalogue: Catalogue) -> UUID:
    """As claim, in a change that is going on; one's own seat is kept, and lasts longer."""
    if task == "decide":
        require_officer(case, staff)
    on = amsterdam_day(journal.at)
    held = await _end_lapsed(journal, case, on)
    own = next((one for one in held if one.held_by == staff.actor and one.task == task), None)
    if own is not None:
        await _prolong(own, on)
        return own.id
    seat = await _free_seat(case, task, held, catalogue)
    if seat is None:
        raise Conflict(TAKEN)
    await note_free(journal, case, staff)
    return await _sit(journal, case, seat, staff)


async def _sit(journal: Recording, case: Case, seat: int, staff: Staff) -> UUID:
    row = ClaimRow(
        id=uuid4(), application=case.id, seat=seat, held_by=staff.actor, is_open=True, claimed_at=journal.at,
        lapses_on=working_days_later(amsterdam_day(journal.at), LAPSES_AFTER),
    )  # fmt: skip
    with conflict_when(*_SEAT, message=TAKEN):
        await ClaimRow.insert(row)
    await journal.append("claim.began", case.number, reference=str(row.id))
    return UUID(str(row.id))


async def _prolong(own: Claim, on: date) -> None:
    await ClaimRow.update({ClaimRow.lapses_on: working_days_later(on, LAPSES_AFTER)}).where(
        ClaimRow.id == own.id, ClaimRow.lapses_on.is_not_null()
    )


async def _free_seat(case: Case, task: Task, held: Collection[Claim], catalogue: Catalogue) -> int | None:
    taken = {row["seat"] for row in await _open_rows(case.id)}
    if task == "decide":
        return None if DECIDE_SEAT in taken else DECIDE_SEAT
    asked = await asked_about(case.application, catalogue)
    most = seats(asked, doubts_in(await judgements_on(case.application)))
    return next((seat for seat in range(1, most + 1) if seat not in taken), None)


async def _end_lapsed(journal: Recording, case: Case, on: date) -> tuple[Claim, ...]:
    """The claims that run; those that lapsed are ended, so that their seats are free."""
    rows = await _open_rows(case.id)
    left = running(rows, await _questions(case.id), on)
    for identity in {row["id"] for row in rows} - {one.id for one in left}:
        await end_claim(journal, case.number, identity, "lapsed")
    return left


@once_more
async def release(application: UUID, claim: UUID, given: ClaimEnded, staff: Staff, *, at: datetime) -> None:
    """Give one's own claim back. Raises NotFound for another's, or one that is over."""
    async with recording(actor=staff.actor, at=at) as journal:
        case = await open_case(application, staff)
        row = await _find(case, claim)
        if row["held_by"] != staff.actor:
            raise NotFound(NO_CLAIM)
        await end_claim(journal, case.number, claim, "released", given.reason)


async def take_over(application: UUID, claim: UUID, given: ClaimEnded, staff: Staff, *, at: datetime) -> UUID:
    """Take a claim over from somebody else, who may be ill or away; gives the identity of the new claim."""
    await require_free(application, staff, at=at)
    return await _take_over(application, claim, given, staff, at)


@once_more
async def _take_over(application: UUID, claim: UUID, given: ClaimEnded, staff: Staff, at: datetime) -> UUID:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await open_case(application, staff)
        row = await _find(case, claim)
        if row["seat"] == DECIDE_SEAT:
            require_officer(case, staff)
        if row["lapses_on"] is None:
            raise Refused(ALL_JUDGED)
        same_task = [r for r in await _open_rows(case.id) if (r["seat"] == 0) is (row["seat"] == 0)]
        if staff.actor in {r["held_by"] for r in same_task}:
            raise Conflict(YOURS)
        await note_free(journal, case, staff)
        await end_claim(journal, case.number, claim, "taken_over", given.reason)
        return await _sit(journal, case, row["seat"], staff)


async def _find(case: Case, claim: UUID) -> dict[str, Any]:
    row = next((row for row in await _open_rows(case.id) if row["id"] == claim), None)
    if row is None:
        raise NotFound(NO_CLAIM)
    return row


async def _open_rows(application: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await ClaimRow.select().where(
        ClaimRow.application == application, ClaimRow.is_open.eq(True)
    )
    return rows


async def _questions(application: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await QuestionRow.select(QuestionRow.asked_at, QuestionRow.answered_at).where(
        QuestionRow.application == application
    )
    return rows
