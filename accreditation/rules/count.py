"""A number of entries or events, such as four reflection meetings."""

from typing import Literal

from accreditation.dossier import Measure
from accreditation.findings import Finding
from accreditation.rules.case import Case
from accreditation.rules.counting import Counting
from accreditation.rules.tally import tally
from accreditation.rules.words import Speech, about, during, quantity, say


class Count(Counting):
    """At least so many entries that match, each counting for one."""

    kind: Literal["count"] = "count"

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        return self.amount_finding(tally(self, Measure.EVENTS, case, stretch), Measure.EVENTS, stretch, case)

    def sentence(self, speech: Speech) -> str:
        least = say(speech, "Ten minste ", "At least ") + quantity(self.at_least, Measure.EVENTS, speech)
        return f"{least}{about(self.where, speech)} {during(self.window, speech)}."
