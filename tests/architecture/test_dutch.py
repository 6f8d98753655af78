"""Everything the register itself says exists in Dutch: its own sentences are English, its readers mostly are not."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.architecture.code_base import ROOT, modules

FOLDER = ROOT / "public_api" / "locales" / "nl" / "LC_MESSAGES"
SAID_BY = {
    "Refused",
    "Conflict",
    "NotFound",
    "Removed",
    "Problem",
    "DatabaseBusy",
    "DatabaseAway",
    "worded",
    "TooOften",
    "StoreAway",
    "Damaged",
}
GAP = re.compile(r"{\w+(?::[^}]*)?}")
# Where a ValueError says what is wrong with a field of a form.
CHECKS = (
    "inputs", "drafts", "dossiers", "confirmations", "surveys", "judging", "grouped_activities", "courses",
    "opening_hours",
)  # fmt: skip
# What only staff at a command line meet, in English like the rest of the command line.
AT_THE_COMMAND_LINE = (
    "catalogue", "import_columns", "import_lookups", "import_plan", "import_problems", "import_storage",
    "imported_records", "importing", "sheets", "migrate", "migrations", "settings", "origin", "replay", "demo_log_ins",
    "service_addresses",
)  # fmt: skip


def _sentences() -> Iterator[tuple[str, str]]:
    """(where, sentence) of every message that a person could read on a page."""
    for module in modules("registry"):
        if module.path.stem in AT_THE_COMMAND_LINE or "piccolo_migrations" in module.path.parts:
            continue
        named = {
            target.id: node.value.value
            for node in module.tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(module.tree):
            for argument in _spoken(node, in_a_check=module.path.stem in CHECKS):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield module.at(node), argument.value
                elif isinstance(argument, ast.Name) and argument.id in named:
                    yield module.at(node), named[argument.id]
                elif isinstance(argument, ast.JoinedStr):
                    yield module.at(node), "a sentence with gaps must be made by registry.errors.worded"


def _spoken(node: ast.AST, *, in_a_check: bool) -> Iterator[ast.expr]:
    """The argument of a call that is a sentence for people; both sides of a choice between two."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        found = [k.value for k in node.keywords if k.arg == "message"]
        if name in SAID_BY and node.args:
            found.append(node.args[1 if name == "Problem" and len(node.args) > 1 else 0])
        if name == "ValueError" and in_a_check and node.args:
            found.append(node.args[0])
        for one in found:
            yield from (one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,)
    elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "message" for t in node.targets):
        yield from (node.value.body, node.value.orelse) if isinstance(node.value, ast.IfExp) else (node.value,)


def _dutch() -> dict[str, str]:
    with (FOLDER / "messages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="nl") if message.id}


def test_every_sentence_of_the_register_exists_in_dutch() -> None:
    """A new English sentence in registry/ needs its line in locales/nl; a line nobody needs any more is taken out."""
    said = {sentence for _, sentence in _sentences()}
    assert sorted(said) == sorted(_dutch())


def test_nothing_is_lost_in_dutch() -> None:
    """Each has words of its own, with the same gaps."""
    for english, dutch in _dutch().items():
        assert dutch, english
        assert dutch != english
        assert sorted(GAP.findall(english)) == sorted(GAP.findall(dutch)), english


def test_what_is_compiled_is_what_is_written() -> None:
    """messages.mo was made from this messages.po (make texts)."""
    compiled = read_mo(io.BytesIO((FOLDER / "messages.mo").read_bytes()))
    assert _dutch() == {str(message.id): str(message.string) for message in compiled if message.id}
