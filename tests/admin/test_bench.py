"""The benchmark runs and prints every line. What it measures is no test's business."""

from __future__ import annotations

import json

import pytest

from benchmarks.figures import TARGETS, Figure, Target
from benchmarks.turns import ratio
from tests.admin.commanding import process


def test_every_line_is_printed(on_postgres: bool) -> None:
    """On the database of this run, with the figure beside its target, whatever they are."""
    kind, absent = ("postgres", "V2") if on_postgres else ("sqlite", "V3")
    done = process("bench", "--quick", "--people", "50", "--database", kind, "--json")
    assert 0 == done.returncode, done.stderr
    lines = json.loads(done.stdout)
    assert set(TARGETS) - {absent} == {line["line"] for line in lines}
    assert all(line["measured"] is not None or line["note"] for line in lines)


@pytest.mark.parametrize(
    ("target", "measured", "expected"),
    [
        (Target("X", "", "at most", 1.1), 1.1, True),
        (Target("X", "", "at most", 1.1), 1.2, False),
        (Target("X", "", "at least", 8), 8.5, True),
        (Target("X", "", "at least", 8), 7.9, False),
    ],
)
def test_a_target_knows_which_side_is_good(target: Target, measured: float, expected: bool) -> None:
    """At most and at least are not mixed up."""
    assert expected == target.is_met(measured)


def test_a_figure_that_is_missing_is_no_success() -> None:
    """A line without a measurement is neither kept nor broken."""
    assert "not measured" == Figure("V4c", "sqlite", None, "not installed").verdict


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    """Each round is compared with itself, so one slow round changes nothing."""
    assert 2.0 == ratio({"a": [2.0, 40.0, 2.0], "b": [1.0, 20.0, 2.0]}, "a", "b")
