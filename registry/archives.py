"""A ZIP archive read strictly: every byte of it belongs to one part, and the two lists of its parts say the same.

Readers of ZIP files disagree about what is where; what they could disagree about is refused here.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct, error

from registry.file_kinds import UnfitFile

MOST_PARTS = 2_000
MOST_NAME = 400
_PIECE = 1_000_000
_END = Struct("<4s4H2LH")
_ENTRY = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
_LOCKED = 0x0001 | 0x0040 | 0x2000  # encrypted, strongly encrypted, list of parts encrypted
_SIZES_BEHIND = 0x0008  # the sizes stand behind the part, in 12 to 24 bytes
_UTF8 = 0x0800
_BEHIND = 24
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an archive: its name, where its packed bytes are, how large it says it becomes, its checksum."""

    name: str
    start: int
    packed: int
    size: int
    checksum: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the list at the end of the archive."""

    part: Part
    raw_name: bytes
    flags: int
    offset: int


def read_archive(data: bytes) -> dict[str, Part]:
    """The parts of an archive by name. Raises UnfitFile for an archive that is damaged, locked or ambiguous."""
    try:
        return _read(data)
    except (error, UnicodeDecodeError, IndexError):
        raise _broken() from None


def _read(data: bytes) -> dict[str, Part]:
    end = len(data) - _END.size
    if end < 0:
        raise _broken()
    signature, disk, first_disk, here, count, length, offset, comment = _END.unpack_from(data, end)
    if signature != b"PK\x05\x06" or comment or disk or first_disk or here != count or offset + length != end:
        raise _broken()
    if count > MOST_PARTS:
        raise UnfitFile("too_complex", message="This document has too many parts. Save it as PDF, and hand that in.")
    entries = []
    at = offset
    for _ in range(count):
        entry, at = _entry(data, at)
        entries.append(entry)
    if at != end:
        raise _broken()
    _check_names([entry.part.name for entry in entries])
    parts = _placed(data, sorted(entries, key=lambda entry: entry.offset), offset)
    return {part.name: part for part in parts}


def _entry(data: bytes, at: int) -> tuple[_Entry, int]:
    (signature, _, _, flags, method, _, _, checksum, packed, size, name_length, extra, comment, disk, _, _,
     offset) = _ENTRY.unpack_from(data, at)  # fmt: skip
    name_at = at + _ENTRY.size
    raw_name = data[name_at : name_at + name_length]
    if signature != b"PK\x01\x02" or disk or not name_length or name_length > MOST_NAME:
        raise _broken()
    if flags & _LOCKED:
        raise UnfitFile(
            "encrypted", message="This document is locked with a password. Save it without one, and hand that in."
        )
    if method not in (_STORED, _DEFLATED) or 0xFFFFFFFF in (packed, size, offset):
        raise _broken()
    if method == _STORED and packed != size:
        raise _broken()
    name = raw_name.decode("utf-8" if flags & _UTF8 else "cp437")
    part = Part(name, 0, packed, size, checksum, method == _DEFLATED)
    return _Entry(part, raw_name, flags, offset), name_at + name_length + extra + comment


def _check_names(names: list[str]) -> None:
    if len({name.casefold().rstrip("/") for name in names}) != len(names):
        raise UnfitFile(
            "two_kinds", message="This document holds the same part twice. Save it as PDF, and hand that in."
        )
    for name in names:
        steps = name.rstrip("/").split("/")
        if not name.isprintable() or "\\" in name or ":" in name or {"", ".", ".."} & set(steps):
            raise UnfitFile(
                "bad_names",
                message="This document holds parts with impossible names. Save it as PDF, and hand that in.",
            )


def _placed(data: bytes, entries: list[_Entry], end: int) -> Iterator[Part]:
    """Each part with its place: they follow one another from the first byte to the list, with nothing in between."""
    expected = slack = 0
    for entry in entries:
        if not expected <= entry.offset <= expected + slack:
            raise _broken()
        part = entry.part
        start = _start(data, entry)
        expected = start + part.packed
        slack = _BEHIND if entry.flags & _SIZES_BEHIND else 0
        yield Part(part.name, start, part.packed, part.size, part.checksum, part.deflated)
    if not entries or not expected <= end <= expected + slack:
        raise _broken()


def _start(data: bytes, entry: _Entry) -> int:
    """Where the bytes of a part start, once the line before them says the same as the list."""
    signature, _, flags, method, _, _, checksum, packed, size, name_length, extra = _LOCAL.unpack_from(
        data, entry.offset
    )
    part = entry.part
    name_at = entry.offset + _LOCAL.size
    same = (
        signature == b"PK\x03\x04"
        and (flags & (_LOCKED | _SIZES_BEHIND)) == (entry.flags & (_LOCKED | _SIZES_BEHIND))
        and (method == _DEFLATED) == part.deflated
        and data[name_at : name_at + name_length] == entry.raw_name
        and (flags & _SIZES_BEHIND or (checksum, packed, size) == (part.checksum, part.packed, part.size))
    )
    if not same:
        raise _broken()
    return int(name_at + name_length + extra)


def unpack(data: bytes, part: Part) -> Iterator[bytes]:
    """What a part holds, piece by piece. Raises UnfitFile when it is not what the archive says it is."""
    packed = data[part.start : part.start + part.packed]
    found, checksum = 0, 0
    for piece in _inflated(packed, part.size) if part.deflated else (packed,):
        found += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if found > part.size:
            raise _bomb()
        yield piece
    if (found, checksum) != (part.size, part.checksum):
        raise _broken()


def _inflated(packed: bytes, size: int) -> Iterator[bytes]:
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        waiting, piece = packed, b""
        while not reader.eof and (waiting or piece):  # after the last byte is read, something may be left to give
            piece = reader.decompress(waiting, min(_PIECE, size + 1))
            waiting = reader.unconsumed_tail
            yield piece
    except zlib.error:
        raise _broken() from None
    if not reader.eof or reader.unused_data:
        raise _broken()


def _bomb() -> UnfitFile:
    return UnfitFile("bomb", message="This document becomes far too large when it is opened. Save it as PDF.")


def _broken() -> UnfitFile:
    return UnfitFile(
        "broken", message="This document is damaged, or is no Word document. Save it as PDF or .docx again."
    )
