"""Requests to an ASGI application in this process, as a server would hand them over and no dearer."""

from collections.abc import Awaitable, Callable
from itertools import cycle
from typing import Any

HEADERS = [
    (b"host", b"register.example"),
    (b"accept", b"*/*"),
    (b"accept-encoding", b"gzip, deflate"),
    (b"user-agent", b"benchmark"),
]
Headers = list[tuple[bytes, bytes]]


async def _receive() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _ignore(message: Any) -> None:
    """Where an answer goes while we measure."""


def _scope(path: str, headers: Headers) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }


async def answer(app: Any, path: str, headers: Headers = HEADERS) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await app(_scope(path, headers), _receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def requests(app: Any, paths: list[str], headers: list[Headers] | None = None) -> Callable[[], Awaitable[None]]:
    """A case for benchmarks.turns: each call asks the next path, and drops the answer."""
    following = cycle(zip(paths, headers or [HEADERS] * len(paths), strict=True))

    async def ask() -> None:
        path, sent = next(following)
        await app(_scope(path, sent), _receive, _ignore)

    return ask
