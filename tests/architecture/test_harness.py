"""The run's own database: what every other test stands on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from tests.postgres import PostgresMissing, TemporaryPostgres, program_folder


async def _major_version(url: str) -> int:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return int(await connection.fetchval("show server_version_num")) // 10_000
    finally:
        await connection.close()


async def test_the_run_has_the_database_it_asked_for(database_url: str, on_postgres: bool) -> None:
    """--db decides what DATABASE_URL names, and something answers there."""
    if on_postgres:
        assert await _major_version(database_url) >= 15
    else:
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


async def test_an_empty_database_is_another_one(empty_database: str, database_url: str, on_postgres: bool) -> None:
    """A test that starts processes gets a database that nobody else uses."""
    assert empty_database != database_url
    if on_postgres:
        assert await _major_version(empty_database) >= 15


async def test_a_private_server_can_be_silenced_and_stopped(private_postgres: Callable[..., TemporaryPostgres]) -> None:
    """A paused server answers nobody, a restarted one has kept its data."""
    server = private_postgres(max_connections="10")
    server.execute("create table kept (n int); insert into kept values (7)")
    server.pause()
    with pytest.raises(TimeoutError):
        await asyncpg.connect(server.url(), timeout=0.3)
    server.resume()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        await asyncpg.connect(server.url(), timeout=5)
    server.start()
    assert server.execute("select n from kept") == "7"


def test_a_wrong_folder_says_what_to_name(tmp_path: Path) -> None:
    """--pg-bin with a folder that holds no server is refused in words."""
    with pytest.raises(PostgresMissing, match="bin folder"):
        program_folder(str(tmp_path))
