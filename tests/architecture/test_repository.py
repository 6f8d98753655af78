"""What the repository holds: complete explanations, and nothing of the machine it was written on."""

from __future__ import annotations

import re
import tomllib

import pytest

from registry.settings import Settings
from tests.architecture.code_base import ROOT, tracked_files

# Made of pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(
    r"(?<![\w.$}:/])/(" + "|".join(("root", "home/" + r"\w", "Users/" + r"\w", "work/")) + r")[\w./-]*"
)
INDEX_OPTIONS = re.compile(
    "|".join((r"(extra-)?index" + "-url", "find" + "-links", "trusted" + "-host", "UV_" + "INDEX"))
)
LOCKS = ("requirements.lock", "benchmarks/peers.lock")
SETTING_LINE = re.compile(r"^(?P<name>[A-Z_]+)=(?P<value>.*)$", re.M)


def _texts() -> list[tuple[str, str]]:
    """Name and text of every file that is text."""
    texts = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content[:1024]:
            texts.append((path.relative_to(ROOT).as_posix(), content.decode()))
    return texts


def test_no_file_names_a_folder_of_one_machine() -> None:
    """A path below somebody's home works for nobody else."""
    found = [f"{name}: {hit.group()}" for name, text in _texts() for hit in MACHINE_PATHS.finditer(text)]
    assert [] == found


def test_no_file_names_a_package_index() -> None:
    """Where packages come from is the machine's business: the lock has hashes and no addresses."""
    found = [f"{name}: {hit.group()}" for name, text in _texts() for hit in INDEX_OPTIONS.finditer(text)]
    assert [] == found
    assert all("://" not in (ROOT / lock).read_text() for lock in LOCKS)
    assert "uv.lock" not in {name for name, _ in _texts()}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    """A package without a hash could be anybody's."""
    entries = re.split(r"^(?=[A-Za-z0-9])", (ROOT / lock).read_text(), flags=re.M)[1:]
    assert len(entries) > 10
    assert [] == [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry]


def test_every_dependency_is_locked() -> None:
    """What pyproject.toml asks for, requirements.lock names: `make lock` was run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    asked = [*project["project"]["dependencies"], *groups["test"], *groups["lint"], *groups["build"]]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.M))
    names = {re.split(r"[\[<>=;~! ]", wish)[0].lower() for wish in asked}
    assert set() == names - locked


def test_every_setting_is_explained() -> None:
    """.env.example names each setting once, under a comment, with the default it really has."""
    text = (ROOT / ".env.example").read_text()
    explained = {found["name"]: found["value"] for found in SETTING_LINE.finditer(text)}
    defaults = {
        name.upper(): "" if field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert defaults == explained
    for block in filter(SETTING_LINE.search, re.split(r"\n\s*\n", text)):
        assert block.startswith("#"), f"explain {block.splitlines()[0]}"
