"""Where a virus scanner is named, no file gets past it: not when it finds something, and not when it is away."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from registry.errors import StoreAway
from registry.file_kinds import UnfitFile
from registry.service_addresses import read_scanner
from registry.virus_scan import ClamAV

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(answer: Answer, seconds: float = 5) -> AsyncIterator[ClamAV]:
    """A daemon that answers like this."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield ClamAV("127.0.0.1", server.sockets[0].getsockname()[1], seconds)


async def clamd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As the real one: reads the stream by its lengths, finds EICAR, and takes at most ten megabytes."""
    assert b"zINSTREAM\0" == await reader.readexactly(10)
    data = b""
    while (length := struct.unpack(">L", await reader.readexactly(4))[0]) and len(data) < 10_000_001:
        data += await reader.readexactly(length)
    answer = b"stream: Eicar-Test-Signature FOUND" if EICAR in data else b"stream: OK"
    if len(data) > 10_000_000:
        answer = b"INSTREAM size limit exceeded. ERROR"
    writer.write(answer + b"\0")
    await writer.drain()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 10_000_000])
async def test_a_clean_file_passes(size: int) -> None:
    """Of every size, in one piece and in many."""
    async with listening(clamd) as scanner:
        await scanner.scan(b"x" * size)


async def test_a_virus_is_refused() -> None:
    """Also when it lies across two pieces."""
    async with listening(clamd) as scanner:
        for before in (0, 65_500, 200_000):
            with pytest.raises(UnfitFile, match="not taken") as refused:
                await scanner.scan(b"x" * before + EICAR)
            assert "virus" == refused.value.code


async def test_too_large_for_the_scanner_is_not_let_through() -> None:
    """A scanner that is set too small stops everything, and so is noticed."""
    async with listening(clamd) as scanner:
        with pytest.raises(StoreAway, match="none are taken"):
            await scanner.scan(b"x" * 10_000_001)


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(-1)


async def deaf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0)


def saying(answer: bytes) -> Answer:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\0\0\0\0")
        writer.write(answer)
        await writer.drain()

    return say


@pytest.mark.parametrize(
    "answer",
    [
        silent,
        deaf,
        *map(saying, (b"", b"stream: OK", b"stream: OK" + b"!" * 5_000, b"UNKNOWN COMMAND\0", b"OK\0", b"\0")),
    ],
)
async def test_a_scanner_that_says_nothing_of_use_stops_everything(answer: Answer) -> None:
    """Silent, gone in the middle, cut off, endless or speaking of something else: no file is taken."""
    async with listening(answer, seconds=0.3) as scanner:
        with pytest.raises(StoreAway, match="none are taken"):
            await scanner.scan(b"%PDF-1.7")


async def test_a_scanner_that_is_not_there_stops_everything() -> None:
    """Nothing listens."""
    with pytest.raises(StoreAway, match="none are taken"):
        await ClamAV("127.0.0.1", 9).scan(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("address", "host"), [("127.0.0.1:3310", "127.0.0.1"), ("clamav:3310", "clamav"), ("[::1]:3310", "::1")]
)
def test_addresses_of_scanners(address: str, host: str) -> None:
    """A machine and a port."""
    assert ClamAV(host, 3310) == read_scanner(address)


@pytest.mark.parametrize(
    "address", ["", "clamav", ":3310", "clamav:", "clamav:x", "clamav:0", "clamav:70000", "a b:1", "http://clamav:3310"]
)
def test_wrong_addresses_of_scanners(address: str) -> None:
    """Each is told how to write one."""
    with pytest.raises(ValueError, match="write host:port"):
        read_scanner(address)
