"""Codes that work once and for a while. Only their digest is kept: whoever reads the database cannot use them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from registry.tables_accounts import OneTimeCodeRow


@dataclass(frozen=True, slots=True)
class Used:
    """Whose code it was, and what was kept with it."""

    account: UUID
    about: str | None


def digest_of(token: str) -> str:
    """How a secret of many random bits (80 or more) is kept; it needs no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


async def new_code(account: UUID, purpose: str, *, at: datetime, within: timedelta, about: str | None = None) -> str:
    """A new code; earlier ones for the same purpose no longer work. Inside a transaction."""
    code = secrets.token_urlsafe(32)
    await OneTimeCodeRow.delete().where(OneTimeCodeRow.account == account, OneTimeCodeRow.purpose == purpose)
    await OneTimeCodeRow.insert(
        OneTimeCodeRow(digest=digest_of(code), account=account, purpose=purpose, about=about, expires_at=at + within)
    )
    return code


async def forget_half_sign_ins(account: UUID) -> None:
    """Whoever gave the old password and not yet a code must begin anew. Inside a transaction."""
    await OneTimeCodeRow.delete().where(OneTimeCodeRow.account == account, OneTimeCodeRow.purpose == "second_step")


async def use_code(code: str, purpose: str, *, at: datetime) -> Used | None:
    """Use a code up; None when it does not work (any more). Inside a transaction: of two at once one wins."""
    rows = (
        await OneTimeCodeRow.update({OneTimeCodeRow.used_at: at})
        .where(
            OneTimeCodeRow.digest == digest_of(code), OneTimeCodeRow.purpose == purpose,
            OneTimeCodeRow.used_at.is_null(), OneTimeCodeRow.expires_at > at,
        )
        .returning(OneTimeCodeRow.account, OneTimeCodeRow.about)
    )  # fmt: skip
    return Used(rows[0]["account"], rows[0]["about"]) if rows else None


async def look_up_code(code: str, purpose: str, *, at: datetime) -> Used | None:
    """Whose code it is, without using it up."""
    row = await OneTimeCodeRow.select().where(
        OneTimeCodeRow.digest == digest_of(code), OneTimeCodeRow.purpose == purpose, OneTimeCodeRow.used_at.is_null(),
        OneTimeCodeRow.expires_at > at,
    ).first()  # fmt: skip
    return Used(row["account"], row["about"]) if row else None
