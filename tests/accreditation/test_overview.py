"""A mark as its holder sees it: what matters most, the last useful day, the first safe day, one more activity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.dossier import Activity, Document, Dossier, EntryState, Experience, Qualification
from accreditation.effects import MarkEffect, difference, effect
from accreditation.findings import Moment, Outcome, Reason
from accreditation.outlook import SafeDay, all_approved, earliest_safe_day, outlook
from accreditation.overview import Heading, Overview, overview
from accreditation.scheme import Mark
from tests.accreditation import strategies as ours
from tests.accreditation.builders import TEXTS, WAITING, conversion, entry, file, mark, requirement, version
from tests.accreditation.test_properties import thoroughly

ON = date(2024, 6, 1)
POINTS = {"kind": "sum", "measure": "points", "at_least": 10}
GONE = {"kind": "continuous", "held": ["label"]}
CV = {"kind": "document", "kinds": ["cv"]}
JUDGED = {"kind": "assessment"}
UNKNOWN = {"kind": "unknown", "what": TEXTS}
APPLY = {"validity": "4 years", "anchor": "old_expiry", "apply_from": "4 months", "apply_until": "3 months"}
OPENS, CLOSES, EXPIRES = date(2024, 11, 1), date(2024, 12, 1), date(2025, 3, 1)


def asking(*rules: dict[str, Any], **fields: Any) -> Mark:
    """A mark with these rules as r0, r1 …"""
    asked = [
        requirement(f"r{n}", rule, confidence="unknown" if rule["kind"] == "unknown" else "seen")
        for n, rule in enumerate(rules)
    ]
    return mark(version(*asked, **fields))


def seen(made: Mark, dossier: Dossier, on: date = ON, planned: tuple[Activity, ...] = ()) -> Overview:
    return overview(made, made.versions[0], dossier, on, None, planned)


# the heading


def test_the_heading_says_how_much_is_missing_and_until_when() -> None:
    """Of several things that can still be helped the one that ends first; what waits stands beside it."""
    years = {"kind": "every_period", "period": "year", "rest": "whole", "rule": {**POINTS, "at_least": 3}}
    done = [entry(f"y{y}", date(y, 5, 1), 3) for y in (2021, 2022, 2023)]
    dossier = file(*done, entry("w", date(2024, 4, 1), 2, state=WAITING))
    many = {**POINTS, "at_least": 20}
    expected = Heading("missing", "r0", Fraction(11), "points", Fraction(2), EXPIRES)
    assert expected == seen(asking(many), dossier).heading
    assert ("r0", Fraction(11)) == (seen(asking(many, years), dossier).heading.requirement, expected.amount)
    soon = {**POINTS, "window": {"cycle": "1 year", "cycle_from": date(2024, 1, 1)}}
    assert ("r1", date(2024, 12, 31)) == (
        seen(asking(many, soon), dossier).heading.requirement, seen(asking(many, soon), dossier).heading.by
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "dossier", "expected"),
    [
        ((POINTS, GONE), file(), ("too_late", "r1")),
        ((CV, UNKNOWN), file(), ("missing", "r0")),
        ((GONE | {"held": ["x"]}, POINTS), file(), ("too_late", "r0")),
        ((JUDGED, UNKNOWN), file(), ("rule_unknown", "r1")),
        ((JUDGED, POINTS), file(entry("a", date(2024, 1, 1), 10, state=WAITING)), ("waiting", "r1")),
        ((JUDGED,), file(), ("for_a_person", "r0")),
        ((POINTS,), file(entry("a", date(2024, 1, 1), 10)), ("ready", None)),
        (({"kind": "declaration", "text": "code"},), file(), ("something_missing", "r0")),
        (({"kind": "payment", "fee": "f", "condition_of": "effect"},), file(), ("ready", None)),
    ],
)
def test_the_heading_is_what_matters_most(
    rules: tuple[dict[str, Any], ...], dossier: Dossier, expected: tuple[str, str | None]
) -> None:
    """What is lost, then what can be done, then whom to ask, then what the body must do."""
    heading = seen(asking(*rules), dossier).heading
    assert expected == (heading.kind, heading.requirement)


def test_the_dates_are_those_of_the_running_term() -> None:
    """From when and until when one can apply, when the term ends, and when the next one would."""
    found = seen(asking(POINTS, term=APPLY), file())
    assert (OPENS, CLOSES, EXPIRES, date(2029, 3, 1), False) == (
        found.apply_from, found.apply_until, found.expires_on, found.next_until, found.can_apply,
    )  # fmt: skip
    newcomer = mark(version(requirement("r0", CV, at=["initial"])))
    assert (None, "initial") == (seen(newcomer, file(term=None)).expires_on, seen(newcomer, file(term=None)).moment)


def test_a_line_has_the_whole_calculation() -> None:
    """What counts and what does not with the reason, of the parts as well, and the last day that helps."""
    either = {"kind": "any_of", "rules": [POINTS, {"kind": "count", "at_least": 3}]}
    dossier = file(entry("a", date(2024, 1, 1), 4), entry("c", date(2024, 1, 2), 4, state=EntryState.CONCEPT))
    line = seen(asking(either, term=APPLY), dossier).lines[0]
    assert {("a", Fraction(4)), ("a", Fraction(1))} == {(c.entry, c.amount) for c in line.counted}
    assert {("c", Reason.CONCEPT)} == {(left.entry, left.reason) for left in line.left}
    assert (CLOSES, False, False, True) == (line.by, line.too_late, line.done, line.decides)
    assert seen(asking(POINTS), file(entry("a", date(2024, 1, 1), 10))).lines[0].done


def test_an_unknown_rule_says_whom_to_ask() -> None:
    """The one it names, or else the body."""
    asked = seen(asking(UNKNOWN, UNKNOWN | {"ask": "De Raad"}), file())
    assert [("Body",), ("De Raad",)] == [line.ask for line in asked.lines]


# the first safe day


def plan(id_: str, on: date, points: int = 5) -> Activity:
    return entry(id_, on, points, state=WAITING)


def test_the_first_safe_day_is_the_day_of_the_last_activity_that_is_needed() -> None:
    """Not before applying opens, and never after it closes."""
    made = asking(POINTS, JUDGED, term=APPLY)
    first, second, third = plan("1", date(2024, 11, 8)), plan("2", date(2024, 11, 15)), plan("3", date(2024, 11, 20))
    assert SafeDay(second.on, second.on) == earliest_safe_day(made, file(), ON, (first, second, third))
    early = (plan("1", date(2024, 7, 1)), plan("2", date(2024, 7, 2)))
    assert SafeDay(OPENS, OPENS) == earliest_safe_day(made, file(), ON, early)
    assert SafeDay(None, None) == earliest_safe_day(made, file(), ON, (first, plan("2", date(2024, 12, 2))))
    assert SafeDay(None, None) == earliest_safe_day(made, file(), ON)
    assert second.on == seen(made, file(), planned=(first, second)).safe.certain


def test_what_waits_is_hoped_for_and_not_certain() -> None:
    """An activity, a diploma, work and a document that still wait make a day that is hoped for."""
    facts: list[tuple[dict[str, Any], Dossier]] = [
        (POINTS, file(entry("a", date(2024, 1, 1), 10, state=WAITING))),
        (
            {"kind": "education", "kinds": ["bachelor"]},
            file(qualifications=(Qualification("q", "bachelor", date(2020, 1, 1), state=WAITING),)),
        ),
        (
            {"kind": "experience", "unit": "years", "at_least": 1, "window": "ever"},
            file(experience=(Experience("e", "coach", date(2020, 1, 1), state=WAITING),)),
        ),
        (CV | {"verified": True}, file(documents=(Document("d", "cv", date(2024, 1, 1), verified=False),))),
        (
            {"kind": "recency", "of": "activity", "kinds": ["course"], "not_older_than": "1 year"},
            file(entry("a", date(2024, 1, 1), 10, state=WAITING)),
        ),
    ]
    assert [SafeDay(None, ON)] * 5 == [earliest_safe_day(asking(rule), dossier, ON) for rule, dossier in facts]


def test_a_rule_that_nobody_knows_is_never_safe() -> None:
    """It never passes; and where no version of the rules holds there is nothing to be safe by."""
    assert SafeDay(None, None) == earliest_safe_day(asking(UNKNOWN), file(), ON)
    assert SafeDay(None, None) == earliest_safe_day(asking(CV), file(), date(2020, 1, 1))


@thoroughly
@given(made=ours.marks(), dossier=ours.dossiers(), on=ours.near)
def test_approving_everything_leaves_nothing_waiting(made: Mark, dossier: Dossier, on: date) -> None:
    """And the first safe day is one on which the rules say so themselves."""
    approved = all_approved(dossier)
    states = [fact.state for fact in approved.activities] + [fact.state for fact in approved.qualifications]
    assert WAITING not in [*states, *(fact.state for fact in approved.experience)]
    day = earliest_safe_day(made, dossier, on, (), "renewal").certain
    if day is not None:
        now = outlook(made, made.versions[0], dossier, day, "renewal").now
        assert Outcome.NOT_SATISFIED not in {r.outcome for r in now.requirements if r.decides}


# one more activity


def tried(made: Mark, dossier: Dossier, draft: Activity) -> MarkEffect:
    return effect(made, made.versions[0], dossier, draft, ON)


def test_one_more_activity_counts_for_so_much_and_leaves_so_much() -> None:
    """Four of four points, nine still needed; one above a maximum says why it counts for less."""
    table = [{"kind": ["course"], "amount": 1, "per": "hour"}]
    made = asking({**POINTS, "at_least": 17, "at_most_per_entry": 4}, conversion=table)
    hours = {"hours": Fraction(6)}
    (found,) = tried(
        made, file(entry("a", date(2024, 1, 1), amounts=hours)), entry("new", ON, amounts=hours)
    ).requirements
    assert ("r0", (), "points", Fraction(4), Fraction(9)) == (
        found.requirement,
        found.part,
        found.unit,
        found.counts,
        found.missing,
    )
    assert [(Reason.ENTRY_CAP, Fraction(2))] == [(left.reason, left.amount) for left in found.reasons]
    assert conversion(kind=["course"], amount=1, per="hour") == made.versions[0].conversion[0]


def test_an_activity_that_does_not_count_says_why() -> None:
    """A second time the same meeting; and where no rule looks at such a thing there is nothing to say."""
    made = asking({**POINTS, "where": {"kind": ["course"]}})
    again = {"course": "c", "meeting": "m"}
    double = tried(made, file(entry("a", date(2024, 1, 1), 4, **again)), entry("new", ON, 4, **again))
    assert ([Reason.DUPLICATE], False) == ([left.reason for left in double.requirements[0].reasons], double.counts)
    other = tried(made, file(), entry("new", ON, 4, kind="walk"))
    assert ((), False) == (other.requirements, other.counts)


def test_the_parts_of_a_requirement_are_told_apart() -> None:
    """A total and its part, each with what it still needs; the whole is not told twice."""
    nested = {
        "kind": "nested_minimum",
        "whole": {**POINTS, "at_least": 10},
        "minimums": [{**POINTS, "at_least": 4, "where": {"category": ["core"]}}],
    }
    found = tried(asking(nested), file(), entry("new", ON, 3, category="core"))
    assert [((), Fraction(3), Fraction(7)), ((1,), Fraction(3), Fraction(1))] == [
        (r.part, r.counts, r.missing) for r in found.requirements
    ]


def test_an_activity_helps_a_rule_without_an_amount() -> None:
    """Something recent was asked, and this is recent; in a choice its place is named."""
    recent = {"kind": "recency", "of": "activity", "kinds": ["course"], "not_older_than": "1 year"}
    found = tried(asking({"kind": "any_of", "rules": [CV, recent]}), file(), entry("new", ON))
    assert ((1,), Outcome.SATISFIED, True) == (found.requirements[0].part, found.requirements[0].after, found.counts)
    years = {"kind": "every_period", "period": "year", "rest": "whole", "rule": POINTS}
    (year,) = tried(asking(years), file(), entry("new", ON, 10)).requirements
    assert ((3,), Fraction(10)) == (year.part, year.counts)
    (outside,) = tried(asking(years), file(), entry("new", date(2020, 1, 1), 10)).requirements
    assert [Reason.OUTSIDE_WINDOW] == [left.reason for left in outside.reasons]


@thoroughly
@given(made=ours.marks(), dossier=ours.dossiers(), draft=ours.activities("draft"), on=ours.near, moment=ours.moments)
def test_an_effect_is_the_difference_of_two_outlooks(
    made: Mark, dossier: Dossier, draft: Activity, on: date, moment: Moment
) -> None:
    """For every mark, file and activity: what counts is what is found more, what is missing is what the rules say."""
    found = effect(made, made.versions[0], dossier, draft, on, moment)
    day = max(on, draft.on)
    without = outlook(made, made.versions[0], dossier, day, moment)
    with_it = outlook(made, made.versions[0], dossier, on, moment, (draft,))
    assert difference(without, with_it, "draft") == found
    for one in found.requirements:
        before, after = without.now.of(one.requirement).finding, with_it.now.of(one.requirement).finding
        for place in one.part:
            before, after = before.parts[place], after.parts[place]
        assert ((after.found or 0) - (before.found or 0), after.missing or 0) == (one.counts, one.missing)
        assert after.waiting == one.waiting
    touched = {(r.requirement, r.part) for r in found.requirements}
    for r_before, r_after in zip(without.now.requirements, with_it.now.requirements, strict=True):
        if not r_after.finding.parts and (r_after.code, ()) not in touched:
            assert r_before.finding.found == r_after.finding.found


@thoroughly
@given(made=ours.marks(), dossier=ours.dossiers(), on=ours.near, planned=st.lists(ours.days, max_size=2))
def test_an_overview_is_there_for_every_file(made: Mark, dossier: Dossier, on: date, planned: list[date]) -> None:
    """It never fails, and says of each requirement what the evaluation says."""
    drafts = tuple(entry(f"p{n}", day, 1) for n, day in enumerate(planned))
    found = overview(made, made.versions[0], replace(dossier), on, "renewal", drafts)
    assert [r.outcome for r in found.outlook.now.requirements] == [line.outcome for line in found.lines]
