"""Our own style sheet and icons: named by their content, so that a browser may keep them for ever; compressed once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from public_api.web.answers import Answer, Header, etag_of
from public_api.web.problems import ProblemRaised

FOLDER = Path(__file__).parent.parent / "static"
MEDIA_TYPES = {
    ".css": b"text/css; charset=utf-8",
    ".svg": b"image/svg+xml",
    ".js": b"text/javascript; charset=utf-8",
}
FOR_EVER: Header = (b"cache-control", b"public, max-age=31536000, immutable")


@dataclass(frozen=True)
class StaticFile:
    """One file, as it is and as gzip (made when first asked for, so that starting stays quick)."""

    media_type: bytes
    content: bytes

    @cached_property
    def plain(self) -> Answer:
        return self._answer(self.content)

    @cached_property
    def compressed(self) -> Answer:
        return self._answer(gzip.compress(self.content, mtime=0), (b"content-encoding", b"gzip"))

    def _answer(self, body: bytes, *more: Header) -> Answer:
        return Answer(body, self.media_type, 200, (FOR_EVER, (b"vary", b"accept-encoding"), *more), etag_of(body))


class StaticFiles:
    """Every file in `folder`, by its hashed name."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._by_address: dict[str, StaticFile] = {}
        self._address: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix in MEDIA_TYPES:
                content = path.read_bytes()
                digest = hashlib.blake2b(content, digest_size=5).hexdigest()
                address = f"{path.stem}.{digest}{path.suffix}"
                self._address[path.name] = address
                self._by_address[address] = StaticFile(MEDIA_TYPES[path.suffix], content)

    def address(self, name: str) -> str:
        """Where a page finds the file called `name`; KeyError for a file that is not there."""
        return f"/static/{self._address[name]}"

    def answer(self, address: str, headers: dict[bytes, bytes]) -> Answer:
        """The file at this hashed name, compressed for who can read that."""
        file = self._by_address.get(address)
        if file is None:
            raise ProblemRaised("not-found")
        return file.compressed if b"gzip" in headers.get(b"accept-encoding", b"") else file.plain
