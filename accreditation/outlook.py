"""What is still missing, how much, and by when: the view ahead for the holder of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from accreditation.dossier import Activity, Dossier, EntryState
from accreditation.evaluate import evaluate
from accreditation.findings import Cure, Evaluation, Finding, Moment, Outcome, RequirementFinding
from accreditation.scheme import Mark, SchemeVersion


@dataclass(frozen=True, slots=True)
class Missing:
    """One requirement that is not met yet. `amount` in `unit` is what is short; `by` the last day that still helps.

    `too_late` says that no help is possible any more; `waiting` what would be added by approval alone.
    """

    requirement: str
    outcome: Outcome
    amount: Fraction | None
    waiting: Fraction
    unit: str | None
    helps: tuple[Cure, ...]
    by: date | None
    too_late: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """The evaluation today, what is missing, and what is fine today but will not be on the last day of applying."""

    now: Evaluation
    missing: tuple[Missing, ...]
    lapses: tuple[str, ...]
    can_apply: bool


def outlook(
    mark: Mark,
    version: SchemeVersion,
    dossier: Dossier,
    on: date,
    moment: Moment | None = None,
    planned: Sequence[Activity] = (),
) -> Outlook:
    """Look ahead from `on`. `planned` activities are tried as done and approved, on the last day of them."""
    done = tuple(replace(activity, state=EntryState.APPROVED) for activity in planned)
    dossier = replace(dossier, activities=(*dossier.activities, *done))
    now = evaluate(mark, version, dossier, max([on, *(activity.on for activity in planned)]), moment)
    missing = tuple(
        _missing(r, on) for r in now.requirements if r.outcome not in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)
    )
    return Outlook(now, missing, _lapses(mark, version, dossier, now), _can_apply(now, on))


def _missing(requirement: RequirementFinding, on: date) -> Missing:
    finding = requirement.finding
    by = last_day(finding)
    return Missing(
        requirement.code, requirement.outcome, finding.missing, finding.waiting, finding.unit, finding.cures,
        None if by == date.max else by, by < on,
    )  # fmt: skip


def last_day(finding: Finding) -> date:
    """The last day on which this can still be helped: date.max for no end.

    A rule with rules inside takes as many of them as it needs, those that can be helped longest.
    """
    if finding.outcome in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE):
        return date.max
    parts = [part for part in finding.parts if part.outcome is not Outcome.NOT_APPLICABLE]
    if not parts:
        return min((cure.by for cure in finding.cures if cure.by is not None), default=date.max)
    longest = sorted((last_day(part) for part in parts), reverse=True)
    return longest[min(_parts_needed(finding, len(parts)), len(parts)) - 1]


def _parts_needed(finding: Finding, parts: int) -> int:
    if finding.rule == "any_of":
        return 1
    if finding.rule in ("all_of", "nested_minimum") or finding.needed is None:
        return parts
    return int(finding.needed)


def _lapses(mark: Mark, version: SchemeVersion, dossier: Dossier, now: Evaluation) -> tuple[str, ...]:
    """What is satisfied now but goes out of date before the last day of applying, if nothing is added."""
    if now.apply_until is None or now.apply_until <= now.on:
        return ()
    then = evaluate(mark, version, dossier, now.apply_until, now.moment)
    good = {r.code for r in now.requirements if r.outcome is Outcome.SATISFIED}
    return tuple(r.code for r in then.requirements if r.code in good and r.outcome is Outcome.NOT_SATISFIED)


def _can_apply(now: Evaluation, on: date) -> bool:
    """Inside the window for applying, as far as the body says when that is."""
    after_opening = now.apply_from is None or now.apply_from <= on
    return after_opening and (now.apply_until is None or on <= now.apply_until)


@dataclass(frozen=True, slots=True)
class SafeDay:
    """The first day on which nothing is missing any more: `certain` by what is approved and planned, `hoped` once
    everything that waits is approved as well. None: no such day in sight.
    """

    certain: date | None
    hoped: date | None


def earliest_safe_day(
    mark: Mark, dossier: Dossier, on: date, planned: Sequence[Activity] = (), moment: Moment | None = None
) -> SafeDay:
    """The first day from `on` on which handing in is safe, when what is planned is done and approved by its own day.

    Only on the day of asking, of opening, and of a planned activity can anything begin to be enough. What a person must
    still judge does not stand in the way; a rule that nobody knows does, for it never passes.
    """
    done = tuple(replace(activity, state=EntryState.APPROVED) for activity in planned)
    certain = replace(dossier, activities=(*dossier.activities, *done))
    days = _days_that_may_be_enough(mark, dossier, on, planned, moment)
    return SafeDay(_first_safe(mark, certain, days, moment), _first_safe(mark, all_approved(certain), days, moment))


def all_approved(dossier: Dossier) -> Dossier:
    """The same file, with everything that waits for the body approved."""
    return replace(
        dossier,
        activities=tuple(replace(a, state=_approved(a.state)) for a in dossier.activities),
        qualifications=tuple(replace(q, state=_approved(q.state)) for q in dossier.qualifications),
        experience=tuple(replace(e, state=_approved(e.state)) for e in dossier.experience),
        documents=tuple(replace(d, verified=True) for d in dossier.documents),
    )


def _approved(state: EntryState) -> EntryState:
    return EntryState.APPROVED if state is EntryState.WAITING else state


def _days_that_may_be_enough(
    mark: Mark, dossier: Dossier, on: date, planned: Sequence[Activity], moment: Moment | None
) -> list[date]:
    version = mark.version_for(dossier, on)
    opens = evaluate(mark, version, dossier, on, moment).apply_from if version is not None else None
    first = max(on, opens) if opens is not None else on
    return sorted({first, *(activity.on for activity in planned if activity.on > first)})


def _first_safe(mark: Mark, dossier: Dossier, days: Sequence[date], moment: Moment | None) -> date | None:
    for day in days:
        version = mark.version_for(dossier, day)
        if version is not None:
            now = evaluate(mark, version, dossier, day, moment)
            if _can_apply(now, day) and not any(_in_the_way(r) for r in now.requirements if r.decides):
                return day
    return None


def _in_the_way(requirement: RequirementFinding) -> bool:
    """Not met, or met only once the body approves what waits."""
    if requirement.outcome is Outcome.NEEDS_ASSESSOR:
        open_ = (node for node in requirement.finding.nodes() if node.outcome is Outcome.NEEDS_ASSESSOR)
        return any(counted.waiting for node in open_ for counted in node.counted)
    return requirement.outcome in (Outcome.NOT_SATISFIED, Outcome.UNKNOWN_RULE)
