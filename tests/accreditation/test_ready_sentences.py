"""What an assessor can say at once, in the language of the applicant."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from accreditation.dossier import Activity
from accreditation.findings import Finding, Left, Outcome, Reason
from accreditation.ready_sentences import ready_sentences
from accreditation.rules.words import Speech
from tests.accreditation.builders import entry, file, find, rule

ON = date(2024, 6, 1)
NL, EN = Speech("nl"), Speech("en")


def found(kind: str, *activities: Activity, **fields: Any) -> Finding:
    return find(rule(kind, **fields), file(*activities), ON)


def test_what_always_fits() -> None:
    """Something for each verdict, in both languages."""
    said = ready_sentences(Finding("document", Outcome.NEEDS_ASSESSOR), NL)
    assert (
        ("Dit is in orde.",),
        ("Wil je uitleggen hoe je aan deze eis voldoet?",),
        ("Dit voldoet niet aan de eis.",),
        ("Ik twijfel. Een tweede beoordelaar kijkt ook.",),
    ) == (said.good, said.question, said.not_good, said.doubt)
    assert ("This is fine.",) == ready_sentences(Finding("document", Outcome.SATISFIED), EN).good


@pytest.mark.parametrize(
    ("speech", "sentence"),
    [(NL, "Nodig: 10 punten. Wat meetelt: 2,5 punten."), (EN, "Needed: 10 points. What counts: 2.5 points.")],
)
def test_how_much_is_missing(speech: Speech, sentence: str) -> None:
    """With the amounts that the engine found, and why the rest did not count."""
    old = entry("old", date(2019, 1, 1), 9)
    short = found("sum", entry("a", ON, "5/2"), old, measure="points", at_least=10)
    assert sentence == ready_sentences(short, speech).not_good[0]
    assert 3 == len(ready_sentences(short, speech).not_good)


def test_an_amount_without_a_unit() -> None:
    """A number of different things is said as it is; what assessors have to say is no shortage."""
    few = Finding("distinct", Outcome.NOT_SATISFIED, Fraction(1), Fraction(3))
    assert "Nodig: 3. Wat meetelt: 1." == ready_sentences(few, NL).not_good[0]
    for enough in (
        Finding("assessment", Outcome.NOT_SATISFIED, Fraction(1), Fraction(3)),
        Finding("nested_minimum", Outcome.NOT_SATISFIED, Fraction(3), Fraction(3)),
    ):
        assert 1 == len(ready_sentences(enough, NL).not_good)


def test_questions_by_what_is_missing() -> None:
    """Each reason once, and what always fits last; a reason that asks for nothing is left out."""
    reasons = (Reason.EVIDENCE_MISSING, Reason.NO_AMOUNT, Reason.EVIDENCE_MISSING, Reason.QUOTA)
    left = tuple(Left(str(place), reason) for place, reason in enumerate(reasons))
    asked = ready_sentences(Finding("sum", Outcome.NOT_SATISFIED, left=left), NL).question
    assert (
        "Wil je hier een bewijs bij doen?",
        "Hoeveel was dit? Vul het aantal in.",
        "Wil je uitleggen hoe je aan deze eis voldoet?",
    ) == asked
