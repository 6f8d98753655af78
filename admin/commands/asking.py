"""Asks the site in this process, without a network: open it, get an answer, close it."""

import asyncio
from types import TracebackType
from typing import Any
from urllib.parse import quote

HEADERS = ((b"host", b"register.example"), (b"accept", b"application/json"), (b"accept-language", b"en"))


class Asker:
    """The site between start-up and shut-down: `async with Asker(site) as asker`."""

    def __init__(self, site: Any) -> None:
        self._site = site
        self._to_site: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._from_site: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._life: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Asker":
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        self._life = asyncio.create_task(self._site(scope, self._to_site.get, self._from_site.put))
        await self._exchange("lifespan.startup")
        return self

    async def __aexit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._exchange("lifespan.shutdown")
        if self._life is not None:
            await self._life

    async def _exchange(self, event: str) -> None:
        await self._to_site.put({"type": event})
        answer = await self._from_site.get()
        if not answer["type"].endswith(".complete"):
            raise RuntimeError(f"the site did not start or stop: {answer.get('message', '')}")

    async def get(self, path: str, query: str = "", headers: tuple[tuple[bytes, bytes], ...] = ()) -> tuple[int, str]:
        """Status and body of the answer to GET."""
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._site(request_scope(path, query, headers), receive, send)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], body.decode()


def request_scope(path: str, query: str = "", headers: tuple[tuple[bytes, bytes], ...] = ()) -> dict[str, Any]:
    """What a server would tell the site about a GET request."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [*HEADERS, *headers],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
