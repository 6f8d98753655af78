"""Somebody at a desk who enters people, in a process of their own: a line in, a number or a refusal out."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from registry.database import running
from registry.errors import DatabaseAway, DatabaseBusy
from registry.journal import verify_chain
from registry.tables_people import PractitionerRow
from tests.public_api import people
from tests.public_api.serving import HOUSE


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of one line: a number, or the sentence of the refusal; and how many seconds it took."""

    number: str
    refused: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Desk:
    """The other end of the process."""

    process: subprocess.Popen[str]

    def enter(self) -> Entered:
        """Enter one person."""
        return Entered(**self._ask("enter"))

    def counted(self) -> tuple[int, int | None]:
        """How many people are in the register, and where its journal is broken, if it is."""
        found = self._ask("count")
        return found["people"], found["broken_at"]

    def _ask(self, what: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def open_desk(database_url: str) -> Iterator[Desk]:
    """A desk over this database until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.public_api.desk"],
        env={"DATABASE_URL": database_url, "PATH": "/usr/bin:/bin"},
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Desk(process)
        finally:
            process.terminate()


async def _work() -> None:
    async with running():
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            told = await _enter() if line == "enter" else await _count()
            print(json.dumps(told), flush=True)  # noqa: T201  # the test reads it


async def _enter() -> dict[str, Any]:
    begun = perf_counter()
    number = refused = ""
    try:
        number = (await people.enter("V.", "Vol")).number
    except (DatabaseAway, DatabaseBusy) as error:
        refused = str(error)
    return {"number": number, "refused": refused, "seconds": perf_counter() - begun}


async def _count() -> dict[str, Any]:
    return {"people": await PractitionerRow.count(), "broken_at": (await verify_chain()).broken_at}


if __name__ == "__main__":
    asyncio.run(_work())
