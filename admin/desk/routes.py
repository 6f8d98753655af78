"""Every route of the desk, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.desk import overview

PAGES: list[Any] = [
    *overview.PAGES,
]
INTERFACE: list[Any] = [
    *overview.ROUTES,
]
