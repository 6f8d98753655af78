"""The server as a process: it answers, stops when asked, and says so when it cannot start."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import asyncpg

from tests.admin.commanding import PROGRAM, ROOT, process, surroundings

START_SECONDS = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _server(url: str, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port), *options],
        env=surroundings(url, {"LOG_FORMAT": "json", "SECRET_KEY": "only for this test" * 2}),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield server
    finally:
        server.kill()
        server.communicate()


def _ask(port: int, path: str) -> tuple[int, bytes]:
    """Status and body, as soon as somebody listens."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        finally:
            connection.close()


def test_the_server_is_ready_and_stops_when_asked(empty_database: str) -> None:
    """Two processes answer; SIGTERM ends them within the promised time, with only JSON in the log."""
    process("migrate", url=empty_database)
    port = _free_port()
    with _server(empty_database, port, "--workers", "2") as server:
        assert 200 == _ask(port, "/readyz")[0]
        assert 404 == _ask(port, "/api/v1/practitioners/LP-0020418-51/standing")[0]
        server.send_signal(signal.SIGTERM)
        log, _ = server.communicate(timeout=20)
    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line["event"] == "request" and line["status"] == 404 for line in lines)
    assert all("LP-0020418-51" not in line for line in log.splitlines())


def _spoil(url: str) -> None:
    """Take a column away that a search needs, as no migration would."""
    statement = "ALTER TABLE practitioner RENAME COLUMN sort_key TO another_key"
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.execute(statement)
        return

    async def on_postgres() -> None:
        there = await asyncpg.connect(url)
        await there.execute(statement)
        await there.close()

    asyncio.run(on_postgres())


def test_an_unforeseen_error_is_a_line_of_json_too(empty_database: str) -> None:
    """Where it went wrong, at the level error, as JSON as the rest, and without what was asked."""
    process("migrate", url=empty_database)
    _spoil(empty_database)
    port = _free_port()
    with _server(empty_database, port) as server:
        assert 500 == _ask(port, "/api/v1/practitioners?q=geheim")[0]
        server.send_signal(signal.SIGTERM)
        log, _ = server.communicate(timeout=20)
    lines = [json.loads(line) for line in log.splitlines()]
    (told,) = (line for line in lines if line["event"].startswith("unforeseen"))
    assert ("error", True, False) == (told["level"], ", at " in told["event"], "geheim" in log)


def test_a_taken_port_is_told_before_anything_starts(empty_database: str) -> None:
    """Exit code 1 and another port to try."""
    process("migrate", url=empty_database)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = process("serve", "--port", str(taken.getsockname()[1]), url=empty_database)
    assert (1, True) == (ended.returncode, "--port 8080" in ended.stderr)


def test_several_processes_need_a_key() -> None:
    """Exit code 2 and the setting to make, before the database is looked at."""
    ended = process("serve", "--workers", "2", env={"SECRET_KEY": ""})
    assert (2, True) == (ended.returncode, "set SECRET_KEY to at least 32 characters" in ended.stderr)


LATER = (
    "PIL", "admin.routes", "babel", "black", "cryptography", "jinja2", "jwt", "numpy", "obstore", "pi_heif",
    "piccolo.conf.apps", "pydantic.v1", "pydantic_settings", "python_calamine", "segno", "stdnum", "webauthn",
)  # fmt: skip


def test_a_start_loads_nothing_that_only_later_work_needs(empty_database: str) -> None:
    """Looking at the database and making the site brings in neither what writes migrations nor what draws pages."""
    process("migrate", url=empty_database)
    program = (
        "import sys\n"
        "from admin.commands.opening import stop_unless_prepared\n"
        "from admin.commands.serving import site\n"
        "stop_unless_prepared(); site()\n"
        f"print([name for name in {LATER} if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        env=surroundings(empty_database, {}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "[]" == said.stdout.strip()
