"""Opening a file of evidence: for its owner, for who assesses or decides an open application with it, for the auditor.

For everybody else it does not exist. Each reading is an entry of the journal, written before the bytes are given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.database import once_more
from registry.errors import NotFound
from registry.evidence_entries import entry_of, owner_of
from registry.evidence_store import EvidenceStore, read_kept
from registry.journal import Recording, recording
from registry.open_applications import handed_in
from registry.tables_dossier import EvidenceRow
from registry.tables_people import PractitionerRow

NO_FILE = "There is no such file. Open the list of evidence again."
READING = "dossier.read.evidence"
ASSESSING = frozenset({"assessor", "officer"})
AUDITING = "auditor"


class Held(Protocol):
    """A role, with the body or the register number that it is bound to."""

    @property
    def role(self) -> str: ...
    @property
    def body(self) -> str | None: ...
    @property
    def number(self) -> str | None: ...


class Reader(Protocol):
    """Who wants to read, such as `sessions.Identity`: how the journal names them, and every role that they hold.

    A scheme editor, a body administrator, an operator and an analyst need no evidence for their work and read none. See
    docs/decisions/0014.
    """

    @property
    def actor(self) -> str: ...
    @property
    def roles(self) -> Sequence[Held]: ...


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file as it may be sent: always as a download, never shown in a page of our own."""

    data: bytes
    media_type: str
    name: str


async def read_evidence(evidence: UUID, reader: Reader, *, store: EvidenceStore, at: datetime) -> EvidenceFile:
    """The file of a piece of evidence. Raises NotFound for whoever may not read it, as if it were not there.

    Raises Damaged where the store no longer has what was handed in, StoreAway where it does not answer.
    """
    row = await _allowed(evidence, reader, at)
    data = await read_kept(store, row["file_digest"])
    await _note(evidence, reader, at)
    return EvidenceFile(data, row["media_type"], row["name"])


@once_more
async def _note(evidence: UUID, reader: Reader, at: datetime) -> None:
    """Write the reading down, if it is still allowed now that nobody else writes."""
    async with recording(actor=reader.actor, at=at) as journal:
        await _append(journal, await _allowed(evidence, reader, journal.at))


async def _append(journal: Recording, row: dict[str, Any]) -> None:
    await journal.append(READING, row["number"], reference=str(row["id"]), body=row["body"])


async def _allowed(evidence: UUID, reader: Reader, at: datetime) -> dict[str, Any]:
    row = await EvidenceRow.select().where(EvidenceRow.id == evidence, EvidenceRow.file_digest.is_not_null()).first()
    if row is None or row["name"] is None:
        raise NotFound(NO_FILE)
    _, entry = entry_of(row)
    owner = await PractitionerRow.select().where(PractitionerRow.id == await owner_of(row)).first()
    assert owner is not None  # a foreign key
    if owner["removed_on"] is not None:
        raise NotFound(NO_FILE)
    number = str(owner["number"])
    if any(held.role == "professional" and held.number == number for held in reader.roles):
        return row | {"number": number, "body": None}
    body = await _reads_for(reader, owner, str(entry), at)
    if body is None:
        raise NotFound(NO_FILE)
    return row | {"number": number, "body": body}


async def _reads_for(reader: Reader, owner: dict[str, Any], entry: str, at: datetime) -> str | None:
    """The body for which somebody may read it; None for nobody's."""
    while_open = {held.body for held in reader.roles if held.role in ASSESSING}
    ever = {held.body for held in reader.roles if held.role == AUDITING}
    if not while_open | ever:
        return None
    found = (
        one.body
        for one in await handed_in(owner["id"], amsterdam_day(at))
        if entry in one.entries and (one.body in ever or (one.is_open and one.body in while_open))
    )
    return next(found, None)
