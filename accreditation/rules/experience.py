"""Hours or years of work in a role inside a window; a long break may cut off what lay before it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from accreditation.dates import FIRST_DAY, LAST_DAY, ONE_DAY, Span, merged, minus, months_in
from accreditation.dossier import EntryState, Restriction
from accreditation.dossier import Experience as Work
from accreditation.findings import Counted, Finding, Left, Reason
from accreditation.rules.case import Case
from accreditation.rules.counting import Windowed, cures, reached
from accreditation.rules.norm import Norm
from accreditation.rules.tally import NEVER_COUNTS
from accreditation.rules.values import Code, Length
from accreditation.rules.words import Speech, during, length, number, say


@dataclass(frozen=True, slots=True)
class Part:
    """The days of a job that count."""

    job: Work
    days: list[Span]

    def size(self, unit: str, on: date) -> Fraction:
        """In years, or in hours in proportion to the days of the whole job (of one that still runs: up to `on`)."""
        if unit == "years":
            return sum((months_in(span) for span in self.days), Fraction(0)) / 12
        counted = sum(span.days for span in self.days)
        whole = Span(self.job.since, self.job.until or on).days
        return (self.job.hours or Fraction(0)) * Fraction(counted, whole) if counted else Fraction(0)


class Experience(Windowed, Norm):
    """At least so many hours or years in one of the roles.

    `break_longer_than`: work before a break longer than this does not count; a break of exactly this length is not
    longer, and the time between the last work and the day asked can be a break too. Hours of a job that lies partly in
    the window count in proportion to its days. Jobs at the same time count once when years are asked.
    """

    kind: Literal["experience"] = "experience"
    unit: Literal["hours", "years"]
    roles: tuple[Code, ...] = ()
    break_longer_than: Length | None = None

    def find(self, case: Case) -> Finding:
        stretch = self.stretch(case)
        seen = Span(stretch.span.since, min(stretch.span.until, case.on))
        days = minus([seen], stretch.excluded)
        jobs = sorted(
            (w for w in case.dossier.experience if not self.roles or w.role in self.roles),
            key=lambda w: (w.since, w.id),
        )
        left = [Left(w.id, NEVER_COUNTS[w.state]) for w in jobs if w.state in NEVER_COUNTS]
        jobs = [w for w in jobs if w.state not in NEVER_COUNTS]
        approved = [w for w in jobs if w.state is EntryState.APPROVED]
        now, left_now = self._counting(approved, seen, days, case)
        later, left_later = self._counting(jobs, seen, days, case) if len(approved) < len(jobs) else (now, left_now)
        total, needed = self._total(now, case.on), self.needed(case, stretch, self.leave)
        waiting = max(self._total(later, case.on) - total, Fraction(0))
        credit = self.credit(case)
        sizes = [(w.id, (now.get(w.id) or later[w.id]).size(self.unit, case.on)) for w in jobs]
        left += [Left(entry, Reason.NOT_APPROVED, size) for entry, size in sizes if entry not in now]
        return Finding(
            self.kind, reached(total + credit, waiting, needed), total + credit, needed, waiting, self.unit, seen,
            tuple(Counted(entry, size, entry not in now) for entry, size in sizes if size),
            (*left, *left_now, *(item for item in left_later if item.entry not in now)),
            cures(total + credit, waiting, needed, self.unit, case, stretch.last_day),
            notes=("with_carry_over",) if credit else (),
        )  # fmt: skip

    def _counting(
        self, jobs: list[Work], seen: Span, days: list[Span], case: Case
    ) -> tuple[dict[str, Part], list[Left]]:
        """Per job the days that count: in the window, after the last long break, not under an order."""
        start = self._after_break([Span(w.since, min(w.until or LAST_DAY, case.on)) for w in jobs], case.on)
        counting: dict[str, Part] = {}
        left: list[Left] = []
        for job in jobs:
            part = Part(job, [Span(job.since, job.until or case.on)] if job.since <= case.on else [])
            if job.since > case.on:
                left.append(Left(job.id, Reason.AFTER_DAY))
            orders = [Span(r.since, r.until or LAST_DAY) for r in case.dossier.restrictions if _about(r, job)]
            for reason, lost in (
                (Reason.AFTER_DAY, [Span(case.on + ONE_DAY, LAST_DAY)]),
                (Reason.OUTSIDE_WINDOW, Span(FIRST_DAY, LAST_DAY).without(seen)),
                (Reason.EXCLUDED_PERIOD, minus([seen], days)),
                (Reason.BEFORE_BREAK, [Span(FIRST_DAY, start - ONE_DAY)]),
                (Reason.UNDER_RESTRICTION, orders),
            ):
                kept = Part(job, minus(part.days, lost))
                if kept.days != part.days:
                    gone = part.size(self.unit, case.on) - kept.size(self.unit, case.on)
                    left.append(Left(job.id, reason, gone))
                part = kept
            counting[job.id] = part
        return counting, left

    def _after_break(self, spans: list[Span], on: date) -> date:
        """The first day after the last break that was too long."""
        start = FIRST_DAY
        if self.break_longer_than is None:
            return start
        worked = merged(spans)
        for index, span in enumerate(worked):
            resumes = worked[index + 1].since if index + 1 < len(worked) else on + ONE_DAY
            if resumes - ONE_DAY > self.break_longer_than.end_from(span.until + ONE_DAY):
                start = resumes
        return start

    def _total(self, counting: dict[str, Part], on: date) -> Fraction:
        if self.unit == "years":
            return sum((months_in(s) for s in merged(s for p in counting.values() for s in p.days)), Fraction(0)) / 12
        return sum((part.size("hours", on) for part in counting.values()), Fraction(0))

    def sentence(self, speech: Speech) -> str:
        unit = say(speech, "uur" if self.unit == "hours" else "jaar", self.unit)
        roles = speech.listed(self.roles) or say(speech, "het vak", "the profession")
        amount, when = f"{number(self.at_least, speech)} {unit}", during(self.window, speech)
        text = say(
            speech,
            f"Ten minste {amount} ervaring als {roles} {when}.",
            f"At least {amount} of experience as {roles} {when}.",
        )
        if self.break_longer_than is not None:
            pause = length(self.break_longer_than, speech)
            text += say(
                speech,
                f" Werk van voor een onderbreking van meer dan {pause} telt niet.",
                f" Work before a break of more than {pause} does not count.",
            )
        return text


def _about(order: Restriction, job: Work) -> bool:
    return not order.roles or job.role in order.roles
