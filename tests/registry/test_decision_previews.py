"""Before a decision: what exactly will be written and sent. What was seen is what is decided, or it is shown again."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from registry.applications import ApplicationGiven, apply
from registry.case_decisions import DecisionPreview, decide_case, preview_decision
from registry.case_outcomes import outcome_of
from registry.colleagues import addresses_behind
from registry.database import Engine
from registry.deciding import open_to_decide
from registry.dossiers import ActivityGiven, record_activity
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.interests import InterestDeclared, declare_interest
from registry.judgements import read_judgements
from registry.judging import JudgementGiven, judge_requirement
from registry.notices import write_notices
from registry.questions import Words, answer_question, ask_question
from registry.tables_decisions import DecisionRow
from registry.tables_journal import JournalRow
from registry.tables_letters import LetterRow
from registry.tables_people import PractitionerRow
from registry.verdicts import Intent, Verdict
from tests.admin.signing_in import new_log_in
from tests.registry.desk_stories import AT, BODY, DAYS, HOUR, MARKS, Worker, candidate, worker
from tests.registry.stories import somebody

GRANT, REFUSE = Intent(outcome="granted"), Intent(outcome="refused")
WHY = "geheime-reden"
LATER = AT + DAYS


async def preview(application: UUID, officer: Worker, intent: Intent = GRANT) -> DecisionPreview:
    return await preview_decision(application, intent, officer, catalogue=MARKS, at=LATER)


async def decide(application: UUID, officer: Worker, intent: Intent, seen: str) -> UUID:
    verdict = Verdict(reason=WHY, **intent.model_dump())
    return await decide_case(application, verdict, officer, catalogue=MARKS, at=LATER, seen=seen)


async def judged(seed: int = 1) -> tuple[str, UUID]:
    number, application = await candidate(seed=seed)
    good = JudgementGiven(requirement="case", verdict="good")
    await judge_requirement(application, good, worker(), catalogue=MARKS, at=AT)
    return number, application


async def having_read(application: UUID) -> Worker:
    officer = worker("officer")
    await read_judgements(application, officer, catalogue=MARKS, at=AT)
    return officer


@pytest.mark.parametrize(
    ("intent", "until"),
    [
        (GRANT, date(2025, 3, 2)),
        (Intent(outcome="granted", until=date(2022, 3, 2)), date(2022, 3, 2)),
        (REFUSE, None),
    ],
)
async def test_what_was_previewed_is_what_is_written_and_sent(
    register: Engine, intent: Intent, until: date | None
) -> None:
    """The decision, its days and the letter; the letter does not hold the reason."""
    number, application = await judged()
    await PractitionerRow.update({PractitionerRow.email: "a@voorbeeld.example"}).where(PractitionerRow.number == number)
    officer = await having_read(application)
    before = await JournalRow.count()
    seen = await preview(application, officer, intent)
    assert (before, "nl", until) == (await JournalRow.count(), seen.language, seen.decision.until)
    assert seen.seen == (await preview(application, officer, intent)).seen
    identity = await decide(application, officer, intent, seen.seen)
    row = await DecisionRow.select().where(DecisionRow.id == identity).first()
    assert row is not None
    assert (str(seen.decision.kind), seen.decision.since, until) == (row["kind"], row["since"], row["until"])
    while await write_notices(LATER):
        pass
    letter = await LetterRow.select().where(LetterRow.kind == "application.decided").first()
    assert letter is not None
    assert seen.letter == json.loads(letter["about"])
    assert WHY not in str(seen.letter)


async def test_without_an_address_no_letter_leaves(register: Engine) -> None:
    """And the preview says so."""
    _, application = await judged()
    assert (await preview(application, await having_read(application))).language is None


async def add(number: str, application: UUID) -> None:
    late = ActivityGiven(kind="course", since=date(2021, 3, 3), until=date(2021, 3, 3), points_hundredths=100)
    await record_activity(number, late, actor=number, at=LATER)


async def answer(number: str, application: UUID) -> None:
    question = await ask_question(application, Words(text="Welke?"), actor="a", at=LATER)
    await answer_question(number, question, Words(text="Deze."), actor=number, at=LATER)


CHANGES: list[Callable[[str, UUID], Awaitable[Any]]] = [add, answer]


@pytest.mark.parametrize("change", CHANGES)
async def test_a_file_that_changed_is_shown_again(
    register: Engine, change: Callable[[str, UUID], Awaitable[Any]]
) -> None:
    """Something added since handing in, a question that was answered: nothing is decided, and what is seen then is."""
    number, application = await judged()
    officer = await having_read(application)
    seen = await preview(application, officer)
    await change(number, application)
    before = await JournalRow.count()
    with pytest.raises(Conflict, match="Something in this file changed"):
        await decide(application, officer, GRANT, seen.seen)
    assert before == await JournalRow.count()
    await decide(application, officer, GRANT, (await preview(application, officer)).seen)


async def test_other_days_than_were_seen_are_not_given(register: Engine) -> None:
    """Shown as refused and sent as granted, or for another term: that is not what was seen."""
    _, application = await judged()
    officer = await having_read(application)
    seen = await preview(application, officer, REFUSE)
    for intent in (GRANT, Intent(outcome="granted", until=date(2022, 3, 2))):
        with pytest.raises(Conflict, match="changed since"):
            await decide(application, officer, intent, seen.seen)


async def test_who_may_not_decide_sees_no_preview(register: Engine) -> None:
    """An assessor, another body, somebody with an interest, and who did not read what was said yet."""
    _, application = await judged()
    stranger, friend = worker("officer", body="anderhuis"), worker("officer")
    await declare_interest(application, InterestDeclared(words="Buren."), friend, at=AT)
    for who, error, told in (
        (worker(), Refused, "the work of an officer"),
        (stranger, NotFound, "no such application"),
        (friend, Refused, "know this candidate"),
        (worker("officer"), Refused, "Read what the assessors said first"),
    ):
        with pytest.raises(error, match=told):
            await preview(application, who, REFUSE)


async def test_a_preview_says_what_is_missing(register: Engine) -> None:
    """Assessors who are not done, days that cannot be, and an application that was decided."""
    _, application = await candidate()
    officer = worker("officer")
    with pytest.raises(Refused, match="The assessors are not done"):
        await preview(application, officer)
    _, other = await judged(seed=2)
    reader = await having_read(other)
    with pytest.raises(Malformed, match="last day lies before"):
        await preview(other, reader, Intent(outcome="granted", until=date(2020, 1, 1)))
    await decide(other, reader, GRANT, (await preview(other, reader)).seen)
    with pytest.raises(Conflict, match="was decided"):
        await preview(other, reader)


async def test_the_scopes_and_the_level_that_are_given(register: Engine) -> None:
    """A part of what was applied for, when the officer says so."""
    number = await somebody(at=AT)
    given = ApplicationGiven(mark="proefmerk", scopes=("coaching", "outplacement"))
    application = await apply(number, given, catalogue=MARKS, actor=number, at=AT)
    officer = worker("officer", body="proefhuis")
    whole = await preview(application, officer)
    part = await preview(application, officer, Intent(outcome="granted", scopes=("coaching",)))
    assert [["coaching", "outplacement"], ["coaching"]] == [sorted(one.decision.scopes) for one in (whole, part)]


async def test_what_became_of_it(register: Engine) -> None:
    """Who decided, when and why, for the body; nothing while it is open, and nothing for another body."""
    _, application = await judged()
    account = (await new_log_in(at=AT)).account
    officer = Worker(f"account {account}", worker("officer").roles)
    await read_judgements(application, officer, catalogue=MARKS, at=AT)
    assert await outcome_of(application, worker(), at=LATER) is None
    identity = await decide(application, officer, GRANT, (await preview(application, officer)).seen)
    found = await outcome_of(application, worker(), at=LATER + HOUR)
    assert found is not None
    assert (identity, "granted", LATER, officer.actor, WHY) == (
        found.decision, found.outcome, found.decided_at, found.decided_by, found.reason,
    )  # fmt: skip
    assert f"{account.hex[:12]}@voorbeeld.example" == found.address
    assert {} == await addresses_behind({"desk:officer-1"})
    with pytest.raises(NotFound):
        await outcome_of(application, worker(body="anderhuis"), at=LATER)
    assert BODY == officer.roles[0].body


async def test_what_an_officer_has_before_them(register: Engine) -> None:
    """What the assessors said once it was read, and what that makes of the requirement; then what became of it."""
    number, application = await judged()
    officer = worker("officer")
    before = await open_to_decide(application, officer, catalogue=MARKS, at=LATER)
    assert (True, (), "needs_assessor") == (before.unread, before.said, before.evaluation and before.evaluation.outcome)
    await read_judgements(application, officer, catalogue=MARKS, at=AT)
    await add(number, application)
    after = await open_to_decide(application, officer, catalogue=MARKS, at=LATER)
    assert (False, ["good"], "satisfied", None, ["added"]) == (
        after.unread, [one.verdict for one in after.said], after.evaluation and after.evaluation.outcome, after.outcome,
        [one.change for one in after.corrections],
    )  # fmt: skip
    await decide(application, officer, GRANT, (await preview(application, officer)).seen)
    decided = await open_to_decide(application, officer, catalogue=MARKS, at=LATER)
    assert (None, "granted") == (decided.evaluation, decided.outcome and decided.outcome.outcome)
    with pytest.raises(Refused, match="the work of an officer"):
        await open_to_decide(application, worker(), catalogue=MARKS, at=LATER)
