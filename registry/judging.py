"""Assessors judge an application, requirement by requirement: good, a question, not good, a doubt. The gate first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID, uuid4

from pydantic import model_validator

from accreditation.dates import amsterdam_day
from accreditation.dossier import Judgement
from accreditation.findings import Outcome
from accreditation.judging import ToJudge, gate_waits_for
from registry.applications import judge
from registry.canonical import canonical
from registry.catalogue import Catalogue
from registry.claims import take_seat
from registry.database import conflict_when, once_more
from registry.desk import Case, Staff, open_case
from registry.errors import Malformed, Problem, Refused
from registry.given_judgements import has_done_own, judgements_on, said_last
from registry.inputs import Code, Input, Reason
from registry.interests import INTEREST, require_free
from registry.journal import Recording, recording
from registry.prechecks import asked_about
from registry.questions import put_question
from registry.tables_desk import ClaimRow, JudgementRow, JudgementsReadRow
from registry.tables_dossier import FactRow
from registry.verdicts import as_decided

GATE_FIRST = "Judge the hard requirements first. While one of them is not good, the rest is not judged."
HAS_READ = "You read what the assessors said, so you cannot judge this application any more. You can decide it."


class JudgementGiven(Input):
    """What an assessor says about one requirement. The applicant reads the words, or answers them.

    Whoever does not find it good says why; a ready sentence will do.
    """

    requirement: Code
    verdict: Literal["good", "question", "not_good", "doubt"]
    form: Literal["written", "interview", "panel"] = "written"
    words: Reason | None = None

    @model_validator(mode="after")
    def with_words(self) -> Self:
        if self.verdict != "good" and self.words is None:
            raise ValueError("say why, or choose a ready sentence")
        return self


async def judge_requirement(
    application: UUID, given: JudgementGiven, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> UUID:
    """Judge one requirement of an open application; gives the identity of the judgement.

    Whoever has no seat takes a free one. A later judgement of the same assessor takes the place of the earlier, which
    is kept. Raises Refused for who may not judge, Conflict when there are assessors enough.
    """
    await require_free(application, staff, at=at)
    return await _judge(application, given, staff, catalogue, at)


@once_more
async def _judge(application: UUID, given: JudgementGiven, staff: Staff, catalogue: Catalogue, at: datetime) -> UUID:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await open_case(application, staff)
        if await has_read(application, staff):
            raise Refused(HAS_READ)
        earlier = await judgements_on(case.application)
        asked = await asked_about(case.application, catalogue)
        stage = await _stage(case, given, asked, catalogue, journal.at)
        if stage == "content" and gate_waits_for(asked, said_last(earlier)):
            raise Refused(GATE_FIRST)
        seat = await take_seat(journal, case, "judge", staff, catalogue)
        row = await _add(journal, case, given, earlier)
        if given.verdict == "question" and given.words is not None:
            await put_question(journal, application, case.number, given.words)
        await _finish(seat, asked, [*earlier, row.to_dict()], staff)
    return UUID(str(row.id))


async def _stage(
    case: Case, given: JudgementGiven, asked: Sequence[ToJudge], catalogue: Catalogue, at: datetime
) -> str:
    """The stage of the requirement, by what people are asked or else by the rules that hold for this file.

    Raises Malformed for a requirement or a form that is not asked.
    """
    one = next((one for one in asked if one.requirement == given.requirement), None)
    stage = one.stage if one is not None else await _stage_by_the_rules(case, given, catalogue, at)
    if stage is None:
        message = "This is not asked of this file. Open the application again and choose one of its requirements."
        raise Malformed([Problem("requirement", message)])
    if given.form not in (one.forms if one is not None else ("written",)):
        message = "This is not judged in this way. Choose one of the ways that the requirement names."
        raise Malformed([Problem("form", message)])
    return stage


async def _stage_by_the_rules(case: Case, given: JudgementGiven, catalogue: Catalogue, at: datetime) -> str | None:
    """Also what the machine found good, or missing, is a person's to judge; what does not apply is nobody's."""
    dossier = replace(await as_decided(case.application, amsterdam_day(at)), judgements=())
    evaluation = judge(catalogue, case.mark, dossier)
    found = next((one for one in evaluation.requirements if one.code == given.requirement), None)
    return None if found is None or found.outcome is Outcome.NOT_APPLICABLE else found.stage


async def has_read(application: UUID, staff: Staff) -> bool:
    """Whether somebody read what the assessors said without having judged: from then on they decide at most."""
    return await JudgementsReadRow.exists().where(
        JudgementsReadRow.application == application, JudgementsReadRow.reader == staff.actor
    )


async def _add(
    journal: Recording, case: Case, given: JudgementGiven, earlier: Sequence[dict[str, Any]]
) -> JudgementRow:
    """Keep what was said; the rules read the last that an assessor said, and of one day no more than one."""
    identity = uuid4()
    seq = await journal.append("judgement.given", case.number, reference=str(identity))
    row = JudgementRow(
        id=identity, seq=seq, application=case.id, requirement=given.requirement, assessor=journal.actor,
        form=given.form, verdict=given.verdict, words=given.words, given_at=journal.at,
    )  # fmt: skip
    with conflict_when("ck_judgement_interest", message=INTEREST):
        await JudgementRow.insert(row)
    same = (given.requirement, journal.actor, given.form)
    replaced = [one["id"] for one in earlier if (one["requirement"], one["assessor"], one["form"]) == same]
    if replaced:
        await FactRow.delete().where(FactRow.id.is_in(replaced))
    if given.verdict != "question":
        await FactRow.insert(_as_fact(journal, case, given, identity))
    return row


def _as_fact(journal: Recording, case: Case, given: JudgementGiven, identity: UUID) -> FactRow:
    """As the rules read it. It is independent: nobody sees what another said before their own."""
    on = amsterdam_day(journal.at)
    said = Judgement(str(identity), given.requirement, journal.actor, given.verdict, on, given.form)
    return FactRow(
        id=identity, practitioner=case.person["id"], mark=case.mark, kind="judgements", details=canonical(said),
        recorded_at=journal.at,
    )  # fmt: skip


async def _finish(seat: UUID, asked: Sequence[ToJudge], rows: Sequence[dict[str, Any]], staff: Staff) -> None:
    """Whoever gave everything keeps the seat for good: nobody has to judge it instead of them."""
    if has_done_own(rows, asked, staff):
        await ClaimRow.update({ClaimRow.lapses_on: None}).where(ClaimRow.id == seat)
