"""A body with bulk approval on, and files for it that the rules alone find good."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from accreditation.dates import amsterdam_day
from registry.accounts import Role
from registry.bulk_approvals import UNDO_WITHIN, BatchGiven, plan, preview
from registry.bulk_switches import SwitchGiven, approve_bulk, propose_bulk
from registry.sample_rounds import RoundGiven, draw_round, fix_list, open_round
from registry.sample_shares import ShareGiven, set_share
from tests.registry.desk_stories import AT, HOUR, MARKS, Worker, worker
from tests.registry.stories import applicant

MARK, HOUSE = "proefmerk", "proefhuis"
WHY = "Alles is er."
LATER = AT + HOUR + UNDO_WITHIN  # when what was planned by `planned` is carried out


def colleague(role: Role = "officer") -> Worker:
    """Somebody new of the body that issues the trial mark."""
    return worker(role, body=HOUSE)


async def switched_on(mark: str = MARK) -> None:
    """Bulk approval proposed by one and approved by another."""
    switch = await propose_bulk(SwitchGiven(mark=mark, reason="Veel werk."), colleague(), at=AT)
    await approve_bulk(mark, switch, colleague("body_administrator"), at=AT)


async def good_files(count: int, first: int = 1) -> list[tuple[str, UUID]]:
    """People with ten points who handed in; gives their numbers and applications."""
    return [await applicant(MARKS, MARK, seed=seed) for seed in range(first, first + count)]


async def planned(officer: Worker, applications: list[UUID] | None = None) -> UUID:
    """Everything in the preview approved, or only these."""
    seen = await preview(MARK, officer, catalogue=MARKS, at=AT + HOUR)
    chosen = tuple(applications or [one.application for one in seen.files])
    given = BatchGiven(mark=MARK, applications=chosen, seen=seen.seen, reason=WHY)
    return await plan(given, officer, catalogue=MARKS, at=AT + HOUR)


async def with_a_share(percentage: int = 20, since: date | None = None) -> None:
    given = ShareGiven(mark=MARK, percentage=percentage, since=since or amsterdam_day(AT), reason="Zo is het besloten.")
    await set_share(given, colleague(), at=AT)


async def drawn(officer: Worker) -> tuple[UUID, tuple[UUID, ...]]:
    """A whole round; gives it and what was drawn."""
    round_ = await open_round(RoundGiven(mark=MARK), officer, at=AT)
    await fix_list(round_, officer, at=AT)
    return round_, await draw_round(round_, officer, at=AT)
