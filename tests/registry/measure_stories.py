"""A body that takes measures: two officers, somebody who holds its mark, and a measure that was proposed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from registry.catalogue import Catalogue
from registry.measure_proposals import (
    MeasureAnswered,
    MeasureProposed,
    answer_measure,
    preview_measure,
    propose_measure,
)
from tests.registry.desk_stories import Worker, worker
from tests.registry.stories import holder

BODY, MARK = "proefhuis", "proefmerk"
AT = datetime(2023, 5, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY, LAST = date(2023, 5, 1), date(2023, 6, 30)


def officer() -> Worker:
    return worker("officer", body=BODY)


def a_measure(number: str, **more: Any) -> MeasureProposed:
    """A suspension of two months that begins today, unless something else is said."""
    said = {"number": number, "mark": MARK, "kind": "suspension", "since": TODAY, "until": LAST, "reason": "Klacht."}
    return MeasureProposed.model_validate(said | more)


async def seen(given: MeasureProposed, by: Worker, catalogue: Catalogue, at: datetime = AT) -> MeasureAnswered:
    """What somebody says who looked at the preview of exactly this."""
    shown = await preview_measure(given, by, catalogue=catalogue, at=at)
    return MeasureAnswered(answer="approved", seen=shown.digest)


async def taken(given: MeasureProposed, one: Worker, other: Worker, catalogue: Catalogue, at: datetime = AT) -> UUID:
    """Proposed by one and approved by the other; gives the decision."""
    proposal = await propose_measure(given, one, catalogue=catalogue, at=at)
    decision = await answer_measure(
        proposal, await seen(given, other, catalogue, at), other, catalogue=catalogue, at=at
    )  # fmt: skip
    assert decision is not None
    return decision


async def held(catalogue: Catalogue, seed: int = 1) -> str:
    """Somebody whose mark runs until 1 March 2025."""
    number, _ = await holder(catalogue, seed=seed)
    return number
