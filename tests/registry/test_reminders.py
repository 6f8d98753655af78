"""Reminders of a term that ends: who gets which on which day, and who does not get them any more."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from accreditation.reminders import Step
from registry.applications import ApplicationGiven, apply, withdraw_application
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.deceases import mark_deceased
from registry.decisions import Verdict, decide
from registry.dossiers import ActivityGiven, record_activity
from registry.erasure import remove_by_right
from registry.measures import Ending, Suspension, revoke, suspend
from registry.reminder_keys import ReminderKey
from registry.reminder_rounds import AT_ONCE, write_reminders
from registry.reminders import Reminder, choose_reminders, reminder_of, wants_reminders
from registry.tables_letters import LetterRow, WorkerPositionRow
from registry.tables_people import PractitionerRow
from tests.registry.stories import OFFICER, holder

UNTIL = date(2025, 3, 1)
ADDRESS = "f.elidrissi@voorbeeld.example"
PLAN = [
    (Step.TWELVE_MONTHS, date(2024, 3, 1)),
    (Step.SIX_MONTHS, date(2024, 9, 1)),
    (Step.THREE_MONTHS, date(2024, 12, 1)),
    (Step.ONE_MONTH, date(2025, 2, 1)),
    (Step.FOURTEEN_DAYS, date(2025, 2, 15)),
    (Step.THREE_DAYS, date(2025, 2, 26)),
    (Step.EXPIRED, date(2025, 3, 2)),
]
SIX_MONTHS, EXPIRED = PLAN[1][1], PLAN[-1][1]
DAY = timedelta(days=1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


async def reachable_holder(catalogue: Catalogue, seed: int = 1, mark: str = "proefmerk") -> str:
    number, _ = await holder(catalogue, seed=seed, mark=mark)
    await PractitionerRow.update({PractitionerRow.email: ADDRESS}).where(PractitionerRow.number == number)
    return number


def key_of(number: str, step: Step) -> ReminderKey:
    return ReminderKey(number, "proefmerk", UNTIL, step)


async def on(day: date, catalogue: Catalogue, after: date | None = None) -> int:
    """The round of a day, by a worker that looked at every day before it (or up to `after`)."""
    looked = WorkerPositionRow(name="reminders", seq=0, day=after or day - DAY)
    await WorkerPositionRow.delete().where(WorkerPositionRow.name == "reminders")
    await WorkerPositionRow.insert(looked)
    return await write_reminders(noon(day), catalogue=catalogue)


async def keys() -> list[str]:
    rows = await LetterRow.select(LetterRow.key).where(LetterRow.key.is_not_null()).order_by(LetterRow.due_at)
    return [row["key"] for row in rows]


async def told(number: str, step: Step, day: date, catalogue: Catalogue) -> Reminder | None:
    return await reminder_of(key_of(number, step), at=noon(day), catalogue=catalogue)


async def hand_in(number: str, day: date, catalogue: Catalogue) -> UUID:
    given = ApplicationGiven(mark="proefmerk")
    return await apply(number, given, catalogue=catalogue, actor=number, at=noon(day))


async def test_each_step_comes_once_on_its_day(register: Engine, catalogue: Catalogue) -> None:
    """Not a day before, and not again on the day itself or after it."""
    number = await reachable_holder(catalogue)
    for _, day in PLAN:
        assert [0, 1, 0] == [await on(which, catalogue) for which in (day - DAY, day, day)]
    assert [str(key_of(number, step)) for step, _ in PLAN] == await keys()
    kinds = [row["kind"] for row in await LetterRow.select(LetterRow.kind).order_by(LetterRow.due_at)]
    assert [f"reminder.{step}" for step, _ in PLAN[:-1]] + ["mark.expired"] == kinds


async def test_what_a_reminder_says_is_of_its_day(register: Engine, catalogue: Catalogue) -> None:
    """The last day of handing in, and what is missing: less once somebody did something."""
    number = await reachable_holder(catalogue)
    first = await told(number, Step.SIX_MONTHS, SIX_MONTHS, catalogue)
    assert first is not None
    assert first.view is not None
    assert (UNTIL, "missing") == (first.hand_in_until, first.view.heading.kind)
    course = ActivityGiven(
        kind="course", since=date(2024, 5, 1), until=date(2024, 5, 1), points_hundredths=1000, state="approved"
    )
    await record_activity(number, course, actor=number, at=noon(SIX_MONTHS))
    then = await told(number, Step.SIX_MONTHS, SIX_MONTHS, catalogue)
    assert then is not None
    assert then.view is not None
    assert "ready" == then.view.heading.kind


async def test_a_worker_that_was_away_sends_the_last_step_only(register: Engine, catalogue: Catalogue) -> None:
    """Two steps and some days were missed: one letter, and its day is remembered."""
    number = await reachable_holder(catalogue)
    back = date(2025, 2, 20)
    assert 1 == await on(back, catalogue, after=date(2025, 1, 15))
    assert [str(key_of(number, Step.FOURTEEN_DAYS))] == await keys()
    assert 0 == await write_reminders(noon(back), catalogue=catalogue)


async def test_a_register_that_begins_reminds_of_today_only(register: Engine, catalogue: Catalogue) -> None:
    """Nobody gets the reminders of last year on the first day; a clock that was wrong is not waited for."""
    await reachable_holder(catalogue)
    await WorkerPositionRow.delete().where(WorkerPositionRow.name == "reminders")
    assert 0 == await write_reminders(noon(SIX_MONTHS + DAY), catalogue=catalogue)
    assert 1 == await on(date(2024, 12, 1), catalogue, after=date(2026, 1, 1))


async def test_several_workers_write_each_reminder_once(register: Engine, catalogue: Catalogue) -> None:
    """Four at once, with more people than go into one transaction."""
    people = AT_ONCE + 3
    for seed in range(people):
        await reachable_holder(catalogue, seed=seed)
    await WorkerPositionRow.delete().where(WorkerPositionRow.name == "reminders")
    written = await asyncio.gather(*(write_reminders(noon(SIX_MONTHS), catalogue=catalogue) for _ in range(4)))
    assert (people, people) == (sum(written), len(set(await keys())))


async def test_nothing_after_handing_in(register: Engine, catalogue: Catalogue) -> None:
    """Neither written nor, when it was written before, sent; what was taken back is reminded of again."""
    number = await reachable_holder(catalogue)
    assert 1 == await on(SIX_MONTHS, catalogue)
    application = await hand_in(number, SIX_MONTHS, catalogue)
    assert await told(number, Step.SIX_MONTHS, SIX_MONTHS, catalogue) is None
    for _, day in PLAN[2:]:
        assert 0 == await on(day, catalogue)
    await withdraw_application(application, catalogue=catalogue, actor=number, at=noon(SIX_MONTHS))
    assert await told(number, Step.SIX_MONTHS, SIX_MONTHS, catalogue) is not None


async def test_nothing_about_a_term_that_was_renewed(register: Engine, catalogue: Catalogue) -> None:
    """The old one is over, and nobody needs to hear of it; the new one has its own steps."""
    number = await reachable_holder(catalogue)
    application = await hand_in(number, SIX_MONTHS, catalogue)
    granted = Verdict(outcome="granted", reason="Alles is er.", since=UNTIL + DAY, until=date(2029, 3, 1))
    await decide(application, granted, catalogue=catalogue, actor=OFFICER, at=noon(SIX_MONTHS))
    for _, day in PLAN[2:]:
        assert 0 == await on(day, catalogue)
    assert await told(number, Step.EXPIRED, EXPIRED, catalogue) is None
    assert 1 == await on(date(2028, 9, 1), catalogue)


async def test_who_left_is_not_reminded(register: Engine, catalogue: Catalogue) -> None:
    """By right, or by death: nothing is written, and what was written is of no use."""
    removed, dead = [await reachable_holder(catalogue, seed=seed) for seed in (1, 2)]
    assert 2 == await on(SIX_MONTHS, catalogue)
    await remove_by_right(removed, actor=OFFICER, at=noon(SIX_MONTHS))
    await mark_deceased(dead, SIX_MONTHS, catalogue=catalogue, actor=OFFICER, at=noon(SIX_MONTHS))
    for _, day in PLAN[2:]:
        assert 0 == await on(day, catalogue)
    for number in (removed, dead, "LP-0020418-51"):
        assert await told(number, Step.SIX_MONTHS, SIX_MONTHS, catalogue) is None


async def test_who_was_revoked_is_not_reminded(register: Engine, catalogue: Catalogue) -> None:
    """Also not that the term is over: there was a decision about that."""
    number = await reachable_holder(catalogue)
    ending = Ending(mark="proefmerk", since=date(2024, 8, 1), reason="Fraude.")
    await revoke(number, ending, catalogue=catalogue, actor=OFFICER, at=noon(date(2024, 8, 1)))
    days = [day for _, day in PLAN[1:]] + [date(2024, 8, 1), date(2024, 8, 2)]
    assert [0] * len(days) == [await on(day, catalogue) for day in days]


async def test_who_is_suspended_is_reminded(register: Engine, catalogue: Catalogue) -> None:
    """A suspension does not lengthen a term."""
    number = await reachable_holder(catalogue)
    given = Suspension(mark="proefmerk", since=date(2024, 8, 1), until=date(2024, 10, 1), reason="Er loopt een klacht.")
    await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=noon(date(2024, 8, 1)))
    assert 1 == await on(SIX_MONTHS, catalogue)


async def test_reminders_can_be_switched_off(register: Engine, catalogue: Catalogue) -> None:
    """They stay off until somebody wants them again; that the term is over is told in any case."""
    number = await reachable_holder(catalogue)
    assert await wants_reminders(number)
    assert 1 == await on(SIX_MONTHS, catalogue)
    await choose_reminders(number, False, actor=number, at=noon(SIX_MONTHS))
    assert not await wants_reminders(number)
    assert await told(number, Step.SIX_MONTHS, SIX_MONTHS, catalogue) is None
    assert [0, 1] == [await on(day, catalogue) for day in (PLAN[2][1], EXPIRED)]
    await choose_reminders(number, True, actor=number, at=noon(SIX_MONTHS))
    assert await wants_reminders(number)


async def test_who_cannot_be_reached_is_not_reminded(register: Engine, catalogue: Catalogue) -> None:
    """Without an address there is no letter."""
    await holder(catalogue)
    assert 0 == await on(SIX_MONTHS, catalogue)


async def test_a_reminder_that_was_held_up_is_not_sent_too_late(register: Engine, catalogue: Catalogue) -> None:
    """Once the next step is there that one says more, and after the last day there is nothing to do any more."""
    number = await reachable_holder(catalogue)
    assert await told(number, Step.ONE_MONTH, date(2025, 2, 14), catalogue) is not None
    assert await told(number, Step.ONE_MONTH, date(2025, 2, 15), catalogue) is None
    assert await told(number, Step.THREE_DAYS, UNTIL, catalogue) is not None
    assert await told(number, Step.THREE_DAYS, EXPIRED, catalogue) is None
    over = await told(number, Step.EXPIRED, EXPIRED, catalogue)
    assert over is not None
    assert (None, None) == (over.hand_in_until, over.view)  # this mark has no grace: there is nothing to hand in
    assert await told(number, Step.EXPIRED, date(2025, 4, 10), catalogue) is None


async def test_a_term_that_was_lengthened_begins_anew(register: Engine, catalogue: Catalogue) -> None:
    """A reminder of the old last day is of no use any more."""
    number = await reachable_holder(catalogue)
    other = ReminderKey(number, "proefmerk", date(2024, 12, 31), Step.THREE_MONTHS)
    assert await reminder_of(other, at=noon(date(2024, 10, 1)), catalogue=catalogue) is None


async def test_a_mark_with_grace_tells_that_handing_in_still_can(register: Engine, catalogue: Catalogue) -> None:
    """Its steps count back from the end of the grace, and the news that the term is over comes in between."""
    text = catalogue.scheme("proefmerk").text.replace(
        'apply_until = "expiry"', 'apply_until = "expiry"\ngrace = "2 months"'
    )
    kind = Catalogue({"proefmerk": read_scheme(text, "proefmerk.toml")})
    number = await reachable_holder(kind)
    assert [1, 1] == [await on(day, kind) for day in (EXPIRED, date(2025, 4, 1))]
    assert [str(key_of(number, Step.EXPIRED)), str(key_of(number, Step.ONE_MONTH))] == await keys()
    over = await told(number, Step.EXPIRED, EXPIRED, kind)
    assert over is not None
    assert over.view is not None
    assert date(2025, 5, 1) == over.hand_in_until


async def test_a_body_that_says_no_last_day(register: Engine, catalogue: Catalogue) -> None:
    """The steps count back from the last day of the term, and the letter names no other."""
    text = catalogue.scheme("proefmerk").text.replace('apply_until = "expiry"', 'apply_until = "unknown"')
    silent = Catalogue({"proefmerk": read_scheme(text, "proefmerk.toml")})
    number = await reachable_holder(silent)
    assert 1 == await on(SIX_MONTHS, silent)
    reminder = await told(number, Step.SIX_MONTHS, SIX_MONTHS, silent)
    assert reminder is not None
    assert reminder.hand_in_until is None


@pytest.mark.parametrize("key", [None, "notice:12", "confirmation:1"])
def test_the_key_of_another_letter_is_no_reminder(key: str | None) -> None:
    """Only reminders are made up again when they leave."""
    assert ReminderKey.read(key) is None


def test_a_key_is_read_as_it_was_written() -> None:
    """Every step."""
    for step in Step:
        assert key_of("LP-0020418-51", step) == ReminderKey.read(str(key_of("LP-0020418-51", step)))
