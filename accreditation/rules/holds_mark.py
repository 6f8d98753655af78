"""Another mark that is valid on a day, or all through the window: equivalence, whole or for one requirement."""

from typing import Literal

from pydantic import Field, model_validator

from accreditation.dates import Span, merged, minus
from accreditation.findings import Cure, Finding, Outcome
from accreditation.rules.case import Case
from accreditation.rules.counting import Windowed
from accreditation.rules.values import Code, Day
from accreditation.rules.words import Speech, say
from accreditation.rules.words import day as in_words


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

    @model_validator(mode="after")
    def _day_or_window(self) -> "HoldsMark":
        if self.on is not None and self.valid == "all_through":
            raise ValueError('choose a day ("on") or the whole window (valid = "all_through")')
        return self

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
        held = merged(Span(h.since, h.until) for h in holdings)
        asked, excluded = self._days(case)
        missing = minus(minus([asked], held), excluded)
        outcome = Outcome.NOT_SATISFIED if missing else Outcome.SATISFIED
        by = missing[0].since if missing and (self.on is not None or self.valid == "all_through") else case.deadline
        until = next((s.until for s in held if asked.until in s), None)
        helps = (Cure("mark", "/".join(self.marks), None, by),) if missing else ()
        return Finding(self.kind, outcome, window=asked, cures=helps, until=until)

    def _days(self, case: Case) -> tuple[Span, tuple[Span, ...]]:
        """The days on which the mark must be valid, and those of them that an approval left out."""
        if self.valid == "on_day":
            day = self.on or case.on
            return Span(day, day), ()
        stretch = self.stretch(case)
        return Span(stretch.span.since, min(stretch.span.until, case.on)), stretch.excluded

    def sentence(self, speech: Speech) -> str:
        marks = say(speech, " of ", " or ").join(speech.word(m) for m in self.marks)
        when = say(speech, "op de dag zelf", "on the day itself")
        if self.valid == "all_through":
            when = say(speech, "de hele periode", "during the whole period")
        if self.on is not None:
            when = say(speech, "op ", "on ") + in_words(self.on, speech)
        return say(speech, f"Het keurmerk {marks} is geldig {when}.", f"The mark {marks} is valid {when}.")
