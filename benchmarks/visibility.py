"""V5: how long after its commit a revocation is seen, by another process and by the one that made it."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from time import perf_counter, sleep
from typing import Any

from accreditation.dates import amsterdam_day
from benchmarks.asking import answer
from benchmarks.figures import Figure
from benchmarks.the_register import Register
from benchmarks.turns import LET_OTHERS
from registry.catalogue import load_catalogue
from registry.clock import SystemClock
from registry.decisions import Ending, revoke

LOOK_EVERY = 0.005  # seconds
PATIENCE = 5.0
START = 60.0
SERVE = (sys.executable, "-c", "from admin.commands import main; main()", "serve", "--port")


async def measure_visibility(register: Register, database: str, rounds: int) -> list[Figure]:
    """The longest wait of all rounds. Each round takes the mark of one person."""
    elsewhere, here = [], []
    with other_process() as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for number in register.numbers[-rounds:]:
            waited = await _one_revocation(register, connection, number)
            here.append(waited[0])
            elsewhere.append(waited[1])
        connection.close()
    return [Figure("V5a", database, max(elsewhere)), Figure("V5b", database, max(here))]


async def _one_revocation(register: Register, connection: HTTPConnection, number: str) -> tuple[float, float]:
    """Seconds until this process and until the other answered that the mark no longer holds."""
    path = f"/api/v1/practitioners/{number}/standing"
    for _ in range(2):  # so that both know the answer by heart
        await answer(register.remembering, path)
        _ask(connection, path)
        await asyncio.sleep(LET_OTHERS)
    before = _ask(connection, path)
    mark = next(r["mark"] for r in before["registrations"] if r["certified"])
    now = SystemClock().now()
    ending = Ending(mark=mark, since=amsterdam_day(now), reason="Only for measuring.")
    await revoke(number, ending, catalogue=await load_catalogue(), actor="benchmark", at=now)
    committed = perf_counter()
    ours = json.loads((await answer(register.remembering, path))[2])
    here = perf_counter() - committed if _holds(ours, mark) else 0.0
    while _holds(_ask(connection, path), mark):
        if perf_counter() - committed > PATIENCE:
            break
        await asyncio.sleep(LOOK_EVERY)
    return here, perf_counter() - committed


def _holds(answer: dict[str, Any], mark: str) -> bool:
    """Whether this mark counts; somebody may hold another one beside it."""
    return any(r["certified"] for r in answer["registrations"] if r["mark"] == mark)


def _ask(connection: HTTPConnection, path: str) -> dict[str, Any]:
    connection.request("GET", path)
    body: dict[str, Any] = json.loads(connection.getresponse().read())
    return body


@contextmanager
def other_process(*options: str) -> Iterator[int]:
    """A server of our own on the same database; gives its port."""
    port = free_port()
    server = subprocess.Popen([*SERVE, str(port), *options], env=os.environ, stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(15)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(port: int) -> None:
    """Wait for the first answer. Raises TimeoutError."""
    begun = perf_counter()
    while perf_counter() - begun < START:
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", "/livez")
            connection.getresponse().read()
            return
        except OSError:
            sleep(0.02)
        finally:
            connection.close()
    raise TimeoutError("the server did not start")
