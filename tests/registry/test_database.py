"""The faults that Piccolo's own engines show, and that ours must not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from registry.database import Engine, Hot, classify_db_error, conflict_when, insert_rows, once_more, stream, transaction
from registry.errors import Conflict, DatabaseAway
from registry.tables_catalogue import BodyRow
from tests.register import as_on_postgres


async def add(*codes: str) -> None:
    await BodyRow.insert(*(BodyRow(code=code, name=code) for code in codes))


async def add_and_fail(code: str) -> None:
    async with transaction():
        await add(code)
        raise ValueError("undone")


async def codes() -> list[str]:
    return [row["code"] for row in await BodyRow.select(BodyRow.code).order_by(BodyRow.code)]


async def test_a_caught_inner_error_undoes_the_inner_part_only(register: Engine) -> None:
    """A transaction inside another is a savepoint."""
    async with transaction():
        await add("outer")
        with pytest.raises(ValueError, match="undone"):
            await add_and_fail("inner")
    assert ["outer"] == await codes()


async def test_an_error_undoes_everything(register: Engine) -> None:
    """What an error left behind in a transaction is not there afterwards."""
    with pytest.raises(ValueError, match="undone"):
        await add_and_fail("a")
    assert [] == await codes()


async def test_read_modify_write_loses_nothing(register: Engine) -> None:
    """Twenty who read a row and write it back at once all count, and none of them is told that it is locked."""
    await add("0")

    async def bump() -> None:
        async with transaction():
            query = BodyRow.select(BodyRow.name).where(BodyRow.code == "0")
            row = await (query.lock_rows() if as_on_postgres(register) else query).first()
            assert row is not None
            await BodyRow.update({BodyRow.name: str(int(row["name"]) + 1)}).where(BodyRow.code == "0")

    await asyncio.gather(*(bump() for _ in range(20)))
    assert [{"name": "20"}] == await BodyRow.select(BodyRow.name)


async def test_a_stream_takes_parameters_and_lets_errors_out(register: Engine) -> None:
    """Rows come in batches, with a WHERE, and an error in the loop is not swallowed."""
    await add(*(f"{n:03}" for n in range(250)))
    seen = []
    async with stream(BodyRow.select().where(BodyRow.code >= "010").order_by(BodyRow.code), 100) as batches:
        async for batch in batches:
            seen.append(len(batch))
    assert [100, 100, 40] == seen

    async def fail_half_way() -> None:
        async with stream(BodyRow.select()) as batches:
            async for _ in batches:
                raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        await fail_half_way()


async def test_a_stream_sees_its_own_transaction(register: Engine) -> None:
    """Inside a transaction a stream reads what that transaction wrote."""
    async with transaction():
        await add("new")
        async with stream(BodyRow.select()) as batches:
            assert ["new"] == [row["code"] async for batch in batches for row in batch]


@pytest.mark.postgres
async def test_a_commit_that_fails_gives_its_connection_back(register: Engine) -> None:
    """Thirty failing commits on a pool of ten leave a database that answers."""
    await BodyRow.raw("CREATE TABLE IF NOT EXISTS t_parent (id int PRIMARY KEY)")
    await BodyRow.raw(
        "CREATE TABLE IF NOT EXISTS t_child (p int REFERENCES t_parent (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    for _ in range(30):
        with pytest.raises(Exception, match="foreign key"):
            async with transaction():
                await BodyRow.raw("INSERT INTO t_child VALUES (1)")
    assert [] == await asyncio.wait_for(codes(), 5)
    await BodyRow.raw("DROP TABLE t_child, t_parent")


@pytest.mark.sqlite
def test_a_locked_file_does_not_keep_a_finished_process_alive(tmp_path: Path) -> None:
    """A BEGIN that fails is refused as busy, and the process ends."""
    path = str(tmp_path / "x.sqlite")
    code = f"""
        import asyncio
        import registry.sqlite_engine as sqlite
        from registry.errors import DatabaseBusy
        sqlite.PRAGMAS = ("PRAGMA busy_timeout=100", "PRAGMA journal_mode=WAL")
        async def main():
            one, other = sqlite.SqliteEngine({path!r}), sqlite.SqliteEngine({path!r})
            async with one.transaction():
                try:
                    async with other.transaction(): pass
                except DatabaseBusy: print("busy")
        asyncio.run(main())
    """
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (0, "busy\n") == (out.returncode, out.stdout)


async def test_a_task_that_outlives_its_transaction_is_told_so(register: Engine) -> None:
    """It does not get the connection of somebody else."""
    over = asyncio.Event()

    async def late() -> None:
        await over.wait()
        await codes()

    async with transaction():
        task = asyncio.create_task(late())
    over.set()
    with pytest.raises(RuntimeError, match="is over"):
        await task


async def test_a_cancelled_writer_leaves_nothing_behind(register: Engine) -> None:
    """Cancelling in the middle of a transaction undoes it, and the next writer gets its turn at once."""
    inside = asyncio.Event()

    async def write() -> None:
        async with transaction():
            await add("half")
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(2):
        await add("next")
    assert ["next"] == await codes()


@pytest.mark.postgres
async def test_a_read_only_transaction_writes_nothing(register: Engine) -> None:
    """PostgreSQL refuses it, as a server that became a stand-by would."""
    with pytest.raises(DatabaseAway):
        async with transaction(readonly=True):
            await add("a")


@pytest.mark.postgres
async def test_isolation_can_be_asked_for(register: Engine) -> None:
    """A serializable transaction is one."""
    async with transaction(isolation="serializable"):
        assert [{"transaction_isolation": "serializable"}] == await BodyRow.raw("SHOW transaction_isolation")


async def test_a_hot_query_gives_the_same_tuples_on_both_databases(register: Engine) -> None:
    """Parameters are dollars, rows are plain values, and what is not committed is not seen."""
    await add("a", "b")
    hot = Hot("SELECT code, name, CAST($2 AS TEXT) FROM body WHERE code = $1")
    assert [("a", "a", "x")] == [tuple(row) for row in await hot.rows("a", "x")]
    async with transaction():
        await add("c")
        assert [] == list(await hot.rows("c", "x"))


@pytest.mark.postgres
async def test_a_hot_query_survives_a_change_of_its_table(register: Engine) -> None:
    """A statement prepared before a migration is prepared again after it."""
    await BodyRow.raw("CREATE TABLE t_hot (a int)")
    hot = Hot("SELECT * FROM t_hot")
    await hot.rows()
    await BodyRow.raw("ALTER TABLE t_hot ADD COLUMN b int")
    assert [] == list(await hot.rows())
    await BodyRow.raw("DROP TABLE t_hot")


@pytest.mark.parametrize("count", [3, 300])
async def test_many_rows_go_in_at_once(register: Engine, count: int) -> None:
    """A few rows or many, the same rows arrive."""
    async with transaction():
        await insert_rows("body", ("code", "name"), [(f"{n:03}", "x") for n in range(count)])
    assert count == await BodyRow.count()


async def test_a_broken_constraint_has_a_kind_and_a_name(register: Engine) -> None:
    """The kind and the constraint come out; the text with the row does not."""
    await add("a")
    with pytest.raises(Exception) as unique:  # noqa: PT011  # the two drivers' errors share no class
        await add("a")
    with pytest.raises(Exception) as check:  # noqa: PT011  # as above
        await BodyRow.insert(BodyRow(code="b", name=""))
    found = classify_db_error(unique.value), classify_db_error(check.value)
    assert ["unique", "check"] == [one.kind for one in found if one]
    assert found[1] is not None
    assert "ck_body_name" == found[1].constraint


async def test_a_conflict_is_told_in_our_own_words(register: Engine) -> None:
    """A named constraint becomes a Conflict with our sentence and nothing of the driver's."""
    await add("a")
    with pytest.raises(Conflict) as told, conflict_when("body_pkey", "body.code", message="There is one already."):
        await add("a")
    assert ("There is one already.", None) == (str(told.value), told.value.__cause__)


async def test_the_victim_of_a_deadlock_is_run_once_more() -> None:
    """A use case that the database threw out for a deadlock runs again, once."""
    tries: list[int] = []

    class Deadlock(Exception):
        sqlstate = "40P01"

    @once_more
    async def work() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise Deadlock
        return "done"

    assert ("done", 2) == (await work(), len(tries))


def test_an_error_of_our_own_is_not_the_databases() -> None:
    """A mistake in Python keeps its own name."""
    assert classify_db_error(ValueError("x")) is None


@pytest.mark.parametrize(
    ("state", "kind"),
    [("40001", "retry"), ("55P03", "busy"), ("53300", "busy"), ("57P01", "away"), ("08006", "away"), ("53100", "away")],
)
def test_the_states_of_postgresql_have_a_meaning(state: str, kind: str) -> None:
    """Too busy, gone, or worth one more try."""
    error: Any = Exception("x")
    error.sqlstate = state
    found = classify_db_error(error)
    assert found is not None
    assert kind == found.kind
