"""Another process, for tests about processes: it decides as fast as it can and says what was acknowledged."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from registry.catalogue import Catalogue, read_scheme
from registry.database import running
from registry.decisions import Ending, Verdict, decide, revoke
from registry.errors import Conflict
from registry.journal import verify_chain
from registry.migrate import migrate
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow, HoldingRow
from registry.tables_journal import JournalRow
from tests.registry.stories import OFFICER, START, holder


def catalogue() -> Catalogue:
    text = (Path(__file__).parent / "schemes" / "proefmerk.toml").read_text("utf-8")
    return Catalogue({"proefmerk": read_scheme(text, "proefmerk")})


async def burst(first_seed: int) -> None:
    """Grant after grant, four at a time; each line is a decision that was acknowledged."""
    known = catalogue()

    async def work(lane: int) -> None:
        for step in range(1000):
            _, decision = await holder(known, seed=first_seed + lane * 1000 + step)
            print(decision, flush=True)  # noqa: T201  # the test reads it

    async with running():
        await migrate()
        await asyncio.gather(*(work(lane) for lane in range(4)))


async def report() -> None:
    """What is in the register after the crash, for the test to judge."""
    async with running():
        decisions = await DecisionRow.select(DecisionRow.id, DecisionRow.kind, DecisionRow.seq)
        entries = await JournalRow.select(JournalRow.seq).where(JournalRow.kind.like("decision.%"))
        found = {
            "grants": [str(row["id"]) for row in decisions if row["kind"] == "grant"],
            "without_entry": sorted({row["seq"] for row in decisions} ^ {row["seq"] for row in entries}),
            "findings": await FindingRow.count(),
            "decisions": len(decisions),
            "holdings": await HoldingRow.count(),
            "open": await ApplicationRow.count().where(ApplicationRow.is_open.eq(True)),
            "broken_at": (await verify_chain()).broken_at,
        }
    print(json.dumps(found))  # noqa: T201  # the test reads it


async def take_away(number: str) -> None:
    """Revoke somebody's mark, and say so after the commit."""
    ending = Ending(mark="proefmerk", since=date(2022, 5, 1), reason="Fraud.")
    async with running():
        await revoke(number, ending, catalogue=catalogue(), actor=OFFICER, at=datetime(2022, 6, 1, tzinfo=UTC))
        print("revoked", flush=True)  # noqa: T201  # the test reads it


async def decide_all(applications: list[str]) -> None:
    """Decide each application, and say what came of it."""
    known, verdict = catalogue(), Verdict(outcome="granted", reason="Yes.")
    async with running():
        for application in applications:
            try:
                await decide(UUID(application), verdict, catalogue=known, actor=OFFICER, at=START)
                print("done", flush=True)  # noqa: T201  # the test reads it
            except Conflict:
                print("Conflict", flush=True)  # noqa: T201  # as above


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["report"]:
            asyncio.run(report())
        case ["revoke", number]:
            asyncio.run(take_away(number))
        case ["decide", *applications]:
            asyncio.run(decide_all(applications))
        case [seed]:
            asyncio.run(burst(int(seed)))
