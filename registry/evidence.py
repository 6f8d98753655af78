"""Files of evidence in somebody's own file: adding one and listing them. `evidence_reading` says who may open them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import model_validator

from accreditation.dates import amsterdam_day
from registry.database import conflict_when, once_more
from registry.drafts import EntryKind
from registry.errors import NotFound, Refused
from registry.evidence_entries import PROVED, entry_of, in_the_file_of, is_theirs
from registry.evidence_store import EvidenceStore
from registry.file_cleaning import CleanFile, clean_aside
from registry.file_kinds import recognise
from registry.file_names import shown_name
from registry.inputs import Input, Kind
from registry.journal import Recording, recording
from registry.open_applications import HandedIn, handed_in
from registry.practitioners import find_practitioner
from registry.tables_dossier import EvidenceRow
from registry.virus_scan import ClamAV

MOST_PIECES = 20  # with one entry
OF_A_DOCUMENT = "document"  # the kind of every file of a document: what it is, the document itself says
NO_ENTRY = "There is no such entry in this file. Open the file again."
TOO_MANY = "An entry has at most 20 pieces of evidence. Remove one first, or put pages together in one PDF."
THERE_ALREADY = "This very file is with this entry already."
_TWICE = (
    "uq_evidence_activity_file", "evidence.activity, evidence.file_digest",
    "uq_evidence_qualification_file", "evidence.qualification, evidence.file_digest",
    "uq_evidence_document_file", "evidence.document, evidence.file_digest",
)  # fmt: skip


class EvidenceHandedIn(Input):
    """What somebody says about a file: which entry it is evidence for, what kind of evidence, and its name."""

    activity: UUID | None = None
    qualification: UUID | None = None
    document: UUID | None = None
    kind: Kind
    name: str = ""

    @model_validator(mode="after")
    def with_one_entry(self) -> Self:
        if [self.activity, self.qualification, self.document].count(None) != len(PROVED) - 1:
            raise ValueError("name the one activity, qualification or document that this is evidence for")
        return self

    @property
    def entry(self) -> tuple[EntryKind, UUID]:
        return entry_of({"activity": self.activity, "qualification": self.qualification, "document": self.document})


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that was looked over, cleaned and put in the store, with the name it is shown by."""

    clean: CleanFile
    name: str


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A piece of evidence in a list. `needed`: an open application holds its entry, so it cannot be removed now."""

    id: UUID
    activity: UUID | None
    qualification: UUID | None
    document: UUID | None
    kind: str
    name: str | None
    media_type: str | None
    size_bytes: int | None
    verified: bool
    recorded_at: datetime
    needed: bool


async def add_evidence(
    number: str,
    given: EvidenceHandedIn,
    data: bytes,
    *,
    store: EvidenceStore,
    scanner: ClamAV | None = None,
    actor: str,
    at: datetime,
) -> UUID:
    """Add a file to an entry of somebody's file; gives its identity.

    The file is looked over and cleaned, put in the store, and only then recorded: a file without a row is swept later,
    a row is never without its file. Raises UnfitFile for a file that is not taken, NotFound, Refused or StoreAway.
    """
    await _require_own(await find_practitioner(number), given)
    taken = await take_file(data, given.name, store=store, scanner=scanner)
    return await _record(number, given, taken, store=store, actor=actor, at=at)


async def take_file(data: bytes, name: str, *, store: EvidenceStore, scanner: ClamAV | None) -> TakenFile:
    """Look a file over, clean it and put it in the store. Raises UnfitFile or StoreAway."""
    kind = recognise(data)
    if scanner is not None:
        await scanner.scan(data)
    clean = await clean_aside(data)
    await store.put(clean.digest, clean.data)
    return TakenFile(clean, shown_name(name, kind))


@once_more
async def _record(
    number: str, given: EvidenceHandedIn, taken: TakenFile, *, store: EvidenceStore, actor: str, at: datetime
) -> UUID:
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        await _require_own(person, given)
        return await record_piece(journal, person["number"], given, taken, store=store)


async def record_piece(
    journal: Recording, number: str, given: EvidenceHandedIn, taken: TakenFile, *, store: EvidenceStore
) -> UUID:
    """Write down a file that was taken, with an entry that is in the file of this person."""
    kind, entry = given.entry
    clean = taken.clean
    if await EvidenceRow.count().where(PROVED[kind] == entry) >= MOST_PIECES:
        raise Refused(TOO_MANY)
    if not await store.holds(clean.digest):  # whoever removed the last other use of this file was just before us
        await store.put(clean.digest, clean.data)
    row = EvidenceRow(
        activity=given.activity,
        qualification=given.qualification,
        document=given.document,
        kind=given.kind,
        file_digest=clean.digest,
        name=taken.name,
        media_type=clean.media_type,
        size_bytes=len(clean.data),
        recorded_at=journal.at,
    )
    with conflict_when(*_TWICE, message=THERE_ALREADY):
        await EvidenceRow.insert(row)
    await journal.append("evidence.added", number, reference=str(row.id))
    return UUID(str(row.id))


async def _require_own(person: dict[str, Any], given: EvidenceHandedIn) -> None:
    """Raises NotFound for an entry that is not in this person's file."""
    if not await is_theirs(person["id"], *given.entry):
        raise NotFound(NO_ENTRY)


async def list_evidence(number: str, *, at: datetime) -> tuple[EvidenceItem, ...]:
    """Every piece of evidence in somebody's file, oldest first; also those of which only the kind is known."""
    person = await find_practitioner(number)
    applications = [one for one in await handed_in(person["id"], amsterdam_day(at)) if one.is_open]
    rows = (
        await EvidenceRow.select().where(in_the_file_of(person["id"])).order_by(EvidenceRow.recorded_at, EvidenceRow.id)
    )
    return tuple(_item(row, applications) for row in rows)


def _item(row: dict[str, Any], applications: list[HandedIn]) -> EvidenceItem:
    _, entry = entry_of(row)
    return EvidenceItem(
        row["id"],
        row["activity"],
        row["qualification"],
        row["document"],
        row["kind"],
        row["name"],
        row["media_type"],
        row["size_bytes"],
        bool(row["verified"]),
        row["recorded_at"],
        any(str(entry) in application.entries for application in applications),
    )
