"""Who sees what the assessors said: nobody before their own, and whoever decides, who then no longer judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accreditation.judging import ToJudge, gate_waits_for, seats
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.desk import Case, Staff, find_case, require_officer
from registry.errors import Refused
from registry.given_judgements import doubts_in, has_done_own, judgements_on, said_last
from registry.interests import require_free
from registry.journal import recording
from registry.judging import has_read
from registry.own_data import LOOKED
from registry.prechecks import asked_about
from registry.tables_desk import ClaimRow, JudgementsReadRow

OWN_FIRST = "You judge this application yourself. Give your own judgement first, or give your claim back."


@dataclass(frozen=True, slots=True)
class Said:
    """What one assessor said about one requirement; `replaced` when they said something else later."""

    id: UUID
    requirement: str
    assessor: str
    form: str
    verdict: str
    words: str | None
    at: datetime
    replaced: bool


@dataclass(frozen=True, slots=True)
class Judgements:
    """What somebody may see. `others` is None as long as it is hidden from them.

    `asked` is what people judge in this file and `gate_waits_for` what keeps the rest from being judged.
    `seats` is how many assessors it takes, now that so many doubt.
    """

    own: tuple[Said, ...]
    others: tuple[Said, ...] | None
    asked: tuple[ToJudge, ...]
    gate_waits_for: tuple[str, ...]
    seats: int


async def judgements_for(application: UUID, staff: Staff, *, catalogue: Catalogue) -> Judgements:
    """The judgements about an application, as far as somebody of the body may see them now."""
    return await seen_by(await find_case(application, staff), staff, catalogue)


async def seen_by(case: Case, staff: Staff, catalogue: Catalogue) -> Judgements:
    """As judgements_for, of an application already read."""
    rows = await judgements_on(case.application)
    asked = await asked_about(case.application, catalogue) if case.is_open else ()
    said = _said(rows)
    others = tuple(one for one in said if one.assessor != staff.actor)
    shown = not case.is_open or has_done_own(rows, asked, staff) or await has_read(case.id, staff)
    return Judgements(
        tuple(one for one in said if one.assessor == staff.actor),
        others if shown else None,
        asked,
        gate_waits_for(asked, said_last(rows)),
        seats(asked, doubts_in(rows)),
    )


def _said(rows: Sequence[dict[str, Any]]) -> tuple[Said, ...]:
    newest = {(row["requirement"], row["assessor"], row["form"]): row["id"] for row in rows}
    return tuple(
        Said(
            row["id"], row["requirement"], row["assessor"], row["form"], row["verdict"], row["words"], row["given_at"],
            row["id"] != newest[row["requirement"], row["assessor"], row["form"]],
        )
        for row in rows
    )  # fmt: skip


async def read_judgements(application: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> Judgements:
    """Everything the assessors said, for the officer who decides; it is written down that they read it.

    Raises Refused for an assessor of this file who has not given everything of their own.
    """
    await require_free(application, staff, at=at)
    return await _read(application, staff, catalogue, at)


@once_more
async def _read(application: UUID, staff: Staff, catalogue: Catalogue, at: datetime) -> Judgements:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await find_case(application, staff)
        require_officer(case, staff)
        seen = await seen_by(case, staff, catalogue)
        if seen.others is None:
            if seen.own or await _has_a_seat(case, staff):
                raise Refused(OWN_FIRST)
            await JudgementsReadRow.insert(
                JudgementsReadRow(application=application, reader=staff.actor, read_at=journal.at)
            )
            seen = await seen_by(case, staff, catalogue)
        await journal.append(f"{LOOKED}judgements", case.number, reference=str(application))
    return seen


async def _has_a_seat(case: Case, staff: Staff) -> bool:
    return await ClaimRow.exists().where(
        ClaimRow.application == case.id, ClaimRow.held_by == staff.actor, ClaimRow.is_open.eq(True), ClaimRow.seat > 0
    )
