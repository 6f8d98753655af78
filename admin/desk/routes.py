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
    forecast,
    groups,
    letters,
    measures,
    measures_interface,
    objections,
    objections_interface,
    overview,
    queue,
    reports,
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
    *measures.PAGES,
    *objections.PAGES,
    *reports.PAGES,
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
    *measures_interface.ROUTES,
    *objections_interface.ROUTES,
    *reports.ROUTES,
]
