"""Access tokens: only what is exactly ours is believed, and only as long as its session is open."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registry.accounts import close_account
from registry.errors import Refused
from registry.sessions import sign_out
from registry.settings import Settings
from registry.signing_keys import BELIEVED, keys_shown, rotate_keys, signing_key
from registry.tokens import LIVES, Tokens, issue_tokens, refresh_tokens, verify_access_token
from tests.registry.log_ins import AT, SETTINGS, account_id, identity_of, token_of, with_account


async def tokens_of(session: str) -> Tokens:
    return await issue_tokens(await identity_of(session), settings=SETTINGS, at=AT)


async def believed(token: str, at=AT) -> bool:  # type: ignore[no-untyped-def]  # a moment
    return await verify_access_token(token, settings=SETTINGS, at=at) is not None


def unsigned(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=="))


def encoded(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


async def test_a_token_speaks_for_its_account(register: object) -> None:
    """Until it expires, and no longer than its session."""
    number = await with_account()
    session = await token_of()
    access = (await tokens_of(session)).access
    identity = await verify_access_token(access, settings=SETTINGS, at=AT)
    assert identity is not None
    assert number == identity.number
    assert await believed(access, AT + LIVES - timedelta(seconds=1))
    assert not await believed(access, AT + LIVES)
    assert not await believed(access, AT - timedelta(minutes=1))
    await sign_out(session, at=AT)
    assert not await believed(access)


async def test_a_closed_account_has_no_tokens(register: object) -> None:
    """At once, whatever the token says."""
    await with_account()
    access = (await tokens_of(await token_of())).access
    await close_account(await account_id(), actor="tests", at=AT)
    assert not await believed(access)


async def test_a_refresh_token_works_once(register: object) -> None:
    """The next pair works; the old refresh token used again ends the session, with everything it ever gave."""
    await with_account()
    session = await token_of()
    first = await tokens_of(session)
    second = await refresh_tokens(first.refresh, settings=SETTINGS, at=AT)
    assert await believed(second.access)
    with pytest.raises(Refused):
        await refresh_tokens(first.refresh, settings=SETTINGS, at=AT)
    assert not await believed(second.access)
    with pytest.raises(Refused):
        await refresh_tokens(second.refresh, settings=SETTINGS, at=AT)
    with pytest.raises(Refused):
        await refresh_tokens("x" * 43, settings=SETTINGS, at=AT)


async def test_an_idle_session_gives_no_new_tokens(register: object) -> None:
    """The refresh token of a session that has run out is refused."""
    await with_account()
    first = await tokens_of(await token_of())
    with pytest.raises(Refused):
        await refresh_tokens(first.refresh, settings=SETTINGS, at=AT + timedelta(hours=1))


async def test_keys_are_renewed_with_an_overlap(register: object) -> None:
    """A token of the old key is believed until it expires, the new key signs; another SECRET_KEY begins anew."""
    await with_account()
    access = (await tokens_of(await token_of())).access
    kid = await rotate_keys(settings=SETTINGS, actor="tests", at=AT + timedelta(seconds=1))
    assert await believed(access)
    assert kid == (await signing_key(settings=SETTINGS, at=AT))[0]
    shown = await keys_shown()
    assert (2, AT + timedelta(seconds=1) + BELIEVED) == (len(shown), shown[-1].believed_until)
    assert not await believed(access, AT + BELIEVED + timedelta(seconds=1))
    other = Settings(secret_key="o" * 32)  # type: ignore[arg-type]  # pydantic makes it a secret
    assert kid != (await signing_key(settings=other, at=AT))[0]


Change = Callable[[dict[str, Any], dict[str, Any], Ed25519PrivateKey], str]


def signed(header: dict[str, Any], claims: dict[str, Any], key: Any, algorithm: str = "EdDSA") -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers=header)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def with_header(**changes: Any) -> Change:
    return lambda h, c, k: signed({n: v for n, v in (h | changes).items() if v is not None}, c, k)


def with_claims(**changes: Any) -> Change:
    return lambda h, c, k: signed(h, {n: v for n, v in (c | changes).items() if v is not None}, k)


def resigned(head: bytes | None = None, body: bytes | None = None) -> Change:
    """Rightly signed over other bytes than the library would write."""

    def make(h: dict[str, Any], c: dict[str, Any], k: Ed25519PrivateKey) -> str:
        h = h | {"alg": "EdDSA"}
        text = f"{encoded(head if head is not None else h)}.{encoded(body if body is not None else c)}"
        return f"{text}.{encoded(k.sign(text.encode()))}"

    return make


Writing = Callable[[dict[str, Any]], str]


def otherwise(head: Writing = json.dumps, body: Writing = json.dumps) -> Change:
    """Rightly signed over the right header and claims, written in another way."""
    return lambda h, c, k: resigned(head(h | {"alg": "EdDSA"}).encode(), body(c).encode())(h, c, k)


def without(name: str) -> Writing:
    return lambda members: json.dumps({n: v for n, v in members.items() if n != name})


def and_also(more: str) -> Writing:
    return lambda members: f"{json.dumps(members)[:-1]}, {more}}}"


def doubled(h: dict[str, Any], c: dict[str, Any], k: Ed25519PrivateKey) -> str:
    body = json.dumps(c)[:-1] + f', "sub": "{c["sub"]}"}}'
    return resigned(body=body.encode())(h, c, k)


NOW = int(AT.timestamp())
BAD: dict[str, Change] = {
    "alg none": lambda h, c, k: f"{encoded(h | {'alg': 'none'})}.{encoded(c)}.",
    "alg None in capitals": lambda h, c, k: f"{encoded(h | {'alg': 'NONE'})}.{encoded(c)}.",
    "no signature": lambda h, c, k: signed(h, c, k).rpartition(".")[0] + ".",
    "no third part": lambda h, c, k: signed(h, c, k).rpartition(".")[0],
    "a fourth part": lambda h, c, k: signed(h, c, k) + ".x",
    "another key": lambda h, c, k: signed(h, c, Ed25519PrivateKey.generate()),
    "HS256 with the public key": lambda h, c, k: signed(h, c, public_bytes(k).hex(), "HS256"),
    "alg EdDSA over HS256": lambda h, c, k: ".".join(
        [encoded(h | {"alg": "EdDSA"}), *signed(h, c, "k" * 32, "HS256").split(".")[1:]]
    ),
    "a key inside": with_header(jwk={"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}),
    "a key elsewhere": with_header(jku="https://evil.example/jwks"),
    "a certificate elsewhere": with_header(x5u="https://evil.example/cert"),
    "critical members": with_header(crit=["exp"]),
    "an unknown kid": with_header(kid="0" * 16),
    "a kid of another type": otherwise(head=lambda h: json.dumps(h | {"kid": [h["kid"]]})),
    "an alg of another type": otherwise(head=lambda h: json.dumps(h | {"alg": ["EdDSA"]})),
    "a path as kid": with_header(kid="../../etc/passwd"),
    "SQL as kid": with_header(kid="' OR 1=1 --"),
    "no kid": otherwise(head=without("kid")),
    "no alg": otherwise(head=without("alg")),
    "another name for the algorithm": otherwise(head=lambda h: json.dumps(h | {"alg": "Ed25519"})),
    "an algorithm in small letters": otherwise(head=lambda h: json.dumps(h | {"alg": "eddsa"})),
    "another typ": with_header(typ="JWT"),
    "no typ": otherwise(head=without("typ")),
    "typ in capitals": otherwise(head=lambda h: json.dumps(h | {"typ": "AT+JWT"})),
    "a nested token": otherwise(head=and_also('"cty": "JWT"')),
    "claims that are not encoded": otherwise(head=and_also('"b64": false')),
    "compressed": otherwise(head=and_also('"zip": "DEF"')),
    "another issuer": with_claims(iss="https://evil.example"),
    "another audience": with_claims(aud="https://evil.example/api/v1"),
    "several audiences": with_claims(aud=["http://127.0.0.1:8000/api/v1", "x"]),
    "expired": with_claims(iat=NOW - 700, exp=NOW - 100),
    "expires now": with_claims(iat=NOW - 600, exp=NOW),
    "from the future": with_claims(iat=NOW + 60, exp=NOW + 660),
    "a hundred years": with_claims(exp=NOW + 3_153_600_000),
    "sixteen minutes": with_claims(exp=NOW + 960),
    "never lived": with_claims(exp=NOW + 100, iat=NOW + 100),
    "moments as text": with_claims(exp=str(NOW + 600)),
    "moments with a fraction": otherwise(body=lambda c: json.dumps(c | {"exp": c["exp"] - 0.5})),
    "moments below zero": otherwise(body=lambda c: json.dumps(c | {"iat": -600, "exp": -1})),
    "moments beyond measure": otherwise(body=lambda c: json.dumps(c).replace(str(c["exp"]), "9" * 400)),
    "moments with an exponent": otherwise(body=lambda c: json.dumps(c).replace(str(c["exp"]), f"{c['exp']}e0")),
    "moments as a truth": otherwise(body=lambda c: json.dumps(c | {"iat": True})),
    "a name of another type": otherwise(body=lambda c: json.dumps(c | {"sub": 7})),
    "nothing as a name": otherwise(body=lambda c: json.dumps(c | {"jti": None})),
    "no exp": with_claims(exp=None),
    "no iat": with_claims(iat=None),
    "no iss": with_claims(iss=None),
    "no aud": with_claims(aud=None),
    "no sub": with_claims(sub=None),
    "no sid": with_claims(sid=None),
    "no jti": with_claims(jti=None),
    "another account": with_claims(sub="00000000-0000-0000-0000-000000000000"),
    "another session": with_claims(sid="00000000-0000-0000-0000-000000000000"),
    "no session at all": with_claims(sid="admin"),
    "a claim too many": with_claims(role="operator"),
    "a claim twice": doubled,
    "alg twice": otherwise(head=and_also('"alg": "EdDSA"')),
    "typ twice": otherwise(head=and_also('"typ": "at+jwt"')),
    "a claim twice, written otherwise": otherwise(body=and_also('"\\u0073ub": "x"')),
    "not a number": otherwise(body=lambda c: json.dumps(c).replace(str(c["exp"]), "NaN")),
    "for ever": otherwise(body=lambda c: json.dumps(c).replace(str(c["exp"]), "Infinity")),
    "a list as claims": resigned(body=b"[1]"),
    "no JSON": resigned(body=b"{"),
    "deep JSON": resigned(body=b"[" * 5_000),
    "not UTF-8": resigned(body=b'{"sub":"\xff"}'),
    "padding": lambda h, c, k: ".".join(part + "=" for part in signed(h, c, k).split(".")),
    "spaces": lambda h, c, k: signed(h, c, k).replace(".", " ."),
    "a new line": lambda h, c, k: signed(h, c, k) + "\n",
    "the other alphabet": lambda h, c, k: "+" + signed(h, c, k)[1:],
    "twenty kilobytes": with_claims(jti="x" * 20_000),
    "stray bits": lambda h, c, k: _stray(signed(h, c, k)),
    "other last letters": lambda h, c, k: _with_other_end(signed(h, c, k)),
    "the body of another": lambda h, c, k: ".".join(
        [signed(h, c, k).split(".")[0], encoded(c | {"sub": "x"}), signed(h, c, k).split(".")[2]]
    ),
    "empty": lambda h, c, k: "",
    "dots": lambda h, c, k: "..",
    "a session cookie": lambda h, c, k: "x" * 43,
}


def _with_other_end(token: str) -> str:
    """The last byte of the signature is another one."""
    return token[:-2] + ("BA" if token.endswith("AA") else "AA")


def _stray(token: str) -> str:
    """The same signature bytes, written with bits that decoding drops."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]


