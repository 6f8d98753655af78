"""The public site only reads: it has no route that writes and imports no use case that changes anything."""

from __future__ import annotations

import ast

from tests.architecture.code_base import dotted, modules

WRITING_ROUTES = {"post", "put", "patch", "delete", "route", "websocket"}


def _use_cases_that_write() -> set[str]:
    """Every function of registry that asks who does it: `registry.verdicts.decide` and the like."""
    return {
        f"{'.'.join(module.path.with_suffix('').parts)}.{node.name}"
        for module in modules("registry")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and "actor" in {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    }


def _names_used(tree: ast.Module) -> set[str]:
    """Full names of what a module imports, and of what it takes from the modules it imports."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            known |= {alias.asname or alias.name: alias.name for alias in node.names}
    used = set(known.values())
    for node in ast.walk(tree):
        first, _, rest = dotted(node).partition(".")
        if rest and first in known:
            used.add(f"{known[first]}.{rest}")
    return used


def test_the_registry_has_use_cases_that_write() -> None:
    """The test below would pass on nothing, so nothing is a failure."""
    assert len(_use_cases_that_write()) > 10


def test_public_api_uses_none_of_them() -> None:
    """What changes the register has an actor, and the public has none."""
    writing = _use_cases_that_write()
    found = [
        f"{module.path}: {name}" for module in modules("public_api") for name in _names_used(module.tree) & writing
    ]
    assert [] == found


def test_public_api_has_no_route_that_writes() -> None:
    """Its handlers answer GET and HEAD."""
    found = [
        f"{module.path}: {name}"
        for module in modules("public_api")
        for name in _names_used(module.tree)
        if name.startswith("litestar.") and name.rpartition(".")[2] in WRITING_ROUTES
    ]
    assert [] == found
