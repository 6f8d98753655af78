"""A whole population at once gives every person the answer that they get one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from accreditation.dossier import Dossier
from accreditation.evaluate import evaluate
from accreditation.population import Population, Verdicts
from accreditation.scheme import Mark
from tests.accreditation import strategies as some

moments = st.sampled_from([None, "renewal", "continuous"])
AT_EASE = settings(deadline=None)  # each example is several files, judged twice
PLAIN: dict[str, Any] = {
    "leave": (), "restrictions": (), "set_aside": (), "brought_forward": (), "scopes": frozenset(), "people": (),
}  # fmt: skip


@st.composite
def plain_dossiers(draw: Any) -> Dossier:
    """Files in which nothing bears on every rule, so that they are judged in columns."""
    found: Dossier = replace(draw(some.dossiers(0)), **PLAIN)
    if draw(st.booleans()):  # no meeting twice
        activities = tuple(replace(a, meeting=f"m{n}") for n, a in enumerate(found.activities))
        found = replace(found, activities=activities)
    return found


def agree(mark: Mark, files: list[Dossier], on: date, moment: Any, verdicts: Verdicts) -> None:
    """Every outcome and every shortfall is that of one file by itself."""
    for place, file in enumerate(files):
        alone = evaluate(mark, mark.versions[0], file, on, moment)
        expected = {r.code: (r.outcome, r.finding.missing) for r in alone.requirements}
        assert (alone.outcome, expected) == (
            verdicts.outcome_of(place),
            {code: verdicts.of(code, place) for code in expected},
        )


@AT_EASE
@given(some.marks(), st.lists(plain_dossiers(), max_size=5), some.near, moments)
def test_the_same_as_one_by_one(mark: Mark, files: list[Dossier], on: date, moment: Any) -> None:
    """All kinds of rules and modifiers, over files without anything special."""
    population = Population(mark, mark.versions[0], on, moment)
    agree(mark, files, on, moment, population.judge(files))


@AT_EASE
@given(some.marks(), st.lists(some.dossiers(), max_size=4), some.near)
def test_also_with_everything_there_is(mark: Mark, files: list[Dossier], on: date) -> None:
    """Leave, orders, what was set aside, people of an organisation: those files are judged by themselves."""
    agree(mark, files, on, None, Population(mark, mark.versions[0], on).judge(files))


@AT_EASE
@given(some.marks(), st.lists(plain_dossiers(), min_size=2, max_size=6), some.near)
def test_lot_after_lot_is_the_same_as_one_lot(mark: Mark, files: list[Dossier], on: date) -> None:
    """What is remembered of one lot is right for the next."""
    population = Population(mark, mark.versions[0], on, "renewal")
    population.judge(files[:1])
    agree(mark, files[1:], on, "renewal", population.judge(files[1:]))
