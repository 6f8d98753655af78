"""Ending what somebody of a body does on an application: one claim, or all they did when an interest comes to light."""

from typing import Literal
from uuid import UUID

from registry.desk import Case
from registry.journal import Recording
from registry.tables_decisions import ApplicationRow
from registry.tables_desk import ClaimRow, JudgementRow
from registry.tables_dossier import FactRow

Ending = Literal["released", "taken_over", "lapsed", "decided", "interest"]


async def end_claim(journal: Recording, number: str, claim: UUID, ending: Ending, reason: str | None = None) -> None:
    """End a claim, in a change that is going on."""
    await ClaimRow.update(
        {ClaimRow.is_open: None, ClaimRow.ended_at: journal.at, ClaimRow.ending: ending,
         ClaimRow.ended_by: journal.actor, ClaimRow.reason: reason}
    ).where(ClaimRow.id == claim)  # fmt: skip
    await journal.append(f"claim.{ending}", number, reference=str(claim))


async def let_go(journal: Recording, case: Case, actor: str) -> None:
    """Somebody is not free to judge a candidate: their seats are free, and the rules no longer read what they said."""
    rows = await ApplicationRow.select(ApplicationRow.id).where(
        ApplicationRow.practitioner == case.person["id"], ApplicationRow.is_open.is_not_null()
    )
    if not (open_ := [row["id"] for row in rows]):
        return
    claims = await ClaimRow.select(ClaimRow.id).where(
        ClaimRow.application.is_in(open_), ClaimRow.held_by == actor, ClaimRow.is_open.eq(True)
    )
    for row in claims:
        await end_claim(journal, case.number, row["id"], "interest")
    said = await JudgementRow.select(JudgementRow.id).where(
        JudgementRow.application.is_in(open_), JudgementRow.assessor == actor
    )
    if said:
        await FactRow.delete().where(FactRow.id.is_in([row["id"] for row in said]))
