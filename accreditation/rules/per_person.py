"""For an organisation: a rule that must hold for each of its named people, for some, or for a share of them."""

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from accreditation.findings import Cure, Finding, Outcome, at_least
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.values import Amount
from accreditation.rules.words import Speech, number, say

if TYPE_CHECKING:
    from accreditation.rules import AnyRule


class PerPerson(Rule):
    """`rule` holds for every named person, for `at_least` of them, or for `share` of them (rounded up)."""

    kind: Literal["per_person"] = "per_person"
    rule: "AnyRule"
    at_least: int | None = Field(default=None, ge=1, le=10_000)
    share: Amount | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "PerPerson":
        if self.at_least is not None and self.share is not None:
            raise ValueError("choose at_least or share; leave both out for every person")
        if self.share is not None and self.share > 1:
            raise ValueError('a share is at most 1: write for example "1/2"')
        return self

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    def find(self, case: Case) -> Finding:
        people = sorted(case.dossier.people, key=lambda p: p.holder)
        if not people:
            help_ = Cure("person", "named_person", Fraction(1), case.deadline)
            return Finding(self.kind, Outcome.NOT_SATISFIED, Fraction(0), Fraction(1), unit="people", cures=(help_,))
        findings = [self.rule.judge(case.of_person(person)).noting(f"person:{person.holder}") for person in people]
        judged = [f for f in findings if f.outcome is not Outcome.NOT_APPLICABLE]
        needed = self._needed(len(judged))
        outcome = at_least(needed, (f.outcome for f in findings))
        met = Fraction(sum(f.outcome is Outcome.SATISFIED for f in findings))
        helps: tuple[Cure, ...] = ()
        if outcome is not Outcome.SATISFIED:
            helps = tuple(c for f in findings if f.outcome is not Outcome.SATISFIED for c in f.cures)
        if needed > len(judged):
            helps = (*helps, Cure("person", "named_person", Fraction(needed - len(judged)), case.deadline))
        return Finding(self.kind, outcome, met, Fraction(needed), unit="people", cures=helps, parts=tuple(findings))

    def _needed(self, people: int) -> int:
        if self.at_least is not None:
            return self.at_least
        return math.ceil(people * self.share) if self.share is not None else people

    def sentence(self, speech: Speech) -> str:
        inner = self.rule.sentence(speech)
        who = say(speech, "Voor elke genoemde persoon", "For every named person")
        if self.at_least is not None:
            who = say(speech, f"Voor ten minste {self.at_least} personen", f"For at least {self.at_least} people")
        if self.share is not None:
            part = number(self.share, speech)
            who = say(speech, f"Voor ten minste {part} van de personen", f"For at least {part} of the people")
        return f"{who}: {inner[0].lower()}{inner[1:]}"
