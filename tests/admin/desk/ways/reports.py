"""The reports of a body."""

from __future__ import annotations

from tests.admin.desk.ways import Way

REPORTING = ("officer", "body_administrator", "analyst at a body")
WAYS = {
    "GET /instelling/rapporten": Way("/instelling/rapporten", REPORTING),
    "GET /instelling/rapporten/tabel.csv": Way("/instelling/rapporten/tabel.csv", REPORTING),
    "GET /api/v1/desk/reports": Way("/api/v1/desk/reports", REPORTING),
}
