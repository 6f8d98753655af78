"""Passkeys (WebAuthn): signing in with a key on somebody's device, instead of the password or after it.

The question holds a challenge that works once. It travels to the browser and back inside a sealed ticket, so that
strangers who only ask write nothing; the answer that was believed is kept until its ticket has run out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from registry.accounts import ITSELF
from registry.database import once_more
from registry.errors import NotFound, Refused
from registry.inputs import Input, Line60, read_input
from registry.journal import Recording, recording
from registry.one_time_codes import digest_of, look_up_code, use_code
from registry.sealing import seal, unseal
from registry.sessions import TOO_LATE, Identity, SignedIn, start_session
from registry.settings import Settings
from registry.tables_accounts import AccountRow, OneTimeCodeRow, PasskeyRow
from registry.throttling import PASSWORD_CLIENT, count_try, remember_place

ANSWER_WITHIN = timedelta(minutes=5)
MOST = 20  # passkeys of one account
LONGEST_ANSWER = 20_000  # characters; a long key with a long attestation takes some 5,000
SEALED_FOR = "passkey questions"
NOT_RIGHT = "This passkey is not known here, or it answered something else. Try again, or sign in with your password."
NOT_HERE = "Passkeys work only where the register has a name as its address, such as https://register.example.nl."
ENOUGH = "You have as many passkeys as there may be. Take one away first."
KNOWN_ALREADY = "This device has a passkey for your account already."

# What Python raises where the library does not look: parts left out or of another type.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError)
LARGEST_KEY = 1000  # characters: RSA of 4096 bits takes some 750
_ID = re.compile(r"[A-Za-z0-9_-]{8,400}")

Purpose = Literal["add", "sign_in", "second_step"]


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked: `options` for its own program, and a ticket that comes back with the answer."""

    ticket: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PasskeyShown:
    """One passkey in the list of its owner."""

    id: str
    name: str
    added_at: datetime
    used_at: datetime | None


class PasskeyGiven(Input):
    """What somebody calls a passkey."""

    name: Line60 = ""


class _Ticket(msgspec.Struct, frozen=True):
    purpose: Purpose
    challenge: str
    until: datetime
    about: str = ""  # the account that adds, or the ticket of the step before


def passkeys_work(settings: Settings) -> bool:
    """Whether browsers make passkeys for the address of this site: not for a bare number such as 127.0.0.1."""
    try:
        ip_address(_host(settings))
    except ValueError:
        return True
    return False


async def ask_for_new_passkey(identity: Identity, *, settings: Settings, at: datetime) -> Question:
    """The question to make a passkey for one's own account. Raises Refused."""
    from webauthn import generate_registration_options
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    if not passkeys_work(settings):
        raise Refused(NOT_HERE)
    known = await PasskeyRow.select(PasskeyRow.id).where(PasskeyRow.account == identity.account)
    if len(known) >= MOST:
        raise Refused(ENOUGH)
    options = generate_registration_options(
        rp_id=_host(settings),
        rp_name="Loopbaanregister",
        user_id=identity.account.bytes,
        user_name=identity.email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(row["id"])) for row in known],
    )
    return _question("add", options, str(identity.account), settings, at)


@once_more
async def add_passkey(
    identity: Identity, ticket: str, answer: str, *, name: str, settings: Settings, at: datetime
) -> PasskeyShown:
    """Keep the passkey that the browser made. Raises Refused, Malformed for its name."""
    from webauthn import verify_registration_response
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    given = read_input(PasskeyGiven, {"name": name})
    asked = _asked(ticket, ("add",), settings, at)
    if asked.about != str(identity.account):
        raise Refused(TOO_LATE)
    try:
        made = verify_registration_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(asked.challenge),
            expected_rp_id=_host(settings),
            expected_origin=_origin(settings),
            require_user_verification=True,
        )
    except (WebAuthnException, *UNREADABLE):
        raise Refused(NOT_RIGHT) from None
    named, public_key = bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key)
    if not _ID.fullmatch(named) or len(public_key) > LARGEST_KEY:
        raise Refused(NOT_RIGHT)
    async with recording(actor=identity.actor, at=at) as journal:
        shown = PasskeyShown(named, given.name or "Passkey", journal.at, None)
        await _use_up(journal, identity.account, asked)
        if await PasskeyRow.exists().where(PasskeyRow.id == shown.id):
            raise Refused(KNOWN_ALREADY)
        if await PasskeyRow.count().where(PasskeyRow.account == identity.account) >= MOST:
            raise Refused(ENOUGH)
        row = PasskeyRow(
            id=shown.id, account=identity.account, public_key=public_key,
            sign_count=made.sign_count, name=shown.name, added_at=shown.added_at,
        )  # fmt: skip
        await PasskeyRow.insert(row)
        await journal.append("account.passkey.added", str(identity.account), subject_kind="account")
    return shown


async def passkeys_of(account: UUID) -> tuple[PasskeyShown, ...]:
    """The passkeys of an account, the oldest first."""
    rows = await PasskeyRow.select().where(PasskeyRow.account == account).order_by(PasskeyRow.added_at)
    return tuple(PasskeyShown(row["id"], row["name"], row["added_at"], row["used_at"]) for row in rows)


