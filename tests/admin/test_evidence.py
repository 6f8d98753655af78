"""`loopbaanregister evidence sweep`: the operator's broom."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from tests.admin.commanding import process

ORPHAN = b"%PDF-1.7 nooit vastgelegd"


def test_an_old_file_that_nobody_names_is_swept(empty_database: str, tmp_path: Path) -> None:
    """What an upload left behind that was cut off goes once it is old; a second time there is nothing to do."""
    assert 0 == process("migrate", url=empty_database).returncode
    digest = sha256(ORPHAN).hexdigest()
    file = tmp_path / "bewijs" / digest[:2] / digest
    file.parent.mkdir(parents=True)
    file.write_bytes(ORPHAN)
    where = {"EVIDENCE_STORE": (tmp_path / "bewijs").as_uri()}
    expected = ((False, "Nothing to do"), (True, "Removed 1 files"), (True, "Nothing to do"))
    for old, words in expected:
        if old and file.exists():
            os.utime(file, (1_600_000_000, 1_600_000_000))
        swept = process("evidence", "sweep", url=empty_database, env=where)
        assert (0, True) == (swept.returncode, words in swept.stdout), swept.stderr
    assert not file.exists()


def test_a_store_that_is_away_is_said(empty_database: str, tmp_path: Path) -> None:
    """Exit code 1 and a sentence."""
    assert 0 == process("migrate", url=empty_database).returncode
    where = {"EVIDENCE_STORE": "s3://bewijs?endpoint=http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "x"}
    swept = process("evidence", "sweep", url=empty_database, env=where | {"AWS_SECRET_ACCESS_KEY": "x"})
    assert (1, "The store for files does not answer. Nothing was recorded. Try again later.") == (
        swept.returncode,
        swept.stderr.strip(),
    )
