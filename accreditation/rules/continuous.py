"""Something held without a break: a conduct certificate, a quality label, an insurance."""

from datetime import date
from typing import Literal

from pydantic import Field

from accreditation.dates import LAST_DAY, ONE_DAY, Span, merged, minus
from accreditation.findings import Cure, Finding, Outcome
from accreditation.rules.case import Case
from accreditation.rules.counting import Windowed
from accreditation.rules.values import Code, Length
from accreditation.rules.words import Speech, during, length, say


class Continuous(Windowed):
    """One of `held` covers every day of the window up to the day asked.

    `gap_of_at_most` allows gaps up to that length, each by itself. A first application without a look-back is asked
    about the day itself.
    """

    kind: Literal["continuous"] = "continuous"
    held: tuple[Code, ...] = Field(min_length=1)
    gap_of_at_most: Length | None = None

    @property
    def needs_look_back(self) -> bool:
        return False

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        asked = Span(stretch.span.since, min(stretch.span.until, case.on))
        at_once = self.window.term and self.look_back is None and case.term is None and case.within is None
        if at_once:
            asked = Span(case.on, case.on)
        spans = [Span(c.since, c.until or LAST_DAY) for c in case.dossier.coverages if c.kind in self.held]
        covered = merged(spans)
        gaps = [gap for gap in minus(minus([asked], covered), stretch.excluded) if not self._allowed(gap)]
        now = next((s for s in covered if case.on in s), None)
        until = now.until if now is not None and now.until < LAST_DAY else None
        helps = tuple(Cure("coverage", "/".join(self.held), by=None if at_once else self._by(gap)) for gap in gaps)
        notes = tuple(f"gap:{gap.since.isoformat()}/{gap.until.isoformat()}" for gap in gaps)
        outcome = Outcome.NOT_SATISFIED if gaps else Outcome.SATISFIED
        return Finding(self.kind, outcome, window=asked, cures=helps, notes=notes, until=until)

    def _allowed(self, gap: Span) -> bool:
        return self.gap_of_at_most is not None and gap.until <= self.gap_of_at_most.end_from(gap.since)

    def _by(self, gap: Span) -> date:
        """The last day on which something held from then on would have helped."""
        return gap.since if self.gap_of_at_most is None else self.gap_of_at_most.end_from(gap.since) + ONE_DAY

    def sentence(self, speech: Speech) -> str:
        what = speech.listed(self.held)
        text = say(
            speech,
            f"Elke dag {during(self.window, speech)} is er een geldig bewijs: {what}.",
            f"On every day {during(self.window, speech)} there is valid cover: {what}.",
        )
        if self.gap_of_at_most is not None:
            gap = length(self.gap_of_at_most, speech)
            text += say(speech, f" Een gat van ten hoogste {gap} mag.", f" A gap of at most {gap} is allowed.")
        return text
