"""Draws a picture anew, in a process of its own: what is stored holds pixels and nothing else.

Run as `python -m registry.drawing`: a picture on stdin, the new one on stdout, or an exit code that is not 0. The
libraries below read whatever strangers hand in, and are written in C: a fault in them, a picture that never ends or one
that wants all memory costs this process and no other. It gets no settings, no keys and no database.
"""

import io
import os
import resource
import subprocess
import sys
import warnings

import pi_heif
from PIL import Image

from registry.file_kinds import FileKind
from registry.pictures import MOST_PIXELS, Picture, broken

MOST_MEMORY = 2_000_000_000  # bytes of address space; 50 million pixels with two copies fit
MOST_SECONDS = 20  # of computing …
MOST_WAIT = 60  # … and by the clock, on a busy machine
MOST_DRAWN = 100_000_000  # what the table of evidence allows
_HEADER = 2  # bytes: the kind and the way up, before the picture on stdin
_KINDS = (FileKind.JPEG, FileKind.PNG, FileKind.HEIC)
_KEPT_SETTINGS = ("PATH", "PYTHON", "LD_LIBRARY_PATH", "COVERAGE_")  # where Python finds itself, and the tests' counter
_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def draw_apart(picture: Picture) -> bytes:
    """The picture drawn anew by another process, as PNG or JPEG. Raises UnfitFile. Slow: never in the loop."""
    given = bytes((_KINDS.index(picture.kind), picture.turned)) + picture.data
    try:
        done = subprocess.run(
            [sys.executable, "-m", "registry.drawing"],
            input=given,
            capture_output=True,
            env=plain_environment(),
            timeout=MOST_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise broken() from None
    if done.returncode or not done.stdout or len(done.stdout) > MOST_DRAWN:
        raise broken()
    return done.stdout


def plain_environment() -> dict[str, str]:
    """What a process needs to start Python, and nothing that the register needs."""
    return {name: value for name, value in os.environ.items() if name.startswith(_KEPT_SETTINGS)}


def draw(picture: Picture) -> bytes:
    """The picture drawn anew, upright, as PNG or JPEG without anything but pixels. Raises whatever the libraries do."""
    image = _opened(picture)
    if image.width * image.height > MOST_PIXELS:
        raise OverflowError("more pixels than the headers said")
    image.load()
    if picture.turned in TURNS:
        image = image.transpose(TURNS[picture.turned])
    return _as_png(image) if picture.kind is FileKind.PNG else _as_jpeg(image)


def _opened(picture: Picture) -> Image.Image:
    if picture.kind is FileKind.HEIC:
        found = pi_heif.open_heif(io.BytesIO(picture.data), convert_hdr_to_8bit=True)
        if found.size[0] * found.size[1] > MOST_PIXELS:
            raise OverflowError("more pixels than the headers said")
        image: Image.Image = found.to_pillow()
        return image
    return Image.open(io.BytesIO(picture.data), formats=[picture.kind.name])


def _as_png(image: Image.Image) -> bytes:
    if image.mode not in _PNG_MODES:
        image = image.convert("RGBA" if "A" in image.mode else "RGB")
    image.info = {name: value for name, value in image.info.items() if name == "transparency"}
    into = io.BytesIO()
    image.save(into, format="PNG")
    return into.getvalue()


def _as_jpeg(image: Image.Image) -> bytes:
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    image.info = {}
    into = io.BytesIO()
    image.save(into, format="JPEG", quality=90)
    return into.getvalue()


def main() -> None:
    """Draw what comes in; a picture that cannot be drawn ends this process with an error, which is all that is told."""
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    warnings.simplefilter("error")  # Pillow's doubts about the size of a picture among them
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    pi_heif.options.DECODE_THREADS = 1
    given = sys.stdin.buffer.read()
    picture = Picture(_KINDS[given[0]], given[_HEADER:], given[1])
    sys.stdout.buffer.write(draw(picture))


if __name__ == "__main__":
    main()
