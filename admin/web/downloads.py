"""Files that somebody takes along: sent as a download, a piece at a time, so that a large one takes no room here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from public_api.web.answers import Header


def as_download(name: str) -> Header:
    """Kept under this name and not shown in a page of ours. The name is ours: plain letters and figures."""
    return (b"content-disposition", f'attachment; filename="{name}"'.encode("ascii"))


@dataclass(frozen=True, slots=True)
class Streamed:
    """An ASGI callable that sends its pieces as they are made; its length is not known beforehand."""

    pieces: AsyncIterator[bytes]
    media_type: bytes
    name: str

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", self.media_type), as_download(self.name)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if "asked_head" not in scope:  # who only asks about it gets no file made
            async for piece in self.pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
