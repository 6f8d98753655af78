"""The command line as somebody in a terminal uses it: in this process, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from admin.commands import main

ROOT = Path(__file__).resolve().parents[2]
COMPILED = f"{tempfile.gettempdir()}/loopbaanregister-compiled"
PROGRAM = (sys.executable, "-c", "from admin.commands import main; main(prog_name='loopbaanregister')")


def command(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Result:
    """Run a command that meets no database in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=env, prog_name="loopbaanregister")


def process(
    *arguments: str | Path, url: str = "", env: Mapping[str, str] | None = None, folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own, on the database at `url`."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        env=surroundings(url, env),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def surroundings(url: str, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a process: without the settings of the tests themselves."""
    left_out = ("DATABASE_URL", "BASE_URL", "PORT", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    path = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": COMPILED}  # so that only the first process compiles
    return kept | path | ({"DATABASE_URL": url} if url else {}) | dict(env or {})
