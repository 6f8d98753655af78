"""The queue of a body: its own marks only, by expiry date, with what the engine said and how long it waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from registry.case_decisions import decide_case
from registry.claims import claim
from registry.database import Engine
from registry.desk import days_between
from registry.dossiers import ActivityGiven, record_activity
from registry.judging import JudgementGiven, judge_requirement
from registry.lead_times import lead_times, within
from registry.prechecks import precheck_earlier
from registry.questions import Words, answer_question, ask_question
from registry.tables_desk import PrecheckRow
from registry.verdicts import Verdict, decide
from registry.work_board import BoardFilter, decide_by, whose_turn, work_board
from tests.registry.desk_stories import AT, DAYS, MARKS, Worker, candidate, hand_in, worker
from tests.registry.stories import somebody

DOUBT = JudgementGiven(requirement="case", verdict="doubt", words="Ik twijfel.")
GOOD = JudgementGiven(requirement="case", verdict="good")
RENEWAL = datetime(2024, 12, 2, 9, tzinfo=UTC)


async def board(who: Worker, at: datetime = AT, **wanted: Any) -> list[UUID]:
    return [one.application for one in (await work_board(who, BoardFilter(**wanted), at=at)).items]


async def holder_until(last: date, seed: int) -> str:
    """Somebody whose term ends on a day."""
    number, application = await candidate(seed=seed)
    verdict = Verdict(outcome="granted", reason="Goed.", since=AT.date(), until=last)
    await decide(application, verdict, catalogue=MARKS, actor="desk", at=AT)
    return number


async def test_the_queue_is_by_expiry_date(register: Engine) -> None:
    """The term that ends first comes first; first applications come after those, oldest first."""
    last = await holder_until(date(2025, 3, 1), 1)
    first = await holder_until(date(2025, 1, 1), 2)
    renewals = [await hand_in(number, at=RENEWAL) for number in (last, first)]
    _, new = await candidate(seed=3, at=RENEWAL)
    one = worker()
    assert [renewals[1], renewals[0], new] == await board(one, RENEWAL)
    found = await work_board(one, at=RENEWAL, page=2, size=2)
    assert ([new], 3) == ([item.application for item in found.items], found.total)
    assert (3, 0, 1) == (
        found.summary.total,
        found.summary.ends_within_14_days,
        found.summary.ends_within_60_days,
    )
    (item,) = found.items
    assert ("F. el Idrissi", None, RENEWAL.date(), "body") == (
        item.name, item.expires_on, item.handed_in_on, item.waits_for,
    )  # fmt: skip


async def test_a_body_sees_only_its_own(register: Engine) -> None:
    """Somebody of two bodies sees both; who assesses nowhere sees nothing."""
    _, ours = await candidate(seed=1)
    _, theirs = await candidate("elders", seed=2)
    one, other = worker(), worker(body="anderhuis")
    assert ([ours], [theirs]) == (await board(one), await board(other))
    both = Worker("account 1", (*one.roles, *other.roles))
    assert {ours, theirs} == set(await board(both))
    assert [] == await board(worker("scheme_editor"))
    assert (1, None) == (
        (await work_board(one, at=AT)).summary.total,
        (await work_board(worker("analyst"), at=AT)).summary.oldest,
    )


async def test_who_has_to_do_something(register: Engine) -> None:
    """The applicant while a question is open, and then the body again, from that day on."""
    number, application = await candidate()
    one = worker()
    question = await ask_question(application, Words(text="Welke?"), actor=one.actor, at=AT + DAYS)
    assert [application] == await board(one, AT + 2 * DAYS, waits_for="applicant")
    assert [] == await board(one, AT + 2 * DAYS, waits_for="body")
    await answer_question(number, question, Words(text="Die."), actor=number, at=AT + 11 * DAYS)
    (item,) = (await work_board(one, at=AT + 12 * DAYS)).items
    assert ("body", date(2021, 3, 13), date(2021, 5, 7)) == (item.waits_for, item.since, item.decide_by)


def test_the_time_that_a_question_waits_comes_on_top() -> None:
    """Two questions at the same time count once; an open one counts until today."""
    handed_in = date(2021, 3, 2)

    def asked(since: int, until: int | None) -> dict[str, Any]:
        return {"asked_at": AT + since * DAYS, "answered_at": None if until is None else AT + until * DAYS}

    two = [asked(1, 5), asked(3, 8)]
    assert date(2021, 4, 27) == decide_by(handed_in, [], handed_in)
    assert date(2021, 5, 4) == decide_by(handed_in, two, date(2021, 4, 1))
    assert date(2021, 5, 1) == decide_by(handed_in, [asked(1, None)], date(2021, 3, 7))
    assert ("applicant", date(2021, 3, 3)) == whose_turn(handed_in, [asked(1, None), asked(2, None)])
    assert ("body", handed_in) == whose_turn(handed_in, [])


async def test_filters(register: Engine) -> None:
    """By mark, by who claimed it, what is overdue, where an assessor is wanted."""
    one, other = worker(), worker()
    _, mine = await candidate(seed=1)
    _, theirs = await candidate(seed=2)
    _, free = await candidate("dubbelmerk", seed=3)
    await claim(mine, "judge", one, catalogue=MARKS, at=AT)
    await claim(theirs, "judge", other, catalogue=MARKS, at=AT)
    await claim(free, "judge", other, catalogue=MARKS, at=AT + 20 * DAYS)
    for wanted, found in (
        ({"mark": "dubbelmerk"}, {free}),
        ({"claimed": "mine"}, {mine}),
        ({"claimed": "others"}, {theirs, free}),
        ({"claimed": "nobody"}, set()),
        ({"for_assessors": True}, {free}),
        ({"ready": True}, set()),
        ({"overdue": True}, set()),
    ):
        assert found == set(await board(one, AT + DAYS, **wanted)), wanted
    late = AT + timedelta(weeks=8, days=1)
    assert 3 == len(await board(one, late, overdue=True))
    assert {mine, theirs, free} == set(await board(one, late, claimed="nobody"))
    assert 3 == (await work_board(one, at=late)).summary.overdue


async def test_a_term_that_is_over_is_overdue(register: Engine) -> None:
    """Also within the time that is reasonable."""
    number = await holder_until(date(2024, 12, 31), 1)
    application = await hand_in(number, at=RENEWAL)
    assert [] == await board(worker(), datetime(2024, 12, 31, 9, tzinfo=UTC), overdue=True)
    assert [application] == await board(worker(), datetime(2025, 1, 1, 9, tzinfo=UTC), overdue=True)


async def test_a_doubt_shows_that_another_is_wanted(register: Engine) -> None:
    """One seat before it, two after."""
    _, application = await candidate()
    one = worker()
    await claim(application, "judge", one, catalogue=MARKS, at=AT)
    assert [] == await board(one, for_assessors=True)
    await judge_requirement(application, DOUBT, one, catalogue=MARKS, at=AT)
    (item,) = (await work_board(one, BoardFilter(for_assessors=True), at=AT)).items
    assert (2, 1) == (item.seats, item.judged_by)


async def test_what_the_engine_said(register: Engine) -> None:
    """Kept on the day of handing in: ready, or how much is missing and how much waits for people."""
    number = await somebody(seed=1)
    course = ActivityGiven(
        kind="course", since=date(2021, 2, 1), until=date(2021, 2, 1), points_hundredths=1000, state="approved"
    )
    await record_activity(number, course, actor=number, at=AT)
    ready = await hand_in(number, "proefmerk")
    _, other = await candidate("dubbelmerk", seed=2)
    houses = Worker("account 1", (*worker().roles, *worker(body="proefhuis").roles))
    assert [ready] == await board(houses, ready=True)
    (item,) = (await work_board(worker(), at=AT)).items
    assert (other, "not_satisfied", "not_satisfied", 1, 2, 2, False) == (
        item.application, item.outcome, item.gate, item.missing, item.for_people, item.seats, item.ready,
    )  # fmt: skip
    assert 1 == (await work_board(houses, at=AT)).summary.ready


async def test_earlier_applications_are_checked_later(register: Engine) -> None:
    """Those handed in before the engine's word was kept: nothing is known of them until then; once is enough."""
    _, application = await candidate("dubbelmerk")
    await PrecheckRow.delete(force=True)
    (item,) = (await work_board(worker(), at=AT)).items
    assert (None, None, 0, 1) == (item.outcome, item.gate, item.for_people, item.seats)
    for _ in range(2):
        await claim(application, "judge", worker(), catalogue=MARKS, at=AT)  # two seats, without it too
    assert (1, 0) == (await precheck_earlier(catalogue=MARKS), await precheck_earlier(catalogue=MARKS))
    (item,) = (await work_board(worker(), at=AT)).items
    assert ("not_satisfied", 2) == (item.outcome, item.seats)


