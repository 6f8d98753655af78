"""Clients that ask a server on this machine, one question after another, until their time is over."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter

MACHINE = "127.0.0.1"
PATIENCE = 10.0  # seconds; who waits longer goes away
NO_ANSWER = 0  # beside the statuses: refused, cut off or too late

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class Asked:
    """What came back: how often each status, and the longest wait in seconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0

    @property
    def requests(self) -> int:
        return self.statuses.total()

    def is_kept(self, limit: float) -> bool:
        """Whether there were answers, all of them 200 and none later than `limit` seconds."""
        return self.requests > 0 and set(self.statuses) == {200} and self.slowest <= limit


async def ask_together(port: int, paths: Sequence[str], clients: int, seconds: float) -> Asked:
    """`clients` at once for so many seconds, each on a connection that stays open and from a path of its own."""
    asked = Asked()
    end = perf_counter() + seconds
    places = [len(paths) * client // clients for client in range(clients)]
    await asyncio.gather(*(_ask_on(port, [*paths[at:], *paths[:at]], end, asked) for at in places))
    return asked


async def _ask_on(port: int, paths: Sequence[str], end: float, asked: Asked) -> None:
    following = cycle(paths)
    connection: Connection | None = None
    while perf_counter() < end:
        begun = perf_counter()
        status = NO_ANSWER
        try:
            async with asyncio.timeout(PATIENCE):
                connection = connection or await asyncio.open_connection(MACHINE, port)
                status = await _ask(connection, next(following))
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            if connection is not None:
                connection[1].close()
            connection = None
            await asyncio.sleep(0.1)  # a server that is gone should not be asked a million times
        asked.statuses[status] += 1
        asked.slowest = max(asked.slowest, perf_counter() - begun)
    if connection is not None:
        connection[1].close()


async def _ask(connection: Connection, path: str) -> int:
    reader, writer = connection
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {MACHINE}\r\nAccept: application/json\r\n\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status, *headers = head.split("\r\n")
    length = next(int(line.partition(":")[2]) for line in headers if line.startswith("content-length:"))
    await reader.readexactly(length)
    return int(status.split(" ")[1])
