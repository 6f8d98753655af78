"""A number of different kinds, domains, categories or commissioners; counted before shared maximums."""

from fractions import Fraction
from typing import Literal

from accreditation.dossier import Activity, EntryState, Measure
from accreditation.findings import Counted, Finding, Left, Reason
from accreditation.rules.case import Case
from accreditation.rules.counting import Counting
from accreditation.rules.tally import Tally, Weighed, weigh_all, within_quota
from accreditation.rules.words import about, during, number, say

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
        allowed, over = within_quota(self.quota, weighed)
        now, later = self._values(allowed, approved=True), self._values(allowed, approved=False)
        counted = [Counted(entry, Fraction(1)) for entry in now.values()]
        counted += [Counted(entry, Fraction(1), True) for value, entry in later.items() if value not in now]
        waits = [Left(w.activity.id, Reason.NOT_APPROVED) for w in allowed if not _approved(w)]
        total = Fraction(len(now))
        result = Tally(total, Fraction(len({**later, **now})) - total, tuple(counted), (*left, *over, *waits))
        return self.amount_finding(result, Measure.EVENTS, stretch, case)

    def _values(self, weighed: list[Weighed], approved: bool) -> dict[str, str]:
        """Each value with the first entry that brings it."""
        found: dict[str, str] = {}
        for item in weighed:
            value = self._value(item.activity)
            if value is not None and _approved(item) is approved:
                found.setdefault(value, item.activity.id)
        return found

    def _value(self, activity: Activity) -> str | None:
        value: str | None = getattr(activity, self.of)
        return value if not self.among or value in self.among else None

    def sentence(self, language: str) -> str:
        what = say(language, *_WORDS[self.of])
        least = say(language, "Ten minste", "At least")
        different = say(language, "verschillende", "different")
        return (
            f"{least} {number(self.at_least, language)} {different} {what}"
            f"{about(self.where, language)} {during(self.window, language)}."
        )


def _approved(item: Weighed) -> bool:
    return item.activity.state is EntryState.APPROVED
