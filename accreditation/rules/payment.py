"""A fee that is paid: a condition of the decision, or of its effect."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from accreditation.findings import Counted, Cure, Finding, Left, Outcome, Reason
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.values import Code
from accreditation.rules.words import Speech, say


class Payment(Rule):
    """The fee was paid for this application: not before the running term.

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
        for payment in sorted(case.dossier.payments, key=lambda p: (p.on, p.id)):
            if payment.fee != self.fee:
                continue
            if payment.on > case.on:
                left.append(Left(payment.id, Reason.AFTER_DAY))
            elif case.term is not None and payment.on < case.term.since:
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

    def sentence(self, speech: Speech) -> str:
        amount = ""
        if self.cents is not None:
            euros, cents = divmod(self.cents, 100)
            amount = f" (€ {euros}{say(speech, ',', '.')}{cents:02d})"
        text = say(speech, f"De kosten zijn betaald{amount}.", f"The fee is paid{amount}.")
        if self.condition_of == "effect":
            text += say(speech, " Het besluit werkt pas na betaling.", " The decision takes effect on payment.")
        return text
