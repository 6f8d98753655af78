"""One mark as its holder sees it: what matters most, the dates, and every requirement with its calculation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeVar

from accreditation.dossier import Activity, Dossier
from accreditation.findings import Counted, Evaluation, Finding, Left, Moment, Outcome, RequirementFinding
from accreditation.outlook import Missing, Outlook, SafeDay, earliest_safe_day, last_day, outlook
from accreditation.scheme import Mark, Requirement, SchemeVersion

T = TypeVar("T")
HeadingKind = Literal["missing", "something_missing", "too_late", "rule_unknown", "waiting", "for_a_person", "ready"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What matters most: so much of `unit` is missing and helps until `by`, or what else there is to say in one line.

    `waiting` is what approval alone would add to it.
    """

    kind: HeadingKind
    requirement: str | None = None
    amount: Fraction | None = None
    unit: str | None = None
    waiting: Fraction = Fraction(0)
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement with its calculation. `asked` is the requirement itself: its text, source and rule.

    `counted` and `left` are of the whole rule, its parts included; `ask` names whom to ask about what nobody published.
    `by` is the last day that still helps, None without end.
    """

    asked: Requirement
    outcome: Outcome
    finding: Finding
    why: str | None
    counted: tuple[Counted, ...]
    left: tuple[Left, ...]
    by: date | None
    too_late: bool
    ask: tuple[str, ...]
    decides: bool

    @property
    def done(self) -> bool:
        return self.outcome in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Overview:
    """A mark with everything its holder wants to know. `expires_on` is the last day of the running term."""

    mark: Mark
    version: SchemeVersion
    moment: Moment
    on: date
    heading: Heading
    apply_from: date | None
    apply_until: date | None
    expires_on: date | None
    next_until: date | None
    can_apply: bool
    lines: tuple[Line, ...]
    lapses: tuple[str, ...]
    safe: SafeDay
    outlook: Outlook


def overview(
    mark: Mark,
    version: SchemeVersion,
    dossier: Dossier,
    on: date,
    moment: Moment | None = None,
    planned: Sequence[Activity] = (),
) -> Overview:
    """Everything about one mark for one file, on a day; `planned` activities are tried as done and approved."""
    ahead = outlook(mark, version, dossier, on, moment, planned)
    now = ahead.now
    return Overview(
        mark, version, now.moment, on, _heading(ahead),
        now.apply_from, now.apply_until, dossier.term.until if dossier.term is not None else None, now.expires_on,
        ahead.can_apply, lines_of(mark, version, now, on), ahead.lapses,
        earliest_safe_day(mark, dossier, on, planned, moment), ahead,
    )  # fmt: skip


def lines_of(mark: Mark, version: SchemeVersion, evaluation: Evaluation, on: date) -> tuple[Line, ...]:
    """Every requirement of an evaluation with its calculation, as its holder sees it and as who judges it does."""
    asked = {requirement.code: requirement for requirement in version.requirements}
    return tuple(_line(mark, asked[found.code], found, on) for found in evaluation.requirements)


def _line(mark: Mark, asked: Requirement, found: RequirementFinding, on: date) -> Line:
    by = last_day(found.finding)
    nodes = tuple(found.finding.nodes())
    return Line(
        asked, found.outcome, found.finding, found.why,
        _once(counted for node in nodes for counted in node.counted),
        _once(left for node in nodes for left in node.left),
        None if by == date.max else by, by < on,
        _once(_whom(mark, asked, cure.what) for cure in found.finding.cures if cure.kind == "rule"),
        found.decides,
    )  # fmt: skip


def _once(things: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(things))


def _whom(mark: Mark, asked: Requirement, named: str) -> str:
    """Whom the rule names, or else the body itself."""
    return mark.body.name if named == asked.code else named


def _heading(ahead: Outlook) -> Heading:
    """What can no longer be helped comes first, then what must be done soonest, then what others must do."""
    of_interest = {r.code for r in ahead.now.requirements if r.decides}
    missing = [m for m in ahead.missing if m.requirement in of_interest]
    lacking = [m for m in missing if m.outcome is Outcome.NOT_SATISFIED]
    if lost := [m for m in lacking if m.too_late]:
        return _told("too_late", lost[0])
    if lacking:
        first = min(lacking, key=lambda m: (m.by or date.max, not m.amount))
        return _told("missing" if first.amount else "something_missing", first)
    if unknown := [m for m in missing if m.outcome is Outcome.UNKNOWN_RULE]:
        return _told("rule_unknown", unknown[0])
    if waiting := [m for m in missing if m.waiting]:
        return _told("waiting", waiting[0])
    return _told("for_a_person", missing[0]) if missing else Heading("ready")


def _told(kind: HeadingKind, missing: Missing) -> Heading:
    return Heading(kind, missing.requirement, missing.amount, missing.unit, missing.waiting, missing.by)
