"""Giving somebody a role at a body takes two: one proposes, another administrator or the operator approves.

Nobody proposes or approves for themselves. Whoever has no account yet is invited by the approval, by a letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from registry.accounts import HAS_ROLE, NO_BODY, RoleHeld, bind_role, email_key
from registry.database import once_more
from registry.desk import Staff, bodies_of
from registry.errors import Conflict, NotFound, Refused
from registry.inputs import Code, Email, Input, Reason
from registry.invitations import CLOSED, LANGUAGE, open_invited
from registry.journal import Recording, recording
from registry.letters import Letter, queue_letter
from registry.staff import ADMINISTERING, StaffRole, administers, runs_register
from registry.tables_accounts import AccountRoleRow, AccountRow
from registry.tables_catalogue import BodyRow
from registry.tables_staff import RoleProposalRow

WAITING = "This role was proposed for this person already. Look at that proposal first."
NO_PROPOSAL = "There is no such proposal. Open the list of staff again."
ANSWERED = "This proposal was answered or taken back already. Open the list of staff again."
NOT_YOURSELF = "You proposed this yourself. Let another administrator, or the operator of the register, look at it."
NOT_FOR_YOURSELF = "Nobody gives a role to themselves. Ask another administrator, or the operator of the register."
NOT_YOUR_PROPOSAL = "Only who proposed it can take it back. You can refuse it."
GONE = "The account that this was about is gone. Refuse the proposal, and make a new one."


class RoleProposed(Input):
    """Who should get which role at which body, and why."""

    body: Code
    role: StaffRole
    email: Email
    reason: Reason


class RoleAnswered(Input):
    """What somebody else says to it."""

    answer: Literal["approved", "refused"]


@dataclass(frozen=True, slots=True)
class RoleProposal:
    """A proposal as it is shown: `email` as long as it waits, `new` where the address has no account yet."""

    id: UUID
    body: str
    role: StaffRole
    email: str | None
    new: bool
    reason: str
    proposed_by: str
    proposed_at: datetime
    answer: str | None
    answered_at: datetime | None


@once_more
async def propose_role(given: RoleProposed, staff: Staff, *, at: datetime) -> UUID:
    """Propose a role at the body that one administers; gives the identity of the proposal.

    Raises NotFound for another body, Refused for oneself, Conflict for a role that they have or that waits already.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        if not administers(given.body, staff) and not runs_register(staff):
            raise NotFound(NO_BODY)
        if not await BodyRow.exists().where(BodyRow.code == given.body):
            raise NotFound(NO_BODY)
        known = await _account_with(given.email)
        _require_another(staff, known, given.email)
        await _require_new(given, known)
        identity = uuid4()
        await RoleProposalRow.insert(
            RoleProposalRow(
                id=identity, body=given.body, role=given.role, account=known["id"] if known else None,
                email=None if known else given.email, reason=given.reason, is_open=True, proposed_by=journal.actor,
                proposed_at=journal.at,
            )
        )  # fmt: skip
        await journal.append("role.proposed", given.body, subject_kind="body", reference=str(identity))
    return identity


async def _account_with(email: str) -> Mapping[str, Any] | None:
    """The account of an address that is somebody's: one that nobody confirmed may be anybody's, and does not count."""
    row = await AccountRow.select().where(AccountRow.email_key == email_key(email)).first()
    if row is not None and row["closed_at"] is not None:
        raise Refused(CLOSED)
    return row if row is not None and row["confirmed_at"] is not None else None


def _require_another(staff: Staff, known: Mapping[str, Any] | None, email: str) -> None:
    own = email_key(staff.email) == email_key(email)
    if own or (known is not None and staff.actor == f"account {known['id']}"):
        raise Refused(NOT_FOR_YOURSELF)


async def _require_new(given: RoleProposed, known: Mapping[str, Any] | None) -> None:
    """That they do not have it, and that no proposal waits: writers queue, so that nobody comes in between."""
    if known is not None and await AccountRoleRow.exists().where(
        AccountRoleRow.account == known["id"], AccountRoleRow.body == given.body, AccountRoleRow.role == given.role
    ):
        raise Conflict(HAS_ROLE)
    waiting = await RoleProposalRow.select().where(
        RoleProposalRow.body == given.body, RoleProposalRow.role == given.role, RoleProposalRow.is_open.eq(True)
    )
    key, account = email_key(given.email), known["id"] if known else None
    if any(
        row["account"] == account if row["account"] is not None else email_key(row["email"]) == key for row in waiting
    ):
        raise Conflict(WAITING)


