"""Every route of the desk, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.desk import overview, queue

PAGES: list[Any] = [
    *overview.PAGES,
    *queue.PAGES,
]
INTERFACE: list[Any] = [
    *overview.ROUTES,
    *queue.ROUTES,
]
