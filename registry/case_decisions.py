"""Deciding at the desk: one officer, free of interests, after the assessors; apart from them where a mark asks so."""

from datetime import datetime
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.findings import Evaluation, Outcome
from registry.applications import judge
from registry.catalogue import Catalogue
from registry.claims import take_seat
from registry.database import once_more
from registry.desk import Case, Staff, open_case, require_officer
from registry.ended_work import end_claim
from registry.errors import Refused
from registry.given_judgements import judgements_on
from registry.interests import require_free
from registry.journal import Recording, recording
from registry.tables_desk import ClaimRow
from registry.verdicts import Verdict, answer_application, as_decided

APART = "You judged this application, and this mark is decided by somebody else. Ask another officer."
NOT_JUDGED = "The assessors are not done, or they do not agree. Wait for them, refuse it, or set the requirement aside."


async def decide_case(application: UUID, verdict: Verdict, staff: Staff, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Decide an application for its body; gives the identity of the decision.

    Raises Refused for who may not decide it and while a grant has no judgement to stand on, Conflict when somebody else
    is deciding it or did.
    """
    await require_free(application, staff, at=at)
    return await _decide(application, verdict, staff, catalogue, at)


@once_more
async def _decide(application: UUID, verdict: Verdict, staff: Staff, catalogue: Catalogue, at: datetime) -> UUID:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await open_case(application, staff)
        require_officer(case, staff)
        await take_seat(journal, case, "decide", staff, catalogue)
        dossier = await as_decided(case.application, amsterdam_day(journal.at))
        evaluation = judge(catalogue, case.mark, dossier)
        await _require_apart(case, evaluation, staff, catalogue)
        if verdict.outcome == "granted" and waits_for_assessors(evaluation):
            raise Refused(NOT_JUDGED)
        decision = await answer_application(journal, case.application, case.person, verdict, catalogue)
        await _end_claims(journal, case)
    return decision


async def _require_apart(case: Case, evaluation: Evaluation, staff: Staff, catalogue: Catalogue) -> None:
    """Where the mark asks so, whoever judged something does not decide."""
    if catalogue.version(case.mark, evaluation.version).decided_apart:
        assessors = {row["assessor"] for row in await judgements_on(case.application)}
        if staff.actor in assessors:
            raise Refused(APART)


def waits_for_assessors(evaluation: Evaluation) -> bool:
    """Whether a requirement that counts still waits for what its assessors have to say."""
    return any(
        node.rule == "assessment" and node.outcome is Outcome.NEEDS_ASSESSOR
        for one in evaluation.requirements
        if one.decides and one.outcome is Outcome.NEEDS_ASSESSOR
        for node in one.finding.nodes()
    )


async def _end_claims(journal: Recording, case: Case) -> None:
    rows = await ClaimRow.select(ClaimRow.id).where(ClaimRow.application == case.id, ClaimRow.is_open.eq(True))
    for row in rows:
        await end_claim(journal, case.number, row["id"], "decided")
