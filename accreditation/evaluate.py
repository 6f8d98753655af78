"""What a version of a mark says about one file on one day: findings with reasons. A person decides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from accreditation.dates import LAST_DAY, ONE_DAY, Period, Span, slices
from accreditation.dossier import Dossier
from accreditation.findings import Cure, Evaluation, Finding, Moment, Outcome, RequirementFinding, all_of, any_of
from accreditation.rules.case import Case
from accreditation.scheme import Mark, Requirement, SchemeVersion, Term


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
        () if deciding and overall is not Outcome.NOT_APPLICABLE else ("no_requirement_applies",),
    )  # fmt: skip


def _asked(version: SchemeVersion, moment: Moment) -> Iterator[Requirement]:
    return (r for r in version.requirements if moment in r.at)


def _or_a_person(outcome: Outcome) -> Outcome:
    """Where nothing applies nothing was proven either: a person must look."""
    return Outcome.NEEDS_ASSESSOR if outcome is Outcome.NOT_APPLICABLE else outcome


def _judge(
    version: SchemeVersion, requirement: Requirement, dossier: Dossier, on: date, moment: Moment, dates: "TermDates"
) -> RequirementFinding:
    case = Case(
        dossier, on, requirement.code, version.conversion, version.evidence, dates.counting, dates.apply_until,
        extra=_surcharge(version.term, requirement, dossier, on), closed_only=moment == "continuous",
    )  # fmt: skip
    finding, why = _finding(requirement, case)
    of_effect = version.is_payment_of_effect(requirement)
    return RequirementFinding(
        requirement.code, requirement.stage, finding.outcome, finding, requirement.source, requirement.confidence, why,
        requirement.scopes, not of_effect or finding.outcome is Outcome.SATISFIED, not of_effect,
    )  # fmt: skip


def _finding(requirement: Requirement, case: Case) -> tuple[Finding, str | None]:
    if requirement.applies_if is not None and not requirement.applies_if.holds(case.dossier, case.on):
        return Finding(requirement.rule.kind, Outcome.NOT_APPLICABLE), "condition_not_met"
    finding = requirement.rule.judge(case)
    aside = next((s for s in case.dossier.set_aside if s.requirement == requirement.code and s.on <= case.on), None)
    if aside is not None and not requirement.hardship:
        return finding.noting("may_not_be_set_aside"), None
    if aside is not None and finding.outcome is not Outcome.SATISFIED:
        return replace(finding, outcome=Outcome.SATISFIED, cures=()).noting("set_aside"), aside.reason
    why = finding.notes[0] if finding.outcome is Outcome.NOT_APPLICABLE and finding.notes else None
    return finding, why


def _by_scope(
    findings: list[RequirementFinding], general: Outcome, dossier: Dossier
) -> tuple[tuple[str, Outcome], ...]:
    """Per field of work: the general requirements and those of this field, so that a renewal may keep some of them."""
    named = {scope for f in findings for scope in f.scopes}
    asked = sorted(named & dossier.scopes) if dossier.scopes else sorted(named)
    return tuple((scope, all_of([general, *(f.outcome for f in findings if scope in f.scopes)])) for scope in asked)


def _surcharge(term: Term, requirement: Requirement, dossier: Dossier, on: date) -> Fraction:
    """Extra points for applying late: so much for every month that began after the grace."""
    total = Fraction(0)
    if dossier.term is None:
        return total
    handed_in = dossier.applied_on or on
    for late in term.late:
        if late.requirement != requirement.code or late.amount is None:
            continue
        counts_from = late.after.end_from(dossier.term.until + ONE_DAY) + ONE_DAY
        months = sum(1 for _ in slices(Span(counts_from, handed_in), "month"))
        total += late.amount * months
    return total


@dataclass(frozen=True, slots=True)
class TermDates:
    """The days that follow from the running term: which facts count, when one can apply, when the next term ends."""

    counting: Span | None
    apply_from: date | None
    apply_until: date | None
    expires_on: date | None


def term_dates(term: Term, dossier: Dossier, on: date, moment: Moment) -> TermDates:
    """Work the term of a version out for one file. Days that the body does not say are None."""
    running = dossier.term
    if moment == "initial" or running is None:
        return TermDates(running, None, None, _next_expiry(term, dossier, on, None))
    grace = term.grace.end_from(running.until + ONE_DAY) if term.grace is not None else running.until
    counting = Span(running.since, grace if term.activities_in_grace else running.until)
    apply_from = None
    if isinstance(term.apply_from, Period):
        apply_from = term.apply_from.before(running.until)
    apply_until: date | None = None
    if isinstance(term.apply_until, Period):
        apply_until = term.apply_until.before(running.until)
    elif term.apply_until == "expiry":
        apply_until = grace
    return TermDates(counting, apply_from, apply_until, _next_expiry(term, dossier, on, running))


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
