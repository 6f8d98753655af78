"""A whole population judged by one version: the same answers as one by one, for a fraction of the work.

Files come in lots, so that the memory does not grow with the population. See docs/explanation/population.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from accreditation.dates import Span
from accreditation.dossier import Dossier
from accreditation.evaluate import evaluate, late_surcharge, term_dates
from accreditation.findings import Evaluation, Moment, Outcome
from accreditation.population import answers as said
from accreditation.population.answers import OUTCOMES, Answers, Numbers
from accreditation.population.columns import Bools, Ints, People, Shapes, side_by_side
from accreditation.population.judging import Judge
from accreditation.population.settings import Memory, Setting, sorted_out
from accreditation.rules.case import Case
from accreditation.scheme import Mark, Requirement, SchemeVersion

MOMENTS: tuple[Moment, ...] = ("initial", "renewal")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a version says about a lot of files: overall, at the gate, and per requirement (by its code).

    A requirement that is not asked of somebody says "not applicable".
    """

    outcome: Numbers
    gate: Numbers
    requirements: dict[str, Answers]

    def outcome_of(self, place: int) -> Outcome:
        return OUTCOMES[int(self.outcome[place])]

    def of(self, code: str, place: int) -> tuple[Outcome, Fraction | None]:
        """The outcome of one requirement for one person, and how much is missing."""
        answers = self.requirements[code]
        return OUTCOMES[int(answers.outcome[place])], answers.missing[place]


@dataclass(slots=True)
class Population:
    """Judges lot after lot by one version on one day. `moment` None: renewal for who has a term, else initial."""

    mark: Mark
    version: SchemeVersion
    on: date
    moment: Moment | None = None
    shapes: Shapes = field(init=False)
    judges: dict[str, Judge] = field(init=False)
    memory: Memory = field(default_factory=Memory)
    framed: dict[tuple[Moment, Span | None], dict[str, Case]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shapes = Shapes.for_rules_of(self.version)
        self.judges = {r.code: Judge(self.version, r) for r in self.version.requirements}

    def judge(self, files: Sequence[Dossier]) -> Verdicts:
        """The verdicts on a lot of files, in their order."""
        return self.judge_people(side_by_side(files, self.shapes))

    def judge_people(self, people: People) -> Verdicts:
        """The verdicts on files that were put side by side with the shapes of this population."""
        found = self._nothing_yet(len(people))
        alone = people.by_themselves | self._is_late(people)
        for place in np.flatnonzero(alone).tolist():
            self._put(found, place, evaluate(self.mark, self.version, people.files[place], self.on, self.moment))
        for moment, these in self._by_moment(people):
            wanted = these & ~alone
            if wanted.any():
                self._put_all(found, np.flatnonzero(wanted), self._judge_plain(people.only(wanted), moment))
        return found

    def _by_moment(self, people: People) -> Iterator[tuple[Moment, Bools]]:
        if self.moment is not None:
            yield self.moment, np.ones(len(people), dtype=np.bool_)
            return
        has_term = np.array([head.term is not None for head in people.heads], dtype=np.bool_)
        yield "initial", ~has_term
        yield "renewal", has_term

    def _is_late(self, people: People) -> Bools:
        """Whose norm grows because they are late: they are judged alone."""
        late = np.zeros(len(people), dtype=np.bool_)
        if any(one.amount for one in self.version.term.late):
            late[:] = [
                any(late_surcharge(self.version.term, r, head, self.on) for r in self.version.requirements)
                for head in people.heads
            ]
        return late

    def _judge_plain(self, people: People, moment: Moment) -> Verdicts:
        asked = [r for r in self.version.requirements if moment in r.at]
        firsts, frame = sorted_out([head.term for head in people.heads])
        frames = [self._frames(people.heads[first], moment, asked) for first in firsts]
        answers: dict[str, Answers] = {}
        for requirement in asked:
            cases = [one[requirement.code] for one in frames]
            setting = Setting(people, self.on, cases, frame, self.memory)
            answers[requirement.code] = self.judges[requirement.code].judge(setting)
        return Verdicts(*self._together(asked, answers, len(people)), answers)

    def _frames(self, head: Dossier, moment: Moment, asked: Sequence[Requirement]) -> dict[str, Case]:
        """The circumstances that a version makes of a term, per requirement: worked out once for each term."""
        found = self.framed.get((moment, head.term))
        if found is None:
            dates = term_dates(self.version.term, head, self.on, moment)
            nobody = Dossier("", term=head.term)
            found = self.framed[moment, head.term] = {
                r.code: Case(
                    nobody, self.on, r.code, self.version.conversion, self.version.evidence, dates.term,
                    dates.apply_until, closed_only=moment == "continuous", counts_until=dates.counts_until,
                )
                for r in asked
            }  # fmt: skip
        return found

    def _together(
        self, asked: Sequence[Requirement], answers: dict[str, Answers], count: int
    ) -> tuple[Numbers, Numbers]:
        """Overall and at the gate, as evaluate puts them together for a file that names no field of work."""
        nothing = said.the_same(count, Outcome.NOT_APPLICABLE).outcome
        deciding = [r for r in asked if not self.version.is_payment_of_effect(r)]

        def all_that(chosen: Sequence[Requirement]) -> Numbers:
            return said.all_of([nothing, *(answers[r.code].outcome for r in chosen)])

        general = all_that([r for r in deciding if not r.scopes])
        scopes = sorted({scope for r in asked for scope in r.scopes})
        by_scope = [said.all_of([general, all_that([r for r in deciding if scope in r.scopes])]) for scope in scopes]
        overall = said.all_of([general, said.any_of([nothing, *by_scope])])
        overall = np.where(overall == said.NOT_APPLICABLE, said.NEEDS_ASSESSOR, overall).astype(np.uint8)
        return overall, all_that([r for r in deciding if r.stage == "gate"])

    def _nothing_yet(self, count: int) -> Verdicts:
        none = said.the_same(count, Outcome.NOT_APPLICABLE).outcome
        return Verdicts(none, none.copy(), {r.code: said.nothing_yet(count) for r in self.version.requirements})

    def _put(self, found: Verdicts, place: int, evaluation: Evaluation) -> None:
        found.outcome[place] = said.NUMBER[evaluation.outcome]
        found.gate[place] = said.NUMBER[evaluation.gate]
        for requirement in evaluation.requirements:
            found.requirements[requirement.code].put(place, requirement.finding)

    def _put_all(self, found: Verdicts, places: Ints, verdicts: Verdicts) -> None:
        found.outcome[places] = verdicts.outcome
        found.gate[places] = verdicts.gate
        for code, answers in verdicts.requirements.items():
            found.requirements[code].outcome[places] = answers.outcome
            found.requirements[code].missing[places] = answers.missing
