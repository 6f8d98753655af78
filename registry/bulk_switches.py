"""Whether a body wants bulk approval for a mark: off until one person proposed it and another one approved it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from registry.database import conflict_when, once_more
from registry.errors import Conflict, NotFound, Refused
from registry.evidence_reading import Reader
from registry.inputs import Code, Input, Reason
from registry.journal import recording
from registry.own_marks import SETTING, require_mark
from registry.tables_bulk import BulkSwitchRow

PROPOSED = "Bulk approval was proposed for this mark before. Look at that proposal first."
NO_PROPOSAL = "There is no proposal of bulk approval for this mark. Propose it first."
ON_ALREADY = "Bulk approval is on for this mark already."
NOT_YOURSELF = "You proposed this yourself. Let another officer or administrator of the body look at it."
_OPEN = ("uq_bulk_switch_open", "bulk_switch.mark, bulk_switch.is_open")


class SwitchGiven(Input):
    """For which mark bulk approval is wanted, and why."""

    mark: Code
    reason: Reason


@dataclass(frozen=True, slots=True)
class Switch:
    """What a body said last about bulk approval for a mark; `is_on` once somebody else approved it."""

    id: UUID
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None

    @property
    def is_on(self) -> bool:
        return self.approved_at is not None


async def switch_of(mark: str) -> Switch | None:
    """The proposal for a mark that was not ended; None: nobody proposed it, or it was switched off."""
    row = await BulkSwitchRow.select().where(BulkSwitchRow.mark == mark, BulkSwitchRow.is_open.eq(True)).first()
    return None if row is None else _switch(row)


def _switch(row: dict[str, Any]) -> Switch:
    return Switch(
        row["id"], row["reason"], row["proposed_by"], row["proposed_at"], row["approved_by"], row["approved_at"]
    )


async def is_on(mark: str) -> bool:
    """Whether bulk approval is on for a mark."""
    found = await switch_of(mark)
    return found is not None and found.is_on


@once_more
async def propose_bulk(given: SwitchGiven, staff: Reader, *, at: datetime) -> UUID:
    """Propose bulk approval for a mark of one's body. Raises Conflict where that was done before."""
    async with recording(actor=staff.actor, at=at) as journal:
        await require_mark(given.mark, staff, SETTING)
        row = BulkSwitchRow(
            id=uuid4(), is_open=True, proposed_by=journal.actor, proposed_at=journal.at, **given.model_dump()
        )
        with conflict_when(*_OPEN, message=PROPOSED):
            await BulkSwitchRow.insert(row)
        await journal.append("bulk.proposed", given.mark, subject_kind="mark", reference=str(row.id))
    return UUID(str(row.id))


@once_more
async def approve_bulk(mark: str, switch: UUID, staff: Reader, *, at: datetime) -> None:
    """Switch it on: somebody else than who proposed it. Raises Refused, Conflict, NotFound."""
    async with recording(actor=staff.actor, at=at) as journal:
        found = await _own(mark, switch, staff)
        if found.is_on:
            raise Conflict(ON_ALREADY)
        if found.proposed_by == staff.actor:
            raise Refused(NOT_YOURSELF)
        await BulkSwitchRow.update(
            {BulkSwitchRow.approved_by: journal.actor, BulkSwitchRow.approved_at: journal.at}
        ).where(BulkSwitchRow.id == found.id)
        await journal.append("bulk.switched_on", mark, subject_kind="mark", reference=str(found.id))


@once_more
async def end_bulk(mark: str, switch: UUID, staff: Reader, *, at: datetime) -> None:
    """Switch it off, or take the proposal back: one person is enough, and it works at once."""
    async with recording(actor=staff.actor, at=at) as journal:
        found = await _own(mark, switch, staff)
        await BulkSwitchRow.update(
            {
                BulkSwitchRow.is_open: None,
                BulkSwitchRow.ended_by: journal.actor,
                BulkSwitchRow.ended_at: journal.at,
            }
        ).where(BulkSwitchRow.id == found.id)
        await journal.append("bulk.switched_off", mark, subject_kind="mark", reference=str(found.id))


async def _own(mark: str, switch: UUID, staff: Reader) -> Switch:
    """The proposal that somebody looked at, if it is still the one that holds."""
    await require_mark(mark, staff, SETTING)
    found = await switch_of(mark)
    if found is None or found.id != switch:
        raise NotFound(NO_PROPOSAL)
    return found
