"""How far two assessors agree about the same thing: the part that is alike, and what is left of it without chance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ENOUGH = 30  # pairs: with fewer one other answer moves the figure by more than three per cent
_HUNDREDTH = Decimal("0.01")
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Agreement:
    """So many pairs of answers, of which so many are alike.

    `kappa` is Cohen's: 1 is always alike, 0 is as often as by chance. None without pairs, and where everybody always
    said the same: then chance says nothing.
    """

    pairs: int
    alike: int
    kappa: Decimal | None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough pairs to say something about the assessors."""
        return self.pairs >= ENOUGH

    @property
    def percentage(self) -> Decimal | None:
        """The part of the pairs that is alike."""
        return percentage(self.alike, self.pairs)


def percentage(part: int, whole: int) -> Decimal | None:
    """In per cent, with one decimal; None of nothing."""
    return _rounded(Fraction(100 * part, whole), _TENTH) if whole else None


def _rounded(value: Fraction, to: Decimal) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(to)


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """What two assessors said about the same things, each time the first one's answer first."""
    seen = Counter(pairs)
    count = seen.total()
    alike = sum(times for (one, other), times in seen.items() if one == other)
    if not count:
        return Agreement(0, 0, None)
    first, second = Counter[str](), Counter[str]()
    for (one, other), times in seen.items():
        first[one] += times
        second[other] += times
    by_chance = Fraction(sum(first[answer] * second[answer] for answer in first), count * count)
    if by_chance == 1:
        return Agreement(count, alike, None)
    return Agreement(count, alike, _rounded((Fraction(alike, count) - by_chance) / (1 - by_chance), _HUNDREDTH))
