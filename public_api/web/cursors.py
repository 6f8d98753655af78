"""Opaque, signed cursors: a client can go on where a list stopped, and can make none up."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

import msgspec

from public_api.web.language import say
from public_api.web.problems import FieldError, ProblemRaised

MAC_BYTES = 12
Place = tuple[str, str]  # where a page stopped: sort key and register number


class Cursors:
    """Seals and opens the place in a list, bound to the question that was asked (`list_name`)."""

    def __init__(self, secret: bytes) -> None:
        # A key of its own, so that nothing signed elsewhere is ever a cursor.
        self._key = hashlib.blake2b(b"cursor", key=secret[:64], digest_size=32).digest()

    def seal(self, list_name: str, place: Place) -> str:
        content = msgspec.json.encode(place)
        return base64.urlsafe_b64encode(self._mac(list_name, content) + content).decode().rstrip("=")

    def open(self, list_name: str, cursor: str, name: str = "cursor") -> Place:
        """The place sealed in `cursor`; ProblemRaised, about the parameter `name`, for what we did not seal."""
        try:
            sealed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError):
            sealed = b""
        mac, content = sealed[:MAC_BYTES], sealed[MAC_BYTES:]
        message = say("Dit is geen cursor van deze lijst. Begin opnieuw zonder cursor.")
        refused = ProblemRaised("invalid-input", errors=[FieldError("query", name, message)])
        if not hmac.compare_digest(mac, self._mac(list_name, content)):
            raise refused
        try:
            place: Place = msgspec.json.decode(content, type=Place)
        except (msgspec.DecodeError, UnicodeDecodeError):  # sealed by another version of the site
            raise refused from None
        return place

    def _mac(self, list_name: str, content: bytes) -> bytes:
        return hashlib.blake2b(list_name.encode() + b"\0" + content, key=self._key, digest_size=MAC_BYTES).digest()
