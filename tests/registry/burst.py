"""A program of its own for the crash test: decide as fast as it can, and say which decisions were acknowledged."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from registry.catalogue import Catalogue, read_scheme
from registry.database import running
from registry.journal import verify_chain
from registry.migrate import migrate
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow, HoldingRow
from registry.tables_journal import JournalRow
from tests.registry.stories import holder


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


if __name__ == "__main__":
    asyncio.run(report() if sys.argv[1] == "report" else burst(int(sys.argv[1])))
