"""A file is open to its body from handing in to the end of the objection, and each reading is told to its owner."""

from __future__ import annotations

from datetime import date

import pytest

from registry.applications import withdraw_application
from registry.case_decisions import decide_case
from registry.case_files import open_case_file
from registry.claims import claim
from registry.database import Engine
from registry.dossiers import ActivityGiven, record_activity
from registry.erasure import remove_by_right
from registry.errors import NotFound, Refused, Removed
from registry.interests import InterestDeclared, declare_interest
from registry.judging import JudgementGiven, judge_requirement
from registry.own_data import export_of, who_looked
from registry.questions import Words, ask_question
from registry.tables import TABLES
from registry.tables_accounts import AccountRow
from registry.verdicts import Verdict
from tests.registry.desk_stories import AT, DAYS, MARKS, candidate, hand_in, worker
from tests.registry.log_ins import with_account
from tests.registry.stories import somebody

GOOD = JudgementGiven(requirement="case", verdict="good", words="geheimoordeel")


async def test_a_file_as_its_body_sees_it(register: Engine) -> None:
    """What was handed in, what the rules say without the assessors, who works on it, what was asked."""
    number, application = await candidate()
    one, other = worker(), worker()
    late = ActivityGiven(kind="course", since=date(2021, 3, 3), until=date(2021, 3, 3), points_hundredths=100)
    await record_activity(number, late, actor=number, at=AT + DAYS)
    await ask_question(application, Words(text="Welke?"), actor=one.actor, at=AT)
    await judge_requirement(application, GOOD, one, catalogue=MARKS, at=AT)
    file = await open_case_file(application, other, catalogue=MARKS, at=AT + DAYS)
    assert ("F. el Idrissi", number, "twijfelmerk", AT.date(), True) == (
        file.name, file.number, file.mark, file.handed_in_on, file.is_open,
    )  # fmt: skip
    assert ((), ()) == (file.dossier.activities, file.dossier.judgements)
    assert file.evaluation is not None
    assert "needs_assessor" == file.evaluation.outcome
    assert [one.actor] == [held.held_by for held in file.claims]
    assert ((), None, "case") == (file.judgements.own, file.judgements.others, file.judgements.asked[0].requirement)
    assert ["Welke?"] == [question.text for question in file.questions]
    assert [(other.actor, "file")] == [(look.by, look.what) for look in await who_looked(number)]


async def test_in_the_language_of_the_applicant(register: Engine) -> None:
    """As they chose for their log-in; Dutch for whoever has none."""
    number = await with_account("talen@voorbeeld.example", at=AT)
    await AccountRow.update({AccountRow.language: "en"}).where(AccountRow.email == "talen@voorbeeld.example")
    chosen, without = await hand_in(number), (await candidate(seed=2))[1]
    files = [await open_case_file(one, worker(), catalogue=MARKS, at=AT) for one in (chosen, without)]
    assert ["en", "nl"] == [file.language for file in files]


async def test_a_file_closes(register: Engine) -> None:
    """After the last day to object; until then what was decided is there to be read."""
    _, application = await candidate()
    officer = worker("officer")
    await judge_requirement(application, GOOD, officer, catalogue=MARKS, at=AT)
    verdict = Verdict(outcome="granted", reason="Goed.")
    await decide_case(application, verdict, officer, catalogue=MARKS, at=AT)
    file = await open_case_file(application, worker(), catalogue=MARKS, at=AT + 42 * DAYS)
    assert (False, None) == (file.is_open, file.evaluation)
    assert file.judgements.others is not None
    with pytest.raises(Refused, match="This file is closed"):
        await open_case_file(application, worker(), catalogue=MARKS, at=AT + 60 * DAYS)


async def test_a_file_that_was_taken_back_is_closed(register: Engine) -> None:
    """At once; and another body's was never open."""
    number, application = await candidate()
    with pytest.raises(NotFound):
        await open_case_file(application, worker(body="anderhuis"), catalogue=MARKS, at=AT)
    await withdraw_application(application, catalogue=MARKS, actor=number, at=AT)
    with pytest.raises(Refused, match="This file is closed"):
        await open_case_file(application, worker(), catalogue=MARKS, at=AT)
    assert () == await who_looked(number)


async def test_nothing_of_the_desk_is_left(register: Engine) -> None:
    """Who is removed by right leaves no judgement, claim or interest; what was theirs they could take along."""
    number, application = await candidate()
    await somebody(seed=2)
    officer = worker("officer")
    await judge_requirement(application, GOOD, officer, catalogue=MARKS, at=AT)
    await claim(application, "decide", officer, catalogue=MARKS, at=AT)
    await declare_interest(application, InterestDeclared(words="geheimeband"), worker(), at=AT)
    export = await export_of(number)
    assert ["geheimoordeel"] == [row["words"] for row in export["judgement"]]
    assert [1, 1] == [len(export["precheck"]), len(export["interest"])]
    assert "geheimeband" not in str(export)
    await remove_by_right(number, actor="desk", at=AT)
    left = {table._meta.tablename: await table.select() for table in TABLES}
    assert [[], [], [], []] == [left[name] for name in ("precheck", "claim", "judgement", "interest")]
    assert "geheim" not in str(left)
    with pytest.raises(Removed):
        await open_case_file(application, officer, catalogue=MARKS, at=AT)
