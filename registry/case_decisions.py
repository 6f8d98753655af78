"""Deciding at the desk: one officer, free of interests, after the assessors; apart from them where a mark asks so.

What a preview shows and what is decided come from one place. Its digest goes along with the decision, so that nobody
decides about a file that is no longer what they saw.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.decisions import Decision
from accreditation.findings import Evaluation, Outcome
from registry.addresses import address_of
from registry.canonical import canonical, digest
from registry.catalogue import Catalogue
from registry.claims import take_seat
from registry.database import once_more
from registry.desk import Case, Staff, open_case, require_officer
from registry.ended_work import end_claim
from registry.errors import Conflict, Refused
from registry.given_judgements import judgements_on
from registry.interests import require_free
from registry.journal import Recording, recording
from registry.judgements import seen_by
from registry.later_corrections import later_corrections
from registry.letter_texts import body_letter, text_on
from registry.notices import DECIDED, about_application, what_was_decided
from registry.questions import questions_of
from registry.tables_desk import ClaimRow
from registry.verdicts import Intent, Verdict, Weighed, answer_as_weighed, weigh

APART = "You judged this application, and this mark is decided by somebody else. Ask another officer."
NOT_JUDGED = "The assessors are not done, or they do not agree. Wait for them, refuse it, or set the requirement aside."
READ_FIRST = "Read what the assessors said first. From then on you do not judge this application any more."
CHANGED = "Something in this file changed since you looked at it. Look once more at what you are about to decide."


@dataclass(frozen=True, slots=True)
class DecisionPreview:
    """What will be written and sent when somebody decides so. `seen` goes along with the decision.

    `letter` is what the letter is made of, as the worker will find it; `language` that of whoever reads it, None when
    the register has no address of them and no letter leaves.
    """

    application: UUID
    mark: str
    decision: Decision
    evaluation: Evaluation
    letter: Mapping[str, str]
    language: str | None
    seen: str


async def preview_decision(
    application: UUID, intent: Intent, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> DecisionPreview:
    """What deciding so would come to now; nothing is decided. Raises as decide_case does.

    Raises Refused as well for who did not read what the assessors said: a preview would tell it.
    """
    await require_free(application, staff, at=at)
    case = await open_case(application, staff)
    require_officer(case, staff)
    if await judgements_on(case.application) and (await seen_by(case, staff, catalogue)).others is None:
        raise Refused(READ_FIRST)
    weighed, seen = await _weighed(case, intent, staff, catalogue, at)
    to = await address_of(case.person["id"])
    said = what_was_decided(weighed.decision.kind, weighed.decision.until)
    return DecisionPreview(
        application, case.mark, weighed.decision, weighed.evaluation, about_application(case.mark, application, said),
        to.language if to is not None else None, seen,
    )  # fmt: skip


async def decide_case(
    application: UUID, verdict: Verdict, staff: Staff, *, catalogue: Catalogue, at: datetime, seen: str | None = None
) -> UUID:
    """Decide an application for its body; gives the identity of the decision.

    `seen` is that of the preview somebody looked at. Raises Refused for who may not decide it and while a grant has no
    judgement to stand on, Conflict when somebody else is deciding it or did, and when it is not what was seen.
    """
    await require_free(application, staff, at=at)
    return await _decide(application, verdict, staff, catalogue, at, seen)


@once_more
async def _decide(
    application: UUID, verdict: Verdict, staff: Staff, catalogue: Catalogue, at: datetime, seen: str | None
) -> UUID:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await open_case(application, staff)
        require_officer(case, staff)
        await take_seat(journal, case, "decide", staff, catalogue)
        weighed, now = await _weighed(case, verdict, staff, catalogue, journal.at)
        if seen is not None and seen != now:
            raise Conflict(CHANGED)
        decision = await answer_as_weighed(journal, case.application, case.person, verdict.reason, weighed)
        await _end_claims(journal, case)
    return decision


async def _weighed(case: Case, intent: Intent, staff: Staff, catalogue: Catalogue, at: datetime) -> tuple[Weighed, str]:
    """What deciding so comes to, and the digest of all that it stands on."""
    weighed = await weigh(case.application, intent, catalogue, at)
    await _require_apart(case, weighed.evaluation, staff, catalogue)
    if intent.outcome == "granted" and waits_for_assessors(weighed.evaluation):
        raise Refused(NOT_JUDGED)
    return weighed, await _digest_of(case, weighed, at)


async def _digest_of(case: Case, weighed: Weighed, at: datetime) -> str:
    """Of the facts, the rules, the decision, and everything that was said about the file since it was handed in."""
    decision = weighed.decision
    said = [str(row["id"]) for row in await judgements_on(case.application)]
    questions = await questions_of(case.number, case.id)
    corrected = await later_corrections(case.id)
    return digest(canonical([
        str(case.id), canonical(replace(weighed.dossier, decided_on=None)), weighed.scheme.digest,
        weighed.evaluation.version, str(weighed.evaluation.outcome), str(decision.kind), str(decision.since),
        str(decision.until), decision.level or "", sorted(decision.scopes), said,
        [f"{one.id} {one.answered_at}" for one in questions],
        [f"{one.facts} {one.entry} {one.change} {one.at}" for one in corrected],
        await _added_to_letter(case, decision, at),
    ]))  # fmt: skip


async def _added_to_letter(case: Case, decision: Decision, at: datetime) -> str:
    """Which text of the body goes along with the letter today; nothing for none."""
    letter = body_letter(DECIDED, what_was_decided(decision.kind, decision.until))
    text = await text_on(case.body, letter, amsterdam_day(at)) if letter is not None else None
    return str(text.id) if text is not None else ""


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
