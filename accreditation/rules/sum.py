"""A total of points, hours, clients or contact hours, with maximums; a surplus elsewhere may count as well."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from accreditation.dossier import Measure
from accreditation.findings import Finding
from accreditation.rules.case import Case
from accreditation.rules.counting import Counting
from accreditation.rules.tally import tally
from accreditation.rules.values import Amount, Strict
from accreditation.rules.where import Where
from accreditation.rules.window import Stretch
from accreditation.rules.words import Speech, about, during, quantity, say


class Surplus(Strict):
    """What another category has above its own norm counts here too, in the same period."""

    where: Where
    above: Amount
    at_most: Amount | None = None


class Sum(Counting):
    """At least so much, over the entries that match."""

    kind: Literal["sum"] = "sum"
    measure: Measure
    surplus: tuple[Surplus, ...] = ()

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        counted = tally(self, self.measure, case, stretch)
        extra = more = Fraction(0)
        for surplus in self.surplus:
            now, waiting = self._surplus(surplus, case, stretch)
            extra, more = extra + now, more + waiting
        counted = replace(counted, total=counted.total + extra, waiting=counted.waiting + more)
        finding = self.amount_finding(counted, self.measure, stretch, case)
        return finding.noting("with_surplus") if extra else finding

    def _surplus(self, surplus: Surplus, case: Case, stretch: Stretch) -> tuple[Fraction, Fraction]:
        """What counts here now, and what approval would add; never an entry that this rule is about itself."""
        others = tuple(a for a in case.dossier.activities if not self.where.concerns(a))
        elsewhere = replace(case, dossier=replace(case.dossier, activities=others))
        other = tally(self.model_copy(update={"where": surplus.where}), self.measure, elsewhere, stretch)

        def above(total: Fraction) -> Fraction:
            over = max(total - surplus.above * case.share, Fraction(0))
            return over if surplus.at_most is None else min(over, surplus.at_most)

        now = above(other.total)
        return now, above(other.total + other.waiting) - now

    def sentence(self, speech: Speech) -> str:
        least = say(speech, "Ten minste ", "At least ") + quantity(self.at_least, self.measure, speech)
        return f"{least}{about(self.where, speech)} {during(self.window, speech)}."