async def test_before_the_rules_began(register: Engine) -> None:
    """A file for which no rules hold waits all the same."""
    early = datetime(2019, 3, 2, 9, tzinfo=UTC)
    number = await somebody(at=early)
    application = await hand_in(number, at=early)
    (item,) = (await work_board(worker(), at=early)).items
    assert (application, None, False) == (item.application, item.outcome, item.ready)


async def test_lead_times(register: Engine) -> None:
    """Per mark, over a year: half and nine in ten of what was decided, and how old the oldest is that waits."""
    officer = worker("officer")
    applications = [(await candidate(seed=seed))[1] for seed in range(3)]
    for application, days in zip(applications, (10, 20, 30), strict=True):
        await judge_requirement(application, GOOD, officer, catalogue=MARKS, at=AT)
        verdict = Verdict(outcome="granted", reason="Goed.")
        await decide_case(application, verdict, officer, catalogue=MARKS, at=AT + days * DAYS)
    later = AT + 40 * DAYS
    await candidate(seed=4, at=later)
    await candidate("dubbelmerk", seed=5, at=later)
    first, second = await lead_times(officer, at=later + 5 * DAYS)
    assert ("dubbelmerk", 0, None, None, 1, 5) == (
        first.mark, first.decided, first.half_within, first.most_within, first.waiting, first.oldest_waits,
    )  # fmt: skip
    assert (3, 20, 30, 1) == (second.decided, second.half_within, second.most_within, second.waiting)
    assert () == await lead_times(worker(body="anderhuis"), at=later)
    (first, second) = await lead_times(officer, at=AT + 500 * DAYS)
    assert 0 == second.decided


@pytest.mark.parametrize(
    ("days", "tenths", "found"),
    [([], 5, None), ([3], 9, 3), ([1, 2], 5, 1), ([1, 2, 3], 5, 2), (list(range(1, 11)), 9, 9)],
)
def test_within(days: list[int], tenths: int, found: int | None) -> None:
    """The shortest time in which so many were done."""
    assert found == within(days, tenths)


def test_days_between() -> None:
    """Never less than none."""
    assert (1, 0) == (
        days_between(date(2021, 3, 1), date(2021, 3, 2)),
        days_between(date(2021, 3, 2), date(2021, 3, 1)),
    )
