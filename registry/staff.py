"""Who works at a body, and as what: the list that its administrators keep, and taking a role away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from registry.accounts import remove_role
from registry.claims import DECIDE_SEAT
from registry.database import once_more
from registry.desk import DECIDING, bodies_of
from registry.ended_work import end_claim
from registry.errors import NotFound
from registry.evidence_reading import ASSESSING, Reader
from registry.journal import Recording, recording
from registry.tables_accounts import AccountRoleRow
from registry.tables_decisions import ApplicationRow
from registry.tables_desk import ClaimRow

StaffRole = Literal["assessor", "officer", "scheme_editor", "body_administrator", "analyst"]
ADMINISTERING = frozenset({"body_administrator"})
ROLE_TAKEN = "The role was taken away."
NOT_HELD = "Nobody at your body has this role any more. Open the list of staff again."


@dataclass(frozen=True, slots=True)
class RoleAtBody:
    """One role of somebody, by the identity with which it is taken away."""

    id: UUID
    role: StaffRole
    since: datetime


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works at a body. `came_in`: they chose a password; who was invited a moment ago did not."""

    account: UUID
    email: str
    came_in: bool
    roles: tuple[RoleAtBody, ...]

    @property
    def actor(self) -> str:
        """How the journal names them."""
        return f"account {self.account}"


def runs_register(staff: Reader) -> bool:
    """Whether somebody is an operator, who may do what an administrator may, at every body."""
    return any(held.role == "operator" for held in staff.roles)


def administers(body: str, staff: Reader) -> bool:
    """Whether somebody is an administrator of this body."""
    return body in bodies_of(staff, ADMINISTERING)


async def staff_of(bodies: Collection[str]) -> dict[str, tuple[StaffMember, ...]]:
    """Everybody with a role at each of these bodies, by address; accounts that were closed are left out."""
    rows = (
        await AccountRoleRow.select(
            AccountRoleRow.id, AccountRoleRow.role, AccountRoleRow.body, AccountRoleRow.granted_at,
            AccountRoleRow.account, AccountRoleRow.account.email, AccountRoleRow.account.password,
        )
        .where(AccountRoleRow.body.is_in(sorted(bodies)), AccountRoleRow.account.closed_at.is_null())
        .order_by(AccountRoleRow.account.email)
        .order_by(AccountRoleRow.role)
    ) if bodies else []  # fmt: skip
    return {body: _members([row for row in rows if row["body"] == body]) for body in sorted(bodies)}


def _members(rows: list[dict[str, Any]]) -> tuple[StaffMember, ...]:
    accounts = {row["account"]: row for row in rows}
    return tuple(
        StaffMember(
            account,
            first["account.email"],
            first["account.password"] is not None,
            tuple(RoleAtBody(row["id"], row["role"], row["granted_at"]) for row in rows if row["account"] == account),
        )
        for account, first in accounts.items()
    )


async def staff_of_own_bodies(staff: Reader) -> dict[str, tuple[StaffMember, ...]]:
    """As staff_of, for the bodies that somebody administers."""
    return await staff_of(bodies_of(staff, ADMINISTERING))


@once_more
async def take_staff_role(role: UUID, staff: Reader, *, at: datetime) -> None:
    """Take a role at one's body away: it works at once, also where somebody is signed in.

    Raises NotFound for a role elsewhere, Refused for the last administrator.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        row = await AccountRoleRow.select().where(AccountRoleRow.id == role, AccountRoleRow.body.is_not_null()).first()
        if row is None or not (administers(row["body"], staff) or runs_register(staff)):
            raise NotFound(NOT_HELD)
        await remove_role(journal, row)
        await _free_seats(journal, row)


async def _free_seats(journal: Recording, row: dict[str, Any]) -> None:
    """Who may not judge or decide any more at a body holds no seat there: others need not wait for it to lapse.

    A seat of which all was judged stays: what was said by then was said in that role.
    """
    rows = await AccountRoleRow.select(AccountRoleRow.role).where(
        AccountRoleRow.account == row["account"], AccountRoleRow.body == row["body"]
    )
    left = {one["role"] for one in rows}
    claims = await ClaimRow.select(ClaimRow.id, ClaimRow.application, ClaimRow.seat).where(
        ClaimRow.held_by == f"account {row['account']}", ClaimRow.is_open.eq(True), ClaimRow.lapses_on.is_not_null()
    )
    for claim in claims:
        case = await _case_at(claim["application"], row["body"])
        needed = DECIDING if claim["seat"] == DECIDE_SEAT else ASSESSING
        if case is not None and not needed & left:
            await end_claim(journal, case["practitioner.number"], claim["id"], "released", ROLE_TAKEN)


async def _case_at(application: UUID, body: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (
        await ApplicationRow.select(ApplicationRow.practitioner.number)
        .where(ApplicationRow.id == application, ApplicationRow.mark.body == body)
        .first()
    )
    return found
