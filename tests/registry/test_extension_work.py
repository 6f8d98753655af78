"""Whatever happens in the middle of an extension for everybody: nothing is lost and nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine, classify_db_error
from registry.decisions import Ending, revoke
from registry.extension_acts import list_of, read_act
from registry.extension_work import carry_out_extension
from registry.journal import verify_chain
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_journal import JournalRow
from tests.registry.bulk_stories import MARK, colleague
from tests.registry.stories import OFFICER
from tests.registry.term_stories import AT, approved, carried_out, holders, proposed
from tests.registry.test_bulk_work import POSTGRES, SQLITE

ROOT = Path(__file__).parents[2]
PEOPLE = 230
# Everything that carrying out a lot writes, in this order.
STEPS = (
    ("journal", "INSERT"), ("decision", "INSERT"), ("finding", "INSERT"), ("holding", "INSERT"),
    ("extended_person", "UPDATE"), ("journal_head", "UPDATE"),
)  # fmt: skip


def start(url: str, *what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.registry.extension_burst", *what],
        env=os.environ | {"DATABASE_URL": url},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("table", "event"), STEPS, ids=[f"{event} {table}" for table, event in STEPS])
async def test_a_lot_that_ends_at_any_step_did_nothing(
    register: Engine, catalogue: Catalogue, on_postgres: bool, table: str, event: str
) -> None:
    """Everybody in it waits as before, and is done once when the next worker comes."""
    await holders(catalogue, 3)
    await approved(catalogue, await proposed(catalogue, colleague()), colleague())
    entries = await JournalRow.count()
    await register.run_ddl((POSTGRES if on_postgres else SQLITE).format(table=table, event=event))
    try:
        with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
            await carry_out_extension(AT, catalogue=catalogue)
    finally:
        await register.run_ddl(f"DROP TRIGGER stop{f' ON {table}' if on_postgres else ''}")
    known = classify_db_error(error.value)
    assert known is not None
    assert "stop" == known.constraint
    given = DecisionRow.count().where(DecisionRow.kind == "group_extension")
    assert (0, entries) == (await given, await JournalRow.count())
    await carried_out(catalogue)
    assert (3, entries + 4) == (await given, await JournalRow.count())
    assert {date(2025, 12, 31)} == {row["until"] for row in await HoldingRow.select(HoldingRow.until)}
    assert (await verify_chain()).broken_at is None


async def test_for_whom_it_makes_no_difference_any_more_is_left_out(register: Engine, catalogue: Catalogue) -> None:
    """Revoked between the approval and the worker: that is said, and the others are done."""
    first, *_ = await holders(catalogue, 3)
    extension = await proposed(catalogue, colleague())
    await approved(catalogue, extension, colleague())
    stop = Ending(mark=MARK, since=date(2024, 11, 1), reason="Zo.")
    await revoke(first, stop, catalogue=catalogue, actor=OFFICER, at=AT)
    await carried_out(catalogue)
    act = await read_act(extension, colleague())
    assert ("done", 2, 1) == (act.state, act.done, act.left_out)
    assert [(first, "no_gain")] == [
        (one.number, one.why) for one in await list_of(extension, colleague()) if one.outcome == "left_out"
    ]


def test_killed_in_the_middle_and_two_at_once_after(empty_database: str) -> None:
    """A worker dies after a lot, the next one after another; two at once do the rest."""
    assert "approved" == start(empty_database, "seed", str(PEOPLE)).communicate(timeout=90)[0].strip()
    for _ in range(2):
        worker = start(empty_database)
        assert worker.stdout is not None
        worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=30)
    both = [start(empty_database), start(empty_database)]
    for worker in both:
        worker.communicate(timeout=90)
    assert [0, 0] == [worker.returncode for worker in both]
    assert {
        "decisions": PEOPLE, "entries": PEOPLE, "named": PEOPLE, "outcomes": ["done"], "ends": ["2025-12-31"],
        "done": 1, "open": 0, "broken_at": None,
    } == json.loads(start(empty_database, "report").communicate(timeout=60)[0])  # fmt: skip
