"""Decisions about a running registration: suspending, limiting, extending, ending and converting it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import Field

from accreditation.dates import LAST_DAY
from accreditation.decisions import Decision, Kind
from accreditation.picture import RulesByVersion
from accreditation.standing import Standing, Status, standing_on
from registry.applications import unknown_to
from registry.catalogue import Catalogue, Scheme, ensure_stored
from registry.database import conflict_when, once_more
from registry.decision_rows import Grounds, decisions_on, project, record_decision
from registry.errors import Conflict, Malformed, Problem, Refused, worded
from registry.inputs import Code, Input, Line80, Reason, Text1000
from registry.journal import Recording, recording
from registry.practitioners import find_practitioner
from registry.verdicts import LAST_BEFORE_FIRST, OVERLAPS


class Suspension(Input):
    """Not certified from `since` up to and including `until` (None: until lifted, or the end of the term).

    An `interim` one works at once and is shown as not final.
    """

    mark: Code
    since: date
    until: date | None = None
    interim: bool = False
    reason: Reason
    public_until: date | None = None


class Condition(Input):
    """Certified, with a condition that the public sees as `text`."""

    mark: Code
    since: date
    until: date | None = None
    text: Text1000 = Field(min_length=1, max_length=500)
    reason: Reason
    public_until: date | None = None


class Restriction(Input):
    """Certified, but from `since` not for these fields of work."""

    mark: Code
    since: date
    until: date | None = None
    scopes: tuple[Code, ...] = Field(min_length=1)
    reason: Reason
    public_until: date | None = None


class Ending(Input):
    """The mark ends: `since` is the first day without it."""

    mark: Code
    since: date
    reason: Reason
    public_until: date | None = None


class Extension(Input):
    """The term that holds on `since` runs until `until`."""

    mark: Code
    since: date
    until: date
    reason: Reason


class Conversion(Input):
    """An old mark becomes another on `since`: the old one ends the day before. The new one is a term until `until`."""

    mark: Code
    successor: Code
    since: date
    until: date
    level: Line80 | None = None
    scopes: tuple[Code, ...] = ()
    reason: Reason


async def suspend(number: str, given: Suspension, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Suspend a registration for some days; gives the identity of the decision."""
    outcome = "interim" if given.interim else None
    decision = new_decision(Kind.SUSPENSION, given.since, given.until, public_until=given.public_until, outcome=outcome)
    return await _measure(number, given.mark, decision, given.reason, catalogue=catalogue, actor=actor, at=at)


