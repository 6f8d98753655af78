"""A whole population at once gives every person the answer that they get one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accreditation.dates import ONE_DAY
from accreditation.dossier import Dossier
from accreditation.evaluate import evaluate
from accreditation.population import Population, Verdicts
from accreditation.scheme import Mark
from tests.accreditation import strategies as some
from tests.accreditation.builders import TERM, entry, file, mark_data, requirement, version
from tests.accreditation.test_schemes import EVERY, cases_of, mark_of

moments = st.sampled_from([None, "renewal", "continuous"])
AT_EASE = settings(deadline=None, max_examples=60)  # each example is several files, judged twice
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
    for place, one in enumerate(files):
        alone = evaluate(mark, mark.versions[0], one, on, moment)
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


def one_rule(conversion: Any = (), **rule: Any) -> Mark:
    """A mark with one rule in its renewal."""
    asked = requirement("r0", rule, at=["renewal"])
    return Mark.model_validate(mark_data(version(asked, in_force_from="unknown", conversion=list(conversion))))


LARGE: dict[str, tuple[list[Any], dict[str, Any], list[Any]]] = {
    "amounts that are no whole parts": ([], {"kind": "sum", "measure": "points", "at_least": "1/7919"}, ["1/7919", 2]),
    "a cap too fine": (
        [],
        {"kind": "sum", "measure": "points", "at_least": 9, "caps": [{"values": ["a"], "at_most": "1/999999"}]},
        [4, 5],
    ),
    "a maximum too fine for events": ([], {"kind": "count", "at_least": 1, "at_most_per_entry": "1/9999999"}, [1]),
    "values under a maximum too fine": (
        [],
        {"kind": "distinct", "of": "kind", "at_least": 1, "at_most_per_entry": "1/9999999"},
        [1],
    ),
    "a conversion beyond measure": (
        [{"kind": ["*"], "amount": 10**9, "per": "hour"}],
        {"kind": "sum", "measure": "points", "at_least": 10**9},
        [1, 2],
    ),
    "sums that no float holds": (
        [{"kind": ["*"], "amount": 90_000, "per": "client"}],
        {"kind": "sum", "measure": "points", "at_least": 10**9},
        [10**9, 10**9 - 1, 10**9 - 7],
    ),
}


@pytest.mark.parametrize("which", LARGE)
def test_amounts_that_are_very_large_or_fine(which: str) -> None:
    """What does not fit in columns is judged by itself, to the last part."""
    rows, rule, amounts = LARGE[which]
    mark = one_rule(rows, **rule)
    names = ("clients",) if "float" in which else ("points", "hours")
    given = [{name: Fraction(x) for name in names} for x in amounts]
    activities = [entry(f"a{n}", TERM.since, amounts=each, category="a") for n, each in enumerate(given)]
    files = [file(*activities), file(), file(activities[0])]
    on = TERM.until
    agree(mark, files, on, None, Population(mark, mark.versions[0], on).judge(files))


@pytest.mark.parametrize("per", ["day", "provider", "course", "year", "person"])
def test_a_quota_that_has_to_choose(per: str) -> None:
    """Of two that compete for one place the file is judged by itself; who has one of each is not."""
    mark = one_rule(kind="count", at_least=2, quota=[{"at_most": 1, "per": per}])
    first = entry("a", TERM.since, provider="x", course="c", meeting="1")
    same = entry("b", TERM.since, provider="x", course="c", meeting="2")
    other = entry("c", TERM.since + 400 * ONE_DAY, provider="y", course="d")
    files = [file(first, same), file(first, other), file(first)]
    agree(mark, files, TERM.until, None, Population(mark, mark.versions[0], TERM.until).judge(files))


def test_a_course_that_counts_once() -> None:
    """The row of the conversion says so, and somebody went twice."""
    mark = one_rule([{"kind": ["course"], "amount": 4, "per": "course"}], kind="sum", measure="points", at_least=5)
    twice = [entry(f"a{day}", TERM.since + day * ONE_DAY, course="c") for day in (1, 2)]
    files = [file(*twice), file(twice[0])]
    agree(mark, files, TERM.until, None, Population(mark, mark.versions[0], TERM.until).judge(files))


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_the_written_cases_at_once(path: Path) -> None:
    """Every file of the cases beside the schemes, by every version there is, on every day that a case asks about.

    Twice: what is remembered of the first lot is right for the second.
    """
    mark = mark_of(path)
    files = [replace(case.facts.dossier(), holder=str(n)) for n, case in enumerate(cases_of(path))]
    for on in sorted({case.on for case in cases_of(path)})[::6]:
        for version_ in mark.versions:
            one = mark.model_copy(update={"versions": (version_,)})
            population = Population(one, version_, on)
            population.judge(files[::2])
            agree(one, files, on, None, population.judge(files))


SPECIAL: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a provider that is barred": (
        {
            "kind": "count",
            "at_least": 2,
            "excluded_providers": [{"provider": "x", "since": "2022-01-01", "spares": "calendar_year"}],
        },
        {},
    ),
    "a part with a minimum in another measure": (
        {
            "kind": "nested_minimum",
            "whole": {"kind": "sum", "measure": "points", "at_least": 9},
            "minimums": [
                {"kind": "sum", "measure": "hours", "at_least": 3},
                {"kind": "sum", "measure": "points", "at_least": 7, "where": {"provider": ["x"]}},
            ],
        },
        {},
    ),
    "points more for being late": (
        {"kind": "sum", "measure": "points", "at_least": 6},
        {"late": [{"after": "1 month", "requirement": "r0", "amount": 2}]},
    ),
}


@pytest.mark.parametrize("which", SPECIAL)
def test_rules_that_few_marks_have(which: str) -> None:
    """Before and after the day that matters to each."""
    rule, term = SPECIAL[which]
    asked = requirement("r0", rule, at=["renewal"])
    data = version(asked, in_force_from="unknown")
    mark = Mark.model_validate(mark_data({**data, "term": {**data["term"], **term}}))
    early = entry("a", TERM.since, amounts={"points": Fraction(4), "hours": Fraction(2)}, provider="x")
    late = entry("b", TERM.until, amounts={"points": Fraction(3), "hours": Fraction(2)}, provider="x")
    other = entry("c", TERM.until, amounts={"points": Fraction(2)}, provider="y")
    files = [file(early, late), file(early, other), file(early), file(early, late, other), file()]
    for on in (TERM.until, TERM.until + 90 * ONE_DAY):
        agree(mark, files, on, "renewal", Population(mark, mark.versions[0], on, "renewal").judge(files))
