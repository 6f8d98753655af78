"""A total divided by the declared length of its window in years; a bad year may be made up for by a good one."""

from fractions import Fraction
from typing import Literal

from accreditation.dossier import Measure
from accreditation.findings import Finding
from accreditation.rules.case import Case
from accreditation.rules.counting import Counting, cures, reached
from accreditation.rules.tally import tally
from accreditation.rules.words import Speech, about, during, quantity, say


class AveragePerPeriod(Counting):
    """At least so much a year on average, whatever the day asked."""

    kind: Literal["average_per_period"] = "average_per_period"
    measure: Measure

    @property
    def norm_needs_window(self) -> bool:
        """Always: it asks so much for each year of the window."""
        return True

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        counted = tally(self, self.measure, case, stretch)
        years = stretch.months / 12
        total = counted.total + self.credit(case)
        needed = self.norm(case, stretch, None) * years + self.added(case)
        per_year = 1 / years if years else Fraction(1)  # where every year is left out nothing is asked
        return Finding(
            self.kind, reached(total, counted.waiting, needed), total * per_year, needed * per_year,
            counted.waiting * per_year, f"{self.measure}_per_year", stretch.span, counted.counted, counted.left,
            cures(total, counted.waiting, needed, str(self.measure), case, stretch.counts_until),
        )  # fmt: skip

    def sentence(self, speech: Speech) -> str:
        least = say(speech, "Gemiddeld ten minste ", "On average at least ")
        per_year = say(speech, "per jaar", "a year")
        amount = quantity(self.at_least, self.measure, speech)
        return f"{least}{amount} {per_year}{about(self.where, speech)} {during(self.window, speech)}."
