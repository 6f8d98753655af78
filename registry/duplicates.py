"""Who looks like one person with two files: the same name, and something else that two people seldom share.

A name alone says little: of a hundred thousand people thousands share theirs with somebody. What is listed is what the
register has beside it: an address, a telephone number, a town, a firm.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any, Literal, get_args
from uuid import UUID, uuid4

from registry.accounts import email_key
from registry.database import conflict_when, once_more
from registry.desk import bodies_of
from registry.errors import Malformed, Problem, Refused
from registry.evidence_reading import Reader
from registry.inputs import Input, Line20, Reason
from registry.journal import recording
from registry.names import display_name
from registry.own_marks import marks_of
from registry.people import LOOKING, known_for
from registry.person_files import find_own_person
from registry.tables_catalogue import AffiliationRow
from registry.tables_merging import NotSameRow
from registry.tables_people import PractitionerRow, WorkPlaceRow

MERGING = frozenset({"officer"})
SIZE = 50
LOT = 200  # names looked at together
MOST_LOTS = 20
MOST_OF_A_NAME = 100  # more of them come up once these were merged or told apart
Signal = Literal["email", "phone", "place", "organisation"]
SIGNALS: tuple[Signal, ...] = get_args(Signal)
ONE_PERSON = "These are two times the same number. Choose two people."
SAID_BEFORE = "Your body said before that these are two people. Open the list again."
NOT_TO_MERGE = "This is the work of an officer of the body. Ask one of them."


@dataclass(frozen=True, slots=True)
class Alike:
    """One of two people who look alike."""

    number: str
    name: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who look alike, and why."""

    one: Alike
    other: Alike
    because: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A part of the list; `after` is where the next part begins, None after the last."""

    items: tuple[Pair, ...]
    after: str | None


class NotSameGiven(Input):
    """Two numbers that belong to two people, and why."""

    one: Line20
    other: Line20
    reason: Reason


async def duplicates_of(staff: Reader, *, after: str = "", size: int = SIZE) -> Pairs:
    """The people of one's body who look alike, by name. Names that nobody shares are never read."""
    marks = await marks_of(staff, LOOKING)
    if not marks:
        return Pairs((), None)
    apart = await _said_apart(bodies_of(staff, LOOKING))
    found: list[Pair] = []
    for _ in range(MOST_LOTS):
        names = await _shared_names(after, LOT)
        if not names:
            return Pairs(tuple(found), None)
        for key, pairs in await _pairs(names, marks, apart):
            found += pairs
            if len(found) >= size:
                return Pairs(tuple(found), key)
        after = names[-1]
    return Pairs(tuple(found), after)


async def _shared_names(after: str, most: int) -> list[str]:
    """Names as they are sorted, without accents and capitals, that more than one person has. One index says it all."""
    rows = await PractitionerRow.raw(
        "SELECT p.sort_key AS sort_key FROM practitioner p WHERE p.removed_on IS NULL AND p.sort_key > {} "
        "GROUP BY p.sort_key HAVING count(*) > 1 ORDER BY p.sort_key LIMIT {}",
        after,
        most,
    )
    return [row["sort_key"] for row in rows]


async def _pairs(
    names: Sequence[str], marks: Sequence[str], apart: frozenset[frozenset[UUID]]
) -> list[tuple[str, list[Pair]]]:
    """The pairs of each of these names, in their order."""
    known, args = known_for(marks)
    places = ", ".join(["{}"] * len(names))
    rows = await PractitionerRow.raw(
        "SELECT p.id AS id, p.number AS number, p.initials AS initials, p.prefix AS prefix, "  # noqa: S608  # our own constants
        "p.family_name AS family_name, p.sort_key AS sort_key, p.email AS email, p.phone AS phone "
        f"FROM practitioner p WHERE p.removed_on IS NULL AND p.sort_key IN ({places}) AND {known} "
        "ORDER BY p.sort_key, p.number",
        *names,
        *args,
    )
    people = [dict(row) | {"id": UUID(str(row["id"]))} for row in rows]
    towns, firms = await _towns(people), await _firms(people)
    return [
        (key, list(islice(_alike(list(group), towns, firms, apart), MOST_OF_A_NAME)))
        for key, group in groupby(people, key=lambda person: str(person["sort_key"]))
    ]


