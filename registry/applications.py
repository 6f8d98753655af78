"""Handing in a file for a mark: the facts are frozen on that moment, so that a decision is about what was handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from accreditation import dossier as facts
from accreditation.dates import amsterdam_day
from accreditation.decisions import Decision, Kind
from accreditation.evaluate import evaluate
from accreditation.findings import Evaluation
from accreditation.scheme import Mark
from registry.canonical import canonical, digest
from registry.catalogue import Catalogue, ensure_stored
from registry.database import conflict_when, once_more
from registry.decision_rows import Grounds, project, record_decision
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused, worded
from registry.gathering import gather_dossier, gather_facts
from registry.inputs import Code, Input, Line80
from registry.journal import Recording, recording
from registry.practitioners import find_practitioner
from registry.prechecks import precheck
from registry.tables_decisions import ApplicationRow
from registry.tables_desk import PrecheckRow
from registry.tables_people import PractitionerRow

ALREADY = "There is an open application for this mark already. Wait for its decision, or withdraw it first."
HANDED_IN = "Handed in by the applicant."
NO_LEVELS = "This mark has no levels."
TAKEN_BACK = "Taken back by the applicant."


class ApplicationGiven(Input):
    """What somebody asks for: a mark and, where the mark has them, a level, fields of work and a route."""

    mark: Code
    level: Line80 | None = None
    scopes: tuple[Code, ...] = ()
    route: Code | None = None


@once_more
async def apply(number: str, given: ApplicationGiven, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Hand in somebody's file for a mark; gives the identity of the application.

    Raises Conflict while an earlier application for the mark is open, Refused for a mark that is no longer given.
    """
    scheme = catalogue.scheme(given.mark)
    async with recording(actor=actor, at=at) as journal:
        today = amsterdam_day(journal.at)
        require_known(scheme.mark, given, today)
        person = await find_practitioner(number)
        await ensure_stored(scheme, journal)
        identity = uuid4()
        dossier = await _as_handed_in(person, given, today, identity)
        frozen = canonical(dossier)
        decision = Decision(
            str(identity), 0, Kind.APPLICATION, journal.at, today, level=given.level, scopes=frozenset(given.scopes)
        )
        grounds = Grounds(HANDED_IN, scheme_digest=scheme.digest, inputs_digest=digest(frozen))
        await record_decision(journal, person, given.mark, decision, grounds)
        with conflict_when(*_OPEN, message=ALREADY):
            await ApplicationRow.insert(
                ApplicationRow(
                    id=identity,
                    practitioner=person["id"],
                    mark=given.mark,
                    is_open=True,
                    handed_in_on=today,
                    facts=frozen,
                    facts_digest=digest(frozen),
                )
            )
        await PrecheckRow.insert(precheck(identity, given.mark, dossier, today, catalogue))
        await project(person["id"], given.mark, scheme.rules)
    return identity


async def _as_handed_in(
    person: Mapping[str, Any], given: ApplicationGiven, today: date, identity: UUID
) -> facts.Dossier:
    return await gather_facts(
        person,
        given.mark,
        today,
        application=str(identity),
        applied_on=today,
        level=given.level,
        scopes=frozenset(given.scopes),
        route=given.route,
    )


def require_known(mark: Mark, given: ApplicationGiven, on: date) -> None:
    """That a person can ask this of the mark on this day. Raises Refused or Malformed."""
    if mark.ended_on is not None and mark.ended_on < on:
        raise Refused("This mark is no longer given. Apply for the mark that succeeded it.")
    if mark.holder != "person":
        raise Refused("This mark is for organisations. A person cannot hold it.")
    if problems := unknown_to(mark, given.level, given.scopes):
        raise Malformed(problems)


def unknown_to(mark: Mark, level: str | None, scopes: Iterable[str], since: date | None = None) -> list[Problem]:
    """What is asked for, or given, that this mark does not have; `since` is the first day it is given for."""
    problems = []
    if level is not None and level not in mark.levels:
        known = ", ".join(mark.levels)
        message = worded("This mark has the levels {known}. Choose one.", known=known) if known else NO_LEVELS
        problems.append(Problem("level", message))
    if unknown := sorted(set(scopes) - set(mark.scopes)):
        known = ", ".join(mark.scopes) or "none"
        named = ", ".join(unknown)
        message = worded("This mark has no field of work {unknown}. It has: {known}.", unknown=named, known=known)
        problems.append(Problem("scopes", message))
    if since is not None and mark.began_on is not None and since < mark.began_on:
        too_early = worded(
            "This mark did not exist before {day:%d-%m-%Y}. Choose that day or a later one.", day=mark.began_on
        )
        problems.append(Problem("since", too_early))
    return problems


_OPEN = (
    "uq_application_open",
    "application.practitioner, application.mark, application.is_open",
)


@once_more
async def withdraw_application(application: UUID, *, catalogue: Catalogue, actor: str, at: datetime) -> None:
    """Take back an application that is not decided yet; it is then as if it had never been handed in."""
    async with recording(actor=actor, at=at) as journal:
        row = await ApplicationRow.select().where(ApplicationRow.id == application).first()
        if row is None:
            raise NotFound("There is no such application. Open the list of applications again.")
        if not row["is_open"]:
            raise Conflict("This application was decided or taken back already. Open it again.")
        person = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
        assert person is not None  # a foreign key
        await take_back(journal, row, person, catalogue)


async def take_back(
    journal: Recording, application: Mapping[str, Any], person: dict[str, Any], catalogue: Catalogue
) -> None:
    """As withdraw_application, in a change that is going on."""
    today, identity, mark = amsterdam_day(journal.at), application["id"], application["mark"]
    decision = Decision(str(uuid4()), 0, Kind.CORRECTION, journal.at, today, refers_to=str(identity))
    await record_decision(journal, person, mark, decision, Grounds(TAKEN_BACK))
    await ApplicationRow.update({ApplicationRow.is_open: None}).where(ApplicationRow.id == identity)
    await project(person["id"], mark, catalogue.scheme(mark).rules)


async def assess(number: str, mark: str, *, catalogue: Catalogue, at: datetime) -> Evaluation:
    """What the rules would say today about somebody's file as it is; nothing is recorded. Raises Refused."""
    on = amsterdam_day(at)
    dossier = await gather_dossier(number, mark, on)
    return judge(catalogue, mark, replace(dossier, applied_on=on, decided_on=on))


def judge(catalogue: Catalogue, mark: str, dossier: facts.Dossier) -> Evaluation:
    """What the version that holds for a file says about it on its day of decision. Raises Refused without a version."""
    if dossier.decided_on is None:
        raise ValueError("a file is judged on its day of decision")
    described = catalogue.mark(mark)
    version = described.version_for(dossier, dossier.decided_on)
    if version is None:
        raise Refused("No version of this mark's rules holds for this file on this day. Choose another mark.")
    return evaluate(described, version, dossier, dossier.decided_on)
