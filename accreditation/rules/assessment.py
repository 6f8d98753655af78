"""The judgement of people: one or more assessors, a second one on doubt, in writing or in an interview."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field

from accreditation.dossier import Judgement
from accreditation.findings import Counted, Cure, Finding, Left, Outcome, Reason
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.values import Code
from accreditation.rules.words import Speech, say

Form = Literal["written", "interview", "panel"]


class Assessment(Rule):
    """`assessors` different people judge, in each of `forms`. Only clear judgements ("good", "not_good") count.

    A doubt asks for another assessor; judgements that differ stay with a person until they agree. `before_expiry`: what
    is judged after the last day of the running registration comes too late.
    """

    kind: Literal["assessment"] = "assessment"
    of: Code | None = None
    assessors: int = Field(default=1, ge=1, le=20)
    independent: bool = True
    on_doubt: Literal["second_assessor", "wait"] = "wait"
    forms: tuple[Form, ...] = Field(default=("written",), min_length=1)
    before_expiry: bool = False

    def find(self, case: Case) -> Finding:
        usable, left = self._usable(case)
        outcomes = [self._of_form([j for j in usable if j.form == form]) for form in self.forms]
        last = self._last_day(case)
        outcome = Outcome.NEEDS_ASSESSOR if last is None or case.on <= last else Outcome.NOT_SATISFIED
        if Outcome.NOT_SATISFIED in outcomes:
            outcome = Outcome.NOT_SATISFIED
        elif all(o is Outcome.SATISFIED for o in outcomes):
            outcome = Outcome.SATISFIED
        good = [j for j in usable if j.verdict == "good"]
        needed = Fraction(self.assessors * len(self.forms))
        helps = (Cure("judgement", self.of or case.requirement, max(needed - len(good), Fraction(1)), last),)
        return Finding(
            self.kind, outcome, Fraction(len(good)), needed, unit="judgements",
            counted=tuple(Counted(j.id, Fraction(int(j in good))) for j in usable), left=tuple(left),
            cures=() if outcome is Outcome.SATISFIED else helps,
        )  # fmt: skip

    def _last_day(self, case: Case) -> date | None:
        """The last day on which a judgement still counts; None when there is none."""
        return case.dossier.term.until if self.before_expiry and case.dossier.term is not None else None

    def _first_day(self, case: Case) -> date | None:
        """The day of applying, or else the first day of the running term: an earlier judgement was of another round."""
        return case.dossier.applied_on or (case.term.since if case.term is not None else None)

    def _usable(self, case: Case) -> tuple[list[Judgement], list[Left]]:
        """The last judgement of each assessor in each form, about this application."""
        left: list[Left] = []
        latest: dict[tuple[str, str], Judgement] = {}
        since, last = self._first_day(case), self._last_day(case)
        for judgement in sorted(case.dossier.judgements, key=lambda j: (j.on, j.id)):
            if judgement.requirement != (self.of or case.requirement):
                continue
            if judgement.on > case.on:
                left.append(Left(judgement.id, Reason.AFTER_DAY))
            elif (since is not None and judgement.on < since) or (last is not None and judgement.on > last):
                left.append(Left(judgement.id, Reason.OUTSIDE_WINDOW))
            elif (self.independent and not judgement.independent) or judgement.form not in self.forms:
                left.append(Left(judgement.id, Reason.CONDITION_NOT_MET))
            else:
                earlier = latest.get((judgement.assessor, judgement.form))
                if earlier is not None:
                    left.append(Left(earlier.id, Reason.DUPLICATE))
                latest[judgement.assessor, judgement.form] = judgement
        return list(latest.values()), left

    def _of_form(self, judgements: list[Judgement]) -> Outcome:
        clear = {j.verdict for j in judgements if j.verdict != "doubt"}
        doubts = sum(j.verdict == "doubt" for j in judgements)
        if doubts and self.on_doubt == "wait":
            return Outcome.NEEDS_ASSESSOR
        if len(judgements) - doubts < self.assessors or len(clear) != 1:
            return Outcome.NEEDS_ASSESSOR
        return Outcome.SATISFIED if clear == {"good"} else Outcome.NOT_SATISFIED

    def sentence(self, speech: Speech) -> str:
        forms = {"written": ("schriftelijk", "in writing"), "interview": ("in een gesprek", "in an interview"),
                 "panel": ("door een commissie", "by a panel")}  # fmt: skip
        how = say(speech, " en ", " and ").join(say(speech, *forms[f]) for f in self.forms)
        own = say(speech, "onafhankelijk ", "independently ") if self.independent else ""
        plural = self.assessors > 1
        text = say(
            speech,
            f"{self.assessors} beoordelaar{'s' if plural else ''} beoorde{'len' if plural else 'elt'} dit {own}{how}.",
            f"{self.assessors} assessor{'s' if plural else ''} judge{'' if plural else 's'} this {own}{how}.",
        )
        if self.on_doubt == "second_assessor":
            text += say(speech, " Bij twijfel kijkt er nog iemand.", " In doubt another assessor looks at it.")
        if self.before_expiry:
            text += say(speech, " Uiterlijk op de laatste geldige dag.", " On the last valid day at the latest.")
        return text
