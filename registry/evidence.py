"""Files of evidence in somebody's own file: adding one and listing them. `evidence_reading` says who may open them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from piccolo.columns.combination import Where
from pydantic import model_validator

from accreditation.dates import amsterdam_day
from registry.database import conflict_when, once_more
from registry.errors import NotFound, Refused
from registry.evidence_store import EvidenceStore
from registry.file_cleaning import CleanFile, clean_aside
from registry.file_kinds import recognise
from registry.file_names import shown_name
from registry.inputs import Input, Kind
from registry.journal import recording
from registry.open_applications import HandedIn, handed_in
from registry.practitioners import find_practitioner
from registry.tables_dossier import ActivityRow, EvidenceRow, QualificationRow
from registry.virus_scan import ClamAV

MOST_PIECES = 20  # with one entry
NO_ENTRY = "There is no such entry in this file. Open the file again."
TOO_MANY = "An entry has at most 20 pieces of evidence. Remove one first, or put pages together in one PDF."
THERE_ALREADY = "This very file is with this entry already."
_TWICE = (
    "uq_evidence_activity_file", "evidence.activity, evidence.file_digest",
    "uq_evidence_qualification_file", "evidence.qualification, evidence.file_digest",
)  # fmt: skip


class EvidenceHandedIn(Input):
    """What somebody says about a file: which entry it is evidence for, what kind of evidence, and its name."""

    activity: UUID | None = None
    qualification: UUID | None = None
    kind: Kind
    name: str = ""

    @model_validator(mode="after")
    def with_one_entry(self) -> Self:
        if (self.activity is None) == (self.qualification is None):
            raise ValueError("name the one activity or the one qualification that this is evidence for")
        return self


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A piece of evidence in a list. `needed`: an open application holds its entry, so it cannot be removed now."""

    id: UUID
    activity: UUID | None
    qualification: UUID | None
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
    await _entry_of(await find_practitioner(number), given)
    kind = recognise(data)
    if scanner is not None:
        await scanner.scan(data)
    clean = await clean_aside(data)
    await store.put(clean.digest, clean.data)
    return await _record(number, given, clean, shown_name(given.name, kind), store=store, actor=actor, at=at)


@once_more
async def _record(
    number: str, given: EvidenceHandedIn, clean: CleanFile, name: str, *, store: EvidenceStore, actor: str, at: datetime
) -> UUID:
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        with_it = await _entry_of(person, given)
        if await EvidenceRow.count().where(with_it) >= MOST_PIECES:
            raise Refused(TOO_MANY)
        if not await store.holds(clean.digest):  # whoever removed the last other use of this file was just before us
            await store.put(clean.digest, clean.data)
        row = EvidenceRow(
            activity=given.activity,
            qualification=given.qualification,
            kind=given.kind,
            file_digest=clean.digest,
            name=name,
            media_type=clean.media_type,
            size_bytes=len(clean.data),
            recorded_at=journal.at,
        )
        with conflict_when(*_TWICE, message=THERE_ALREADY):
            await EvidenceRow.insert(row)
        await journal.append("evidence.added", person["number"], reference=str(row.id))
    return UUID(str(row.id))


async def _entry_of(person: dict[str, Any], given: EvidenceHandedIn) -> Where:
    """What is with the entry, once it is sure that the entry is in this person's file. Raises NotFound."""
    table: Any = QualificationRow if given.activity is None else ActivityRow
    entry = given.qualification if given.activity is None else given.activity
    if not await table.exists().where(table.id == entry, table.practitioner == person["id"]):
        raise NotFound(NO_ENTRY)
    return (EvidenceRow.qualification if given.activity is None else EvidenceRow.activity) == entry


async def list_evidence(number: str, *, at: datetime) -> tuple[EvidenceItem, ...]:
    """Every piece of evidence in somebody's file, oldest first; also those of which only the kind is known."""
    person = await find_practitioner(number)
    applications = [one for one in await handed_in(person["id"], amsterdam_day(at)) if one.is_open]
    rows = (
        await EvidenceRow.select()
        .where(
            (EvidenceRow.activity.practitioner == person["id"])
            | (EvidenceRow.qualification.practitioner == person["id"])
        )
        .order_by(EvidenceRow.recorded_at, EvidenceRow.id)
    )
    return tuple(_item(row, applications) for row in rows)


def _item(row: dict[str, Any], applications: list[HandedIn]) -> EvidenceItem:
    entry = str(row["activity"] or row["qualification"])
    return EvidenceItem(
        row["id"],
        row["activity"],
        row["qualification"],
        row["kind"],
        row["name"],
        row["media_type"],
        row["size_bytes"],
        bool(row["verified"]),
        row["recorded_at"],
        any(entry in application.entries for application in applications),
    )
