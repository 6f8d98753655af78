"""Finding people: by number, or by any words of their name, without accents, capitals or tussenvoegsel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.standing import standing_on
from registry.catalogue import Catalogue
from registry.decision_rows import COLUMNS, WITH_TEXT, read_decision
from registry.errors import Malformed, Problem, worded
from registry.names import fold
from registry.practitioners import number_now
from registry.profiles import profiles_of
from registry.public_view import PublicProfile, PublicRegistration, public_registration
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow

Place = tuple[str, str]  # where a page stopped: sort key and register number
Row = Mapping[str, Any]

MOST_WORDS = 8
MOST_LETTERS = 40  # of one word
MOST_ITEMS = 100
_NUMBER_LIKE = re.compile(r"(lp )?[0-9 ]{7,}")


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found: what they show of themselves, and their marks on the day asked."""

    profile: PublicProfile
    registrations: tuple[PublicRegistration, ...]
    certified: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list; `next` is where the next part begins, None after the last."""

    items: tuple[Found, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: words of a name, or a whole number, or neither (everybody); and one mark, or any."""

    words: tuple[str, ...]
    number: str | None
    mark: str | None
    on: date
    today: date


async def find(
    *,
    at: datetime,
    catalogue: Catalogue,
    q: str = "",
    mark: str | None = None,
    on: date | None = None,
    limit: int = 20,
    after: Place | None = None,
) -> Page:
    """One page of the people asked for, sorted by family name ("van der Meer" under M).

    Each word of `q` must begin a word of the name, or of one earlier name. Only people certified on `on` (default: the
    day of `at`) are listed, unless the question is a register number or a whole name. Walking from page to page with
    `after` gives everybody once, also while people are added. Raises Malformed for a number with a wrong check figure,
    NotFound for an unknown mark.
    """
    if not 1 <= limit <= MOST_ITEMS:
        raise Malformed([Problem("limit", worded("Ask for 1 to {most} at a time.", most=MOST_ITEMS))])
    if mark is not None:
        catalogue.mark(mark)
    today = amsterdam_day(at)
    words = tuple(word[:MOST_LETTERS] for word in fold(q[:200]).split()[:MOST_WORDS])
    if q.strip() and not words:
        return Page((), None)  # asked for something that no name holds, which is not asking for everybody
    question = Question(words, await _number_in(q, words), mark, on or today, today)
    found: list[tuple[Row, tuple[PublicRegistration, ...]]] = []
    while len(found) <= limit:
        rows = await _candidates(question, limit + 1, after)
        registrations = await _registrations(rows, question, catalogue)
        found += [
            (row, registrations.get(row["id"], ()))
            for row in rows
            if _is_listed(row, registrations.get(row["id"], ()), question)
        ]
        if len(rows) <= limit:
            break
        after = _place(rows[-1])
    return await _page(found, limit, today)


async def _number_in(q: str, words: tuple[str, ...]) -> str | None:
    """The register number that was asked for, or the one that it leads to.

    Raises Malformed when it looks like one and cannot be one.
    """
    return await number_now(q) if _NUMBER_LIKE.fullmatch(" ".join(words)) else None


def _place(row: Row) -> Place:
    return row["sort_key"], row["number"]


async def _candidates(question: Question, most: int, after: Place | None) -> list[dict[str, Any]]:
    """The next people who may be on the list, in its order: whoever holds a term, or may hold on to one."""
    where, args = _asked(question)
    if after is not None:
        where += " AND p.sort_key >= {} AND (p.sort_key, p.number) > ({}, {})"
        args += [after[0], *after]
    exact, exact_args = _whole_name(question)
    # All of this is in one index: the rows themselves are read only of those who stay.
    listed = (
        f"SELECT p.id AS id, CASE WHEN {exact} THEN 1 ELSE 0 END AS is_exact FROM practitioner p "  # noqa: S608  # our own constants
        f"WHERE p.removed_on IS NULL AND {where} ORDER BY p.sort_key, p.number LIMIT {{}}"
    )
    sql = (
        "SELECT q.id, q.number, q.given_name, q.initials, q.prefix, q.family_name, q.sort_key, listed.is_exact "  # noqa: S608  # as above
        f"FROM ({listed}) AS listed JOIN practitioner q ON q.id = listed.id ORDER BY q.sort_key, q.number"
    )
    rows: list[dict[str, Any]] = await PractitionerRow.raw(sql, *exact_args, *args, most)
    return rows


