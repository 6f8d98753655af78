"""A text that was accepted in a version: a code of conduct, consent to the procedure."""

from fractions import Fraction
from typing import Literal

from accreditation.findings import Counted, Cure, Finding, Left, Outcome, Reason
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.values import Code, Day, Length
from accreditation.rules.words import Speech, length, say
from accreditation.rules.words import day as in_words


class Declaration(Rule):
    """`text` was accepted in one of `versions` (any version when none is named), on `on_or_before` at the latest."""

    kind: Literal["declaration"] = "declaration"
    text: Code
    versions: tuple[str, ...] = ()
    not_older_than: Length | None = None
    on_or_before: Day | None = None

    def find(self, case: Case) -> Finding:
        good, left = [], []
        for declaration in sorted(case.dossier.declarations, key=lambda d: (d.on, d.id)):
            if declaration.text != self.text:
                continue
            if declaration.on > case.on:
                left.append(Left(declaration.id, Reason.AFTER_DAY))
            elif self.versions and declaration.version not in self.versions:
                left.append(Left(declaration.id, Reason.CONDITION_NOT_MET))
            elif self.on_or_before is not None and declaration.on > self.on_or_before:
                left.append(Left(declaration.id, Reason.OUTSIDE_WINDOW))
            elif self.not_older_than is not None and declaration.on < self.not_older_than.before(case.on):
                left.append(Left(declaration.id, Reason.TOO_OLD))
            else:
                good.append(declaration)
        return Finding(
            self.kind, Outcome.SATISFIED if good else Outcome.NOT_SATISFIED,
            counted=tuple(Counted(d.id, Fraction(1)) for d in good), left=tuple(left),
            cures=() if good else (Cure("declaration", self.text, None, case.useful_until(self.on_or_before)),),
            until=self.not_older_than.fresh_until(good[-1].on) if good and self.not_older_than else None,
        )  # fmt: skip

    def sentence(self, speech: Speech) -> str:
        what = speech.word(self.text)
        text = say(speech, f"Akkoord met: {what}", f"Agreed to: {what}")
        if self.versions:
            text += say(speech, f" (versie {' / '.join(self.versions)})", f" (version {' / '.join(self.versions)})")
        if self.on_or_before is not None:
            latest = in_words(self.on_or_before, speech)
            text += say(speech, f", uiterlijk op {latest}", f", on {latest} at the latest")
        if self.not_older_than is not None:
            age = length(self.not_older_than, speech)
            text += say(speech, f", niet ouder dan {age}", f", not older than {age}")
        return f"{text}."
