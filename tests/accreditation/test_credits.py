"""What every entry counts for, per amount that a requirement asks."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from accreditation.credits import credits_by_entry
from accreditation.dossier import Activity, EntryState
from accreditation.evaluate import evaluate
from accreditation.findings import Reason
from tests.accreditation.builders import WAITING, entry, file, mark, requirement, version

ON = date(2024, 6, 1)
POINTS = {"kind": "sum", "measure": "points", "at_least": 10}
CORE = {**POINTS, "at_least": 4, "where": {"category": ["core"]}}


def credited(rule: dict[str, Any], *activities: Activity) -> dict[str, list[tuple[Any, ...]]]:
    """Per entry: the part, what counts, what waits and why not."""
    made = mark(version(requirement("r", rule)))
    found = credits_by_entry(evaluate(made, made.versions[0], file(*activities), ON))
    return {
        name: [(c.part, c.counts, c.waiting, [left.reason for left in c.reasons]) for c in credits]
        for name, credits in found.items()
    }


def test_every_entry_has_its_amount_or_its_reason() -> None:
    """Approved, waiting and concept are told apart."""
    found = credited(
        POINTS,
        entry("a", ON, 4),
        entry("w", ON, 3, state=WAITING),
        entry("c", ON, 3, state=EntryState.CONCEPT),
    )
    zero = Fraction(0)
    assert [((), Fraction(4), zero, [])] == found["a"]
    assert [((), zero, Fraction(3), [Reason.NOT_APPROVED])] == found["w"]
    assert [((), zero, zero, [Reason.CONCEPT])] == found["c"]


def test_the_whole_of_a_nested_minimum_is_told_once() -> None:
    """The total and the part, each with what the entry brings to it."""
    nested = {"kind": "nested_minimum", "whole": POINTS, "minimums": [CORE]}
    found = credited(nested, entry("a", ON, 4, category="core"))
    assert [((), Fraction(4)), ((1,), Fraction(4))] == [(part, counts) for part, counts, _, _ in found["a"]]


def test_an_entry_of_one_year_is_not_told_to_lie_outside_the_others() -> None:
    """Only an entry outside every year says so, and once."""
    years = {"kind": "every_period", "period": "year", "rest": "whole", "rule": POINTS}
    found = credited(years, entry("a", ON, 4), entry("old", date(2019, 1, 1), 4))
    assert [((3,), Fraction(4))] == [(part, counts) for part, counts, _, _ in found["a"]]
    assert [[Reason.OUTSIDE_WINDOW]] == [reasons for _, _, _, reasons in found["old"]]
