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
from registry.errors import NotFound, Removed
from registry.names import display_name
from registry.numbers import read_number
from registry.practitioners import GONE, UNKNOWN
from registry.public_view import PublicRegistration, PublicStanding, proven, public_registration

UNDERSTOOD = 4_096  # answers of a few kB

_STANDING = Hot(
    f"SELECT p.initials, p.prefix, p.family_name, p.removal, d.mark, {COLUMNS} "  # noqa: S608  # a constant
    f"FROM practitioner p LEFT JOIN decision d ON d.practitioner = p.id {WITH_TEXT} "
    "WHERE p.number = $1 ORDER BY d.mark, d.seq"
)


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
    be one, NotFound for an unknown number or mark, Removed for somebody taken out of the register.
    """
    exact = read_number(number)
    if mark is not None:
        catalogue.mark(mark)
    today = amsterdam_day(at)
    rows = await _STANDING.rows(exact)
    if not rows:
        raise NotFound(UNKNOWN)
    initials, prefix, family_name, removal, *_ = rows[0]
    if removal is not None:
        raise Removed(GONE, removal)
    name = display_name(initials, prefix, family_name)
    return _answer(exact, name, tuple(rows), on or today, known_on, mark, today, catalogue)


# What is in the database is read for every question. What it means follows from it alone, so the same rows need not
# be thought through again: that is most of the work, and most questions are about somebody who was asked about before.
@lru_cache(maxsize=UNDERSTOOD)
def _answer(
    number: str, name: str, rows: tuple[Sequence[Any], ...], on: date, known_on: date | None, mark: str | None,
    today: date, catalogue: Catalogue,
) -> PublicStanding:  # fmt: skip
    """Gathered rows in, public answer out; nothing is asked of the database here."""
    registrations = tuple(
        found
        for code, group in groupby(rows, key=lambda row: row[4])
        if code is not None and mark in (None, code)
        if (found := _registration(code, [read_decision(row[5:]) for row in group], on, known_on, today, catalogue))
    )
    certified = [r for r in registrations if r.certified]
    proves = proven(catalogue.proves_on(r.mark, r.scheme_version, on) for r in certified)
    return PublicStanding(number, name, on, known_on, bool(certified), registrations, proves)


def _registration(
    code: str, decisions: list[Decision], on: date, known_on: date | None, today: date, catalogue: Catalogue
) -> PublicRegistration | None:
    standing = standing_on(decisions, on, known_on or LAST_DAY, catalogue.scheme(code).rules)
    return public_registration(code, standing, today, catalogue)
