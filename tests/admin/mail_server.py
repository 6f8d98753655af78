"""A mail server as a process of its own: it outlives whoever it talks to, and writes down everything that it took.

`python -m tests.admin.mail_server FOLDER`: prints its port. Each letter that it answered with 250 is a file in FOLDER;
nothing is taken together. To 451@… it says "later", to 550@… "never", to stil@… nothing at all after the last line.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

ROOT = Path(__file__).resolve().parents[2]
SILENT = 3600


@dataclass(frozen=True, slots=True)
class Running:
    """The server, seen from a test."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    def letters(self) -> list[EmailMessage]:
        """What was taken, the oldest first."""
        files = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default) for file in files]

    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters()]


@contextmanager
def mail_server(folder: Path) -> Iterator[Running]:
    """Run one while the block runs."""
    folder.mkdir(exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.admin.mail_server", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        yield Running(int(server.stdout.readline()), folder)
    finally:
        server.kill()
        server.communicate()


class _Box:
    """What aiosmtpd asks before it answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802  # aiosmtpd names it
        del server, session, options
        if address.startswith(("451@", "550@")):
            return f"{address[:3]} no room for {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd names it
        del server, session
        if envelope.rcpt_tos[0].startswith("stil@"):
            await asyncio.sleep(SILENT)
        if envelope.rcpt_tos[0].startswith("554@"):
            return "554 looks like spam"
        file = self._folder / f"{next(self._numbers):04}.eml"
        half = file.with_suffix(".half")
        half.write_bytes(envelope.original_content)
        half.replace(file)
        return "250 taken"


async def _serve(folder: Path) -> None:
    box = _Box(folder)  # one for all connections: it numbers what it takes
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(box, hostname="post.example", enable_SMTPUTF8=False), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  # the test reads it
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
