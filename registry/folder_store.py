"""Evidence in a folder. A file is written under another name, forced to the disk, and only then given its own."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from registry.errors import StoreAway
from registry.evidence_store import Kept, check_digest

AWAY = "The store for files is full or does not answer. Nothing was recorded. Try again later."
_UNFINISHED = "unfinished"
_AT_ONCE = 200
T = TypeVar("T")


class FolderStore:
    """Evidence below one folder, in 256 folders by the first two figures of its digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, digest: str, data: bytes) -> None:
        await _aside(lambda: self._write(self._place(digest), data))

    async def fetch(self, digest: str) -> bytes | None:
        return await _aside(lambda: _read(self._place(digest)))

    async def holds(self, digest: str) -> bool:
        return await _aside(self._place(digest).is_file)

    async def remove(self, digest: str) -> None:
        await _aside(lambda: self._place(digest).unlink(missing_ok=True))

    async def kept(self) -> AsyncIterator[Kept]:
        names = await _aside(lambda: sorted(self.folder.glob("[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 64)))
        for start in range(0, len(names), _AT_ONCE):
            described = partial(_described, names[start : start + _AT_ONCE])
            for one in await _aside(described):
                yield one

    async def clear_unfinished(self, before: datetime) -> int:
        return await _aside(lambda: self._clear(before))

    def _place(self, digest: str) -> Path:
        return self.folder / check_digest(digest)[:2] / digest

    def _write(self, place: Path, data: bytes) -> None:
        unfinished = self.folder / _UNFINISHED / uuid4().hex
        for folder in (unfinished.parent, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(place)
        finally:
            unfinished.unlink(missing_ok=True)
        for folder in (place.parent, self.folder):
            _keep_name(folder)

    def _clear(self, before: datetime) -> int:
        old = [one for one in self.folder.glob(f"{_UNFINISHED}/*") if one.stat().st_mtime < before.timestamp()]
        for one in old:
            one.unlink(missing_ok=True)
        return len(old)


def _keep_name(folder: Path) -> None:
    """Force a folder's list of names to the disk: a file without its name is lost as well."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _read(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None


def _described(places: list[Path]) -> list[Kept]:
    found = []
    for place in places:
        with suppress(FileNotFoundError):  # removed while we were looking
            found.append(Kept(place.name, datetime.fromtimestamp(place.stat().st_mtime, UTC)))
    return found


async def _aside(work: Callable[[], T]) -> T:
    """Work on the disk in a thread; a disk that refuses is a store that is away."""
    with _answering():
        return await asyncio.to_thread(work)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise StoreAway(AWAY) from None
