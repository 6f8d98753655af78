"""What every entry of a file counts for under one mark, by the mark's own table, and why it counts for less."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from accreditation.findings import Evaluation, Finding, Left, Reason


@dataclass(frozen=True, slots=True)
class EntryCredit:
    """What one entry brings to one amount of a requirement; `waiting` will count once the body approves it."""

    mark: str
    requirement: str
    part: tuple[int, ...]
    unit: str | None
    counts: Fraction
    waiting: Fraction
    reasons: tuple[Left, ...]

    @property
    def only_elsewhere(self) -> bool:
        """Whether there is nothing to say but that the entry lies outside the window."""
        return not self.counts and not self.waiting and all(r.reason is Reason.OUTSIDE_WINDOW for r in self.reasons)


def credits_by_entry(evaluation: Evaluation) -> Mapping[str, tuple[EntryCredit, ...]]:
    """Per entry everything that it counts for, or does not, in the order of the requirements."""
    found: dict[str, tuple[EntryCredit, ...]] = {}
    for requirement in evaluation.requirements:
        own: dict[str, list[EntryCredit]] = {}
        for part, finding in _amounts((), requirement.finding):
            for entry in dict.fromkeys([c.entry for c in finding.counted] + [left.entry for left in finding.left]):
                own.setdefault(entry, []).append(_credit(evaluation.mark, requirement.code, part, finding, entry))
        for entry, of_entry in own.items():
            inside = [credit for credit in of_entry if not credit.only_elsewhere]
            found[entry] = (*found.get(entry, ()), *(inside or of_entry[:1]))
    return found


def _amounts(part: tuple[int, ...], finding: Finding) -> Iterator[tuple[tuple[int, ...], Finding]]:
    yield part, finding
    whole = finding.rule == "nested_minimum"  # which shows its first part, the whole, as its own
    for place, inside in enumerate(finding.parts[whole:], start=whole):
        yield from _amounts((*part, place), inside)


def _credit(mark: str, requirement: str, part: tuple[int, ...], finding: Finding, entry: str) -> EntryCredit:
    mine = [counted for counted in finding.counted if counted.entry == entry]
    return EntryCredit(
        mark, requirement, part, finding.unit,
        sum((counted.amount for counted in mine if not counted.waiting), Fraction(0)),
        sum((counted.amount for counted in mine if counted.waiting), Fraction(0)),
        tuple(left for left in finding.left if left.entry == entry),
    )  # fmt: skip
