"""A real server in a process of its own, of the public site unless told otherwise: `with served(url) as address`.

Run as a program (`python -m tests.public_api.serving PORT MOMENT`) it is that process; its clock stands still.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn

from public_api.app import create_app
from registry.clock import FixedClock
from registry.settings import read_settings

NOW = datetime(2026, 11, 22, 20, 45, tzinfo=UTC)
START_SECONDS = 30
PUBLIC_SITE = "tests.public_api.serving"
HOUSE = Path(__file__).parent.parent.parent


@contextmanager
def served(database_url: str, program: str = PUBLIC_SITE, host: str = "127.0.0.1", at: datetime = NOW) -> Iterator[str]:
    """The address of a server over this database, for which it is always this moment."""
    with served_by(database_url, program, host, at) as (address, _):
        yield address


@contextmanager
def served_by(
    database_url: str, program: str = PUBLIC_SITE, host: str = "127.0.0.1", at: datetime = NOW
) -> Iterator[tuple[str, int]]:
    """The same, with the number of the process."""
    port = _free_port()
    address = f"http://{host}:{port}"
    environment = {**os.environ, "DATABASE_URL": database_url, "BASE_URL": address, "LOG_FORMAT": "json"}
    with subprocess.Popen(
        [sys.executable, "-m", program, str(port), at.isoformat()],
        env=environment, cwd=HOUSE, stdout=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            _wait_for(address, process)
            yield address, process.pid
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    patience = START_SECONDS * 10
    while patience and process.poll() is None:
        try:
            with urlopen(f"{address}/livez", timeout=2):  # noqa: S310  # our own address
                return
        except (URLError, TimeoutError, ConnectionError):
            patience -= 1
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError("the server did not start")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


if __name__ == "__main__":
    app = create_app(read_settings(os.environ), FixedClock(datetime.fromisoformat(sys.argv[2])))
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
