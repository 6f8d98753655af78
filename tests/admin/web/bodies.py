"""Requests with a body, as they reach a handler."""

from __future__ import annotations

from typing import Any

from litestar import Request


def request_with(body: bytes, content_type: str | None, *, chunk: int = 65_536) -> Request[Any, Any, Any]:
    """A POST whose body arrives in chunks."""
    headers = [] if content_type is None else [(b"content-type", content_type.encode())]
    pieces = [body[at : at + chunk] for at in range(0, len(body), chunk)] or [b""]
    messages = iter(
        {"type": "http.request", "body": piece, "more_body": number < len(pieces) - 1}
        for number, piece in enumerate(pieces)
    )

    async def receive() -> Any:
        return next(messages)

    scope: Any = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers, "state": {}}
    return Request(scope, receive)
