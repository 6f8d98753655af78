"""Every route of the desk, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.desk import (
    bulk,
    bulk_interface,
    case_acts_interface,
    case_judging,
    case_work,
    cases,
    cases_interface,
    drafts_interface,
    extensions,
    extensions_interface,
    forecast,
    groups,
    importing,
    leave_requests,
    letters,
    overview,
    queue,
    rule_drafts,
    runs_interface,
    samples,
    schemes,
    simulations,
)

PAGES: list[Any] = [
    *overview.PAGES,
    *queue.PAGES,
    *cases.PAGES,
    *case_work.PAGES,
    *case_judging.PAGES,
    *bulk.PAGES,
    *groups.PAGES,
    *samples.PAGES,
    *schemes.PAGES,
    *rule_drafts.PAGES,
    *simulations.PAGES,
    *forecast.PAGES,
    *letters.PAGES,
    *importing.PAGES,
    *leave_requests.PAGES,
    *extensions.PAGES,
]
INTERFACE: list[Any] = [
    *overview.ROUTES,
    *queue.ROUTES,
    *cases_interface.ROUTES,
    *case_acts_interface.ROUTES,
    *bulk_interface.ROUTES,
    *groups.ROUTES,
    *samples.ROUTES,
    *drafts_interface.ROUTES,
    *runs_interface.ROUTES,
    *letters.ROUTES,
    *importing.ROUTES,
    *leave_requests.ROUTES,
    *extensions_interface.ROUTES,
]
