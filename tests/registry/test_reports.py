"""Figures of a body over a period: exact on its first and last day, of its own marks, and the same whenever asked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

import pytest

from accreditation.agreement import Agreement
from registry.applications import withdraw_application
from registry.case_decisions import decide_case
from registry.database import Engine
from registry.erasure import remove_by_right
from registry.errors import Malformed
from registry.interests import InterestDeclared, declare_interest
from registry.judging import JudgementGiven, judge_requirement
from registry.reports import Backlog, Period, a_year_until, reports_of
from registry.verdicts import Verdict
from tests.registry.desk_stories import AT, DAYS, MARKS, Worker, candidate, worker

FEB, MARCH = date(2021, 2, 1), date(2021, 3, 31)
WORDS = "Er staat geen datum op."


async def judged(
    application: UUID,
    who: Worker,
    verdict: Literal["good", "not_good", "doubt"],
    requirement: str = "case",
    at: datetime = AT,
    form: Literal["written", "interview"] = "written",
) -> None:
    given = JudgementGiven(
        requirement=requirement, verdict=verdict, words=None if verdict == "good" else WORDS, form=form
    )
    await judge_requirement(application, given, who, catalogue=MARKS, at=at)


async def decided(application: UUID, outcome: Literal["granted", "refused"], days: int) -> None:
    officer = worker("officer")
    await judged(application, officer, "good" if outcome == "granted" else "not_good")
    verdict = Verdict(outcome=outcome, reason="Zo.")
    await decide_case(application, verdict, officer, catalogue=MARKS, at=AT + days * DAYS)


async def test_lead_time_approval_and_backlog(register: Engine) -> None:
    """Five were handed in on 2 March: three decided, one taken back, one removed; a sixth waits, and one elsewhere."""
    (_, first), (_, second), (_, third), (_, back), (gone, _) = [await candidate(seed=seed) for seed in range(5)]
    await candidate("elders", seed=7)
    await decided(first, "granted", 4)
    await decided(second, "refused", 10)
    await withdraw_application(back, catalogue=MARKS, actor="x", at=AT + 20 * DAYS)
    await remove_by_right(gone, actor="x", at=AT + 25 * DAYS)
    await candidate(seed=6, at=AT + 28 * DAYS)
    await decided(third, "granted", 30)  # 1 April
    officer, now = worker("officer"), AT + 60 * DAYS
    (report,) = await reports_of(Period(FEB, MARCH), officer, at=now)
    assert ("twijfelmerk", 2, 4, 10, 1, 1, Decimal("50.0")) == (
        report.mark, report.decided, report.half_within, report.most_within, report.granted, report.refused,
        report.approval,
    )  # fmt: skip
    assert (Backlog(date(2021, 2, 28), 0, None), Backlog(MARCH, 2, 29)) == report.backlog
    (later,) = await reports_of(Period(date(2021, 4, 1), date(2021, 4, 30)), officer, at=now)
    assert (1, 30, (Backlog(date(2021, 4, 30), 1, 31),)) == (later.decided, later.half_within, later.backlog)
    (early,) = await reports_of(Period(FEB, date(2021, 3, 12)), worker("analyst"), at=now)
    assert (2, 3) == (early.decided, early.backlog[-1].waiting)
    assert (Decimal("50.0"), 2) == (early.approval, (await _on(date(2021, 3, 22), now)).waiting)


async def _on(day: date, now: datetime) -> Backlog:
    (report,) = await reports_of(Period(day, day), worker("officer"), at=now)
    return report.backlog[-1]


async def test_agreement_of_two(register: Engine) -> None:
    """What the first two said last about one requirement in one form; a third, a question and an interest do not
    count, and neither does what the second said after the period."""
    _, application = await candidate("dubbelmerk", seed=1)
    _, other = await candidate("dubbelmerk", seed=2)
    _, known = await candidate("dubbelmerk", seed=3)
    one, two, friend = worker(), worker(), worker()
    for requirement, form in (("diploma", "written"), ("case", "written"), ("talk", "interview")):
        await judged(application, one, "good", requirement, form=form)  # type: ignore[arg-type]  # each is a form
    await judged(application, two, "not_good", "case", AT + DAYS)
    await judged(application, two, "good", "talk", AT + DAYS, "interview")
    await judged(application, two, "good", "case", AT + 2 * DAYS)
    for who in (one, two):
        await judged(other, who, "good", "diploma")
    await judged(other, one, "doubt", "case")
    await judged(other, two, "good", "case", AT + 30 * DAYS)
    for who in (one, friend):
        await judged(known, who, "good", "diploma")
    await declare_interest(known, InterestDeclared(words="Mijn buurman."), friend, at=AT)
    (march,) = await reports_of(Period(FEB, MARCH), worker("officer"), at=AT + 60 * DAYS)
    assert Agreement(3, 3, None) == march.agreement
    (april,) = await reports_of(Period(FEB, date(2021, 4, 30)), worker("officer"), at=AT + 60 * DAYS)
    assert (4, 3, Decimal("0.00"), False) == (
        april.agreement.pairs, april.agreement.alike, april.agreement.kappa, april.agreement.is_enough,
    )  # fmt: skip


async def test_whose_figures_they_are(register: Engine) -> None:
    """Who decides, administers or analyses sees those of their own body; nobody else sees any."""
    await candidate()
    period = Period(FEB, MARCH)
    for who in (worker(), worker("scheme_editor"), worker("officer", body="anderhuis")):
        assert () == await reports_of(period, who, at=AT + 60 * DAYS)


@pytest.mark.parametrize(
    ("period", "field"),
    [
        (Period(MARCH, FEB), "since"),
        (Period(date(2010, 1, 1), FEB), "since"),
        (Period(FEB, date(2021, 3, 3)), "until"),
    ],
)
async def test_a_period_that_cannot_be(register: Engine, period: Period, field: str) -> None:
    """Backwards, too long, or still to come."""
    with pytest.raises(Malformed) as refused:
        await reports_of(period, worker("officer"), at=AT)
    assert [field] == [problem.field for problem in refused.value.problems]


def test_the_year_until_today() -> None:
    """Twelve whole months and this one; each month has its last day once."""
    period = a_year_until(date(2026, 11, 25))
    ends = list(period.month_ends())
    assert (date(2025, 11, 1), 13, date(2025, 11, 30)) == (period.since, len(ends), ends[0])
    assert [date(2026, 10, 31), date(2026, 11, 25)] == ends[-2:]
    assert [date(2026, 11, 30)] == list(Period(date(2026, 11, 30), date(2026, 11, 30)).month_ends())
