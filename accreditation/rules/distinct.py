"""A number of different kinds, domains, categories or commissioners; counted before shared maximums."""

from fractions import Fraction
from typing import Literal

from accreditation.dossier import EntryState, Measure
from accreditation.findings import Counted, Finding, Left, Reason
from accreditation.rules.case import Case
from accreditation.rules.counting import Counting
from accreditation.rules.tally import Tally, Weighed, weigh_all, within_quota
from accreditation.rules.words import Speech, about, during, number, say

_WORDS = {
    "kind": ("soorten activiteit", "kinds of activity"),
    "domain": ("domeinen", "domains"),
    "category": ("categorieën", "categories"),
    "commissioner": ("opdrachtgevers", "commissioners"),
    "provider": ("aanbieders", "providers"),
    "subject": ("onderwerpen", "subjects"),
}


class Distinct(Counting):
    """At least so many different values of `of`. `among` names the only values that count."""

    kind: Literal["distinct"] = "distinct"
    of: Literal["kind", "domain", "category", "commissioner", "provider", "subject"]
    among: tuple[str, ...] = ()

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        weighed, left = weigh_all(self, Measure.EVENTS, case, stretch)
        approved, over = within_quota(self.quota, [w for w in weighed if w.activity.state is EntryState.APPROVED])
        allowed, over_later = within_quota(self.quota, weighed)
        is_waiting = {w.activity.id for w in weighed if w.activity.state is EntryState.WAITING}
        now = self._values(approved, {}, left)
        later = self._values([w for w in allowed if w.activity.id in is_waiting], now, left)
        left += [*over, *(x for x in over_later if x.entry in is_waiting)]
        left += [Left(entry, Reason.NOT_APPROVED, Fraction(1)) for entry in later.values()]
        counted = [Counted(entry, Fraction(1)) for entry in now.values()]
        counted += [Counted(entry, Fraction(1), True) for entry in later.values()]
        result = Tally(Fraction(len(now)), Fraction(len(later)), tuple(counted), tuple(left))
        return self.amount_finding(result, Measure.EVENTS, stretch, case)

    def _values(self, weighed: list[Weighed], known: dict[str, str], left: list[Left]) -> dict[str, str]:
        """Each value that is not known yet, with the first entry that brings it; the others go to `left`."""
        found: dict[str, str] = {}
        for item in weighed:
            value = getattr(item.activity, self.of)
            if value is None or (self.among and value not in self.among):
                left.append(Left(item.activity.id, Reason.KIND_NOT_ACCEPTED, Fraction(1)))
            elif value in known or value in found:
                left.append(Left(item.activity.id, Reason.SAME_VALUE, Fraction(1)))
            else:
                found[value] = item.activity.id
        return found

    def sentence(self, speech: Speech) -> str:
        what = say(speech, *_WORDS[self.of])
        least = say(speech, "Ten minste", "At least")
        different = say(speech, "verschillende", "different")
        return (
            f"{least} {number(self.at_least, speech)} {different} {what}"
            f"{about(self.where, speech)} {during(self.window, speech)}."
        )
