"""One line a request: moment, route template, status, milliseconds, request id. No path value, no query, no name.

Lines are gathered and written together at most a tenth of a second later, because writing costs more than most answers.
A server that is stopped writes what it has; one that is killed loses the lines of that last moment, and no decision.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import count
from time import perf_counter
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


Note = tuple[str, str, int, float, float, str]  # method, route, status, begun and ended by perf_counter, request id


class AccessLog:
    """Notes requests; puts them into words and writes them a moment later, while nobody waits for an answer."""

    __slots__ = ("__weakref__", "_loop", "_notes", "_write")

    def __init__(self, stream: TextIO, clock: Clock, *, as_json: bool) -> None:
        self._notes: list[Note] = []
        self._write = partial(_write, stream, clock, _in_json if as_json else _in_text, self._notes)
        self._loop: asyncio.AbstractEventLoop | None = None  # that will write; None while nothing waits
        finalize(self, self._write)  # also when the interpreter stops

    def note(self, note: Note) -> None:
        self._notes.append(note)
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.get_running_loop()
            self._loop.call_later(GATHERED_FOR, self.write_out)

    def write_out(self) -> None:
        """Write what was noted, now."""
        self._loop = None
        self._write()


def _write(stream: TextIO, clock: Clock, worded: Callable[[float, Note], str], notes: list[Note]) -> None:
    if not notes or stream.closed:
        return
    counted_from = clock.now().timestamp() - perf_counter()
    lines = [worded(counted_from, note) for note in notes]
    notes.clear()
    stream.write("".join(lines))
    stream.flush()


def _in_json(counted_from: float, note: Note) -> str:
    method, route, status, begun, ended, request_id = note
    at = datetime.fromtimestamp(counted_from + ended, UTC)
    shown = encode_json(method[:16]).decode()  # a stranger chooses it
    return (
        f'{{"at":"{at.isoformat(timespec="milliseconds")}","event":"request","method":{shown},"route":"{route}",'
        f'"status":{status},"ms":{(ended - begun) * 1000:.1f},"request_id":"{request_id}"}}\n'
    )


def _in_text(counted_from: float, note: Note) -> str:
    method, route, status, begun, ended, request_id = note
    time = _time_of_day(int(counted_from + ended))
    return f"{time} {status} {method[:16]!r} {route} {(ended - begun) * 1000:.1f} ms {request_id}\n"


@lru_cache(maxsize=4)
def _time_of_day(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%H:%M:%S}"
