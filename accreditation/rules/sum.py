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
        extra = sum((self._surplus(s, case, stretch) for s in self.surplus), Fraction(0))
        finding = self.amount_finding(replace(counted, total=counted.total + extra), self.measure, stretch, case)
        return finding.noting("with_surplus") if extra else finding

    def _surplus(self, surplus: Surplus, case: Case, stretch: Stretch) -> Fraction:
        other = tally(self.model_copy(update={"where": surplus.where}), self.measure, case, stretch)
        above = max(other.total - surplus.above * case.share, Fraction(0))
        return above if surplus.at_most is None else min(above, surplus.at_most)

    def sentence(self, speech: Speech) -> str:
        least = say(speech, "Ten minste ", "At least ") + quantity(self.at_least, self.measure, speech)
        return f"{least}{about(self.where, speech)} {during(self.window, speech)}."
