"""The second step of signing in: codes of an app (TOTP, RFC 6238) and recovery codes for who lost the telephone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pyotp

from registry.canonical import canonical, from_canonical
from registry.database import once_more
from registry.errors import Refused
from registry.journal import recording
from registry.one_time_codes import digest_of
from registry.passwords import is_right
from registry.sealing import seal, unseal
from registry.settings import Settings
from registry.tables_accounts import AccountRow
from registry.throttling import PASSWORD_HERE, count_try

ISSUER = "Loopbaanregister"
STEP = 30  # seconds
RECOVERY_CODES = 10
WRONG = (
    "This code is not right. Take the newest code of the app, and look whether the clock of your telephone is right."
)
WRONG_PASSWORD = "This is not your password. Try again."  # noqa: S105  # a sentence, not a password
NOT_BEGUN = "Begin with scanning the code once more."


@dataclass(frozen=True, slots=True)
class Begun:
    """What the app needs: the secret, and the same as an address to scan."""

    secret: str
    address: str


@once_more
async def begin_totp(account: UUID, *, settings: Settings, actor: str, at: datetime) -> Begun:
    """A new secret for the app; it counts from the moment it is confirmed. Raises Refused where it is on already."""
    async with recording(actor=actor, at=at) as journal:
        row = await _account(account)
        if row["totp_confirmed"]:
            raise Refused("Signing in in two steps is on already. Turn it off first to begin with another app.")
        secret = pyotp.random_base32()
        await AccountRow.update({AccountRow.totp: seal(secret.encode(), "totp", settings)}).where(
            AccountRow.id == account
        )
        await journal.append("account.totp.begun", str(account), subject_kind="account")
    return Begun(secret, pyotp.TOTP(secret).provisioning_uri(name=row["email"], issuer_name=ISSUER))


async def begun_totp(account: UUID, *, settings: Settings) -> Begun | None:
    """What was begun and not yet confirmed, to be shown again after a mistyped code."""
    row = await _account(account)
    secret = _secret(row, settings) if not row["totp_confirmed"] else None
    return Begun(secret, pyotp.TOTP(secret).provisioning_uri(name=row["email"], issuer_name=ISSUER)) if secret else None


@once_more
async def confirm_totp(account: UUID, code: str, *, settings: Settings, actor: str, at: datetime) -> tuple[str, ...]:
    """Turn it on with a first code; gives the recovery codes, which are shown only now. Raises Refused."""
    async with recording(actor=actor, at=at) as journal:
        row = await _account(account)
        secret = _secret(row, settings)
        if secret is None or row["totp_confirmed"]:
            raise Refused(NOT_BEGUN)
        step = _step_of(secret, code, after=row["totp_step"], at=journal.at)
        if step is None:
            raise Refused(WRONG)
        codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
        await AccountRow.update(
            {
                AccountRow.totp_confirmed: True,
                AccountRow.totp_step: step,
                AccountRow.recovery_codes: canonical([_kept(account, one) for one in codes]),
            }
        ).where(AccountRow.id == account)
        await journal.append("account.totp.on", str(account), subject_kind="account")
    return codes


@once_more
async def drop_totp(account: UUID, password: str, *, actor: str, at: datetime) -> None:
    """Turn it off again, with the password. Raises Refused for a wrong one, TooOften for whoever keeps guessing."""
    await count_try((PASSWORD_HERE, f"{account}|second step off"), at=at)
    row = await _account(account)
    if not await is_right(row["password"], password):
        raise Refused(WRONG_PASSWORD)
    async with recording(actor=actor, at=at) as journal:
        off: dict[Any, Any] = {AccountRow.totp: None, AccountRow.totp_confirmed: False, AccountRow.recovery_codes: "[]"}
        await AccountRow.update(off).where(AccountRow.id == account)
        await journal.append("account.totp.off", str(account), subject_kind="account")


async def accept_second_factor(row: Mapping[str, Any], code: str, *, settings: Settings, at: datetime) -> bool:
    """Whether the code is right; it is then used up. Inside a transaction that holds the head of the journal."""
    secret = _secret(row, settings)
    if secret is None or not row["totp_confirmed"]:
        return False
    step = _step_of(secret, code, after=row["totp_step"], at=at)
    if step is not None:
        await AccountRow.update({AccountRow.totp_step: step}).where(AccountRow.id == row["id"])
        return True
    kept = from_canonical(row["recovery_codes"], list[str])
    given = _kept(row["id"], code.strip().casefold())
    if given not in kept:
        return False
    left = canonical([one for one in kept if one != given])
    await AccountRow.update({AccountRow.recovery_codes: left}).where(AccountRow.id == row["id"])
    return True


def _step_of(secret: str, code: str, *, after: int, at: datetime) -> int | None:
    """The time step whose code this is: this one, or the one before or after it, and never one used before."""
    given = "".join(letter for letter in code if letter.isdigit())
    now = int(at.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    for step in (now - 1, now, now + 1):
        if step > after and secrets.compare_digest(totp.generate_otp(step), given):
            return step
    return None


def _recovery_code() -> str:
    """80 random bits, in four groups to copy from paper: `0f3a9-…`. Shorter ones made earlier still work."""
    drawn = secrets.token_hex(10)
    return "-".join(drawn[at : at + 5] for at in range(0, len(drawn), 5))


def _kept(account: UUID, code: str) -> str:
    """How a recovery code is kept: nobody tries 2^80 of them, so it needs no slow hash."""
    return digest_of(f"{account}|{code}")


def _secret(row: Mapping[str, Any], settings: Settings) -> str | None:
    opened = unseal(row["totp"], "totp", settings) if row["totp"] else None
    return opened.decode() if opened else None


async def _account(account: UUID) -> dict[str, Any]:
    row: dict[str, Any] | None = await AccountRow.select().where(AccountRow.id == account).first()
    if row is None:
        raise Refused("There is no such account. Sign in again.")
    return row


async def has_second_factor(account: UUID) -> bool:
    """Whether signing in in two steps is on."""
    return bool((await _account(account))["totp_confirmed"])
