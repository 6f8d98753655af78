"""Whether a form was sent from our own page: the token in it, and where the browser says it came from."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlsplit

from public_api.web.problems import ProblemRaised
from public_api.web.requests import headers_of

LENGTH = 43  # of a token of 256 bits in base64url


def new_visitor() -> str:
    """What a browser without a log-in is known by while it has a form open."""
    return secrets.token_urlsafe(32)


def form_token(holder: str, key: bytes) -> str:
    """The token that belongs in a form of whoever holds this session or visitor cookie."""
    return hmac.new(key, b"form|" + holder.encode(), hashlib.sha256).hexdigest()


def refuse_unless_ours(scope: Any, base_url: str) -> None:
    """Raises ProblemRaised for a request that another site made the browser send."""
    headers = headers_of(scope)
    site = headers.get(b"sec-fetch-site")
    if site is not None and site not in (b"same-origin", b"none"):
        raise ProblemRaised("form-not-trusted")
    origin = headers.get(b"origin")
    if origin is not None and not _same_origin(origin.decode("latin-1"), headers, base_url):
        raise ProblemRaised("form-not-trusted")


def _same_origin(origin: str, headers: dict[bytes, bytes], base_url: str) -> bool:
    """The address people type, or the very host that was asked (behind a port of its own, on somebody's machine)."""
    parts = urlsplit(base_url)
    host = headers.get(b"host", b"").decode("latin-1")
    return origin in (f"{parts.scheme}://{parts.netloc}", f"{parts.scheme}://{host}")


def page_before(scope: Any, base_url: str) -> str:
    """The page of ours that a form was sent from, as the browser says; the own overview where it does not."""
    referer = urlsplit(headers_of(scope).get(b"referer", b"").decode("latin-1"))
    ours = _same_origin(f"{referer.scheme}://{referer.netloc}", headers_of(scope), base_url)
    return referer.path if ours and referer.path.startswith("/") and not referer.path.startswith("//") else "/mijn"


def refuse_wrong_token(given: str, holder: str | None, key: bytes) -> None:
    """Raises ProblemRaised for a form without the token of whoever sends it."""
    if holder is None or not hmac.compare_digest(given.encode(), form_token(holder, key).encode()):
        raise ProblemRaised("form-not-trusted")
