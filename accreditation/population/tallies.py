"""Adding the entries of many people up in columns: what counts now, and what would once all of it is approved.

Whether an entry may count is asked of the rules themselves, once for each shape. Where a quota or a course that counts
once would have to choose between entries, the file is judged by itself: `alone` says whose.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import lcm

import numpy as np

from accreditation.dossier import Activity, EntryState, Measure
from accreditation.findings import Reason
from accreditation.population.columns import ABSENT, MEASURES, PARTS, Bools, Ints, People
from accreditation.population.settings import Setting, Windows
from accreditation.rules.caps import Cap
from accreditation.rules.tables import PER_AMOUNT, ConversionRow, EvidenceRow
from accreditation.rules.tally import NEVER_COUNTS, Quota, Selection

FINEST = 10**6  # parts of one; beyond, sums of whole numbers would not fit
LARGEST = 10**7  # parts that one unit of an entry may be worth; beyond, the same
NO_LIMIT = EXACT = 2**53  # below it whole numbers are exact in a float, which numpy adds up fastest
NONE = -1


@dataclass(frozen=True, slots=True)
class Weighed:
    """The entries that count: whose, of which shape, on which day, for how much, and whether they wait."""

    who: Ints
    shape: Ints
    on: Ints
    amount: Ints
    waits: Bools


@dataclass(frozen=True, slots=True)
class Totals:
    """Per person what counts now and what approval would add, in `parts`; and who must be judged alone."""

    now: Ints
    more: Ints
    parts: int
    alone: Bools


@dataclass(slots=True)
class Weights:
    """What each shape is worth under one rule, asked once.

    An entry counts for `factor`, times its own amount of measure `times` unless that is NONE; at most `limit`. `cap` is
    the innermost maximum it falls under.
    """

    takes: list[bool] = field(default_factory=list)
    takes_sampled: list[bool] = field(default_factory=list)
    waits: list[bool] = field(default_factory=list)
    factor: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    limit: list[int] = field(default_factory=list)
    cap: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Tallier:
    """Adds up under one rule of one requirement, lot after lot; what was asked about a shape is remembered."""

    selection: Selection
    measure: Measure
    requirement: str
    conversion: tuple[ConversionRow, ...]
    evidence: tuple[EvidenceRow, ...]
    caps: list[tuple[Cap, int]] = field(init=False)
    parts: int = field(init=False)
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        self.caps = list(_from_the_outside_in(self.selection.caps, NONE, 0))
        self.parts = lcm(*self._sizes())

    @property
    def is_too_fine(self) -> bool:
        """Whether the amounts of the rule itself do not fit in whole parts."""
        return self.parts > FINEST

    def _sizes(self) -> Iterator[int]:
        """The parts in which every amount of this rule comes out whole."""
        yield PARTS[self.measure]
        for row in self.conversion:
            if row.gives is self.measure:
                unit = PER_AMOUNT.get(row.per)
                yield (row.amount or Fraction(1)).denominator * (PARTS[Measure(unit)] if unit else 1)
                yield (row.at_most or Fraction(1)).denominator
        yield (self.selection.at_most_per_entry or Fraction(1)).denominator
        yield from (cap.at_most.denominator for cap, _ in self.caps)

    def totals(self, setting: Setting, windows: Windows) -> Totals:
        """Everybody's totals in their windows."""
        weighed, alone = self.weigh(setting, windows)
        now = self._total(weighed, ~weighed.waits, len(setting))
        later = self._total(weighed, np.ones(len(weighed.who), dtype=np.bool_), len(setting))
        return Totals(now, np.maximum(later - now, 0), self.parts, alone)

    def weigh(self, setting: Setting, windows: Windows) -> tuple[Weighed, Bools]:
        """Every entry that counts, and who must be judged alone."""
        people, entries = setting.people, setting.people.activities
        self._ask_about(people.shapes.samples)
        where = self._that_count(setting, windows)
        who, shape, on = entries.person[where], entries.sort[where], entries.on[where]
        alone = self._has_to_choose(people, who, shape, on)
        factor, times, limit = (
            _of(values, shape) for values in (self.weights.factor, self.weights.times, self.weights.limit)
        )
        alone[who[factor > LARGEST]] = True
        own = np.where(times == NONE, 1, people.amounts[times, where])
        amount = np.minimum(np.minimum(factor, LARGEST) * own, limit)
        said = own != ABSENT
        waits = _of(self.weights.waits, shape).astype(np.bool_)
        return Weighed(who[said], shape[said], on[said], amount[said], waits[said]), alone

    def _that_count(self, setting: Setting, windows: Windows) -> Ints:
        """The places of the entries of a shape that the rule takes, on a day that counts."""
        people, entries = setting.people, setting.people.activities
        taken = _of(self.weights.takes, entries.sort).astype(np.bool_)
        sampled = np.array([head.sampled for head in people.heads], dtype=np.bool_)
        if sampled.any():
            asked_more = _of(self.weights.takes_sampled, entries.sort).astype(np.bool_)
            taken = np.where(sampled[entries.person], asked_more, taken)
        where = np.flatnonzero(taken)
        who, on = entries.person[where], entries.on[where]
        until = np.minimum(windows.entries_until, setting.on.toordinal())
        where = where[(on >= windows.since[who]) & (on <= until[who])]
        if not self.selection.excluded_providers:
            return where
        kept = [not self._is_barred(people, place) for place in where.tolist()]
        return where[np.array(kept, dtype=np.bool_)]

    def _is_barred(self, people: People, place: int) -> bool:
        entries = people.activities
        sample = people.shapes.samples[int(entries.sort[place])]
        activity = replace(sample, on=date.fromordinal(int(entries.on[place])))
        return any(barred.hits(activity) for barred in self.selection.excluded_providers)

    def _ask_about(self, samples: Sequence[Activity]) -> None:
        """Ask the rule about the shapes that are new."""
        weights = self.weights
        for sample in samples[len(weights.takes) :]:
            row = next((r for r in self.conversion if r.fits(sample, self.measure)), None)
            factor, times = self._worth(sample, row)
            may = factor is not None and self._may_count(sample)
            weights.takes.append(may and self._evidence_is_enough(sample, sampled=False))
            weights.takes_sampled.append(may and self._evidence_is_enough(sample, sampled=True))
            weights.waits.append(sample.state is EntryState.WAITING)
            weights.factor.append(factor or 0)
            weights.times.append(times)
            limits = [x for x in (row.at_most if row else None, self.selection.at_most_per_entry) if x is not None]
            weights.limit.append(min((int(x * self.parts) for x in limits), default=NO_LIMIT))
            weights.cap.append(self._innermost(sample))

    def _may_count(self, sample: Activity) -> bool:
        where = self.selection.where
        return where.concerns(sample) and sample.state not in NEVER_COUNTS and where.refusal(sample) is None

    def _evidence_is_enough(self, sample: Activity, *, sampled: bool) -> bool:
        rows = (row for row in self.evidence if row.fits(sample, self.requirement))
        return all(row.refusal(sample, sampled) is None for row in rows)

    def _worth(self, sample: Activity, row: ConversionRow | None) -> tuple[int | None, int]:
        """The factor and the measure it is multiplied with; None for what is worth nothing here."""
        if row is not None and row.fixed_by == "table":
            assert row.amount is not None  # the scheme file was checked
            unit = PER_AMOUNT.get(row.per)
            if unit is None:
                return int(row.amount * self.parts), NONE
            return int(row.amount * self.parts / PARTS[Measure(unit)]), MEASURES.index(Measure(unit))
        own = self.parts // PARTS[self.measure], MEASURES.index(self.measure)
        if row is not None:
            claimed = row.worth(replace(sample, amounts={str(self.measure): Fraction(1)}))
            return (None, NONE) if isinstance(claimed, Reason) else own
        if self.measure is Measure.EVENTS:
            return self.parts, NONE
        is_converted = self.measure is Measure.POINTS and any(r.gives is Measure.POINTS for r in self.conversion)
        return (None, NONE) if is_converted else own

    def _innermost(self, sample: Activity) -> int:
        """The number of the innermost maximum that a shape falls under."""
        found, caps = NONE, self.selection.caps
        while (cap := next((c for c in caps if c.covers(sample)), None)) is not None:
            found, caps = next(n for n, (known, _) in enumerate(self.caps) if known is cap), cap.caps
        return found

    def _total(self, weighed: Weighed, counted: Bools, count: int) -> Ints:
        """The sum per person, with the maximums from the inside out."""
        who, amount = weighed.who[counted], weighed.amount[counted]
        if not self.caps:
            return _sums(who, amount, count)
        cap = _of(self.weights.cap, weighed.shape[counted])
        got = {
            number: _sums(who[cap == number], amount[cap == number], count) for number in range(NONE, len(self.caps))
        }
        for number, (limit, around) in reversed(list(enumerate(self.caps))):
            got[around] += np.minimum(got[number], int(limit.at_most * self.parts))
        return got[NONE]

    def _has_to_choose(self, people: People, who: Ints, shape: Ints, on: Ints) -> Bools:
        """Whose entries a quota, or a course that counts once, would have to choose between."""
        alone = np.zeros(len(people), dtype=np.bool_)
        if self.selection.counted_once and any(row.per == "course" for row in self.conversion):
            alone |= people.repeats_course
        for quota in self.selection.quota:
            owners, times = different_pairs(who, self._key(quota, people, shape, on))
            alone[owners[times > quota.at_most]] = True
        return alone

    def _key(self, quota: Quota, people: People, shape: Ints, on: Ints) -> Ints:
        """What a quota counts per, as numbers."""
        if quota.per == "day":
            return on
        if quota.per == "year":
            return np.array([date.fromordinal(day).year for day in on.tolist()], dtype=np.int64)
        if quota.per == "person":
            return on * 0
        return codes_of(people, quota.per)[shape]


