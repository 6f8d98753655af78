"""Assessors judge apart, the gate first; a doubt asks for a second one; the decision is one person's."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID, uuid4

import pytest

from accreditation.dossier import SetAside
from registry.applications import withdraw_application
from registry.case_decisions import decide_case
from registry.claims import ClaimEnded, claim, claims_on, release
from registry.database import Engine, classify_db_error
from registry.dossiers import record_fact
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.gathering import gather_dossier
from registry.inputs import read_input
from registry.judgements import judgements_for, read_judgements
from registry.judging import JudgementGiven, judge_requirement
from registry.own_data import who_looked
from registry.questions import Words, answer_question, questions_of
from registry.tables_desk import ClaimRow, JudgementRow
from registry.tables_journal import JournalRow
from registry.verdicts import Verdict
from tests.registry.desk_stories import AT, DAYS, HOUR, MARKS, Worker, candidate, worker
from tests.registry.stories import START
from tests.registry.test_races import TIMES, at_once

GRANT = Verdict(outcome="granted", reason="Alles is goed.")
REFUSE = Verdict(outcome="refused", reason="Het is niet genoeg.")
WHY = "Er staat geen datum op."


async def say(
    application: UUID,
    who: Worker,
    requirement: str = "case",
    verdict: Literal["good", "question", "not_good", "doubt"] = "good",
    form: Literal["written", "interview", "panel"] = "written",
) -> UUID:
    given = JudgementGiven(
        requirement=requirement, verdict=verdict, form=form, words=None if verdict == "good" else WHY
    )
    return await judge_requirement(application, given, who, catalogue=MARKS, at=AT + HOUR)


async def grant(application: UUID, who: Worker) -> UUID:
    return await decide_case(application, GRANT, who, catalogue=MARKS, at=AT + DAYS)


async def test_one_assessor_judges_and_decides(register: Engine) -> None:
    """Where the mark does not ask otherwise; what was said is a fact that the rules read."""
    number, application = await candidate()
    officer = worker("officer")
    with pytest.raises(Refused, match="assessors are not done"):
        await grant(application, officer)
    judgement = await say(application, officer)
    (fact,) = (await gather_dossier(number, "twijfelmerk", AT.date())).judgements
    assert (str(judgement), "case", officer.actor, "good", True) == (
        fact.id, fact.requirement, fact.assessor, fact.verdict, fact.independent,
    )  # fmt: skip
    await grant(application, officer)
    assert {"decided"} == {row["ending"] for row in await ClaimRow.select(ClaimRow.ending)}
    with pytest.raises(Conflict, match="decided or taken back"):
        await say(application, officer)
    with pytest.raises(Conflict, match="decided or taken back"):
        await grant(application, worker("officer"))


async def test_a_verdict_that_is_not_good_has_words(register: Engine) -> None:
    """A ready sentence or one's own; of something the file does not ask nothing is said."""
    with pytest.raises(Malformed, match="ready sentence"):
        read_input(JudgementGiven, {"requirement": "case", "verdict": "not_good"})
    _, application = await candidate()
    with pytest.raises(Malformed, match="not asked of this file"):
        await say(application, worker(), "elsewhere")


async def test_what_a_rule_asks_elsewhere_is_judged(register: Engine) -> None:
    """A rule may speak of a requirement that does not apply itself; in the way that it names, and no other."""
    _, application = await candidate("omwegmerk")
    one = worker("officer")
    with pytest.raises(Malformed, match="not judged in this way"):
        await say(application, one)
    with pytest.raises(Malformed, match="not judged in this way"):
        await say(application, one, "papers", "not_good", form="interview")
    await say(application, one, "papers", "not_good")  # what the machine judges, a person may too
    await say(application, one, form="panel")
    await grant(application, one)


async def test_a_question_goes_to_the_applicant(register: Engine) -> None:
    """It is no judgement yet: the same assessor judges after the answer."""
    number, application = await candidate()
    one = worker()
    await say(application, one, verdict="question")
    (question,) = await questions_of(number, application)
    assert WHY == question.text
    assert () == (await gather_dossier(number, "twijfelmerk", AT.date())).judgements
    await answer_question(number, question.id, Words(text="1 mei."), actor=number, at=AT + HOUR)
    await say(application, one)
    assert ["question", "good"] == [
        said.verdict for said in (await judgements_for(application, one, catalogue=MARKS)).own
    ]
    with pytest.raises(Conflict):
        await say(application, worker())


