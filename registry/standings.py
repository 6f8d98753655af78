"""Is this person certified, on this day, as known on that day? The one question everything else exists for."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.decisions import Decision
from accreditation.standing import standing_on
from registry.catalogue import Catalogue
from registry.database import Hot
from registry.decision_rows import COLUMNS, WITH_TEXT, read_decision
from registry.errors import NotFound
from registry.names import display_name
from registry.numbers import read_number
from registry.practitioners import UNKNOWN, find_practitioner
from registry.public_view import PublicRegistration, PublicStanding, proven, public_registration

UNDERSTOOD = 4_096  # answers of a few kB

# What tells whether anything that an answer follows from has changed, in one row. The database refuses to change or
# delete a decision (its guard ao_decision), so as many are the same ones. Their identities are drawn at random: the
# highest is another one in another copy of the database. Only the words beside decisions can still go.
_STATE = Hot(
    "SELECT p.initials, p.prefix, p.family_name, p.removal, "  # noqa: S608  # a constant
    "(SELECT count(*) || ' ' || coalesce(max(CAST(d.id AS TEXT)), '') || ' ' || coalesce(sum(length(t.text)), 0) "
    "FROM (SELECT p.id AS whose UNION ALL SELECT w.gone FROM merged_person w WHERE w.kept = p.id) AS whole "
    f"JOIN decision d ON d.practitioner = whole.whose {WITH_TEXT}) FROM practitioner p WHERE p.number = $1"
)
_STANDING = Hot(
    f"SELECT p.initials, p.prefix, p.family_name, p.removal, d.mark, {COLUMNS} "  # noqa: S608  # a constant
    f"FROM practitioner p LEFT JOIN decision d ON d.practitioner = p.id {WITH_TEXT} WHERE p.number = $1 "
    # What was decided about a part of them, under a number that now leads here.
    f"UNION ALL SELECT p.initials, p.prefix, p.family_name, p.removal, d.mark, {COLUMNS} "
    "FROM practitioner p JOIN merged_person w ON w.kept = p.id JOIN decision d ON d.practitioner = w.gone "
    f"{WITH_TEXT} WHERE p.number = $1 ORDER BY 5, 7"
)

# The places of columns in a row of _STANDING.
_MARK = 4
_ID = 5
_TEXT = 14


async def standing_of(
    number: str,
    *,
    at: datetime,
    catalogue: Catalogue,
    on: date | None = None,
    known_on: date | None = None,
    mark: str | None = None,
) -> PublicStanding:
    """The public answer for one person.

    `on` is the civil day asked about (default: the day of `at`), `known_on` asks what the register knew at the end of
    that day (default: everything), `mark` narrows the answer to one mark. Raises Malformed for a number that cannot
    be one, NotFound for an unknown number or mark, Removed for somebody taken out of the register, and Merged for a
    number that leads to another one.
    """
    exact = read_number(number)
    if mark is not None:
        catalogue.mark(mark)
    today = amsterdam_day(at)
    understood = _understood(exact, on, known_on, mark, today, catalogue)
    if understood.answer is not None:
        states = await _STATE.rows(exact)
        if states and tuple(states[0]) == understood.state:
            return understood.answer
    rows = await _STANDING.rows(exact)
    if not rows:
        raise NotFound(UNKNOWN)
    initials, prefix, family_name, removal, *_ = rows[0]
    if removal is not None:
        await find_practitioner(exact)  # says that they are gone, or under which number they go on
    name = display_name(initials, prefix, family_name)
    answer = _answer(exact, name, rows, on or today, known_on, mark, today, catalogue)
    understood.state, understood.answer = _state(rows), answer
    return answer


def _state(rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """What _STATE gives while these rows hold."""
    decisions = [row[_ID] for row in rows if row[_ID] is not None]  # whoever has none has one row
    words = sum(len(row[_TEXT] or "") for row in rows)
    return (*rows[0][:_MARK], f"{len(decisions)} {max(decisions, default='')} {words}")


class _Understood:
    """What the state of the database at some moment meant, for one question."""

    __slots__ = ("answer", "state")

    def __init__(self) -> None:
        self.state: tuple[Any, ...] = ()
        self.answer: PublicStanding | None = None


# The database is asked for every question. What its rows mean follows from them alone, so while it says that they are
# the same they need not be read and thought through again: that is most of the work, and most questions are about
# somebody who was asked about before.
@lru_cache(maxsize=UNDERSTOOD)
def _understood(
    number: str, on: date | None, known_on: date | None, mark: str | None, today: date, catalogue: Catalogue
) -> _Understood:
    """The place for one question; empty when it was never asked."""
    return _Understood()


def _answer(
    number: str, name: str, rows: Sequence[Sequence[Any]], on: date, known_on: date | None, mark: str | None,
    today: date, catalogue: Catalogue,
) -> PublicStanding:  # fmt: skip
    """Gathered rows in, public answer out; nothing is asked of the database here."""
    registrations = tuple(
        found
        for code, group in groupby(rows, key=lambda row: row[_MARK])
        if code is not None and mark in (None, code)
        if (
            found := _registration(
                code, [read_decision(row[_MARK + 1 :]) for row in group], on, known_on, today, catalogue
            )
        )
    )
    certified = [r for r in registrations if r.certified]
    proves = proven(catalogue.proves_on(r.mark, r.scheme_version, on) for r in certified)
    return PublicStanding(number, name, on, known_on, bool(certified), registrations, proves)


def _registration(
    code: str, decisions: list[Decision], on: date, known_on: date | None, today: date, catalogue: Catalogue
) -> PublicRegistration | None:
    standing = standing_on(decisions, on, known_on or LAST_DAY, catalogue.scheme(code).rules)
    return public_registration(code, standing, today, catalogue)