def _alike(
    people: Sequence[Mapping[str, Any]],
    towns: Mapping[UUID, tuple[str, ...]],
    firms: Mapping[UUID, frozenset[UUID]],
    apart: frozenset[frozenset[UUID]],
) -> Iterator[Pair]:
    """Of people with one name the pairs that have more in common than that, and were not told apart.

    Only those who share something meet: of a name that thousands have, nobody is held against all the others.
    """
    sharing: defaultdict[tuple[Signal, object], list[int]] = defaultdict(list)
    mine = [_signals_of(person, towns, firms) for person in people]
    for place, person in enumerate(people):
        met: defaultdict[int, set[Signal]] = defaultdict(set)
        for signal, value in mine[place]:
            for other in sharing[signal, value]:
                met[other].add(signal)
            sharing[signal, value].append(place)
        for other, because in sorted(met.items()):
            earlier = people[other]
            if frozenset((earlier["id"], person["id"])) not in apart:
                why = tuple(signal for signal in SIGNALS if signal in because)
                yield Pair(_shown(earlier, towns), _shown(person, towns), why)


def _signals_of(
    person: Mapping[str, Any], towns: Mapping[UUID, tuple[str, ...]], firms: Mapping[UUID, frozenset[UUID]]
) -> set[tuple[Signal, object]]:
    """What somebody could have in common with another, made comparable."""
    found: set[tuple[Signal, object]] = {("place", town.casefold()) for town in towns.get(person["id"], ())}
    found |= {("organisation", firm) for firm in firms[person["id"]]}
    if person["email"]:
        found.add(("email", email_key(person["email"])))
    if person["phone"]:
        found.add(("phone", _figures(person["phone"])))
    return found


def _figures(phone: str) -> str:
    return "".join(figure for figure in phone if figure.isdigit())[-9:]  # with or without the country


def _shown(person: Mapping[str, Any], towns: Mapping[UUID, tuple[str, ...]]) -> Alike:
    name = display_name(person["initials"], person["prefix"], person["family_name"])
    return Alike(person["number"], name, towns.get(person["id"], ()))


async def _towns(people: Sequence[Mapping[str, Any]]) -> Mapping[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    if people:
        rows = await WorkPlaceRow.select(WorkPlaceRow.practitioner, WorkPlaceRow.town).where(
            WorkPlaceRow.practitioner.is_in([person["id"] for person in people])
        )
        for row in rows:
            found[row["practitioner"]] = (*found.get(row["practitioner"], ()), row["town"])
    return found


async def _firms(people: Sequence[Mapping[str, Any]]) -> Mapping[UUID, frozenset[UUID]]:
    found: defaultdict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    if people:
        rows = await AffiliationRow.select(AffiliationRow.practitioner, AffiliationRow.organisation).where(
            AffiliationRow.practitioner.is_in([person["id"] for person in people]),
            AffiliationRow.organisation.is_not_null(),
        )
        for row in rows:
            found[row["practitioner"]] |= {row["organisation"]}
    return found


async def _said_apart(bodies: Iterable[str]) -> frozenset[frozenset[UUID]]:
    rows = await NotSameRow.select(NotSameRow.one, NotSameRow.other).where(NotSameRow.body.is_in(sorted(bodies)))
    return frozenset(frozenset((row["one"], row["other"])) for row in rows)


@once_more
async def tell_apart(given: NotSameGiven, staff: Reader, *, at: datetime) -> None:
    """Say that two people are not the same, so that they are not listed again.

    Raises NotFound for who is none of the body's people, Malformed for one number twice, Conflict for what was said
    before, Refused for who is no officer.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        require_officer(staff)
        one = (await find_own_person(given.one, staff, MERGING)).row
        other = (await find_own_person(given.other, staff, MERGING)).row
        if one["id"] == other["id"]:
            raise Malformed([Problem("other", ONE_PERSON)])
        low, high = sorted((one, other), key=lambda row: str(row["number"]))
        body = min(bodies_of(staff, MERGING))
        row = NotSameRow(
            id=uuid4(), body=body, one=low["id"], other=high["id"], reason=given.reason, said_by=journal.actor,
            said_at=journal.at,
        )  # fmt: skip
        with conflict_when("uq_not_same_once", "not_same.body, not_same.one, not_same.other", message=SAID_BEFORE):
            await NotSameRow.insert(row)
        await journal.append("merge.told_apart", low["number"], reference=str(row.id))


def require_officer(staff: Reader) -> None:
    """That somebody decides for a body. Raises Refused."""
    if not bodies_of(staff, MERGING):
        raise Refused(NOT_TO_MERGE)
