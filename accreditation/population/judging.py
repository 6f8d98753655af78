"""Judging many people by one rule: in columns where that gives the same answer, one by one where it does not.

What is one by one: rules about few facts (a diploma, a judgement, a payment), and files in which entries compete for a
place. A property test holds both ways to the same answer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

import numpy as np

from accreditation.dossier import Measure
from accreditation.findings import Outcome
from accreditation.population import answers as said
from accreditation.population.answers import Answers, Exact, Numbers
from accreditation.population.columns import Bools, Ints
from accreditation.population.settings import Need, Setting, holds, norms, sorted_out, windows
from accreditation.population.tallies import Tallier, codes_of, different_pairs
from accreditation.rules.average_per_period import AveragePerPeriod
from accreditation.rules.case import Case
from accreditation.rules.combinations import AllOf, AnyOf, AtLeast
from accreditation.rules.count import Count
from accreditation.rules.counting import Counting
from accreditation.rules.declaration import Declaration
from accreditation.rules.distinct import Distinct
from accreditation.rules.document import Document
from accreditation.rules.every_period import EveryPeriod
from accreditation.rules.nested_minimum import NestedMinimum
from accreditation.rules.node import Rule, walk
from accreditation.rules.per_person import PerPerson
from accreditation.rules.recency import Recency
from accreditation.rules.sum import Sum
from accreditation.rules.unknown import Unknown
from accreditation.rules.window import Stretch
from accreditation.scheme import Requirement, SchemeVersion


@dataclass(slots=True)
class Judge:
    """Judges by the rule of one requirement, lot after lot."""

    version: SchemeVersion
    requirement: Requirement
    talliers: dict[tuple[int, Measure], Tallier] = field(default_factory=dict)

    def judge(self, setting: Setting) -> Answers:
        """Everybody's answer on this requirement."""
        answers = self._answer(self.requirement.rule, setting)
        asked = self.requirement.applies_if
        if asked is None:
            return answers
        return answers.where(holds(asked, setting), said.the_same(len(setting), Outcome.NOT_APPLICABLE))

    def _answer(self, rule: Rule, setting: Setting) -> Answers:
        answers = self._find(rule, setting)
        if rule.applies_if is None:
            return answers
        return answers.where(holds(rule.applies_if, setting), said.the_same(len(setting), Outcome.NOT_APPLICABLE))

    def _find(self, rule: Rule, setting: Setting) -> Answers:
        match rule:
            case Unknown():
                return said.the_same(len(setting), Outcome.UNKNOWN_RULE)
            case AllOf() | AnyOf() | AtLeast():
                return self._combined(rule, setting)
            case NestedMinimum():
                return self._nested(rule, setting)
            case EveryPeriod() if not rule.shortfalls_forward:
                return self._every_period(rule, setting)
            case Sum() if not rule.surplus:
                return self._summed(rule, rule.measure, setting)
            case Count():
                return self._summed(rule, Measure.EVENTS, setting)
            case AveragePerPeriod():
                return self._averaged(rule, setting)
            case Distinct():
                return self._distinct(rule, setting)
            case Document():
                return _documents(rule, setting)
            case Declaration():
                return _declared(rule, setting)
        return one_by_one(rule, setting)

    def _combined(self, rule: AllOf | AnyOf | AtLeast, setting: Setting) -> Answers:
        outcomes = [self._answer(part, setting).outcome for part in rule.rules]
        if isinstance(rule, AllOf):
            return said.outcomes_only(said.all_of(outcomes))
        if isinstance(rule, AnyOf):
            return said.outcomes_only(said.any_of(outcomes))
        met = said.count(outcomes, said.SATISFIED)
        return Answers(said.at_least(rule.k, outcomes), said.exactly(np.maximum(rule.k - met, 0), 1))

    def _nested(self, rule: NestedMinimum, setting: Setting) -> Answers:
        whole, *parts = (self._answer(part, setting) for part in rule.parts())
        unit = rule.whole.measure
        missing = whole.missing
        for part, answers in zip(rule.minimums, parts, strict=True):
            inner = part.whole if isinstance(part, NestedMinimum) else part
            if inner.measure is unit:
                missing = _larger(missing, answers.missing)
        return Answers(said.all_of([whole.outcome, *(part.outcome for part in parts)]), missing)

    def _summed(self, rule: Sum | Count, measure: Measure, setting: Setting) -> Answers:
        needed, which = norms(rule, setting, _what(rule))
        return self._reached(rule, measure, setting, needed, which)

    def _averaged(self, rule: AveragePerPeriod, setting: Setting) -> Answers:
        def work_out(case: Case, stretch: Stretch) -> Need:
            years = stretch.months / 12
            return rule.norm(case, stretch, None) * years + rule.added(case), 1 / years if years else Fraction(1)

        needed, which = norms(rule, setting, work_out)
        return self._reached(rule, rule.measure, setting, needed, which)

    def _reached(
        self, rule: Counting, measure: Measure, setting: Setting, needed: Sequence[Need], which: Ints
    ) -> Answers:
        """Totals against what everybody needs, of which the shortfall is told times a size."""
        tallier = self._tallier(rule, measure)
        if tallier.is_too_fine:
            return one_by_one(rule, setting)
        totals = tallier.totals(setting, windows(rule, setting))
        answers = _against(totals.now, totals.more, totals.parts, needed, which)
        return _put_alone(answers, rule, setting, totals.alone)

    def _distinct(self, rule: Distinct, setting: Setting) -> Answers:
        tallier = self._tallier(rule, Measure.EVENTS)
        if tallier.is_too_fine:
            return one_by_one(rule, setting)
        weighed, alone = tallier.weigh(setting, windows(rule, setting))
        values = codes_of(setting.people, rule.of)
        has_value = [
            (value := getattr(sample, rule.of)) is not None and (not rule.among or value in rule.among)
            for sample in setting.people.shapes.samples
        ]
        counted = np.array(has_value, dtype=np.bool_)[weighed.shape]
        later = _different(weighed.who[counted], values[weighed.shape[counted]], len(setting))
        counted &= ~weighed.waits
        now = _different(weighed.who[counted], values[weighed.shape[counted]], len(setting))
        needed, which = norms(rule, setting, _what(rule))
        return _put_alone(_against(now, later - now, 1, needed, which), rule, setting, alone)

    def _tallier(self, rule: Counting, measure: Measure) -> Tallier:
        found = self.talliers.get((id(rule), measure))
        if found is None:
            found = Tallier(rule, measure, self.requirement.code, self.version.conversion, self.version.evidence)
            self.talliers[id(rule), measure] = found
        return found

    def _every_period(self, rule: EveryPeriod, setting: Setting) -> Answers:
        each = [setting.memory.inside(rule, frame) for frame in setting.frames]
        count = np.array([len(periods) for periods in each], dtype=np.int64)[setting.frame]
        outcomes: list[Numbers] = []
        for number in range(max(map(len, each), default=0)):
            both = zip(setting.frames, each, strict=True)
            frames = [periods[min(number, len(periods) - 1)] if periods else frame for frame, periods in both]
            found = self._answer(rule.rule, replace(setting, frames=frames)).outcome
            outcomes.append(np.where(number < count, found, said.NOT_APPLICABLE).astype(np.uint8))
        needed = np.maximum(count - rule.misses, 0)
        none = [said.the_same(len(setting), Outcome.NOT_APPLICABLE).outcome]
        outcome = np.where(count == 0, said.SATISFIED, said.at_least(needed, outcomes or none)).astype(np.uint8)
        met = said.count(outcomes or none, said.SATISFIED)
        return Answers(outcome, said.exactly(np.maximum(needed - met, 0), 1))


