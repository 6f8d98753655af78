"""Another process, for tests about processes: it carries out an extension and says each lot that was done."""

from __future__ import annotations

import asyncio
import json
import sys

from registry.database import running
from registry.extension_work import carry_out_extension
from registry.journal import verify_chain
from registry.migrate import migrate
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_journal import JournalRow
from registry.tables_terms import ExtendedPersonRow, GroupExtensionRow
from tests.registry.bulk_stories import colleague
from tests.registry.burst import catalogue
from tests.registry.term_stories import AT, approved, holders, proposed


async def seed(count: int) -> None:
    """An extension for so many people, approved and waiting for a worker."""
    async with running():
        await migrate()
        await holders(catalogue(), count)
        await approved(catalogue(), await proposed(catalogue(), colleague()), colleague())
    print("approved", flush=True)  # noqa: T201  # the test reads it


async def carry_out() -> None:
    async with running():
        while await carry_out_extension(AT, catalogue=catalogue()):
            print("lot", flush=True)  # noqa: T201  # as above


async def report() -> None:
    """What there is in the end."""
    async with running():
        entries = [row["kind"] for row in await JournalRow.select(JournalRow.kind)]
        people = await ExtendedPersonRow.select()
        found = {
            "decisions": await DecisionRow.count().where(DecisionRow.kind == "group_extension"),
            "entries": entries.count("decision.group_extension"),
            "named": len({row["decision"] for row in people}),
            "outcomes": sorted({str(row["outcome"]) for row in people}),
            "ends": sorted({str(row["until"]) for row in await HoldingRow.select(HoldingRow.until)}),
            "done": entries.count("group_extension.done"),
            "open": await GroupExtensionRow.count().where(GroupExtensionRow.done_at.is_null()),
            "broken_at": (await verify_chain()).broken_at,
        }
    print(json.dumps(found), flush=True)  # noqa: T201  # as above


if __name__ == "__main__":
    asyncio.run(seed(int(sys.argv[2])) if sys.argv[1:2] == ["seed"] else report() if sys.argv[1:] else carry_out())
