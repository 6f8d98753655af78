"""Every route of the operator, a line for each subject."""

from __future__ import annotations

from typing import Any

from admin.operations import contact, contact_interface, health, merges, outbox, overview, role_proposals

PAGES: list[Any] = [
    *overview.PAGES,
    *contact.PAGES,
    *outbox.PAGES,
    *health.PAGES,
    *role_proposals.PAGES,
    *merges.PAGES,
]
INTERFACE: list[Any] = [
    *overview.ROUTES,
    *contact_interface.ROUTES,
    *outbox.ROUTES,
    *health.ROUTES,
    *role_proposals.ROUTES,
    *merges.ROUTES,
]
