"""Every route of the operator, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.operations import health, outbox, overview

PAGES: list[Any] = [
    *overview.PAGES,
    *outbox.PAGES,
    *health.PAGES,
]
INTERFACE: list[Any] = [
    *overview.ROUTES,
    *outbox.ROUTES,
    *health.ROUTES,
]
