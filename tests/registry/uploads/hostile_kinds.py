"""What is no evidence at all, whatever it is called."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from registry.file_kinds import MOST_BYTES
from tests.registry.uploads import good

Data = bytes | Callable[[], bytes]  # a large one is made when it is needed
Case = tuple[str, Data, str]  # what it is, the file, the code it is refused with ("" for cleaned)

STARTS = {
    "text": b"Beste lezer, dit is mijn certificaat.",
    "html": b"<!doctype html><html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg-with-declaration": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "php": b"<?php system($_GET[0]);",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "javascript": b"window.location='https://evil.example'",
    "json": b'{"certificate": true}',
    "rtf": rb"{\rtf1\ansi{\object\objautlink}}",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "windows-program": b"MZ\x90\0\x03\0\0\0" + bytes(200),
    "linux-program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "mac-program": b"\xcf\xfa\xed\xfe" + bytes(200),
    "java-class": b"\xca\xfe\xba\xbe\0\0\0\x37" + bytes(50),
    "webassembly": b"\0asm\x01\0\0\0",
    "shortcut": b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F",
    "flash": b"CWS\x0a" + bytes(50),
    "gzip": b"\x1f\x8b\x08\0" + bytes(50),
    "bzip2": b"BZh91AY&SY" + bytes(50),
    "xz": b"\xfd7zXZ\0" + bytes(50),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "rar": b"Rar!\x1a\x07\x01\0" + bytes(50),
    "zstandard": b"\x28\xb5\x2f\xfd" + bytes(50),
    "cabinet": b"MSCF\0\0\0\0" + bytes(50),
    "iso-media": b"\0\0\0\x18ftypmp42" + bytes(50),
    "avif": b"\0\0\0\x1cftypavif" + bytes(50),
    "jpeg-xl": b"\0\0\0\x0cJXL \x0d\x0a\x87\x0a" + bytes(50),
    "jpeg-2000": b"\0\0\0\x0cjP  \x0d\x0a\x87\x0a" + bytes(50),
    "psd": b"8BPS\0\x01" + bytes(50),
    "icon": b"\0\0\x01\0\x01\0" + bytes(50),
    "mp3": b"ID3\x04" + bytes(50),
    "sqlite": b"SQLite format 3\0" + bytes(84),
    "nothing-but-zeros": bytes(5000),
    "one-byte": b"%",
    "half-a-start": b"\x89PNG\r\n",
    "byte-order-mark-before-pdf": b"\xef\xbb\xbf" + good.pdf_of(good.CATALOG),
    "line-before-pdf": b"\n" + good.pdf_of(good.CATALOG),
    "empty-archive": b"PK\x05\x06" + bytes(18),
    "split-archive": b"PK\x07\x08PK\x03\x04" + bytes(50),
}


def kinds() -> Iterator[Case]:
    yield "empty", b"", "empty"
    for name, data in STARTS.items():
        yield name, data, "unknown_kind"
    for format_ in ("GIF", "BMP", "TIFF", "WEBP", "ICO"):
        yield f"picture-{format_.lower()}", good.written(good.picture(), format_), "unknown_kind"
    yield "old-word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("certificaat.pdf"))
    yield "tar", tar.getvalue(), "unknown_kind"
    yield "gif-and-java-archive", good.written(good.picture(), "GIF") + java_archive(), "unknown_kind"
    yield "svg-and-pdf", b"<svg><!--" + good.pdf_of(good.CATALOG) + b"--></svg>", "unknown_kind"
    for start in (b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\0\0\0\x1cftypheic", b"x"):
        yield f"oversize-{start[:5]!r}", partial(start.ljust, MOST_BYTES + 1, b"A"), "too_large"


def java_archive() -> bytes:
    return good.archive(
        {"META-INF/MANIFEST.MF": "Main-Class: A\n", "A.class": b"\xca\xfe\xba\xbe" + good.MARK}, zipfile.ZIP_STORED
    )
