"""Pictures that lie about their size, hide something, or break whoever draws them."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from functools import partial
from random import Random

from PIL import Image

from tests.registry.uploads import good
from tests.registry.uploads.good import MARK, jpeg, png, png_of, png_pieces, with_jpeg_segment
from tests.registry.uploads.hostile_kinds import Case, java_archive

MARKUP = b"<html><script>alert('" + MARK + b"')</script></html>"
CUTS = (2, 15, 40, 60, 80, 95, 99)


def pictures() -> Iterator[Case]:
    yield from _jpegs()
    yield from _jpegs_with_more()
    yield from _pngs()
    yield from _pngs_with_more()
    yield from _png_sizes()
    yield from _heics()


def _cut(name: str, data: bytes) -> Iterator[Case]:
    for part in (part for part in CUTS if len(data) * part // 100 > 12):
        yield f"{name}-cut-off-at-{part}%", data[: len(data) * part // 100], "broken"


def _frame(data: bytes, *, bits: int = 8, height: int = 48, width: int = 64) -> bytes:
    """The same JPEG with other numbers in its frame."""
    at = data.index(b"\xff\xc0") + 4
    return data[:at] + struct.pack(">BHH", bits, height, width) + data[at + 5 :]


def _jpegs() -> Iterator[Case]:
    real = jpeg()
    yield from _cut("jpeg", real)
    yield "jpeg-without-its-end", real[:-2], "broken"
    yield "jpeg-of-three-bytes", b"\xff\xd8\xff", "broken"
    yield "jpeg-of-two-ends", b"\xff\xd8\xff\xd9", "broken"
    yield "jpeg-of-noise", b"\xff\xd8\xff" + Random(1).randbytes(5_000), "broken"
    yield "jpeg-of-markers", b"\xff\xd8" + b"\xff\xfe\0\2" * 200_000, "broken"
    yield "jpeg-of-fill", b"\xff\xd8" + b"\xff" * 5_000_000, "broken"
    yield "jpeg-with-a-part-of-nothing", with_jpeg_segment(real, 0xE5, b"")[:4] + b"\0\0" + real[2:], "broken"
    yield "jpeg-with-a-part-beyond-the-end", real[:2] + b"\xff\xe5\xff\xff" + real[2:], "broken"
    for height, width in ((65_500, 65_500), (8_000, 8_000), (1, 65_000), (40_000, 10)):
        yield f"jpeg-that-says-{width}x{height}", _frame(real, height=height, width=width), "too_many_pixels"
    for height, width in ((0, 64), (48, 0), (0, 0)):
        yield f"jpeg-that-says-{width}x{height}", _frame(real, height=height, width=width), "broken"
    yield "jpeg-of-twelve-bits", _frame(real, bits=12), "broken"
    for marker in (0xC3, 0xC5, 0xC7, 0xCB, 0xCF):
        yield f"jpeg-of-kind-{marker:x}", real.replace(b"\xff\xc0", bytes((0xFF, marker)), 1), "broken"
    frame = real[real.index(b"\xff\xc0") :][:19]
    yield "jpeg-of-two-frames", real[:2] + frame + real[2:], "broken"
    yield "jpeg-of-five-colours", real.replace(frame, frame[:9] + b"\5" + frame[10:], 1), "broken"
    scan = real[real.index(b"\xff\xda") : -2]
    yield "jpeg-of-a-thousand-scans", real[:-2] + scan * 1_000 + b"\xff\xd9", "broken"
    yield "jpeg-of-scans-and-nothing-else", b"\xff\xd8" + b"\xff\xda\0\2" * 1_000_000 + b"\xff\xd9", "broken"
    yield "jpeg-of-a-scan-before-its-frame", real[:2] + scan + real[2:], "broken"
    yield "jpeg-without-a-scan", real.replace(scan, b""), "broken"
    yield "jpeg-without-its-tables", _without(real, 0xDB), "broken"
    yield "jpeg-without-the-tables-everybody-knows", _without(real, 0xC4), ""
    yield "jpeg-of-a-picture-in-a-picture", real[:-2] + real, "broken"


def _without(data: bytes, marker: int) -> bytes:
    """The same JPEG without its parts of a kind."""
    while (at := data.find(bytes((0xFF, marker)))) >= 0:
        (length,) = struct.unpack_from(">H", data, at + 2)
        data = data[:at] + data[at + 2 + length :]
    return data


def _jpegs_with_more() -> Iterator[Case]:
    """Good pictures with something else in them: they are taken, and the rest is gone."""
    real = jpeg()
    yield "jpeg-and-archive", real + java_archive(), ""
    yield "jpeg-and-page", real + MARKUP, ""
    yield "jpeg-and-pdf", real + good.pdf_of(good.CATALOG) + MARK, ""
    yield "jpeg-and-jpeg", real + with_jpeg_segment(jpeg("L"), 0xFE, MARK), ""
    yield "jpeg-with-a-page-in-a-comment", with_jpeg_segment(real, 0xFE, MARKUP), ""
    yield "jpeg-with-a-program-in-a-comment", with_jpeg_segment(real, 0xFE, b"<?php " + MARK), ""
    yield "jpeg-with-an-archive-in-a-comment", with_jpeg_segment(real, 0xFE, java_archive()), ""
    yield "jpeg-with-photoshop", with_jpeg_segment(real, 0xED, b"Photoshop 3.0\08BIM" + MARK), ""
    yield "jpeg-with-xmp", with_jpeg_segment(real, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + MARKUP), ""
    yield "jpeg-with-a-profile", jpeg(icc_profile=MARK * 4_000), ""
    yield "jpeg-with-exif", jpeg(exif=good.exif(1)), ""
    for turned in (0, 9, 255):
        yield f"jpeg-turned-{turned}", jpeg(exif=good.exif(turned)), ""
    for name, body in {
        "of-noise": Random(2).randbytes(3_000),
        "of-nothing": b"",
        "of-another-order": b"XX*\0\x08\0\0\0",
        "beyond-the-end": b"II*\0\xff\xff\xff\x7f",
        "that-leads-to-itself": b"II*\0\x08\0\0\0\xff\xff" + b"\x69\x87\4\0\1\0\0\0\x08\0\0\0" * 300,
        "with-a-long-way-up": b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\xff\xff\xff\xff\0\x06\0\0",
    }.items():
        yield f"jpeg-with-exif-{name}", with_jpeg_segment(real, 0xE1, b"Exif\0\0" + body + MARK), ""
    thumbnail = b"JFXX\0\x10" + with_jpeg_segment(jpeg("L"), 0xFE, MARK)
    yield "jpeg-with-a-thumbnail", with_jpeg_segment(real, 0xE0, thumbnail), ""
    several = io.BytesIO()
    good.picture().save(several, "MPO", save_all=True, append_images=[good.picture("L")])
    yield "jpeg-of-several-pictures", several.getvalue(), ""


def _pngs() -> Iterator[Case]:
    real = png()
    pieces = png_pieces(real)
    yield from _cut("png", real)
    yield "png-of-eight-bytes", real[:8], "broken"
    yield "png-without-a-drawing", png_of(p for p in pieces if p[0] != b"IDAT"), "broken"
    yield "png-without-its-end", png_of(pieces[:-1]), "broken"
    yield "png-without-its-head", png_of(pieces[1:]), "broken"
    yield "png-of-two-heads", png_of([pieces[0], *pieces]), "broken"
    yield "png-with-its-end-first", png_of([pieces[0], pieces[-1], *pieces[1:]]), "broken"
    yield "png-with-an-unknown-part", good.with_png_piece(real, b"EVIL", MARK), "broken"
    yield "png-with-a-wrong-checksum", real.replace(real[29:33], b"\0\0\0\0", 1), "broken"
    yield "png-with-a-part-beyond-the-end", real[:33] + b"\x7f\xff\xff\xff" + real[37:], "broken"
    yield "png-of-100000-parts", good.with_png_piece(real, b"", b"")[:33] + _empty_parts(100_000) + real[33:], "broken"
    yield "png-of-rubbish", png_of([pieces[0], (b"IDAT", Random(3).randbytes(500)), pieces[-1]]), "broken"
    yield "png-of-half-a-drawing", png_of([pieces[0], (b"IDAT", pieces[1][1][:20]), pieces[-1]]), "broken"
    for name, head in {
        "unknown-colours": struct.pack(">LLBBBBB", 64, 48, 8, 5, 0, 0, 0),
        "three-bits": struct.pack(">LLBBBBB", 64, 48, 3, 2, 0, 0, 0),
        "no-palette": struct.pack(">LLBBBBB", 64, 48, 8, 3, 0, 0, 0),
        "a-short-head": b"\0\0\0\x40",
    }.items():
        yield f"png-with-{name}", png_of([(b"IHDR", head), *pieces[1:]]), "broken"


def _empty_parts(count: int) -> bytes:
    return (b"\0\0\0\0teXt" + struct.pack(">L", zlib.crc32(b"teXt"))) * count


def _pngs_with_more() -> Iterator[Case]:
    real = png()
    yield "png-and-archive", real + java_archive(), ""
    yield "png-and-page", real + MARKUP, ""
    yield "png-with-texts", good.with_texts(Comment=MARKUP.decode(), Author=MARK.decode()), ""
    yield "png-with-exif", png(exif=good.exif(1)), ""
    yield "png-with-a-profile", png(icc_profile=MARK * 4_000), ""
    for kind in (b"zTXt", b"iTXt", b"iCCP"):
        yield f"png-with-a-bomb-in-{kind.decode()}", partial(_with_bomb, real, kind), ""
    yield "png-with-a-private-part", good.with_png_piece(real, b"evIl", MARKUP), ""
    yield "png-that-moves", good.animated_png(), ""
    pieces = png_pieces(real)
    more = zlib.compress(zlib.decompress(pieces[1][1]) + MARK * 1_000_000, 9)
    yield "png-that-unpacks-to-more", png_of([pieces[0], (b"IDAT", more), pieces[-1]]), ""
    yield "png-with-something-behind-its-drawing", png_of([pieces[0], (b"IDAT", pieces[1][1] + MARK), pieces[-1]]), ""


def _with_bomb(data: bytes, kind: bytes) -> bytes:
    return good.with_png_piece(data, kind, b"a\0\0" + zlib.compress(bytes(100_000_000), 9))


def _png_sizes() -> Iterator[Case]:
    pieces = png_pieces(png())
    for width, height in ((50_000, 50_000), (2**31 - 1, 2**31 - 1), (30_001, 1), (1, 30_001), (7_072, 7_072)):
        head = struct.pack(">LL", width, height) + pieces[0][1][8:]
        yield f"png-that-says-{width}x{height}", png_of([(b"IHDR", head), *pieces[1:]]), "too_many_pixels"
    for width, height in ((0, 48), (64, 0)):
        head = struct.pack(">LL", width, height) + pieces[0][1][8:]
        yield f"png-that-says-{width}x{height}", png_of([(b"IHDR", head), *pieces[1:]]), "broken"
    packed = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(packed, "PNG")
    yield "png-of-400-megapixels-in-50-kilobytes", packed.getvalue(), "too_many_pixels"
    head = struct.pack(">LL", 7_000, 7_000) + pieces[0][1][8:]
    yield "png-that-says-49-megapixels", png_of([(b"IHDR", head), *pieces[1:]]), "broken"


def _heics() -> Iterator[Case]:
    real = good.heic()
    yield from _cut("heic", real)
    yield "heic-that-is-a-page", real[:28] + MARKUP, "broken"
    yield "heic-of-one-box", real[:28], "broken"
    yield "heic-without-its-pictures", real[: real.index(b"mdat") - 4], "broken"
    yield "heic-of-zeros", real[: real.index(b"mdat") + 4] + bytes(len(real) - real.index(b"mdat") - 4), "broken"
    yield (
        "heic-with-two-lists",
        real[:28] + real[28 : real.index(b"mdat") - 4] * 2 + real[real.index(b"mdat") - 4 :],
        "broken",
    )
    yield "heic-with-a-box-beyond-the-end", real[:28] + b"\x7f" + real[29:], "broken"
    yield (
        "heic-with-a-box-of-64-bits",
        real[:28] + b"\0\0\0\1meta\xff\xff\xff\xff\xff\xff\xff\xff" + real[36:],
        "broken",
    )
    yield "heic-with-a-box-of-four-bytes", real[:28] + b"\0\0\0\4" + real[32:], "broken"
    yield "heic-of-many-boxes", real + b"\0\0\0\x08free" * 10_000, "broken"
    sizes = [found.end() for found in re.finditer(rb"ispe\0\0\0\0", real)]
    for width, height, code in (
        (65_535, 65_535, "too_many_pixels"),
        (2**31, 2**31, "too_many_pixels"),
        (0, 0, "broken"),
    ):
        lying = real
        for at in sizes:
            lying = lying[:at] + struct.pack(">LL", width, height) + lying[at + 8 :]
        yield f"heic-that-says-{width}x{height}", lying, code
    yield "heic-that-says-nothing", real.replace(b"ispe", b"free"), "broken"
    yield "heic-and-archive", real + struct.pack(">L", 8 + len(java_archive())) + b"free" + java_archive(), ""
    yield "heic-and-loose-archive", real + java_archive(), "broken"
