"""Agreement between assessors: exact figures from a textbook table, and what cannot be said."""

from __future__ import annotations

from decimal import Decimal

from accreditation.agreement import ENOUGH, Agreement, agreement, percentage


def test_a_table_that_everybody_knows() -> None:
    """Fifty answers by two people: 20 and 15 alike, 5 and 10 not. Seventy per cent alike is a kappa of 0.40."""
    pairs = [("good", "good")] * 20 + [("good", "not_good")] * 5 + [("not_good", "good")] * 10
    found = agreement(pairs + [("not_good", "not_good")] * 15)
    assert (Agreement(50, 35, Decimal("0.40")), Decimal("70.0"), True) == (found, found.percentage, found.is_enough)


def test_three_answers_and_worse_than_chance() -> None:
    """A doubt is an answer of its own; who always says the opposite is below nothing."""
    pairs = [("good", "good"), ("doubt", "doubt"), ("not_good", "doubt"), ("good", "not_good")]
    assert Decimal("0.27") == agreement(pairs).kappa
    assert Decimal("-1.00") == agreement([("good", "not_good"), ("not_good", "good")]).kappa


def test_what_cannot_be_said() -> None:
    """Nothing without pairs, no kappa where everybody said the same, and no conclusion from a few."""
    assert (Agreement(0, 0, None), None, False) == (agreement([]), agreement([]).percentage, agreement([]).is_enough)
    always = agreement([("good", "good")] * ENOUGH)
    assert (Agreement(ENOUGH, ENOUGH, None), Decimal("100.0"), True) == (always, always.percentage, always.is_enough)


def test_a_part_in_per_cent() -> None:
    """With one decimal; of nothing there is none."""
    assert (Decimal("66.7"), Decimal("0.0"), None) == (percentage(2, 3), percentage(0, 3), percentage(0, 0))
