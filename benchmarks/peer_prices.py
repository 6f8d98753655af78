"""V4: how many times cheaper the register answers than the way most people would build it, on the same rows."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from benchmarks.asking import answer, requests
from benchmarks.figures import Figure, missing
from benchmarks.peers.facts import our_facts
from benchmarks.peers.stock_piccolo import stock_piccolo
from benchmarks.the_register import Register
from benchmarks.turns import Case, cpu_per_call, ratio

HOW_TO_INSTALL = "not installed: run ./setup peers"
NEEDED = {"V4a": (), "V4b": ("fastapi", "sqlalchemy"), "V4c": ("django", "rest_framework", "psycopg")}
NAMES = {"V4a": "Piccolo", "V4b": "FastAPI", "V4c": "Django REST framework"}


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer ready to be asked: `say` gives its answer as data, `case` is for benchmarks.turns."""

    say: Callable[[str], Any]
    case: Callable[[list[str]], Case]


async def measure_peers(register: Register, database: str, url: str, rounds: int) -> list[Figure]:
    """A line for each peer; one that is not installed says how to get it."""
    figures: list[Figure] = []
    for code, opened in (("V4a", _piccolo), ("V4b", _fastapi), ("V4c", _django)):
        if not _is_installed(code):
            figures.append(missing(code, database, HOW_TO_INSTALL))
            continue
        async with opened(url) as peer:
            await _same_facts(register, peer, NAMES[code])
            paths = [f"/standing/{number}" for number in register.numbers]
            cases = {
                "peer": peer.case(paths),
                "memory": requests(register.remembering, register.verifications),
                "straight": requests(register.forgetful, register.verifications),
            }
            spent = await cpu_per_call(cases, rounds)
            straight = ratio(spent, "peer", "straight")
            figures.append(
                Figure(code, database, ratio(spent, "peer", "memory"), f"straight from the database {straight:.1f} ×")
            )
    return figures


def _is_installed(code: str) -> bool:
    return all(find_spec(name) for name in NEEDED[code])


async def _same_facts(register: Register, peer: Peer, name: str) -> None:
    """A comparison means nothing unless both tell the same."""
    for number in register.numbers[:50]:
        _, _, body = await answer(register.forgetful, f"/api/v1/practitioners/{number}/standing")
        ours, theirs = our_facts(json.loads(body)), await peer.say(f"/standing/{number}")
        if ours != theirs:
            raise RuntimeError(f"{name} answers {theirs} where the register answers {ours}")


def _asgi(app: Any) -> Peer:
    async def say(path: str) -> Any:
        return json.loads((await answer(app, path))[2])

    return Peer(say, lambda paths: requests(app, paths))


@asynccontextmanager
async def _piccolo(url: str) -> AsyncIterator[Peer]:
    app, engine = stock_piccolo(url)
    pooled = not url.startswith("sqlite")
    if pooled:
        await engine.start_connection_pool()
    yield _asgi(app)
    if pooled:
        await engine.close_connection_pool()


@asynccontextmanager
async def _fastapi(url: str) -> AsyncIterator[Peer]:
    from benchmarks.peers.fastapi_sqlalchemy import fastapi_sqlalchemy  # noqa: PLC0415  # may not be installed

    app, engine = fastapi_sqlalchemy(url)
    yield _asgi(app)
    await engine.dispose()


@asynccontextmanager
async def _django(url: str) -> AsyncIterator[Peer]:
    from benchmarks.peers.django_rest import django_rest, wsgi_answer, wsgi_requests  # noqa: PLC0415  # may not be installed

    app = django_rest(url)

    async def say(path: str) -> Any:
        return json.loads(wsgi_answer(app, path)[1])

    yield Peer(say, lambda paths: wsgi_requests(app, paths))
