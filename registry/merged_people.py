"""Who became part of whom: two files of one person that were put together, for everything that reads what was decided.

Decisions are never moved. What was decided about a part counts for the whole, from the day on which it was recorded.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from registry.tables_merging import MergedPersonRow
from registry.tables_people import PractitionerRow

MERGED = "merged"
# The identities of one person, in a condition of SQL with that of the whole filled in twice.
WHOLE = "(SELECT id FROM practitioner WHERE id = {} UNION ALL SELECT gone FROM merged_person WHERE kept = {})"


async def whole_of(person: UUID) -> list[UUID]:
    """Somebody and the parts of them, for whatever is kept by the identity that it was written about."""
    rows = await MergedPersonRow.select(MergedPersonRow.gone).where(MergedPersonRow.kept == person)
    return [person, *(row["gone"] for row in rows)]


async def wholes_of_parts(whose: Collection[UUID]) -> dict[UUID, UUID]:
    """Each part of these people, with whom it is a part of."""
    rows = await MergedPersonRow.select(MergedPersonRow.gone, MergedPersonRow.kept).where(
        MergedPersonRow.kept.is_in(list(whose))
    )
    return {row["gone"]: row["kept"] for row in rows}


async def wholes_with(parts: Collection[UUID]) -> set[UUID]:
    """Of whom any of these is a part. Few files are ever put together, and a whole population may be asked about."""
    rows = await MergedPersonRow.select(MergedPersonRow.gone, MergedPersonRow.kept)
    return {row["kept"] for row in rows if row["gone"] in parts}


async def now_of(person: Mapping[str, Any]) -> dict[str, Any]:
    """The row that stands for somebody now: their own, or that of the file which theirs went into."""
    found = dict(person)
    while found["removal"] == MERGED:
        newest = (
            await MergedPersonRow.select(MergedPersonRow.kept)
            .where(MergedPersonRow.gone == found["id"])
            .order_by(MergedPersonRow.seq, ascending=False)
            .first()
        )
        assert newest is not None  # written in the same transaction
        row = await PractitionerRow.select().where(PractitionerRow.id == newest["kept"]).first()
        assert row is not None  # a foreign key
        found = row
    return found
