"""Whether a PDF is whole, open and passive: no password, no scripts, nothing that starts by itself, no files inside.

A PDF is stored as it came, so this is a gate and no cleaning. It reads bytes, it is not a PDF reader. It finds names
that are spelled out, spelled with #xx, or packed in Flate streams (so in object streams too). It cannot see inside
streams packed in other ways, takes "(https:…)" for a web address, and a file can be made that two readers take apart
differently. Pictures inside a PDF keep their own metadata. That is why a PDF is only ever served as a download, in a
sandbox, and may be scanned by ClamAV.
"""

import re
import zlib
from collections.abc import Iterator

from registry.file_kinds import UnfitFile

MOST_STREAMS = 20_000
MOST_WORK = 150_000_000  # bytes read and made while unpacking, pictures not counted
_PIECE = 65_536
_DICTIONARY = 8_192  # how far before a stream its own words are looked for
_KEPT = 64  # of the piece before: a name may lie across two
_HEADER = re.compile(rb"%PDF-[12]\.\d[\s%]")
_END = re.compile(rb"startxref\s{1,8}(\d{1,10})\s{1,8}%%EOF[\s\0]*\Z")
_TABLE = re.compile(rb"\s{0,8}(xref|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj)")
_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|body|iframe|\?php)", re.I)
_STREAM = re.compile(rb"(?<![A-Za-z])stream\r?\n")
_ADDRESS = re.compile(rb"\(https?://[^\s()<>\[\]{}\\]*\)")  # a web address may well end in /JavaScript
_ZIP_END = b"PK\x05\x06"


def _name(*words: str) -> bytes:
    """A pattern for any of these names, each letter as itself or as #xx."""
    spelled = (
        b"".join(b"(?:%b|#(?i:%02x))" % (letter.encode(), ord(letter)) for letter in word) for word in sorted(words)
    )
    return rb"/(?:" + b"|".join(spelled) + rb")(?![A-Za-z0-9_.+-])"


_ENCRYPTED = re.compile(_name("Encrypt"))
_ACTIVE = re.compile(
    _name("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia", "GoToE",
          "ImportData", "SubmitForm")
    + rb"|" + _name("XFA") + rb"\s{0,8}[\[<\d]"
    + rb"|" + _name("EF") + rb"\s{0,8}(?:<<|\d{1,10}\s{1,4}\d{1,5}\s{1,4}R)"
)  # fmt: skip
_IMAGE = re.compile(rb"/Subtype\s{0,8}/Image(?![A-Za-z])")
_FIRST = re.compile(_name("First"))
_OBJECTS = re.compile(_name("ObjStm"))
_OTHERWISE = re.compile(_name("ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RL",
                              "RunLengthDecode", "Crypt"))  # fmt: skip


def check_pdf(data: bytes) -> None:
    """Look a PDF over. Raises UnfitFile."""
    _check_shape(data)
    outside, starts = _parted(data)
    if _ENCRYPTED.search(outside):
        raise UnfitFile(
            "encrypted", message="This PDF is locked with a password. Save it without one, and hand that in."
        )
    _check_names(data)
    left = MOST_WORK
    for start in starts:
        far = max(start - _DICTIONARY, 0)
        dictionary = data[max(data.rfind(b"obj", far, start), far) : start]
        if _OBJECTS.search(dictionary) and _OTHERWISE.search(dictionary):
            raise _too_complex()
        if not _IMAGE.search(dictionary) or _FIRST.search(dictionary):
            left = _check_stream(memoryview(data)[start:], left)


def _check_shape(data: bytes) -> None:
    end = _END.search(data, max(len(data) - 2048, 0))
    if not _HEADER.match(data) or end is None or not _TABLE.match(data, int(end[1])):
        raise UnfitFile(
            "broken", message="This PDF is damaged or not complete. Save it as PDF again, and hand that in."
        )
    if _MARKUP.search(data, 0, 1024) or _ZIP_END in data[-66_000:]:
        raise UnfitFile(
            "two_kinds", message="This file is a PDF and something else at once. Print it as PDF, and hand that in."
        )


def _parted(data: bytes) -> tuple[bytes, list[int]]:
    """Everything outside the streams, and where each stream's content starts."""
    outside, starts, at = list[bytes](), list[int](), 0
    while (found := _STREAM.search(data, at)) is not None:
        if len(starts) == MOST_STREAMS:
            raise _too_complex()
        outside.append(data[at : found.start()])
        starts.append(found.end())
        end = data.find(b"endstream", found.end())
        at = len(data) if end < 0 else end
    return b"\n".join([*outside, data[at:]]), starts


def _check_names(text: bytes) -> None:
    if _ACTIVE.search(_ADDRESS.sub(b"", text)):
        raise UnfitFile(
            "active",
            message="This PDF holds a script, a form that sends, or another file. Print it as PDF, and hand that in.",
        )


def _check_stream(packed: memoryview, left: int) -> int:
    """Look for the same names in what was packed with Flate, without keeping it; gives how much work is left."""
    before = b""
    for read, piece in _unpacked(packed):
        left -= read + len(piece)
        if left < 0:
            raise UnfitFile("bomb", message="This PDF becomes far too large when it is opened. Print it as PDF again.")
        _check_names(before + piece)
        before = piece[-_KEPT:]
    return left


def _unpacked(packed: memoryview) -> Iterator[tuple[int, bytes]]:
    """What a Flate stream holds, in pieces with how much was read for each; it ends where it is something else."""
    reader = zlib.decompressobj()
    try:
        for at in range(0, len(packed), _PIECE):
            waiting, piece = bytes(packed[at : at + _PIECE]), b""
            while waiting or piece:  # when all is read, something may be left to give
                piece = reader.decompress(waiting, 1_000_000)
                yield len(waiting) - len(reader.unconsumed_tail), piece
                if reader.eof:
                    return
                waiting = reader.unconsumed_tail
    except zlib.error:  # packed otherwise, or not at all
        return


def _too_complex() -> UnfitFile:
    return UnfitFile("too_complex", message="This PDF is too complex. Print it as PDF again, and hand that in.")
