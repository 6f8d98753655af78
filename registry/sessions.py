"""Signing in and out: by password, by a second step, and who belongs to a token.

A wrong address, a wrong password, a closed and an unconfirmed account all get the same answer after the same work.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from registry.accounts import ITSELF, RoleHeld, email_key
from registry.database import Hot, once_more
from registry.errors import NotFound, Refused
from registry.journal import Recording, recording
from registry.known_devices import note_device
from registry.one_time_codes import digest_of, look_up_code, new_code, use_code
from registry.passwords import hashed, is_old, is_right
from registry.sealing import key_for
from registry.second_factors import accept_second_factor
from registry.settings import Settings
from registry.tables_accounts import AccountRow, SessionRow
from registry.throttling import (
    PASSWORD_ACCOUNT,
    PASSWORD_CLIENT,
    PASSWORD_HERE,
    SECOND_STEP,
    count_try,
    forget_tries,
    is_known_place,
    remember_place,
)

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is known when somebody was last seen
STEP_WITHIN = timedelta(minutes=5)
TOO_LATE = "This took too long. Sign in again."
WRONG_CODE = "This code is not right, or it was used before. Take the newest code of the app."

_WHO = (
    "SELECT CAST(s.id AS TEXT), CAST(s.account AS TEXT), CAST(s.last_seen_at AS TEXT), CAST(s.expires_at AS TEXT), "
    "s.second_factor, CAST(s.opened_at AS TEXT), a.email, a.language, r.role, r.body, p.number "
    "FROM session s JOIN account a ON a.id = s.account LEFT JOIN account_role r ON r.account = a.id "
    "LEFT JOIN practitioner p ON p.id = r.practitioner AND p.removed_on IS NULL "
    "WHERE a.closed_at IS NULL AND a.confirmed_at IS NOT NULL AND "
)
_BY_TOKEN = Hot(_WHO + "s.digest = $1")
_BY_SESSION = Hot(_WHO + "CAST(s.id AS TEXT) = $1")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is signed in, and as what. `number` is the register number of their own file, for a professional."""

    account: UUID
    session: UUID
    email: str
    language: str
    roles: tuple[RoleHeld, ...]
    second_factor: bool
    opened_at: datetime

    @property
    def number(self) -> str | None:
        return next((held.number for held in self.roles if held.role == "professional"), None)

    @property
    def actor(self) -> str:
        """Who acted, as the journal says it: an identity, never a name or an address."""
        return f"account {self.account}"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """It worked: the token belongs in the browser, and nowhere else."""

    token: str
    account: UUID


@dataclass(frozen=True, slots=True)
class SecondFactorAsked:
    """The password was right; now the code. The ticket says which attempt this is."""

    ticket: str


async def sign_in(
    email: str, password: str, *, client: str, device: str, settings: Settings, at: datetime
) -> SignedIn | SecondFactorAsked | None:
    """Sign in with a password. None when the address or the password is wrong; raises TooOften, Refused."""
    key_for("sessions", settings)  # says what to do where no key is set
    key = email_key(email)
    here = (PASSWORD_HERE, f"{key}|{client}")
    from_anywhere = () if await is_known_place(key, client, at=at) else ((PASSWORD_ACCOUNT, key),)
    await count_try(here, (PASSWORD_CLIENT, client), *from_anywhere, at=at)
    row = await AccountRow.select().where(AccountRow.email_key == key).first()
    usable = row is not None and row["confirmed_at"] is not None and row["closed_at"] is None
    right = await is_right(row["password"] if row is not None and usable else None, password)
    if row is None or not right:
        return None
    await forget_tries(here)
    again = await hashed(password) if is_old(row["password"]) else row["password"]
    return await _come_in(row, again, client=client, device=device, at=at)


@once_more
async def _come_in(
    checked: Mapping[str, Any], again: str, *, client: str, device: str, at: datetime
) -> SignedIn | SecondFactorAsked | None:
    """In with a password that was right a moment ago, unless it was changed or the account closed since."""
    async with recording(actor=ITSELF, at=at) as journal:
        row = await AccountRow.select().where(AccountRow.id == checked["id"]).first()
        if row is None or row["password"] != checked["password"]:
            return None
        if again != row["password"]:
            await AccountRow.update({AccountRow.password: again}).where(AccountRow.id == row["id"])
        if row["totp_confirmed"]:
            return SecondFactorAsked(await new_code(row["id"], "second_step", at=journal.at, within=STEP_WITHIN))
        await remember_place(row["id"], row["email_key"], client, at=journal.at)
        return await start_session(journal, row["id"], device, second_factor=False)


@once_more
async def sign_in_with_code(
    ticket: str, code: str, *, client: str, device: str, settings: Settings, at: datetime
) -> SignedIn:
    """The second step: a code of the app, or a recovery code. Raises Refused, TooOften."""
    found = await look_up_code(ticket, "second_step", at=at)
    if found is None:
        raise Refused(TOO_LATE)
    await count_try((SECOND_STEP, str(found.account)), (PASSWORD_CLIENT, client), at=at)
    async with recording(actor=ITSELF, at=at) as journal:
        row = await AccountRow.select().where(AccountRow.id == found.account).first()
        if row is None or not await accept_second_factor(row, code, settings=settings, at=journal.at):
            raise Refused(WRONG_CODE)
        if await use_code(ticket, "second_step", at=journal.at) is None:
            raise Refused(TOO_LATE)
        await remember_place(row["id"], row["email_key"], client, at=journal.at)
        signed_in = await start_session(journal, found.account, device, second_factor=True)
    await forget_tries((SECOND_STEP, str(found.account)))
    return signed_in


