"""Good files of every kind."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

MARK = b"PAYLOAD-THAT-MUST-GO"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Blue above left, red elsewhere, so that its way up can be seen."""
    drawn = Image.new("RGB", size, (200, 30, 40))
    ImageDraw.Draw(drawn).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=(20, 60, 200))
    if mode == "I;16":
        return Image.new("I;16", size, 40_000)
    return drawn.convert(mode)


def written(image: Image.Image, format_: str, **how: Any) -> bytes:
    into = io.BytesIO()
    image.save(into, format_, **how)
    return into.getvalue()


def jpeg(mode: str = "RGB", **how: Any) -> bytes:
    return written(picture(mode), "JPEG", **how)


def png(mode: str = "RGB", **how: Any) -> bytes:
    return written(picture(mode), "PNG", **how)


def exif(turned: int = 1) -> Image.Exif:
    """What a telephone writes: make, way up, the place where it was."""
    found = Image.Exif()
    found[0x010F] = MARK.decode()
    found[0x0112] = turned
    gps = found.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (52.0, 5.0, 30.25), "E", (5.0, 7.0, 12.5)
    return found


def noise(size: tuple[int, int] = (1600, 1200), seed: int = 1) -> Image.Image:
    """A picture that hardly packs."""
    return Image.frombytes("RGB", size, Random(seed).randbytes(size[0] * size[1] * 3))


def animated_png() -> bytes:
    into = io.BytesIO()
    frames = [picture("RGB").rotate(turn) for turn in (90, 180)]
    picture("RGB").save(into, "PNG", save_all=True, append_images=frames, duration=100)
    return into.getvalue()


def png_pieces(data: bytes) -> list[tuple[bytes, bytes]]:
    """The kind and content of each piece."""
    found, at = [], 8
    while at < len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        found.append((kind, data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def png_of(pieces: Iterable[tuple[bytes, bytes]]) -> bytes:
    written_pieces = (
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body)) for kind, body in pieces
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written_pieces)


def with_png_piece(data: bytes, kind: bytes, body: bytes, *, place: int = 1) -> bytes:
    pieces = png_pieces(data)
    return png_of([*pieces[:place], (kind, body), *pieces[place:]])


def with_texts(**texts: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        notes.add_text(name, text, zip=True)
    return png(pnginfo=notes)


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_jpeg_segment(data: bytes, marker: int, body: bytes) -> bytes:
    return data[:2] + jpeg_segment(marker, body) + data[2:]


def heic() -> bytes:
    return (Path(__file__).parent / "phone.heic").read_bytes()


@cache
def pdf(**how: Any) -> bytes:
    """A certificate as WeasyPrint makes it."""
    html = "<html lang=nl><h1>Certificaat</h1><p>Met goed gevolg <a href='https://school.example/JavaScript'>gevolgd</a>.</p>"
    made = HTML(string=html).write_pdf(**how)
    assert isinstance(made, bytes)
    return made


def pdf_writer() -> PdfWriter:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf())))
    return writer


def pdf_from(writer: PdfWriter) -> bytes:
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()


def pdf_of(*objects: bytes, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects, numbered from 1, with a table that is right."""
    body = header
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    start = len(body)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, trailer, start)
    )


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), dictionary, content)


def flate(content: bytes, dictionary: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + dictionary)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>"


def word_parts(**more: str) -> dict[str, str]:
    """The parts of a small Word document; keyword `types` and `links` add to its two lists."""
    types, links = more.get("types", ""), more.get("links", "")
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{XML}<w:document xmlns:w="urn:w"><w:p>Reflectieverslag</w:p></w:document>',
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
    }


def link(kind: str, target: str, mode: str = "External") -> str:
    return f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def archive(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as written_archive:
        for name, content in parts.items():
            written_archive.writestr(name, content)
    return into.getvalue()


def word(**more: str) -> bytes:
    return archive(word_parts(**more))


class Unseekable(io.RawIOBase):
    """A pipe: whoever writes an archive to it puts the sizes behind each part."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.written += data
        return len(data)


def streamed_word() -> bytes:
    pipe = Unseekable()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as written_archive:
        for name, content in word_parts().items():
            written_archive.writestr(name, content)
    return bytes(pipe.written)
