"""The answer of an evaluation: one finding per requirement, with what counted, what did not and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from accreditation.dates import Span

Moment = Literal["initial", "renewal", "continuous", "bridge"]


class Outcome(StrEnum):
    """What a rule says. Only the first four combine; a rule that does not apply is left out."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"
    NEEDS_ASSESSOR = "needs_assessor"
    UNKNOWN_RULE = "unknown_rule"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why an entry did not count, or not wholly."""

    AFTER_DAY = "after_the_day_asked"
    OUTSIDE_WINDOW = "outside_the_window"
    EXCLUDED_PERIOD = "in_an_excluded_period"
    CONCEPT = "still_a_concept"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    NOT_APPROVED = "not_approved_yet"
    NOT_CONFIRMED = "not_confirmed"
    KIND_NOT_ACCEPTED = "kind_not_accepted"
    CONDITION_NOT_MET = "does_not_meet_the_condition"
    NO_AMOUNT = "amount_missing"
    MOTIVATION_MISSING = "motivation_missing"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_REFUSED = "evidence_of_a_refused_kind"
    DUPLICATE = "duplicate"
    SAME_VALUE = "same_value_counted_already"
    ENTRY_CAP = "over_the_maximum_per_entry"
    CATEGORY_CAP = "over_the_maximum_of_the_category"
    GROUP_CAP = "over_the_maximum_of_the_group"
    QUOTA = "over_the_quota"
    PROVIDER_EXCLUDED = "provider_excluded"
    BEFORE_BREAK = "before_a_break"
    UNDER_RESTRICTION = "under_a_restriction"
    TOO_OLD = "too_old"
    ROLE_NOT_ACCEPTED = "role_not_accepted"
    OTHER_APPLICATION = "for_another_application"


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry that counts for `amount`; `waiting` when it only will once it is approved."""

    entry: str
    amount: Fraction
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """An entry, or the part `amount` of it, that does not count."""

    entry: str
    reason: Reason
    amount: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Cure:
    """One thing that would help: an amount, a document, a person's judgement. `by` is the last day it still helps."""

    kind: str
    what: str
    amount: Fraction | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found. Amounts are in `unit`; `waiting` is what would be added once it is approved."""

    rule: str
    outcome: Outcome
    found: Fraction | None = None
    needed: Fraction | None = None
    waiting: Fraction = Fraction(0)
    unit: str | None = None
    window: Span | None = None
    counted: tuple[Counted, ...] = ()
    left: tuple[Left, ...] = ()
    cures: tuple[Cure, ...] = ()
    parts: tuple["Finding", ...] = ()
    notes: tuple[str, ...] = ()
    until: date | None = None

    @property
    def missing(self) -> Fraction | None:
        """How much is still needed, in `unit`; None where the rule has no amount.

        Of a total with parts that have a minimum of their own: the largest of what the whole and the parts need.
        """
        if self.found is None or self.needed is None:
            return None
        parts = self.parts if self.rule == "nested_minimum" else ()
        inside = [part.missing or Fraction(0) for part in parts if part.unit == self.unit]
        return max(self.needed - self.found, Fraction(0), *inside)

    def nodes(self) -> "Iterator[Finding]":
        """This finding and every one inside it."""
        yield self
        for part in self.parts:
            yield from part.nodes()

    def noting(self, *notes: str) -> "Finding":
        return replace(self, notes=(*self.notes, *notes))


@dataclass(frozen=True, slots=True)
class RequirementFinding:
    """The finding for one requirement, with where the rule was read and how sure we are."""

    code: str
    stage: str
    outcome: Outcome
    finding: Finding
    source: str
    confidence: str
    why: str | None = None
    scopes: tuple[str, ...] = ()
    in_effect: bool = True
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a version of a mark says about one file on one day. A person decides; this is the advice."""

    mark: str
    version: str
    moment: Moment
    on: date
    outcome: Outcome
    gate: Outcome
    requirements: tuple[RequirementFinding, ...]
    by_scope: tuple[tuple[str, Outcome], ...] = ()
    in_effect: bool = True
    apply_from: date | None = None
    apply_until: date | None = None
    expires_on: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def eligible(self) -> bool:
        return self.outcome is Outcome.SATISFIED

    @property
    def for_a_person(self) -> tuple[str, ...]:
        """The codes of the requirements that still need a person's judgement or an unknown rule looked up."""
        open_ = (Outcome.NEEDS_ASSESSOR, Outcome.UNKNOWN_RULE)
        return tuple(r.code for r in self.requirements if r.outcome in open_)

    def of(self, code: str) -> RequirementFinding:
        """The finding of one requirement. Raises KeyError when the version has no such requirement."""
        for requirement in self.requirements:
            if requirement.code == code:
                return requirement
        raise KeyError(code)


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Not satisfied wins, then unknown, then a person; nothing that applies gives not applicable."""
    found = [o for o in outcomes if o is not Outcome.NOT_APPLICABLE]
    if not found:
        return Outcome.NOT_APPLICABLE
    return _first(found, Outcome.NOT_SATISFIED, Outcome.UNKNOWN_RULE, Outcome.NEEDS_ASSESSOR, Outcome.SATISFIED)


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Satisfied wins, then a person, then unknown."""
    found = [o for o in outcomes if o is not Outcome.NOT_APPLICABLE]
    if not found:
        return Outcome.NOT_APPLICABLE
    return _first(found, Outcome.SATISFIED, Outcome.NEEDS_ASSESSOR, Outcome.UNKNOWN_RULE, Outcome.NOT_SATISFIED)


def at_least(k: int, outcomes: Iterable[Outcome]) -> Outcome:
    """k satisfied is enough; otherwise by what the open ones could still make of it."""
    found = [o for o in outcomes if o is not Outcome.NOT_APPLICABLE]
    if not found:
        return Outcome.NOT_APPLICABLE
    satisfied = found.count(Outcome.SATISFIED)
    judged = found.count(Outcome.NEEDS_ASSESSOR)
    if satisfied >= k:
        return Outcome.SATISFIED
    if satisfied + judged >= k:
        return Outcome.NEEDS_ASSESSOR
    if satisfied + judged + found.count(Outcome.UNKNOWN_RULE) >= k:
        return Outcome.UNKNOWN_RULE
    return Outcome.NOT_SATISFIED


def _first(found: Sequence[Outcome], *order: Outcome) -> Outcome:
    return next(outcome for outcome in order if outcome in found)


def amount_text(amount: Fraction) -> str:
    """An exact amount as text: "17", "2.5", or "100/3" where no finite decimal exists."""
    rest = amount.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{amount.numerator}/{amount.denominator}"
    scale = 0
    while (amount * 10**scale).denominator != 1:
        scale += 1
    if scale == 0:
        return str(amount.numerator)
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount.numerator) * 10**scale // amount.denominator, 10**scale)
    return f"{sign}{whole}.{part:0{scale}d}"


def evaluation_as_data(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as plain JSON data, the same bytes for the same findings: this is what a decision stores."""
    data: dict[str, Any] = _plain(evaluation)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return amount_text(value)
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
