"""A file is in the store whole or not at all, is read back only when it is the same, and goes when it is told to."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from registry.errors import Damaged, StoreAway
from registry.evidence_store import EvidenceStore, read_kept
from registry.folder_store import FolderStore
from registry.service_addresses import BucketAt, FolderAt, read_store
from registry.stores import open_store
from tests.registry.stores import bucket, bucket_server, store

__all__ = ["bucket", "bucket_server", "store"]  # fixtures

ROOT = Path(__file__).parents[2]
DATA = b"%PDF-1.7 een diploma"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
WRITER = """
import asyncio, sys
from hashlib import sha256
from pathlib import Path
from registry.folder_store import FolderStore
async def main():
    store = FolderStore(Path(sys.argv[1]))
    for number in range(100_000):
        data = number.to_bytes(4, "big") * 1_000_000
        await store.put(sha256(data).hexdigest(), data)
        print(sha256(data).hexdigest(), flush=True)
asyncio.run(main())
"""


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_what_was_put_is_read_back(store: EvidenceStore) -> None:
    """The same bytes, also when they were put twice; and then it is in the list, once."""
    for _ in range(2):
        await store.put(digest(DATA), DATA)
    assert (DATA, True) == (await read_kept(store, digest(DATA)), await store.holds(digest(DATA)))
    (kept,) = [kept async for kept in store.kept()]
    assert digest(DATA) == kept.digest
    assert LONG_AGO < kept.at < FAR_AHEAD


async def test_ten_megabytes_fit(store: EvidenceStore) -> None:
    """The largest file that is taken."""
    data = os.urandom(10_000_000)
    await store.put(digest(data), data)
    assert data == await read_kept(store, digest(data))


async def test_what_is_not_there_is_said(store: EvidenceStore) -> None:
    """Reading it is an error that says so; removing it is none, and an empty store lists nothing."""
    assert (False, None) == (await store.holds(digest(DATA)), await store.fetch(digest(DATA)))
    with pytest.raises(Damaged, match="no longer in the store"):
        await read_kept(store, digest(DATA))
    await store.remove(digest(DATA))
    assert [] == [kept async for kept in store.kept()]


async def test_what_was_removed_is_gone(store: EvidenceStore) -> None:
    """And only that."""
    other = b"een ander diploma"
    for data in (DATA, other):
        await store.put(digest(data), data)
    await store.remove(digest(DATA))
    assert (False, True) == (await store.holds(digest(DATA)), await store.holds(digest(other)))


async def test_what_changed_in_the_store_is_not_given(store: EvidenceStore) -> None:
    """Bytes that no longer have the digest they are kept by are an error that says so."""
    await store.put(digest(DATA), b"iets anders")
    with pytest.raises(Damaged, match="damaged or changed"):
        await read_kept(store, digest(DATA))


async def test_putting_it_again_mends_it(store: EvidenceStore) -> None:
    """Whoever hands in the same file once more heals what was damaged."""
    await store.put(digest(DATA), b"iets anders")
    await store.put(digest(DATA), DATA)
    assert DATA == await read_kept(store, digest(DATA))


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n"])
async def test_only_a_digest_is_a_name(store: EvidenceStore, name: str) -> None:
    """Nothing else ever becomes part of a path."""
    for ask in (store.fetch, store.holds, store.remove):
        with pytest.raises(TypeError, match="SHA-256"):
            await ask(name)
    with pytest.raises(TypeError, match="SHA-256"):
        await store.put(name, DATA)


async def test_many_files_are_all_listed(store: EvidenceStore) -> None:
    """More than one page of them."""
    expected = set()
    for number in range(520):
        data = number.to_bytes(2, "big")
        expected.add(digest(data))
        await store.put(digest(data), data)
    assert expected == {kept.digest async for kept in store.kept()}


async def test_a_bucket_that_is_away_is_said(bucket: str) -> None:
    """Nothing listens, there is no such bucket, the keys are missing: one error, without an address or a key in it."""
    name = bucket.partition("?")[0].removeprefix("s3://").partition("/")[0]
    for address in ("s3://bewijs/x?endpoint=http://127.0.0.1:9", bucket.replace(name, "bestaat-niet")):
        away = open_store(address)
        for work in (away.put(digest(DATA), DATA), away.remove(digest(DATA))):
            with pytest.raises(StoreAway, match="Try again later") as error:
                await work
            assert "127.0.0.1" not in str(error.value)


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "evidence").write_text("in de weg")
    away = FolderStore(tmp_path / "evidence")
    with pytest.raises(StoreAway, match="Try again later"):
        await away.put(digest(DATA), DATA)


async def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be forced to the disk is not there, and nor is half of it."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    here = FolderStore(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreAway):
        await here.put(digest(DATA), DATA)
    assert [] == files_below(tmp_path)


async def test_only_the_register_may_look(tmp_path: Path) -> None:
    """Files and folders are closed to other users of the machine."""
    here = FolderStore(tmp_path / "evidence")
    await here.put(digest(DATA), DATA)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "evidence").rglob("*")}
    assert {0o600, 0o700} == modes


def test_killing_it_leaves_no_half_file(tmp_path: Path) -> None:
    """kill -9 while it writes: what it acknowledged is there, and whatever stands under a digest has that digest."""
    for kill_after in (1, 3, 6):
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(kill_after)]
        time.sleep(0.004 * kill_after)
        process.send_signal(signal.SIGKILL)
        acknowledged += [line for line in process.communicate()[0].splitlines() if len(line) == 64]
        there = {path.name: digest(path.read_bytes()) for path in tmp_path.glob("??/*")}
        assert there == {name: name for name in there}
        assert set(acknowledged) <= there.keys()


async def test_what_was_left_half_written_is_cleared(tmp_path: Path) -> None:
    """Once it is older than a moment that is given; what is being written now stays."""
    here = FolderStore(tmp_path)
    await here.put(digest(DATA), DATA)
    (tmp_path / "unfinished" / "half").write_bytes(b"%PDF-1.7 een dip")
    assert 0 == await here.clear_unfinished(LONG_AGO)
    assert 1 == await here.clear_unfinished(FAR_AHEAD)
    assert DATA == await read_kept(here, digest(DATA))


async def test_a_bucket_has_nothing_half_written(bucket: str) -> None:
    """So there is nothing to clear."""
    assert 0 == await open_store(bucket).clear_unfinished(FAR_AHEAD)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("file:///var/lib/bewijs", FolderAt(Path("/var/lib/bewijs"))),
        ("file:///met%20spatie", FolderAt(Path("/met spatie"))),
        ("s3://bewijs", BucketAt("bewijs", "", None, "eu-central-1")),
        ("s3://bewijs/a/b/?region=nl-ams", BucketAt("bewijs", "a/b", None, "nl-ams")),
        ("s3://bewijs?endpoint=https://s3.nl", BucketAt("bewijs", "", "https://s3.nl", "eu-central-1")),
    ],
)
def test_addresses_of_stores(address: str, expected: FolderAt | BucketAt) -> None:
    """A folder, or a bucket with where it is."""
    assert expected == read_store(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "var/evidence", "file://", "file:///", "file://host/folder", "file:///a?x=1", "s3://", "s3://Bewijs", "s3://a",
        "s3://key:secret@bewijs", "s3://bewijs?secret=x", "s3://bewijs?endpoint=ftp://x", "s3://bewijs?region=a&region=b",
        "s3://bewijs?endpoint=https://key:secret@s3.nl", "https://bewijs.example",
    ],
)  # fmt: skip
def test_wrong_addresses_of_stores(address: str) -> None:
    """Each is told how to write one."""
    with pytest.raises(ValueError, match="write file:///"):
        read_store(address)