def codes_of(people: People, name: str) -> Ints:
    """A number for each value that the shapes have of a field."""
    values: dict[Hashable, int] = {}
    return np.array([values.setdefault(getattr(a, name), len(values)) for a in people.shapes.samples], dtype=np.int64)


def _from_the_outside_in(caps: Sequence[Cap], around: int, first: int) -> Iterator[tuple[Cap, int]]:
    """Every maximum with the number of the one around it; one comes before those inside it."""
    number = first
    for cap in caps:
        inside = list(_from_the_outside_in(cap.caps, number, number + 1))
        yield cap, around
        yield from inside
        number += 1 + len(inside)


def _of(values: Sequence[int], shapes: Ints) -> Ints:
    """The value of each entry's shape."""
    return np.array(values, dtype=np.int64)[shapes]


def different_pairs(who: Ints, value: Ints) -> tuple[Ints, Ints]:
    """Whose each different pair of a person and a value (not below zero) is, and how often it comes."""
    values = int(value.max()) + 1 if len(value) else 1
    pairs, times = np.unique(who * values + value, return_counts=True)
    return pairs // values, times


def _sums(who: Ints, amount: Ints, count: int) -> Ints:
    """Exact sums per person."""
    if len(amount) and int(amount.max()) * len(amount) >= EXACT:
        found = np.zeros(count, dtype=np.int64)
        np.add.at(found, who, amount)
        return found
    return np.bincount(who, amount, minlength=count).astype(np.int64)