async def test_the_gate_comes_before_the_content(register: Engine) -> None:
    """Nobody judges the content before somebody found the gate good; a gate that is not good ends it."""
    _, application = await candidate("dubbelmerk")
    one, two = worker(), worker()
    with pytest.raises(Refused, match="hard requirements first"):
        await say(application, one)
    assert ("diploma",) == (await judgements_for(application, one, catalogue=MARKS)).gate_waits_for
    await say(application, two, "diploma", "not_good")
    with pytest.raises(Refused, match="hard requirements first"):
        await say(application, one)
    assert 1 == len((await judgements_for(application, two, catalogue=MARKS)).own)
    await say(application, two, "diploma")
    await say(application, one)
    first, second = (await judgements_for(application, two, catalogue=MARKS)).own
    assert (("not_good", True), ("good", False)) == (
        (first.verdict, first.replaced), (second.verdict, second.replaced),
    )  # fmt: skip


async def whole(application: UUID, *assessors: Worker) -> None:
    """Everything of a file with two assessors, found good."""
    await say(application, assessors[0], "diploma")
    for one in assessors:
        await say(application, one)
        await say(application, one, "talk", form="interview")


async def test_nobody_sees_what_the_other_said_before_their_own(register: Engine) -> None:
    """An assessor sees it after the last judgement of their own; the officer who decides may not judge any more."""
    _, application = await candidate("dubbelmerk")
    one, two, officer = worker("officer"), worker(), worker("officer")
    await say(application, one, "diploma")
    await say(application, one)
    await say(application, two)
    for who in (one, two, officer):
        assert None is (await judgements_for(application, who, catalogue=MARKS)).others
    with pytest.raises(Refused, match="your own judgement first"):
        await read_judgements(application, one, catalogue=MARKS, at=AT)
    await say(application, one, "talk", form="interview")
    seen = (await judgements_for(application, one, catalogue=MARKS)).others
    assert seen is not None
    assert [two.actor] == [said.assessor for said in seen]
    assert None is (await judgements_for(application, two, catalogue=MARKS)).others


async def test_who_reads_to_decide_does_not_judge(register: Engine) -> None:
    """The reading is told to the applicant, and the database refuses the judgement too."""
    number, application = await candidate("dubbelmerk")
    one, officer = worker(), worker("officer")
    await say(application, one, "diploma")
    with pytest.raises(Refused, match="officer of the body"):
        await read_judgements(application, worker(), catalogue=MARKS, at=AT)
    held = await claim(application, "judge", officer, catalogue=MARKS, at=AT)
    with pytest.raises(Refused, match="your own judgement first"):
        await read_judgements(application, officer, catalogue=MARKS, at=AT)
    await release(application, held, ClaimEnded(reason="Ik beslis."), officer, at=AT)
    for _ in range(2):
        seen = await read_judgements(application, officer, catalogue=MARKS, at=AT)
        assert seen.others is not None
        assert 1 == len(seen.others)
    assert ["judgements"] * 2 == [look.what for look in await who_looked(number)]
    with pytest.raises(Refused, match="cannot judge this application any more"):
        await say(application, officer)
    with pytest.raises(Exception, match=r"ck_judgement_unread|may not be given"):
        await put_past_the_program(application, officer)


async def put_past_the_program(application: UUID, who: Worker) -> None:
    last = await JournalRow.select(JournalRow.seq).order_by(JournalRow.seq, ascending=False).first()
    assert last is not None
    row = JudgementRow(
        id=uuid4(), seq=last["seq"], application=application, requirement="case", assessor=who.actor, form="written",
        verdict="good", given_at=START,
    )  # fmt: skip
    await JudgementRow.insert(row)


