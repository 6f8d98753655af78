"""Another mark that is valid on a day, or all through the window: equivalence, whole or for one requirement."""

from typing import Literal

from pydantic import Field

from accreditation.dates import Span, merged
from accreditation.findings import Cure, Finding, Outcome
from accreditation.rules.case import Case
from accreditation.rules.counting import Windowed
from accreditation.rules.values import Code, Day
from accreditation.rules.words import day as in_words
from accreditation.rules.words import say


class HoldsMark(Windowed):
    """One of `marks` is valid on the day asked, on the day `on`, or on every day of the window.

    Put it in an `any_of` of just the requirements it proves: that is how an equivalence is partial.
    """

    kind: Literal["holds_mark"] = "holds_mark"
    marks: tuple[Code, ...] = Field(min_length=1)
    levels: tuple[str, ...] = ()
    valid: Literal["on_day", "all_through"] = "on_day"
    on: Day | None = None
    ends_before: Day | None = None

    @property
    def needs_look_back(self) -> bool:
        return self.valid == "all_through" and super().needs_look_back

    def find(self, case: Case) -> Finding:
        holdings = [
            h
            for h in case.dossier.holdings
            if h.mark in self.marks
            and (not self.levels or h.level in self.levels)
            and (self.ends_before is None or h.until < self.ends_before)
        ]
        if self.valid == "on_day":
            day = self.on or case.on
            asked = Span(day, day)
        else:
            span = self.stretch(case).span
            asked = Span(span.since, min(span.until, case.on))
        held = merged([Span(h.since, h.until) for h in holdings])
        cover = next((s for s in held if s.since <= asked.since and asked.until <= s.until), None)
        outcome = Outcome.SATISFIED if cover is not None else Outcome.NOT_SATISFIED
        helps = () if cover is not None else (Cure("mark", "/".join(self.marks), None, case.deadline),)
        return Finding(self.kind, outcome, window=asked, cures=helps, until=cover.until if cover else None)

    def sentence(self, language: str) -> str:
        marks = say(language, " of ", " or ").join(self.marks)
        when = say(language, "op de dag zelf", "on the day itself")
        if self.valid == "all_through":
            when = say(language, "de hele periode", "during the whole period")
        if self.on is not None:
            when = say(language, "op ", "on ") + in_words(self.on, language)
        return say(language, f"Het keurmerk {marks} is geldig {when}.", f"The mark {marks} is valid {when}.")
