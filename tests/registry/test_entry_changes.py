"""What each change of an entry made different."""

from datetime import timedelta

import pytest

from registry.database import Engine
from registry.dossiers import judge_entry
from registry.drafts import ActivityDraft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.entry_changes import Difference, entry_changes
from registry.errors import NotFound
from registry.own_entries import read_entry
from tests.registry.stories import START, somebody

LATER = START + timedelta(days=1)
COURSE = ActivityDraft(kind="course", since=START.date(), until=START.date(), title="Luisteren", minutes=90)


async def test_each_change_says_what_was_different(register: Engine) -> None:
    """Newest first, with who did it and when; a withdrawn entry has its changes, a judgement changes no field."""
    number = await somebody()
    entry = await add_entry(number, "activity", COURSE, actor=number, at=START)
    await judge_entry(number, "activity", entry, "approved", actor="desk", at=START)
    changed = COURSE.model_copy(update={"minutes": 60, "provider": "École"})
    await correct_entry(number, "activity", entry, changed, version=2, actor=number, at=LATER)
    await withdraw_entry(number, "activity", entry, version=3, actor=number, at=LATER)
    found = await entry_changes(number, "activity", await read_entry(number, "activity", entry))
    fields = (Difference("provider", None, "École"), Difference("minutes", 90, 60))
    assert [
        (3, "withdrawn", LATER, number, ()),
        (2, "corrected", LATER, number, fields),
        (1, "approved", START, "desk", ()),
    ] == [(one.version, one.change, one.at, one.by, one.differences) for one in found]
    assert (COURSE, changed) == (found[1].before, found[1].after)


async def test_an_entry_that_was_never_changed_has_no_changes(register: Engine) -> None:
    """And nobody else's file tells about it."""
    number = await somebody()
    entry = await add_entry(number, "activity", COURSE, actor=number, at=START)
    assert () == await entry_changes(number, "activity", await read_entry(number, "activity", entry))
    with pytest.raises(NotFound):
        await read_entry(await somebody(), "activity", entry)
