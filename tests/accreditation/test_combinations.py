"""How outcomes combine: the table of the rule language, in the functions and in the rules."""

# an exact amount may equal a whole number:
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from accreditation.dossier import Document
from accreditation.findings import Outcome, all_of, any_of, at_least
from tests.accreditation.builders import TEXTS, file, find, rule

ON = date(2024, 6, 1)
S, N, A, U, X = (
    Outcome.SATISFIED,
    Outcome.NOT_SATISFIED,
    Outcome.NEEDS_ASSESSOR,
    Outcome.UNKNOWN_RULE,
    Outcome.NOT_APPLICABLE,
)
HELD = file(documents=(Document("d", "yes", ON),))
RULES: dict[Outcome, dict[str, Any]] = {
    S: {"kind": "document", "kinds": ["yes"]},
    N: {"kind": "document", "kinds": ["no"]},
    A: {"kind": "assessment"},
    U: {"kind": "unknown", "what": TEXTS},
    X: {"kind": "document", "kinds": ["no"], "applies_if": {"route": ["other"]}},
}


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([S, S], S), ([S, A], A), ([A, U], U), ([S, U], U), ([N, U], N), ([N, A, U, S], N), ([S, X], S), ([X], X),
        ([], X),
    ],
)  # fmt: skip
def test_all_of(outcomes: list[Outcome], expected: Outcome) -> None:
    """Not satisfied wins, then unknown, then a person."""
    assert expected is all_of(outcomes)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([N, N], N), ([N, S], S), ([U, S], S), ([A, U], A), ([N, U], U), ([N, A], A), ([N, A, U, S], S), ([N, X], N),
        ([X], X),
    ],
)  # fmt: skip
def test_any_of(outcomes: list[Outcome], expected: Outcome) -> None:
    """Satisfied wins, then a person, then unknown: an unknown branch beside a satisfied one does not block."""
    assert expected is any_of(outcomes)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([S, S, N], S), ([S, N, N], N), ([S, A, N], A), ([S, U, N], U), ([S, A, U], A), ([A, A, U], A), ([A, U, N], U),
        ([U, U, N], U), ([U, N, N], N), ([S, S, U], S), ([S, X, X], N), ([X, X], X),
    ],
)  # fmt: skip
def test_at_least_two(outcomes: list[Outcome], expected: Outcome) -> None:
    """k satisfied is enough; else what could still make k, with a person's answer before an unknown rule."""
    assert expected is at_least(2, outcomes)


@pytest.mark.parametrize("outcomes", list(product([S, N, A, U, X], repeat=2)))
def test_rules_combine_as_their_outcomes_do(outcomes: tuple[Outcome, ...]) -> None:
    """A combination of rules gives what the table says of their outcomes; one that does not apply is left out."""
    rules = [RULES[outcome] for outcome in outcomes]
    assert all_of(outcomes) is find(rule("all_of", rules=rules), HELD, ON).outcome
    assert any_of(outcomes) is find(rule("any_of", rules=rules), HELD, ON).outcome
    assert at_least(2, outcomes) is find(rule("at_least", k=2, rules=rules), HELD, ON).outcome


def test_a_combination_shows_its_parts_and_what_would_help() -> None:
    """The parts with their own outcomes; nothing to help where it is satisfied."""
    finding = find(rule("all_of", rules=[RULES[S], RULES[N], RULES[X]]), HELD, ON)
    assert [S, N, X] == [part.outcome for part in finding.parts]
    assert ["no"] == [cure.what for cure in finding.cures]
    assert ("condition_not_met",) == finding.parts[2].notes
    assert () == find(rule("any_of", rules=[RULES[S], RULES[N]]), HELD, ON).cures
    two = find(rule("at_least", k=2, rules=[RULES[S], RULES[N], RULES[A]]), HELD, ON)
    assert (1, 2, Fraction(1), "rules") == (two.found, two.needed, two.missing, two.unit)


def test_at_least_k_of_fewer_rules_is_a_mistake() -> None:
    """It could never hold."""
    with pytest.raises(ValueError, match="lower k or add rules"):
        rule("at_least", k=2, rules=[RULES[S]])
