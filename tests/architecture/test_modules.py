"""What every module keeps to: a name that says something, a first sentence, a size that fits in a head."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings

import pytest

from tests.architecture.code_base import PACKAGES, ROOT, calls, dotted, modules

LINE_CEILING = 400
LINES_TO_AIM_FOR = 300
FUNCTION_CEILING = 60
DRAWERS = re.compile(r"^_?(utils?|helpers?|common|core|libs?|misc|shared|stuff|tools?|managers?|base)$")
EMPTY_TITLES = re.compile(r"(Manager|Helper|Service|Utils?|Base)$|^(Base|Abstract)[A-Z]")
CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?|time\.(localtime|gmtime))$")
SQL_CLOCKS = re.compile(r"\b(current_(date|time|timestamp)|localtimestamp)\b|\bnow\(\)|\b(date|datetime)\('now'", re.I)
SILENCED = re.compile(
    r"#\s*(noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[^\]]*\])?|pragma:\s*no (cover|branch))"
)
LONG_LIVED = re.compile(r"(^|\.)(engine_from_url|\w*Engine|Litestar|create_app|Settings|read_settings)$")


class LongModule(UserWarning):
    """A module that grew past what we aim for."""


def test_no_module_is_a_drawer() -> None:
    """A module is named after what is in it; a drawer such as `utils` is named after nothing."""
    drawers = [
        str(module.path)
        for module in modules(*PACKAGES, "tests")
        if any(DRAWERS.match(part) for part in module.path.with_suffix("").parts)
    ]
    assert [] == drawers


def test_no_class_has_an_empty_title() -> None:
    """A class is named by what it is, not by having a title: Manager, Helper, Service, Base."""
    titles = [
        f"{module.at(node)} {node.name}"
        for module in modules(*PACKAGES)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and EMPTY_TITLES.search(node.name)
    ]
    assert [] == titles


def test_every_module_says_what_it_is_for() -> None:
    """The first line of a module is its purpose; only an empty package of tests has none."""
    silent = [
        str(module.path)
        for module in modules(*PACKAGES, "tests", "benchmarks")
        if not ast.get_docstring(module.tree) and (module.tree.body or module.path.parts[0] != "tests")
    ]
    assert [] == silent


def test_every_test_says_what_it_proves() -> None:
    """A test's docstring is the sentence that a failure makes untrue."""
    silent = [
        f"{module.at(node)} {node.name}"
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert [] == silent


def test_modules_fit_in_a_head() -> None:
    """Past 400 lines a module is two modules."""
    long = [f"{module.path}: {module.line_count}" for module in modules(*PACKAGES) if module.line_count > LINE_CEILING]
    assert [] == long


def test_functions_fit_on_a_screen() -> None:
    """Past 60 lines a function is two functions; 40 is what we aim for."""
    long = [
        f"{module.at(node)} {node.name}: {length}"
        for module in modules(*PACKAGES)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_CEILING
    ]
    assert [] == long


def test_only_the_clock_reads_the_clock() -> None:
    """Time is an argument everywhere, in Python and in SQL; only registry/clock.py knows what time it is."""
    elsewhere = [module for module in modules(*PACKAGES) if module.path.as_posix() != "registry/clock.py"]
    readers = [
        f"{module.at(call)} {name}" for module in elsewhere for name, call in calls(module.tree) if CLOCKS.search(name)
    ]
    in_sql = [
        f"{module.at(node)} {found.group()}"
        for module in elsewhere
        if module.path.parts[0] == "registry"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := SQL_CLOCKS.search(node.value))
    ]
    assert [] == readers + in_sql


def test_nothing_long_lived_is_made_by_an_import() -> None:
    """Importing a module opens no database, reads no settings and builds no site; only Piccolo's own file must."""
    made = [
        f"{module.at(call)} {name}"
        for module in modules(*PACKAGES)
        if module.path.as_posix() != "registry/piccolo_conf.py"
        for statement in module.tree.body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for name, call in calls(statement)
        if LONG_LIVED.search(name)
    ]
    assert [] == made


def test_every_silenced_check_says_why() -> None:
    """`noqa`, `type: ignore` and `pragma: no cover` are followed by their reason on the same line."""
    unexplained = [
        f"{module.path}:{token.start[0]} {token.string}"
        for module in modules(*PACKAGES, "tests", "benchmarks")
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline)
        if token.type == tokenize.COMMENT and SILENCED.search(token.string) and not explained(token.string)
    ]
    assert [] == unexplained


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# noqa: S608", False),
        ("# noqa: S608, S603", False),
        ("# noqa: S608  # ours", False),
        ("# noqa: S608 (names from our own code)", True),
        ("# type: ignore[override]  # the same call on both engines", True),
        ("# type: ignore[override]", False),
        ("# pragma: no cover - the driver never says this twice", True),
    ],
)
def test_a_reason_is_two_words_or_more(comment: str, expected: bool) -> None:
    """The reason follows the codes, behind a second #, a dash or in brackets."""
    assert expected == explained(comment)


def explained(comment: str) -> bool:
    """Whether a comment that silences a check goes on to say why."""
    return len(re.findall(r"[A-Za-z]+", SILENCED.sub("", comment))) >= 2


def test_no_module_hides_behind_a_star() -> None:
    """`from x import *` hides where a name comes from."""
    stars = [
        module.at(node)
        for module in modules(*PACKAGES, "tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert [] == stars


def test_modules_are_told_apart_from_their_packages() -> None:
    """Every folder of Python below a package is a package itself, so that import contracts see it."""
    folders = {(ROOT / module.path).parent for module in modules(*PACKAGES)}
    assert [] == sorted(str(folder) for folder in folders if not (folder / "__init__.py").exists())


def test_few_modules_are_long() -> None:
    """Between 300 and 400 lines a module is worth a look: a warning lists it, and at most one in ten may be so long."""
    worth_a_look = [
        f"{module.path} ({module.line_count} lines)"
        for module in modules(*PACKAGES)
        if LINES_TO_AIM_FOR < module.line_count <= LINE_CEILING
    ]
    if worth_a_look:
        with warnings.catch_warnings():
            warnings.simplefilter("default", LongModule)
            warnings.warn(", ".join(worth_a_look), LongModule, stacklevel=1)
    assert len(worth_a_look) <= len(modules(*PACKAGES)) // 10


def test_names_are_found() -> None:
    """The reading of names that the tests above stand on reads them rightly."""
    statement = ast.parse("datetime.date.today(); f()(); open('x')")
    assert ["datetime.date.today", "f", "open"] == sorted(name for name, _ in calls(statement))
    assert "" == dotted(ast.parse("f().g").body[0])
