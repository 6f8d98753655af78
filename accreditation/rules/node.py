"""What every kind of rule has: a test whether it applies, a judgement, and a sentence a reader understands."""

from abc import abstractmethod
from collections.abc import Iterator

from accreditation.findings import Finding, Outcome
from accreditation.rules.case import Case
from accreditation.rules.condition import Condition
from accreditation.rules.values import Strict
from accreditation.rules.words import Speech


class Rule(Strict):
    """One node of a rule tree. `kind` (on each child class) names it in a scheme file."""

    kind: str
    applies_if: Condition | None = None

    def judge(self, case: Case) -> Finding:
        """The finding for one file; "not applicable" when `applies_if` is false. Never raises."""
        if self.applies_if is not None and not self.applies_if.holds(case.dossier, case.on):
            return Finding(self.kind, Outcome.NOT_APPLICABLE, notes=("condition_not_met",))
        return self.find(case)

    @abstractmethod
    def find(self, case: Case) -> Finding:
        """The finding when the rule applies."""

    @abstractmethod
    def sentence(self, speech: Speech) -> str:
        """The rule in one plain sentence, "nl" or "en"."""

    def parts(self) -> tuple["Rule", ...]:
        """The rules inside this one."""
        return ()


def walk(rule: Rule) -> Iterator[Rule]:
    """The rule and every rule inside it."""
    yield rule
    for part in rule.parts():
        yield from walk(part)
