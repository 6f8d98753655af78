"""The server as a process: it answers, stops when asked, and says so when it cannot start."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

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
