"""The body has a rule here, and its content is not known. It never passes."""

from typing import Literal

from accreditation.findings import Cure, Finding, Outcome
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.values import Texts
from accreditation.rules.words import Speech, say


class Unknown(Rule):
    """`what` says in plain words what is not known; `ask` whom to ask."""

    kind: Literal["unknown"] = "unknown"
    what: Texts
    ask: str | None = None

    def find(self, case: Case) -> Finding:
        help_ = Cure("rule", self.ask or case.requirement)
        return Finding(self.kind, Outcome.UNKNOWN_RULE, cures=(help_,))

    def sentence(self, speech: Speech) -> str:
        return say(speech, "Deze regel is niet bekend: ", "This rule is not known: ") + self.what.within(
            speech.language
        )
