"""Two people, or two processes, at the same moment: exactly one wins and the other is told so."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Ending, Suspension, Verdict, decide, revoke, suspend, withdraw
from registry.errors import Conflict
from registry.journal import verify_chain
from registry.standings import standing_of
from registry.tables_decisions import ApplicationRow, DecisionRow, HoldingRow
from registry.tables_people import PractitionerRow
from tests.registry.stories import OFFICER, START, applicant, holder, somebody

TIMES = 30
ROOT = Path(__file__).parents[2]


async def at_once(*work: Awaitable[Any]) -> list[str]:
    """What each came to: "done" or the name of its error."""
    results = await asyncio.gather(*work, return_exceptions=True)
    return sorted(type(r).__name__ if isinstance(r, BaseException) else "done" for r in results)


async def test_one_number_is_given_once(register: Engine) -> None:
    """Thirty people whose lot falls on the same number get thirty numbers."""
    numbers = await asyncio.gather(*(somebody(seed=1) for _ in range(TIMES)))
    assert (TIMES, TIMES) == (len(set(numbers)), await PractitionerRow.count())


async def test_of_two_applications_one_is_open(register: Engine, catalogue: Catalogue) -> None:
    """Handing in twice at once leaves one open application, thirty times of thirty."""
    given = ApplicationGiven(mark="proefmerk")
    for seed in range(TIMES):
        number = await somebody(seed=seed)
        outcome = await at_once(*(apply(number, given, catalogue=catalogue, actor=number, at=START) for _ in range(2)))
        assert ["Conflict", "done"] == outcome
    assert TIMES == await ApplicationRow.count()


async def test_of_two_endings_one_is_recorded(register: Engine, catalogue: Catalogue) -> None:
    """Revoking and withdrawing at once: the registration ends once."""
    ending = Ending(mark="proefmerk", since=date(2022, 5, 1), reason="It ends.")
    for seed in range(TIMES):
        number, _ = await holder(catalogue, seed=seed)
        outcome = await at_once(
            revoke(number, ending, catalogue=catalogue, actor=OFFICER, at=START),
            withdraw(number, ending, catalogue=catalogue, actor=number, at=START),
        )
        assert ["Conflict", "done"] == outcome


async def test_a_measure_during_a_renewal_is_never_lost(register: Engine, catalogue: Catalogue) -> None:
    """Suspending while the renewal is granted: both are recorded and both show in the answer."""
    at = datetime(2025, 1, 10, 9, tzinfo=UTC)
    measure = Suspension(mark="proefmerk", since=date(2025, 2, 1), until=date(2025, 4, 1), reason="Complaint.")
    verdict = Verdict(outcome="granted", reason="Renewed.")
    for seed in range(TIMES // 3):
        number, _ = await holder(catalogue, seed=seed)
        given = ApplicationGiven(mark="proefmerk")
        application = await apply(number, given, catalogue=catalogue, actor=number, at=at)
        outcome = await at_once(
            decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=at),
            suspend(number, measure, catalogue=catalogue, actor=OFFICER, at=at),
        )
        assert ["done", "done"] == outcome
        found = (await standing_of(number, at=at, catalogue=catalogue, on=date(2025, 3, 15))).registrations[0]
        assert ("suspended", date(2029, 3, 1)) == (found.status, found.until)


async def test_of_two_processes_that_decide_one_wins(register: Engine, catalogue: Catalogue, database_url: str) -> None:
    """Two processes decide the same thirty applications: each is decided once, and every loser is told."""
    applications = [str((await applicant(catalogue, seed=seed))[1]) for seed in range(TIMES)]
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "tests.registry.burst", "decide", *applications,
            env=os.environ | {"DATABASE_URL": database_url}, cwd=ROOT, stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [(await process.communicate())[0].decode().split() for process in processes]
    assert [sorted(pair) for pair in zip(*said, strict=True)] == [[Conflict.__name__, "done"]] * TIMES
    assert (TIMES, TIMES) == (
        await DecisionRow.count().where(DecisionRow.answers.is_not_null()),
        await HoldingRow.count(),
    )
    assert (await verify_chain()).broken_at is None