def _what(rule: Counting) -> Callable[[Case, Stretch], Need]:
    """What a rule needs, told in its own unit."""
    return lambda case, stretch: (rule.needed(case, stretch, rule.leave), Fraction(1))


READS_COLUMNS = (Counting, Document, Declaration, NestedMinimum, PerPerson)


def one_by_one(
    rule: Rule, setting: Setting, these: Iterable[int] | None = None, into: Answers | None = None
) -> Answers:
    """Judge everybody (or some) as a single file is judged."""
    found = said.nothing_yet(len(setting)) if into is None else into
    whole = any(
        isinstance(part, READS_COLUMNS) or (isinstance(part, Recency) and part.of != "qualification")
        for part in walk(rule)
    )
    for place in range(len(setting)) if these is None else these:
        found.put(place, rule.find(setting.case(place, whole=whole)))
    return found


def _put_alone(answers: Answers, rule: Rule, setting: Setting, alone: Bools) -> Answers:
    return one_by_one(rule, setting, np.flatnonzero(alone).tolist(), answers) if alone.any() else answers


def _against(found: Ints, waiting: Ints, parts: int, needed: Sequence[Need], which: Ints) -> Answers:
    """Whole amounts against exact norms: what is just enough is worked out once for each different norm."""
    enough = np.array([min(ceil(norm * parts), 2**62) for norm, _ in needed], dtype=np.int64)
    least = enough[which]
    outcome = np.where(
        found >= least, said.SATISFIED,
        np.where(found + waiting >= least, said.NEEDS_ASSESSOR, said.NOT_SATISFIED),
    ).astype(np.uint8)  # fmt: skip
    missing = np.full(len(found), Fraction(0), dtype=np.object_)
    short = np.flatnonzero(found < least)
    firsts, same = sorted_out(list(zip(which[short].tolist(), found[short].tolist(), strict=True)))
    amounts = np.empty(len(firsts), dtype=np.object_)
    for number, first in enumerate(firsts):
        norm, size = needed[int(which[short[first]])]
        amounts[number] = (norm - Fraction(int(found[short[first]]), parts)) * size
    missing[short] = amounts[same]
    return Answers(outcome, missing)


