"""Letters as files, for a demo or a trial: without a mail server nothing is sent, and everything can be read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from admin.post.carriers import TAKEN, Begin, Outcome
from admin.post.messages import Envelope

FOLDER = Path("var/mail")  # git ignores it


@dataclass(frozen=True, slots=True)
class FolderCarrier:
    """Writes each letter once: a file that is written again, after a worker died, is the same file."""

    folder: Path

    @asynccontextmanager
    async def carry(self, envelope: Envelope, name: str, begin: Begin) -> AsyncIterator[Outcome]:
        del begin  # here nothing is uncertain
        await asyncio.to_thread(self._write, envelope.message, name)
        yield TAKEN

    def _write(self, message: bytes, name: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / f"{name}.eml"
        half = file.with_suffix(".half")
        half.write_bytes(message)
        half.replace(file)
