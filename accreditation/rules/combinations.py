"""Rules put together: all of them, any of them, or at least k of them."""

from abc import abstractmethod
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from accreditation.findings import Cure, Finding, Outcome, all_of, any_of, at_least
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.words import Speech

if TYPE_CHECKING:
    from accreditation.rules import AnyRule


class Combination(Rule):
    """A node with rules inside. One that does not apply is left out, and says so."""

    rules: tuple["AnyRule", ...] = Field(min_length=1)

    def parts(self) -> tuple[Rule, ...]:
        return self.rules

    @abstractmethod
    def together(self, outcomes: list[Outcome]) -> Outcome:
        """The outcome of the whole."""

    def find(self, case: Case) -> Finding:
        findings = [rule.judge(case) for rule in self.rules]
        outcome = self.together([f.outcome for f in findings])
        helps: tuple[Cure, ...] = ()
        if outcome not in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE):
            helps = tuple(c for f in findings if f.outcome is not Outcome.SATISFIED for c in f.cures)
        return Finding(self.kind, outcome, parts=tuple(findings), cures=helps)

    def _listed(self, speech: Speech, joint: str) -> str:
        sentences = [rule.sentence(speech).rstrip(".") for rule in self.rules]
        return f" {joint} ".join(s if i == 0 else s[0].lower() + s[1:] for i, s in enumerate(sentences)) + "."


class AllOf(Combination):
    """Every rule inside must hold."""

    kind: Literal["all_of"] = "all_of"

    def together(self, outcomes: list[Outcome]) -> Outcome:
        return all_of(outcomes)

    def sentence(self, speech: Speech) -> str:
        return self._listed(speech, "and" if speech.language == "en" else "en")


class AnyOf(Combination):
    """One rule inside is enough."""

    kind: Literal["any_of"] = "any_of"

    def together(self, outcomes: list[Outcome]) -> Outcome:
        return any_of(outcomes)

    def sentence(self, speech: Speech) -> str:
        return self._listed(speech, "or" if speech.language == "en" else "of")


class AtLeast(Combination):
    """At least `k` of the rules inside must hold."""

    kind: Literal["at_least"] = "at_least"
    k: int = Field(ge=1, le=100)

    @model_validator(mode="after")
    def _possible(self) -> "AtLeast":
        if self.k > len(self.rules):
            raise ValueError(f"k is {self.k} but only {len(self.rules)} rules stand inside: lower k or add rules")
        return self

    def together(self, outcomes: list[Outcome]) -> Outcome:
        return at_least(self.k, outcomes)

    def find(self, case: Case) -> Finding:
        finding = super().find(case)
        met = sum(part.outcome is Outcome.SATISFIED for part in finding.parts)
        return replace(finding, found=Fraction(met), needed=Fraction(self.k), unit="rules")

    def sentence(self, speech: Speech) -> str:
        head = f"At least {self.k} of: " if speech.language == "en" else f"Ten minste {self.k} van: "
        return head + self._listed(speech, "/")
