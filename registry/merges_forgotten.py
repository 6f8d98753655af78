"""Of who is removed by right the words go that were written about merging; that numbers lead on stays."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from registry.journal import Recording
from registry.tables_merging import MergeRow, NotSameRow


async def forget_merging(whole: Sequence[UUID], journal: Recording) -> None:
    """Take away what was said about these and others being one person or two; a proposal that waits is over."""
    people = list(whole)
    await NotSameRow.delete().where(NotSameRow.one.is_in(people) | NotSameRow.other.is_in(people))
    about = MergeRow.kept.is_in(people) | MergeRow.gone.is_in(people)
    over: dict[Any, Any] = {
        MergeRow.is_open: None, MergeRow.answer: "taken_back", MergeRow.answered_by: journal.actor,
        MergeRow.answered_at: journal.at,
    }  # fmt: skip
    await MergeRow.update(over).where(about, MergeRow.is_open.eq(True))
    await MergeRow.update({MergeRow.reason: None, MergeRow.answer_words: None}).where(about)
