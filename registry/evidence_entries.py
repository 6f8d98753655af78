"""Which entry a piece of evidence is with, and whose that is: an activity, a qualification or a document."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from registry.drafts import EntryKind
from registry.entry_kinds import KINDS
from registry.tables_dossier import EvidenceRow

PROVED: Mapping[EntryKind, Any] = MappingProxyType(
    {
        "activity": EvidenceRow.activity,
        "qualification": EvidenceRow.qualification,
        "documents": EvidenceRow.document,
    }
)


def in_the_file_of(practitioner: UUID) -> Any:
    """The pieces of evidence with any entry of one person."""
    return (
        (EvidenceRow.activity.practitioner == practitioner)
        | (EvidenceRow.qualification.practitioner == practitioner)
        | (EvidenceRow.document.practitioner == practitioner)
    )


def entry_of(row: Mapping[str, Any]) -> tuple[EntryKind, UUID]:
    """The entry that a piece of evidence is with: the database lets there be exactly one."""
    return next((kind, row[column._meta.name]) for kind, column in PROVED.items() if row[column._meta.name] is not None)


async def is_theirs(practitioner: UUID, kind: EntryKind, entry: UUID) -> bool:
    """Whether an entry of a kind is in the file of a person."""
    own = KINDS[kind]
    found: bool = await own.table.exists().where(own.where(practitioner), own.table.id == entry)
    return found


async def owner_of(row: Mapping[str, Any]) -> UUID:
    """Whose a piece of evidence is."""
    kind, entry = entry_of(row)
    table = KINDS[kind].table
    found = await table.select(table.practitioner).where(table.id == entry).first()
    owner: UUID = found["practitioner"]  # a foreign key: it is there
    return owner
