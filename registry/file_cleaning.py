"""A file as it is stored: looked over, cleaned where it is a picture, and named by its digest."""

from dataclasses import dataclass
from hashlib import sha256

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

from registry.file_kinds import MEDIA_TYPES, FileKind, recognise
from registry.pdf_files import check_pdf
from registry.pictures import read_picture
from registry.word_files import check_word_file

AT_ONCE = 2  # files in one process: a hostile one may cost seconds of computing and much memory
_LIMITER: RunVar[CapacityLimiter] = RunVar("loopbaanregister_cleaning")


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What may be stored: `kind` is that of the bytes, which for a HEIC picture is now a JPEG."""

    kind: FileKind
    data: bytes
    digest: str

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def clean_file(data: bytes) -> CleanFile:
    """A file ready to be stored. Raises UnfitFile. It may take seconds: see clean_aside."""
    kind = recognise(data)
    match kind:
        case FileKind.PDF:
            check_pdf(data)
        case FileKind.WORD:
            check_word_file(data)
        case _:
            from registry.drawing import draw_apart  # noqa: PLC0415  # 6 MB for the first picture, not for a start

            data = draw_apart(read_picture(kind, data))
            kind = FileKind.PNG if kind is FileKind.PNG else FileKind.JPEG
    return CleanFile(kind, data, sha256(data).hexdigest())


async def clean_aside(data: bytes) -> CleanFile:
    """The same in a thread, so that others go on meanwhile; no more than two at once."""
    try:
        limiter = _LIMITER.get()
    except LookupError:
        limiter = CapacityLimiter(AT_ONCE)
        _LIMITER.set(limiter)
    return await run_sync(clean_file, data, limiter=limiter)