def _asked(question: Question) -> tuple[str, list[Any]]:
    if question.number is not None:
        return "p.number = {}", [question.number]
    named, args = _named("% {}%", question.words)
    exact, exact_args = _whole_name(question)
    of_mark = " AND x.mark = {}" if question.mark else ""
    mark_args = [question.mark] if question.mark else []
    holds = (
        "EXISTS (SELECT 1 FROM holding x WHERE x.practitioner = p.id "  # noqa: S608  # our own constants
        f"AND x.since <= {{}} AND x.until >= {{}}{of_mark})"
    )
    waits = f"EXISTS (SELECT 1 FROM application x WHERE x.practitioner = p.id AND x.is_open{of_mark})"  # noqa: S608  # as above
    where = f"{named} AND ({holds} OR {waits} OR {exact})"
    return where, [*args, question.on, question.on, *mark_args, *mark_args, *exact_args]


def _named(pattern: str, words: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition that each word is in the name, or each in one earlier name. Folded words hold no wildcards."""
    if not words:
        return "TRUE", []
    likes = [pattern.format(word) for word in words]
    own, former = (" AND ".join([f"{column} LIKE {{}}"] * len(likes)) for column in ("p.search_key", "f.search_key"))
    earlier = f"p.id IN (SELECT f.practitioner FROM former_name f WHERE {former})"  # noqa: S608  # our own constants
    return f"(({own}) OR {earlier})", likes * 2


def _whole_name(question: Question) -> tuple[str, list[Any]]:
    """Asked for one person by name: two words or more, all of them whole, the last of them the last of the name."""
    if len(question.words) < 2:
        return "FALSE", []
    condition, args = _named("% {} %", question.words)
    last, last_args = _named("% {} ", question.words[-1:])
    return f"({condition} AND {last})", [*args, *last_args]


async def _registrations(
    rows: Sequence[Row], question: Question, catalogue: Catalogue
) -> dict[UUID, tuple[PublicRegistration, ...]]:
    """Everybody's marks on the day asked, not only the one asked for, folded as for a verification."""
    if not rows:
        return {}
    places = ", ".join(["{}"] * len(rows))
    decided = await DecisionRow.raw(
        f"SELECT d.practitioner AS holder, d.mark AS mark, {COLUMNS} FROM decision d "  # noqa: S608  # our own constants
        f"{WITH_TEXT} WHERE d.practitioner IN ({places}) UNION ALL SELECT w.kept, d.mark, {COLUMNS} "
        f"FROM merged_person w JOIN decision d ON d.practitioner = w.gone {WITH_TEXT} WHERE w.kept IN ({places}) "
        "ORDER BY 1, 2, 4",
        *(row["id"] for row in rows),
        *(row["id"] for row in rows),
    )
    found: dict[UUID, tuple[PublicRegistration, ...]] = {}
    for (holder, mark), group in groupby(decided, key=lambda row: (row["holder"], row["mark"])):
        decisions = [read_decision(tuple(row.values())[2:]) for row in group]
        standing = standing_on(decisions, question.on, LAST_DAY, catalogue.scheme(mark).rules)
        registration = public_registration(mark, standing, question.today, catalogue)
        if registration is not None:
            who = UUID(str(holder))
            found[who] = (*found.get(who, ()), registration)
    return found


def _is_listed(row: Row, registrations: tuple[PublicRegistration, ...], question: Question) -> bool:
    asked = [registration for registration in registrations if question.mark in (None, registration.mark)]
    if question.number is not None or (row["is_exact"] and _by_given_name(row, question)):
        return bool(asked) or question.mark is None
    return any(registration.certified for registration in asked)


def _by_given_name(row: Row, question: Question) -> bool:
    """Asked with a given name or initials too: a tussenvoegsel and a family name are those of many people."""
    return not set(question.words[:-1]).isdisjoint(fold(f"{row['given_name']} {row['initials']}").split())


async def _page(found: list[tuple[Row, tuple[PublicRegistration, ...]]], limit: int, today: date) -> Page:
    shown = found[:limit]
    profiles = await profiles_of([row for row, _ in shown], today)
    items = tuple(
        Found(profile, registrations, any(r.certified for r in registrations))
        for profile, (_, registrations) in zip(profiles, shown, strict=True)
    )
    return Page(items, _place(shown[-1][0]) if len(found) > limit else None)
