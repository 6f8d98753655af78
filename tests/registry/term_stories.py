"""An extension for everybody who held the trial mark on a day: proposed, approved by somebody else, carried out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from registry.catalogue import Catalogue
from registry.extension_proposals import (
    Approval,
    ExtensionAsked,
    ExtensionGiven,
    ReversalGiven,
    approve_extension,
    look_at_proposal,
    preview_extension,
    preview_reversal,
    propose_extension,
    propose_reversal,
)
from registry.extension_work import carry_out_extension
from registry.importing import ImportedPerson, ImportedRegistration, import_rows
from tests.registry.bulk_stories import MARK, colleague
from tests.registry.desk_stories import Worker

AT = datetime(2024, 6, 1, 9, tzinfo=UTC)
ON = date(2024, 5, 1)
GROUND = "Besluit van het bestuur, artikel 4"
YEAR = ExtensionAsked(mark=MARK, valid_on=ON, months=12)


async def holders(
    catalogue: Catalogue,
    count: int,
    *,
    since: date = date(2021, 1, 1),
    until: date = date(2024, 12, 31),
    at: datetime = AT,
    first: int = 1,
) -> list[str]:
    """People of an earlier register who hold the trial mark; gives their numbers."""
    references = [f"K{place:06}" for place in range(first, first + count)]
    people = [ImportedPerson(reference=one, initials="J.", family_name=f"Jansen {one}") for one in references]
    terms = [ImportedRegistration(reference=one, mark=MARK, since=since, until=until) for one in references]
    done = await import_rows(people, terms, catalogue=catalogue, actor="import", at=at)
    return [done.numbers[one] for one in references]


async def proposed(catalogue: Catalogue, officer: Worker, asked: ExtensionAsked = YEAR, at: datetime = AT) -> UUID:
    seen = await preview_extension(asked, officer, catalogue=catalogue, at=at)
    given = ExtensionGiven(**asked.model_dump(), ground=GROUND, reason="Zo.", seen=seen.seen)
    return await propose_extension(given, officer, catalogue=catalogue, at=at)


async def approved(catalogue: Catalogue, extension: UUID, officer: Worker, at: datetime = AT) -> None:
    now, _ = await look_at_proposal(extension, officer, catalogue=catalogue, at=at)
    given = Approval(words="Akkoord.", seen=now.seen)
    await approve_extension(extension, given, officer, catalogue=catalogue, at=at)


async def given(catalogue: Catalogue, asked: ExtensionAsked = YEAR, at: datetime = AT) -> UUID:
    """One that was carried out."""
    extension = await proposed(catalogue, colleague(), asked, at)
    await approved(catalogue, extension, colleague(), at)
    await carried_out(catalogue, at)
    return extension


async def carried_out(catalogue: Catalogue, at: datetime = AT) -> None:
    while await carry_out_extension(at, catalogue=catalogue):
        pass


async def reversal(catalogue: Catalogue, extension: UUID, officer: Worker, at: datetime = AT) -> UUID:
    """A proposal to take it back."""
    seen = await preview_reversal(extension, officer, catalogue=catalogue, at=at)
    given = ReversalGiven(ground=GROUND, reason="Vergissing.", seen=seen.seen)
    return await propose_reversal(extension, given, officer, catalogue=catalogue, at=at)
