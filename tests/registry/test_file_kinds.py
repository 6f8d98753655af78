"""What people hand in as evidence is taken, cleaned or refused with a sentence; nothing else ever happens."""

from __future__ import annotations

import asyncio
import io
import re
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, product
from random import Random

import pi_heif
import pytest
from PIL import Image
from pypdf import PdfReader

from registry import drawing
from registry.drawing import TURNS
from registry.file_cleaning import CleanFile, clean_aside, clean_file
from registry.file_kinds import MOST_BYTES, FileKind, UnfitFile
from registry.file_names import shown_name
from tests.registry.uploads import good
from tests.registry.uploads.hostile_kinds import Data, kinds
from tests.registry.uploads.hostile_pdf import pdfs
from tests.registry.uploads.hostile_pictures import pictures
from tests.registry.uploads.hostile_word import words

MOST_SECONDS = 30
RED, BLUE = (200, 30, 40), (20, 60, 200)
PLAIN_JPEG = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}
HOSTILE = list(chain(kinds(), pdfs(), words(), pictures()))


def made(data: Data) -> bytes:
    return data if isinstance(data, bytes) else data()


def near(expected: tuple[int, int, int], actual: object) -> bool:
    assert isinstance(actual, tuple)
    return all(abs(one - other) < 12 for one, other in zip(expected, actual[:3], strict=True))


def holds_only_pixels(clean: CleanFile) -> bool:
    """Whether a stored picture has the parts that every drawing has, and ends where it ends."""
    if clean.kind is FileKind.PNG:
        return {kind for kind, _ in good.png_pieces(clean.data)} <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
    at, seen = 2, {0xD8}
    while True:
        marker, length = clean.data[at + 1], int.from_bytes(clean.data[at + 2 : at + 4], "big")
        seen.add(marker)
        at += 2 + length
        if marker == 0xDA:
            found = re.compile(rb"\xff[^\0\xd0-\xd7]").search(clean.data, at)
            assert found is not None
            return seen <= PLAIN_JPEG and found.group() == b"\xff\xd9" and found.end() == len(clean.data)


def test_there_are_enough_hostile_files() -> None:
    """At least two hundred, each with a name of its own."""
    names = [name for name, _, _ in HOSTILE]
    assert len(names) == len(set(names))
    assert len(names) >= 200


