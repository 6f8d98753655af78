"""Archives that say one thing and are another, and Word documents that do something."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from functools import partial

from tests.registry.uploads import good
from tests.registry.uploads.good import MARK, OFFICE, TYPES, WORD, XML, archive, link, word_parts
from tests.registry.uploads.hostile_kinds import Case

NAMES = {
    "up": "../../etc/passwd",
    "up-inside": "word/../../evil",
    "absolute": "/etc/passwd",
    "drive": "C:/Windows/evil.txt",
    "backslash": "word\\evil.txt",
    "dot": "word/./evil.txt",
    "nothing-between": "word//evil.txt",
    "control": "word/ev\x07il.txt",
    "turned-around": "word/evil\u202etxt.xml",
    "stream": "word/document.xml:hidden",
}


def words() -> Iterator[Case]:
    yield from _not_word()
    yield from _active()
    yield from _bombs()
    yield from _names()
    yield from _xml()
    yield from _lies()
    yield from _cut()


def _with(parts: dict[str, str | bytes]) -> bytes:
    return archive({**word_parts(), **parts})


def _not_word() -> Iterator[Case]:
    yield "archive-of-pictures", archive({"a.png": good.png(), "b.png": good.png("L")}), "not_word"
    yield "archive-of-one-script", archive({"evil.js": MARK}), "not_word"
    yield "spreadsheet", archive({"[Content_Types].xml": XML, "_rels/.rels": XML, "xl/workbook.xml": XML}), "not_word"
    yield "presentation", archive({"[Content_Types].xml": XML, "_rels/.rels": XML, "ppt/a.xml": XML}), "not_word"
    yield (
        "open-document",
        archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": XML}),
        "not_word",
    )
    yield "e-book", archive({"mimetype": "application/epub+zip", "META-INF/container.xml": XML}), "not_word"
    for missing in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
        yield f"word-without-{missing}", archive({k: v for k, v in word_parts().items() if k != missing}), "not_word"


def _active() -> Iterator[Case]:
    for name in ("word/vbaProject.bin", "word/VBAPROJECT.BIN", "word/vbaData.xml", "word/activeX/activeX1.xml"):
        yield f"word-with-{name}", _with({name: MARK}), "active"
    for name in ("word/media/evil.exe", "word/embeddings/evil.js", "evil.lnk", "word/evil.HTA"):
        yield f"word-with-{name}", _with({name: MARK}), "active"
    macros = '<Override PartName="/a" ContentType="application/vnd.ms-office.vbaProject"/>'
    yield "word-with-a-renamed-macro", archive({**word_parts(types=macros), "a": MARK}), "active"
    enabled = '<Override PartName="/a" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    yield "word-with-macros-on", good.word(types=enabled), "active"
    for kind in ("attachedTemplate", "image", "frame", "subDocument", "video", "customXml", "package"):
        yield f"word-that-loads-{kind}", good.word(links=link(kind, "https://evil.example/a")), "loads"
    yield "word-that-loads-in-capitals", good.word(links=link("image", "https://evil.example", "EXTERNAL")), "loads"
    yield "word-that-loads-with-a-space", good.word(links=link("image", "https://evil.example", " External ")), "loads"
    for kind in ("oleObject", "aFChunk", "control", "vbaProject"):
        yield f"word-with-{kind}", good.word(links=link(kind, "embeddings/a.bin", "Internal")), "active"
    yield "word-that-fetches-a-program", good.word(links=link("oleObject", "mhtml:https://evil.example!x")), "active"


def _bombs() -> Iterator[Case]:
    yield "word-of-300-megabytes", partial(_of_zeros, 300_000_000), "bomb"
    yield "word-of-99-megabytes", partial(_of_zeros, 99_000_000), "bomb"
    yield "word-of-many-parts", _with({f"word/media/{n}.bin": b"" for n in range(2_100)}), "too_complex"
    yield (
        "word-of-60-times-two-megabytes",
        lambda: _with({f"word/media/{n}.bin": bytes(2_000_000) for n in range(60)}),
        "bomb",
    )
    nested = archive({"a.zip": archive({"b.zip": archive({"c": bytes(9_000_000)})})})
    yield "archive-in-archive", nested, "not_word"
    yield "word-with-archive-in-archive", _with({"word/embeddings/a.zip": nested}), ""
    yield "word-that-overlaps-itself", _overlapping(), "broken"
    yield (
        "word-larger-than-it-says",
        lambda: _says(_with({"word/a.xml": bytes(50_000_000)}), "word/a.xml", size=9),
        "bomb",
    )
    yield "word-smaller-than-it-says", _says(_with({"word/a.xml": b"abc"}), "word/a.xml", size=99), "broken"
    yield "word-with-a-long-list-of-types", good.word(types="<Default/>" * 120_000), "broken"


def _names() -> Iterator[Case]:
    for name, path in NAMES.items():
        yield f"word-with-a-name-{name}", _with({path: MARK}), "bad_names"
    yield "word-with-a-very-long-name", _with({"word/" + "a" * 5_000: MARK}), "broken"
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as made:
        for name, content in word_parts().items():
            made.writestr(name, content)
        made.writestr("WORD/Document.xml", MARK)
    yield "word-with-the-document-twice", twice.getvalue(), "two_kinds"
    yield "word-with-a-name-of-nothing", _renamed(b"word/a.xml", b"word/\0.xml"), "bad_names"


def _xml() -> Iterator[Case]:
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    types = word_parts()["[Content_Types].xml"].removeprefix(XML)
    for name, text in {
        "laughs": XML + laughs + types,
        "reads-outside": XML + outside + types,
        "is-no-xml": "Content types",
        "is-cut-off": types[:-9],
        "is-another-document": f'{XML}<Types xmlns="{TYPES}"/>',
        "is-a-template": types.replace("document.main", "template.main"),
        "is-nested-deep": "<a>" * 100_000,
    }.items():
        yield f"word-whose-list-{name}", _with({"[Content_Types].xml": text}), "broken"
    for code in ("utf-16", "utf-32", "cp037"):
        yield f"word-whose-list-is-in-{code}", _with({"[Content_Types].xml": types.encode(code)}), "broken"
    yield "word-whose-links-laugh", _with({"word/_rels/document.xml.rels": XML + laughs + "<a>&c;</a>"}), "broken"
    yield "word-whose-links-are-none", _with({"word/_rels/a.xml.RELS": "\0\x01"}), "broken"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    loads = link("image", "https://evil.example").replace(OFFICE, strict)
    yield "word-that-loads-in-strict-words", good.word(links=loads), "loads"
    assert WORD in types


def _lies() -> Iterator[Case]:
    real = good.word()
    end = len(real) - 22
    yield "word-behind-something", b"PK\x03\x04" + MARK + real, "broken"
    yield "word-before-something", real + MARK, "broken"
    yield "word-with-a-note-at-the-end", real[:-2] + struct.pack("<H", len(MARK)) + MARK, "broken"
    yield "word-with-another-archive-behind", real + archive({"evil.js": MARK}), "broken"
    yield "word-on-another-disk", real[: end + 4] + b"\x01\0" + real[end + 6 :], "broken"
    yield "word-that-miscounts", real[: end + 8] + b"\x09\0" + real[end + 10 :], "broken"
    yield "word-that-counts-too-few", real[: end + 8] + b"\x01\0\x01\0" + real[end + 12 :], "broken"
    yield "word-with-its-list-elsewhere", real[: end + 16] + b"\x01\0\0\0" + real[end + 20 :], "broken"
    yield "word-of-64-bits", real[: end + 16] + b"\xff\xff\xff\xff" + real[end + 20 :], "broken"
    locator = b"PK\x06\x06" + bytes(52) + b"PK\x06\x07" + bytes(16)
    yield "word-with-a-64-bit-end", real[:end] + locator + real[end:], "broken"
    yield "word-with-something-between", _with_a_gap(real), "broken"
    yield "word-with-two-names-for-a-part", _renamed(b"word/a.xml", b"word/b.xml", local_only=True), "broken"
    for place, value, name in (
        (6, b"\x01", "locked"),
        (8, b"\x00", "packed-otherwise"),
        (14, b"\x07", "other-checksum"),
    ):
        yield f"word-whose-part-is-{name}-by-one-list", _poked(real, b"PK\x03\x04", place, value), "broken"
    yield "word-locked", _poked(_poked(real, b"PK\x03\x04", 6, b"\x01"), b"PK\x01\x02", 8, b"\x01"), "encrypted"
    yield (
        "word-locked-strongly",
        _poked(_poked(real, b"PK\x03\x04", 6, b"\x41"), b"PK\x01\x02", 8, b"\x41"),
        "encrypted",
    )
    yield "word-with-the-wrong-checksum", _says(_with({"word/a.xml": b"abc"}), "word/a.xml", checksum=1), "broken"
    yield (
        "word-with-rubbish-in-a-part",
        _says(archive({**word_parts(), "word/a.xml": b"a" * 99}), "word/a.xml", rubbish=True),
        "broken",
    )
    for method, name in ((zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "lzma")):
        yield f"word-packed-with-{name}", archive(word_parts(), method), "broken"


def _cut() -> Iterator[Case]:
    real = good.word()
    for part in (1, 10, 30, 50, 70, 90, 99):
        yield f"word-cut-off-at-{part}%", real[: len(real) * part // 100], "broken"
    for size in (4, 21, 22, 30):
        yield f"word-cut-off-at-{size}-bytes", real[:size], "broken"


def _of_zeros(size: int) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, content in word_parts().items():
            made.writestr(name, content)
        with made.open("word/media/a.bmp", "w") as part:
            for _ in range(size // 1_000_000):
                part.write(bytes(1_000_000))
    return into.getvalue()


def _says(
    data: bytes, name: str, *, size: int | None = None, checksum: int | None = None, rubbish: bool = False
) -> bytes:
    """The same archive with another size or checksum for a part, in both lists; or with rubbish for its content."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        info = made.getinfo(name)
        central = data.index(b"PK\x01\x02", made.start_dir)
        while data[central + 46 : central + 46 + len(name)] != name.encode():
            central = data.index(b"PK\x01\x02", central + 4)
    for at, size_at, checksum_at in ((info.header_offset, 22, 14), (central, 24, 16)):
        if size is not None:
            changed[at + size_at : at + size_at + 4] = struct.pack("<L", size)
        if checksum is not None:
            changed[at + checksum_at : at + checksum_at + 4] = struct.pack("<L", checksum)
    if rubbish:
        start = info.header_offset + 30 + len(name)
        changed[start : start + info.compress_size] = b"\xff" * info.compress_size
    return bytes(changed)


