"""What kind of file somebody hands in, told from its first bytes. The name and what the browser says count for nothing.

The first bytes choose who looks further (`pdf_files`, `word_files`, `jpeg_files` …); they prove nothing by themselves.
"""

from enum import StrEnum

from registry.errors import Malformed, Problem

MOST_BYTES = 10_000_000


class FileKind(StrEnum):
    """The kinds of file that evidence may be."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    WORD = "docx"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # what is stored: a HEIC picture becomes a JPEG
ENDINGS = {FileKind.PDF: ".pdf", FileKind.JPEG: ".jpg", FileKind.PNG: ".png", FileKind.WORD: ".docx"}

_STARTS = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"PK\x03\x04", FileKind.WORD),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class UnfitFile(Malformed):
    """A file that is not taken: `code` names what is wrong for a program, the message says what to do next."""

    def __init__(self, code: str, *, message: str) -> None:
        self.code = code
        super().__init__([Problem("file", message)])


def recognise(data: bytes) -> FileKind:
    """The kind of a file, by its first bytes and its size. Raises UnfitFile."""
    if not data:
        raise UnfitFile("empty", message="This file is empty. Choose another one.")
    if len(data) > MOST_BYTES:
        raise UnfitFile("too_large", message="This file is larger than 10 MB. Make it smaller, or hand it in as parts.")
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    if data.startswith(_OLD_OFFICE):
        raise UnfitFile(
            "old_office",
            message="This is a file of an old version of Office. Save it as PDF or as .docx, and hand that in.",
        )
    raise UnfitFile(
        "unknown_kind",
        message="This is not a PDF, JPEG, PNG, HEIC or Word file, whatever it is called. Save it as PDF and try again.",
    )
