"""The code base as the architecture tests see it: its files, and the tree of each module."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("accreditation", "registry", "public_api", "admin", "fixtures")
WRITTEN_BY_A_TOOL = "piccolo_migrations"


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: where it is (from the root), what it says and how that parses."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def line_count(self) -> int:
        return len(self.text.splitlines())

    def at(self, node: ast.AST) -> str:
        """Where a piece of it stands, as an editor understands it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the repository and every one about to join it: what git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(sorted(path for name in set(listed.stdout.split("\0")) if name and (path := ROOT / name).is_file()))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The Python modules below these folders, without what a tool wrote."""
    return tuple(_read(folders))


def _read(folders: tuple[str, ...]) -> Iterator[Module]:
    for path in tracked_files():
        place = path.relative_to(ROOT)
        if path.suffix == ".py" and place.parts[0] in folders and WRITTEN_BY_A_TOOL not in place.parts:
            yield _module(path)


@cache
def _module(path: Path) -> Module:
    text, place = path.read_text(), path.relative_to(ROOT)
    return Module(path=place, text=text, tree=ast.parse(text, filename=str(place)))


def dotted(node: ast.AST) -> str:
    """`datetime.date.today` for that expression, an empty text for anything that is not a dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the name that is called, as far as it has one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func):
            yield dotted(node.func), node