@once_more
async def answer_role(proposal: UUID, answered: RoleAnswered, staff: Staff, *, at: datetime) -> None:
    """Approve a proposal, and the role holds from this moment; or refuse it.

    Raises NotFound for one of another body, Refused for whoever proposed it or would get it, Conflict when it is over.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _waiting(proposal, staff)
        if row["proposed_by"] == staff.actor:
            raise Refused(NOT_YOURSELF)
        account = row["account"] if answered.answer == "refused" else await _approve(journal, row, staff)
        await _close(journal, row, answered.answer, account)


async def _approve(journal: Recording, row: Mapping[str, Any], staff: Staff) -> UUID:
    known = await _account_of(row)
    if known is None and row["account"] is not None:
        raise Conflict(GONE)
    _require_another(staff, known, row["email"] or (known["email"] if known else ""))
    account = known["id"] if known else await _invite(journal, row)
    if known is not None:
        about = {"role": row["role"], "body": row["body"]}
        await queue_letter(journal, Letter("account.role_given", known["email"], known["language"], about))
    held = RoleHeld(row["role"], row["body"])
    await bind_role(journal, account, held, granted_by=row["proposed_by"])
    return UUID(str(account))


async def _account_of(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Whom a proposal is about by now: somebody may have opened an account since it was made."""
    if row["account"] is None:
        return await _account_with(row["email"])
    found = await AccountRow.select().where(AccountRow.id == row["account"], AccountRow.closed_at.is_null()).first()
    return found or None


async def _invite(journal: Recording, row: Mapping[str, Any]) -> UUID:
    account, code = await open_invited(journal, row["email"])
    about = {"code": code, "role": row["role"], "body": row["body"]}
    await queue_letter(journal, Letter("account.invited", row["email"], LANGUAGE, about))
    return account


@once_more
async def take_role_proposal_back(proposal: UUID, staff: Staff, *, at: datetime) -> None:
    """By whoever proposed it. Raises as answer_role."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _waiting(proposal, staff)
        if row["proposed_by"] != staff.actor:
            raise Refused(NOT_YOUR_PROPOSAL)
        await _close(journal, row, "taken_back", row["account"])


async def _waiting(proposal: UUID, staff: Staff) -> Mapping[str, Any]:
    row = await RoleProposalRow.select().where(RoleProposalRow.id == proposal).first()
    if row is None or not (administers(row["body"], staff) or runs_register(staff)):
        raise NotFound(NO_PROPOSAL)
    if not row["is_open"]:
        raise Conflict(ANSWERED)
    return row


async def _close(journal: Recording, row: Mapping[str, Any], answer: str, account: UUID | None) -> None:
    await RoleProposalRow.update(
        {RoleProposalRow.is_open: None, RoleProposalRow.answer: answer, RoleProposalRow.answered_by: journal.actor,
         RoleProposalRow.answered_at: journal.at, RoleProposalRow.account: account, RoleProposalRow.email: None}
    ).where(RoleProposalRow.id == row["id"])  # fmt: skip
    await journal.append(f"role.{answer}", row["body"], subject_kind="body", reference=str(row["id"]))


async def role_proposals_for(staff: Staff) -> tuple[RoleProposal, ...]:
    """Every proposal that waits at the bodies that somebody administers; for the operator, at every body."""
    asked = RoleProposalRow.select().where(RoleProposalRow.is_open.eq(True))
    if not runs_register(staff):
        bodies = bodies_of(staff, ADMINISTERING)
        if not bodies:
            return ()
        asked = asked.where(RoleProposalRow.body.is_in(sorted(bodies)))
    rows = await asked.order_by(RoleProposalRow.proposed_at)
    accounts = [row["account"] for row in rows if row["account"] is not None]
    known = (
        await AccountRow.select(AccountRow.id, AccountRow.email).where(AccountRow.id.is_in(accounts))
        if accounts
        else []
    )
    addresses = {row["id"]: row["email"] for row in known}
    return tuple(_shown(row, row["email"] or addresses.get(row["account"])) for row in rows)


async def read_role_proposal(proposal: UUID, staff: Staff) -> RoleProposal:
    """One proposal, also when it was answered. Raises NotFound."""
    row = await RoleProposalRow.select().where(RoleProposalRow.id == proposal).first()
    if row is None or not (administers(row["body"], staff) or runs_register(staff)):
        raise NotFound(NO_PROPOSAL)
    return _shown(row, row["email"])


def _shown(row: Mapping[str, Any], email: str | None) -> RoleProposal:
    return RoleProposal(
        row["id"], row["body"], row["role"], email, row["account"] is None, row["reason"], row["proposed_by"],
        row["proposed_at"], row["answer"], row["answered_at"],
    )  # fmt: skip
