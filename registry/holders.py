"""Everybody who holds a mark on a day, lot after lot: for what is asked of a whole population at once."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

from accreditation.dossier import Dossier
from registry.gathering import gather_files
from registry.tables_decisions import HoldingRow
from registry.tables_people import PractitionerRow

LOT = 500  # files in memory at once, some 30 MB with 60 activities each
BEFORE_ALL = UUID(int=0)


async def holders_of(mark: str, on: date, lot: int = LOT) -> AsyncIterator[list[Dossier]]:
    """The files of everybody who holds the mark on this day, as its rules want them.

    Who joins or leaves while it runs may be in or out; everybody else is in exactly once.
    """
    after = BEFORE_ALL
    while whose := await _some_of(mark, on, after, lot):
        after = whose[-1]
        people = (
            await PractitionerRow.select(PractitionerRow.id, PractitionerRow.number)
            .where(PractitionerRow.id.is_in(whose), PractitionerRow.removed_on.is_null())
            .order_by(PractitionerRow.id)
        )
        yield [file.for_mark(mark) for file in await gather_files(people, on)]


async def _some_of(mark: str, on: date, after: UUID, most: int) -> list[UUID]:
    rows = (
        await HoldingRow.select(HoldingRow.practitioner)
        .where(HoldingRow.mark == mark, HoldingRow.since <= on, HoldingRow.until >= on)
        .where(HoldingRow.practitioner > after)
        .order_by(HoldingRow.practitioner)
        .limit(most)
    )
    return [row["practitioner"] for row in rows]


async def how_many_hold(mark: str, on: date) -> int:
    """How many hold the mark on this day: what there is to do, before it is done."""
    found: int = await HoldingRow.count().where(HoldingRow.mark == mark, HoldingRow.since <= on, HoldingRow.until >= on)
    return found
