"""Every route of the desk, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.desk import forecast, overview, queue, rule_drafts, rules_interface, schemes, simulations

PAGES: list[Any] = [
    *overview.PAGES,
    *queue.PAGES,
    *schemes.PAGES,
    *rule_drafts.PAGES,
    *simulations.PAGES,
    *forecast.PAGES,
]
INTERFACE: list[Any] = [
    *overview.ROUTES,
    *queue.ROUTES,
    *rules_interface.ROUTES,
]
