"""What may come in at all: the rest is refused before routing, so that no handler ever meets it."""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import unquote_to_bytes

from public_api.web.language import say
from public_api.web.negotiation import preferred_type
from public_api.web.problems import FieldError, ProblemRaised

LONGEST_PATH = 1_000  # bytes, as sent
LONGEST_QUERY = 2_000  # bytes, as sent; our longest form asks a few hundred

# An address as nearly everyone sends it: visible ASCII without an escape. Only the others need decoding.
PLAIN = bytes(letter for letter in range(0x21, 0x7F) if letter != ord("%"))
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

PROFILE = "/api/v1/practitioners/"
JSON_ONLY = ("application/json",)
JSON_OR_PAGE = ("application/json", "text/html")
PAGE_ONLY = ("text/html",)
EVIDENCE = ("/bewijs/", "/mijn/bewijs/", "/api/v1/evidence/", "/api/v1/me/evidence/")
FILES = (  # the kinds in which evidence is kept
    "application/pdf", "image/jpeg", "image/png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip
# A file to take along: whoever may not have it gets a page that says so.
TAKEN_ALONG = {
    ".pdf": ("application/pdf", "text/html"),
    ".zip": ("application/zip", "text/html"),
    ".svg": ("image/svg+xml", "text/html"),
    ".ics": ("text/calendar", "text/html"),
}


def headers_of(scope: Any) -> dict[bytes, bytes]:
    """The headers of a request; of a repeated one the last counts."""
    return dict(scope["headers"])


def inspect(scope: Any) -> dict[bytes, bytes]:
    """The headers; ProblemRaised for a path, query, body or Accept that nothing here can answer."""
    path: str = scope["path"]
    query: bytes = scope["query_string"]
    raw = scope.get("raw_path") or path.encode()
    if len(raw) > LONGEST_PATH or raw.translate(None, PLAIN):  # anything else in it
        _refuse_unreadable("path", raw, LONGEST_PATH)
    if query:
        _refuse_unreadable("query", query, LONGEST_QUERY)
    if (path[-1:] == "/" and path != "/") or "//" in path:
        raise ProblemRaised("not-found")
    headers = headers_of(scope)
    accept = headers.get(b"accept")
    if accept is not None and accept != b"*/*" and preferred_type(accept.decode("latin-1"), offered(path)) is None:
        types = ", ".join(offered(path))
        raise ProblemRaised("not-acceptable", detail=say("Dit adres antwoordt met {types}.", types=types))
    if scope["method"] in ("GET", "HEAD") and has_body(headers):
        raise ProblemRaised("unsupported-media-type")
    return headers


def offered(path: str) -> tuple[str, ...]:
    """The media types an address can answer with, the usual one first."""
    if path.startswith(PROFILE) and "/" not in path[len(PROFILE) :]:
        return JSON_OR_PAGE
    if path.startswith(EVIDENCE):
        return FILES + (JSON_ONLY if path.startswith("/api/") else PAGE_ONLY)
    if path.startswith(("/api/", "/livez", "/readyz")):
        return JSON_ONLY
    if path.startswith("/static/"):
        return ("text/css", "image/svg+xml", "text/javascript")
    return TAKEN_ALONG.get(path[-4:], PAGE_ONLY)


def has_body(headers: dict[bytes, bytes]) -> bool:
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


def _refuse_unreadable(place: Literal["path", "query"], raw: bytes, longest: int) -> None:
    """Overlong, invalid UTF-8, and control characters (NUL above all: PostgreSQL cannot take it), escaped or not."""
    if len(raw) > longest:
        raise ProblemRaised("uri-too-long")
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise ProblemRaised(
            "invalid-input", errors=[FieldError(place, "", say("Dit is geen geldige UTF-8."))]
        ) from None
    if CONTROL.search(text):
        raise ProblemRaised(
            "invalid-input", errors=[FieldError(place, "", say("Stuurtekens mogen hier niet in staan."))]
        )
