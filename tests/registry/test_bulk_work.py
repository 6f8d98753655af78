"""Whatever happens in the middle of a bulk approval: nothing is lost and nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.bulk_approvals import read_batch
from registry.bulk_work import carry_out_due
from registry.case_decisions import decide_case
from registry.database import Engine, classify_db_error
from registry.journal import verify_chain
from registry.tables_bulk import BulkFileRow
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_journal import JournalRow
from tests.postgres import TemporaryPostgres
from tests.registry.bulk_stories import LATER, colleague, good_files, planned, switched_on
from tests.registry.desk_stories import MARKS
from tests.registry.test_judging import REFUSE
from tests.registry.test_races import at_once

ROOT = Path(__file__).parents[2]
FILES = 12
# Everything that carrying out one file writes, in this order.
STEPS = (
    ("journal", "INSERT"), ("decision", "INSERT"), ("finding", "INSERT"), ("application", "UPDATE"),
    ("holding", "INSERT"), ("bulk_file", "UPDATE"), ("journal_head", "UPDATE"),
)  # fmt: skip
SQLITE = "CREATE TRIGGER stop BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'stop'); END"
POSTGRES = "CREATE TRIGGER stop BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_row('stop')"


def start(url: str, *what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.registry.bulk_burst", *what],
        env=os.environ | {"DATABASE_URL": url},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def report(url: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(start(url, "report").communicate(timeout=60)[0])
    return found


def everything_once(files: int) -> dict[str, Any]:
    return {
        "decisions": files, "answered": files, "holdings": files, "outcomes": ["decided"], "theirs": True,
        "entries": files, "ended": 1, "open": 0, "broken_at": None,
    }  # fmt: skip


@pytest.mark.parametrize(("table", "event"), STEPS, ids=[f"{event} {table}" for table, event in STEPS])
async def test_a_transaction_that_ends_at_any_step_did_nothing(
    register: Engine, on_postgres: bool, table: str, event: str
) -> None:
    """The file waits as before, and is decided once when the next worker comes."""
    await good_files(1)
    await switched_on()
    await planned(colleague())
    entries = await JournalRow.count()
    await register.run_ddl((POSTGRES if on_postgres else SQLITE).format(table=table, event=event))
    try:
        with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
            await carry_out_due(LATER, catalogue=MARKS)
    finally:
        await register.run_ddl(f"DROP TRIGGER stop{f' ON {table}' if on_postgres else ''}")
    known = classify_db_error(error.value)
    assert known is not None
    assert "stop" == known.constraint
    grants = DecisionRow.count().where(DecisionRow.kind == "grant")
    assert (0, 0, entries) == (await grants, await HoldingRow.count(), await JournalRow.count())
    assert 1 == await BulkFileRow.count().where(BulkFileRow.outcome.is_null())
    while await carry_out_due(LATER, catalogue=MARKS):
        pass
    assert (1, 1, entries + 2) == (await grants, await HoldingRow.count(), await JournalRow.count())
    assert (await verify_chain()).broken_at is None


async def test_an_officer_and_the_worker_at_the_same_moment(register: Engine) -> None:
    """Whoever is first decides; the other finds it decided, and says so."""
    files = [application for _, application in await good_files(10)]
    await switched_on()
    batch = await planned(colleague())
    for application in files:
        by_hand = decide_case(application, REFUSE, colleague(), catalogue=MARKS, at=LATER)
        outcome = await at_once(by_hand, carry_out_due(LATER, catalogue=MARKS), carry_out_due(LATER, catalogue=MARKS))
        assert outcome.count("done") >= 2
        assert set(outcome) <= {"done", "Conflict"}
    while await carry_out_due(LATER, catalogue=MARKS):
        pass
    decided = await DecisionRow.select(DecisionRow.answers).where(DecisionRow.answers.is_not_null())
    assert sorted(map(str, files)) == sorted(str(row["answers"]) for row in decided)
    seen = await read_batch(batch, colleague())
    assert 10 == seen.count("decided") + seen.count("left_out")
    assert seen.count("decided") == await DecisionRow.count().where(DecisionRow.kind == "grant")


def test_killed_in_the_middle_and_two_at_once_after(empty_database: str) -> None:
    """A worker dies after three files, the next one after four more; two workers at once do the rest."""
    assert "planned" == start(empty_database, "seed", str(FILES)).communicate(timeout=60)[0].strip()
    for after in (3, 4):
        worker = start(empty_database)
        assert worker.stdout is not None
        for _ in range(after):
            worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=30)
    both = [start(empty_database), start(empty_database)]
    for worker in both:
        worker.communicate(timeout=60)
    assert [0, 0] == [worker.returncode for worker in both]
    assert everything_once(FILES) == report(empty_database)


@pytest.mark.postgres
def test_a_database_that_restarts_in_the_middle(private_postgres: Callable[..., TemporaryPostgres]) -> None:
    """The worker waits for it and goes on; what was being committed at that moment is looked at again."""
    server = private_postgres()
    url = server.url()
    assert "planned" == start(url, "seed", str(FILES)).communicate(timeout=90)[0].strip()
    worker = start(url)
    assert worker.stdout is not None
    for _ in range(3):
        worker.stdout.readline()
    server.stop()
    server.start()
    worker.communicate(timeout=90)
    assert 0 == worker.returncode
    assert everything_once(FILES) == report(url)
