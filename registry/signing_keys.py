"""The keys that sign access tokens: made when first needed, renewed with an overlap, the private half sealed."""

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from registry.database import once_more
from registry.journal import recording
from registry.sealing import seal, unseal
from registry.settings import Settings
from registry.tables_accounts import SigningKeyRow

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

BELIEVED = timedelta(minutes=30)  # a token lives at most fifteen minutes
PURPOSE = "signing keys"
ITSELF = "registry"
_KID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class KeyShown:
    """One key in a list: nothing of it that signs."""

    kid: str
    since: datetime
    signs_until: datetime | None
    believed_until: datetime | None


async def keys_shown() -> tuple[KeyShown, ...]:
    """Every key there ever was, the newest first."""
    rows = await SigningKeyRow.select().order_by(SigningKeyRow.since, ascending=False)
    return tuple(KeyShown(r["kid"], r["since"], r["signs_until"], r["believed_until"]) for r in rows)


async def signing_key(*, settings: Settings, at: datetime) -> "tuple[str, Ed25519PrivateKey]":
    """The key that signs now, with its name; the first one is made here."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    row = (
        await SigningKeyRow.select()
        .where(SigningKeyRow.signs_until.is_null())
        .order_by(SigningKeyRow.since, ascending=False)
        .first()
    )
    opened = unseal(row["private"], PURPOSE, settings) if row else None
    if row is None or opened is None:  # none yet, or SECRET_KEY is another one now
        await rotate_keys(settings=settings, actor=ITSELF, at=at)
        return await signing_key(settings=settings, at=at)
    return row["kid"], Ed25519PrivateKey.from_private_bytes(opened)


async def believed_key(kid: str, *, at: datetime) -> "Ed25519PublicKey | None":
    """The public half of a key of ours that is believed now; None for any other name."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not _KID.fullmatch(kid):  # a name that a database cannot take (NUL, half a letter) never reaches it
        return None
    row = await SigningKeyRow.select().where(SigningKeyRow.kid == kid).first()
    if row is None or (row["believed_until"] is not None and at >= row["believed_until"]):
        return None
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(row["public"]))


@once_more
async def rotate_keys(*, settings: Settings, actor: str, at: datetime) -> str:
    """A new key signs from now on; what the old one signed is believed until it has expired. Gives its name."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    async with recording(actor=actor, at=at) as journal:
        kid = secrets.token_hex(8)
        await SigningKeyRow.update(
            {SigningKeyRow.signs_until: journal.at, SigningKeyRow.believed_until: journal.at + BELIEVED}
        ).where(SigningKeyRow.signs_until.is_null())
        await SigningKeyRow.insert(
            SigningKeyRow(
                kid=kid,
                private=seal(private.private_bytes_raw(), PURPOSE, settings),
                public=base64.b64encode(public).decode(),
                since=journal.at,
            )
        )
        await journal.append("signing_key.rotated", kid, subject_kind="account")
    return kid
