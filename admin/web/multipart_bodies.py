"""Forms with a file, read as they come in: of a file that is too large the end is let go, and the text is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from admin.web.json_bodies import chunks_of
from public_api.site import Asked
from public_api.web.language import say
from public_api.web.problems import FieldError, ProblemRaised
from registry.file_kinds import MOST_BYTES

MOST_PARTS = 2_500  # of a form with a file: a spreadsheet of 2,000 rows comes with a tick for each
LINE_END = len(b"--\r\n")
TOO_LARGE = say("Kies een kleiner bestand (hoogstens 10 MB).")


@dataclass(slots=True)
class Part:
    """One field of a form as it comes in. Of a file one byte more is kept than may be: then it is known to be so."""

    name: str
    filename: str | None
    chunks: list[bytes] = field(default_factory=list)
    kept: int = 0

    def take(self, chunk: bytes, room: int) -> int:
        """Keep a piece of it, as long as there is `room` in the form; gives how much that was."""
        most = MOST_BYTES + 1 - self.kept if self.filename is not None else len(chunk)
        kept = chunk[:most]
        if len(kept) > room:
            raise too_large()
        self.chunks.append(kept)
        self.kept += len(kept)
        return len(kept)

    @property
    def content(self) -> bytes:
        return b"".join(self.chunks)


async def read_parts(request: Asked, boundary: str, *, kept: int, sent: int) -> list[Part]:
    """Every part of a form. At most `kept` bytes are held on to, of `sent` bytes that may come in.

    Raises ProblemRaised for what no browser sends, and for what is larger than that.
    """
    parts: list[Part] = []
    room = kept
    try:
        parser = PushMultipartParser(boundary, max_segment_count=MOST_PARTS, strict=True)
        async for chunk in _with_its_end(chunks_of(request, sent, too_large=TOO_LARGE)):
            for part, piece in _pieces(parser, chunk, parts):
                room -= part.take(piece, room)
        parser.close()
    except MultipartError:
        raise unreadable() from None
    return parts


async def _with_its_end(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes, the last of them together: after the last boundary the parser takes no more, and the end of its
    line may come in a piece of its own.
    """
    held = b""
    async for chunk in chunks:
        came = held + chunk
        yield came[:-LINE_END]
        held = came[-LINE_END:]
    yield held


def _pieces(parser: PushMultipartParser, chunk: bytes, parts: list[Part]) -> Iterator[tuple[Part, bytes]]:
    """What a chunk brings: new parts are added to `parts`, and each piece is told with the part that it is of."""
    for event in parser.parse(chunk) if chunk else ():
        if isinstance(event, MultipartSegment):
            parts.append(Part(event.name, event.filename))
        elif event:
            yield parts[-1], bytes(event)


def too_large() -> ProblemRaised:
    return ProblemRaised("content-too-large", detail=TOO_LARGE)


def unreadable() -> ProblemRaised:
    return ProblemRaised("invalid-input", errors=[FieldError("body", "", say("Dit formulier kunnen we niet lezen."))])
