"""The two kinds of store of evidence, each real: a folder, and a bucket of an S3 server on this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from moto.server import ThreadedMotoServer

from registry.evidence_store import EvidenceStore
from registry.stores import open_store


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of an S3 server that forgets everything when it stops."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty bucket, as the setting EVIDENCE_STORE has it; its keys are in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    name = f"bewijs-{uuid4().hex}"
    urlopen(Request(f"{bucket_server}/{name}", method="PUT")).close()  # noqa: S310  # our own server
    return f"s3://{name}/register?endpoint={bucket_server}&region=us-east-1"


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    """An empty store of each kind."""
    if request.param == "folder":
        return open_store((tmp_path / "evidence").as_uri())
    return open_store(request.getfixturevalue("bucket"))


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceStore:
    """An empty store in a folder."""
    return open_store((tmp_path / "evidence").as_uri())
