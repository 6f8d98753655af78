"""The demo: made once, kept, renewed when asked, and never laid over something else."""

from __future__ import annotations

import asyncio
import re
import socket
import sqlite3
import subprocess
from pathlib import Path

import asyncpg
import pytest

from tests.admin.commanding import PROGRAM, process, surroundings

NUMBER = re.compile(r"LP-\d{7}-\d{2}")


def _one(url: str, sql: str) -> str:
    """The first value of a query, on either database."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            return str(connection.execute(sql).fetchone()[0])

    async def ask() -> str:
        connection = await asyncpg.connect(url)
        try:
            return str(await connection.fetchval(sql))
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_a_demo_is_made_once_and_kept(empty_database: str) -> None:
    """At least 300 people; a second start tells the same numbers; a decision in it can be proven again."""
    first = process("demo", "--no-serve", url=empty_database)
    assert (0, "") == (first.returncode, first.stderr)
    assert int(_one(empty_database, "SELECT count(*) FROM practitioner")) >= 300
    entries = _one(empty_database, "SELECT max(seq) FROM journal")
    second = process("demo", "--no-serve", url=empty_database)
    assert first.stdout == second.stdout
    assert entries == _one(empty_database, "SELECT max(seq) FROM journal")
    assert 0 == process("verify", NUMBER.findall(first.stdout)[0], url=empty_database).returncode
    decision = _one(empty_database, "SELECT decision FROM finding WHERE findings IS NOT NULL")
    assert 11 == int(_one(empty_database, "SELECT count(*) FROM account")) == first.stdout.count("@voorbeeld.example")
    proven = process("replay", decision, url=empty_database)
    assert (0, 4) == (proven.returncode, proven.stdout.count("yes"))


@pytest.mark.sqlite
def test_a_demo_lives_in_a_file_of_its_own_and_can_be_renewed(tmp_path: Path) -> None:
    """Without DATABASE_URL it is var/demo.sqlite, also after an interruption; --reset makes it anew."""
    assert 0 == process("demo", "--no-serve", folder=tmp_path).returncode
    file = tmp_path / "var" / "demo.sqlite"
    key = file.with_suffix(".key")
    kept, mode = key.read_text(), key.stat().st_mode & 0o777
    url = f"sqlite:///{file}"
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER IF EXISTS journal_no_edit")
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DELETE FROM journal WHERE kind = 'demo.filled'")
    half = process("demo", "--no-serve", folder=tmp_path)
    assert (1, True) == (half.returncode, "--reset" in half.stderr)
    assert 0 == process("demo", "--no-serve", "--reset", folder=tmp_path).returncode
    assert "1" == _one(url, "SELECT count(*) FROM journal WHERE kind = 'demo.filled'")
    assert (kept, 0o600, 49) == (key.read_text(), mode, len(kept))  # and its key stays, readable by nobody else


@pytest.mark.sqlite
def test_a_demo_is_renewed_in_a_folder_with_a_space(tmp_path: Path) -> None:
    """What DATABASE_URL writes as %20 is one file for all of the program: it is thrown away and made anew."""
    (tmp_path / "my demo").mkdir()
    file = tmp_path / "my demo" / "d.sqlite"
    url = f"sqlite:///{tmp_path}/my%20demo/d.sqlite"
    assert 0 == process("demo", "--no-serve", url=url).returncode
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE of_the_old_demo (n INTEGER)")
    assert 0 == process("demo", "--no-serve", "--reset", url=url).returncode
    assert "0" == _one(f"sqlite:///{file}", "SELECT count(*) FROM sqlite_master WHERE name = 'of_the_old_demo'")


def test_a_database_that_is_not_a_demo_is_refused(empty_database: str) -> None:
    """A prepared register is left as it is, also with --reset."""
    process("migrate", url=empty_database)
    entries = _one(empty_database, "SELECT max(seq) FROM journal")
    for words in (("demo",), ("demo", "--reset")):
        refused = process(*words, url=empty_database)
        assert (1, True) == (refused.returncode, "leaves it alone" in refused.stderr)
    assert entries == _one(empty_database, "SELECT max(seq) FROM journal")


@pytest.mark.sqlite
def test_somebody_elses_tables_are_left_alone(tmp_path: Path) -> None:
    """A file of another program is neither filled nor changed."""
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE other (n INTEGER)")
    refused = process("demo", url=f"sqlite:///{file}")
    assert 1 == refused.returncode
    assert "1" == _one(f"sqlite:///{file}", "SELECT count(*) FROM sqlite_master")


@pytest.mark.postgres
def test_a_demo_on_postgres_is_renewed_by_hand(empty_database: str) -> None:
    """Dropping a whole database is not for a command to do."""
    process("demo", "--no-serve", url=empty_database)
    refused = process("demo", "--reset", url=empty_database)
    assert (2, True) == (refused.returncode, "drop the database" in refused.stderr)


@pytest.mark.sqlite
def test_a_demo_writes_its_mail_down(tmp_path: Path) -> None:
    """The worker runs beside the site, sends nothing to anybody, and ends with it, however that ends."""
    assert 0 == process("demo", "--no-serve", folder=tmp_path).returncode
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    demo = subprocess.Popen(
        [*PROGRAM, "demo", "--port", port],
        env=surroundings("", {"SMTP_URL": "smtp://post.example"}),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert demo.stdout is not None
        said = [demo.stdout.readline()]
        while "working:" not in said[-1]:
            said.append(demo.stdout.readline())
        assert "no SMTP_URL" in said[-1]
    finally:
        demo.kill()  # and nobody tells the worker
    rest, _ = demo.communicate(timeout=20)  # ends once the worker has closed what it writes to
    assert "Traceback" not in rest
