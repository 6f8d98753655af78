"""A fee that is paid: a condition of the decision, or of its effect."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field

from accreditation.findings import Counted, Cure, Finding, Left, Outcome, Reason
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.values import Code
from accreditation.rules.words import Speech, say


class Payment(Rule):
    """The fee was paid for this application: the payment names it, or names none and was received in this round.

    `condition_of` "effect": the decision can be taken, but works when paid.
    `cents` is the amount without VAT; left out where the amount is not known or does not matter.
    """

    kind: Literal["payment"] = "payment"
    fee: Code
    cents: int | None = Field(default=None, ge=0, le=10**9)
    condition_of: Literal["decision", "effect"] = "decision"

    def find(self, case: Case) -> Finding:
        counted: list[Counted] = []
        left: list[Left] = []
        since = self._first_day(case)
        for payment in sorted(case.dossier.payments, key=lambda p: (p.on, p.id)):
            if payment.fee != self.fee:
                continue
            if payment.application not in (None, case.dossier.application):
                left.append(Left(payment.id, Reason.OTHER_APPLICATION))
            elif payment.on > case.on:
                left.append(Left(payment.id, Reason.AFTER_DAY))
            elif payment.application is None and since is not None and payment.on < since:
                left.append(Left(payment.id, Reason.OUTSIDE_WINDOW))
            else:
                counted.append(Counted(payment.id, Fraction(payment.cents)))
        paid = sum((c.amount for c in counted), Fraction(0))
        needed = None if self.cents is None else Fraction(self.cents)
        enough = bool(counted) if needed is None else paid >= needed
        help_ = Cure("payment", self.fee, None if needed is None else needed - paid)
        return Finding(
            self.kind, Outcome.SATISFIED if enough else Outcome.NOT_SATISFIED, paid, needed, unit="cents",
            counted=tuple(counted), left=tuple(left), cures=() if enough else (help_,),
        )  # fmt: skip

    def _first_day(self, case: Case) -> date | None:
        """From when on a payment that names no application is for this one.

        What is a condition of a decision was paid before the decision, so that what comes after it is for the next
        round. What is a condition of effect may be paid long after: it is of this round from the handing in on.
        """
        if self.condition_of == "effect" and case.dossier.applied_on is not None:
            return case.dossier.applied_on
        running = case.term.since if case.term is not None else None
        return max((day for day in (case.dossier.round_since, running) if day is not None), default=None)

    def sentence(self, speech: Speech) -> str:
        amount = ""
        if self.cents is not None:
            euros, cents = divmod(self.cents, 100)
            amount = f" (€ {euros}{say(speech, ',', '.')}{cents:02d})"
        text = say(speech, f"De kosten zijn betaald{amount}.", f"The fee is paid{amount}.")
        if self.condition_of == "effect":
            text += say(speech, " Het besluit werkt pas na betaling.", " The decision takes effect on payment.")
        return text
