"""A total divided by the declared length of its window in years; a bad year may be made up for by a good one."""

from fractions import Fraction
from typing import Literal

from accreditation.dates import months_in
from accreditation.dossier import Measure
from accreditation.findings import Counted, Finding
from accreditation.rules.case import Case
from accreditation.rules.counting import Counting, cures, reached
from accreditation.rules.tally import tally
from accreditation.rules.window import Stretch
from accreditation.rules.words import about, during, quantity, say


class AveragePerPeriod(Counting):
    """At least so much a year on average, whatever the day asked."""

    kind: Literal["average_per_period"] = "average_per_period"
    measure: Measure

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        counted = tally(self, self.measure, case, stretch)
        years = self._years(stretch)
        total, needed = counted.total + self.credit(case), self.needed(case, stretch, None)
        shown = tuple(Counted(c.entry, c.amount, c.waiting) for c in counted.counted)
        return Finding(
            self.kind, reached(total / years, counted.waiting / years, needed), total / years, needed,
            counted.waiting / years, f"{self.measure}_per_year", stretch.span, shown, counted.left,
            cures(total, counted.waiting, needed * years, str(self.measure), case, stretch),
        )  # fmt: skip

    def _years(self, stretch: Stretch) -> Fraction:
        """Longer by a deferral, shorter by an excluded year; never nothing."""
        if self.window.last is not None and not self.window.last.days:
            months = Fraction(self.window.last.months + stretch.lengthened_months)
        else:
            months = months_in(stretch.span)
        months -= sum((months_in(gone) for gone in stretch.excluded), Fraction(0))
        return months / 12 if months > 0 else Fraction(1, 12)

    def sentence(self, language: str) -> str:
        least = say(language, "Gemiddeld ten minste ", "On average at least ")
        per_year = say(language, "per jaar", "a year")
        amount = quantity(self.at_least, self.measure, language)
        return f"{least}{amount} {per_year}{about(self.where, language)} {during(self.window, language)}."
