"""What strangers see when the database is silent, stopped or not there yet: 503 in time, and it heals by itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, sleep

import httpx
import pytest

from tests.postgres import TemporaryPostgres
from tests.public_api.serving import HOUSE, served

PROMISE = 5.0  # seconds
HEALED = 15.0  # seconds, with connections to be made again on a busy machine

PREPARE = """
import asyncio
from registry import database
from registry.migrate import migrate
from tests.public_api import people

async def prepare():
    async with database.running():
        await migrate()
        await people.publish_marks()
        print((await people.certified("F.", "Weg")).number)

asyncio.run(prepare())
"""


@pytest.fixture
def server(private_postgres: Callable[..., TemporaryPostgres]) -> TemporaryPostgres:
    """A PostgreSQL that this test may stop and silence."""
    return private_postgres()


def prepared(database_url: str) -> str:
    """Tables, marks and one certified person; gives the number. In another process: an engine is for life."""
    done = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env={"DATABASE_URL": database_url, "PATH": "/usr/bin:/bin"},
        cwd=HOUSE,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@contextmanager
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20) as asking:
        yield asking


def refused_in_time(asking: httpx.Client, path: str) -> None:
    """503 problem details with Retry-After, within the promise."""
    begun = perf_counter()
    answer = asking.get(path)
    took = perf_counter() - begun
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0
    assert took < PROMISE


def healed(asking: httpx.Client, path: str) -> None:
    """200 again, without anybody doing anything."""
    begun = perf_counter()
    while asking.get(path).status_code != 200:
        assert perf_counter() - begun < HEALED
        sleep(0.2)


@pytest.mark.parametrize("trouble", ["silent", "stopped"])
def test_a_database_that_goes_away_and_comes_back(server: TemporaryPostgres, trouble: str) -> None:
    """Pages and data say 503 in time; the process stays alive; what needs no data goes on; then all is well again."""
    number = prepared(server.url())
    standing, page = f"/api/v1/practitioners/{number}/standing", f"/professionals/{number}"
    with served(server.url()) as address, client(address) as asking:
        healed(asking, standing)
        server.pause() if trouble == "silent" else server.stop()
        sleep(1.2)  # after a second nobody may answer from memory any more
        for path in (standing, page, "/readyz", f"{standing}?on=2024-01-01"):
            refused_in_time(asking, path)
        assert [asking.get(path).status_code for path in ("/livez", "/", "/contact")] == [200, 200, 200]
        server.resume() if trouble == "silent" else server.start()
        healed(asking, standing)
        healed(asking, "/readyz")
        assert asking.get(page).status_code == 200


def test_a_database_without_tables(empty_database: str) -> None:
    """A register that was never migrated says 503 as well; once it is migrated it answers, without a restart."""
    with served(empty_database) as address, client(address) as asking:
        for path in ("/api/v1/practitioners/LP-0020418-51/standing", "/api/v1/practitioners?q=a", "/readyz"):
            refused_in_time(asking, path)
        number = prepared(empty_database)
        healed(asking, f"/api/v1/practitioners/{number}/standing")
        healed(asking, "/readyz")
