"""Asks a ClamAV daemon about a file, where the setting CLAMAV names one. No answer means: not taken."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from struct import pack

from registry.errors import StoreAway
from registry.file_kinds import UnfitFile

SECONDS = 15
AWAY = "Files cannot be checked for viruses now, so none are taken. Nothing was recorded. Try again later."
_PIECE = 65_536
_MOST_ANSWER = 1_000


@dataclass(frozen=True, slots=True)
class ClamAV:
    """Where the daemon listens."""

    host: str
    port: int
    seconds: float = SECONDS

    async def scan(self, data: bytes) -> None:
        """Return when the daemon calls a file clean. Raises UnfitFile, or StoreAway when it says nothing of use."""
        try:
            async with asyncio.timeout(self.seconds):
                answer = await self._ask(data)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            raise StoreAway(AWAY) from None
        if answer.endswith(b" FOUND"):
            raise UnfitFile("virus", message="The virus scanner found something in this file. It is not taken.")
        if not answer.endswith(b": OK"):
            raise StoreAway(AWAY)

    async def _ask(self, data: bytes) -> bytes:
        """INSTREAM: each piece after its length in four bytes, a length of nothing at the end, one line back."""
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=_MOST_ANSWER)
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(data), _PIECE):
                piece = data[start : start + _PIECE]
                writer.write(pack(">L", len(piece)) + piece)
                await writer.drain()
            writer.write(pack(">L", 0))
            await writer.drain()
            return (await reader.readuntil(b"\0")).rstrip(b"\0")
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
