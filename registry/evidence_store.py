"""Where files of evidence are kept: a folder or an S3 bucket, never below what the web serves. The name is the digest.

A file appears under its digest whole or not at all, and is read back only when its bytes still have that digest.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

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
    """The digest, which is about to become part of a path. Raises ValueError for anything else."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("a file is kept by its SHA-256, in 64 small hexadecimal figures")
    return digest


@dataclass(frozen=True, slots=True)
class FolderAt:
    """Where a folder of evidence is."""

    path: Path


@dataclass(frozen=True, slots=True)
class BucketAt:
    """Where a bucket of evidence is. Its keys are not here: they come from AWS_ACCESS_KEY_ID and its like."""

    bucket: str
    prefix: str
    endpoint: str | None
    region: str


def read_address(address: str) -> FolderAt | BucketAt:
    """What EVIDENCE_STORE says. Raises ValueError with what to write instead."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query)
    options = dict(query)
    if parts.scheme == "file" and parts.path.strip("/") and not parts.netloc and not query:
        return FolderAt(Path(unquote(parts.path)))
    known = options.keys() <= {"endpoint", "region"} and len(options) == len(query)
    if parts.scheme == "s3" and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc) and known:
        endpoint = options.get("endpoint")
        if endpoint is None or re.fullmatch(r"https?://[^\s/@?#]+", endpoint):
            return BucketAt(
                parts.netloc, unquote(parts.path).strip("/"), endpoint, options.get("region", "eu-central-1")
            )
    raise ValueError("write file:///folder or s3://bucket/prefix?endpoint=https://host&region=name, without keys")