@pytest.mark.parametrize(("data", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_file_is_refused_or_cleaned(data: Data, code: str) -> None:
    """It is refused with its code and a sentence that says what to do, or cleaned of all but the drawing; in time."""
    given = made(data)
    before = time.perf_counter()
    if code:
        with pytest.raises(UnfitFile) as refused:
            clean_file(given)
        assert code == refused.value.code
        (problem,) = refused.value.problems
        assert ("file", ".") == (problem.field, problem.message[-1])
        assert len(problem.message.split(". ")) >= 2
    else:
        clean = clean_file(given)
        if clean.kind in (FileKind.PNG, FileKind.JPEG):
            assert holds_only_pixels(clean)
            assert good.MARK not in clean.data
    assert time.perf_counter() - before < MOST_SECONDS


GOOD: dict[str, tuple[Data, FileKind]] = {
    "pdf-by-weasyprint": (good.pdf, FileKind.PDF),
    "pdf-that-reads-aloud": (lambda: good.pdf(pdf_variant="pdf/ua-1"), FileKind.PDF),
    "pdf-not-packed": (lambda: good.pdf(uncompressed_pdf=True), FileKind.PDF),
    "pdf-by-pypdf": (lambda: good.pdf_from(good.pdf_writer()), FileKind.PDF),
    "pdf-of-a-scan": (lambda: good.written(good.noise(), "PDF"), FileKind.PDF),
    "pdf-with-lines-behind": (lambda: good.pdf() + b"\r\n\r\n", FileKind.PDF),
    "word": (good.word, FileKind.WORD),
    "word-not-packed": (lambda: good.archive(good.word_parts(), 0), FileKind.WORD),
    "word-written-to-a-pipe": (good.streamed_word, FileKind.WORD),
    "word-with-a-link": (
        lambda: good.word(links=good.link("hyperlink", "https://school.example")),
        FileKind.WORD,
    ),
    "word-with-a-picture": (
        lambda: good.archive({**good.word_parts(), "word/media/image1.png": good.png()}),
        FileKind.WORD,
    ),
    "heic": (good.heic, FileKind.JPEG),
    "jpeg-progressive": (lambda: good.written(good.noise(), "JPEG", progressive=True), FileKind.JPEG),
    "jpeg-cmyk": (lambda: good.jpeg("CMYK"), FileKind.JPEG),
    "jpeg-grey": (lambda: good.jpeg("L"), FileKind.JPEG),
    "png-of-noise": (lambda: good.written(good.noise(), "PNG"), FileKind.PNG),
    "png-see-through-palette": (lambda: good.png("P", transparency=0), FileKind.PNG),
    **{f"png-{mode}": (partial(good.png, mode), FileKind.PNG) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")},
}


@pytest.mark.parametrize(("data", "kind"), GOOD.values(), ids=GOOD)
def test_a_good_file_is_taken(data: Data, kind: FileKind) -> None:
    """Every kind, as different programs write it; documents as they came, pictures drawn anew."""
    given = made(data)
    clean = clean_file(given)
    assert kind is clean.kind
    if kind in (FileKind.PDF, FileKind.WORD):
        assert given == clean.data
    else:
        assert holds_only_pixels(clean)
        Image.open(io.BytesIO(clean.data)).load()


def test_a_taken_pdf_still_opens() -> None:
    """What was taken is a PDF for a real reader too."""
    assert "Certificaat" in PdfReader(io.BytesIO(clean_file(good.pdf()).data)).pages[0].extract_text()


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stays_upright_and_forgets_where_it_was(kind: str, turned: int) -> None:
    """Drawn as a viewer shows it, with no EXIF, no place and no thumbnail left in what is stored."""
    back = {2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}.get(turned)
    shown = good.picture(size=(96, 64))
    lying = shown if back is None else shown.transpose(TURNS[back])
    given = good.written(lying, kind, exif=good.exif(turned))
    assert 52.0 == Image.open(io.BytesIO(given)).getexif().get_ifd(0x8825)[2][0]
    stored = Image.open(io.BytesIO(clean_file(given).data))
    assert ((96, 64), {}) == (stored.size, dict(stored.getexif()))
    assert near(BLUE, stored.convert("RGB").getpixel((5, 5)))
    assert near(RED, stored.convert("RGB").getpixel((90, 5)))
    assert {"exif", "xmp", "icc_profile", "comment", "photoshop", "mp"}.isdisjoint(stored.info)


def test_a_photograph_of_a_telephone_forgets_where_it_was() -> None:
    """A HEIC with GPS in EXIF and XMP becomes a JPEG, turned as the telephone meant, with neither."""
    given = good.heic()
    before = pi_heif.open_heif(io.BytesIO(given)).info
    assert (True, True) == (b"TestPhone" in before["exif"], b"<gps>" in before["xmp"])
    stored = Image.open(io.BytesIO(clean_file(given).data))
    assert ("JPEG", (120, 160), {}) == (stored.format, stored.size, dict(stored.getexif()))
    assert near(BLUE, stored.getpixel((110, 10)))
    assert near(RED, stored.getpixel((10, 150)))


def test_a_moving_picture_stands_still() -> None:
    """Of an animated PNG the first picture is kept."""
    stored = Image.open(io.BytesIO(clean_file(good.animated_png()).data))
    assert (False, (64, 48)) == (getattr(stored, "is_animated", False), stored.size)


def broken_at_random() -> Iterator[tuple[str, bytes]]:
    kinds_ = {
        "pdf": good.pdf(),
        "word": good.word(),
        "jpeg": good.jpeg(exif=good.exif(6)),
        "png": good.png(),
        "heic": good.heic(),
    }
    for (name, data), seed in product(kinds_.items(), range(12)):
        luck = Random(seed)
        broken = bytearray(data)
        for _ in range(luck.choice((1, 3, 30))):
            broken[luck.randrange(len(broken))] = luck.randrange(256)
        yield f"{name}-{seed}", bytes(broken)


RANDOM = dict(broken_at_random())


@pytest.mark.parametrize("data", RANDOM.values(), ids=RANDOM)
def test_a_file_broken_at_random_is_taken_or_refused(data: bytes) -> None:
    """Whatever bits fall over, the answer is a clean file or a sentence."""
    try:
        clean = clean_file(data)
    except UnfitFile:
        return
    assert clean.kind in (FileKind.PDF, FileKind.WORD) or holds_only_pixels(clean)


@pytest.mark.parametrize(
    "large",
    [
        lambda: good.written(
            Image.new("RGBA", (7_000, 7_000), (1, 2, 3, 4)), "PNG", exif=good.exif(6), compress_level=1
        ),
        lambda: good.written(Image.new("RGB", (7_000, 7_000), RED), "JPEG", exif=good.exif(6)),
        lambda: good.written(Image.new("CMYK", (7_000, 7_000)), "JPEG", exif=good.exif(5)),
    ],
    ids=["png", "jpeg", "cmyk"],
)
def test_the_largest_picture_fits(large: Callable[[], bytes]) -> None:
    """49 million pixels that must be turned stay within the limits of time and memory of the process that draws."""
    clean = clean_file(large())
    assert holds_only_pixels(clean)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        assert (7_000, 7_000) == Image.open(io.BytesIO(clean.data)).size


@pytest.mark.parametrize("name", ["pdf-that-unpacks-to-300-megabytes", "word-of-300-megabytes", "word-of-99-megabytes"])
def test_a_bomb_costs_little_memory(name: str) -> None:
    """Reading what unpacks to hundreds of megabytes takes a few of our own."""
    (data,) = [made(data) for other, data, _ in HOSTILE if other == name]
    tracemalloc.start()
    with pytest.raises(UnfitFile):
        clean_file(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5 * len(data) + 10_000_000


def test_the_process_that_draws_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the database nor a key is in its environment."""
    for name in ("DATABASE_URL", "SECRET_KEY", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x" * 40)
    assert set() == {"DATABASE_URL", "SECRET_KEY", "AWS_SECRET_ACCESS_KEY"} & drawing.plain_environment().keys()


def test_a_picture_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that draws is ended when its time is over."""
    monkeypatch.setattr(drawing, "MOST_WAIT", 0.001)
    with pytest.raises(UnfitFile, match="damaged"):
        clean_file(good.jpeg())


async def test_two_files_are_cleaned_at_once_and_no_more() -> None:
    """Others wait, and nobody waits for ever: five are all done in the end."""
    async with asyncio.timeout(MOST_SECONDS):
        cleaned = await asyncio.gather(*(clean_aside(good.jpeg()) for _ in range(5)))
    assert 1 == len({clean.digest for clean in cleaned})


def test_the_same_picture_gives_the_same_file() -> None:
    """So that a file that is handed in twice is stored once."""
    assert clean_file(good.jpeg()).digest == clean_file(good.jpeg() + b"behind").digest


def test_ten_megabytes_is_still_taken() -> None:
    """The limit itself is allowed."""
    padded = good.pdf_of(good.CATALOG, good.stream(bytes(MOST_BYTES - 290)))
    assert MOST_BYTES >= len(padded) > MOST_BYTES - 200
    assert FileKind.PDF is clean_file(padded).kind


NAMES = {
    "diploma.pdf": "diploma.pdf",
    "Diploma van mijn opleiding (2024).PDF": "Diploma van mijn opleiding (2024).pdf",
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\Windows\\win.ini": "win.pdf",
    "/absolute/path.pdf": "path.pdf",
    "C:\\Users\\jij\\cv.docx": "cv.pdf",
    "C:cv.pdf": "C cv.pdf",
    "diploma.pdf.exe": "diploma.pdf",
    "diploma.exe.pdf": "diploma.pdf",
    "diploma": "diploma.pdf",
    "": "bewijs.pdf",
    ".": "bewijs.pdf",
    "..": "bewijs.pdf",
    ".pdf": "pdf.pdf",
    "   ": "bewijs.pdf",
    ".htaccess": "htaccess.pdf",
    "con.pdf": "bewijs-con.pdf",
    "NUL": "bewijs-NUL.pdf",
    "a\0b.pdf": "ab.pdf",
    "a\r\nSet-Cookie: x.pdf": "a Set-Cookie x.pdf",
    "a\tb.pdf": "a b.pdf",
    "cv\u202efdp.exe": "cvfdp.pdf",
    "\u2066cv\u2069.pdf": "cv.pdf",
    "c\u200bv.pdf": "cv.pdf",
    "\ufeffcv.pdf": "cv.pdf",
    '<img src=x onerror="alert(1)">.pdf': "img src=x onerror= alert(1).pdf",
    "a|b?c*d:e.pdf": "a b c d e.pdf",
    "%2e%2e%2fpasswd.pdf": "2e 2e 2fpasswd.pdf",
    "re\u0301sume\u0301.pdf": "r\u00e9sum\u00e9.pdf",
    "\ud800kapot.pdf": "kapot.pdf",
    "証明書.pdf": "証明書.pdf",
    "cv\u3000van mij.pdf": "cv van mij.pdf",
    "punten. .pdf": "punten.pdf",
    "versie 1.2.pdf": "versie 1.2.pdf",
    "nr. 12.5": "nr. 12.5.pdf",
    "foto.heic": "foto.pdf",
}


@pytest.mark.parametrize(("given", "expected"), NAMES.items())
def test_a_name_is_only_shown(given: str, expected: str) -> None:
    """No path, nothing invisible, nothing that turns writing around, and the ending of what the file really is."""
    assert expected == shown_name(given, FileKind.PDF)


def test_a_name_is_not_endless() -> None:
    """At most 120 letters, the ending included, however long the one that was given."""
    assert 120 == len(shown_name("ë" * 100_000 + ".exe", FileKind.WORD))
    assert "foto.jpg" == shown_name("foto.heic", FileKind.HEIC)
