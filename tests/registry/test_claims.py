"""Nobody does what another is doing: an application is claimed, given back, taken over, and a claim lapses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from registry.claims import ClaimEnded, claim, claims_on, last_day, release, take_over
from registry.database import Engine, classify_db_error
from registry.desk import working_days_later
from registry.errors import Conflict, NotFound, Refused
from registry.judging import JudgementGiven, judge_requirement
from registry.questions import Words, answer_question, ask_question
from registry.tables_desk import ClaimRow
from registry.tables_journal import JournalRow
from tests.registry.desk_stories import AT, DAYS, MARKS, candidate, worker
from tests.registry.test_races import TIMES, at_once

ILL = ClaimEnded(reason="Ziek.")


def test_working_days() -> None:
    """Weekends and holidays are left out."""
    assert date(2021, 3, 9) == working_days_later(date(2021, 3, 2), 5)
    assert date(2021, 4, 7) == working_days_later(date(2021, 4, 1), 2)  # Good Friday and Easter Monday between


async def test_an_application_is_claimed_once(register: Engine) -> None:
    """The other is told so; the same person again keeps it, and longer."""
    _, application = await candidate()
    one, other = worker(), worker()
    first = await claim(application, "judge", one, catalogue=MARKS, at=AT)
    with pytest.raises(Conflict, match="Somebody else works on this"):
        await claim(application, "judge", other, catalogue=MARKS, at=AT)
    assert first == await claim(application, "judge", one, catalogue=MARKS, at=AT + DAYS)
    (held,) = await claims_on(application, AT.date())
    assert ("judge", one.actor, AT, date(2021, 3, 10)) == (held.task, held.held_by, held.since, held.lapses_on)


async def test_of_two_claims_at_once_one_wins(register: Engine) -> None:
    """Thirty times of thirty, and the database holds it too."""
    for seed in range(TIMES):
        _, application = await candidate(seed=seed)
        outcome = await at_once(*(claim(application, "judge", worker(), catalogue=MARKS, at=AT) for _ in range(2)))
        assert ["Conflict", "done"] == outcome
    assert TIMES == await ClaimRow.count()
    row = await ClaimRow.select().first()
    assert row is not None
    with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
        await ClaimRow.insert(ClaimRow(**row | {"id": uuid4()}))
    known = classify_db_error(error.value)
    assert known is not None
    assert known.constraint in ("uq_claim_seat", "claim.application, claim.seat, claim.is_open")


async def test_as_many_assessors_as_the_mark_asks(register: Engine) -> None:
    """Two have a seat, the third has none; deciding is another seat, of an officer."""
    _, application = await candidate("dubbelmerk")
    for _ in range(2):
        await claim(application, "judge", worker(), catalogue=MARKS, at=AT)
    with pytest.raises(Conflict):
        await claim(application, "judge", worker(), catalogue=MARKS, at=AT)
    with pytest.raises(Refused, match="officer"):
        await claim(application, "decide", worker(), catalogue=MARKS, at=AT)
    await claim(application, "decide", worker("officer"), catalogue=MARKS, at=AT)
    with pytest.raises(Conflict):
        await claim(application, "decide", worker("officer"), catalogue=MARKS, at=AT)
    assert ["decide", "judge", "judge"] == [one.task for one in await claims_on(application, AT.date())]


async def test_a_claim_is_given_back(register: Engine) -> None:
    """With a reason, by whoever has it; then another may."""
    _, application = await candidate()
    one, other = worker(), worker()
    held = await claim(application, "judge", one, catalogue=MARKS, at=AT)
    with pytest.raises(NotFound):
        await release(application, held, ILL, other, at=AT)
    await release(application, held, ILL, one, at=AT)
    with pytest.raises(NotFound):
        await release(application, held, ILL, one, at=AT)
    assert () == await claims_on(application, AT.date())
    await claim(application, "judge", other, catalogue=MARKS, at=AT)
    row = await ClaimRow.select().where(ClaimRow.id == held).first()
    assert row is not None
    assert ("released", "Ziek.", one.actor) == (row["ending"], row["reason"], row["ended_by"])
    with pytest.raises(Exception, match=r"(?i)ck_claim_ended_once|may not change"):
        await ClaimRow.update({ClaimRow.reason: "Anders."}).where(ClaimRow.id == held)


async def test_a_claim_is_taken_over(register: Engine) -> None:
    """From somebody who is away, with a reason; at once by two: one wins."""
    _, application = await candidate()
    one = worker()
    held = await claim(application, "judge", one, catalogue=MARKS, at=AT)
    with pytest.raises(Conflict, match="yours already"):
        await take_over(application, held, ILL, one, at=AT)
    others = worker(), worker()
    outcome = await at_once(*(take_over(application, held, ILL, other, at=AT) for other in others))
    assert ["NotFound", "done"] == outcome
    (now,) = await claims_on(application, AT.date())
    assert now.held_by in {other.actor for other in others}
    kinds = await JournalRow.select(JournalRow.kind).where(JournalRow.kind.like("claim.%")).order_by(JournalRow.seq)
    assert ["claim.began", "claim.taken_over", "claim.began"] == [row["kind"] for row in kinds]


async def test_deciding_is_taken_over_by_an_officer(register: Engine) -> None:
    """An assessor may not."""
    _, application = await candidate()
    held = await claim(application, "decide", worker("officer"), catalogue=MARKS, at=AT)
    with pytest.raises(Refused, match="officer"):
        await take_over(application, held, ILL, worker(), at=AT)
    await take_over(application, held, ILL, worker("officer"), at=AT)


async def test_a_claim_lapses(register: Engine) -> None:
    """After five working days in which nothing was done with it; then another may, and it is written down."""
    _, application = await candidate()
    one, other = worker(), worker()
    held = await claim(application, "judge", one, catalogue=MARKS, at=AT)
    with pytest.raises(Conflict):
        await claim(application, "judge", other, catalogue=MARKS, at=AT + 7 * DAYS)
    await claim(application, "judge", other, catalogue=MARKS, at=AT + 8 * DAYS)
    row = await ClaimRow.select().where(ClaimRow.id == held).first()
    assert row is not None
    assert "lapsed" == row["ending"]


async def test_a_claim_waits_for_the_applicant(register: Engine) -> None:
    """While there is a question it does not lapse; after the answer it lasts five working days."""
    number, application = await candidate()
    one = worker()
    await claim(application, "judge", one, catalogue=MARKS, at=AT)
    question = await ask_question(application, Words(text="Welke?"), actor=one.actor, at=AT)
    (held,) = await claims_on(application, date(2022, 3, 2))
    assert held.lapses_on is None
    answered = datetime(2021, 5, 3, 9, tzinfo=UTC)
    await answer_question(number, question, Words(text="Die."), actor=number, at=answered)
    (held,) = await claims_on(application, date(2021, 5, 11))
    assert date(2021, 5, 11) == held.lapses_on  # 5 May is a holiday
    assert () == await claims_on(application, date(2021, 5, 12))
    assert None is last_day(None, ())


async def test_what_was_judged_is_not_taken_over(register: Engine) -> None:
    """Whoever gave every judgement keeps the seat for good."""
    _, application = await candidate()
    one = worker()
    given = JudgementGiven(requirement="case", verdict="good")
    await judge_requirement(application, given, one, catalogue=MARKS, at=AT)
    (held,) = await claims_on(application, date(2030, 1, 1))
    with pytest.raises(Refused, match="has judged it"):
        await take_over(application, held.id, ILL, worker(), at=AT)


async def test_another_body_sees_nothing(register: Engine) -> None:
    """Its people cannot claim, and neither can whoever has another role."""
    _, application = await candidate()
    for stranger in (worker(body="anderhuis"), worker("scheme_editor"), worker("operator", body="")):
        with pytest.raises(NotFound):
            await claim(application, "judge", stranger, catalogue=MARKS, at=AT)
    with pytest.raises(NotFound):
        await claim(uuid4(), "judge", worker(), catalogue=MARKS, at=AT)
