"""What one more activity would do for a mark: the difference between two looks ahead, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accreditation.dossier import Activity, Dossier
from accreditation.findings import Finding, Left, Moment, Outcome, Reason
from accreditation.outlook import Outlook, outlook
from accreditation.scheme import Mark, SchemeVersion

COUNTS_RULES = ("rules", "periods", "people")  # units of a rule that counts the rules inside it: no amount of anything


@dataclass(frozen=True, slots=True)
class RequirementEffect:
    """What an activity does for one amount that a requirement asks; `part` is its place inside the requirement.

    It `counts` for so much of `unit`; `missing` is what is needed after it, with what waits left out; `waiting` is what
    approval of the other entries would add. `reasons` say why it counts for less, or not.
    """

    requirement: str
    part: tuple[int, ...]
    unit: str | None
    counts: Fraction
    missing: Fraction
    waiting: Fraction
    reasons: tuple[Left, ...]
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class MarkEffect:
    """What an activity does for one mark. Without `requirements` none of its rules looks at such an activity."""

    mark: str
    requirements: tuple[RequirementEffect, ...]

    @property
    def counts(self) -> bool:
        """Whether it helps at all: for an amount, or because a requirement is met by it."""
        return any(
            r.counts > 0 or (r.after is Outcome.SATISFIED and r.before is not Outcome.SATISFIED)
            for r in self.requirements
        )


def effect(
    mark: Mark, version: SchemeVersion, dossier: Dossier, draft: Activity, on: date, moment: Moment | None = None
) -> MarkEffect:
    """Try `draft` as done and approved, beside the same file without it, both on its own day if that lies ahead."""
    without = outlook(mark, version, dossier, max(on, draft.on), moment)
    return difference(without, outlook(mark, version, dossier, on, moment, (draft,)), draft.id)


def difference(without: Outlook, with_it: Outlook, entry: str) -> MarkEffect:
    """Every amount that the entry touches, of each requirement."""
    found = tuple(
        effect
        for before, after in zip(without.now.requirements, with_it.now.requirements, strict=True)
        for effect in _effects(after.code, (), before.finding, after.finding, entry)
    )
    return MarkEffect(with_it.now.mark, found)


def _effects(
    code: str, part: tuple[int, ...], before: Finding, after: Finding, entry: str
) -> Iterator[RequirementEffect]:
    reasons = tuple(left for left in after.left if left.entry == entry)
    counts = _gain(before, after)
    if reasons or counts or any(counted.entry == entry for counted in after.counted):
        missing = after.missing or Fraction(0)
        amounts = (after.unit, counts, missing, after.waiting)
        yield RequirementEffect(code, part, *amounts, reasons, before.outcome, after.outcome)
    whole = after.rule == "nested_minimum"  # which shows its first part, the whole, as its own
    pairs = tuple(zip(before.parts, after.parts, strict=True))[whole:]
    inside = [
        found
        for place, (part_before, part_after) in enumerate(pairs, start=whole)
        for found in _effects(code, (*part, place), part_before, part_after, entry)
    ]
    yield from _of_its_own_period(inside) if after.rule == "every_period" else inside


def _of_its_own_period(effects: list[RequirementEffect]) -> list[RequirementEffect]:
    """That it lies outside every other year is no news; that it lies outside all of them is told once."""
    inside = [e for e in effects if any(left.reason is not Reason.OUTSIDE_WINDOW for left in e.reasons) or e.counts]
    return inside or effects[:1]


def _gain(before: Finding, after: Finding) -> Fraction:
    if after.found is None or before.found is None or after.unit in COUNTS_RULES:
        return Fraction(0)
    return after.found - before.found