def _different(who: Ints, value: Ints, count: int) -> Ints:
    """How many different values everybody has."""
    owners, _ = different_pairs(who, value)
    return np.bincount(owners, minlength=count).astype(np.int64)


def _larger(whole: Exact, part: Exact) -> Exact:
    """The larger shortfall of the two; None where the whole has no amount."""
    found = whole.copy()
    for place in np.flatnonzero((whole != None) & (part != None)):  # noqa: E711  # asked of every element
        found[place] = max(whole[place], part[place])
    return found


def _documents(rule: Document, setting: Setting) -> Answers:
    days, people, on = windows(rule, setting), setting.people, setting.on
    documents = people.documents
    right = [kind in rule.kinds and kind not in rule.refused for kind, _ in people.document_sorts]
    unseen = [rule.verified and not verified for _, verified in people.document_sorts]
    oldest = 0 if rule.not_older_than is None else rule.not_older_than.before(on).toordinal()
    who, day = documents.person, documents.on
    counts = np.array(right, dtype=np.bool_)[documents.sort] if right else np.zeros(0, dtype=np.bool_)
    counts &= (day >= days.since[who]) & (day <= days.until[who]) & (day <= on.toordinal()) & (day >= oldest)
    waits = np.array(unseen, dtype=np.bool_)[documents.sort] if unseen else counts
    good = np.bincount(who[counts & ~waits], minlength=len(setting))
    waiting = np.bincount(who[counts & waits], minlength=len(setting))
    needed = [(Fraction(rule.at_least), Fraction(1))]
    return _against(good, waiting, 1, needed, np.zeros(len(setting), dtype=np.int64))


def _declared(rule: Declaration, setting: Setting) -> Answers:
    people, on = setting.people, setting.on
    declarations = people.declarations
    right = [
        text == rule.text and (not rule.versions or version in rule.versions)
        for text, version in people.declaration_sorts
    ]
    oldest = 0 if rule.not_older_than is None else rule.not_older_than.before(on).toordinal()
    latest = min(on, rule.on_or_before or on).toordinal()
    good = np.array(right, dtype=np.bool_)[declarations.sort] if right else np.zeros(0, dtype=np.bool_)
    good &= (declarations.on >= oldest) & (declarations.on <= latest)
    accepted = np.bincount(declarations.person[good], minlength=len(setting)) > 0
    return said.outcomes_only(np.where(accepted, said.SATISFIED, said.NOT_SATISFIED).astype(np.uint8))
