"""Hours or years of work in a role inside a window; a long break may cut off what lay before it."""

from datetime import date
from fractions import Fraction
from typing import Literal

from accreditation.dates import LAST_DAY, ONE_DAY, Span, merged, months_in
from accreditation.dossier import EntryState
from accreditation.dossier import Experience as Work
from accreditation.findings import Counted, Finding, Left, Reason
from accreditation.rules.case import Case
from accreditation.rules.counting import Windowed, cures, reached
from accreditation.rules.norm import Norm
from accreditation.rules.tally import NEVER_COUNTS
from accreditation.rules.values import Code, Length
from accreditation.rules.words import during, length, number, say


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
        jobs = [w for w in case.dossier.experience if not self.roles or w.role in self.roles]
        left = [Left(w.id, NEVER_COUNTS[w.state]) for w in jobs if w.state in NEVER_COUNTS]
        jobs = [w for w in jobs if w.state not in NEVER_COUNTS]
        approved = [w for w in jobs if w.state is EntryState.APPROVED]
        now, left_now = self._amounts(approved, seen, case)
        later, left_later = self._amounts(jobs, seen, case)
        total, possible = self._total(approved, now), max(self._total(jobs, later), self._total(approved, now))
        left += [*left_now, *(item for item in left_later if item not in left_now)]
        needed = self.needed(case, stretch, self.leave)
        return Finding(
            self.kind, reached(total, possible - total, needed), total, needed, possible - total, self.unit, seen,
            tuple(Counted(w.id, self._size(w, (now if w in approved else later)[w.id]), w not in approved)
                  for w in jobs if (now if w in approved else later).get(w.id)),
            tuple(left), cures(total, possible - total, needed, self.unit, case, stretch),
        )  # fmt: skip

    def _amounts(self, jobs: list[Work], seen: Span, case: Case) -> tuple[dict[str, list[Span]], list[Left]]:
        """Per job the days that count: in the window, after the last long break, not under an order."""
        spans = {w.id: Span(w.since, min(w.until or LAST_DAY, case.on)) for w in jobs}
        start = self._after_break(list(spans.values()), case.on)
        days: dict[str, list[Span]] = {}
        left: list[Left] = []
        for job in sorted(jobs, key=lambda w: (w.since, w.id)):
            if job.since > case.on:
                left.append(Left(job.id, Reason.AFTER_DAY))
                continue
            inside = spans[job.id].overlap(seen)
            if not inside:
                left.append(Left(job.id, Reason.OUTSIDE_WINDOW))
                continue
            kept = inside.overlap(Span(start, LAST_DAY))
            if not kept:
                left.append(Left(job.id, Reason.BEFORE_BREAK))
                continue
            days[job.id] = _allowed(kept, job.role, case)
            if sum(s.days for s in days[job.id]) < kept.days:
                left.append(Left(job.id, Reason.UNDER_RESTRICTION))
        return days, left

    def _after_break(self, spans: list[Span], on: date) -> date:
        """The first day after the last break that was too long."""
        start = date.min
        if self.break_longer_than is None:
            return start
        worked = merged(spans)
        for index, span in enumerate(worked):
            resumes = worked[index + 1].since if index + 1 < len(worked) else on + ONE_DAY
            if resumes - ONE_DAY > self.break_longer_than.end_from(span.until + ONE_DAY):
                start = resumes
        return start

    def _size(self, job: Work, days: list[Span]) -> Fraction:
        if self.unit == "years":
            return sum((months_in(s) for s in days), Fraction(0)) / 12
        whole = Span(job.since, job.until).days if job.until else sum(s.days for s in days)
        counted = sum(s.days for s in days)
        return (job.hours or Fraction(0)) * Fraction(counted, whole) if whole else Fraction(0)

    def _total(self, jobs: list[Work], days: dict[str, list[Span]]) -> Fraction:
        if self.unit == "years":
            return sum((months_in(s) for s in merged([s for each in days.values() for s in each])), Fraction(0)) / 12
        return sum((self._size(w, days[w.id]) for w in jobs if w.id in days), Fraction(0))

    def sentence(self, language: str) -> str:
        unit = say(language, "uur" if self.unit == "hours" else "jaar", self.unit)
        roles = " / ".join(self.roles).replace("_", " ") or say(language, "het vak", "the profession")
        amount, when = f"{number(self.at_least, language)} {unit}", during(self.window, language)
        text = say(
            language,
            f"Ten minste {amount} ervaring als {roles} {when}.",
            f"At least {amount} of experience as {roles} {when}.",
        )
        if self.break_longer_than is not None:
            pause = length(self.break_longer_than, language)
            text += say(
                language,
                f" Werk van voor een onderbreking van meer dan {pause} telt niet.",
                f" Work before a break of more than {pause} does not count.",
            )
        return text


def _allowed(span: Span, role: str, case: Case) -> list[Span]:
    """The days of a job without those under an order not to practise in that role."""
    spans = [span]
    for order in case.dossier.restrictions:
        if order.roles and role not in order.roles:
            continue
        lost = Span(order.since, order.until or LAST_DAY)
        spans = [
            part
            for s in spans
            for part in (
                [s]
                if not s.overlap(lost)
                else [Span(s.since, lost.since - ONE_DAY), Span(lost.until + ONE_DAY, s.until)]
            )
            if part
        ]
    return spans
