"""Evidence in a bucket of S3, or of whatever speaks the same (MinIO, Ceph, a Dutch provider)."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from obstore import delete_async, get_async, head_async, list, put_async
from obstore.exceptions import BaseError
from obstore.store import S3Store

from registry.errors import StoreAway
from registry.evidence_store import Kept, check_digest
from registry.service_addresses import BucketAt

if TYPE_CHECKING:
    from obstore.store import S3Config

AWAY = "The store for files does not answer. Nothing was recorded. Try again later."
_FOLDER = "evidence"


class BucketStore:
    """Evidence in one bucket, each file an object named by its digest. Keys come from the environment, as with AWS."""

    def __init__(self, at: BucketAt) -> None:
        options: S3Config = {"region": at.region, "checksum_algorithm": "SHA256"}
        if at.endpoint is not None:
            options["endpoint"] = at.endpoint
        self._bucket = S3Store(
            at.bucket,
            prefix=at.prefix or None,
            config=options,
            client_options={
                "allow_http": (at.endpoint or "").startswith("http://"),
                "connect_timeout": "3s",
                "timeout": "20s",
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        )

    async def put(self, digest: str, data: bytes) -> None:
        with _answering():
            await put_async(self._bucket, _place(digest), data, use_multipart=False)

    async def fetch(self, digest: str) -> bytes | None:
        with _answering():
            try:
                found = await get_async(self._bucket, _place(digest))
            except FileNotFoundError:
                return None
            return bytes(await found.bytes_async())

    async def holds(self, digest: str) -> bool:
        with _answering():
            try:
                await head_async(self._bucket, _place(digest))
            except FileNotFoundError:
                return False
            return True

    async def remove(self, digest: str) -> None:
        with _answering():
            await delete_async(self._bucket, _place(digest))

    async def kept(self) -> AsyncIterator[Kept]:
        with _answering():
            async for found in list(self._bucket, _FOLDER, chunk_size=500):
                for one in found:
                    yield Kept(one["path"].rpartition("/")[2], one["last_modified"])

    async def clear_unfinished(self, before: datetime) -> int:
        """Nothing to do: a bucket shows an object whole or not at all."""
        return 0


def _place(digest: str) -> str:
    return f"{_FOLDER}/{check_digest(digest)}"


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever goes wrong between us and the bucket means that it is away; the text may hold addresses and keys."""
    try:
        yield
    except (BaseError, OSError):
        raise StoreAway(AWAY) from None
