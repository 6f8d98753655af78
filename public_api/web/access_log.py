"""One line a request: moment, route template, status, milliseconds, request id. No path value, no query, no name.

Lines are gathered and written together at most a tenth of a second later, because writing costs more than most answers.
A server that is stopped writes what it has; one that is killed loses the lines of that last moment, and no decision.
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from itertools import count
from typing import TextIO
from weakref import finalize

from litestar.serialization import encode_json

from registry.clock import Clock

GATHERED_FOR = 0.1  # seconds


class RequestIds:
    """Ids that are unique over processes and cheap to make: a random start for the process and a counter."""

    __slots__ = ("_numbers", "_start")

    def __init__(self) -> None:
        self._start = os.urandom(6).hex()
        self._numbers = count(1)

    def next(self) -> str:
        return f"{self._start}-{next(self._numbers):x}"


USUAL = {"GET": '"GET"', "HEAD": '"HEAD"', "OPTIONS": '"OPTIONS"', "POST": '"POST"'}


class AccessLog:
    """Notes requests, and writes them a moment later."""

    __slots__ = ("__weakref__", "_clock", "_lines", "_loop", "_stream", "_worded")

    def __init__(self, stream: TextIO, clock: Clock, *, as_json: bool) -> None:
        self._stream = stream
        self._clock = clock
        self._worded = _in_json if as_json else _in_text
        self._lines: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None  # that will write; None while nothing waits
        finalize(self, _write, stream, self._lines)  # also when the interpreter stops

    def note(self, method: str, route: str, status: int, milliseconds: float, request_id: str) -> None:
        self._lines.append(self._worded(self._clock.now(), method, route, status, milliseconds, request_id))
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.get_running_loop()
            self._loop.call_later(GATHERED_FOR, self.write_out)

    def write_out(self) -> None:
        """Write what was noted, now."""
        self._loop = None
        _write(self._stream, self._lines)


def _write(stream: TextIO, lines: list[str]) -> None:
    if lines and not stream.closed:
        text = "".join(lines)
        lines.clear()
        stream.write(text)
        stream.flush()


def _in_json(at: datetime, method: str, route: str, status: int, milliseconds: float, request_id: str) -> str:
    shown = USUAL.get(method) or encode_json(method[:16]).decode()  # a stranger chooses it, so it is encoded
    return (
        f'{{"at":"{at.isoformat(timespec="milliseconds")}","event":"request","method":{shown},"route":"{route}",'
        f'"status":{status},"ms":{milliseconds:.1f},"request_id":"{request_id}"}}\n'
    )


def _in_text(at: datetime, method: str, route: str, status: int, milliseconds: float, request_id: str) -> str:
    time = str(at)[11:19]  # formatting by pattern costs ten times as much
    return f"{time} {status} {method[:16]!r} {route} {milliseconds:.1f} ms {request_id}\n"
