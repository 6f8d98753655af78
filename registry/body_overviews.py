"""Each body in figures for the operator: who works there by role, what waits, and when it last decided. No names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from registry.database import Hot
from registry.evidence_reading import Reader
from registry.operators import require_operator

_STAFF = Hot(
    "SELECT r.body, r.role, count(*) FROM account_role r JOIN account a ON a.id = r.account "
    "WHERE r.body IS NOT NULL AND a.closed_at IS NULL GROUP BY r.body, r.role"
)
_DECIDED = Hot(
    "SELECT m.body, CAST(max(d.recorded_at) AS TEXT) FROM decision d JOIN mark m ON m.code = d.mark "
    "WHERE d.answers IS NOT NULL GROUP BY m.body"
)
_WAITING = Hot(
    "SELECT m.body, count(*) FROM application a JOIN mark m ON m.code = a.mark "
    "WHERE a.is_open IS NOT NULL GROUP BY m.body"
)


@dataclass(frozen=True, slots=True)
class BodyOverview:
    """One body. `staff`: how many people hold each role there; somebody with two roles is in both."""

    staff: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    decided_at: datetime | None = None

    @property
    def administrators(self) -> int:
        return self.staff.get("body_administrator", 0)


async def body_overviews(staff: Reader) -> dict[str, BodyOverview]:
    """By the code of the body; one without people, applications and decisions is not in it. Raises Refused."""
    require_operator(staff)
    roles: dict[str, dict[str, int]] = {}
    for body, role, count in await _STAFF.rows():
        roles.setdefault(body, {})[role] = count
    decided = {body: datetime.fromisoformat(moment) for body, moment in await _DECIDED.rows()}
    waiting = {body: int(count) for body, count in await _WAITING.rows()}
    return {
        body: BodyOverview(roles.get(body, {}), waiting.get(body, 0), decided.get(body))
        for body in sorted({*roles, *decided, *waiting})
    }
