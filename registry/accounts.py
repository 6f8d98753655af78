"""Log-ins: opening one, confirming the address, and what an account may do.

Nobody learns here whether an address is known: a known and an unknown one get the same answer, after as much work.
What differs is the letter, and only the owner of the address reads that.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from piccolo.query.functions import Lower

from registry.canonical import canonical
from registry.database import conflict_when, once_more
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import Email, Input
from registry.journal import Recording, recording
from registry.letters import Letter, queue_letter
from registry.one_time_codes import look_up_code, new_code, use_code
from registry.passwords import hashed, is_right, problems_with
from registry.practitioners import Name, Person, enter_practitioner, find_practitioner
from registry.settings import Settings
from registry.tables_accounts import (
    AccountRoleRow,
    AccountRow,
    KnownDeviceRow,
    KnownPlaceRow,
    OneTimeCodeRow,
    PasskeyRow,
    SessionRow,
)
from registry.tables_catalogue import BodyRow
from registry.tables_people import PractitionerRow
from registry.throttling import LETTERS_ACCOUNT, LETTERS_CLIENT, count_try

Role = Literal["professional", "assessor", "officer", "scheme_editor", "body_administrator", "operator", "analyst"]
CONFIRM_WITHIN = timedelta(hours=24)
ITSELF = "the holder of the account"  # who acted, in the journal
WRONG_PASSWORD = "This is not the password that you chose. Open the link once more, or open an account again."  # noqa: S105  # a sentence
NO_SUCH_CODE = "This link does not work any more: it was used, or it is too old. Ask for a new one."
NO_BODY = "There is no such body in the register. Look at the list of bodies, or load its marks first."
HAS_ROLE = "This account has this role already."
LAST_ADMINISTRATOR = (
    "This is the last administrator of the body. Have another administrator approved first, and then take this role."
)
BOUND = "Another account is the log-in of this professional already."


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One role of an account, with the body or the register number that it is bound to."""

    role: Role
    body: str | None = None
    number: str | None = None


class AddressGiven(Input):
    """An e-mail address as somebody wrote it."""

    email: Email


def email_key(email: str) -> str:
    """An address as it is compared: nobody has two accounts because of a capital."""
    return unicodedata.normalize("NFC", email.strip().casefold())


@once_more
async def open_account(
    email: str, password: str, name: Name, *, language: str, client: str, settings: Settings, at: datetime
) -> None:
    """Open an account that works once its address is confirmed; a known address gets a letter that says so instead.

    Raises Malformed for a weak password, TooOften.
    """
    if problems := problems_with(password, email):
        raise Malformed(problems)
    key = email_key(email)
    await count_try((LETTERS_ACCOUNT, f"open|{key}"), (LETTERS_CLIENT, client), at=at)
    kept = await hashed(password)  # before it is known whether it is needed
    async with recording(actor=ITSELF, at=at) as journal:
        known = await AccountRow.select().where(AccountRow.email_key == key).first()
        if known is not None and (known["confirmed_at"] is not None or known["closed_at"] is not None):
            await _open_nothing(journal, known, language)
            return
        account = known["id"] if known else uuid4()
        row: dict[Any, Any] = {
            "email": email,
            "password": kept,
            "language": language,
            "name": canonical(name.model_dump()),
        }
        if known:  # opened before and never confirmed: the last one who asks is the one who gets the letter
            await AccountRow.update(row).where(AccountRow.id == account)
        else:
            await AccountRow.insert(AccountRow(id=account, email_key=key, opened_at=journal.at, **row))
        await journal.append("account.opened", str(account), subject_kind="account")
        await send_code(journal, account, email, language, "confirm", CONFIRM_WITHIN)


