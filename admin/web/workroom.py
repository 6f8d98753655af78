"""Heavy work beside the pages: a PDF, an archive. In threads, and never more than two at once.

Whoever stops waiting leaves their work where it is: it still counts as one of the two until it is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 2
T = TypeVar("T")


class Workroom:
    """Two places to work at; the rest waits its turn."""

    def __init__(self, places: int = AT_ONCE) -> None:
        self._threads = ThreadPoolExecutor(places, thread_name_prefix="heavy-work")

    async def do(self, work: Callable[[], T]) -> T:
        """What the work gives, once there was a place for it."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
