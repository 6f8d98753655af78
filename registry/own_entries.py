"""The entries of somebody's own file as they stand now: a list of one kind, and one of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.canonical import from_canonical
from registry.drafts import Draft, EntryKind
from registry.entry_kinds import KINDS, KindOfEntry
from registry.entry_versions import EarlierVersion, earlier_versions, find_entry, newest_versions
from registry.errors import NotFound
from registry.evidence_entries import PROVED
from registry.inputs import Input
from registry.names import fold
from registry.practitioners import find_practitioner
from registry.tables_dossier import EvidenceRow
from registry.tables_history import EntryVersionRow

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PieceOfEvidence:
    """What is known of one piece of evidence with an entry."""

    id: UUID
    kind: str
    verified: bool
    media_type: str | None
    size_bytes: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands now. `on` is the day it counts on; `confirmed_by` says in which roles others did."""

    kind: EntryKind
    id: UUID
    version: int
    state: str
    on: date
    said: Draft
    confirmed_by: frozenset[str]
    evidence: tuple[PieceOfEvidence, ...]
    recorded_at: datetime


class Filter(Input):
    """Which entries to list. `text` is looked for in everything that was written down, accents and capitals aside."""

    state: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    text: str = ""

    def takes(self, entry: Entry) -> bool:
        said = entry.said.model_dump(exclude_none=True)
        return (
            (not self.state or entry.state in self.state)
            and (self.since is None or entry.on >= self.since)
            and (self.until is None or entry.on <= self.until)
            and (self.kind is None or said.get("kind") == self.kind)
            and (not self.text or fold(self.text) in fold(" ".join(str(value) for value in said.values())))
        )


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of a list, newest first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


async def list_entries(
    number: str, kind: EntryKind, wanted: Filter | None = None, *, page: int = 1, size: int = 25
) -> EntryPage:
    """The entries of one kind in somebody's file, newest first. A file is small enough to be filtered in memory."""
    person = await find_practitioner(number)
    own = KINDS[kind]
    rows = await own.table.select().where(own.where(person["id"]))
    filtered = [entry for row in rows if (wanted or Filter()).takes(entry := _entry(own, row, 1, ()))]
    newest = sorted(filtered, key=lambda entry: (entry.on, str(entry.id)), reverse=True)
    shown = {entry.id for entry in newest[(page - 1) * size : page * size]}
    whole = await _entries(own, [row for row in rows if row["id"] in shown])
    return EntryPage(tuple(whole[entry.id] for entry in newest if entry.id in shown), len(newest))


async def read_entry(number: str, kind: EntryKind, entry: UUID) -> Entry:
    """One entry of somebody's own file. Raises NotFound, also for an entry of somebody else."""
    person = await find_practitioner(number)
    own = KINDS[kind]
    return (await _entries(own, [await find_entry(person["id"], kind, entry)]))[entry]


async def entries_among(practitioner: UUID, wanted: Collection[UUID]) -> tuple[Entry, ...]:
    """Those of these entries that still stand in somebody's file, whatever kind they are."""
    found: list[Entry] = []
    for own in KINDS.values() if wanted else ():
        rows = await own.table.select().where(own.where(practitioner), own.table.id.is_in(list(wanted)))
        found += (await _entries(own, rows)).values() if rows else ()
    return tuple(found)


async def read_also_withdrawn(number: str, kind: EntryKind, entry: UUID) -> Entry:
    """As `read_entry`; of what was withdrawn and is no longer kept, what its last version said. Raises NotFound."""
    try:
        return await read_entry(number, kind, entry)
    except NotFound:
        versions = await earlier_versions(number, kind, entry)
        if not versions or versions[0].change != WITHDRAWN:
            raise
        return _withdrawn(KINDS[kind], entry, versions[0])


async def withdrawn_entries(number: str, kind: EntryKind) -> tuple[Entry, ...]:
    """What was withdrawn of a kind that is not kept in its list, the last one first."""
    if KINDS[kind].keeps_state:
        return ()
    who = (await find_practitioner(number))["id"]
    rows = (
        await EntryVersionRow.select(EntryVersionRow.entry)
        .where(EntryVersionRow.practitioner == who, EntryVersionRow.kind == kind, EntryVersionRow.change == WITHDRAWN)
        .order_by(EntryVersionRow.replaced_at, EntryVersionRow.entry, ascending=False)
    )
    return tuple([await read_also_withdrawn(number, kind, row["entry"]) for row in rows])


def _withdrawn(own: KindOfEntry, entry: UUID, last: EarlierVersion) -> Entry:
    on = own.day(own.columns(entry, last.said, last.state))
    return Entry(own.name, entry, last.version + 1, WITHDRAWN, on, last.said, frozenset(), (), last.replaced_at)


async def _entries(own: KindOfEntry, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, Entry]:
    identities = [row["id"] for row in rows]
    versions, evidence = await newest_versions(identities), await _evidence(own, identities)
    return {row["id"]: _entry(own, row, versions[row["id"]], evidence.get(row["id"], ())) for row in rows}


async def _evidence(own: KindOfEntry, entries: list[UUID]) -> dict[UUID, tuple[PieceOfEvidence, ...]]:
    column = PROVED.get(own.name)
    if column is None or not entries:
        return {}
    found: dict[UUID, tuple[PieceOfEvidence, ...]] = {}
    for row in await EvidenceRow.select().where(column.is_in(entries)).order_by(EvidenceRow.recorded_at):
        piece = PieceOfEvidence(row["id"], row["kind"], bool(row["verified"]), row["media_type"], row["size_bytes"])
        entry = row[column._meta.name]
        found[entry] = (*found.get(entry, ()), piece)
    return found


def _entry(own: KindOfEntry, row: Mapping[str, Any], version: int, evidence: tuple[PieceOfEvidence, ...]) -> Entry:
    confirmed = from_canonical(row.get("confirmed_by", "[]"), frozenset[str])
    return Entry(
        own.name, row["id"], version, own.state(row), own.day(row), own.said(row), confirmed, evidence,
        row["recorded_at"],
    )  # fmt: skip
