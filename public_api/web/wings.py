"""Two applications under one roof: the public one, and a wing whose doors open with the first request for it.

Reading a hundred handlers and what they bring takes longer than everything else of a start, and a server that only
verifies never needs them. See docs/decisions/0017.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from litestar import Litestar


class Wings:
    """`public` answers whatever does not begin as the wing does. `build` makes the wing, when it is first asked."""

    def __init__(self, public: Litestar, begins: Sequence[str], build: Callable[[], Litestar]) -> None:
        self.public = public
        self._begins = tuple(begins)
        self._build = build

    @cached_property
    def wing(self) -> Litestar:
        return self._build()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The life of the application is that of the public one: the wing has nothing to begin or to end."""
        elsewhere = scope["type"] == "http" and scope["path"].startswith(self._begins)
        await (self.wing if elsewhere else self.public)(scope, receive, send)
