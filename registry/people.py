"""The people of a body: everybody about whom something was decided on one of its own marks, and finding them again.

What is asked is about those marks only: a body does not learn from a search who holds a mark of another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.standing import Status, standing_on
from registry.catalogue import Catalogue
from registry.decision_rows import COLUMNS, WITH_TEXT, read_decision
from registry.errors import Malformed, Problem
from registry.evidence_reading import Reader
from registry.inputs import Code, Input, Line80, Line200
from registry.names import display_name, fold
from registry.own_marks import marks_of, require_mark
from registry.practitioners import number_now
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow

LOOKING = frozenset({"officer", "body_administrator"})
SIZE = 50
MOST_WORDS = 8
State = Literal["valid", "suspended", "ended", "revoked", "applied"]
_SUSPENDED = (
    "EXISTS (SELECT 1 FROM measure y WHERE y.practitioner = x.practitioner AND y.mark = x.mark "
    "AND y.kind = 'suspension' AND y.since <= {} AND (y.until IS NULL OR y.until >= {}))"
)
_KNOWN = (
    "(EXISTS (SELECT 1 FROM decision x WHERE x.practitioner = p.id AND {of_marks}) "
    "OR EXISTS (SELECT 1 FROM merged_person w JOIN decision x ON x.practitioner = w.gone "
    "WHERE w.kept = p.id AND {of_marks}))"
)


class PeopleFilter(Input):
    """Whom to find: words of a name or a whole number, a town or its four figures, a mark, and how that mark stands."""

    q: Line200 = ""
    place: Line80 = ""
    mark: Code | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class MarkHeld:
    """How one mark of one person stands on a day: the status, and until when."""

    mark: str
    status: Status
    until: date | None


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody in the list, with how the marks of the body stand."""

    number: str
    name: str
    towns: tuple[str, ...]
    marks: tuple[MarkHeld, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A part of the list by family name, and whether there is more after it."""

    items: tuple[PersonFound, ...]
    more: bool


async def find_people(
    wanted: PeopleFilter, staff: Reader, *, catalogue: Catalogue, at: datetime, page: int = 1, size: int = SIZE
) -> PeoplePage:
    """The people of one's body, by family name ("van der Meer" under M).

    Raises Malformed for a number with a wrong check figure, NotFound for a mark of another body.
    """
    marks = await asked_marks(wanted.mark, staff)
    words = tuple(fold(wanted.q).split()[:MOST_WORDS])
    if not marks or (wanted.q and not words):
        return PeoplePage((), more=False)
    today = amsterdam_day(at)
    number = await _number(wanted.q) if _is_number(words) else None
    where, args = _conditions(wanted, words, number, marks, today)
    rows = await PractitionerRow.raw(
        "SELECT p.id AS id, p.number AS number, p.initials AS initials, p.prefix AS prefix, "  # noqa: S608  # our own constants
        f"p.family_name AS family_name FROM practitioner p WHERE p.removed_on IS NULL AND {where} "
        "ORDER BY p.sort_key, p.number LIMIT {} OFFSET {}",
        *args, size + 1, (page - 1) * size,
    )  # fmt: skip
    shown = rows[:size]
    held = await marks_held([row["id"] for row in shown], marks, catalogue, today)
    towns = await _towns([row["id"] for row in shown])
    return PeoplePage(tuple(_found(row, held, towns) for row in shown), len(rows) > size)


async def asked_marks(mark: str | None, staff: Reader) -> tuple[str, ...]:
    """The marks that somebody may look among: the one asked for, or all of their body."""
    if mark is None:
        return await marks_of(staff, LOOKING)
    await require_mark(mark, staff, LOOKING)
    return (mark,)


def known_for(marks: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition that something was decided about `p` on one of these marks, as for itself or a part of it."""
    return _KNOWN.format(of_marks=f"x.mark IN ({_places(marks)})"), [*marks, *marks]


def _conditions(
    wanted: PeopleFilter, words: Sequence[str], number: str | None, marks: Sequence[str], today: date
) -> tuple[str, list[Any]]:
    named: tuple[str, list[Any]] = ("p.number = {}", [number]) if number is not None else _named(words)
    parts = [known_for(marks), named, _placed(wanted.place)]
    if wanted.state is not None:
        parts.append(_standing(wanted.state, marks, today))
    return " AND ".join(condition for condition, _ in parts), [arg for _, args in parts for arg in args]


def _standing(state: State, marks: Sequence[str], today: date) -> tuple[str, list[Any]]:
    """The condition that one of these marks stands so today. What few people have is looked up first, and then they."""
    of_marks = f"x.mark IN ({_places(marks)})"
    holds = (
        f"SELECT 1 FROM holding x WHERE x.practitioner = p.id AND {of_marks} AND x.since <= {{}} AND x.until >= {{}}"  # noqa: S608  # our own constants
    )
    whose = "p.id IN (SELECT x.practitioner FROM"
    match state:
        case "valid":
            return f"EXISTS ({holds} AND NOT {_SUSPENDED})", [*marks, *[today] * 4]
        case "suspended":
            running = "x.kind = 'suspension' AND x.since <= {} AND (x.until IS NULL OR x.until >= {})"
            return f"{whose} measure x WHERE {of_marks} AND {running}) AND EXISTS ({holds} AND {_SUSPENDED})", [
                *marks, *[today] * 2, *marks, *[today] * 4,
            ]  # fmt: skip
        case "ended":
            over = f"{whose} holding x WHERE {of_marks} GROUP BY x.practitioner HAVING max(x.until) < {{}})"
            return over, [*marks, today]
        case "revoked":
            return f"{whose} measure x WHERE {of_marks} AND x.kind = 'revocation' AND x.since <= {{}})", [*marks, today]
        case "applied":
            return f"{whose} application x WHERE {of_marks} AND x.is_open IS NOT NULL)", [*marks]


def _places(values: Sequence[object]) -> str:
    """So many places for values in a statement."""
    return ", ".join(["{}"] * len(values))


def _named(words: Sequence[str]) -> tuple[str, list[Any]]:
    """Words that each begin a word of the name, or each of one earlier name."""
    if not words:
        return "TRUE", []
    likes = [f"% {word}%" for word in words]
    own, former = (" AND ".join([f"{column} LIKE {{}}"] * len(likes)) for column in ("p.search_key", "f.search_key"))
    earlier = f"p.id IN (SELECT f.practitioner FROM former_name f WHERE {former})"  # noqa: S608  # our own constants
    return f"(({own}) OR {earlier})", likes * 2


def _is_number(words: Sequence[str]) -> bool:
    return "".join(words).removeprefix("lp").isdigit()


async def _number(q: str) -> str:
    """The number, or the one that it leads to."""
    try:
        return await number_now(q)
    except Malformed as error:
        raise Malformed([Problem("q", problem.message) for problem in error.problems]) from None


def _placed(place: str) -> tuple[str, list[Any]]:
    if not place:
        return "TRUE", []
    of_person = "EXISTS (SELECT 1 FROM work_place x WHERE x.practitioner = p.id AND "
    if place.isdigit():
        return f"{of_person} x.postcode4 = {{}})", [place[:4]]
    asked = place.casefold()  # compared as it is: a wildcard of SQL is no letter of a town
    return f"{of_person} substr(lower(x.town), 1, {{}}) = {{}})", [len(asked), asked]


async def marks_held(
    whose: Sequence[UUID], marks: Sequence[str], catalogue: Catalogue, on: date
) -> Mapping[UUID, tuple[MarkHeld, ...]]:
    """How these marks of these people stand on a day, folded from the decisions as for a verification."""
    if not whose or not marks:
        return {}
    people, codes = _places(whose), _places(marks)
    rows = await DecisionRow.raw(
        f"SELECT d.practitioner AS holder, d.mark AS mark, {COLUMNS} FROM decision d {WITH_TEXT} "  # noqa: S608  # our own constants
        f"WHERE d.practitioner IN ({people}) AND d.mark IN ({codes}) UNION ALL "
        f"SELECT w.kept, d.mark, {COLUMNS} FROM merged_person w JOIN decision d ON d.practitioner = w.gone {WITH_TEXT} "
        f"WHERE w.kept IN ({people}) AND d.mark IN ({codes}) ORDER BY 1, 2, 4",
        *whose, *marks, *whose, *marks,
    )  # fmt: skip
    found: dict[UUID, tuple[MarkHeld, ...]] = {}
    for (holder, mark), group in groupby(rows, key=lambda row: (row["holder"], row["mark"])):
        decisions = [read_decision(tuple(row.values())[2:]) for row in group]
        standing = standing_on(decisions, on, LAST_DAY, catalogue.scheme(mark).rules)
        who = UUID(str(holder))
        found[who] = (*found.get(who, ()), MarkHeld(mark, standing.status, standing.until))
    return found


async def _towns(whose: Sequence[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    if not whose:
        return {}
    rows = await PractitionerRow.raw(
        f"SELECT x.practitioner AS whose, x.town AS town FROM work_place x WHERE x.practitioner IN ({_places(whose)}) "  # noqa: S608  # our own constants
        "ORDER BY x.town",
        *whose,
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        who = UUID(str(row["whose"]))
        found[who] = (*found.get(who, ()), row["town"])
    return found


def _found(
    row: Mapping[str, Any], held: Mapping[UUID, tuple[MarkHeld, ...]], towns: Mapping[UUID, tuple[str, ...]]
) -> PersonFound:
    who = UUID(str(row["id"]))
    name = display_name(row["initials"], row["prefix"], row["family_name"])
    return PersonFound(row["number"], name, towns.get(who, ()), held.get(who, ()))
