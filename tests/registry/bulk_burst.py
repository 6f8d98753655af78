"""Another process, for tests about processes: it carries out bulk approvals and says each thing that was done."""

from __future__ import annotations

import asyncio
import json
import sys

from registry.bulk_work import carry_out_due
from registry.catalogue import Catalogue
from registry.database import running
from registry.errors import DatabaseAway, DatabaseBusy
from registry.journal import verify_chain
from registry.migrate import migrate
from registry.tables_bulk import BulkBatchRow, BulkFileRow
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_journal import JournalRow
from tests.registry.bulk_stories import LATER, colleague, good_files, planned, switched_on
from tests.registry.burst import catalogue


async def seed(count: int) -> None:
    """A bulk approval of so many files, which waits."""
    async with running():
        await migrate()
        await good_files(count)
        await switched_on()
        await planned(colleague())
    print("planned", flush=True)  # noqa: T201  # the test reads it


async def carry_out() -> None:
    """Work until nothing is left, also when the database goes away in between."""
    known: Catalogue = catalogue()
    async with running():
        while True:
            try:
                if not await carry_out_due(LATER, catalogue=known):
                    return
                print("step", flush=True)  # noqa: T201  # as above
            except (DatabaseAway, DatabaseBusy):
                await asyncio.sleep(0.1)


async def report() -> None:
    """What there is in the end."""
    async with running():
        decisions = await DecisionRow.select(DecisionRow.id, DecisionRow.answers).where(DecisionRow.kind == "grant")
        files = await BulkFileRow.select()
        entries = [row["kind"] for row in await JournalRow.select(JournalRow.kind)]
        found = {
            "decisions": len(decisions),
            "answered": len({row["answers"] for row in decisions}),
            "holdings": await HoldingRow.count(),
            "outcomes": sorted({str(row["outcome"]) for row in files}),
            "theirs": {row["id"] for row in decisions} == {row["decision"] for row in files},
            "entries": entries.count("decision.grant"),
            "ended": entries.count("bulk.done"),
            "open": await BulkBatchRow.count().where(BulkBatchRow.done_at.is_null()),
            "broken_at": (await verify_chain()).broken_at,
        }
    print(json.dumps(found))  # noqa: T201  # as above


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["seed", count]:
            asyncio.run(seed(int(count)))
        case ["report"]:
            asyncio.run(report())
        case _:
            asyncio.run(carry_out())
