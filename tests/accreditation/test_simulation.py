"""What a simulation and a forecast say is what judging each file by itself says."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.dates import Span
from accreditation.dossier import Document, Dossier, Judgement, Restriction
from accreditation.evaluate import evaluate
from accreditation.findings import Outcome
from accreditation.forecast import Forecast, MonthAhead, months_from, usual_assessors
from accreditation.judging import asked_of_people, seats
from accreditation.reading import parse_mark
from accreditation.scheme import Mark
from accreditation.simulation import OVERALL, CutLine, Effect, Simulation, step_of
from tests.accreditation.builders import entry
from tests.accreditation.drafts import (
    BEGAN,
    FIRST,
    HEAD,
    LAST,
    LATER,
    NOW,
    RULES,
    asked,
    from_day,
    later_rules,
    points,
    version,
)

AFTER = parse_mark(later_rules(), "later")
UNKNOWN = 'kind = "unknown", what = { nl = "wat.", en = "what." }, ask = "huis"'
GATED = parse_mark(
    RULES + version(from_day(LATER), points(12, more='stage = "gate"'), asked("talk", UNKNOWN, confidence="unknown")),
    "gated",
)
BORDER = date(2025, 1, 1)
OLD, NEW = f"registered_before = {BORDER}", f"registered_from = {BORDER}"
FEE = asked("fee", 'kind = "payment", fee = "renewal", condition_of = "effect"')
EARLY = f'id = "early"\nin_force_until = 2026-12-31\n{from_day(BEGAN, NEW)}'
SPLIT = parse_mark(  # the new rules are for whoever came in from a day on, and a fee makes them work
    HEAD + version(from_day(BEGAN, OLD), *FIRST) + version(EARLY, *FIRST) + version(from_day(LATER, NEW), *LAST, FEE),
    "split",
)
A_CV = Document("cv", "cv", date(2023, 1, 2), verified=True)
REGIONS = ("Utrecht", "Drenthe", "")


@st.composite
def files(draw: st.DrawFn) -> Dossier:
    """Somebody with a term around the day, some points, and perhaps a CV, a judgement or an order."""
    since = LATER - timedelta(days=draw(st.integers(-30, 1600)))
    earned = draw(st.lists(st.integers(0, 8), max_size=4))
    return Dossier(
        "x",
        registered_on=since,
        term=Span(since, since + timedelta(days=1460)),
        activities=tuple(entry(f"a{n}", since + timedelta(days=5 * n), p) for n, p in enumerate(earned)),
        documents=(Document("cv", "cv", since, verified=True),) if draw(st.booleans()) else (),
        judgements=(Judgement("j", "talk", "as", "good", since),) if draw(st.booleans()) else (),
        restrictions=(Restriction(since),) if draw(st.integers(0, 9)) == 9 else (),
    )


def alone(mark: Mark, file: Dossier, on: date) -> tuple[str, dict[str, tuple[Outcome, Fraction | None]], int]:
    """The answer for one file, by the version that holds for it."""
    version = mark.version_for(file, on)
    if version is None:
        return "no_rules", {}, 0
    found = evaluate(mark, version, file, on)
    asked = asked_of_people(version, found)
    answers = {r.code: (r.outcome, r.finding.missing) for r in found.requirements}
    return str(found.outcome), answers, seats(asked, {}) if asked else 0


NOT_ASKED = (Outcome.NOT_APPLICABLE, None)


@given(st.lists(files(), max_size=12), st.sampled_from([AFTER, GATED, SPLIT]), st.integers(-3000, 40))
def test_it_says_what_one_by_one_says(people: list[Dossier], after: Mark, days: int) -> None:
    """Who moves where, who fails or passes anew, by how much, in which region, and how many assessors it takes."""
    on = LATER + timedelta(days=days)
    simulation = Simulation(NOW, after, on)
    regions = [REGIONS[place % 3] for place in range(len(people))]
    simulation.add(people[:5], regions[:5])
    simulation.add(people[5:], regions[5:])
    found = simulation.result()
    both = [(alone(NOW, file, on), alone(after, file, on)) for file in people]
    assert Counter((old[0], new[0]) for old, new in both) == Counter({(a, b): n for a, b, n in found.moves})
    assert (len(people), tuple(sum(pair[side][2] for pair in both) for side in (0, 1))) == (
        found.files,
        found.assessors,
    )
    assert tuple(sum(pair[side][0] == "no_rules" for pair in both) for side in (0, 1)) == found.without_rules
    effects = {effect.requirement: effect for effect in found.effects}
    for code in ("points", "cv", "talk"):
        if code in effects:
            pairs = [(old[1].get(code, NOT_ASKED), new[1].get(code, NOT_ASKED)) for old, new in both]
            check(effects[code], pairs)
            fell = Counter(region for region, pair in zip(regions, pairs, strict=True) if newly(pair))
            lines = {one.key: one.newly_fails for one in found.lines if (one.cut, one.requirement) == ("region", code)}
            assert dict(fell) == {key: count for key, count in lines.items() if count}


def newly(pair: tuple[tuple[Outcome, Fraction | None], tuple[Outcome, Fraction | None]]) -> bool:
    return pair[1][0] is Outcome.NOT_SATISFIED and pair[0][0] is not Outcome.NOT_SATISFIED


def check(effect: Effect, pairs: list[tuple[tuple[Outcome, Fraction | None], tuple[Outcome, Fraction | None]]]) -> None:
    fail = Outcome.NOT_SATISFIED
    assert (
        sum(old[0] is fail for old, _ in pairs),
        sum(new[0] is fail for _, new in pairs),
        sum(newly(pair) for pair in pairs),
        sum(old[0] is fail and new[0] is not fail for old, new in pairs),
        sum(new[0] is Outcome.NEEDS_ASSESSOR and old[0] is not Outcome.NEEDS_ASSESSOR for old, new in pairs),
        sum(old[0] is fail and new[0] is fail and (new[1] or 0) > (old[1] or 0) for old, new in pairs),
    ) == (
        effect.fails_before, effect.fails_after, effect.newly_fails, effect.newly_passes, effect.newly_for_people,
        effect.needs_more,
    )  # fmt: skip
    steps = Counter(step_of(new[1]) for old, new in pairs if newly((old, new)))
    assert dict(steps) == {place: count for place, count in enumerate(effect.steps) if count}


@pytest.mark.parametrize(("missing", "step"), [("0", 0), ("1", 0), ("3/2", 1), ("80", 5), ("81", 6), (None, 7)])
def test_each_amount_has_its_step(missing: str | None, step: int) -> None:
    """The bounds are included; the last step is for who misses no amount."""
    assert step == step_of(None if missing is None else Fraction(missing))


def test_a_person_is_told_apart_by_region_years_and_the_year_they_came_in() -> None:
    """One who passed by ten points and must have twelve, and one who has them."""
    since = date(2023, 1, 2)
    term = Span(since, date(2027, 1, 1))
    few, many = (
        Dossier("x", since, term, activities=(entry("a", since, amount),), documents=(A_CV,))
        for amount in (10, 12)
    )  # fmt: skip
    simulation = Simulation(NOW, AFTER, LATER)
    simulation.add([few, many], ["Utrecht", ""])
    found = simulation.result()
    assert [
        CutLine("cohort", "2023", "", 2, 1, 0), CutLine("cohort", "2023", "points", 2, 1, 0),
        CutLine("region", "", "", 1, 0, 0), CutLine("region", "Utrecht", "", 1, 1, 0),
        CutLine("region", "Utrecht", "points", 1, 1, 0), CutLine("years", "3", "", 2, 1, 0),
        CutLine("years", "3", "points", 2, 1, 0),
    ] == list(found.lines)  # fmt: skip
    found_points = next(effect for effect in found.effects if effect.requirement == "points")
    assert ("points", (0, 1, 0, 0, 0, 0, 0, 0)) == (found_points.unit, found_points.steps)
    assert [OVERALL, "points", "talk", "cv"] == [effect.requirement for effect in found.effects]
    assert (0, 4) == found.assessors


def test_units_are_told_where_a_rule_has_them() -> None:
    """Points, or times; a document has none, and neither has what no rules of today know."""
    times = asked("talk", 'kind = "count", at_least = 2, window = "term"')
    counted = parse_mark(RULES + version(from_day(LATER), points(12), times), "counted")
    simulation = Simulation(NOW, counted, LATER)
    simulation.add([Dossier("x", LATER, Span(LATER, date(2030, 12, 31)))], [""])
    assert {"": None, "points": "points", "talk": "events", "cv": None} == {
        effect.requirement: effect.unit for effect in simulation.result().effects
    }


@given(st.lists(files(), max_size=10))
def test_a_forecast_counts_who_is_not_there_yet(people: list[Dossier]) -> None:
    """Per month in which a term ends; those of whom the machine says so, each judged by itself."""
    on = date(2027, 1, 15)
    forecast = Forecast(AFTER, on, 6)
    forecast.add(people)
    ends = Counter(file.term.until.replace(day=1) for file in people if file.term)
    found = {month.month: month for month in forecast.result(ends).months}
    assert months_from(on) == tuple(found)
    for month in months_from(on):
        outcomes = [alone(AFTER, f, on)[0] for f in people if f.term and f.term.until.replace(day=1) == month]
        assert MonthAhead(
            month, ends[month], len(outcomes), outcomes.count("satisfied"), outcomes.count("not_satisfied"),
            outcomes.count("needs_assessor"), 2 * ends[month],
        ) == found[month]  # fmt: skip


def test_nobody_without_a_term_is_in_a_forecast() -> None:
    """A first application has no month in which it ends."""
    forecast = Forecast(AFTER, LATER, 6)
    forecast.add([Dossier("x")])
    assert {0} == {month.files + month.judged for month in forecast.result({}).months}


def test_assessors_are_told_only_where_one_set_of_rules_holds() -> None:
    """None before the mark began; none needed is nought; and where versions differ by person, nobody can say."""
    assert [None, 0, 2] == [usual_assessors(AFTER, on) for on in (date(2019, 1, 1), date(2026, 12, 31), LATER)]
    two = (
        HEAD
        + version(from_day(BEGAN, OLD), *FIRST)
        + version(from_day(BEGAN, NEW).replace("in_force", 'id = "b"\nin_force', 1), *LAST)
    )
    assert None is usual_assessors(parse_mark(two, "two"), LATER)


def test_in_one_lot_each_is_judged_by_their_own_version() -> None:
    """One came in before the border between two versions, and one on it."""
    simulation = Simulation(NOW, SPLIT, LATER)
    since = (date(2024, 12, 31), date(2025, 1, 1))
    simulation.add([Dossier("x", day, Span(day, date(2028, 12, 31))) for day in since], ["", ""])
    effects = {effect.requirement: effect for effect in simulation.result().effects}
    assert (1, 1, 1) == (effects["cv"].fails_after, effects["talk"].newly_for_people, effects["fee"].newly_fails)


def test_a_file_without_rules_is_told_apart() -> None:
    """Before the mark began no version holds: not for the text in force, and not for the draft."""
    simulation = Simulation(NOW, AFTER, BEGAN - timedelta(days=1))
    simulation.add([Dossier("x", date(2024, 1, 1), Span(date(2024, 1, 1), date(2027, 12, 31)))], [""])
    found = simulation.result()
    assert ((1, 1), (("no_rules", "no_rules", 1),)) == (found.without_rules, found.moves)
