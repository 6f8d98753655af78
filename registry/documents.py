"""Documents together with the files that they are: a curriculum vitae, a plan, a report."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from registry.database import once_more
from registry.drafts import DocumentDraft
from registry.entries import insert_entry, withdraw_entry
from registry.errors import StoreAway
from registry.evidence import OF_A_DOCUMENT, EvidenceHandedIn, TakenFile, record_piece, take_file
from registry.evidence_removal import release
from registry.evidence_store import EvidenceStore
from registry.journal import recording
from registry.practitioners import find_practitioner
from registry.virus_scan import ClamAV


async def add_document(
    number: str,
    draft: DocumentDraft,
    data: bytes,
    name: str,
    *,
    store: EvidenceStore,
    scanner: ClamAV | None = None,
    actor: str,
    at: datetime,
) -> UUID:
    """Add a document to somebody's file with the file that it is: both or neither. Gives its identity.

    Raises UnfitFile for a file that is not taken, or StoreAway. A document without its file: `entries.add_entry`.
    """
    await find_practitioner(number)
    taken = await take_file(data, name, store=store, scanner=scanner)
    return await _record(number, draft, taken, store=store, actor=actor, at=at)


@once_more
async def _record(
    number: str, draft: DocumentDraft, taken: TakenFile, *, store: EvidenceStore, actor: str, at: datetime
) -> UUID:
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        document = await insert_entry(journal, person["number"], "documents", draft, "waiting")
        given = EvidenceHandedIn(document=document, kind=OF_A_DOCUMENT)
        await record_piece(journal, person["number"], given, taken, store=store)
    return document


async def withdraw_document(
    number: str, document: UUID, *, version: int, store: EvidenceStore, actor: str, at: datetime
) -> None:
    """Take a document back with its files. Raises Refused while an open application holds it with a file."""
    digests = await withdraw_entry(number, "documents", document, version=version, actor=actor, at=at)
    with suppress(StoreAway):  # it is withdrawn all the same, and the sweep takes the files
        await release(digests, store=store, actor=actor, at=at)
