"""What an activity counts for, in one sentence per amount: the same reckoning as the heading of the file."""

from __future__ import annotations

from fractions import Fraction

import pytest

from accreditation.effects import MarkEffect, RequirementEffect
from accreditation.findings import Outcome
from admin.dossier.told_effects import NOWHERE, told_effects
from registry.catalogue import shipped_catalogue

MARK = "noloc-rl"
NOT_YET, DONE = Outcome.NOT_SATISFIED, Outcome.SATISFIED


def said(*effects: RequirementEffect) -> list[str]:
    [told] = told_effects((MarkEffect(MARK, effects),), shipped_catalogue(), "nl")
    return [sentence.in_language("nl") for sentence in told.sentences]


def points(counts: int, missing: int, waiting: int) -> RequirementEffect:
    amounts = (Fraction(counts), Fraction(missing), Fraction(waiting))
    return RequirementEffect("pe-points", (), "points", *amounts, (), NOT_YET, DONE if not missing else NOT_YET)


@pytest.mark.parametrize(
    ("missing", "waiting", "sentence"),
    [
        (9, 0, "Dit telt als 4 punten. Je hebt dan nog 9 punten nodig."),
        (9, 4, "Dit telt als 4 punten. Je hebt dan nog 5 punten nodig."),
        (9, 9, "Dit telt als 4 punten. Daarmee heb je genoeg, als alles wordt goedgekeurd."),
        (0, 0, "Dit telt als 4 punten. Daarmee heb je genoeg."),
    ],
)
def test_what_waits_counts_already(missing: int, waiting: int, sentence: str) -> None:
    """Otherwise the second entry of an evening would say that the first one was for nothing."""
    assert [sentence] == said(points(4, missing, waiting))


def test_an_activity_that_no_rule_looks_at() -> None:
    """It says so, and not nothing."""
    assert [NOWHERE.in_language("nl")] == said()


def test_a_requirement_without_an_amount() -> None:
    """It is met, or there is nothing to say."""
    effect = RequirementEffect("report", (), None, Fraction(0), Fraction(0), Fraction(0), (), NOT_YET, DONE)
    assert ["Hiermee voldoe je aan een eis."] == said(effect)
