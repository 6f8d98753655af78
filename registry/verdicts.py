"""What a person decides about an application: to grant it or to refuse it. The engine advises, a person decides.

Each decision is one transaction with its journal entry; it is acknowledged after the commit and never before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from accreditation import dossier as facts
from accreditation.dates import LAST_DAY, ONE_DAY, Period, amsterdam_day
from accreditation.decisions import Decision, Kind
from accreditation.findings import Evaluation, evaluation_as_data
from accreditation.scheme import Term
from registry.applications import judge, unknown_to
from registry.canonical import canonical, digest, from_canonical
from registry.catalogue import Catalogue, Scheme, ensure_stored
from registry.database import conflict_when, once_more
from registry.decision_rows import Grounds, project, record_decision
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused
from registry.gathering import other_facts
from registry.inputs import Code, Input, Line80, Reason
from registry.journal import Recording, recording
from registry.judged_entries import with_what_was_found
from registry.tables_decisions import ApplicationRow
from registry.tables_people import PractitionerRow

DECIDED = "Somebody else decided this application while you were looking at it. Open it again to see their decision."
LATER_FACTS = ("judgements", "payments", "set_aside")  # what the body itself adds while it decides
_ANSWERED = ("decision_answers_key", "decision.answers")
_OVERLAP = ("ex_holding_overlap",)
LAST_BEFORE_FIRST = "The last day lies before the first."
OVERLAPS = "Somebody already holds this mark on some of these days. Choose a first day after that term."


class Intent(Input):
    """What the person who decides means to say, before they gave their reason.

    `since` and `until` are the first and last day of the term; left out they follow from the mark's own rules.
    `level` and `scopes` default to those applied for: a renewal may keep some and lose others.
    """

    outcome: Literal["granted", "refused"]
    since: date | None = None
    until: date | None = None
    level: Line80 | None = None
    scopes: tuple[Code, ...] | None = None


class Verdict(Intent):
    """What the person who decides says, with why: the applicant reads it."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a verdict comes to today: the facts it is about, what the rules say of them, and the decision it makes."""

    scheme: Scheme
    dossier: facts.Dossier
    evaluation: Evaluation
    decision: Decision


