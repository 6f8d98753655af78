"""Somebody's own days by an address with a secret: only theirs, only by the newest, which is never kept as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from registry.applications import ApplicationGiven, apply
from registry.calendars import calendar_of, calendar_since, close_calendar, renew_calendar_secret
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.deceases import mark_deceased
from registry.erasure import remove_by_right
from registry.errors import NotFound
from registry.tables_journal import JournalRow
from registry.tables_letters import CalendarSecretRow
from tests.registry.stories import OFFICER, START, holder, somebody

AT = datetime(2024, 12, 1, 12, tzinfo=UTC)


async def days_of(secret: str, catalogue: Catalogue) -> list[tuple[str, date]]:
    calendar = await calendar_of(secret, at=AT, catalogue=catalogue)
    return [(event.kind, event.on) for event in calendar.events]


async def test_the_days_of_a_mark(register: Engine, catalogue: Catalogue) -> None:
    """From when and until when to hand in, and the last day of the term; once handed in only that."""
    number, _ = await holder(catalogue)
    secret = await renew_calendar_secret(number, actor=number, at=START)
    last = date(2025, 3, 1)
    expected = [("apply_from", date(2024, 9, 1)), ("expires", last), ("hand_in_until", last)]
    assert expected == await days_of(secret, catalogue)
    await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=AT)
    assert [("expires", last)] == await days_of(secret, catalogue)


async def test_an_empty_file_has_an_empty_calendar(register: Engine, catalogue: Catalogue) -> None:
    """That is an answer, and not an unknown calendar."""
    number = await somebody()
    secret = await renew_calendar_secret(number, actor=number, at=START)
    assert [] == await days_of(secret, catalogue)


async def test_a_new_secret_ends_the_one_before(register: Engine, catalogue: Catalogue) -> None:
    """And closing ends it for good; the answer is the same as for a secret that never was."""
    number, _ = await holder(catalogue)
    assert await calendar_since(number) is None
    first = await renew_calendar_secret(number, actor=number, at=START)
    second = await renew_calendar_secret(number, actor=number, at=AT)
    assert AT == await calendar_since(number)
    assert 3 == len(await days_of(second, catalogue))
    await close_calendar(number, actor=number, at=AT)
    for secret in (first, second, "", "never was", "\x00"):
        with pytest.raises(NotFound):
            await days_of(secret, catalogue)
    with pytest.raises(NotFound):
        await close_calendar(number, actor=number, at=AT)


async def test_the_secret_is_kept_nowhere(register: Engine, catalogue: Catalogue) -> None:
    """Neither in its table nor in the journal."""
    number = await somebody()
    secret = await renew_calendar_secret(number, actor=number, at=START)
    kept = str([await table.select() for table in (CalendarSecretRow, JournalRow)])
    assert secret not in kept
    assert len(secret) >= 40


async def test_who_left_has_no_calendar(register: Engine, catalogue: Catalogue) -> None:
    """By right or by death."""
    removed, dead = [(await holder(catalogue, seed=seed))[0] for seed in (1, 2)]
    secrets = [await renew_calendar_secret(number, actor=number, at=START) for number in (removed, dead)]
    await remove_by_right(removed, actor=OFFICER, at=AT)
    await mark_deceased(dead, AT.date(), catalogue=catalogue, actor=OFFICER, at=AT)
    for secret in secrets:
        with pytest.raises(NotFound):
            await days_of(secret, catalogue)
