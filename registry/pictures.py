"""Pictures before they are drawn: how large they say they are, which way up, and only the parts a drawing needs.

Everything else (EXIF, GPS, XMP, IPTC, thumbnails, comments, colour profiles, further frames, whatever follows the end)
is left out here already, so that the libraries that draw never see it. What is stored is a new drawing besides: see
`drawing`.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from registry.file_kinds import FileKind, UnfitFile

MOST_PIXELS = 50_000_000
MOST_SIDE = 30_000
MOST_SCANS = 30  # each scan of a JPEG is drawn over the whole picture; cameras make ten
MOST_PIECES = 20_000
_UPRIGHT = 1
_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # in the drawing itself, where FF 00 and FF D0-D7 mean no end
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
_UNKNOWN = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xCB, 0xCD, 0xCE, 0xCF, 0xD8, 0xDC})  # no camera makes these
_NEEDED = frozenset({0xC4, 0xCC, 0xDA, 0xDB, 0xDD}) | _FRAMES
_SCAN, _END, _EXIF, _ADOBE, _JFIF = 0xDA, 0xD9, 0xE1, 0xEE, 0xE0
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_HEAD = 25  # bytes: 13, and what is around each piece
_PNG_NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn: the bytes that matter, the kind, and the EXIF number of the way up (1 to 8)."""

    kind: FileKind
    data: bytes
    turned: int = _UPRIGHT


def read_picture(kind: FileKind, data: bytes) -> Picture:
    """A picture with its headers checked. Raises UnfitFile."""
    try:
        match kind:
            case FileKind.JPEG:
                return _jpeg(data)
            case FileKind.PNG:
                return _png(data)
            case _:
                return _heic(data)
    except (struct.error, IndexError):
        raise broken() from None


def broken() -> UnfitFile:
    """For a picture that is not what it should be."""
    return UnfitFile(
        "broken", message="This picture is damaged or not complete. Open it, save it again, and hand that in."
    )


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise broken()
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise UnfitFile(
            "too_many_pixels", message="This picture has more than 50 million pixels. Make it smaller, and try again."
        )


def _jpeg(data: bytes) -> Picture:
    kept, frames, scans, turned = [data[:2]], 0, 0, _UPRIGHT
    for marker, piece in _jpeg_pieces(data):
        if marker in _FRAMES:
            _check_frame(piece)
            frames += 1
        elif marker == _EXIF and turned == _UPRIGHT and piece[2:8] == b"Exif\0\0":
            turned = way_up(piece[8:])
        elif marker == _SCAN:
            scans += 1
        if frames > 1 or scans > MOST_SCANS or scans > frames * MOST_SCANS:
            raise broken()
        if marker in _NEEDED or _means_colour(marker, piece):
            kept.append(bytes((0xFF, marker)) + piece)
    if not scans:
        raise broken()
    return Picture(FileKind.JPEG, b"".join([*kept, b"\xff\xd9"]), turned)


def _jpeg_pieces(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with what belongs to it, a scan with its drawing; until the first end of a picture."""
    at = 2
    for _ in range(MOST_PIECES):
        found = _MARKER.match(data, at)
        if found is None:
            raise broken()
        marker, at = found[1][0], found.end()
        if marker == _END:
            return
        if marker in _UNKNOWN:
            raise broken()
        end = at + _jpeg_length(data, at)
        if marker == _SCAN:
            following = _MARKER.search(data, end)
            if following is None:
                raise broken()
            end = following.start()
        yield marker, data[at:end]
        at = end
    raise broken()


def _jpeg_length(data: bytes, at: int) -> int:
    (length,) = struct.unpack_from(">H", data, at)
    if length < 2 or at + length > len(data):
        raise broken()
    return int(length)


def _check_frame(piece: bytes) -> None:
    bits, height, width, colours = struct.unpack_from(">BHHB", piece, 2)
    if bits != 8 or colours not in (1, 3, 4):
        raise broken()
    _check_size(width, height)


def _means_colour(marker: int, piece: bytes) -> bool:
    """The two notes that say how colours are written down."""
    return (marker == _ADOBE and piece[2:7] == b"Adobe") or (marker == _JFIF and piece[2:7] == b"JFIF\0")


def _png(data: bytes) -> Picture:
    kept, turned, kinds = [_PNG_START], _UPRIGHT, []
    for kind, piece in _png_pieces(data):
        kinds.append(kind)
        if kind in _PNG_NEEDED:
            kept.append(piece)
        elif kind == b"eXIf":
            turned = way_up(piece[8:-4])
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or len(kept[1]) != _PNG_HEAD or b"IDAT" not in kinds:
        raise broken()
    _check_size(*struct.unpack_from(">LL", kept[1], 8))
    return Picture(FileKind.PNG, b"".join(kept), turned)


def _png_pieces(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each piece with its kind, until the end of the picture; one that cannot be missed must be one we know."""
    at = len(_PNG_START)
    for _ in range(MOST_PIECES):
        length, kind = struct.unpack_from(">L4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise broken()
        if kind in _PNG_NEEDED:
            if struct.pack(">L", zlib.crc32(memoryview(data)[at + 4 : end - 4])) != data[end - 4 : end]:
                raise broken()
        elif not kind[0] & 0x20:  # a capital letter: the picture cannot be drawn without it
            raise broken()
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end
    raise broken()


def _heic(data: bytes) -> Picture:
    """The boxes of the file follow one another to the end; every size that is written down is one we can draw.

    The library turns the picture by the file's own instructions, so EXIF is not asked which way is up.
    """
    at, kinds = 0, list[bytes]()
    while at < len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        if length == 1:  # too long for four bytes, or so the writer feared
            (length,) = struct.unpack_from(">Q", data, at + 8)
        elif length == 0:  # to the end of the file
            length = len(data) - at
        if length < 8 or at + length > len(data) or len(kinds) > 100:
            raise broken()
        kinds.append(kind)
        at += length
    if kinds.count(b"meta") != 1 or b"mdat" not in kinds:
        raise broken()
    sizes = [struct.unpack_from(">LL", data, found.end()) for found in re.finditer(rb"ispe\0\0\0\0", data)]
    if not sizes:
        raise broken()
    for width, height in sizes:
        _check_size(width, height)
    return Picture(FileKind.HEIC, data)


def way_up(exif: bytes) -> int:
    """The orientation that EXIF tells, 1 (upright) to 8; upright where it says nothing we understand."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return _UPRIGHT
    try:
        (directory,) = struct.unpack_from(f"{order}L", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, directory)
        for number in range(min(count, 200)):
            tag, kind, amount, value = struct.unpack_from(f"{order}HHLH", exif, directory + 2 + 12 * number)
            if (tag, kind, amount) == (0x0112, 3, 1):
                return value if 1 <= value <= 8 else _UPRIGHT
    except struct.error:
        pass
    return _UPRIGHT
