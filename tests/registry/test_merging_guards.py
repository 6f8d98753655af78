"""What the database keeps of merging, whoever writes: what leads on, what was said and what was answered."""

from __future__ import annotations

from typing import Any

import pytest

from registry.database import Engine, classify_db_error
from registry.duplicates import NotSameGiven, tell_apart
from registry.merge_words import agree_to_merge
from registry.merges import approve_merge
from registry.tables_merging import MergedPersonRow, MergeRow, MergeWordRow, NotSameRow
from tests.registry.merge_stories import ELSEWHERE, GREEN, MARRIED, MERGED_AT, ONE, OTHER, proposed
from tests.registry.test_merges import BY, two
from tests.registry.test_people import person


async def refused(change: Any) -> str | None:
    """The guard that refused a change."""
    with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
        await change
    found = classify_db_error(error.value)
    assert found is not None
    return found.constraint


async def test_what_was_put_together_stays(register: Engine) -> None:
    """The row that leads on, the words, the answer and what was told apart change no more; reasons may only go."""
    merge = await proposed(*(await two("elders")))
    await agree_to_merge(merge, ELSEWHERE, **BY)
    await approve_merge(merge, OTHER, **BY)
    one, other = await person(GREEN, 7), await person(MARRIED, 8)
    await tell_apart(NotSameGiven(one=one, other=other, reason="Zussen."), ONE, at=MERGED_AT)
    nothing: dict[str, Any] = {
        "ao_merged_person": MergedPersonRow.update({MergedPersonRow.seq: 1}).where(MergedPersonRow.seq > 0),
        "ao_merge_word": MergeWordRow.update({MergeWordRow.given_by: "x"}).where(MergeWordRow.merge == merge),
        "ao_not_same": NotSameRow.update({NotSameRow.reason: "x"}).where(NotSameRow.said_by == ONE.actor),
        "ck_merge_answered_once": MergeRow.update({MergeRow.answer: "refused"}).where(MergeRow.id == merge),
    }
    assert list(nothing) == [await refused(change) for change in nothing.values()]
    assert "ao_merged_person" == await refused(MergedPersonRow.delete().where(MergedPersonRow.seq > 0))
    assert "ck_merge_answered_once" == await refused(
        MergeRow.update({MergeRow.reason: "Anders."}).where(MergeRow.id == merge)
    )
    await MergeRow.update({MergeRow.reason: None}).where(MergeRow.id == merge)
    assert [None] == [row["reason"] for row in await MergeRow.select()]
