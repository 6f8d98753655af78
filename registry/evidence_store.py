"""Where files of evidence are kept: a folder or an S3 bucket, never below what the web serves. The name is the digest.

A file appears under its digest whole or not at all, and is read back only when its bytes still have that digest.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from registry.errors import Damaged

GONE = "This file is no longer in the store. Tell the operator; a copy may be in the back-up."
CHANGED = "This file is not what was handed in: it was damaged or changed. Tell the operator; the back-up may have it."
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store, and when it was put there last."""

    digest: str
    at: datetime


class EvidenceStore(Protocol):
    """What every store can do. Each raises StoreAway where the folder or the bucket does not answer."""

    async def put(self, digest: str, data: bytes) -> None:
        """Keep these bytes; when this returns they are on the disk. Putting the same twice is no harm."""
        ...

    async def fetch(self, digest: str) -> bytes | None:
        """The bytes as they are kept, unchecked; None when there are none. See `read_kept`."""
        ...

    async def holds(self, digest: str) -> bool:
        """Whether there is a file of this digest."""
        ...

    async def remove(self, digest: str) -> None:
        """Forget these bytes; no harm when they are gone already."""
        ...

    def kept(self) -> AsyncIterator[Kept]:
        """Every file in the store."""
        ...

    async def clear_unfinished(self, before: datetime) -> int:
        """Remove what was left half-written before a moment; gives how many."""
        ...


async def read_kept(store: EvidenceStore, digest: str) -> bytes:
    """The bytes that were put under this digest. Raises Damaged when they are gone or no longer the same."""
    data = await store.fetch(digest)
    if data is None:
        raise Damaged(GONE)
    if sha256(data).hexdigest() != digest:
        raise Damaged(CHANGED)
    return data


def check_digest(digest: str) -> str:
    """The digest, which is about to become part of a path. Raises TypeError for anything else."""
    if not _DIGEST.fullmatch(digest):
        raise TypeError("a file is kept by its SHA-256, in 64 small hexadecimal figures")
    return digest
