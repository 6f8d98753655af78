"""Decisions about an earlier decision: lifting it, objecting to it, ruling on the objection, correcting it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.decisions import GIVES_A_TERM, MEASURES, Decision, Kind, as_known
from accreditation.scheme import Mark
from registry.applications import unknown_to
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.deceases import redate_decease, take_back_decease
from registry.decision_rows import decisions_on
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused, Removed
from registry.inputs import Code, Input, Line80, Reason
from registry.journal import Recording, recording
from registry.measures import apply_decision, new_decision
from registry.merged_people import now_of
from registry.practitioners import GONE
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow
from registry.verdicts import LAST_BEFORE_FIRST

ANSWERED_BEFORE = "This measure was lifted before. Open the registration again to see what holds."
Respond = Callable[[Decision, list[Decision], Mark], Decision]


class Lift(Input):
    """The end of a measure: `since` is the first day on which it no longer holds."""

    since: date
    reason: Reason


class Objection(Input):
    """An objection, made on `since`, against a decision."""

    since: date
    reason: Reason


class Ruling(Input):
    """The ruling on an objection: the measure stays, was never taken, or ends on another day."""

    since: date
    outcome: Literal["upheld", "overturned", "changed"]
    until: date | None = None
    reason: Reason


class Correction(Input):
    """What the decision should have said; what is left out stays as it was. `never_taken` takes it away altogether."""

    reason: Reason
    never_taken: bool = False
    since: date | None = None
    until: date | None = None
    level: Line80 | None = None
    scopes: tuple[Code, ...] | None = None
    public_until: date | None = None


async def lift(measure: UUID, given: Lift, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """End a measure; gives the identity of the decision."""
    return await _respond(measure, lifting(given.since), given.reason, catalogue=catalogue, actor=actor, at=at)


def lifting(since: date) -> Respond:
    """What makes the end of a measure of it. Raises Refused for what is none, Conflict for one that was lifted."""

    def lifted(target: Decision, others: list[Decision], mark: Mark) -> Decision:
        if target.kind not in MEASURES:
            raise Refused("Only a measure can be lifted. Correct the decision instead.")
        if any(d.kind is Kind.LIFT and d.refers_to == target.id for d in others):
            raise Conflict(ANSWERED_BEFORE)
        return new_decision(Kind.LIFT, since, refers_to=target.id)

    return lifted


async def object_to(decision: UUID, given: Objection, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Record an objection; whether it holds the measure up is a rule of the mark."""

    def objected(target: Decision, others: list[Decision], mark: Mark) -> Decision:
        open_ = [d for d in others if d.kind is Kind.OBJECTION and d.refers_to == target.id]
        ruled = [d for d in others if d.kind is Kind.RULING and d.refers_to == target.id]
        if len(open_) > len(ruled):
            raise Conflict("An objection against this decision is open already. Wait for its ruling.")
        return new_decision(Kind.OBJECTION, given.since, refers_to=target.id)

    return await _respond(decision, objected, given.reason, catalogue=catalogue, actor=actor, at=at)


