"""Short beginnings that many tests share, told through the use cases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue
from registry.decisions import Verdict, decide
from registry.dossiers import ActivityGiven, record_activity
from registry.numbers import Draw
from registry.practitioners import Name, Person, WorkPlace, register_practitioner

START = datetime(2021, 3, 2, 9, 0, tzinfo=UTC)
OFFICER = "proefhuis:officer-1"
IDRISSI = Name(initials="F.", given_name="Fatima", prefix="el", family_name="Idrissi")


def draw_from(seed: int = 1) -> Draw:
    """Randomness that is the same every time."""
    return Random(seed).randrange  # takes more than a Draw needs


async def somebody(name: Name = IDRISSI, at: datetime = START, seed: int = 1) -> str:
    """Somebody new in the register; gives the number."""
    person = Person(name=name, work_places=(WorkPlace(town="Utrecht", postcode4="3511"),))
    return await register_practitioner(person, actor="desk", at=at, draw=draw_from(seed))


async def applicant(catalogue: Catalogue, mark: str = "proefmerk", seed: int = 1) -> tuple[str, UUID]:
    """Somebody with ten points who applied for a mark; gives the number and the application."""
    number = await somebody(seed=seed)
    on = date(2021, 2, 1)
    course = ActivityGiven(kind="course", since=on, until=on, points_hundredths=1000, state="approved")
    await record_activity(number, course, actor=number, at=START)
    given = ApplicationGiven(mark=mark)
    return number, await apply(number, given, catalogue=catalogue, actor=number, at=START)


async def holder(
    catalogue: Catalogue,
    since: date = date(2021, 3, 2),
    until: date = date(2025, 3, 1),
    mark: str = "proefmerk",
    seed: int = 1,
    at: datetime = START,
) -> tuple[str, UUID]:
    """Somebody who holds a mark; gives the number and the decision."""
    number, application = await applicant(catalogue, mark, seed)
    verdict = Verdict(outcome="granted", reason="Everything is there.", since=since, until=until)
    return number, await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=at)


async def until(holds: Callable[[], bool], seconds: float = 3) -> None:
    """Wait until something that happens elsewhere has happened; TimeoutError when it takes too long."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  # what another process does sets no event here
            await asyncio.sleep(0.02)
