"""One line a request: moment, route template, status, milliseconds, request id. No path value, no query, no name."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from typing import TextIO

from litestar.serialization import encode_json

from registry.clock import Clock


class RequestIds:
    """Ids that are unique over processes and cheap to make: a random start for the process and a counter."""

    __slots__ = ("_numbers", "_start")

    def __init__(self) -> None:
        self._start = os.urandom(6).hex()
        self._numbers = count(1)

    def next(self) -> str:
        return f"{self._start}-{next(self._numbers):x}"


USUAL = {"GET": '"GET"', "HEAD": '"HEAD"', "OPTIONS": '"OPTIONS"', "POST": '"POST"'}

AccessLog = Callable[[str, str, int, float, str], None]


def access_log(stream: TextIO, clock: Clock, *, as_json: bool) -> AccessLog:
    """A function that writes one line: (method, route template, status, milliseconds, request id)."""

    def write_json(method: str, route: str, status: int, milliseconds: float, request_id: str) -> None:
        shown = USUAL.get(method) or encode_json(method[:16]).decode()  # a stranger chooses it, so it is encoded
        stream.write(
            f'{{"at":"{clock.now().isoformat(timespec="milliseconds")}","event":"request","method":{shown},"route":"{route}","status":{status},'
            f'"ms":{milliseconds:.1f},"request_id":"{request_id}"}}\n'
        )
        stream.flush()

    def write_text(method: str, route: str, status: int, milliseconds: float, request_id: str) -> None:
        time = clock.now().isoformat()[11:19]  # formatting by pattern costs ten times as much
        stream.write(f"{time} {status} {method[:16]!r} {route} {milliseconds:.1f} ms {request_id}\n")
        stream.flush()

    return write_json if as_json else write_text


def no_log(method: str, route: str, status: int, milliseconds: float, request_id: str) -> None:
    """For a LOG_LEVEL above info: requests that went as they should are not worth a line."""
