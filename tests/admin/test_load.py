"""Many clients at once: what they count, and that the run ends by itself. How fast it is, is no test's business."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from benchmarks.clients import NO_ANSWER, Asked, ask_together
from benchmarks.load import told
from tests.admin.commanding import ROOT, surroundings


@asynccontextmanager
async def server_that_says(*statuses: int) -> AsyncIterator[int]:
    """The port of a server that gives these statuses in turn on each connection; after the last it hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for status in statuses:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\n{{}}".encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_every_answer_is_counted_and_a_lost_one_too() -> None:
    """By status; a connection that is cut off is no answer, and is made again."""
    async with server_that_says(200, 200, 503) as port:
        asked = await ask_together(port, ["/a", "/b"], 2, 0.3)
    counted = asked.statuses
    assert {200, 503, NO_ANSWER} == set(counted)
    assert counted[200] >= 2 * counted[503]
    assert (False, counted.total()) == (asked.is_kept(3), asked.requests)


async def test_nobody_there_is_not_kept() -> None:
    """A server that is away gives no answers, and that is told."""
    async with server_that_says() as port:
        pass
    asked = await ask_together(port, ["/a"], 1, 0.2)
    assert ({NO_ANSWER}, False) == (set(asked.statuses), asked.is_kept(3))
    assert "no answer: " in told("sqlite", asked, 1, 1)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(Counter({200: 9}), 3.0), True),
        (Asked(Counter({200: 9}), 3.1), False),
        (Asked(Counter({200: 9, 500: 1}), 0.1), False),
        (Asked(), False),
    ],
)
def test_only_answers_in_time_keep_the_promise(asked: Asked, expected: bool) -> None:
    """All of them 200 and none too late; no answers at all prove nothing."""
    assert expected == asked.is_kept(3)


def _load(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.load", *options]
    return subprocess.run(command, env=surroundings(""), cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_a_real_server_is_asked_and_the_run_ends(on_postgres: bool) -> None:
    """On the database of this run: requests, statuses, the slowest and the verdict."""
    kind = "postgres" if on_postgres else "sqlite"
    done = _load("--database", kind, "--seconds", "1", "--clients", "5", "--people", "50")
    assert (0, "") == (done.returncode, done.stderr)
    requests, slowest = done.stdout.splitlines()
    assert f"{kind}: 5 clients for 1 s, " in requests
    assert "(200: " in requests
    assert "slowest answer" in slowest


@pytest.mark.sqlite
@pytest.mark.parametrize("options", [("--seconds", "601"), ("--clients", "0"), ("--seconds", "long")])
def test_a_load_without_bounds_is_refused(options: tuple[str, str]) -> None:
    """Exit code 2 and the bounds."""
    done = _load(*options)
    assert (2, True) == (done.returncode, "choose a whole number from 1 to" in done.stderr)
