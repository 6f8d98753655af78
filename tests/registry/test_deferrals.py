"""A deferral for leave: its effect is shown before it is asked, and no ground is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.deferrals import Dates, UsefulUntil, ask_leave, dates_with_leave
from registry.dossiers import judge_entry
from registry.drafts import LeaveDraft
from registry.errors import Refused
from registry.own_entries import list_entries, read_entry
from registry.tables_dossier import LeaveRow
from tests.registry.stories import holder, somebody
from tests.registry.test_outlooks import URENMERK, holder_of_both

AT = datetime(2024, 6, 1, 9, tzinfo=UTC)
ASKED = LeaveDraft(since=date(2024, 7, 1), until=date(2024, 9, 15))


@pytest.fixture
def moving_end(catalogue: Catalogue) -> Catalogue:
    """The made-up marks, one of which lets leave move the end of its window."""
    text = URENMERK.replace("at_least = 20", 'at_least = 20\n    leave = "extends"')
    scheme = read_scheme(text, "scheme")
    return Catalogue({**catalogue.schemes, "urenmerk": scheme})


async def test_the_new_dates_are_shown_before_anything_is_asked(register: Engine, moving_end: Catalogue) -> None:
    """Two and a half months are three; what the rules make of leave is told apart from what the body grants."""
    number = await holder_of_both(moving_end)
    trial, hours = await dates_with_leave(number, ASKED, at=AT, catalogue=moving_end)
    end = date(2025, 3, 1)
    assert (3, Dates(date(2024, 11, 1), date(2025, 4, 1), end)) == (hours.months, hours.before)
    assert Dates(date(2025, 2, 1), date(2025, 7, 1), date(2025, 6, 1)) == hours.after
    assert (UsefulUntil("hours", date(2025, 3, 1), date(2025, 4, 1)),) == hours.requirements
    assert ((), date(2025, 6, 1)) == (trial.requirements, trial.after.expires_on)
    assert 0 == await LeaveRow.count()


async def test_what_was_asked_waits_for_the_body(register: Engine, catalogue: Catalogue) -> None:
    """With the months that were lost and nothing else; approving it changes nothing but that."""
    number, _ = await holder(catalogue)
    leave = await ask_leave(number, ASKED, catalogue=catalogue, actor=number, at=AT)
    assert [(leave, "waiting", ASKED)] == [
        (entry.id, entry.state, entry.said) for entry in (await list_entries(number, "leave")).entries
    ]
    await LeaveRow.update({LeaveRow.extends_months: 2}, force=True)
    await judge_entry(number, "leave", leave, "approved", actor="desk", at=AT)
    (row,) = await LeaveRow.select()
    assert (2, "approved") == (row["extends_months"], (await read_entry(number, "leave", leave)).state)
    names = {column._meta.name for column in LeaveRow._meta.columns}
    assert not names & {"ground", "reason", "text", "note"}


async def test_a_deferral_that_changes_nothing_is_not_asked(register: Engine, catalogue: Catalogue) -> None:
    """Without a registration, or outside its term; and one of ten years is no deferral."""
    number, _ = await holder(catalogue)
    other = await somebody(seed=2)
    after = LeaveDraft(since=date(2026, 1, 1), until=date(2026, 2, 1))
    for who, asked in ((number, after), (other, ASKED)):
        with pytest.raises(Refused, match="would change nothing"):
            await ask_leave(who, asked, catalogue=catalogue, actor=who, at=AT)
    with pytest.raises(ValidationError, match="five years"):
        LeaveDraft(since=date(2020, 1, 1), until=date(2030, 1, 1))
