"""Everybody's circumstances under one requirement: who has which term, window and norm."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np

from accreditation.population.columns import Bools, Ints, People
from accreditation.rules.case import Case
from accreditation.rules.condition import Condition
from accreditation.rules.counting import Counting, Windowed
from accreditation.rules.every_period import EveryPeriod
from accreditation.rules.window import Stretch

NEVER = date.min.toordinal()
Need = tuple[Fraction, Fraction]  # how much is needed, and the size in which a shortfall of it is told
PERSONAL = frozenset({"qualification", "held_mark"})  # tests of a condition that look at more than the plain fields


@dataclass(slots=True)
class Memory:
    """What was worked out for a frame, by the rule and the frame. It keeps them, so that no other gets their place."""

    stretches: dict[tuple[int, int], Stretch] = field(default_factory=dict)
    insides: dict[tuple[int, int], Sequence[Case]] = field(default_factory=dict)
    kept: list[Case] = field(default_factory=list)

    def stretch(self, rule: Windowed, frame: Case) -> Stretch:
        """The window of a rule in these circumstances."""
        found = self.stretches.get((id(rule), id(frame)))
        if found is None:
            found = self.stretches[id(rule), id(frame)] = rule.stretch(frame)
            self.kept.append(frame)
        return found

    def inside(self, rule: EveryPeriod, frame: Case) -> Sequence[Case]:
        """The circumstances in each period of a rule."""
        found = self.insides.get((id(rule), id(frame)))
        if found is None:
            found = [frame.inside(*period) for period in rule.periods_of(frame)]
            self.insides[id(rule), id(frame)] = found
            self.kept.append(frame)
        return found


@dataclass(frozen=True, slots=True)
class Setting:
    """`frames` are the different circumstances there are (without a file of their own), `frame` whose each is."""

    people: People
    on: date
    frames: Sequence[Case]
    frame: Ints
    memory: Memory

    def case(self, place: int, *, whole: bool) -> Case:
        """The case of one person, as a single file is judged; `whole` with what is kept in columns."""
        files = self.people.files if whole else self.people.heads
        frame = self.frames[int(self.frame[place])]
        return replace(frame, dossier=files[place])

    def __len__(self) -> int:
        return len(self.people)


def sorted_out(keys: Sequence[Hashable]) -> tuple[list[int], Ints]:
    """The place of the first of each different key, and which of these everybody has."""
    numbers: dict[Hashable, int] = {}
    firsts: list[int] = []
    which = np.empty(len(keys), dtype=np.int64)
    for place, key in enumerate(keys):
        number = numbers.setdefault(key, len(firsts))
        if number == len(firsts):
            firsts.append(place)
        which[place] = number
    return firsts, which


@dataclass(frozen=True, slots=True)
class Windows:
    """The days that count for everybody, as numbers of days; `until` with the grace in which activities count."""

    each: Sequence[Stretch]
    since: Ints
    until: Ints
    entries_until: Ints


def windows(rule: Windowed, setting: Setting) -> Windows:
    """The window of a rule for everybody: worked out once for each of the different circumstances."""
    each = [setting.memory.stretch(rule, frame) for frame in setting.frames]
    since = np.array([one.span.since.toordinal() for one in each], dtype=np.int64)
    until = np.array([one.span.until.toordinal() for one in each], dtype=np.int64)
    grace = np.array([one.grace_until.toordinal() if one.grace_until else NEVER for one in each], dtype=np.int64)
    frame = setting.frame
    return Windows(each, since[frame], until[frame], np.maximum(until, grace)[frame])


def holds(condition: Condition, setting: Setting) -> Bools:
    """Whether a condition holds, for everybody."""
    heads, on = setting.people.heads, setting.on
    if condition.fields_used() & PERSONAL:
        return np.array([condition.holds(head, on) for head in heads], dtype=np.bool_)
    firsts, which = sorted_out([
        (h.registered_on, h.applied_on, h.term, h.affiliated_on, h.level, h.former_level, h.route) for h in heads
    ])  # fmt: skip
    found: Bools = np.array([condition.holds(heads[first], on) for first in firsts], dtype=np.bool_)[which]
    return found


def norms(rule: Counting, setting: Setting, work_out: Callable[[Case, Stretch], Need]) -> tuple[list[Need], Ints]:
    """The different amounts that are needed, and which of them by whom. `work_out` is the rule's own reckoning.

    Nobody here has leave or anything brought forward. So only an average and a share since entry look at the window.
    """
    if not rule.norm_needs_window:
        firsts, which = sorted_out([(frame.share, frame.extra) for frame in setting.frames])
        some = [setting.frames[first] for first in firsts]
        return [work_out(frame, setting.memory.stretch(rule, frame)) for frame in some], which[setting.frame]
    stretches = [setting.memory.stretch(rule, frame) for frame in setting.frames]
    flags = [holds(low.when, setting).tolist() for low in rule.lowered]
    entered = [head.registered_on if rule.pro_rata else None for head in setting.people.heads]
    firsts, which = sorted_out(list(zip(setting.frame.tolist(), entered, *flags, strict=True)))
    return [work_out(setting.case(p, whole=False), stretches[int(setting.frame[p])]) for p in firsts], which