async def _open_nothing(journal: Recording, known: Mapping[str, Any], language: str) -> None:
    """For an address with an account: as much to write as for a new one, so that the time says nothing either."""
    await AccountRow.update({AccountRow.language: known["language"]}).where(AccountRow.id == known["id"])
    await journal.append("account.opened_again", str(known["id"]), subject_kind="account")
    await new_code(known["id"], "confirm", at=journal.at, within=CONFIRM_WITHIN)  # nobody gets it, and it opens nothing
    await queue_letter(journal, Letter("account.exists", known["email"], language, {}))


async def send_code(
    journal: Recording, account: UUID, email: str, language: str, purpose: str, within: timedelta,
    about: str | None = None,
) -> None:  # fmt: skip
    """A letter with a link that works once."""
    code = await new_code(account, purpose, at=journal.at, within=within, about=about)
    await queue_letter(journal, Letter(f"account.{purpose}", email, language, {"code": code}))


@once_more
async def confirm_address(code: str, password: str, *, at: datetime) -> str:
    """The address is theirs, and so is the password. Gives the register number that now belongs to the account.

    Whoever is in the register with this address, and has no log-in yet, gets their own file; others enter the
    register, without a mark. The password is asked because the link alone proves half: a stranger can open an account
    for somebody else's address, and would come in once the other follows the link. Raises Refused.
    """
    found = await look_up_code(code, "confirm", at=at)
    kept = await AccountRow.select().where(AccountRow.id == found.account).first() if found else None
    right = await is_right(kept["password"] if kept else None, password)
    if kept is None:
        raise Refused(NO_SUCH_CODE)
    if not right:
        raise Refused(WRONG_PASSWORD)
    async with recording(actor=ITSELF, at=at) as journal:
        used = await use_code(code, "confirm", at=journal.at)
        if used is None:
            raise Refused(NO_SUCH_CODE)
        row = await AccountRow.select().where(AccountRow.id == used.account).first()
        if row is None or row["confirmed_at"] is not None or row["closed_at"] is not None:
            raise Refused(NO_SUCH_CODE)
        if row["password"] != kept["password"]:  # somebody opened it once more in the meantime
            raise Refused(NO_SUCH_CODE)
        await AccountRow.update({AccountRow.confirmed_at: journal.at, AccountRow.name: None}).where(
            AccountRow.id == row["id"]
        )
        await journal.append("account.confirmed", str(row["id"]), subject_kind="account")
        return await _give_file(journal, row)


async def _give_file(journal: Recording, account: Mapping[str, Any]) -> str:
    """Bind the account to the one person in the register who has its address, or enter a new one."""
    same = (
        await PractitionerRow.select()
        .where(PractitionerRow.email.is_not_null(), PractitionerRow.removed_on.is_null())
        .where(Lower(PractitionerRow.email) == account["email"].lower())
    )
    found = [row for row in same if email_key(row["email"]) == account["email_key"]]
    free = [row for row in found if not await AccountRoleRow.exists().where(AccountRoleRow.practitioner == row["id"])]
    if len(found) == 1 and free:
        person = free[0]
    else:
        name = Name.model_validate_json(account["name"])
        number = await enter_practitioner(journal, Person(name=name, email=account["email"]))
        person = await find_practitioner(number)
    await _add_role(journal, account["id"], "professional", None, person, granted_by=ITSELF)
    return str(person["number"])


@once_more
async def grant_role(
    account: UUID, role: Role, *, body: str | None = None, number: str | None = None, actor: str, at: datetime
) -> None:
    """Let an account do something more. Raises Conflict when it may already, NotFound for what is unknown."""
    async with recording(actor=actor, at=at) as journal:
        if not await AccountRow.exists().where(AccountRow.id == account):
            raise NotFound("There is no such account. Open the list of accounts again.")
        await bind_role(journal, account, RoleHeld(role, body, number), granted_by=actor)


async def bind_role(journal: Recording, account: UUID, held: RoleHeld, *, granted_by: str) -> None:
    """As grant_role, in a change that is going on."""
    person = await find_practitioner(held.number) if held.number is not None else None
    await _add_role(journal, account, held.role, held.body, person, granted_by=granted_by)


