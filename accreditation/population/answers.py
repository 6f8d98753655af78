"""What a rule says of many people at once: an outcome and a shortfall for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accreditation.findings import Finding, Outcome
from accreditation.population.columns import Bools, Ints

OUTCOMES = tuple(Outcome)
NUMBER = {outcome: number for number, outcome in enumerate(OUTCOMES)}
SATISFIED, NOT_SATISFIED, NEEDS_ASSESSOR, UNKNOWN_RULE, NOT_APPLICABLE = (np.uint8(NUMBER[o]) for o in OUTCOMES)

Numbers = NDArray[np.uint8]
Exact = NDArray[np.object_]  # a Fraction for each person, or None


@dataclass(frozen=True, slots=True)
class Answers:
    """`outcome` is a place in OUTCOMES; `missing` how much each still needs, None where the rule has no amount."""

    outcome: Numbers
    missing: Exact

    def put(self, place: int, finding: Finding) -> None:
        """The answer for one person, from a finding."""
        self.outcome[place] = NUMBER[finding.outcome]
        self.missing[place] = finding.missing

    def where(self, these: Bools, other: "Answers") -> "Answers":
        """These answers for some, those of `other` for the rest."""
        return Answers(np.where(these, self.outcome, other.outcome), np.where(these, self.missing, other.missing))


def nothing_yet(count: int) -> Answers:
    """Answers that are still to be put in."""
    return the_same(count, Outcome.NOT_APPLICABLE)


def the_same(count: int, outcome: Outcome) -> Answers:
    """One outcome for everybody, without an amount."""
    return outcomes_only(np.full(count, NUMBER[outcome], dtype=np.uint8))


def outcomes_only(outcome: Numbers) -> Answers:
    return Answers(outcome, np.full(len(outcome), None, dtype=np.object_))


def exactly(amounts: Ints, parts: int) -> Exact:
    """Whole parts as fractions; the same amount is the same object."""
    values, places = np.unique(amounts, return_inverse=True)
    each = np.empty(len(values), dtype=np.object_)
    each[:] = [Fraction(int(value), parts) for value in values]
    found: Exact = each[places]
    return found


def all_of(outcomes: Sequence[Numbers]) -> Numbers:
    """As findings.all_of, for many people at once."""
    return _first(outcomes, (NOT_SATISFIED, UNKNOWN_RULE, NEEDS_ASSESSOR, SATISFIED))


def any_of(outcomes: Sequence[Numbers]) -> Numbers:
    """As findings.any_of, for many people at once."""
    return _first(outcomes, (SATISFIED, NEEDS_ASSESSOR, UNKNOWN_RULE, NOT_SATISFIED))


def at_least(k: Ints | int, outcomes: Sequence[Numbers]) -> Numbers:
    """As findings.at_least, for many people at once; `k` may differ from one person to the next."""
    satisfied, judged, unknown, refused = (
        count(outcomes, number) for number in (SATISFIED, NEEDS_ASSESSOR, UNKNOWN_RULE, NOT_SATISFIED)
    )
    found = np.where(
        satisfied >= k, SATISFIED,
        np.where(
            satisfied + judged >= k, NEEDS_ASSESSOR,
            np.where(satisfied + judged + unknown >= k, UNKNOWN_RULE, NOT_SATISFIED),
        ),
    )  # fmt: skip
    none = satisfied + judged + unknown + refused == 0
    return np.where(none, NOT_APPLICABLE, found).astype(np.uint8)


def count(outcomes: Sequence[Numbers], number: np.uint8) -> Ints:
    """How many of these answers say so, per person."""
    found: Ints = np.add.reduce([(one == number).astype(np.int64) for one in outcomes])
    return found


def _first(outcomes: Sequence[Numbers], order: Sequence[np.uint8]) -> Numbers:
    found = np.full(len(outcomes[0]), NOT_APPLICABLE, dtype=np.uint8)
    for number in reversed(order):
        found[np.logical_or.reduce([one == number for one in outcomes])] = number
    return found
