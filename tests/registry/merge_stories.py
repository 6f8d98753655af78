"""Two files of one person, at one body or at two, and officers who put them together."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from registry.merges import MergeGiven, approve_merge, look_at_both, propose_merge
from registry.practitioners import Name
from tests.registry.desk_stories import AT, DAYS, MARKS, Worker, worker

GREEN = Name(initials="E.", given_name="Els", prefix="van", family_name="Groen")
MARRIED = Name(initials="E.", given_name="Els", family_name="Zwart")
ONE, OTHER = worker("officer"), worker("officer")
ELSEWHERE = worker("officer", body="anderhuis")
MERGED_AT = AT + 3 * DAYS


async def proposed(kept: str, gone: str, by: Worker = ONE, at: datetime = MERGED_AT) -> UUID:
    seen = (await look_at_both(kept, gone, by, catalogue=MARKS, at=at)).seen
    given = MergeGiven(kept=kept, gone=gone, seen=seen, reason="Dezelfde persoon.")
    return await propose_merge(given, by, catalogue=MARKS, at=at)


async def merged(kept: str, gone: str, at: datetime = MERGED_AT) -> UUID:
    """Proposed by one officer and approved by another."""
    merge = await proposed(kept, gone, at=at)
    await approve_merge(merge, OTHER, catalogue=MARKS, at=at)
    return merge