@once_more
async def decide(application: UUID, verdict: Verdict, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Decide an application; gives the identity of the decision.

    The facts handed in, with the body's own judgements since, are put to the rules once more; the findings are kept
    with the decision, whatever the person decides. Of two people who decide at once one gets Conflict.
    """
    async with recording(actor=actor, at=at) as journal:
        row, person = await open_application(application)
        return await answer_application(journal, row, person, verdict, catalogue)


async def answer_application(
    journal: Recording, row: dict[str, Any], person: dict[str, Any], verdict: Verdict, catalogue: Catalogue
) -> UUID:
    """As decide, in a change that is going on, for an open application."""
    return await answer_as_weighed(
        journal, row, person, verdict.reason, await weigh(row, verdict, catalogue, journal.at)
    )


async def weigh(row: Mapping[str, Any], intent: Intent, catalogue: Catalogue, at: datetime) -> Weighed:
    """What deciding an open application so would come to; nothing is recorded. Raises Malformed, Refused."""
    scheme = catalogue.scheme(row["mark"])
    dossier = await as_decided(row, amsterdam_day(at))
    evaluation = judge(catalogue, row["mark"], dossier)
    return Weighed(scheme, dossier, evaluation, decision_by(intent, row, dossier, evaluation, scheme, at))


async def answer_as_weighed(
    journal: Recording, row: dict[str, Any], person: dict[str, Any], reason: str, weighed: Weighed
) -> UUID:
    """Record the decision that was weighed in the same change."""
    scheme, decision = weighed.scheme, weighed.decision
    await ensure_stored(scheme, journal)
    grounds = _grounds(reason, weighed.dossier, weighed.evaluation, scheme)
    with conflict_when(*_ANSWERED, message=DECIDED):
        await record_decision(journal, person, row["mark"], decision, grounds, answers=str(row["id"]))
    await ApplicationRow.update({ApplicationRow.is_open: None}).where(ApplicationRow.id == row["id"])
    with conflict_when(*_OVERLAP, message=OVERLAPS):
        await project(person["id"], row["mark"], scheme.rules)
    return UUID(decision.id)


async def open_application(application: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows of an open application and of its applicant. Raises NotFound, Conflict, Refused."""
    row = await ApplicationRow.select().where(ApplicationRow.id == application).first()
    if row is None:
        raise NotFound("There is no such application. Open the list of applications again.")
    if not row["is_open"] or row["facts"] is None:
        raise Conflict(DECIDED)
    person = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
    if person is None or person["removed_on"] is not None:
        raise Refused("The applicant is no longer in the register.")
    return row, person


async def as_decided(row: Mapping[str, Any], today: date) -> facts.Dossier:
    """The facts as handed in, and what the body itself found since."""
    handed_in = await with_what_was_found(row["id"], from_canonical(row["facts"], facts.Dossier))
    found = await other_facts(row["practitioner"], row["mark"])
    return replace(handed_in, decided_on=today, **{name: found.get(name, ()) for name in LATER_FACTS})


def _grounds(reason: str, dossier: facts.Dossier, evaluation: Evaluation, scheme: Scheme) -> Grounds:
    facts_text, findings_text = canonical(dossier), canonical(evaluation_as_data(evaluation))
    return Grounds(
        reason, evaluation.on, str(evaluation.outcome), facts_text, findings_text,
        scheme.digest, digest(facts_text), digest(findings_text),
    )  # fmt: skip


def decision_by(
    verdict: Intent,
    row: Mapping[str, Any],
    dossier: facts.Dossier,
    evaluation: Evaluation,
    scheme: Scheme,
    at: datetime,
) -> Decision:
    """The decision that a verdict comes to, by the mark's own rules. Raises Malformed where those do not say enough."""
    today = amsterdam_day(at)
    identity, application = str(uuid4()), str(row["id"])
    if verdict.outcome == "refused":
        return Decision(identity, 0, Kind.REFUSAL, at, today, refers_to=application, scheme_version=evaluation.version)
    term = scheme.mark.version(evaluation.version).term
    since = verdict.since or _first_day(dossier, term, evaluation.on)
    if problems := unknown_to(scheme.mark, verdict.level, verdict.scopes or (), since):
        raise Malformed(problems)
    until = _until(verdict, evaluation, term, since)
    return Decision(
        identity,
        0,
        Kind.RENEWAL if dossier.term is not None else Kind.GRANT,
        at,
        since,
        until,
        verdict.level if verdict.level is not None else dossier.level,
        frozenset(verdict.scopes) if verdict.scopes is not None else dossier.scopes,
        evaluation.version,
        refers_to=application,
    )


def _until(verdict: Intent, evaluation: Evaluation, term: Term, since: date) -> date:
    """The last day of the new term: as the person says, or else as the mark's rules say."""
    by_the_rules = None if verdict.since else evaluation.expires_on
    until = verdict.until or by_the_rules or _last_day(term, since)
    if until is None:
        raise Malformed([Problem("until", "How long this mark is valid is not known: say what the last day is.")])
    if until < since:
        raise Malformed([Problem("until", LAST_BEFORE_FIRST)])
    return until


def _first_day(dossier: facts.Dossier, term: Term, today: date) -> date:
    """A running term is followed without a gap, unless the body counts from its decision. Nothing is dated back."""
    running = dossier.term
    if running is not None and running.until >= today and term.anchor != "decision":
        return running.until + ONE_DAY
    return today


def _last_day(term: Term, since: date) -> date | None:
    if term.validity == "no_end":
        return LAST_DAY
    return term.validity.end_from(since) if isinstance(term.validity, Period) else None
