"""What a version of a mark says about one file on one day: findings with reasons. A person decides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from accreditation.dates import LAST_DAY, ONE_DAY, Period, Span, slices
from accreditation.dossier import Dossier
from accreditation.findings import Cure, Evaluation, Finding, Moment, Outcome, RequirementFinding, all_of, any_of
from accreditation.rules.case import Case
from accreditation.scheme import Late, Mark, Requirement, SchemeVersion, Term


def evaluate(
    mark: Mark, version: SchemeVersion, dossier: Dossier, on: date, moment: Moment | None = None
) -> Evaluation:
    """Judge one file. `moment` defaults to renewal when the file has a term, and to initial when it has none.

    Facts dated after `on` do not count. The order of the facts never matters and the same input always gives the same
    answer. A version that parsed cannot fail here.
    """
    moment = moment or ("renewal" if dossier.term is not None else "initial")
    dates = term_dates(version.term, dossier, on, moment)
    findings = tuple(
        _judge(version, requirement, dossier, on, moment, dates) for requirement in _asked(version, moment)
    )
    deciding = [f for f in findings if f.decides]
    general = all_of(f.outcome for f in deciding if not f.scopes)
    by_scope = _by_scope(deciding, general, dossier)
    overall = all_of([general, any_of(outcome for _, outcome in by_scope)])
    return Evaluation(
        mark.code, version.id, moment, on,
        _or_a_person(overall), all_of(f.outcome for f in deciding if f.stage == "gate"), findings, by_scope,
        all(f.in_effect for f in findings), dates.apply_from, dates.apply_until, dates.expires_on,
        tuple(_notes(version.term, dossier, on, moment, overall)),
    )  # fmt: skip


def _notes(term: Term, dossier: Dossier, on: date, moment: Moment, overall: Outcome) -> Iterator[str]:
    if overall is Outcome.NOT_APPLICABLE:
        yield "no_requirement_applies"
    if moment == "renewal":
        yield from (f"late_fee:{late.fee}" for late, _ in _late(term, dossier, on) if late.fee is not None)


def _asked(version: SchemeVersion, moment: Moment) -> Iterator[Requirement]:
    return (r for r in version.requirements if moment in r.at)


def _or_a_person(outcome: Outcome) -> Outcome:
    """Where nothing applies nothing was proven either: a person must look."""
    return Outcome.NEEDS_ASSESSOR if outcome is Outcome.NOT_APPLICABLE else outcome


def _judge(
    version: SchemeVersion, requirement: Requirement, dossier: Dossier, on: date, moment: Moment, dates: "TermDates"
) -> RequirementFinding:
    case = Case(
        dossier, on, requirement.code, version.conversion, version.evidence, dates.term, dates.apply_until,
        extra=late_surcharge(version.term, requirement, dossier, on) if moment == "renewal" else Fraction(0),
        closed_only=moment == "continuous", counts_until=dates.counts_until,
    )  # fmt: skip
    finding, why = _finding(requirement, case)
    of_effect = version.is_payment_of_effect(requirement)
    return RequirementFinding(
        requirement.code, requirement.stage, finding.outcome, finding, requirement.source, requirement.confidence, why,
        requirement.scopes, not of_effect or finding.outcome in _DONE, not of_effect,
    )  # fmt: skip


_DONE = (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)


def _finding(requirement: Requirement, case: Case) -> tuple[Finding, str | None]:
    """The finding with the reason why it does not apply, or was set aside."""
    dossier = case.dossier
    if requirement.applies_if is not None and not requirement.applies_if.holds(dossier, case.on):
        return Finding(requirement.rule.kind, Outcome.NOT_APPLICABLE), "condition_not_met"
    if requirement.scopes and dossier.scopes and dossier.scopes.isdisjoint(requirement.scopes):
        return Finding(requirement.rule.kind, Outcome.NOT_APPLICABLE), "scope_not_asked"
    finding = requirement.rule.judge(case)
    if finding.outcome is Outcome.NOT_APPLICABLE:
        return finding, finding.notes[0] if finding.notes else "no_part_applies"
    reasons = [(s.on, s.reason) for s in dossier.set_aside if s.requirement == requirement.code and s.on <= case.on]
    if finding.outcome is Outcome.SATISFIED or not reasons:
        return finding, None
    if not requirement.hardship:
        return finding.noting("may_not_be_set_aside"), None
    return replace(finding, outcome=Outcome.SATISFIED, cures=()).noting("set_aside"), min(reasons)[1]


def _by_scope(
    findings: list[RequirementFinding], general: Outcome, dossier: Dossier
) -> tuple[tuple[str, Outcome], ...]:
    """Per field of work: the general requirements and those of this field, so that a renewal may keep some of them."""
    named = {scope for f in findings for scope in f.scopes}
    asked = sorted(dossier.scopes or named) if named else []
    return tuple((scope, all_of([general, *(f.outcome for f in findings if scope in f.scopes)])) for scope in asked)


def late_surcharge(term: Term, requirement: Requirement, dossier: Dossier, on: date) -> Fraction:
    """Extra points for applying late: so much for every month that began after the grace."""
    total = Fraction(0)
    for late, span in _late(term, dossier, on):
        if late.requirement == requirement.code and late.amount is not None:
            total += late.amount * sum(1 for _ in slices(span, "month"))
    return total


def _late(term: Term, dossier: Dossier, on: date) -> Iterator[tuple[Late, Span]]:
    """What applies of being late, with the days from its start up to the day of handing in."""
    if dossier.term is not None:
        for late in term.late:
            span = Span(late.after.end_from(dossier.term.until + ONE_DAY) + ONE_DAY, dossier.applied_on or on)
            if span:
                yield late, span


@dataclass(frozen=True, slots=True)
class TermDates:
    """The running term and the days that follow from it: until when activities count, when one can apply, when the
    next term ends.
    """

    term: Span | None
    counts_until: date | None
    apply_from: date | None
    apply_until: date | None
    expires_on: date | None


def term_dates(term: Term, dossier: Dossier, on: date, moment: Moment) -> TermDates:
    """Work the term of a version out for one file. Days that the body does not say are None."""
    running = dossier.term if moment != "initial" else None
    if running is None:
        return TermDates(None, None, None, None, _next_expiry(term, dossier, on, None))
    counts_until = _end_of_grace(term, running.until) if term.activities_in_grace else None
    apply_from = None
    if isinstance(term.apply_from, Period):
        apply_from = term.apply_from.before(running.until)
    apply_until = last_day_of_handing_in(term, running.until)
    return TermDates(running, counts_until, apply_from, apply_until, _next_expiry(term, dossier, on, running))


def last_day_of_handing_in(term: Term, until: date) -> date | None:
    """The last day on which a term that runs until then can be renewed; None when the body does not say."""
    if isinstance(term.apply_until, Period):
        return term.apply_until.before(until)
    return _end_of_grace(term, until) if term.apply_until == "expiry" else None


def _end_of_grace(term: Term, until: date) -> date:
    return term.grace.end_from(until + ONE_DAY) if term.grace is not None else until


def _next_expiry(term: Term, dossier: Dossier, on: date, running: Span | None) -> date | None:
    """The last day of the next term, by where the body anchors it."""
    if term.validity == "no_end":
        return LAST_DAY
    if not isinstance(term.validity, Period):
        return None
    match term.anchor:
        case "old_expiry":
            start = running.until + ONE_DAY if running is not None else dossier.decided_on or on
        case "decision":
            start = dossier.decided_on or on
        case "application":
            start = dossier.applied_on or on
        case _:
            return None
    return term.validity.end_from(start)


def helps(evaluation: Evaluation) -> Iterator[tuple[str, Cure]]:
    """Everything that would still help, per requirement that is not satisfied yet."""
    for requirement in evaluation.requirements:
        if requirement.outcome not in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE):
            for cure in requirement.finding.cures:
                yield requirement.code, cure