def _renamed(old: bytes, new: bytes, *, local_only: bool = False) -> bytes:
    data = _with({old.decode(): MARK})
    return data.replace(old, new, 1 if local_only else -1)


def _poked(data: bytes, signature: bytes, place: int, value: bytes) -> bytes:
    at = data.index(signature) + place
    return data[:at] + value + data[at + len(value) :]


def _with_a_gap(real: bytes) -> bytes:
    """Bytes that belong to no part, before the list; the list says where it now is."""
    end = len(real) - 22
    (start,) = struct.unpack_from("<L", real, end + 16)
    return real[:start] + MARK + real[start : end + 16] + struct.pack("<L", start + len(MARK)) + real[end + 20 :]


def _overlapping() -> bytes:
    """Many names for one part (as the bombs of David Fifield): each is the same bytes again."""
    real = _with({"word/a.bin": bytes(4_000_000)})
    end = len(real) - 22
    count, _, start = struct.unpack_from("<HLL", real, end + 10)
    entry = real[real.rindex(b"PK\x01\x02") : end]
    more = b"".join(entry.replace(b"word/a.bin", b"word/%d.bin" % n) for n in range(9))
    listed = real[start:end] + more
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 9, count + 9, len(listed), start, 0)
    return real[:start] + listed + tail
