"""A test run itself: its database, and when it may not pass. Every other test stands on this."""

from __future__ import annotations

import ast
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from tests.architecture.code_base import ROOT, calls, modules
from tests.conftest import MEETS_THE_DATABASE
from tests.postgres import PostgresMissing, TemporaryPostgres, program_folder


async def _major_version(url: str) -> int:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return int(await connection.fetchval("show server_version_num")) // 10_000
    finally:
        await connection.close()


def test_who_empties_the_register_asks_for_its_database() -> None:
    """A test that meets the database without asking for a fixture would be left out of the runs on PostgreSQL."""
    unasked = [
        f"{module.at(function)} {function.name}"
        for module in modules("tests")
        if module.path.parts[1] not in {"browser", "architecture"}
        for function in ast.walk(module.tree)
        if isinstance(function, ast.AsyncFunctionDef) and function.name.startswith("test_")
        if "empty_register" in {name for name, _ in calls(function)}
        if not any(
            name in " ".join(ast.unparse(part) for part in (*function.decorator_list, function.args))
            for name in MEETS_THE_DATABASE
        )
    ]
    assert [] == unasked


async def test_the_run_has_the_database_it_asked_for(database_url: str, on_postgres: bool) -> None:
    """--db decides what DATABASE_URL names, and something answers there."""
    if on_postgres:
        assert await _major_version(database_url) >= 15
    else:
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


async def test_an_empty_database_is_another_one(empty_database: str, database_url: str, on_postgres: bool) -> None:
    """A test that starts processes gets a database that nobody else uses."""
    assert empty_database != database_url
    if on_postgres:
        assert await _major_version(empty_database) >= 15


async def test_a_private_server_can_be_silenced_and_stopped(private_postgres: Callable[..., TemporaryPostgres]) -> None:
    """A paused server answers nobody, a restarted one has kept its data."""
    server = private_postgres(max_connections="10")
    server.execute("create table kept (n int); insert into kept values (7)")
    server.pause()
    with pytest.raises(TimeoutError):
        await asyncpg.connect(server.url(), timeout=0.3)
    server.resume()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        await asyncpg.connect(server.url(), timeout=5)
    server.start()
    assert server.execute("select n from kept") == "7"


def test_a_wrong_folder_says_what_to_name(tmp_path: Path) -> None:
    """--pg-bin with a folder that holds no server is refused in words."""
    with pytest.raises(PostgresMissing, match="bin folder"):
        program_folder(str(tmp_path))


def _run(test_file: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with our settings on one file elsewhere; without coverage, which counts this run and not that one."""
    kept = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("COV")}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            ROOT / "pyproject.toml",
            "--rootdir",
            ROOT,
            "-p",
            "tests.conftest",
            test_file,
        ],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_skipped_test_fails_in_ci_only(tmp_path: Path) -> None:
    """On a developer's machine a test may be skipped; in CI the run fails and says so."""
    test_file = tmp_path / "test_skipped.py"
    test_file.write_text(
        "import pytest\n\ndef test_it():\n    pytest.skip('no browser here')\n\ndef test_other():\n    pass\n"
    )
    at_home, in_ci = _run(test_file), _run(test_file, CI="true")
    assert (0, 1) == (at_home.returncode, in_ci.returncode)
    assert "in CI nothing may be skipped" in in_ci.stdout


def test_a_test_about_the_other_database_is_left_out(tmp_path: Path) -> None:
    """It is counted as deselected, which CI allows: the other run has it."""
    test_file = tmp_path / "test_one.py"
    test_file.write_text(
        "import pytest\n\n@pytest.mark.postgres\ndef test_it():\n    assert False\n\ndef test_other():\n    pass\n"
    )
    in_ci = _run(test_file, CI="true")
    assert 0 == in_ci.returncode
    assert "1 passed, 1 deselected" in in_ci.stdout


def test_a_warning_fails(tmp_path: Path) -> None:
    """What is a warning today is an error after the next upgrade, so it is an error today."""
    test_file = tmp_path / "test_warns.py"
    test_file.write_text("import warnings\n\ndef test_it():\n    warnings.warn('soon', DeprecationWarning)\n")
    assert 1 == _run(test_file).returncode
