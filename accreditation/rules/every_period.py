"""A rule that must hold in each year or quarter of a window; not the same as an average."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from accreditation.dates import Span, slices
from accreditation.findings import Cure, Finding, Outcome, at_least
from accreditation.rules.average_per_period import AveragePerPeriod
from accreditation.rules.case import Case
from accreditation.rules.counting import Windowed
from accreditation.rules.node import Rule, walk
from accreditation.rules.norm import Norm
from accreditation.rules.window import TERM, Stretch
from accreditation.rules.words import Speech, during, say

if TYPE_CHECKING:
    from accreditation.rules import AnyRule

_EACH = {
    "month": ("In elke maand", "In every month"),
    "quarter": ("In elk kwartaal van de periode", "In every quarter of the period"),
    "year": ("In elk jaar van de periode", "In every year of the period"),
    "calendar_quarter": ("In elk kalenderkwartaal", "In every calendar quarter"),
    "calendar_year": ("In elk kalenderjaar", "In every calendar year"),
}


class EveryPeriod(Windowed):
    """`rule` must hold in each `period`; `misses` may fail.

    `rest` says what happens with a part of a period at the edge of the window: judged in proportion, ignored, or judged
    as a whole period. `shortfalls_forward` lets a shortfall be added to the next period that many times in the window;
    the last period must be met.
    """

    kind: Literal["every_period"] = "every_period"
    period: Literal["month", "quarter", "year", "calendar_quarter", "calendar_year"]
    rule: "AnyRule"
    rest: Literal["proportion", "ignored", "whole"]
    misses: int = Field(default=0, ge=0, le=100)
    shortfalls_forward: int = Field(default=0, ge=0, le=100)

    @model_validator(mode="after")
    def _one_mercy(self) -> "EveryPeriod":
        if self.misses and self.shortfalls_forward:
            raise ValueError("choose misses or shortfalls_forward: together it is not clear which comes first")
        if self.shortfalls_forward and not isinstance(self.rule, Norm):
            raise ValueError(f"only a rule with an amount can hand on a shortfall, not {self.rule.kind}")
        return self

    @model_validator(mode="after")
    def _has_periods(self) -> "EveryPeriod":
        if self.window.ever:
            raise ValueError('"ever" cannot be cut in periods: name a window with a first day')
        if self.leave == "lowers":
            raise ValueError('write leave = "lowers" at the rule inside: that is where the norm is')
        for rule in walk(self.rule):
            if isinstance(rule, AveragePerPeriod):
                raise ValueError("an average is over the whole window: take it out of the periods")
            if isinstance(rule, Windowed) and not rule.window.term:
                raise ValueError(f'inside it the {rule.kind} rule looks at the period: its window is "term"')
        return self

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    def find(self, case: Case) -> Finding:
        window = self.stretch(case)
        findings = self._each(case, self._periods(window, case))
        needed = max(len(findings) - self.misses, 0)
        outcome = at_least(needed, (f.outcome for f in findings)) if findings else Outcome.SATISFIED
        met = Fraction(sum(f.outcome is Outcome.SATISFIED for f in findings))
        helps: tuple[Cure, ...] = ()
        if outcome is not Outcome.SATISFIED:
            helps = tuple(c for f in findings if f.outcome is not Outcome.SATISFIED for c in f.cures)
        return Finding(
            self.kind, outcome, met, Fraction(needed), unit="periods", window=window.span, cures=helps,
            parts=tuple(findings), notes=() if findings else ("no_period_to_judge",),
        )  # fmt: skip

    def periods_of(self, case: Case) -> list[tuple[Span, Fraction, Fraction]]:
        """Each period that is judged, with what comes on top of its norm (nothing) and the share of it that holds."""
        periods = self._periods(self.stretch(case), case)
        return [
            (span, Fraction(0), share) for span, share in periods if not (case.closed_only and span.until >= case.on)
        ]

    def _periods(self, window: Stretch, case: Case) -> list[tuple[Span, Fraction]]:
        """Each period to judge, with the share of its norm that holds."""
        result: list[tuple[Span, Fraction]] = []
        for whole, part in slices(window.span, self.period):
            share = Fraction(1)
            if part != whole:
                if self.rest == "ignored":
                    continue
                share = Fraction(part.days, whole.days) if self.rest == "proportion" else share
            lost = sum(part.overlap(gone).days for gone in window.excluded)
            if lost < part.days:
                result.append((part, share * Fraction(part.days - lost, part.days)))
        return result

    def _each(self, case: Case, periods: list[tuple[Span, Fraction]]) -> list[Finding]:
        """The finding of each period; the last of the window is the last also while it still runs and is not judged."""
        findings: list[Finding] = []
        extra, mercies = Fraction(0), self.shortfalls_forward
        for index, (span, share) in enumerate(periods):
            if case.closed_only and span.until >= case.on:
                break
            finding = self.rule.judge(case.inside(span, extra, share))
            extra = Fraction(0)
            short = finding.missing
            last = index == len(periods) - 1
            if finding.outcome is Outcome.NOT_SATISFIED and short and mercies and not last:
                mercies -= 1
                extra = short
                finding = _forwarded(finding)
            findings.append(finding)
        return findings

    def sentence(self, speech: Speech) -> str:
        inner = self.rule.sentence(speech).replace(f" {during(TERM, speech)}", "")
        text = f"{say(speech, *_EACH[self.period])}: {inner[0].lower()}{inner[1:]}"
        if self.misses:
            text += say(speech, f" {self.misses} keer mag het niet lukken.", f" It may be missed {self.misses} times.")
        if self.shortfalls_forward:
            text += say(
                speech,
                f" Een tekort mag {self.shortfalls_forward} keer naar de volgende periode.",
                f" A shortfall may move to the next period {self.shortfalls_forward} times.",
            )
        return text


def _forwarded(finding: Finding) -> Finding:
    return replace(finding, outcome=Outcome.SATISFIED, notes=(*finding.notes, "shortfall_forward"), cures=())