@once_more
async def drop_passkey(identity: Identity, passkey: str, *, at: datetime) -> None:
    """Nobody signs in with this passkey of one's own any more. Raises NotFound."""
    async with recording(actor=identity.actor, at=at) as journal:
        gone = (
            await PasskeyRow.delete()
            .where(PasskeyRow.id == passkey, PasskeyRow.account == identity.account)
            .returning(PasskeyRow.id)
        )
        if not gone:
            raise NotFound("This passkey was taken away already. Open the list again.")
        await journal.append("account.passkey.dropped", str(identity.account), subject_kind="account")


async def ask_for_passkey(*, settings: Settings, at: datetime, step: str | None = None) -> Question:
    """The question to sign in with a passkey; `step` is the ticket of who gave the password already. Raises Refused."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    if not passkeys_work(settings):
        raise Refused(NOT_HERE)
    allowed = None
    if step is not None:
        found = await look_up_code(step, "second_step", at=at)
        if found is None:
            raise Refused(TOO_LATE)
        rows = await PasskeyRow.select(PasskeyRow.id).where(PasskeyRow.account == found.account)
        allowed = [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row["id"])) for row in rows]
    options = generate_authentication_options(
        rp_id=_host(settings),
        allow_credentials=allowed,
        user_verification=(
            UserVerificationRequirement.REQUIRED if step is None else UserVerificationRequirement.PREFERRED
        ),
    )
    return _question("sign_in" if step is None else "second_step", options, step or "", settings, at)


@once_more
async def sign_in_with_passkey(
    ticket: str, answer: str, *, client: str, device: str, settings: Settings, at: datetime
) -> SignedIn:
    """In with the answer of a passkey. Raises Refused with one sentence for whatever is wrong with it, TooOften."""
    asked = _asked(ticket, ("sign_in", "second_step"), settings, at)
    await count_try((PASSWORD_CLIENT, client), at=at)
    credential = _read(answer)
    async with recording(actor=ITSELF, at=at) as journal:
        key, account = await _owner(credential)
        if asked.purpose == "second_step":
            step = await use_code(asked.about, "second_step", at=journal.at)
            if step is None or step.account != account["id"]:
                raise Refused(TOO_LATE)
        count = _verified_count(credential, key, asked, settings)
        await _use_up(journal, account["id"], asked)
        values: dict[Any, Any] = {PasskeyRow.sign_count: count, PasskeyRow.used_at: journal.at}
        await PasskeyRow.update(values).where(PasskeyRow.id == key["id"])
        await remember_place(account["id"], account["email_key"], client, at=journal.at)
        return await start_session(journal, account["id"], device, second_factor=True)


async def _owner(credential: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row of the passkey that answers, and that of its account, while it may come in."""
    from webauthn.helpers import bytes_to_base64url

    named = credential.get("id")
    known = isinstance(named, str) and _ID.fullmatch(named)
    key = await PasskeyRow.select().where(PasskeyRow.id == named).first() if known else None
    account = await AccountRow.select().where(AccountRow.id == key["account"]).first() if key else None
    if key is None or account is None or account["closed_at"] is not None or account["confirmed_at"] is None:
        raise Refused(NOT_RIGHT)
    response = credential.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    if handle not in (None, bytes_to_base64url(account["id"].bytes)):
        raise Refused(NOT_RIGHT)
    return key, account


def _verified_count(
    credential: dict[str, Any], key: Mapping[str, Any], asked: _Ticket, settings: Settings
) -> int:  # fmt: skip
    """How often the passkey was used, by its own count: one that does not grow was copied, and is refused."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked.challenge),
            expected_rp_id=_host(settings),
            expected_origin=_origin(settings),
            credential_public_key=base64url_to_bytes(key["public_key"]),
            credential_current_sign_count=key["sign_count"],
            require_user_verification=asked.purpose == "sign_in",
        )
    except (WebAuthnException, *UNREADABLE):
        raise Refused(NOT_RIGHT) from None
    return verified.new_sign_count


async def _use_up(journal: Recording, account: UUID, asked: _Ticket) -> None:
    """Of two answers to one question the second is refused."""
    digest = digest_of(asked.challenge)
    if await OneTimeCodeRow.exists().where(OneTimeCodeRow.digest == digest):
        raise Refused(TOO_LATE)
    await OneTimeCodeRow.insert(
        OneTimeCodeRow(
            digest=digest, account=account, purpose="passkey", expires_at=asked.until, used_at=journal.at
        )
    )  # fmt: skip


def _question(purpose: Purpose, options: Any, about: str, settings: Settings, at: datetime) -> Question:
    from webauthn import options_to_json
    from webauthn.helpers import bytes_to_base64url

    asked = _Ticket(purpose, bytes_to_base64url(options.challenge), at.astimezone(UTC) + ANSWER_WITHIN, about)
    return Question(seal(msgspec.json.encode(asked), SEALED_FOR, settings), json.loads(options_to_json(options)))


def _asked(ticket: str, purposes: tuple[Purpose, ...], settings: Settings, at: datetime) -> _Ticket:
    opened = unseal(ticket, SEALED_FOR, settings)
    asked = msgspec.json.decode(opened, type=_Ticket) if opened is not None else None
    if asked is None or asked.purpose not in purposes or at >= asked.until:
        raise Refused(TOO_LATE)
    return asked


def _read(answer: str) -> dict[str, Any]:
    """The answer of the browser as it is written; what it says is judged later."""
    try:
        found = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(NOT_RIGHT)
    return found


def _host(settings: Settings) -> str:
    return urlsplit(settings.base_url).hostname or ""


def _origin(settings: Settings) -> str:
    parts = urlsplit(settings.base_url)
    return f"{parts.scheme}://{parts.netloc}"
