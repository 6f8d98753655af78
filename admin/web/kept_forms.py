"""A form that came after its log-in had ended: it stays, sealed, on the page of logging in until its sender is back.

Nothing is stored here. Only a form from a page of the session that ended is kept, and only the register can seal one:
nobody is made to send what another site thought of.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass

MOST = 40_000  # letters, sealed: it must fit in the form of logging in


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where a form goes, and what stands in it."""

    path: str
    fields: tuple[tuple[str, str], ...]


def seal(form: KeptForm, key: bytes) -> str:
    """The form as one word; nothing for a form that is too long for that."""
    text = base64.urlsafe_b64encode(json.dumps([form.path, form.fields]).encode()).decode()
    return f"{text}.{_sign(text, key)}" if len(text) <= MOST else ""


def unseal(sealed: str, key: bytes) -> KeptForm | None:
    """What was sealed; None for anything else."""
    text, _, signature = sealed.partition(".")
    if not hmac.compare_digest(signature.encode(), _sign(text, key).encode()):
        return None
    try:
        path, fields = json.loads(base64.urlsafe_b64decode(text))
    except (binascii.Error, ValueError):
        return None
    return KeptForm(path, tuple((name, value) for name, value in fields))


def _sign(text: str, key: bytes) -> str:
    return hmac.new(key, b"kept|" + text.encode(), hashlib.sha256).hexdigest()
