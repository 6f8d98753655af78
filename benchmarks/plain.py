"""What the register is measured beside: handlers that return fixed bytes for a number in the path."""

from typing import Any

from litestar import Litestar, get
from litestar.params import FromPath

FIXED_PATH = "/api/v1/benchmark/{number}/fixed"


class FixedBytes:
    """The cheapest answer a handler can return: bytes and headers that were ready before anybody asked."""

    def __init__(self, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        self.body = body
        self.headers = [*headers, (b"content-length", b"%d" % len(body))]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


def fixed_handler(body: bytes, headers: list[tuple[bytes, bytes]]) -> Any:
    """A Litestar handler for FIXED_PATH."""
    answer = FixedBytes(body, headers)

    @get(FIXED_PATH.replace("{number}", "{number:str}"))
    async def fixed(number: FromPath[str]) -> FixedBytes:
        return answer

    return fixed


def bare_litestar(body: bytes, headers: list[tuple[bytes, bytes]]) -> Litestar:
    """Litestar as it comes, with this one handler."""
    return Litestar([fixed_handler(body, headers)], openapi_config=None, logging_config=None)


async def raw(scope: Any, receive: Any, send: Any) -> None:
    """ASGI without any framework: for the start-up, under the same server."""
    if scope["type"] == "lifespan":
        while True:
            event = await receive()
            await send({"type": f"{event['type']}.complete"})
            if event["type"] == "lifespan.shutdown":
                return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def small_litestar() -> Litestar:
    """An empty Litestar application: what the framework alone costs to start."""
    return bare_litestar(b"ok", [])
