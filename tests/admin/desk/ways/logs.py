"""The log of a body."""

from __future__ import annotations

from tests.admin.desk.ways import Way

ADMINISTERING = ("body_administrator",)
HERE, JSON = "/instelling/logboek", "/api/v1/desk/log"
WAYS = {
    f"GET {HERE}": Way(f"{HERE}?soort=decisions", ADMINISTERING),
    f"GET {HERE}/logboek.csv": Way(f"{HERE}/logboek.csv?soort=staff", ADMINISTERING),
    f"GET {JSON}": Way(f"{JSON}?topic=judging", ADMINISTERING),
}
