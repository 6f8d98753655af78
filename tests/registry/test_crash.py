"""Killing the process in the middle of a burst loses nothing that was acknowledged and leaves nothing half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KILLED_AFTER = (1, 9, 23)  # acknowledged decisions


def start(url: str, what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.registry.burst", what],
        env=os.environ | {"DATABASE_URL": url},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def crash(url: str, first_seed: int, after: int) -> list[str]:
    """Run a burst, kill -9 it after so many decisions; gives those that were acknowledged."""
    process = start(url, str(first_seed))
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    rest = process.communicate(timeout=30)[0].splitlines()
    return acknowledged + [line for line in rest if len(line) == 36]


def report(url: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(start(url, "report").communicate(timeout=60)[0])
    return found


def test_nothing_acknowledged_is_lost_and_nothing_is_half(empty_database: str) -> None:
    """After each crash every acknowledged grant is there, with its entry, its grounds and its holding."""
    acknowledged: list[str] = []
    for round_, after in enumerate(KILLED_AFTER):
        acknowledged += crash(empty_database, 10_000 * round_, after)
        found = report(empty_database)
        assert [] == sorted(set(acknowledged) - set(found["grants"]))
        assert ([], None) == (found["without_entry"], found["broken_at"])
        assert (found["decisions"], len(found["grants"])) == (found["findings"], found["holdings"])
        assert found["decisions"] - 2 * len(found["grants"]) == found["open"]
