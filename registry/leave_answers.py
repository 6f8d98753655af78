"""A body answers a deferral that was asked: so many months more, fewer than were asked, or none, with the reason."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID, uuid4

from pydantic import Field, model_validator

from accreditation.dates import LAST_DAY, ONE_DAY, amsterdam_day
from accreditation.decisions import Decision, Kind
from accreditation.standing import Status, standing_on
from registry.catalogue import Catalogue
from registry.database import conflict_when, once_more
from registry.decision_rows import decisions_on
from registry.deferrals import DatesWithLeave
from registry.desk import Staff
from registry.errors import Conflict, Malformed, Problem, Refused
from registry.inputs import Code, Input, Reason
from registry.interests import INTEREST, is_known_to
from registry.journal import Recording, recording
from registry.leave_requests import ANSWERED, LeaveRequest, dates_of, read_request
from registry.measures import apply_decision, new_decision
from registry.practitioners import find_practitioner
from registry.tables_terms import LeaveAnswerRow

LONGEST = 60
CHANGED = "This deferral, or the registration, changed since you looked. Look at the new dates and answer again."
NOTHING_LEFT = "More months would change no date any more: another term came after it. Refuse it, with this reason."
ENDED = "This registration has ended. Refuse the deferral, with this as the reason."
NOT_LONGER = "Nobody asked for so many months. Give as many as were asked, or fewer."
_ONCE = ("uq_leave_answer_once", "leave_answer.leave, leave_answer.mark")


class LeaveAnswer(Input):
    """What a body says: `months` 0 refuses. `expires_on` is the new last day that was shown, `version` the request."""

    mark: Code
    months: Annotated[int, Field(ge=0, le=LONGEST)]
    version: Annotated[int, Field(ge=1)]
    expires_on: date | None = None
    reason: Reason

    @model_validator(mode="after")
    def as_shown(self) -> Self:
        if (self.months > 0) != (self.expires_on is not None):
            raise ValueError("give the new last day with the months, and none with a refusal")
        return self


async def answer_leave(leave: UUID, given: LeaveAnswer, staff: Staff, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Answer one deferral for one mark; gives the identity of the answer.

    Raises Conflict when it was answered, or is no longer what was looked at; Malformed; Refused; NotFound.
    """
    request = await read_request(leave, given.mark, staff)
    if given.version != request.version:
        raise Conflict(CHANGED)
    if given.months > request.months:
        raise Malformed([Problem("months", NOT_LONGER)])
    person = await find_practitioner(request.number)
    if await is_known_to(staff, person, amsterdam_day(at)):
        raise Refused(INTEREST)
    return await _answer(request, given, staff, catalogue, at)


@once_more
async def _answer(
    request: LeaveRequest, given: LeaveAnswer, staff: Staff, catalogue: Catalogue, at: datetime
) -> UUID:  # fmt: skip
    async with recording(actor=staff.actor, at=at) as journal:
        if (await read_request(request.id, given.mark, staff)).version != given.version:
            raise Conflict(CHANGED)
        person = await find_practitioner(request.number)
        decision = await _extend(journal, person, request, given, catalogue) if given.months else None
        row = LeaveAnswerRow(
            id=uuid4(), practitioner=person["id"], leave=request.id, mark=given.mark, months=given.months,
            reason=given.reason, decision=decision, answered_by=journal.actor, answered_at=journal.at,
        )  # fmt: skip
        with conflict_when(*_ONCE, message=ANSWERED):
            await LeaveAnswerRow.insert(row)
        outcome = "granted" if given.months else "refused"
        await journal.append(f"leave.{outcome}", request.number, reference=str(row.id))
    return UUID(str(row.id))


async def _extend(
    journal: Recording, person: dict[str, Any], request: LeaveRequest, given: LeaveAnswer, catalogue: Catalogue
) -> UUID:
    """The extension that the months come to. It must end on the day that was shown."""
    dates = await dates_of(request, given.months, at=journal.at, catalogue=catalogue)
    decisions = await decisions_on(person["id"], given.mark)
    decision = _decision(dates, decisions, given, catalogue)
    await apply_decision(journal, person, given.mark, decision, given.reason, catalogue)
    return UUID(decision.id)


def _decision(
    dates: DatesWithLeave | None, decisions: list[Decision], given: LeaveAnswer, catalogue: Catalogue
) -> Decision:
    if dates is None or dates.before.expires_on is None:
        raise Refused(NOTHING_LEFT)
    next_day = dates.before.expires_on + ONE_DAY
    by_then = standing_on(decisions, next_day, LAST_DAY, catalogue.scheme(given.mark).rules)
    if by_then.status not in (Status.EXPIRED, Status.RENEWAL_PENDING):  # something else than its last day ends it
        raise Refused(ENDED)
    if dates.after.expires_on != given.expires_on:
        raise Conflict(CHANGED)
    return new_decision(Kind.EXTENSION, dates.before.expires_on, dates.after.expires_on)
