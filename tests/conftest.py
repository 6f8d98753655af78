"""Chooses the database for a whole test run, before any table is imported.

A table of Piccolo remembers the engine it met first, so one run has one database: ``pytest --db sqlite`` and
``pytest --db postgres`` are two runs. Parallel workers (``pytest -n 2``) each get a database of their own.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.postgres import TemporaryPostgres

CLUSTER = pytest.StashKey[TemporaryPostgres]()
FOLDER = pytest.StashKey[Path]()
# What a test asks for when it meets the database of its run; every other fixture with a database asks for one of these.
MEETS_THE_DATABASE = frozenset({"database_url", "register", "private_postgres"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two choices a run has: which kind of database, and whose PostgreSQL."""
    group = parser.getgroup("loopbaanregister")
    group.addoption("--db", choices=["sqlite", "postgres"], default="sqlite", help="the database of this run (sqlite)")
    group.addoption(
        "--pg-bin",
        default="embedded",
        metavar="WHERE",
        help="PostgreSQL's programs: embedded (the wheel, version 18), system (Debian's) or a folder (embedded)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Put DATABASE_URL in place; a worker is given one by the run that started it.

    The servers of the tests have no TLS, and nobody asks them for it: asyncpg leaves an error behind in the loop when
    such a question is cut off, as at the end of a test that still opens a connection.
    """
    os.environ["PGSSLMODE"] = "disable"
    given = getattr(config, "workerinput", None)
    if given is not None:
        os.environ["DATABASE_URL"] = given["database_url"]
        return
    config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="loopbaanregister-"))
    if config.getoption("--db") == "postgres":
        config.stash[CLUSTER] = TemporaryPostgres(config.getoption("--pg-bin"))
    os.environ["DATABASE_URL"] = _new_database(config, "main")


@pytest.hookimpl(optionalhook=True)  # xdist's hook: absent when pytest runs with -p no:xdist
def pytest_configure_node(node: object) -> None:
    """Give each parallel worker a database of its own."""
    config, worker = node.config, node.gateway.id  # type: ignore[attr-defined]  # xdist publishes no type for a node
    node.workerinput["database_url"] = _new_database(config, worker)  # type: ignore[attr-defined]  # as above


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if CLUSTER in config.stash:
        config.stash[CLUSTER].remove()
    if FOLDER in config.stash:
        shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    """Say in the first lines which database this run is about."""
    return f"database: {config.stash[CLUSTER].version if CLUSTER in config.stash else 'SQLite'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database only: left out, not skipped, because it has its own run.

    What meets no database at all is in the run on SQLite only: the same twice tells nothing more.
    """
    on_postgres = config.getoption("--db") == "postgres"
    left_out = [
        item
        for item in items
        if item.get_closest_marker("sqlite" if on_postgres else "postgres")
        or (on_postgres and MEETS_THE_DATABASE.isdisjoint(getattr(item, "fixturenames", ())))
    ]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: whoever reads that all is well must be able to believe it."""
    if os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why a run without a failed test failed."""
    if os.environ.get("CI") and (count := _skipped(config)):
        terminalreporter.write_line(f"{count} skipped: in CI nothing may be skipped, so this run failed.", red=True)


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


def _new_database(config: pytest.Config, name: str) -> str:
    if CLUSTER in config.stash:
        return config.stash[CLUSTER].create_database(name)
    return f"sqlite:///{config.stash[FOLDER] / name}.sqlite"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio: our database drivers know nothing else."""
    return "asyncio"


@pytest.fixture(scope="session")
def database_url() -> str:
    """The address of the database of this run (of this worker, when there are more)."""
    return os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def on_postgres(database_url: str) -> bool:
    """Whether this run is about PostgreSQL."""
    return database_url.startswith("postgresql")


@pytest.fixture
def empty_database(database_url: str, on_postgres: bool, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of this run's kind, for a test that starts processes of its own."""
    if not on_postgres:
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    name = f"empty_{uuid.uuid4().hex}"
    asyncio.run(_execute(database_url, f'CREATE DATABASE "{name}"'))
    yield f"{database_url.rpartition('/')[0]}/{name}"
    asyncio.run(_execute(database_url, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def private_postgres(request: pytest.FixtureRequest) -> Iterator[Callable[..., TemporaryPostgres]]:
    """Starts a server that the test may stop, pause or overfill; server settings go in by name."""
    started: list[TemporaryPostgres] = []

    def start(**options: str) -> TemporaryPostgres:
        started.append(TemporaryPostgres(request.config.getoption("--pg-bin"), **options))
        return started[-1]

    yield start
    for server in started:
        server.remove()
