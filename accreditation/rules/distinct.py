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
    """At least so many different values of `of`. `among` names the only values that count.

    A meeting that was entered under several values brings one of them: the one that makes the most values in all.
    """

    kind: Literal["distinct"] = "distinct"
    of: Literal["kind", "domain", "category", "commissioner", "provider", "subject"]
    among: tuple[str, ...] = ()

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        weighed, left = weigh_all(self, Measure.EVENTS, case, stretch)
        approved, over = within_quota(self.quota, [w for w in weighed if w.activity.state is EntryState.APPROVED])
        allowed, over_later = within_quota(self.quota, weighed)
        is_waiting = {w.activity.id for w in weighed if w.activity.state is EntryState.WAITING}
        approved = self._with_value(approved, left)
        waiting = self._with_value([w for w in allowed if w.activity.id in is_waiting], left)
        now = self._values(approved, {})
        later = self._values([*approved, *waiting], now)
        left += _unused(approved, now)
        left += _unused(waiting, later)
        left += [*over, *(x for x in over_later if x.entry in is_waiting)]
        added = [item.activity.id for item in later.values() if item.activity.id in is_waiting]
        left += [Left(entry, Reason.NOT_APPROVED, Fraction(1)) for entry in added]
        counted = [Counted(item.activity.id, Fraction(1)) for item in now.values()]
        counted += [Counted(entry, Fraction(1), True) for entry in added]
        result = Tally(Fraction(len(now)), Fraction(len(later) - len(now)), tuple(counted), tuple(left))
        return self.amount_finding(result, Measure.EVENTS, stretch, case)

    def _with_value(self, weighed: list[Weighed], left: list[Left]) -> list[Weighed]:
        """The entries with a value that counts; the others go to `left`."""
        found = []
        for item in weighed:
            value = getattr(item.activity, self.of)
            if value is None or (self.among and value not in self.among):
                left.append(Left(item.activity.id, Reason.KIND_NOT_ACCEPTED, Fraction(1)))
            else:
                found.append(item)
        return found

    def _values(self, weighed: list[Weighed], known: dict[str, Weighed]) -> dict[str, Weighed]:
        """As many values as there can be, each with the entry that brings it, at most one of a meeting.

        A largest matching by augmenting paths: a value that is known stays, though another entry may come to bring it.
        """
        options: dict[str, list[Weighed]] = {}
        for item in weighed:
            options.setdefault(item.place, []).append(item)
        taken = dict(known)

        def finds_a_value(place: str, tried: set[str]) -> bool:
            for item in options[place]:
                value = self._value(item)
                if value not in tried:
                    tried.add(value)
                    if value not in taken or finds_a_value(taken[value].place, tried):
                        taken[value] = item
                        return True
            return False

        used = {item.place for item in known.values()}
        for place in options:
            if place not in used:
                finds_a_value(place, set())
        return taken

    def _value(self, item: Weighed) -> str:
        value: str = getattr(item.activity, self.of)
        return value

    def sentence(self, speech: Speech) -> str:
        what = say(speech, *_WORDS[self.of])
        least = say(speech, "Ten minste", "At least")
        different = say(speech, "verschillende", "different")
        return (
            f"{least} {number(self.at_least, speech)} {different} {what}"
            f"{about(self.where, speech)} {during(self.window, speech)}."
        )


def _unused(weighed: list[Weighed], taken: dict[str, Weighed]) -> list[Left]:
    """The entries that bring no value: another entry brings theirs, or their meeting brings another."""
    places = {item.place for item in taken.values()}
    used = {item.activity.id for item in taken.values()}
    return [
        Left(w.activity.id, Reason.DUPLICATE if w.place in places else Reason.SAME_VALUE, Fraction(1))
        for w in weighed
        if w.activity.id not in used
    ]
