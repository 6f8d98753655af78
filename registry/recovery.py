"""Changing what somebody signs in with: a forgotten password, another password, another address."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from registry.accounts import ITSELF, NO_SUCH_CODE, email_key, send_code
from registry.database import conflict_when, once_more
from registry.errors import Malformed, Problem, Refused
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.one_time_codes import forget_half_sign_ins, look_up_code, use_code
from registry.passwords import hashed, is_right, problems_with
from registry.second_factors import WRONG_PASSWORD
from registry.sessions import Identity, end_sessions
from registry.tables_accounts import AccountRow, OneTimeCodeRow
from registry.throttling import LETTERS_ACCOUNT, LETTERS_CLIENT, PASSWORD_HERE, count_try, remember_place

ANSWER_AFTER = 0.25  # seconds, for a known and an unknown address: only the first gives something to write
RECOVER_WITHIN = timedelta(hours=1)
CHANGE_WITHIN = timedelta(hours=24)
TAKEN = "This address cannot be used. Choose another one."


async def ask_recovery(email: str, *, client: str, at: datetime) -> None:
    """Send a link for a new password, if the address has an account. Whoever asks cannot tell. Raises TooOften."""
    key = email_key(email)
    answer_at = asyncio.get_running_loop().time() + ANSWER_AFTER
    await count_try((LETTERS_ACCOUNT, f"recover|{key}"), (LETTERS_CLIENT, client), at=at)
    await _send_recovery(key, at=at)
    await asyncio.sleep(answer_at - asyncio.get_running_loop().time())


@once_more
async def _send_recovery(key: str, *, at: datetime) -> None:
    async with recording(actor=ITSELF, at=at) as journal:
        row = await AccountRow.select().where(AccountRow.email_key == key).first()
        if row is None or row["closed_at"] is not None or row["confirmed_at"] is None:
            return
        await journal.append("account.recovery_asked", str(row["id"]), subject_kind="account")
        await send_code(journal, row["id"], row["email"], row["language"], "recover", RECOVER_WITHIN)


@once_more
async def recover(code: str, password: str, *, client: str | None = None, at: datetime) -> None:
    """A new password by a link that came by mail; every session ends. Raises Malformed, Refused.

    Whoever has the mail is no stranger: from `client` they can sign in, however much others guess elsewhere.
    """
    found = await look_up_code(code, "recover", at=at)
    row = await AccountRow.select().where(AccountRow.id == found.account).first() if found else None
    if row is None:
        raise Refused(NO_SUCH_CODE)
    if problems := problems_with(password, row["email"]):
        raise Malformed(problems)
    kept = await hashed(password)
    async with recording(actor=ITSELF, at=at) as journal:
        if await use_code(code, "recover", at=journal.at) is None:
            raise Refused(NO_SUCH_CODE)
        await AccountRow.update({AccountRow.password: kept}).where(AccountRow.id == row["id"])
        if client is not None:
            await remember_place(row["id"], row["email_key"], client, at=journal.at)
        await journal.append("account.recovered", str(row["id"]), subject_kind="account")
        await end_sessions(journal, row["id"])
        await forget_half_sign_ins(row["id"])


@once_more
async def change_password(identity: Identity, old: str, new: str, *, client: str, at: datetime) -> None:
    """Another password; the other sessions end. Raises Malformed with what is wrong with either."""
    await count_try((PASSWORD_HERE, f"{identity.account}|{client}"), at=at)
    row = await AccountRow.select().where(AccountRow.id == identity.account).first()
    problems = problems_with(new, identity.email)
    if row is None or not await is_right(row["password"], old):
        problems = [Problem("old_password", WRONG_PASSWORD), *problems]
    if problems:
        raise Malformed(problems)
    kept = await hashed(new)
    async with recording(actor=identity.actor, at=at) as journal:
        await AccountRow.update({AccountRow.password: kept}).where(AccountRow.id == identity.account)
        await journal.append("account.password_changed", str(identity.account), subject_kind="account")
        await end_sessions(journal, identity.account, except_for=identity.session)
        await forget_half_sign_ins(identity.account)


@once_more
async def ask_new_address(identity: Identity, email: str, *, client: str, at: datetime) -> None:
    """Letters to the old and the new address; the change is there once both were answered. Raises TooOften."""
    await count_try((LETTERS_ACCOUNT, str(identity.account)), (LETTERS_CLIENT, client), at=at)
    async with recording(actor=identity.actor, at=at) as journal:
        await journal.append("account.address_asked", str(identity.account), subject_kind="account")
        if await AccountRow.exists().where(AccountRow.email_key == email_key(email)):
            await queue_letter(journal, Letter("account.exists", email, identity.language, {}))
            return
        for purpose, to in (("address_old", identity.email), ("address_new", email)):
            await send_code(journal, identity.account, to, identity.language, purpose, CHANGE_WITHIN, about=email)


@once_more
async def confirm_new_address(code: str, *, at: datetime) -> bool:
    """One of the two letters was answered. True when that was the second, so that the address has changed."""
    async with recording(actor=ITSELF, at=at) as journal:
        purpose, other = "address_old", "address_new"
        used = await use_code(code, purpose, at=journal.at)
        if used is None:
            purpose, other = other, purpose
            used = await use_code(code, purpose, at=journal.at)
        if used is None:
            raise Refused(NO_SUCH_CODE)
        answered = await OneTimeCodeRow.exists().where(
            OneTimeCodeRow.account == used.account, OneTimeCodeRow.purpose == other,
            OneTimeCodeRow.about == used.about, OneTimeCodeRow.used_at.is_not_null(),
        )  # fmt: skip
        if answered and used.about:
            await _change_address(used.account, used.about)
        await journal.append(f"account.{purpose}", str(used.account), subject_kind="account")
        return answered


async def _change_address(account: UUID, email: str) -> None:
    with conflict_when("account_email_key_key", "account.email_key", message=TAKEN):
        await AccountRow.update({AccountRow.email: email, AccountRow.email_key: email_key(email)}).where(
            AccountRow.id == account
        )
    await OneTimeCodeRow.delete().where(OneTimeCodeRow.account == account, OneTimeCodeRow.purpose != "passkey")
