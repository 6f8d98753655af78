"""What is still missing, how much, and by when: the view ahead for the holder of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from accreditation.dossier import Activity, Dossier, EntryState
from accreditation.evaluate import evaluate
from accreditation.findings import Cure, Evaluation, Moment, Outcome, RequirementFinding
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
    """Look ahead from `on`. `planned` activities are tried as if they had been done and approved already."""
    if planned:
        dossier = replace(dossier, activities=(*dossier.activities, *(_done(a, on) for a in planned)))
    now = evaluate(mark, version, dossier, on, moment)
    missing = tuple(
        _missing(r, on) for r in now.requirements if r.outcome not in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)
    )
    return Outlook(now, missing, _lapses(mark, version, dossier, now), _can_apply(now, on))


def _done(activity: Activity, on: date) -> Activity:
    """A planned activity counts on its own day; one planned for later is looked at as if that day were today."""
    return replace(activity, on=min(activity.on, on), state=EntryState.APPROVED)


def _missing(requirement: RequirementFinding, on: date) -> Missing:
    finding = requirement.finding
    days = [cure.by for cure in finding.cures if cure.by is not None]
    by = min(days, default=None)
    helpless = bool(finding.cures) and len(days) == len(finding.cures) and max(days) < on
    return Missing(
        requirement.code,
        requirement.outcome,
        finding.missing,
        finding.waiting,
        finding.unit,
        finding.cures,
        by,
        helpless,
    )


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
