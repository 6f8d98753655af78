"""Accredited courses of a body."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from registry.accounts import RoleHeld
from registry.course_withdrawals import look_at_withdrawal
from registry.courses import CourseGiven, PointsGiven, accredit_course
from tests.admin.desk.ways import Way
from tests.registry.desk_stories import Worker

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

SEEING, SETTING = ("officer", "assessor", "body_administrator"), ("officer", "body_administrator")
HERE, JSON = "/instelling/opleidingen", "/api/v1/desk/courses"
SINCE = date(2026, 1, 1)
FORM = {
    "code": "NL-1", "titel": "x", "aanbieder": "y", "vanaf": "2026-01-01", "keurmerk": "noloc-rl",
    "soort_1": "training", "punten_1": "2",
}  # fmt: skip
POINTS = [{"mark": "noloc-rl", "kind": "training", "pointsHundredths": 200}]
BODY = {"code": "NL-2", "title": "x", "provider": "y", "since": "2026-01-01", "points": POINTS}
WAYS = {
    f"GET {HERE}": Way(HERE, SEEING),
    f"POST {HERE}": Way(HERE, SETTING, FORM, 303),
    f"GET {HERE}/{{course:uuid}}": Way(f"{HERE}/{{course}}?vanaf=2026-01-01", SETTING),
    f"POST {HERE}/{{course:uuid}}/intrekken": Way(
        f"{HERE}/{{course}}/intrekken", SETTING, {"vanaf": "2026-01-01", "reden": "Zo.", "gezien": "{course_seen}"}, 303
    ),
    f"GET {JSON}": Way(JSON, SEEING),
    f"POST {JSON}": Way(JSON, SETTING, BODY, 201),
    f"GET {JSON}/{{course:uuid}}/withdrawal": Way(f"{JSON}/{{other_course}}/withdrawal?since=2026-01-01", SETTING),
    f"POST {JSON}/{{course:uuid}}/withdrawal": Way(
        f"{JSON}/{{other_course}}/withdrawal",
        SETTING,
        {"since": "2026-01-01", "reason": "So.", "seen": "{other_course_seen}"},
    ),
}


async def prepare(town: Town) -> dict[str, str]:
    """Two courses of the body, with what was looked at before withdrawing them."""
    officer = Worker("account 6a4d3b61-6f0c-4d2e-9a39-0c1d5a1f6a52", (RoleHeld("officer", "noloc"),))
    points = (PointsGiven(mark="noloc-rl", kind="training", points_hundredths=100),)
    found: dict[str, str] = {}
    for name in ("course", "other_course"):
        given = CourseGiven(code=name.replace("_", "-"), title="x", provider="y", since=SINCE, points=points)
        course = await accredit_course(given, officer, at=town.at)
        look = await look_at_withdrawal(course, SINCE, officer, at=town.at)
        found |= {name: str(course), f"{name}_seen": look.seen}
    return found
