"""The queue of a body."""

from __future__ import annotations

from tests.admin.desk.ways import Way

WAYS = {
    "GET /instelling/verlengingen": Way("/instelling/verlengingen", ("officer", "assessor")),
    "GET /api/v1/desk/applications": Way("/api/v1/desk/applications", ("officer", "assessor")),
}