async def start_session(journal: Recording, account: UUID, device: str, *, second_factor: bool) -> SignedIn:
    """A session for whoever has proven who they are, in a change that is going on."""
    token = secrets.token_urlsafe(32)
    session = SessionRow(
        id=uuid4(),
        digest=digest_of(token),
        account=account,
        device=device[:80],
        opened_at=journal.at,
        last_seen_at=journal.at,
        expires_at=journal.at + LASTS,
        second_factor=second_factor,
    )
    await SessionRow.delete().where(SessionRow.account == account, SessionRow.expires_at <= journal.at)
    await SessionRow.insert(session)
    await note_device(journal, account, session.device)
    await journal.append("account.signed_in", str(account), subject_kind="account", reference=str(session.id))
    return SignedIn(token, account)


async def identify(token: str, *, at: datetime) -> Identity | None:
    """Who belongs to a token; None when nobody does any more. What was changed a moment ago counts at once."""
    return await _identity(await _BY_TOKEN.rows(digest_of(token)), at)


async def identify_session(session: UUID, *, at: datetime) -> Identity | None:
    """As identify, for a session that an access token names."""
    return await _identity(await _BY_SESSION.rows(str(session)), at)


async def _identity(rows: Sequence[Sequence[Any]], at: datetime) -> Identity | None:
    if not rows:
        return None
    session, account, seen, expires, second_factor, opened, email, language, *_ = rows[0]
    last_seen = datetime.fromisoformat(seen)
    if at >= datetime.fromisoformat(expires) or at >= last_seen + IDLE:
        return None
    if at >= last_seen + SEEN_EVERY:
        await SessionRow.update({SessionRow.last_seen_at: at}).where(SessionRow.id == UUID(session))
    roles = tuple(RoleHeld(role, body, number) for *_, role, body, number in rows if _counts(role, number))
    return Identity(
        UUID(account), UUID(session), email, language, roles, bool(second_factor), datetime.fromisoformat(opened)
    )


def _counts(role: str | None, number: str | None) -> bool:
    """The role of a professional is over with their place in the register."""
    return role is not None and (role != "professional" or number is not None)


@once_more
async def sign_out(token: str, *, at: datetime) -> None:
    """End the session of this token, if there is one."""
    async with recording(actor=ITSELF, at=at) as journal:
        gone = await SessionRow.delete().where(SessionRow.digest == digest_of(token)).returning(SessionRow.account)
        if gone:
            await journal.append("account.signed_out", str(gone[0]["account"]), subject_kind="account")


@dataclass(frozen=True, slots=True)
class SessionShown:
    """One session in the list of its owner."""

    id: UUID
    device: str
    opened_at: datetime
    last_seen_at: datetime
    current: bool


async def sessions_of(identity: Identity, *, at: datetime) -> tuple[SessionShown, ...]:
    """Where somebody is signed in, this place first."""
    rows = (
        await SessionRow.select()
        .where(
            SessionRow.account == identity.account, SessionRow.expires_at > at, SessionRow.last_seen_at > at - IDLE
        )
        .order_by(SessionRow.last_seen_at, ascending=False)
    )  # fmt: skip
    shown = [
        SessionShown(row["id"], row["device"], row["opened_at"], row["last_seen_at"], row["id"] == identity.session)
        for row in rows
    ]
    return tuple(sorted(shown, key=lambda one: not one.current))


@once_more
async def end_session(identity: Identity, session: UUID, *, at: datetime) -> None:
    """End one session of one's own. Raises NotFound for a session that is not."""
    async with recording(actor=identity.actor, at=at) as journal:
        gone = (
            await SessionRow.delete()
            .where(SessionRow.id == session, SessionRow.account == identity.account)
            .returning(SessionRow.id)
        )
        if not gone:
            raise NotFound("This session has ended already. Open the list again.")
        await journal.append(
            "account.session_ended", str(identity.account), subject_kind="account", reference=str(session)
        )


@once_more
async def end_other_sessions(identity: Identity, *, at: datetime) -> None:
    """End every session of one's own but this one."""
    async with recording(actor=identity.actor, at=at) as journal:
        await end_sessions(journal, identity.account, except_for=identity.session)


async def end_sessions(
    journal: Recording, account: UUID, *, except_for: UUID | None = None, only: UUID | None = None
) -> None:
    """End the sessions of an account (all, all but one, or one), in a change that is going on."""
    gone = SessionRow.delete().where(SessionRow.account == account)
    if except_for is not None:
        gone = gone.where(SessionRow.id != except_for)
    if only is not None:
        gone = gone.where(SessionRow.id == only)
    await gone
    await journal.append("account.sessions_ended", str(account), subject_kind="account")
