"""A database that is silent, gone, full of work or locked: refused within five seconds, and healed by itself."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest

from registry.errors import DatabaseAway, DatabaseBusy
from registry.postgres_engine import PostgresEngine
from registry.sqlite_engine import SqliteEngine
from tests.postgres import TemporaryPostgres

LIMIT = 5.0

Server = tuple[TemporaryPostgres, PostgresEngine]


async def refused_in(work: Callable[[], Awaitable[Any]]) -> float:
    """How many seconds it took to be refused as busy or away."""
    loop = asyncio.get_running_loop()
    asked = loop.time()
    with pytest.raises((DatabaseAway, DatabaseBusy)):
        await work()
    return loop.time() - asked


@pytest.fixture
async def server(private_postgres: Callable[..., TemporaryPostgres]) -> AsyncIterator[Server]:
    """A server of its own, and an engine with connections to it that have been used."""
    postgres = private_postgres()
    engine = PostgresEngine(postgres.url(), pool_size=4)
    await engine.start_connection_pool()
    await engine.run_ddl("CREATE TABLE t (a int)")
    assert [(1,)] == await hot(engine)
    yield postgres, engine
    await engine.close_connection_pool()


async def hot(engine: PostgresEngine) -> list[tuple[int, ...]]:
    return [tuple(row) for row in await engine.hot_rows("SELECT 1", ())]


async def write(engine: PostgresEngine, pause: Callable[[], None] = lambda: None) -> None:
    async with engine.transaction():
        await engine.run_ddl("INSERT INTO t VALUES (1)")
        pause()


async def ways_to_ask(engine: PostgresEngine) -> list[Callable[[], Awaitable[Any]]]:
    return [lambda: hot(engine), lambda: engine.run_ddl("SELECT 1"), lambda: write(engine)]


@pytest.mark.postgres
async def test_a_silent_server_is_refused_and_heals(server: Server) -> None:
    """What is asked of a server that never answers is refused in time; when it speaks again all is well."""
    postgres, engine = server
    postgres.pause()
    try:
        asks = [ask for ask in await ways_to_ask(engine) for _ in range(5)]
        took = await asyncio.gather(*(refused_in(ask) for ask in asks))
        again = await refused_in(lambda: hot(engine))
    finally:
        postgres.resume()
    assert [] == [seconds for seconds in (*took, again) if seconds > LIMIT]
    assert [(1,)] == await hot(engine)
    await write(engine)
    assert 1 == (await engine.run_ddl("SELECT count(*) FROM t"))[0]["count"]


@pytest.mark.postgres
async def test_a_server_that_falls_silent_during_a_commit_is_refused_in_time(server: Server) -> None:
    """Then nobody knows whether it was recorded, and the sentence says what to do about that."""
    postgres, engine = server
    try:
        with pytest.raises(DatabaseAway, match="Look first whether"):
            async with asyncio.timeout(LIMIT):
                await write(engine, postgres.pause)
    finally:
        postgres.resume()
    await write(engine)


@pytest.mark.postgres
async def test_a_restarted_server_heals(server: Server) -> None:
    """While it is stopped it is refused at once; after the start the old connections are replaced."""
    postgres, engine = server
    postgres.stop()
    took = [await refused_in(ask) for ask in await ways_to_ask(engine)]
    postgres.start()
    assert [] == [seconds for seconds in took if seconds > LIMIT]
    assert [(1,)] == await hot(engine)
    await write(engine)


@pytest.mark.postgres
async def test_a_full_pool_is_busy(server: Server) -> None:
    """Who finds every connection in use waits, and is told that it is busy."""
    _, engine = server
    release = asyncio.Event()

    async def hold() -> None:
        async with engine.transaction():
            await release.wait()

    holders = [asyncio.create_task(hold()) for _ in range(4)]
    await asyncio.sleep(0.2)
    with pytest.raises(DatabaseBusy):
        async with asyncio.timeout(LIMIT):
            await engine.run_ddl("SELECT 1")
    release.set()
    await asyncio.gather(*holders)
    await engine.run_ddl("SELECT 1")


@pytest.mark.postgres
async def test_waiting_for_a_lock_is_busy(server: Server) -> None:
    """A writer behind another writer is told that it is busy, before it is cut off."""
    _, engine = server
    await write(engine)

    async def update() -> None:
        async with engine.transaction():
            await engine.run_ddl("UPDATE t SET a = 2")

    async with engine.transaction():
        await engine.run_ddl("SELECT * FROM t FOR UPDATE")
        waiting = asyncio.create_task(update(), context=Context())  # a writer of its own
        with pytest.raises(DatabaseBusy):
            async with asyncio.timeout(LIMIT):
                await waiting


@pytest.mark.sqlite
async def test_a_file_that_another_process_writes_is_busy_and_can_be_read(tmp_path: Path) -> None:
    """A writer waits at most five seconds; readers go on."""
    engine = SqliteEngine(str(tmp_path / "x.sqlite"))
    await engine.run_ddl("CREATE TABLE t (a int)")
    other = sqlite3.connect(engine.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write_one() -> None:
        async with engine.transaction():
            await engine.run_ddl("INSERT INTO t VALUES (1)")

    took = await asyncio.gather(*(refused_in(write_one) for _ in range(3)))
    assert [] == [seconds for seconds in took if seconds > LIMIT]
    assert [] == list(await engine.hot_rows("SELECT a FROM t", ()))
    other.execute("ROLLBACK")
    other.close()
    await write_one()
    assert [(1,)] == list(await engine.hot_rows("SELECT a FROM t", ()))
    await engine.close_connection_pool()


@pytest.mark.sqlite
async def test_a_file_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    """A folder that is not there is a database that does not answer."""
    engine = SqliteEngine(str(tmp_path / "gone" / "x.sqlite"))
    with pytest.raises(DatabaseAway):
        await engine.run_ddl("SELECT 1")
    with pytest.raises(DatabaseAway):
        await engine.hot_rows("SELECT 1 FROM t", ())


@pytest.mark.sqlite
async def test_a_full_disk_is_away_and_heals(tmp_path: Path) -> None:
    """A write that finds no room is refused, loses nothing, and reads go on."""
    engine = SqliteEngine(str(tmp_path / "x.sqlite"))
    await engine.run_ddl("CREATE TABLE t (a text)")
    await engine.run_ddl("INSERT INTO t VALUES ('kept')")

    async def write_much(pages: int) -> None:
        async with engine.transaction() as transaction:
            await transaction.connection.execute_fetchall(f"PRAGMA max_page_count = {pages}")
            await engine.run_ddl(f"INSERT INTO t VALUES ('{'x' * 200_000}')")

    with pytest.raises(DatabaseAway):
        await write_much(4)
    assert [("kept",)] == list(await engine.hot_rows("SELECT a FROM t", ()))
    await write_much(1_000_000)
    assert [(2,)] == list(await engine.hot_rows("SELECT count(*) FROM t", ()))
    await engine.close_connection_pool()
