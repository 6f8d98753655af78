"""Staff and their roles, at the body and where the operator answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.accounts import RoleHeld
from registry.role_proposals import RoleProposed, propose_role
from registry.staff import StaffRole, staff_of
from tests.admin.desk.ways import Way
from tests.admin.signing_in import new_log_in
from tests.registry.desk_stories import Worker

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

ADMINISTERING, OPERATOR = ("body_administrator",), ("operator",)
HERE, JSON = "/instelling/medewerkers", "/api/v1/desk/staff"
WAITING = "/api/v1/operations/role-proposals"
NEW = {"instelling": "noloc", "rol": "officer", "email": "nieuw@voorbeeld.example", "reden": "Zo."}
NEW_JSON = {"body": "noloc", "role": "officer", "email": "ander@voorbeeld.example", "reason": "So."}
WAYS = {
    f"GET {HERE}": Way(HERE, ADMINISTERING),
    f"POST {HERE}": Way(HERE, ADMINISTERING, NEW, 303),
    f"POST {HERE}/voorstellen/{{proposal:uuid}}": Way(
        f"{HERE}/voorstellen/{{proposed_assessor}}", ADMINISTERING, {"knop": "goedkeuren"}, 303
    ),
    f"POST {HERE}/rollen/{{role:uuid}}/intrekken": Way(
        f"{HERE}/rollen/{{role_held}}/intrekken", ADMINISTERING, {}, 303
    ),
    "GET /beheer/rollen": Way("/beheer/rollen", OPERATOR),
    "POST /beheer/rollen/{proposal:uuid}": Way(
        "/beheer/rollen/{proposed_officer}", OPERATOR, {"knop": "afwijzen"}, 303
    ),
    f"GET {JSON}": Way(JSON, ADMINISTERING),
    f"GET {JSON}/proposals": Way(f"{JSON}/proposals", ADMINISTERING),
    f"POST {JSON}/proposals": Way(f"{JSON}/proposals", ADMINISTERING, NEW_JSON, 201),
    f"POST {JSON}/proposals/{{proposal:uuid}}/answer": Way(
        f"{JSON}/proposals/{{proposed_scheme_editor}}/answer", ADMINISTERING, {"answer": "refused"}
    ),
    f"POST {JSON}/proposals/{{proposal:uuid}}/withdrawal": Way(
        f"{JSON}/proposals/{{proposed_analyst}}/withdrawal", ADMINISTERING, {}, 422
    ),
    f"POST {JSON}/roles/{{role:uuid}}/removal": Way(f"{JSON}/roles/{{role_other}}/removal", ADMINISTERING),
    f"GET {WAITING}": Way(WAITING, OPERATOR),
    f"POST {WAITING}/{{proposal:uuid}}/answer": Way(
        f"{WAITING}/{{proposed_body_administrator}}/answer", OPERATOR, {"answer": "approved"}
    ),
}


async def prepare(town: Town) -> dict[str, str]:
    """A proposal of each role by a colleague, and two people whose role can be taken."""
    colleague = Worker("account 5f3c2a50-6f0c-4d2e-9a39-0c1d5a1f6a52", (RoleHeld("body_administrator", "noloc"),))

    async def proposed(role: StaffRole) -> str:
        given = RoleProposed(body="noloc", role=role, email=f"{role}@voorbeeld.example", reason="Zo.")
        return str(await propose_role(given, colleague, at=town.at))

    roles: tuple[StaffRole, ...] = ("assessor", "officer", "scheme_editor", "body_administrator", "analyst")
    two = [(await new_log_in(RoleHeld("analyst", "noloc"))).account for _ in range(2)]
    held = {one.account: str(one.roles[0].id) for one in (await staff_of({"noloc"}))["noloc"]}
    return {f"proposed_{role}": await proposed(role) for role in roles} | {
        "role_held": held[two[0]],
        "role_other": held[two[1]],
    }
