"""Where the work of a body and that of the operator begins."""

from __future__ import annotations

from tests.admin.desk.ways import Way

WAYS = {
    "GET /instelling": Way(
        "/instelling", ("officer", "assessor", "scheme_editor", "body_administrator", "analyst at a body")
    ),
    "GET /api/v1/desk": Way("/api/v1/desk", ("officer", "assessor")),
    "GET /beheer": Way("/beheer", ("operator",)),
}