GOOD: dict[str, Change] = {
    "as the library writes it": signed,
    "signed by hand": resigned(),
    "the header written by hand": otherwise(),
    "in another order": otherwise(body=lambda c: json.dumps(dict(reversed(c.items())))),
    "with spaces": otherwise(body=lambda c: json.dumps(c, indent=1)),
}


@pytest.mark.parametrize("name", list(GOOD))
async def test_a_good_token_is_believed(register: object, name: str) -> None:
    """However it is written: so what refuses the bad ones is what is bad about them."""
    await with_account()
    access = (await tokens_of(await token_of())).access
    header, claims = (unsigned(part) for part in access.split(".")[:2])
    _, key = await signing_key(settings=SETTINGS, at=AT)
    assert await believed(GOOD[name]({n: v for n, v in header.items() if n != "alg"}, claims, key))


@pytest.mark.parametrize("name", list(BAD))
async def test_a_bad_token_is_refused(register: object, name: str) -> None:
    """Whatever it looks like: signed by another, for another, too long, twice, or written otherwise."""
    await with_account()
    access = (await tokens_of(await token_of())).access
    head, claims, _ = access.split(".")
    kid, key = await signing_key(settings=SETTINGS, at=AT)
    good_header = {n: v for n, v in unsigned(head).items() if n != "alg"}
    assert kid == good_header["kid"]
    assert await believed(signed(good_header, unsigned(claims), key))
    assert not await believed(BAD[name](good_header, unsigned(claims), key))
