"""Secrets at rest: sealed with a key that follows from SECRET_KEY, one key for each purpose."""

import base64
import secrets

from registry.errors import Refused
from registry.settings import Settings

NO_KEY = "Nobody can sign in on this server: SECRET_KEY is not set. Ask its operator to set it."
_NONCE = 12  # bytes


def key_for(purpose: str, settings: Settings) -> bytes:
    """32 bytes for one purpose. Raises Refused without a SECRET_KEY."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    if settings.secret_key is None:
        raise Refused(NO_KEY)
    material = settings.secret_key.get_secret_value().encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"loopbaanregister/" + purpose.encode()).derive(material)


def seal(content: bytes, purpose: str, settings: Settings) -> str:
    """The content as text that only this purpose and this SECRET_KEY open again."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key_for(purpose, settings)).encrypt(nonce, content, purpose.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(text: str, purpose: str, settings: Settings) -> bytes | None:
    """What was sealed; None when it was sealed with another key, changed since, or never sealed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = base64.b64decode(text, validate=True)
        return AESGCM(key_for(purpose, settings)).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode())
    except (InvalidTag, ValueError):
        return None
