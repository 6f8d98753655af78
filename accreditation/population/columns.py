"""Many files side by side: what is counted most is kept in columns, one number an entry, instead of in objects.

Activities that are alike apart from their days, amounts and meeting share one *shape*. The rules are asked about a
shape once, by the very functions that judge a single file, and the answer serves every entry of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from accreditation.dates import FIRST_DAY
from accreditation.dossier import Activity, Dossier, Measure
from accreditation.rules.caps import Cap
from accreditation.rules.counting import Windowed
from accreditation.rules.distinct import Distinct
from accreditation.rules.tally import ExcludedProvider, Quota
from accreditation.rules.where import Where
from accreditation.scheme import SchemeVersion

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Amounts are kept as whole numbers of these parts: a minute, a hundredth of a point. One that does not fit makes its
# file one of those that are judged by themselves.
PARTS: dict[Measure, int] = {
    Measure.POINTS: 100, Measure.HOURS: 60, Measure.CLIENTS: 1, Measure.CONTACT_HOURS: 60, Measure.CREDITS: 100,
    Measure.EVENTS: 1,
}  # fmt: skip
MEASURES = tuple(PARTS)
MOST = 10**9  # parts that one entry may hold; a million hours are well below it
ABSENT = -1


ALWAYS = ("kind", "state", "evidence", "provider_accredited", "motivation")
ALONE = ("category", "domain", "role", "mode", "provider", "commissioner", "subject", "course", "confirmed_by",
         "counted_for")  # fmt: skip
NOTHING: dict[str, Any] = dict.fromkeys(ALONE) | {"confirmed_by": frozenset(), "counted_for": frozenset()}


def looked_at(value: Any) -> frozenset[str]:
    """Which of ALONE the rules inside a version (or a part of it) look at; what they do not is left out of a shape."""
    found: set[str] = set()
    if isinstance(value, Where):
        found |= {name for name in ALONE if getattr(value, name, None)}
        found |= {"counted_for"} if value.not_counted_for else set()
    if isinstance(value, Cap | Distinct):
        found.add(value.of)
    if isinstance(value, Quota):
        found |= {value.per} & {"provider", "course"}
    if isinstance(value, ExcludedProvider):
        found.add("provider")
    if isinstance(value, BaseModel):
        return frozenset(found).union(*(looked_at(getattr(value, name)) for name in type(value).model_fields))
    return frozenset().union(*map(looked_at, value)) if isinstance(value, tuple) else frozenset()


def minds_leave(value: Any) -> bool:
    """Whether a rule inside a version (or a part of it) does anything with leave."""
    if isinstance(value, Windowed) and value.leave is not None:
        return True
    if isinstance(value, BaseModel):
        return any(minds_leave(getattr(value, name)) for name in type(value).model_fields)
    return isinstance(value, tuple) and any(map(minds_leave, value))


@dataclass(slots=True)
class Shapes:
    """Every different activity there is, as far as the rules look at it; and whether they look at leave."""

    fields: tuple[str, ...]
    key: Callable[[Activity], tuple[Any, ...]]
    minds_leave: bool
    known: dict[tuple[Any, ...], int] = field(default_factory=dict)
    samples: list[Activity] = field(default_factory=list)

    @classmethod
    def for_rules_of(cls, version: SchemeVersion) -> "Shapes":
        fields = (*ALWAYS, *sorted(looked_at(version) & set(ALONE)))
        return cls(fields, attrgetter(*fields), minds_leave(version))

    def number_of(self, activity: Activity) -> int:
        """The number of the shape of an activity; a new one for a shape that was not met before."""
        key = self.key(activity)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.samples)
            unseen = {name: NOTHING[name] for name in ALONE if name not in self.fields}
            self.samples.append(
                replace(activity, id="", on=FIRST_DAY, since=None, amounts={}, meeting=None, **unseen)
            )  # fmt: skip
        return found


@dataclass(frozen=True, slots=True)
class Entries:
    """Facts of many people: whose each is, on which day (as a number of days), and of which sort."""

    person: Ints
    on: Ints
    sort: Ints

    def of(self, wanted: Bools, renumbered: Ints) -> "Entries":
        """Those of some of the people, who get new numbers."""
        kept = wanted[self.person]
        return Entries(renumbered[self.person[kept]], self.on[kept], self.sort[kept])


@dataclass(frozen=True, slots=True)
class People:
    """Many files. `files` are whole; `heads` the same without what is in columns.

    `amounts` has a row for each of MEASURES, ABSENT where an activity does not say; sorts of `documents` and
    `declarations` are places in `document_sorts` (kind, verified) and `declaration_sorts` (text, version).
    """

    files: Sequence[Dossier]
    heads: tuple[Dossier, ...]
    shapes: Shapes
    activities: Entries
    amounts: Ints
    documents: Entries
    document_sorts: tuple[tuple[str, bool], ...]
    declarations: Entries
    declaration_sorts: tuple[tuple[str, str], ...]
    by_themselves: Bools
    repeats_course: Bools

    def __len__(self) -> int:
        return len(self.heads)

    def only(self, wanted: Bools) -> "People":
        """Some of these people, in the same order."""
        if wanted.all():
            return self
        places = np.flatnonzero(wanted)
        renumbered = np.cumsum(wanted) - 1
        return replace(
            self,
            files=[self.files[place] for place in places.tolist()],
            heads=tuple(self.heads[place] for place in places.tolist()),
            activities=self.activities.of(wanted, renumbered),
            amounts=self.amounts[:, wanted[self.activities.person]],
            documents=self.documents.of(wanted, renumbered),
            declarations=self.declarations.of(wanted, renumbered),
            by_themselves=self.by_themselves[wanted],
            repeats_course=self.repeats_course[wanted],
        )


def side_by_side(files: Sequence[Dossier], shapes: Shapes) -> People:
    """Put files side by side. The same `shapes` serve lot after lot, so that the rules are asked about each once."""
    person: list[int] = []
    on: list[int] = []
    sort: list[int] = []
    amounts: list[tuple[int, ...]] = []
    odd, repeats = np.zeros(len(files), dtype=np.bool_), np.zeros(len(files), dtype=np.bool_)
    documents, declarations = _Listed(), _Listed()
    for place, file in enumerate(files):
        odd[place] = is_out_of_the_ordinary(file) or (shapes.minds_leave and bool(file.leave))
        repeats[place] = _repeats_a_course(file)
        for activity in file.activities:
            parts = _parts(activity)
            if parts is None:
                odd[place] = True
                continue
            person.append(place)
            on.append(activity.on.toordinal())
            sort.append(shapes.number_of(activity))
            amounts.append(parts)
        for document in file.documents:
            documents.add(place, document.on, (document.kind, document.verified))
        for declaration in file.declarations:
            declarations.add(place, declaration.on, (declaration.text, declaration.version))
    return People(
        files,
        tuple(replace(file, activities=(), documents=(), declarations=()) for file in files),
        shapes,
        Entries(_ints(person), _ints(on), _ints(sort)),
        np.array(amounts, dtype=np.int64).reshape(len(amounts), len(MEASURES)).T.copy(),
        documents.entries(), tuple(documents.sorts), declarations.entries(), tuple(declarations.sorts),
        odd, repeats,
    )  # fmt: skip


def is_out_of_the_ordinary(file: Dossier) -> bool:
    """Whether something in a file bears on every rule: such a file is judged by itself.

    Also one in which the same meeting was logged twice: which of them counts is no question of their sum.
    """
    if file.restrictions or file.set_aside or file.brought_forward or file.scopes or file.people:
        return True
    met = [(a.course, a.meeting or a.on.isoformat()) for a in file.activities if a.course is not None]
    return len(set(met)) < len(met)


def _repeats_a_course(file: Dossier) -> bool:
    courses = [activity.course for activity in file.activities if activity.course is not None]
    return len(set(courses)) < len(courses)


@dataclass(slots=True)
class _Listed:
    person: list[int] = field(default_factory=list)
    on: list[int] = field(default_factory=list)
    sort: list[int] = field(default_factory=list)
    sorts: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def add(self, person: int, on: date, sort: tuple[Any, ...]) -> None:
        self.person.append(person)
        self.on.append(on.toordinal())
        self.sort.append(self.sorts.setdefault(sort, len(self.sorts)))

    def entries(self) -> Entries:
        return Entries(_ints(self.person), _ints(self.on), _ints(self.sort))


def _parts(activity: Activity) -> tuple[int, ...] | None:
    """The amounts in whole parts; None when one does not come out."""
    found = [ABSENT] * len(MEASURES)
    for place, measure in enumerate(MEASURES):
        amount: Fraction | None = activity.amounts.get(measure)
        if amount is not None:
            whole, rest = divmod(amount.numerator * PARTS[measure], amount.denominator)
            if rest or not 0 <= whole <= MOST:
                return None
            found[place] = whole
    return tuple(found)


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
