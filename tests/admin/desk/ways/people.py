"""The people of a body, and two files of one person."""

from __future__ import annotations

from tests.admin.desk.ways import Way

PEOPLE = ("officer", "body_administrator")
HERE, JSON = "/instelling/professionals", "/api/v1/desk/people"
WAYS = {
    f"GET {HERE}": Way(HERE, PEOPLE),
    f"GET {HERE}/{{number:str}}": Way(f"{HERE}/{{number}}", PEOPLE),
    f"GET {JSON}": Way(JSON, PEOPLE),
    f"GET {JSON}/{{number:str}}": Way(f"{JSON}/{{number}}", PEOPLE),
}
