"""A diploma at a level and in a field, extra course hours, or recognised prior learning of a maximum age."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from accreditation.dossier import EntryState, Qualification
from accreditation.findings import Counted, Cure, Finding, Left, Outcome, Reason
from accreditation.rules.case import Case
from accreditation.rules.counting import reached
from accreditation.rules.node import Rule
from accreditation.rules.tally import NEVER_COUNTS
from accreditation.rules.values import Amount, Code, Day, Length
from accreditation.rules.words import Speech, length, number, say


class Education(Rule):
    """One qualification that passes every test; with `at_least_hours` the hours of all that pass are added up.

    A route such as "another bachelor plus 98 hours" is an `all_of` with one education for the diploma and one for the
    hours.
    """

    kind: Literal["education"] = "education"
    kinds: tuple[Code, ...] = ()
    level_from: int | None = Field(default=None, ge=1, le=8)
    fields_of_study: tuple[Code, ...] = ()
    providers: tuple[Code, ...] = ()
    provider_accredited: bool | None = None
    on_or_after: Day | None = None
    not_older_than: Length | None = None
    at_least_hours: Amount | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> "Education":
        if not self.model_fields_set - {"kind", "applies_if"}:
            raise ValueError("an education rule asks for something: a level, a kind, a field or hours")
        return self

    def find(self, case: Case) -> Finding:
        good: list[Qualification] = []
        left: list[Left] = []
        for qualification in sorted(case.dossier.qualifications, key=lambda q: (q.on, q.id)):
            if self.kinds and qualification.kind not in self.kinds:
                continue
            reason = self._refusal(qualification, case.on)
            if reason is None:
                good.append(qualification)
            else:
                left.append(Left(qualification.id, reason))
        return self._finding(good, tuple(left), case)

    def _refusal(self, q: Qualification, on: date) -> Reason | None:
        if q.state in NEVER_COUNTS:
            return NEVER_COUNTS[q.state]
        if q.on > on:
            return Reason.AFTER_DAY
        if self.not_older_than is not None and q.on < self.not_older_than.before(on):
            return Reason.TOO_OLD
        right = (
            (self.level_from is None or (q.level or 0) >= self.level_from)
            and (not self.fields_of_study or q.field_of_study in self.fields_of_study)
            and (not self.providers or q.provider in self.providers)
            and (self.provider_accredited is None or q.provider_accredited is self.provider_accredited)
            and (self.on_or_after is None or q.on >= self.on_or_after)
        )
        return None if right else Reason.CONDITION_NOT_MET

    def _finding(self, good: list[Qualification], left: tuple[Left, ...], case: Case) -> Finding:
        hours = self.at_least_hours is not None
        needed = self.at_least_hours if self.at_least_hours is not None else Fraction(1)
        worth = {q.id: (q.hours or Fraction(0)) if hours else Fraction(1) for q in good}
        total = sum((worth[q.id] for q in good if q.state is EntryState.APPROVED), Fraction(0))
        waiting = sum(worth.values(), Fraction(0)) - total
        outcome = reached(total, waiting, needed)
        unit = "hours" if hours else "qualifications"
        helps: tuple[Cure, ...] = ()
        if outcome is not Outcome.SATISFIED:
            short = max(needed - total - waiting, Fraction(0))
            helps = (Cure("approval" if not short else "qualification", self._what(), short or None, case.deadline),)
        return Finding(
            self.kind, outcome, total, needed, waiting, unit,
            counted=tuple(Counted(q.id, worth[q.id], q.state is EntryState.WAITING) for q in good),
            left=left, cures=helps, until=self._fresh_until(good),
        )  # fmt: skip

    def _fresh_until(self, good: list[Qualification]) -> date | None:
        """The day on which the newest that are needed together turn too old."""
        if self.not_older_than is None:
            return None
        hours = Fraction(0)
        approved = [q for q in good if q.state is EntryState.APPROVED]
        for q in sorted(approved or good, key=lambda q: q.on, reverse=True):
            hours += q.hours or Fraction(0)
            if self.at_least_hours is None or hours >= self.at_least_hours:
                return self.not_older_than.fresh_until(q.on)
        return None

    def _what(self) -> str:
        return "/".join(self.kinds) or f"level_{self.level_from}"

    def sentence(self, speech: Speech) -> str:
        what = speech.listed(self.kinds) or say(speech, "een opleiding", "an education")
        text = what[0].upper() + what[1:]
        if self.level_from is not None:
            text += say(
                speech, f" op NLQF-niveau {self.level_from} of hoger", f" at NLQF level {self.level_from} or higher"
            )
        if self.fields_of_study:
            fields = speech.listed(self.fields_of_study)
            text += say(speech, f" in {fields}", f" in {fields}")
        if self.providers:
            text += say(speech, " van ", " from ") + speech.listed(self.providers)
        if self.at_least_hours is not None:
            hours = number(self.at_least_hours, speech)
            text += say(speech, f", ten minste {hours} uur", f", at least {hours} hours")
        if self.not_older_than is not None:
            age = length(self.not_older_than, speech)
            text += say(speech, f", niet ouder dan {age}", f", not older than {age}")
        return f"{text}."
