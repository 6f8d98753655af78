"""Taking evidence away: by its owner, and the files that nobody refers to any more.

A file leaves the store only while the head of the journal is locked and no row names it. Whoever adds a file looks
under the same lock whether it is still there, so a row never loses its file.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.database import once_more
from registry.drafts import EntryKind
from registry.errors import NotFound, Refused, StoreAway
from registry.evidence_entries import PROVED, entry_of, is_theirs
from registry.evidence_store import EvidenceStore
from registry.journal import Recording, recording
from registry.open_applications import needed_by
from registry.practitioners import find_practitioner
from registry.tables_dossier import EvidenceRow

NO_EVIDENCE = "There is no such piece of evidence in this file. Open the file again."
NEEDED = "An open application holds this entry, so its evidence stays until the objection term is over."
UNFINISHED_AFTER = timedelta(hours=1)  # an upload takes seconds
_AT_ONCE = 50  # files removed under one lock


async def remove_evidence(number: str, evidence: UUID, *, store: EvidenceStore, actor: str, at: datetime) -> None:
    """Remove a piece of evidence from somebody's file, and its file when no other piece is the same.

    Raises Refused while an open application holds its entry.
    """
    digest = await _forget(number, evidence, actor=actor, at=at)
    if digest is not None:
        with suppress(StoreAway):  # it is removed from the file of this person all the same: the sweep takes the rest
            await release([digest], store=store, actor=actor, at=at)


@once_more
async def _forget(number: str, evidence: UUID, *, actor: str, at: datetime) -> str | None:
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = await EvidenceRow.select().where(EvidenceRow.id == evidence).first()
        if row is None or not await is_theirs(person["id"], *entry_of(row)):
            raise NotFound(NO_EVIDENCE)
        _, entry = entry_of(row)
        if await needed_by(person["id"], entry, amsterdam_day(journal.at)):
            raise Refused(NEEDED)
        await EvidenceRow.delete().where(EvidenceRow.id == evidence)
        await journal.append("evidence.removed", person["number"], reference=str(evidence))
    digest: str | None = row["file_digest"]
    return digest


async def forget_with_entry(journal: Recording, person: Mapping[str, Any], kind: EntryKind, entry: UUID) -> list[str]:
    """Forget the evidence with an entry that goes itself; gives the digests of its files, still to be released.

    Raises Refused while an open application holds the entry.
    """
    rows = await EvidenceRow.select().where(PROVED[kind] == entry) if kind in PROVED else []
    if rows and await needed_by(person["id"], entry, amsterdam_day(journal.at)):
        raise Refused(NEEDED)
    for row in rows:
        await EvidenceRow.delete().where(EvidenceRow.id == row["id"])
        await journal.append("evidence.removed", person["number"], reference=str(row["id"]))
    return [row["file_digest"] for row in rows if row["file_digest"] is not None]


@once_more
async def release(digests: Iterable[str], *, store: EvidenceStore, actor: str, at: datetime) -> int:
    """Remove those of these files that no row names any more; gives how many. Nothing is written in the journal."""
    gone = 0
    waiting = iter(sorted(set(digests)))
    while some := list(islice(waiting, _AT_ONCE)):
        async with recording(actor=actor, at=at):  # for its lock: nobody can refer to one of these meanwhile
            for digest in await _unnamed(some):
                await store.remove(digest)
                gone += 1
    return gone


async def _unnamed(digests: Sequence[str]) -> list[str]:
    if not digests:
        return []
    rows = await EvidenceRow.select(EvidenceRow.file_digest).where(EvidenceRow.file_digest.is_in(list(digests)))
    named = {row["file_digest"] for row in rows}
    return [digest for digest in digests if digest not in named]


async def sweep_orphans(*, store: EvidenceStore, actor: str, at: datetime) -> int:
    """Remove the files that no row names and that have been there for an hour, and what was left half-written.

    They come from an upload that was cut off before it was recorded, or a removal that was. Gives how many.
    """
    before = at - UNFINISHED_AFTER
    swept = await store.clear_unfinished(before)
    old: list[str] = []
    async for kept in store.kept():
        if kept.at < before:
            old.append(kept.digest)
        if len(old) == 10 * _AT_ONCE:
            swept += await release(await _unnamed(old), store=store, actor=actor, at=at)
            old = []
    return swept + await release(await _unnamed(old), store=store, actor=actor, at=at)
