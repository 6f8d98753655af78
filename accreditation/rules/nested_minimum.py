"""A part of a category that must itself reach a minimum, counted inside the larger total."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from accreditation.findings import Finding, all_of
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.sum import Sum
from accreditation.rules.words import Speech, say


class NestedMinimum(Rule):
    """`whole` is the larger total; each part is a sum of its own over the same days.

    A part counts inside the whole, and the maximums of the whole do not cut the part.
    """

    kind: Literal["nested_minimum"] = "nested_minimum"
    whole: Sum
    minimums: tuple[Annotated["Sum | NestedMinimum", Field(discriminator="kind")], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _same_days(self) -> "NestedMinimum":
        days = (self.whole.window, self.whole.look_back, self.whole.leave)
        for part in self.minimums:
            inner = part.whole if isinstance(part, NestedMinimum) else part
            if (inner.window, inner.look_back, inner.leave) != days:
                raise ValueError("a part looks at the same days as the whole: the same window, look_back and leave")
        return self

    def find(self, case: Case) -> Finding:
        found = [rule.judge(case) for rule in self.parts()]
        whole = found[0]
        return Finding(
            self.kind, all_of(f.outcome for f in found), whole.found, whole.needed, whole.waiting, whole.unit,
            whole.window, whole.counted, whole.left, tuple(c for f in found for c in f.cures), tuple(found),
        )  # fmt: skip

    def parts(self) -> tuple[Rule, ...]:
        return (self.whole, *self.minimums)

    def sentence(self, speech: Speech) -> str:
        inside = "; ".join(part.sentence(speech).rstrip(".") for part in self.minimums)
        of_which = say(speech, "waarvan", "of which")
        return f"{self.whole.sentence(speech).rstrip('.')}, {of_which}: {inside}."
