"""The real application, opened for measuring: with its memory, without it, and with a fixed-bytes handler inside."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from accreditation.dates import amsterdam_day
from benchmarks.asking import answer
from benchmarks.plain import FIXED_PATH, bare_litestar, fixed_handler
from benchmarks.turns import LET_OTHERS
from public_api.app import create_app
from public_api.web.edge import Edge
from registry.clock import SystemClock
from registry.database import Hot
from registry.settings import read_settings

_SAMPLE = Hot(
    "SELECT p.number FROM practitioner p JOIN holding h ON h.practitioner = p.id "
    "WHERE p.removed_on IS NULL AND CAST(h.since AS TEXT) <= $1 AND CAST(h.until AS TEXT) >= $1 "
    "AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.practitioner = p.id) ORDER BY p.id LIMIT $2"
)


@dataclass(frozen=True, slots=True)
class Register:
    """`remembering` is what a server runs; `forgetful` the same without kept answers; `bare` a bare Litestar app."""

    remembering: Edge
    forgetful: Edge
    bare: Any
    numbers: list[str]

    @property
    def verifications(self) -> list[str]:
        return [f"/api/v1/practitioners/{number}/standing" for number in self.numbers]

    @property
    def fixed(self) -> list[str]:
        return [FIXED_PATH.replace("{number}", number) for number in self.numbers]


@asynccontextmanager
async def opened(numbers: list[str]) -> AsyncIterator[Register]:
    """The application between start-up and shut-down, its memory warm for these numbers."""
    settings = read_settings(os.environ)
    with open(os.devnull, "w") as nowhere:  # noqa: ASYNC230  # the log is written as in a server, to nobody
        remembering = create_app(settings, SystemClock(), log_to=nowhere)
        wings: Any = remembering._app
        async with wings.public.lifespan():
            headers, body = await _warm(remembering, numbers)
            wings.public.register(fixed_handler(body, headers))
            yield Register(remembering, _without_memory(remembering), bare_litestar(body, headers), numbers)


async def _warm(app: Edge, numbers: list[str]) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Ask everything once; gives the headers and body of an answer, for the fixed bytes to be as large."""
    await asyncio.sleep(LET_OTHERS)  # an answer is kept only once the journal is being followed
    body = b""
    for number in numbers:
        status, _, body = await answer(app, f"/api/v1/practitioners/{number}/standing")
        if status != 200:
            raise RuntimeError(f"asking about {number} gave {status}")
    return [(b"cache-control", b"public, max-age=60"), (b"content-type", b"application/json")], body


def _without_memory(app: Edge) -> Edge:
    """The same application and the same layer around it, knowing nothing by heart."""
    asking: Any = app.shortcut
    forgetful = replace(asking, recall=lambda *_: None)
    return Edge(app._app, refuse=app.refuse, shortcut=forgetful, log=app.log, over_tls=False)


async def certified_numbers(most: int) -> list[str]:
    """People who are registered today, without a measure."""
    today = amsterdam_day(SystemClock().now())
    return [number for (number,) in await _SAMPLE.rows(today.isoformat(), most)]
