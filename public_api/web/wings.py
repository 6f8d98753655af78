"""Two applications under one roof: the public one, and a wing whose doors open with the first request for it.

Reading a hundred handlers and what they bring takes longer than everything else of a start, and a server that only
verifies never needs them. See docs/decisions/0017.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

from litestar import Litestar

from public_api.web.edge import PATIENCE

OPENING = 30.0  # seconds; the first request for the wing may wait longer than others, on a machine with much to do


class Wings:
    """`public` answers whatever does not begin as the wing does. `build` makes the wing, when it is first asked."""

    def __init__(self, public: Litestar, begins: Sequence[str], build: Callable[[], Litestar]) -> None:
        self.public = public
        self._begins = tuple(begins)
        self._build = build
        self._opening = Lock()

    @cached_property
    def wing(self) -> Litestar:
        return self._build()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The life of the application is that of the public one: the wing has nothing to begin or to end."""
        if scope["type"] != "http" or not scope["path"].startswith(self._begins):
            await self.public(scope, receive, send)
            return
        if "wing" not in vars(self):
            scope[PATIENCE] = OPENING
            await asyncio.to_thread(self._open)  # whoever asks for the public site meanwhile does not wait
        await self.wing(scope, receive, send)

    def _open(self) -> None:
        with self._opening:  # of two first requests the second waits
            self.wing  # noqa: B018  # it is made by being looked at
