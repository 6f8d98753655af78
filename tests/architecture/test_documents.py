"""The documents stay true: their links lead somewhere, their words are the code's, their lists are complete."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.code_base import PACKAGES, ROOT, modules, tracked_files

LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)")
DOCUMENTS = [path for path in tracked_files() if path.suffix == ".md"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    """A link inside the repository names a file or folder that is there."""
    links = LINK.findall(document.read_text())
    assert [] == [link for link in links if not (document.parent / unquote(link)).exists()]


def test_every_decision_is_listed() -> None:
    """docs/README.md lists each decision, by number, without gaps."""
    decisions = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    listed = re.findall(r"\(decisions/([^)]+\.md)\)", (ROOT / "docs/README.md").read_text())
    assert decisions == listed
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))


def test_the_security_list_names_tests_that_exist() -> None:
    """A point of the ASVS is met only by a test, so each test it names is there, in the file it names."""
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs/reference/asvs.md").read_text())
    there = {
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.M)
    }
    assert len(named) > 50
    assert [] == sorted(set(named) - there)


def test_every_document_can_be_found() -> None:
    """docs/README.md links to each document beside the decisions."""
    index = (ROOT / "docs/README.md").read_text()
    documents = [path.relative_to(ROOT / "docs").as_posix() for path in DOCUMENTS if (ROOT / "docs") in path.parents]
    lost = [name for name in documents if not name.startswith("decisions/") and f"({name})" not in index]
    assert [] == [name for name in lost if name != "README.md"]


def test_the_glossary_speaks_the_language_of_the_code() -> None:
    """Each word in the glossary's column "In the code" is a word of the code."""
    rows = re.findall(r"^\|[^|]+\|[^|]+\|([^|]+)\|$", (ROOT / "docs/glossary.md").read_text(), re.M)
    words = {word for cell in rows for word in re.findall(r"`([a-z_]+)`", cell)}
    code = "\n".join([*(module.text for module in modules(*PACKAGES)), *_schemes()])
    assert len(words) > 40
    assert [] == sorted(word for word in words if not re.search(rf"(?<![a-z_]){word}s?(?![a-z])", code))


def _schemes() -> list[str]:
    return [path.read_text() for path in tracked_files() if path.suffix == ".toml" and "schemes" in path.parts]


def test_every_database_module_is_closed_to_the_others() -> None:
    """The import contract names each module of tables, also one that was split off yesterday."""
    contracts = (ROOT / "pyproject.toml").read_text()
    tables = [module.path.stem for module in modules("registry") if module.path.stem.startswith("tables")]
    assert tables
    assert [] == [name for name in tables if f'"registry.{name}"' not in contracts]