async def rule_on(decision: UUID, given: Ruling, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Record the ruling on the open objection against a decision."""
    return await _respond(decision, ruling(given), given.reason, catalogue=catalogue, actor=actor, at=at)


def ruling(given: Ruling) -> Respond:
    """What makes a ruling of what is said. Raises Conflict when no objection is open, Malformed."""

    def ruled(target: Decision, others: list[Decision], mark: Mark) -> Decision:
        against = [d.kind for d in others if d.refers_to == target.id]
        if against.count(Kind.OBJECTION) <= against.count(Kind.RULING):
            raise Conflict("There is no open objection against this decision. Open it again to see the ruling.")
        _require_last_day(given, next((d for d in as_known(others, LAST_DAY) if d.id == target.id), target))
        decision = new_decision(Kind.RULING, given.since, refers_to=target.id, outcome=given.outcome)
        return replace(decision, until=given.until)  # a day of the measure, which may lie before the ruling

    return ruled


def _require_last_day(given: Ruling, target: Decision) -> None:
    """A ruling that changes a measure, and no other, says its new last day."""
    if given.outcome != "changed":
        if given.until is not None:
            raise Malformed([Problem("until", "Only a ruling that changes a measure has a last day. Leave this out.")])
        return
    if given.until is None:
        raise Malformed([Problem("until", "Say the last day that the measure has from now on.")])
    if given.until < target.since:
        message = "The last day lies before the first of the measure. Overturn it, or choose a later day."
        raise Malformed([Problem("until", message)])


async def correct(decision: UUID, given: Correction, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Put right what a decision said; the answer for an earlier known-on day stays what it was.

    A decease is put right for every mark at once; taken by mistake, it gives the person back to the register.
    """
    number = await _deceased_by(decision)
    if number is not None:
        return await _correct_decease(number, decision, given, catalogue=catalogue, actor=actor, at=at)

    def corrected(target: Decision, others: list[Decision], mark: Mark) -> Decision:
        if target.kind is Kind.CORRECTION:
            raise Refused("Correct the decision itself, not its correction.")
        today = amsterdam_day(at)
        if given.never_taken:
            _require_no_application(target, others)
            return new_decision(Kind.CORRECTION, today, refers_to=target.id)
        earlier = [d.replacement for d in others if d.kind is Kind.CORRECTION and d.refers_to == target.id]
        standing = next((d for d in reversed(earlier) if d is not None), target)
        return new_decision(
            Kind.CORRECTION, today, refers_to=target.id, replacement=_replacement(standing, given, mark)
        )

    return await _respond(decision, corrected, given.reason, catalogue=catalogue, actor=actor, at=at)


async def _deceased_by(decision: UUID) -> str | None:
    """The register number of whom a decease is about; None for any other decision. Neither ever changes."""
    row = (
        await DecisionRow.select(DecisionRow.practitioner.number)
        .where(DecisionRow.id == decision, DecisionRow.kind == str(Kind.DECEASE))
        .first()
    )
    return row["practitioner.number"] if row else None


async def _correct_decease(
    number: str, decision: UUID, given: Correction, *, catalogue: Catalogue, actor: str, at: datetime
) -> UUID:
    by: dict[str, Any] = {"catalogue": catalogue, "actor": actor, "at": at, "named": decision}
    if given.never_taken:
        corrections = await take_back_decease(number, given.reason, **by)
    elif given.since is None:
        raise Malformed([Problem("since", "Say on which day this person died, or that it was never so.")])
    else:
        corrections = await redate_decease(number, given.since, given.reason, **by)
    return corrections[str(decision)]


def _require_no_application(target: Decision, others: list[Decision]) -> None:
    """Taking away an application, or its answer, would leave one that is decided and yet never was."""
    if target.kind is Kind.APPLICATION:
        raise Refused("This is an application. Withdraw the application instead.")
    if any(d.kind is Kind.APPLICATION and d.id == target.refers_to for d in others):
        raise Refused(
            "This decision answers an application, which would have no answer without it. Correct what it says, "
            "end the registration, or let the person apply again."
        )


def _replacement(target: Decision, given: Correction, mark: Mark) -> Decision:
    changed = replace(
        target,
        since=given.since or target.since,
        until=given.until or target.until,
        level=given.level or target.level,
        scopes=target.scopes if given.scopes is None else frozenset(given.scopes),
        public_until=given.public_until or target.public_until,
    )
    # What the decision says already may have been right under earlier rules: only what is given now is checked.
    gives_a_term = target.kind in GIVES_A_TERM
    problems = unknown_to(mark, given.level, given.scopes or (), given.since if gives_a_term else None)
    if changed.until is not None and changed.until < changed.since:
        problems.append(Problem("until", LAST_BEFORE_FIRST))
    if changed == target:
        problems.append(Problem("correction", "This says what the decision says already: change something."))
    if problems:
        raise Malformed(problems)
    return changed


@once_more
async def _respond(to: UUID, make: Respond, reason: str, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Record a decision about an earlier one: what `make` makes of it, of all others on the mark, and of the mark."""
    async with recording(actor=actor, at=at) as journal:
        return await respond(journal, to, make, reason, catalogue)


async def respond(journal: Recording, to: UUID, make: Respond, reason: str, catalogue: Catalogue) -> UUID:
    """As lift and the others, in a change that is going on."""
    row = await DecisionRow.select(DecisionRow.practitioner, DecisionRow.mark).where(DecisionRow.id == to).first()
    if row is None:
        raise NotFound("There is no such decision. Open the registration again.")
    decided = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
    assert decided is not None  # a foreign key
    person = await now_of(decided)
    if person["removed_on"] is not None:
        raise Removed(GONE, person["removal"])
    decisions = await decisions_on(person["id"], row["mark"])
    target = next(d for d in decisions if d.id == str(to))
    decision = make(target, decisions, catalogue.mark(row["mark"]))
    await apply_decision(journal, person, row["mark"], decision, reason, catalogue)
    return UUID(decision.id)
