"""Certified within so long after joining, or the affiliation ends."""

from typing import Literal

from pydantic import Field

from accreditation.dates import ONE_DAY
from accreditation.findings import Cure, Finding, Outcome
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.values import Code, Length
from accreditation.rules.words import Speech, length, say


class MembershipDeadline(Rule):
    """One of `marks` was held for the first time within `within` after the day of joining, that last day included.

    Until that day the rule is satisfied and shows it.
    """

    kind: Literal["membership_deadline"] = "membership_deadline"
    marks: tuple[Code, ...] = Field(min_length=1)
    within: Length

    def find(self, case: Case) -> Finding:
        joined = case.dossier.affiliated_on
        if joined is None:
            return Finding(self.kind, Outcome.NOT_APPLICABLE, notes=("not_affiliated",))
        deadline = self.within.end_from(joined + ONE_DAY)
        first = min(
            (h.since for h in case.dossier.holdings if h.mark in self.marks and h.since <= case.on), default=None
        )
        if first is not None and first <= deadline:
            return Finding(self.kind, Outcome.SATISFIED, notes=("certified_in_time",))
        in_time = case.on <= deadline
        return Finding(
            self.kind, Outcome.SATISFIED if in_time else Outcome.NOT_SATISFIED, until=deadline,
            cures=(Cure("mark", "/".join(self.marks), None, deadline),),
            notes=("until_the_deadline" if in_time else "deadline_passed",),
        )  # fmt: skip

    def sentence(self, speech: Speech) -> str:
        marks = say(speech, " of ", " or ").join(speech.word(m) for m in self.marks)
        within = length(self.within, speech)
        return say(
            speech,
            f"Binnen {within} na het begin van de aansluiting is {marks} behaald; anders eindigt de aansluiting.",
            f"{marks} is obtained within {within} after joining; otherwise the affiliation ends.",
        )
