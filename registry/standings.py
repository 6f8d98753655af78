"""Is this person certified, on this day, as known on that day? The one question everything else exists for."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Generic, TypeVar

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.decisions import Decision
from accreditation.standing import standing_on
from registry.catalogue import Catalogue, load_catalogue
from registry.database import Hot
from registry.decision_rows import COLUMNS, read_decision
from registry.errors import NotFound, Removed
from registry.journal_follower import Entry, Follower
from registry.names import display_name
from registry.numbers import read_number
from registry.practitioners import GONE, UNKNOWN
from registry.public_view import PublicRegistration, PublicStanding, proven, public_registration

UNDERSTOOD = 4_096  # answers of a few kB

T = TypeVar("T")
Key = tuple[str, date, date | None, str | None, date]

_STANDING = Hot(
    f"SELECT p.initials, p.prefix, p.family_name, p.removal, d.mark, {COLUMNS} "  # noqa: S608  # a constant
    "FROM practitioner p LEFT JOIN decision d ON d.practitioner = p.id WHERE p.number = $1 ORDER BY d.mark, d.seq"
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


class StandingCache(Generic[T]):
    """Answers kept in memory, made by `make` from a standing (its bytes, say), and dropped when the journal says so.

    It answers from memory only while its follower is sure that nothing committed more than a second ago is unheard.
    A change in the register forgets everything about that person; a new scheme text forgets everything and takes the
    new catalogue first. When it is full the answer that was asked for longest ago goes.
    """

    def __init__(
        self, follower: Follower, catalogue: Catalogue, make: Callable[[PublicStanding], T], most: int = 20_000
    ) -> None:
        self.catalogue = catalogue
        self._follower = follower
        self._make = make
        self._most = most
        self._answers: OrderedDict[Key, T] = OrderedDict()
        self._keys: dict[str, set[Key]] = {}
        self._changes = 0
        self._new_scheme = False
        follower.listeners.append(self._heard)

    async def answer(
        self,
        number: str,
        *,
        at: datetime,
        on: date | None = None,
        known_on: date | None = None,
        mark: str | None = None,
    ) -> T:
        """As standing_of, from memory where it may."""
        today = amsterdam_day(at)
        key = (number, on or today, known_on, mark, today)
        sure = self._follower.is_sure()
        if sure and (kept := self._answers.get(key)) is not None:
            self._answers.move_to_end(key)
            return kept
        if self._new_scheme:
            self._new_scheme = False
            self.catalogue = await load_catalogue()
        changes = self._changes
        standing = await standing_of(number, at=at, catalogue=self.catalogue, on=on, known_on=known_on, mark=mark)
        made = self._make(standing)
        if sure and changes == self._changes:  # else it may be of before a change we have heard of meanwhile
            self._keep(standing.number, key, made)
        return made

    def _keep(self, number: str, key: Key, made: T) -> None:
        self._answers[key] = made
        self._keys.setdefault(number, set()).add(key)
        while len(self._answers) > self._most:
            oldest, _ = self._answers.popitem(last=False)
            self._drop_key(oldest)

    def _drop_key(self, key: Key) -> None:
        number = read_number(key[0])
        keys = self._keys.get(number)
        if keys is not None:
            keys.discard(key)
            if not keys:
                del self._keys[number]

    def _heard(self, entries: Sequence[Entry]) -> None:
        self._changes += 1
        for entry in entries:
            if entry.subject_kind == "practitioner":
                for key in self._keys.pop(entry.subject, ()):
                    self._answers.pop(key, None)
            elif entry.subject_kind == "mark":
                self._new_scheme = True
                self._answers.clear()
                self._keys.clear()
