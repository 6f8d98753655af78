"""What helps is said in words, whatever a rule says would help."""

from __future__ import annotations

import ast
from typing import get_args

from accreditation.rules.recency import Recency
from admin.dossier.reasons import WHAT_HELPS
from tests.architecture.code_base import modules


def test_every_kind_of_help_has_its_words() -> None:
    """A rule that names another one would be told as "make sure of"."""
    written = {
        node.args[0].value
        for module in modules("accreditation")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Cure"
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    chosen = {"document", "verification", "approval", "qualification", *get_args(Recency.model_fields["of"].annotation)}
    assert written | chosen == set(WHAT_HELPS)
