"""Every route of the desk, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.desk import bulk, bulk_interface, groups, overview, queue, samples

PAGES: list[Any] = [
    *overview.PAGES,
    *queue.PAGES,
    *bulk.PAGES,
    *groups.PAGES,
    *samples.PAGES,
]
INTERFACE: list[Any] = [
    *overview.ROUTES,
    *queue.ROUTES,
    *bulk_interface.ROUTES,
    *groups.ROUTES,
    *samples.ROUTES,
]
