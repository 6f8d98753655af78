"""What is coming: how many files in which month, who is not there yet, and how many assessors it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accreditation.dates import LAST_DAY, ONE_DAY, same_day_later
from accreditation.dossier import Dossier
from accreditation.findings import Outcome
from accreditation.population.answers import NUMBER
from accreditation.rules.assessment import Assessment
from accreditation.rules.node import Rule, walk
from accreditation.rules.unknown import Unknown
from accreditation.scheme import Mark, SchemeVersion
from accreditation.simulation import Judges, assessors_of

MONTHS = 24


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """The files whose term ends in one month. `judged` of them were judged now: those of the months that are near.

    `at_risk` are those of which the machine says: not there yet. `assessors` is what all of them would take, one file
    and one assessor at a time; None where no one version of the rules holds by then.
    """

    month: date
    files: int
    judged: int
    ready: int
    at_risk: int
    for_people: int
    assessors: int | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The months to come, from the one of `on`; `near` is in how many of them the files were judged."""

    on: date
    near: int
    months: tuple[MonthAhead, ...]


def months_from(on: date, count: int = MONTHS) -> tuple[date, ...]:
    """The first days of this month and those after it."""
    first = on.replace(day=1)
    return tuple(day for place in range(count) if (day := same_day_later(first, place)) <= LAST_DAY)


def month_end(month: date) -> date:
    """The last day of a month that is named by its first."""
    return same_day_later(month, 1) - ONE_DAY


@dataclass(slots=True)
class Forecast:
    """The files that end in the first `near` months are added lot after lot; of the others their number is enough."""

    mark: Mark
    on: date
    near: int
    judges: Judges = field(init=False)
    counts: dict[date, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.judges = Judges(self.mark, self.on)

    def add(self, files: Sequence[Dossier]) -> None:
        """Judge a lot of files, as they are today."""
        judged = self.judges.judge(files)
        for file, outcome in zip(files, judged.outcome.tolist(), strict=True):
            if file.term is not None:
                line = self.counts.setdefault(file.term.until.replace(day=1), [0, 0, 0, 0])
                line[0] += 1
                line[1] += outcome == NUMBER[Outcome.SATISFIED]
                line[2] += outcome == NUMBER[Outcome.NOT_SATISFIED]
                line[3] += outcome == NUMBER[Outcome.NEEDS_ASSESSOR]

    def result(self, files: Mapping[date, int]) -> Ahead:
        """What is coming. `files` says how many terms end in each month."""
        return Ahead(self.on, self.near, tuple(self._month(day, files.get(day, 0)) for day in months_from(self.on)))

    def _month(self, month: date, files: int) -> MonthAhead:
        each = usual_assessors(self.mark, month_end(month))
        judged, ready, at_risk, for_people = self.counts.get(month, (0, 0, 0, 0))
        return MonthAhead(month, files, judged, ready, at_risk, for_people, None if each is None else each * files)


def usual_assessors(mark: Mark, on: date) -> int | None:
    """How many assessors a renewal takes by the rules of a day; None where there are none, or they differ by file."""
    begun = [v for v in mark.versions if v.starts is not None and v.starts <= on <= (v.in_force_until or LAST_DAY)]
    newest = {str(v.applies_to): v for v in sorted(begun, key=lambda v: v.starts or on)}
    found = {_of_version(version) for version in newest.values()}
    return found.pop() if len(found) == 1 else None


def _of_version(version: SchemeVersion) -> int:
    asked = (r for r in version.requirements if "renewal" in r.at and not version.is_payment_of_effect(r))
    return max((assessors_of(r) for r in asked if _needs_people(r.rule)), default=0)


def _needs_people(rule: Rule) -> bool:
    return any(isinstance(one, Assessment | Unknown) for one in walk(rule))
