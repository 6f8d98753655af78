"""A fact that may not be older than so long on the day asked."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field

from accreditation.dossier import Dossier, EntryState
from accreditation.findings import Counted, Cure, Finding, Left, Outcome, Reason
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.tally import NEVER_COUNTS
from accreditation.rules.values import Code, Length
from accreditation.rules.words import Speech, length, say


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated thing in the file, whatever it is."""

    id: str
    on: date
    state: EntryState


class Recency(Rule):
    """The newest fact of these kinds (or every one) is not older than `not_older_than`."""

    kind: Literal["recency"] = "recency"
    of: Literal["activity", "qualification", "document"]
    kinds: tuple[Code, ...] = Field(min_length=1)
    not_older_than: Length
    which: Literal["newest", "every"] = "newest"

    def find(self, case: Case) -> Finding:
        oldest = self.not_older_than.before(case.on)
        facts = sorted(self._facts(case.dossier), key=lambda f: (f.on, f.id))
        left = [Left(f.id, NEVER_COUNTS[f.state]) for f in facts if f.state in NEVER_COUNTS]
        left += [Left(f.id, Reason.AFTER_DAY) for f in facts if f.state not in NEVER_COUNTS and f.on > case.on]
        usable = [f for f in facts if f.state not in NEVER_COUNTS and f.on <= case.on]
        old = [f for f in usable if f.on < oldest]
        fresh = [f for f in usable if f.on >= oldest]
        outcome = self._outcome(old, fresh)
        kept = [f for f in fresh if f.state is EntryState.APPROVED] or fresh
        decisive = kept[0 if self.which == "every" else -1] if kept else None
        return Finding(
            self.kind, outcome,
            counted=tuple(Counted(f.id, Fraction(1), f.state is EntryState.WAITING) for f in fresh),
            left=(*left, *(Left(f.id, Reason.TOO_OLD) for f in old)),
            cures=() if outcome is Outcome.SATISFIED else (Cure(self.of, "/".join(self.kinds), None, case.deadline),),
            until=self.not_older_than.fresh_until(decisive.on) if decisive else None,
        )  # fmt: skip

    def _outcome(self, old: list[Fact], fresh: list[Fact]) -> Outcome:
        """A fact that still waits can help one rule and break the other: then a person looks."""
        every = self.which == "every"
        if not fresh or (every and any(f.state is EntryState.APPROVED for f in old)):
            return Outcome.NOT_SATISFIED
        states = {f.state for f in (*fresh, *(old if every else ()))}
        if states == {EntryState.APPROVED} or (not every and EntryState.APPROVED in states):
            return Outcome.SATISFIED
        return Outcome.NEEDS_ASSESSOR

    def _facts(self, dossier: Dossier) -> list[Fact]:
        match self.of:
            case "activity":
                return [Fact(a.id, a.on, a.state) for a in dossier.activities if a.kind in self.kinds]
            case "qualification":
                return [Fact(q.id, q.on, q.state) for q in dossier.qualifications if q.kind in self.kinds]
            case _:
                return [Fact(d.id, d.on, EntryState.APPROVED) for d in dossier.documents if d.kind in self.kinds]

    def sentence(self, speech: Speech) -> str:
        what = speech.listed(self.kinds)
        age = length(self.not_older_than, speech)
        which = say(
            speech,
            "Elke" if self.which == "every" else "De nieuwste",
            "Every" if self.which == "every" else "The newest",
        )
        return say(speech, f"{which} {what} is niet ouder dan {age}.", f"{which} {what} is not older than {age}.")
