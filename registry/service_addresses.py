"""Where the services around the register are, as its settings write them: the store of files, the virus scanner."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from registry.virus_scan import ClamAV


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


def read_store(address: str) -> FolderAt | BucketAt:
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


def read_scanner(address: str) -> ClamAV:
    """What CLAMAV says: host:port. Raises ValueError with what to write instead."""
    host, _, port = address.strip().rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536 or any(c in host for c in " /@"):
        raise ValueError("write host:port, such as 127.0.0.1:3310")
    return ClamAV(host.strip("[]"), int(port))