async def impose_condition(number: str, given: Condition, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Attach a condition to a registration; gives the identity of the decision."""
    decision = new_decision(Kind.CONDITION, given.since, given.until, text=given.text, public_until=given.public_until)
    return await _measure(number, given.mark, decision, given.reason, catalogue=catalogue, actor=actor, at=at)


async def restrict(number: str, given: Restriction, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Take fields of work out of a registration; gives the identity of the decision."""
    if problems := unknown_to(catalogue.mark(given.mark), None, given.scopes):
        raise Malformed(problems)
    scopes = frozenset(given.scopes)
    decision = new_decision(Kind.RESTRICTION, given.since, given.until, scopes=scopes, public_until=given.public_until)
    return await _measure(number, given.mark, decision, given.reason, catalogue=catalogue, actor=actor, at=at)


async def revoke(number: str, given: Ending, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Take a mark away from `since` on; gives the identity of the decision."""
    decision = new_decision(Kind.REVOCATION, given.since, public_until=given.public_until)
    return await _measure(number, given.mark, decision, given.reason, catalogue=catalogue, actor=actor, at=at)


async def withdraw(number: str, given: Ending, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """End a registration at the holder's own wish, from `since` on; a running measure stays visible."""
    decision = new_decision(Kind.WITHDRAWAL, given.since)
    return await _measure(number, given.mark, decision, given.reason, catalogue=catalogue, actor=actor, at=at)


async def extend(number: str, given: Extension, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Give a running term a later last day; the old one stays in the history of decisions."""
    decision = new_decision(Kind.EXTENSION, given.since, given.until)
    return await _measure(number, given.mark, decision, given.reason, catalogue=catalogue, actor=actor, at=at)


def new_decision(kind: Kind, since: date, until: date | None = None, **more: object) -> Decision:
    """A decision to record; the journal gives it its place and moment."""
    if until is not None and until < since:
        raise Malformed([Problem("until", LAST_BEFORE_FIRST)])
    return replace(Decision(str(uuid4()), 0, kind, _UNRECORDED, since, until), **more)  # type: ignore[arg-type]  # fields of Decision by name


_UNRECORDED = datetime(1970, 1, 1, tzinfo=UTC)


@once_more
async def _measure(
    number: str, mark: str, decision: Decision, reason: str, *, catalogue: Catalogue, actor: str, at: datetime
) -> UUID:
    """Record a decision about a registration that has not ended. Raises Refused when there is none."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        await take_measure(journal, person, mark, decision, reason, catalogue)
    return UUID(decision.id)


async def take_measure(
    journal: Recording, person: dict[str, Any], mark: str, decision: Decision, reason: str, catalogue: Catalogue
) -> None:
    """As suspend and the others, in a change that is going on: what is proposed is decided in one transaction."""
    require_fit(decision, await decisions_on(person["id"], mark), catalogue.scheme(mark).rules)
    await apply_decision(journal, person, mark, decision, reason, catalogue)


def require_fit(decision: Decision, decisions: Sequence[Decision], rules: RulesByVersion) -> None:
    """That a decision can be about this registration. Raises Refused, Conflict, Malformed."""
    now = _running(decisions, decision.since, rules)
    if now.status is Status.EXPIRED and decision.kind is not Kind.WITHDRAWAL:
        raise Refused("The registration was over on that day. Choose a day on which it runs.")
    if decision.kind is Kind.EXTENSION and now.until and decision.until and decision.until <= now.until:
        message = worded("The registration runs until {day:%d-%m-%Y} already. Choose a later day.", day=now.until)
        raise Malformed([Problem("until", message)])


async def _require_registration(who: UUID, mark: str, on: date, catalogue: Catalogue) -> Standing:
    return _running(await decisions_on(who, mark), on, catalogue.scheme(mark).rules)


def _running(decisions: Sequence[Decision], on: date, rules: RulesByVersion) -> Standing:
    now = standing_on(decisions, on, LAST_DAY, rules)
    if now.status is Status.NOT_REGISTERED:
        raise Refused("There is no registration for this mark on that day. Choose another mark or a later day.")
    if now.status in (Status.REVOKED, Status.WITHDRAWN, Status.CONVERTED):
        raise Conflict("This registration has ended already. Open it again to see the decision.")
    return now


async def apply_decision(
    journal: Recording, person: dict[str, object], mark: str, decision: Decision, reason: str, catalogue: Catalogue
) -> None:
    scheme = catalogue.scheme(mark)
    await ensure_stored(scheme, journal)
    grounds = Grounds(reason, scheme_digest=scheme.digest)
    await record_decision(journal, person, mark, replace(decision, recorded_at=journal.at), grounds)
    with conflict_when("ex_holding_overlap", message=OVERLAPS):
        await project(UUID(str(person["id"])), mark, scheme.rules)


@once_more
async def convert(
    number: str, given: Conversion, *, catalogue: Catalogue, actor: str, at: datetime
) -> tuple[UUID, UUID]:
    """Turn an old mark into another, in one go; gives the identities of the conversion and of the new grant.

    Raises Malformed with everything that the new mark does not have.
    """
    if problems := _unfit(given, catalogue.scheme(given.successor)):
        raise Malformed(problems)
    old = new_decision(Kind.CONVERSION, given.since, successor=given.successor)
    new = new_decision(
        Kind.GRANT, given.since, given.until, level=given.level, scopes=frozenset(given.scopes), refers_to=old.id
    )
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        await _require_registration(person["id"], given.mark, given.since, catalogue)
        await apply_decision(journal, person, given.mark, old, given.reason, catalogue)
        await apply_decision(journal, person, given.successor, new, given.reason, catalogue)
    return UUID(old.id), UUID(new.id)


def _unfit(given: Conversion, successor: Scheme) -> list[Problem]:
    problems = unknown_to(successor.mark, given.level, given.scopes, given.since)
    if given.mark == given.successor:
        problems.append(Problem("successor", "A mark cannot be converted into itself."))
    if successor.mark.holder != "person":
        problems.append(Problem("successor", "This mark is for organisations. A person cannot hold it."))
    if given.until < given.since:
        problems.append(Problem("until", LAST_BEFORE_FIRST))
    return problems
