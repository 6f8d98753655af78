"""The two tables beside the rules: what an activity is worth, and which evidence is taken for it."""

from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from accreditation.dossier import Activity, EntryState, Measure
from accreditation.findings import Reason
from accreditation.rules.values import Amount, Code, KindOrAll, Strict
from accreditation.rules.where import Where

PER_AMOUNT = {"hour": "hours", "credit": "credits", "client": "clients"}


class ConversionRow(Strict):
    """One kind of activity and what it gives: `amount` per event, course, hour, credit or client.

    `fixed_by` "table" takes that amount; "provider" takes the points an accredited provider fixed, and of anyone else
    only a claim with a motivation that an assessor approved; "assessor" takes the points once they are approved.
    """

    kind: tuple[KindOrAll, ...] = Field(min_length=1)
    gives: Measure = Measure.POINTS
    fixed_by: Literal["table", "provider", "assessor"] = "table"
    amount: Amount | None = None
    per: Literal["event", "course", "hour", "credit", "client"] = "event"
    at_most: Amount | None = None
    where: Where | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _amount_where_fixed(self) -> "ConversionRow":
        if self.fixed_by == "table" and self.amount is None:
            raise ValueError('say what it gives: add "amount", or fixed_by = "assessor" or "provider"')
        if self.fixed_by != "table" and self.amount is not None:
            raise ValueError(f'leave "amount" out: it is fixed by the {self.fixed_by}')
        return self

    def fits(self, activity: Activity, measure: Measure) -> bool:
        return (
            self.gives is measure
            and (activity.kind in self.kind or "*" in self.kind)
            and (self.where is None or self.where.refusal(activity) is None)
        )

    def worth(self, activity: Activity) -> Fraction | Reason:
        """What the activity gives before any maximum, or why it gives nothing."""
        if self.fixed_by == "table":
            unit = PER_AMOUNT.get(self.per)
            times = activity.amounts.get(unit) if unit else Fraction(1)
            return Reason.NO_AMOUNT if times is None or self.amount is None else self.amount * times
        claimed = activity.amounts.get(self.gives)
        if claimed is None:
            return Reason.NO_AMOUNT
        accredited = self.fixed_by == "assessor" or activity.provider_accredited
        if not accredited and not activity.motivation and activity.state is not EntryState.APPROVED:
            return Reason.MOTIVATION_MISSING
        return claimed


class EvidenceRow(Strict):
    """Which kinds of evidence are taken and refused for a kind of activity, of one requirement or of all."""

    kind: tuple[KindOrAll, ...] = Field(min_length=1)
    requirement: tuple[Code, ...] = ()
    accepted: tuple[Code, ...] = ()
    refused: tuple[Code, ...] = ()
    required: Literal["always", "sampled", "never"] = "always"
    verified: bool = False
    source: str | None = None

    def fits(self, activity: Activity, requirement: str) -> bool:
        right_kind = activity.kind in self.kind or "*" in self.kind
        return right_kind and (not self.requirement or requirement in self.requirement)

    def refusal(self, activity: Activity, sampled: bool) -> Reason | None:
        """Why the evidence of this activity is not enough; None when it is, or when none is asked."""
        good = [
            e
            for e in activity.evidence
            if e.kind not in self.refused
            and (not self.accepted or e.kind in self.accepted)
            and (e.verified or not self.verified)
        ]
        if good:
            return None
        if any(e.kind in self.refused for e in activity.evidence):
            return Reason.EVIDENCE_REFUSED
        asked = self.required == "always" or (self.required == "sampled" and sampled)
        return Reason.EVIDENCE_MISSING if asked else None
