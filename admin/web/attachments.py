"""Files that somebody takes away: always as a download, never shown by the browser as a page of ours."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from public_api.web.answers import Answer, Header

# Whatever is in the file, it may run nothing and show nothing, should a browser open it after all.
SANDBOXED: Header = (b"content-security-policy", b"sandbox; default-src 'none'")
NOT_KEPT: Header = (b"cache-control", b"private, no-store")
NAMELESS = "bestand"


def attachment(data: bytes, media_type: str, name: str) -> Answer:
    """The bytes as an attachment that is called `name`."""
    return Answer(data, media_type.encode(), headers=(disposition(name), SANDBOXED, NOT_KEPT))


def disposition(name: str) -> Header:
    """Content-Disposition with the name twice (RFC 6266): in plain letters for old readers, and as it is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in plain if letter.isalnum() or letter in " ._-()").strip(" ")
    stem, dot, ending = plain.rpartition(".")
    if dot and not stem.strip(" ._-()"):
        plain = f"{NAMELESS}.{ending}"
    exact = quote(name, safe="")
    return b"content-disposition", f"attachment; filename=\"{plain or NAMELESS}\"; filename*=UTF-8''{exact}".encode()