async def _add_role(
    journal: Recording, account: UUID, role: Role, body: str | None, person: Mapping[str, Any] | None, *,
    granted_by: str,
) -> None:  # fmt: skip
    held = await AccountRoleRow.exists().where(
        AccountRoleRow.account == account, AccountRoleRow.role == role,
        AccountRoleRow.body == body if body else AccountRoleRow.body.is_null(),
    )  # fmt: skip
    if held:
        raise Conflict(HAS_ROLE)
    row = AccountRoleRow(
        account=account, role=role, body=body, practitioner=person["id"] if person else None, granted_by=granted_by,
        granted_at=journal.at,
    )  # fmt: skip
    if body is not None and not await BodyRow.exists().where(BodyRow.code == body):
        raise NotFound(NO_BODY)
    with conflict_when("account_role_practitioner_key", "account_role.practitioner", message=BOUND):
        await AccountRoleRow.insert(row)
    kind = f"account.role.{role}"
    await journal.append(kind, str(account), subject_kind="account", reference=str(row.id), body=body)


@once_more
async def take_role(account: UUID, role: Role, *, body: str | None = None, actor: str, at: datetime) -> None:
    """What an account may no longer do, from this moment. Raises NotFound when it could not, Refused as remove_role."""
    async with recording(actor=actor, at=at) as journal:
        row = (
            await AccountRoleRow.select()
            .where(
                AccountRoleRow.account == account, AccountRoleRow.role == role,
                AccountRoleRow.body == body if body else AccountRoleRow.body.is_null(),
            )
            .first()
        )  # fmt: skip
        if row is None:
            raise NotFound("This account does not have this role. Open the list of accounts again.")
        await remove_role(journal, row)


async def remove_role(journal: Recording, row: Mapping[str, Any]) -> None:
    """As take_role, in a change that is going on. Raises Refused for the last administrator of a body."""
    if row["role"] == "body_administrator" and not await _other_administrators(row):
        raise Refused(LAST_ADMINISTRATOR)
    await AccountRoleRow.delete().where(AccountRoleRow.id == row["id"])
    kind = f"account.role_taken.{row['role']}"
    await journal.append(kind, str(row["account"]), subject_kind="account", reference=str(row["id"]), body=row["body"])


async def _other_administrators(row: Mapping[str, Any]) -> bool:
    """Whether somebody else can administer the body; an account that was closed cannot."""
    others = await AccountRoleRow.select(AccountRoleRow.account.closed_at).where(
        AccountRoleRow.body == row["body"], AccountRoleRow.role == row["role"], AccountRoleRow.id != row["id"]
    )
    return any(other["account.closed_at"] is None for other in others)


async def roles_of(account: UUID) -> tuple[RoleHeld, ...]:
    """Everything an account may do."""
    rows = (
        await AccountRoleRow.select(AccountRoleRow.role, AccountRoleRow.body, AccountRoleRow.practitioner.number)
        .where(AccountRoleRow.account == account)
        .order_by(AccountRoleRow.role)
    )
    return tuple(RoleHeld(row["role"], row["body"], row["practitioner.number"]) for row in rows)


@once_more
async def close_account(account: UUID, *, actor: str, at: datetime) -> None:
    """Nobody comes in with it any more; every session ends at once."""
    async with recording(actor=actor, at=at) as journal:
        await AccountRow.update(
            {AccountRow.closed_at: journal.at, AccountRow.password: None, AccountRow.totp: None,
             AccountRow.totp_confirmed: False, AccountRow.recovery_codes: "[]", AccountRow.name: None}
        ).where(AccountRow.id == account)  # fmt: skip
        for table in (SessionRow, OneTimeCodeRow, KnownPlaceRow, KnownDeviceRow, PasskeyRow):
            await table.delete().where(table.account == account)
        await journal.append("account.closed", str(account), subject_kind="account")
