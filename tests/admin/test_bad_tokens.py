"""Access tokens as they come in through HTTP: the sound one is believed, and nothing that looks like it.

What the reader of tokens refuses is tried in tests/registry/test_tokens.py, and every one of those comes in here as
well; what is added is what only a request can do.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_ec_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as new_rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from public_api.web.edge import Edge
from registry.clock import MovableClock
from registry.practitioners import Name
from registry.signing_keys import signing_key
from registry.tokens import LIVES
from tests.admin.signing_in import AT, COOKIE, open_site, settings_for
from tests.admin.visitors import Visitor, professional
from tests.public_api.asking import ask_raw
from tests.register import empty_register
from tests.registry import test_tokens
from tests.registry.test_tokens import encoded, signed, unsigned

EMAIL = "proef@voorbeeld.example"
ME = "/api/v1/me"


@dataclass(frozen=True, slots=True)
class Desk:
    """The site, with somebody whose token is sound; `header`, `claims` and `key` are what it was made of."""

    app: Edge
    clock: MovableClock
    visitor: Visitor
    access: str
    refresh: str
    header: dict[str, Any]
    claims: dict[str, Any]
    key: Ed25519PrivateKey

    async def answer(self, authorization: str | bytes | None, **more: Any) -> httpx.Response:
        headers = {} if authorization is None else {"authorization": authorization}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="https://register.example") as c:
            return await c.request(more.pop("method", "GET"), more.pop("path", ME), headers=headers, **more)  # type: ignore[arg-type]  # httpx takes bytes for one value as well


@pytest.fixture(scope="module")
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """One person and one token for all the tests here."""
    settings, clock = settings_for(database_url), MovableClock(AT)
    async with empty_register():
        await professional(EMAIL, Name(family_name="Proef"), settings)
        async with open_site(settings, clock, log_to=io.StringIO()) as site:
            visitor = Visitor(site.app)
            await visitor.sign_in(EMAIL)
            pair = await visitor.tokens(EMAIL)
            access = pair["accessToken"]
            header, claims = (unsigned(part) for part in access.split(".")[:2])
            _, key = await signing_key(settings=settings, at=AT)
            header.pop("alg")
            yield Desk(site.app, clock, visitor, access, pair["refreshToken"], header, claims, key)


def is_refused(answer: httpx.Response) -> bool:
    """401 as RFC 6750 has it, as problem details, and not a word about why."""
    return (
        (401, "application/problem+json") == (answer.status_code, answer.headers["content-type"].split(";")[0])
        and answer.headers["www-authenticate"].startswith("Bearer")
        and EMAIL not in answer.text
    )


@pytest.mark.parametrize("name", list(test_tokens.GOOD))
async def test_a_sound_token_is_believed(desk: Desk, name: str) -> None:
    """However it is written; the answer is about the one it speaks for."""
    token = test_tokens.GOOD[name](desk.header, desk.claims, desk.key)
    answer = await desk.answer(f"Bearer {token}")
    assert (200, EMAIL) == (answer.status_code, answer.json()["email"])


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "Bearer  "])
async def test_the_name_of_the_scheme_has_no_capitals_of_its_own(desk: Desk, scheme: str) -> None:
    """RFC 9110, 11.1: case does not matter there, and there may be more than one space."""
    assert 200 == (await desk.answer(f"{scheme}{desk.access}")).status_code


@pytest.mark.parametrize("name", list(test_tokens.BAD))
async def test_a_bad_token_is_refused(desk: Desk, name: str) -> None:
    """Everything the reader refuses is refused at the door as well, in the same words."""
    token = test_tokens.BAD[name](desk.header, desk.claims, desk.key)
    answer = await desk.answer(f"Bearer {token}".encode())
    assert is_refused(answer)
    assert "request" not in answer.headers["www-authenticate"]


def _rs256(desk: Desk) -> str:
    return signed(desk.header, desk.claims, new_rsa_key(65_537, 2048), "RS256")


def _es256(desk: Desk) -> str:
    return signed(desk.header, desk.claims, new_ec_key(SECP256R1()), "ES256")


def _hmac_with_public_key(desk: Desk) -> str:
    """The classic: a reader that takes the algorithm from the token takes our public key for a secret."""
    pem = desk.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = f"{encoded({**desk.header, 'alg': 'HS256'})}.{encoded(desk.claims)}"
    return f"{text}.{encoded(hmac.new(pem, text.encode(), hashlib.sha256).digest())}"


def _own_key_inside(name: str) -> Callable[[Desk], str]:
    """Rightly signed by a key that comes along in the token, under our own key's name."""

    def make(desk: Desk) -> str:
        mine = Ed25519PrivateKey.generate()
        jwk = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(mine.public_key()))
        certificate = base64.b64encode(mine.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        more = {"jwk": jwk, "jku": "https://evil.example/k", "x5u": "https://evil.example/c", "x5c": [str(certificate)]}
        return signed({**desk.header, name: more[name]}, desk.claims, mine)

    return make


def _kid(kid: str) -> Callable[[Desk], str]:
    return lambda desk: signed({**desk.header, "kid": kid}, desk.claims, desk.key)


def _many_signatures(desk: Desk) -> str:
    """The JSON form of a token (RFC 7515, 7.2.1), with the right signature among two."""
    protected, payload, signature = desk.access.split(".")
    entry = {"protected": protected, "signature": signature}
    return json.dumps({"payload": payload, "signatures": [entry, {**entry, "signature": "AAAA"}]})


def _flattened(desk: Desk) -> str:
    protected, payload, signature = desk.access.split(".")
    return json.dumps({"protected": protected, "payload": payload, "signature": signature})


def _signature(change: Callable[[bytes], bytes]) -> Callable[[Desk], str]:
    """The sound token with other bytes for a signature."""

    def make(desk: Desk) -> str:
        text, _, signature = desk.access.rpartition(".")
        raw = base64.urlsafe_b64decode(signature + "==")
        return f"{text}.{encoded(change(raw))}"

    return make


ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group of Ed25519


def _and_the_order(raw: bytes) -> bytes:
    """S + L signs the same for a careless reader: the malleability of RFC 8032, 8.4."""
    return raw[:32] + (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")


BAD: dict[str, Callable[[Desk], str | bytes]] = {
    "RS256": _rs256,
    "ES256": _es256,
    "HS256 with the public key as PEM": _hmac_with_public_key,
    "a key that comes along": _own_key_inside("jwk"),
    "the address of a key": _own_key_inside("jku"),
    "the address of a certificate": _own_key_inside("x5u"),
    "a certificate that comes along": _own_key_inside("x5c"),
    "a kid that is an address": _kid("https://evil.example/key"),
    "a kid that is a device": _kid("/dev/null"),
    "a kid with NUL": _kid("\x00"),
    "a kid of half a letter": _kid("\ud800"),
    "an empty kid": _kid(""),
    "a kid that is very long": _kid("a" * 9_000),
    "a kid in Unicode": _kid("ключ"),
    "the JSON form with two signatures": _many_signatures,
    "the JSON form with one": _flattened,
    "a second signature behind it": lambda desk: f"{desk.access}.{desk.access.rpartition('.')[2]}",
    "a signature of nothing": _signature(lambda raw: bytes(64)),
    "a signature that is too short": _signature(lambda raw: raw[:63]),
    "a signature with a byte more": _signature(lambda raw: raw + b"\x00"),
    "a signature and the order of the group": _signature(_and_the_order),
    "a signature in hexadecimal": lambda desk: f"{desk.access.rpartition('.')[0]}.{'ab' * 64}",
    "a letter before it": lambda desk: f"A{desk.access}",
    "NUL in the middle": lambda desk: desk.access.replace(".", ".\x00", 1),
    "NUL behind it": lambda desk: f"{desk.access}\x00",
    "a new line in the middle": lambda desk: desk.access[:20] + "\n" + desk.access[20:],
    "a new line behind it": lambda desk: f"{desk.access}\n",
    "a tab behind it": lambda desk: f"{desk.access}\t",
    "a space that is none": lambda desk: desk.access.encode() + b"\xa0",
    "a letter of two bytes": lambda desk: f"{desk.access}é".encode(),
    "letters that look alike": lambda desk: desk.access.replace("e", "\u0435").encode(),
    "no UTF-8": lambda desk: desk.access.encode() + b"\xff\xfe",
    "between quotation marks": lambda desk: f'"{desk.access}"',
    "percent-encoded": lambda desk: desk.access.replace(".", "%2E"),
    "two of them": lambda desk: f"{desk.access} {desk.access}",
    "two of them with a comma": lambda desk: f"{desk.access}, {desk.access}",
    "a refresh token": lambda desk: desk.refresh,
    "the cookie of a session": lambda desk: desk.visitor.cookie(COOKIE) or "",
    "the account": lambda desk: desk.claims["sub"],
    "a hundred kilobytes": lambda desk: "A" * 100_000,
    "dots and dots": lambda desk: "." * 10_000,
    "deep": lambda desk: f"{encoded(b'[' * 9_000)}.{encoded(b'[' * 100)}.AA",
}


@pytest.mark.parametrize("name", list(BAD))
async def test_what_only_looks_like_a_token_is_refused(desk: Desk, name: str) -> None:
    """Other algorithms, keys that come along, other forms, other bytes, and other secrets of ours."""
    made = BAD[name](desk)
    token = made if isinstance(made, bytes) else made.encode()
    assert is_refused(await desk.answer(b"Bearer " + token))


@pytest.mark.parametrize(
    "scheme",
    ["", "Bearer", "Basic ", "Token ", "DPoP ", "Bearer:", "Bearer\t", "Bearer=", "JWT ", "Bearer,", " Bearer "],
)
async def test_a_sound_token_under_another_name_is_refused(desk: Desk, scheme: str) -> None:
    """Only the scheme Bearer, and a space."""
    assert is_refused(await desk.answer(f"{scheme}{desk.access}"))


async def test_a_sound_token_in_another_place_is_refused(desk: Desk) -> None:
    """In the address, in a form, in a cookie, in another header: places that end up in logs and histories."""
    sent = f"Bearer {desk.access}"
    for name in ("access_token", "token", "authorization", "bearer"):
        assert (await desk.answer(None, params={name: desk.access})).status_code == 401
        assert is_refused(await desk.answer(None, method="POST", path=f"{ME}/activities", data={name: desk.access}))
        assert is_refused(await desk.answer(None, method="POST", path=f"{ME}/activities", json={name: desk.access}))
        assert is_refused(await _with_header(desk, b"cookie", f"{name}={desk.access}"))
    for header in (b"x-authorization", b"proxy-authorization", b"x-forwarded-authorization", b"x-access-token"):
        assert is_refused(await _with_header(desk, header, sent))
    assert is_refused(await _with_header(desk, b"cookie", f"{COOKIE}={desk.visitor.cookie(COOKIE)}"))


async def _with_header(desk: Desk, name: bytes, value: str) -> httpx.Response:
    return _as_response(await ask_raw(desk.app, "GET", ME.encode(), [(name, value.encode())]))


def _as_response(raw: Any) -> httpx.Response:
    return httpx.Response(raw.status, headers=raw.headers, content=raw.body)


async def test_two_headers_are_no_header(desk: Desk) -> None:
    """Of two programs that read one request, one might take the first and the other the last: neither counts."""
    sound, other = f"Bearer {desk.access}".encode(), b"Bearer x"
    for pair in ((sound, other), (other, sound), (sound, sound)):
        raw = await ask_raw(desk.app, "GET", ME.encode(), [(b"authorization", value) for value in pair])
        assert is_refused(_as_response(raw))


async def test_a_token_lives_ten_minutes(desk: Desk) -> None:
    """Until its last second, and not one longer; nor before it was given."""
    before, desk.clock.at = desk.clock.at, AT + LIVES
    try:
        answer = await desk.answer(f"Bearer {desk.access}")
        assert is_refused(answer)
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    finally:
        desk.clock.at = before
    assert 200 == (await desk.answer(f"Bearer {desk.access}")).status_code


async def test_a_refused_token_tells_nothing_more(desk: Desk) -> None:
    """Whatever was wrong, the answer is the same, but for the id of the request."""
    told = {
        json.dumps({**(await desk.answer(f"Bearer {bad}")).json(), "requestId": ""})
        for bad in ("x", desk.refresh, desk.access[:-2] + "AA", _rs256(desk))
    }
    assert 1 == len(told)