async def test_a_doubt_asks_for_a_second_one(register: Engine) -> None:
    """Before the doubt there is no seat for another; after it one, and what that one says decides."""
    _, application = await candidate()
    first, second, officer = worker(), worker(), worker("officer")
    await claim(application, "judge", first, catalogue=MARKS, at=AT)
    with pytest.raises(Conflict):
        await say(application, second)
    await say(application, first, verdict="doubt")
    with pytest.raises(Refused, match="assessors are not done"):
        await grant(application, officer)
    assert None is (await judgements_for(application, second, catalogue=MARKS)).others
    await say(application, second)
    with pytest.raises(Conflict):
        await say(application, worker())
    await grant(application, officer)


async def test_decided_apart_from_the_assessors(register: Engine) -> None:
    """Where the mark asks so, who judged does not decide; afterwards everybody of the body sees what was said."""
    _, application = await candidate("dubbelmerk")
    one, two = worker("officer"), worker()
    await whole(application, one, two)
    with pytest.raises(Refused, match="decided by somebody else"):
        await decide_case(application, REFUSE, one, catalogue=MARKS, at=AT)
    with pytest.raises(Refused, match="officer of the body"):
        await grant(application, two)
    await grant(application, worker("officer"))
    seen = (await judgements_for(application, worker(), catalogue=MARKS)).others
    assert seen is not None
    assert 5 == len(seen)


async def test_assessors_who_differ_come_to_agree(register: Engine) -> None:
    """Nothing is granted meanwhile; a later judgement takes the place of the earlier, which is kept."""
    _, application = await candidate("dubbelmerk")
    one, two, officer = worker(), worker(), worker("officer")
    await whole(application, one, two)
    await say(application, two, verdict="not_good")
    with pytest.raises(Refused, match="do not agree"):
        await grant(application, officer)
    await say(application, two)
    await grant(application, officer)
    assert 7 == await JudgementRow.count()


async def test_what_is_set_aside_needs_no_assessor(register: Engine) -> None:
    """The hardship clause is a decision of a person too."""
    number, application = await candidate()
    aside = SetAside("case", AT.date(), "Ernstig ziek.")
    await record_fact(number, aside, mark="twijfelmerk", actor="desk", at=AT)
    await grant(application, worker("officer"))


async def test_a_refusal_does_not_wait(register: Engine) -> None:
    """A person decides: also against, before anybody judged. Somebody else's claim on deciding is respected."""
    _, application = await candidate()
    officer = worker("officer")
    await claim(application, "decide", worker("officer"), catalogue=MARKS, at=AT)
    with pytest.raises(Conflict, match="Somebody else works on this"):
        await decide_case(application, REFUSE, officer, catalogue=MARKS, at=AT)
    await decide_case(application, REFUSE, officer, catalogue=MARKS, at=AT + 9 * DAYS)
    assert () == await claims_on(application, date(2021, 3, 11))


async def test_of_two_officers_who_decide_at_once_one_wins(register: Engine) -> None:
    """The other is told so, ten times of ten; and of two assessors on one seat one judges."""
    for seed in range(TIMES // 3):
        _, application = await candidate(seed=seed)
        assert ["Conflict", "done"] == await at_once(*(say(application, worker()) for _ in range(2)))
        assert ["Conflict", "done"] == await at_once(*(grant(application, worker("officer")) for _ in range(2)))


async def test_the_database_holds_what_was_said(register: Engine) -> None:
    """A judgement is not edited, and none is given about what is not open."""
    number, application = await candidate()
    judgement = await say(application, worker())
    with pytest.raises(Exception, match=r"ao_judgement|may not change"):
        await JudgementRow.update({JudgementRow.verdict: "not_good"}).where(JudgementRow.id == judgement)
    await withdraw_application(application, catalogue=MARKS, actor=number, at=AT)
    with pytest.raises(Exception, match=r"ck_judgement_open|may not be given") as caught:
        await put_past_the_program(application, worker())
    known = classify_db_error(caught.value)
    assert known is not None
    assert "ck_judgement_open" == known.constraint


async def test_another_body_neither_judges_nor_reads(register: Engine) -> None:
    """As if it were not there."""
    _, application = await candidate()
    stranger = worker("officer", body="anderhuis")
    with pytest.raises(NotFound):
        await say(application, stranger)
    with pytest.raises(NotFound):
        await judgements_for(application, stranger, catalogue=MARKS)
    with pytest.raises(NotFound):
        await grant(application, stranger)
