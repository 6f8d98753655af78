"""A professional objects to a decision about them, inside the term that the law gives or with the reason why later."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from accreditation.dates import amsterdam_day
from accreditation.decisions import Kind
from accreditation.objection_term import last_day_to_object
from registry.catalogue import Catalogue
from registry.errors import Malformed, NotFound, Problem, Refused
from registry.inputs import Input, Text1000
from registry.merged_people import whole_of
from registry.practitioners import find_practitioner
from registry.responses import Objection, object_to
from registry.tables_decisions import DecisionRow

NO_DECISION = "There is no such decision about you. Open your list of decisions again."
NOT_AGAINST_THIS = "This is not a decision of the body. Object to the decision itself."
OPEN_TO_OBJECTION = frozenset({
    Kind.GRANT, Kind.RENEWAL, Kind.REFUSAL, Kind.EXTENSION, Kind.CONDITION, Kind.RESTRICTION, Kind.SUSPENSION,
    Kind.REVOCATION, Kind.LIFT, Kind.CONVERSION,
})  # fmt: skip

Grounds = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2900)]


class ObjectionGiven(Input):
    """Why somebody disagrees and, once the term is over, why it could not be earlier."""

    grounds: Grounds
    why_late: Text1000 = ""


@dataclass(frozen=True, slots=True)
class ObjectionTerm:
    """Until when an objection against a decision is in time, and whether that still is so."""

    decision: UUID
    sent_on: date
    until: date
    in_time: bool


async def objection_term(number: str, decision: UUID, *, at: datetime) -> ObjectionTerm:
    """Until when somebody can object to a decision about them. It was sent on the day it was recorded."""
    person = await find_practitioner(number)
    row = (
        await DecisionRow.select(DecisionRow.kind, DecisionRow.recorded_at)
        .where(DecisionRow.id == decision, DecisionRow.practitioner.is_in(await whole_of(person["id"])))
        .first()
    )
    if row is None:
        raise NotFound(NO_DECISION)
    if row["kind"] not in OPEN_TO_OBJECTION:
        raise Refused(NOT_AGAINST_THIS)
    sent_on = amsterdam_day(row["recorded_at"])
    until = last_day_to_object(sent_on)
    return ObjectionTerm(decision, sent_on, until, amsterdam_day(at) <= until)


async def object_as_holder(
    number: str, decision: UUID, given: ObjectionGiven, *, catalogue: Catalogue, actor: str, at: datetime
) -> UUID:
    """Object to a decision about oneself; gives the identity of the objection.

    A late one is passed on with its reason, for the body may excuse it (Algemene wet bestuursrecht, article 6:11).
    """
    term = await objection_term(number, decision, at=at)
    if not term.in_time and not given.why_late:
        message = "The six weeks to object are over. Say why you could not object earlier."
        raise Malformed([Problem("why_late", message)])
    reason = given.grounds if term.in_time else f"{given.grounds}\n\n{given.why_late}"
    objection = Objection(since=amsterdam_day(at), reason=reason)
    return await object_to(decision, objection, catalogue=catalogue, actor=actor, at=at)
