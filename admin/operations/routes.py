"""Every route of the operator, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.operations import overview

PAGES: list[Any] = [
    *overview.PAGES,
]
INTERFACE: list[Any] = []
