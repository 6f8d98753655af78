"""What other rules would do to everybody: who fails or passes anew, by how much, where, and how much work it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

import numpy as np

from accreditation.dossier import Dossier
from accreditation.findings import Outcome
from accreditation.population import Population, Verdicts
from accreditation.population.answers import (
    NEEDS_ASSESSOR,
    NOT_APPLICABLE,
    NOT_SATISFIED,
    NUMBER,
    OUTCOMES,
    UNKNOWN_RULE,
    Exact,
    Numbers,
)
from accreditation.population.columns import Bools, Ints
from accreditation.rules.assessment import Assessment
from accreditation.rules.average_per_period import AveragePerPeriod
from accreditation.rules.count import Count
from accreditation.rules.node import walk
from accreditation.rules.sum import Sum
from accreditation.scheme import Mark, Requirement, SchemeVersion

OVERALL = ""  # in the place of a requirement: the whole file
NO_RULES = len(OUTCOMES)  # no version holds for this file on this day
Cut = Literal["region", "years", "cohort"]
# How much is missing, told in steps: up to and including each of these, or more.
STEPS = (Fraction(1), Fraction(5), Fraction(10), Fraction(20), Fraction(40), Fraction(80))


@dataclass(frozen=True, slots=True)
class Judged:
    """A lot of files by the version that holds for each: `asked` says of whom a requirement is asked at all."""

    outcome: Ints
    requirements: dict[str, Ints]
    missing: dict[str, Exact]
    assessors: Ints


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to one requirement (or to the whole file): how many each way. `steps` counts those who newly fail by
    how much they miss, one number for each of STEPS, one for more, and one for who misses no amount.
    """

    requirement: str
    fails_before: int
    fails_after: int
    newly_fails: int
    newly_passes: int
    newly_for_people: int
    needs_more: int
    unit: str | None
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CutLine:
    """The same for a part of the people: a region, the years they are registered, the year they came in."""

    cut: Cut
    key: str
    requirement: str
    files: int
    newly_fails: int
    newly_passes: int


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that a simulation found. `without_rules` are files for which no version holds, before and after."""

    on: date
    files: int
    moves: tuple[tuple[str, str, int], ...]
    effects: tuple[Effect, ...]
    lines: tuple[CutLine, ...]
    without_rules: tuple[int, int]
    assessors: tuple[int, int]


@dataclass(slots=True)
class Judges:
    """A mark, judging lot after lot, each file by the version that holds for it."""

    mark: Mark
    on: date
    populations: dict[str, Population] = field(default_factory=dict)

    def judge(self, files: Sequence[Dossier]) -> Judged:
        count = len(files)
        found = Judged(np.full(count, NO_RULES, dtype=np.int64), {}, {}, np.zeros(count, dtype=np.int64))
        places: dict[str, list[int]] = {}
        for place, file in enumerate(files):
            version = self.mark.version_for(file, self.on)
            if version is not None:
                places.setdefault(version.id, []).append(place)
        for id_, these in places.items():
            population = self._population(id_)
            verdicts = population.judge([files[place] for place in these])
            self._put(found, np.array(these, dtype=np.int64), population.version, verdicts)
        return found

    def _population(self, id_: str) -> Population:
        if id_ not in self.populations:
            self.populations[id_] = Population(self.mark, self.mark.version(id_), self.on)
        return self.populations[id_]

    def _put(self, found: Judged, places: Ints, version: SchemeVersion, verdicts: Verdicts) -> None:
        count = len(found.outcome)
        found.outcome[places] = verdicts.outcome
        for requirement in version.requirements:
            code, answers = requirement.code, verdicts.requirements[requirement.code]
            if code not in found.requirements:
                found.requirements[code] = np.full(count, NUMBER[Outcome.NOT_APPLICABLE], dtype=np.int64)
                found.missing[code] = np.full(count, None, dtype=np.object_)
            found.requirements[code][places] = answers.outcome
            found.missing[code][places] = answers.missing
        found.assessors[places] = assessors_asked(version, verdicts)


def assessors_asked(version: SchemeVersion, verdicts: Verdicts) -> Ints:
    """How many assessors each file takes by what the machine leaves to people; none where it leaves them nothing."""
    asked = np.zeros(len(verdicts.outcome), dtype=np.int64)
    for requirement in version.requirements:
        if not version.is_payment_of_effect(requirement):
            for_people = _is_for_people(requirement, verdicts.requirements[requirement.code].outcome)
            asked = np.maximum(asked, np.where(for_people, assessors_of(requirement), 0))
    return asked


def _is_for_people(requirement: Requirement, outcome: Numbers) -> Bools:
    found: Bools = (outcome == NEEDS_ASSESSOR) | (outcome == UNKNOWN_RULE)
    return found | (outcome == NOT_SATISFIED) if requirement.stage == "gate" else found


def assessors_of(requirement: Requirement) -> int:
    """How many people judge a requirement that the machine leaves to them."""
    return max((rule.assessors for rule in walk(requirement.rule) if isinstance(rule, Assessment)), default=1)


@dataclass(slots=True)
class _Tally:
    fails_before: int = 0
    fails_after: int = 0
    newly_fails: int = 0
    newly_passes: int = 0
    newly_for_people: int = 0
    needs_more: int = 0
    steps: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 2))


@dataclass(slots=True)
class Simulation:
    """Lot after lot is added; it keeps counts only, so that it does not grow with the register."""

    before: Mark
    after: Mark
    on: date
    files: int = 0
    judges: tuple[Judges, Judges] = field(init=False)
    moves: Counter[tuple[int, int]] = field(default_factory=Counter)
    tallies: dict[str, _Tally] = field(default_factory=dict)
    lines: dict[tuple[Cut, str, str], list[int]] = field(default_factory=dict)
    assessors: list[int] = field(default_factory=lambda: [0, 0])

    def __post_init__(self) -> None:
        self.judges = Judges(self.before, self.on), Judges(self.after, self.on)

    def add(self, files: Sequence[Dossier], regions: Sequence[str]) -> None:
        """Judge a lot of files by both texts. `regions` says where each of them works."""
        old, new = (judges.judge(files) for judges in self.judges)
        keys = [_keys(file, region, self.on) for file, region in zip(files, regions, strict=True)]
        self.files += len(files)
        self.moves.update(zip(old.outcome.tolist(), new.outcome.tolist(), strict=True))
        for side, judged in enumerate((old, new)):
            self.assessors[side] += int(judged.assessors.sum())
        none = np.full(len(files), None, dtype=np.object_)
        self._add(OVERALL, old.outcome, new.outcome, none, none, keys)
        nowhere = np.full(len(files), int(NOT_APPLICABLE), dtype=np.int64)
        for code in dict.fromkeys((*new.requirements, *old.requirements)):
            self._add(
                code, old.requirements.get(code, nowhere), new.requirements.get(code, nowhere),
                old.missing.get(code, none), new.missing.get(code, none), keys,
            )  # fmt: skip

    def _add(
        self, code: str, old: Ints, new: Ints, missed: Exact, misses: Exact, keys: Sequence[tuple[tuple[Cut, str], ...]]
    ) -> None:
        tally = self.tallies.setdefault(code, _Tally())
        failed, fails = old == NOT_SATISFIED, new == NOT_SATISFIED
        newly, no_more = fails & ~failed, failed & ~fails
        tally.fails_before += int(failed.sum())
        tally.fails_after += int(fails.sum())
        tally.newly_fails += int(newly.sum())
        tally.newly_passes += int(no_more.sum())
        tally.newly_for_people += int(((new == NEEDS_ASSESSOR) & (old != NEEDS_ASSESSOR)).sum())
        for place in np.flatnonzero(newly).tolist():
            tally.steps[step_of(misses[place])] += 1
        for place in np.flatnonzero(failed & fails).tolist():
            tally.needs_more += (misses[place] or 0) > (missed[place] or 0)
        for place, (fell, rose) in enumerate(zip(newly.tolist(), no_more.tolist(), strict=True)):
            if code == OVERALL or fell or rose:
                self._count(code, keys[place], fell=fell, rose=rose)

    def _count(self, code: str, keys: Sequence[tuple[Cut, str]], *, fell: bool, rose: bool) -> None:
        for cut, key in keys:
            line = self.lines.setdefault((cut, key, code), [0, 0, 0])
            line[0] += code == OVERALL
            line[1] += fell
            line[2] += rose

    def result(self) -> Result:
        """What was found so far."""
        words = (*(str(outcome) for outcome in OUTCOMES), "no_rules")
        without = (
            sum(count for (old, _), count in self.moves.items() if old == NO_RULES),
            sum(count for (_, new), count in self.moves.items() if new == NO_RULES),
        )
        return Result(
            self.on,
            self.files,
            tuple((words[old], words[new], count) for (old, new), count in sorted(self.moves.items())),
            tuple(self._effect(code, tally) for code, tally in self.tallies.items()),
            tuple(
                CutLine(cut, key, code, self.lines[cut, key, OVERALL][0], line[1], line[2])
                for (cut, key, code), line in sorted(self.lines.items(), key=_in_order)
            ),
            without,
            (self.assessors[0], self.assessors[1]),
        )

    def _effect(self, code: str, tally: _Tally) -> Effect:
        return Effect(
            code, tally.fails_before, tally.fails_after, tally.newly_fails, tally.newly_passes,
            tally.newly_for_people, tally.needs_more, _unit(self.after, self.before, code), tuple(tally.steps),
        )  # fmt: skip


def step_of(missing: Fraction | None) -> int:
    """The place of an amount in Effect.steps; the last is for none."""
    if missing is None:
        return len(STEPS) + 1
    return next((place for place, most in enumerate(STEPS) if missing <= most), len(STEPS))


def _keys(file: Dossier, region: str, on: date) -> tuple[tuple[Cut, str], ...]:
    since = file.registered_on or on
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return ("region", region), ("years", str(max(years, 0))), ("cohort", str(since.year))


def _in_order(item: tuple[tuple[Cut, str, str], list[int]]) -> tuple[str, int, str, str]:
    (cut, key, code), _ = item
    return cut, int(key) if key.isdigit() else 0, key, code


def _unit(after: Mark, before: Mark, code: str) -> str | None:
    """In what the amount of a requirement is told: that of the newest version that asks it."""
    for mark in (after, before):
        for version in reversed(mark.versions):
            for requirement in version.requirements:
                if requirement.code == code and isinstance(requirement.rule, Sum | AveragePerPeriod | Count):
                    return "events" if isinstance(requirement.rule, Count) else str(requirement.rule.measure)
    return None
