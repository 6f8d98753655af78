"""The files of everybody who holds a mark, lot after lot, each as its owner sees it: for the level and work they hold
or asked, with the province they work in."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY
from accreditation.dossier import Dossier
from accreditation.standing import Standing, standing_on
from registry.catalogue import Scheme
from registry.database import Hot
from registry.decision_rows import decisions_by_mark
from registry.gathering import gather_files
from registry.holders import BEFORE_ALL, LOT
from registry.marks_in_view import as_asked
from registry.provinces import province_of
from registry.tables_decisions import ApplicationRow, HoldingRow
from registry.tables_people import PractitionerRow, WorkPlaceRow

# Per last day of a term how many have it, of whoever is still in the register.
_ENDS = Hot(
    "SELECT CAST(h.until AS TEXT), count(*) FROM holding h JOIN practitioner p ON p.id = h.practitioner "
    "WHERE h.mark = $1 AND h.since <= $2 AND h.until >= $2 AND h.until <= $3 "
    "AND p.removed_on IS NULL GROUP BY h.until"
)


@dataclass(frozen=True, slots=True)
class Lot:
    """Some files, and beside each the province in which its owner works (nothing: not known)."""

    files: Sequence[Dossier]
    regions: Sequence[str]


async def lots_of(
    scheme: Scheme, on: date, *, ends_until: date = LAST_DAY, size: int = LOT
) -> AsyncIterator[Lot]:  # fmt: skip
    """Everybody who holds a mark on a day, whose term ends on `ends_until` or sooner; each in one lot."""
    after = BEFORE_ALL
    while whose := await _some_of(scheme.mark.code, on, ends_until, after, size):
        after = whose[-1]
        people = (
            await PractitionerRow.select(PractitionerRow.id, PractitionerRow.number)
            .where(PractitionerRow.id.is_in(whose), PractitionerRow.removed_on.is_null())
            .order_by(PractitionerRow.id)
        )
        yield await _lot(scheme, people, on)


async def _some_of(mark: str, on: date, ends_until: date, after: UUID, most: int) -> list[UUID]:
    rows = (
        await HoldingRow.select(HoldingRow.practitioner)
        .where(HoldingRow.mark == mark, HoldingRow.since <= on, HoldingRow.until >= on, HoldingRow.until <= ends_until)
        .where(HoldingRow.practitioner > after)
        .order_by(HoldingRow.practitioner)
        .limit(most)
    )
    return [row["practitioner"] for row in rows]


async def _lot(scheme: Scheme, people: Sequence[Mapping[str, Any]], on: date) -> Lot:
    whose = [person["id"] for person in people]
    open_ = await _applications(whose, scheme.mark.code)
    places = await _provinces(whose)
    files = []
    for person, file in zip(people, await gather_files(people, on), strict=True):
        standing = await _standing(scheme, person["id"], on)
        files.append(as_asked(file, scheme.mark.code, standing, open_.get(person["id"])))
    return Lot(files, [places.get(who, "") for who in whose])


async def _standing(scheme: Scheme, who: UUID, on: date) -> Standing:
    """What is held, where a mark has levels or fields of work at all; elsewhere nothing has to be read for it."""
    leveled = scheme.mark.levels or scheme.mark.scopes
    decisions = (await decisions_by_mark(who)).get(scheme.mark.code, []) if leveled else []
    return standing_on(decisions, on, LAST_DAY, scheme.rules)


async def _applications(whose: Sequence[UUID], mark: str) -> Mapping[UUID, Mapping[str, Any]]:
    rows = await ApplicationRow.select(ApplicationRow.practitioner, ApplicationRow.facts).where(
        ApplicationRow.practitioner.is_in(list(whose)), ApplicationRow.mark == mark, ApplicationRow.is_open.eq(True)
    )
    return {row["practitioner"]: row for row in rows}


async def _provinces(whose: Sequence[UUID]) -> Mapping[UUID, str]:
    """Where each works; of several places the first that they gave a postcode for."""
    rows = (
        await WorkPlaceRow.select(WorkPlaceRow.practitioner, WorkPlaceRow.postcode4)
        .where(WorkPlaceRow.practitioner.is_in(list(whose)), WorkPlaceRow.postcode4.is_not_null())
        .order_by(WorkPlaceRow.postcode4)
    )
    return {row["practitioner"]: province_of(row["postcode4"]) for row in reversed(rows)}


async def ends_by_month(mark: str, on: date, until: date) -> Mapping[date, int]:
    """How many terms end in each month, from a day until another."""
    found: dict[date, int] = {}
    for day, count in await _ENDS.rows(mark, on, until):
        month = date.fromisoformat(day).replace(day=1)
        found[month] = found.get(month, 0) + count
    return found
