"""A device that holds passkeys, as browsers speak to it, for tests: keys of P-256, a count, no attestation."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
ORIGIN = "https://register.example"


@dataclass
class Device:
    """One passkey of one person. What it does wrongly on purpose is said in the call."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: bytes = b""
    count: int = 0
    leave_out: int = 0  # a part of the public key, to be a device that is broken

    def make(self, options: Mapping[str, Any], *, origin: str = ORIGIN, flags: int = PRESENT | VERIFIED) -> str:
        """What a browser answers to the question for a new passkey."""
        public = self.key.public_key().public_numbers()
        parts = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
        cose = cbor2.dumps({name: value for name, value in parts.items() if name != self.leave_out})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = self._data(options["rp"]["id"], flags | WITH_KEY) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = _client_data("webauthn.create", options["challenge"], origin)
        return self._said({"clientDataJSON": client, "attestationObject": attestation})

    def sign(
        self, options: Mapping[str, Any], *, origin: str = ORIGIN, flags: int = PRESENT | VERIFIED,
        kind: str = "webauthn.get",
    ) -> str:  # fmt: skip
        """What a browser answers to the question to sign in."""
        self.count += 1
        data = self._data(options["rpId"], flags)
        client = _client_data(kind, options["challenge"], origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._said(parts | ({"userHandle": self.handle} if self.handle else {}))

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _said(self, response: Mapping[str, bytes]) -> str:
        named = bytes_to_base64url(self.id)
        written = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": written})


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()
