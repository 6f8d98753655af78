"""Access tokens for machines: short-lived, signed with Ed25519, and believed only together with their session.

One strict reader (RFC 8725): our own keys by name, one algorithm, every claim required and of its type, nothing twice.
"""

import base64
import binascii
import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from registry.accounts import ITSELF
from registry.database import once_more
from registry.errors import Refused
from registry.journal import Recording, recording
from registry.one_time_codes import digest_of
from registry.sessions import Identity, end_sessions, identify_session
from registry.settings import Settings
from registry.signing_keys import believed_key, signing_key
from registry.tables_accounts import RefreshTokenRow, SessionRow

LIVES = timedelta(minutes=10)
LONGEST_LIFE = timedelta(minutes=15)
LARGEST = 16_000  # characters
TYPE = "at+jwt"
ALGORITHM = "EdDSA"
SKEW = timedelta(seconds=5)  # between the clocks of our own servers
NOT_VALID = "This token cannot be used (any more). Sign in again."
_PART = re.compile(r"[A-Za-z0-9_-]+")
_HEADER = {"alg", "typ", "kid"}
_CLAIMS = {"iss": str, "aud": str, "sub": str, "sid": str, "jti": str, "iat": int, "exp": int}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a program gets: a token for now, and one that fetches the next."""

    access: str
    refresh: str
    lives_seconds: int


def issuer(settings: Settings) -> str:
    return settings.base_url


def audience(settings: Settings) -> str:
    return f"{settings.base_url}/api/v1"


@once_more
async def issue_tokens(identity: Identity, *, settings: Settings, at: datetime) -> Tokens:
    """The first pair of a session."""
    async with recording(actor=identity.actor, at=at) as journal:
        refresh = await _new_refresh_token(journal, identity.account, identity.session)
    return await _pair(identity.account, identity.session, refresh, settings, at)


@once_more
async def refresh_tokens(refresh: str, *, settings: Settings, at: datetime) -> Tokens:
    """The next pair. A refresh token works once: a second use means that somebody copied it, and ends the session.

    Raises Refused.
    """
    async with recording(actor=ITSELF, at=at) as journal:
        row = await RefreshTokenRow.select().where(RefreshTokenRow.digest == digest_of(refresh)).first()
        session = await SessionRow.select().where(SessionRow.id == row["session"]).first() if row else None
        if row is None or session is None:
            raise Refused(NOT_VALID)
        new = None
        if row["used_at"] is not None:
            await end_sessions(journal, session["account"], only=session["id"])
        else:
            await RefreshTokenRow.update({RefreshTokenRow.used_at: journal.at}).where(
                RefreshTokenRow.digest == row["digest"]
            )
            new = await _new_refresh_token(journal, session["account"], session["id"])
    if new is None or await identify_session(session["id"], at=at) is None:
        raise Refused(NOT_VALID)
    return await _pair(session["account"], session["id"], new, settings, at)


async def _new_refresh_token(journal: Recording, account: UUID, session: UUID) -> str:
    token = secrets.token_urlsafe(32)
    await RefreshTokenRow.insert(RefreshTokenRow(digest=digest_of(token), session=session, issued_at=journal.at))
    await journal.append("account.token", str(account), subject_kind="account", reference=str(session))
    return token


async def _pair(account: UUID, session: UUID, refresh: str, settings: Settings, at: datetime) -> Tokens:
    import jwt

    kid, key = await signing_key(settings=settings, at=at)
    claims = {
        "iss": issuer(settings),
        "aud": audience(settings),
        "sub": str(account),
        "sid": str(session),
        "jti": str(uuid4()),
        "iat": int(at.timestamp()),
        "exp": int((at + LIVES).timestamp()),
    }
    access = jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": kid, "typ": TYPE})
    return Tokens(access, refresh, int(LIVES.total_seconds()))


async def verify_access_token(token: str, *, settings: Settings, at: datetime) -> Identity | None:
    """Who a token speaks for; None for every token that is not exactly one of ours, now."""
    import jwt

    header = _opened(token)
    if header is None or set(header) != _HEADER or (header["alg"], header["typ"]) != (ALGORITHM, TYPE):
        return None
    key = await believed_key(header["kid"], at=at) if isinstance(header["kid"], str) else None
    if key is None:
        return None
    try:
        # The moments are checked below, by the clock of the register and not by that of the machine.
        claims = jwt.decode(
            token, key, algorithms=[ALGORITHM], audience=audience(settings), issuer=issuer(settings),
            options={"require": list(_CLAIMS), "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )  # fmt: skip
    except jwt.PyJWTError:
        return None
    if not _in_time(claims, at):
        return None
    identity = await identify_session(_uuid(claims["sid"]), at=at)
    return identity if identity is not None and str(identity.account) == claims["sub"] else None


def _opened(token: str) -> dict[str, Any] | None:
    """The header of a token whose parts are all strict base64url of JSON objects without a member twice."""
    parts = token.split(".")
    if len(token) > LARGEST or len(parts) != 3:
        return None
    header, claims = (_object(part) for part in parts[:2])
    if header is None or claims is None or _bytes(parts[2]) is None or set(claims) != set(_CLAIMS):
        return None
    if any(type(claims[name]) is not kind for name, kind in _CLAIMS.items()):
        return None
    return header


def _bytes(part: str) -> bytes | None:
    """Only what encodes back to the same text: no padding, no stray bits, no other alphabet."""
    if not _PART.fullmatch(part):
        return None
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        return None
    return raw if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == part else None


def _object(part: str) -> dict[str, Any] | None:
    raw = _bytes(part)
    try:
        found = json.loads(raw or b"", object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands in it twice")
    return found


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _in_time(claims: dict[str, Any], at: datetime) -> bool:
    now, issued, expires = at.timestamp(), claims["iat"], claims["exp"]
    lasts = expires - issued
    fits: bool = issued <= now + SKEW.total_seconds() and now < expires and 0 < lasts <= LONGEST_LIFE.total_seconds()
    return fits


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
