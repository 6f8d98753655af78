"""Help that teaches, quickly."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from admin.commands import main
from tests.admin.commanding import ROOT, command

HEAVY = ("litestar", "piccolo", "pydantic", "uvicorn", "asyncpg", "faker", "jinja2")


def _paths(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, child in sorted(group.commands.items()):
        yield (*before, name)
        if isinstance(child, click.Group):
            yield from _paths(child, (*before, name))


COMMANDS = tuple(_paths(main))


def test_every_promised_command_is_there() -> None:
    """What the register's operators were promised."""
    promised = {
        "migrate",
        "serve",
        "work",
        "check-settings",
        "scheme",
        "evaluate",
        "verify",
        "import",
        "bench",
        "demo",
        "replay",
        "sample",
        "keys",
        "evidence",
    }
    assert set() == promised - {path[0] for path in COMMANDS}
    assert {("scheme", "check"), ("keys", "rotate"), ("keys", "list"), ("evidence", "sweep")} <= set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_shows_an_example(path: tuple[str, ...]) -> None:
    """The help of a command holds a line that can be copied."""
    shown = command(*path, "--help")
    assert 0 == shown.exit_code
    assert f"loopbaanregister {path[0]}" in shown.output.partition("Example")[2]


def test_help_names_every_exit_code() -> None:
    """Whoever writes a script finds the codes in the help."""
    shown = command("--help").output
    assert all(f"{code} " in shown.partition("Exit codes")[2] for code in range(5))


def test_help_loads_nothing_heavy() -> None:
    """Help answers at once, because the web framework, the database and the models are left alone."""
    asked = (
        "import sys, contextlib\nfrom admin.commands import main\n"
        "with contextlib.suppress(SystemExit): main(['verify', '--help'])\n"
        f"print(sorted(set(sys.modules) & {set(HEAVY)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.splitlines()[-1]


def test_an_unknown_command_is_a_wrong_question() -> None:
    """Exit code 2, as every program says it."""
    assert 2 == command("vreify").exit_code
