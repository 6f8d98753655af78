"""What a handler returns: bytes with their headers, sent as they are, or 304 to whoever already has them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

Header = tuple[bytes, bytes]

NO_BODY = {"type": "http.response.body", "body": b""}

JSON = b"application/json"
HTML = b"text/html; charset=utf-8"


def etag_of(content: bytes) -> bytes:
    """A strong ETag, quotes included."""
    return b'"' + hashlib.blake2b(content, digest_size=12).hexdigest().encode() + b'"'


def names_etag(if_none_match: bytes, etag: bytes) -> bool:
    """Whether If-None-Match names this ETag (weak comparison, RFC 9110 13.1.2)."""
    if if_none_match == etag:
        return True
    return any(asked.strip().removeprefix(b"W/") in (etag, b"*") for asked in if_none_match.split(b","))


def opening(status: int, headers: list[Header]) -> dict[str, Any]:
    """The message that opens an answer."""
    return {"type": "http.response.start", "status": status, "headers": headers}


class Ready:
    """An answer of which the opening was made before: often sent, never changed."""

    __slots__ = ("_body", "_start")

    def __init__(self, start: dict[str, Any], body: bytes) -> None:
        self._start = start
        self._body = body

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send(self._start)
        await send({"type": "http.response.body", "body": self._body})


@dataclass(frozen=True, slots=True)
class Answer:
    """An ASGI callable of fixed bytes; with an `etag`, a client that names it gets 304 and no body."""

    body: bytes
    media_type: bytes = JSON
    status: int = 200
    headers: tuple[Header, ...] = ()
    etag: bytes | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = list(self.headers)
        if self.etag is not None:
            asked = dict(scope["headers"]).get(b"if-none-match")
            if asked is not None and names_etag(asked, self.etag):
                await Ready(opening(304, [*headers, (b"etag", self.etag)]), b"")(scope, receive, send)
                return
            headers.append((b"etag", self.etag))
        headers.append((b"content-type", self.media_type))
        headers.append((b"content-length", b"%d" % len(self.body)))
        await send(opening(self.status, headers))
        await send({"type": "http.response.body", "body": self.body})


def redirect(location: str, *, status: int = 303, headers: tuple[Header, ...] = ()) -> Answer:
    """Send the reader on. `location` must already be percent-encoded: a header is latin-1."""
    return Answer(b"", HTML, status, ((b"location", location.encode("ascii")), *headers))
