"""A document of a kind in the file, fresh enough and, where the rule asks, verified."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field

from accreditation.findings import Counted, Cure, Finding, Left, Outcome, Reason
from accreditation.rules.case import Case
from accreditation.rules.counting import Windowed
from accreditation.rules.values import Code, Length
from accreditation.rules.window import Window
from accreditation.rules.words import Speech, during, length, say


class Document(Windowed):
    """At least `at_least` documents of these kinds. An unverified one waits for a person where `verified` is asked.

    `refused` names kinds that are shown as refused when somebody hands them in instead.
    """

    kind: Literal["document"] = "document"
    kinds: tuple[Code, ...] = Field(min_length=1)
    refused: tuple[Code, ...] = ()
    at_least: int = Field(default=1, ge=1, le=1000)
    not_older_than: Length | None = None
    verified: bool = False
    window: Window = Window(ever=True)

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        good, waiting, left = [], [], []
        for document in sorted(case.dossier.documents, key=lambda d: (d.on, d.id)):
            if document.kind in self.refused:
                left.append(Left(document.id, Reason.EVIDENCE_REFUSED))
            elif document.kind not in self.kinds:
                continue
            elif document.on > case.on:
                left.append(Left(document.id, Reason.AFTER_DAY))
            elif (reason := stretch.refusal(document.on)) is not None:
                left.append(Left(document.id, reason))
            elif self.not_older_than is not None and document.on < self.not_older_than.before(case.on):
                left.append(Left(document.id, Reason.TOO_OLD))
            elif self.verified and not document.verified:
                waiting.append(document)
            else:
                good.append(document)
        outcome = Outcome.SATISFIED
        if len(good) < self.at_least:
            enough = len(good) + len(waiting) >= self.at_least
            outcome = Outcome.NEEDS_ASSESSOR if enough else Outcome.NOT_SATISFIED
        missing = max(self.at_least - len(good) - len(waiting), 0)
        helps: tuple[Cure, ...] = ()
        if outcome is not Outcome.SATISFIED:
            kind = "document" if missing else "verification"
            by = case.useful_until(stretch.last_day) if missing else case.deadline
            helps = (Cure(kind, "/".join(self.kinds), Fraction(missing or len(waiting)), by),)
        return Finding(
            self.kind, outcome, Fraction(len(good)), Fraction(self.at_least), Fraction(len(waiting)), "documents",
            stretch.span, tuple(Counted(d.id, Fraction(1), d in waiting) for d in (*good, *waiting)), tuple(left),
            helps,
            until=self._fresh_until([d.on for d in good]),
        )  # fmt: skip

    def _fresh_until(self, days: list[date]) -> date | None:
        """The day on which the oldest that is needed turns too old."""
        if self.not_older_than is None or len(days) < self.at_least:
            return None
        return self.not_older_than.fresh_until(days[-self.at_least])

    def sentence(self, speech: Speech) -> str:
        what = speech.listed(self.kinds)
        text = say(speech, f"In het dossier: {what}", f"In the file: {what}")
        if self.at_least > 1:
            text += say(speech, f", ten minste {self.at_least}", f", at least {self.at_least}")
        if self.not_older_than is not None:
            age = length(self.not_older_than, speech)
            text += say(speech, f", niet ouder dan {age}", f", not older than {age}")
        if not self.window.ever:
            text += f", {during(self.window, speech)}"
        return f"{text}."
