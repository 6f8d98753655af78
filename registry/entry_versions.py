"""What an entry said before: every change keeps the version that it replaces, with who changed it and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.canonical import canonical, from_canonical
from registry.drafts import DRAFTS, Draft, EntryKind
from registry.entry_kinds import KINDS
from registry.errors import NotFound
from registry.journal import Recording
from registry.merged_people import whole_of
from registry.practitioners import find_practitioner
from registry.tables_history import EntryVersionRow

NO_ENTRY = "There is no such entry in this file. Open the file again."


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """One version that was replaced: by whom, when, and by which change ("corrected", "approved", "withdrawn" …)."""

    version: int
    state: str
    said: Draft
    change: str
    replaced_at: datetime
    replaced_by: str


async def find_entry(practitioner: UUID, kind: EntryKind, entry: UUID) -> dict[str, Any]:
    """The row of an entry of somebody's own. Raises NotFound, also for an entry of somebody else."""
    own = KINDS[kind]
    row: dict[str, Any] | None = await own.table.select().where(own.where(practitioner), own.table.id == entry).first()
    if row is None:
        raise NotFound(NO_ENTRY)
    return row


async def newest_versions(entries: list[UUID]) -> dict[UUID, int]:
    """The number of the newest version of each of these entries."""
    numbers = dict.fromkeys(entries, 1)
    if entries:
        rows = await EntryVersionRow.select(EntryVersionRow.entry, EntryVersionRow.version).where(
            EntryVersionRow.entry.is_in(entries)
        )
        for row in rows:
            numbers[row["entry"]] = max(numbers[row["entry"]], row["version"] + 1)
    return numbers


async def keep_version(journal: Recording, kind: EntryKind, row: Mapping[str, Any], change: str) -> int:
    """Keep what an entry says now, because `change` replaces it; gives the number of the version that comes."""
    version = (await newest_versions([row["id"]]))[row["id"]]
    own = KINDS[kind]
    await EntryVersionRow.insert(
        EntryVersionRow(
            practitioner=row["practitioner"],
            kind=kind,
            entry=row["id"],
            version=version,
            state=own.state(row),
            content=canonical(own.said(row).model_dump(mode="json")),
            change=change,
            replaced_at=journal.at,
            replaced_by=journal.actor,
        )
    )
    return version + 1


async def earlier_versions(number: str, kind: EntryKind, entry: UUID) -> tuple[EarlierVersion, ...]:
    """Every version of an entry before the one that stands there now, newest first."""
    person = await find_practitioner(number)
    whole = await whole_of(person["id"])
    rows = (
        await EntryVersionRow.select()
        .where(EntryVersionRow.practitioner.is_in(whole), EntryVersionRow.kind == kind, EntryVersionRow.entry == entry)
        .order_by(EntryVersionRow.version, ascending=False)
    )
    return tuple(
        EarlierVersion(
            row["version"], row["state"], DRAFTS[kind].model_validate(from_canonical(row["content"], dict[str, Any])),
            row["change"], row["replaced_at"], row["replaced_by"],
        )
        for row in rows
    )  # fmt: skip
