"""Which version holds for a file: by the day the mark names, exactly one, and a fault of the scheme otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accreditation.dates import Span
from accreditation.dossier import Dossier, Holding, Qualification
from accreditation.rules.condition import Condition
from tests.accreditation.builders import TEXTS, mark, requirement, version

D = date.fromisoformat
OLD, NEW = D("2018-01-01"), D("2021-01-01")


def held(found: Any, dossier: Dossier, on: str) -> str | None:
    chosen = found.version_for(dossier, D(on))
    return chosen.id if chosen else None


def test_the_default_is_the_day_asked() -> None:
    """The old text up to the day before the new one; none before the mark began."""
    found = mark(version(in_force_from=NEW), version(in_force_from=OLD))
    expected = [None, "2018-01-01", "2018-01-01", "2021-01-01"]
    days = ("2017-12-31", "2018-01-01", "2020-12-31", "2021-01-01")
    assert expected == [held(found, Dossier("p"), day) for day in days]


@pytest.mark.parametrize(
    ("by", "facts"),
    [
        ("application", {"applied_on": D("2020-12-31")}),
        ("decision", {"decided_on": D("2020-12-31")}),
        ("expiry", {"term": Span(D("2017-01-01"), D("2020-12-31"))}),
    ],
)
def test_a_version_holds_by_the_day_the_scheme_names(by: str, facts: dict[str, Any]) -> None:
    """The day of application, of decision, or the last day of the running certificate; else the day asked."""
    found = mark(version(in_force_from=OLD), version(in_force_from=NEW), version_by=by)
    assert ["2018-01-01", "2021-01-01"] == [
        held(found, Dossier("p", **some), "2022-01-01") for some in (facts, {})
    ]  # fmt: skip


def test_a_mark_that_ended_has_no_version_afterwards() -> None:
    """A last day in force; and a version that was only announced holds for nobody."""
    found = mark(version(in_force_from=OLD, in_force_until=D("2020-12-31")), version(in_force_from="announced"))
    assert ["2018-01-01", None] == [held(found, Dossier("p"), day) for day in ("2020-12-31", "2021-01-01")]
    assert "announced" == found.version("announced").id
    assert None is held(mark(version(in_force_from="announced")), Dossier("p"), "2024-01-01")
    with pytest.raises(KeyError):
        found.version("2030-01-01")


def test_a_version_of_unknown_age_holds_from_the_beginning() -> None:
    """In force from before we can see."""
    found = mark(version(in_force_from="unknown"), version(in_force_from=NEW))
    assert ["unknown", "unknown", "2021-01-01"] == [
        held(found, Dossier("p"), day) for day in ("1900-01-01", "2020-12-31", "2021-01-01")
    ]


COHORTS = (
    {"id": "old", "in_force_from": NEW, "applies_to": {"registered_before": D("2015-01-01")}},
    {"id": "new", "in_force_from": NEW, "applies_to": {"registered_from": D("2015-01-01")}},
)


def test_cohorts_each_have_their_version() -> None:
    """Registered before or from 1 January 2015; who is not registered yet registers on the day asked."""
    found = mark(*(version(**fields) for fields in COHORTS))
    days = (D("2014-12-31"), D("2015-01-01"), None)
    assert ["old", "new", "new"] == [held(found, Dossier("p", registered_on=day), "2022-01-01") for day in days]


@pytest.mark.parametrize(
    ("versions", "fault"),
    [
        ([{"id": "a", "in_force_from": NEW}, {"id": "b", "in_force_from": NEW}], "a and b holds"),
        ([{"id": "a", "in_force_from": OLD, "in_force_until": D("2020-12-30")}, {"in_force_from": NEW}], "no version"),
        ([{"id": "a", "in_force_from": OLD, "in_force_until": D("2021-01-01")}, {"in_force_from": NEW}], "a and 2021"),
        ([COHORTS[0]], "no version"),
        ([COHORTS[0], {**COHORTS[1], "applies_to": {"registered_from": D("2014-12-31")}}], "old and new"),
        ([COHORTS[0], {**COHORTS[1], "applies_to": {"registered_from": D("2015-01-02")}}], "no version"),
        ([{"in_force_from": OLD}, COHORTS[0], COHORTS[1]], "2018-01-01 and"),
        ([{"applies_to": {"asked_before": D("2023-01-01")}}], "no version"),
        ([{"applies_to": {"expires_from": D("2023-01-01")}}], "no version"),
        ([{"applies_to": {"applied_before": D("2023-01-01")}}], "no version"),
        ([{"applies_to": {"level": ["B"]}}], "no version"),
        ([{"applies_to": {"any_of": [{"route": ["x"]}, {"not": {"route": ["x"]}}]}}], None),
        ([{"applies_to": {"any_of": [{"route": ["x"]}, {"not": {"route": ["y"]}}]}}], "no version"),
        ([{"applies_to": {"held_mark": "rl"}}], "can look at days, level and route only, not at held_mark"),
        ([{"in_force_from": NEW, "in_force_until": D("2020-12-31")}], "lies before in_force_from"),
        ([{"in_force_from": "announced", "in_force_until": D("2020-12-31")}], "lies before in_force_from"),
        ([{"in_force_from": "soon"}], 'write a day such as 2021-01-01, "unknown"'),
        ([{"in_force_from": NEW}, {"in_force_from": NEW}], "two versions are called 2021-01-01"),
    ],
)
def test_more_or_fewer_than_one_version_is_a_fault_of_the_scheme(
    versions: list[dict[str, Any]], fault: str | None
) -> None:
    """Found when the scheme is checked, on both sides of every border."""
    levels = {"levels": ["A", "B"]}
    if fault is None:
        assert mark(*(version(**fields) for fields in versions), **levels).versions
        return
    with pytest.raises(ValueError, match=fault):
        mark(*(version(**fields) for fields in versions), **levels)


def test_nobody_registers_after_the_day_asked() -> None:
    """A cohort that begins later than the version is no gap: its people do not exist yet."""
    first = version(in_force_from=OLD, in_force_until=D("2020-12-31"), applies_to={"registered_before": NEW})
    assert mark(first, version(in_force_from=NEW)).versions


@pytest.mark.parametrize("by", ["day_asked", "application", "decision", "expiry"])
def test_two_versions_in_a_row_are_always_apart(by: str) -> None:
    """Whatever day the mark goes by."""
    assert mark(version(in_force_from=OLD), version(in_force_from=NEW), version_by=by).versions


def test_too_many_borders_are_refused_rather_than_tried_for_ever() -> None:
    """A hostile file may not keep us busy."""
    days = [date(2000 + n, 1, 1) for n in range(40)]
    versions = [
        version(
            id=f"v{n}",
            in_force_from=day,
            applies_to={"any_of": [{f"{name}_from": day} for name in ("registered", "expires")]},
        )
        for n, day in enumerate(days)
    ]
    with pytest.raises(ValueError, match="too many borders"):
        mark(*versions)


# conditions


PERSON = Dossier(
    "p", registered_on=D("2015-01-01"), term=Span(D("2020-01-01"), D("2024-06-30")), applied_on=D("2024-05-01"),
    affiliated_on=D("2014-01-01"), level="B", former_level="A", scopes=frozenset({"x"}), route="short",
    qualifications=(Qualification("q", "jobcoach", D("2015-07-01"), 6, None, "saxion", True),),
    holdings=(Holding("rl", D("2020-01-01"), D("2021-01-01")),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({"registered_from": D("2015-01-01")}, True),
        ({"registered_before": D("2015-01-01")}, False),
        ({"expires_from": D("2024-06-30"), "expires_before": D("2024-07-01")}, True),
        ({"expires_before": D("2024-06-30")}, False),
        ({"asked_from": D("2024-06-01")}, True),
        ({"asked_before": D("2024-06-01")}, False),
        ({"applied_before": D("2024-05-02")}, True),
        ({"applied_from": D("2024-05-02")}, False),
        ({"affiliated_from": D("2014-01-01")}, True),
        ({"affiliated_before": D("2014-01-01")}, False),
        ({"level": ["B", "C"]}, True),
        ({"level": ["A"]}, False),
        ({"level_changes": True}, True),
        ({"level_changes": False}, False),
        ({"scope": ["x", "y"]}, True),
        ({"scope": ["y"]}, False),
        ({"route": ["short"]}, True),
        ({"route": ["long"]}, False),
        ({"held_mark": "rl"}, True),
        ({"held_mark": "rj"}, False),
        ({"qualification": {"kind": ["jobcoach"], "provider": ["saxion"], "provider_accredited": True}}, True),
        ({"qualification": {"on_or_after": D("2015-07-01"), "before": D("2015-07-02"), "level_from": 6}}, True),
        ({"qualification": {"before": D("2015-07-01")}}, False),
        ({"qualification": {"kind": ["other"]}}, False),
        ({"qualification": {"provider": ["other"]}}, False),
        ({"qualification": {"provider_accredited": False}}, False),
        ({"qualification": {"level_from": 7}}, False),
        ({"any_of": [{"level": ["A"]}, {"level": ["B"]}]}, True),
        ({"any_of": [{"level": ["A"]}, {"level": ["C"]}]}, False),
        ({"not": {"level": ["A"]}}, True),
        ({"not": {"level": ["B"]}}, False),
        ({"level": ["B"], "route": ["long"]}, False),
    ],
)
def test_a_condition_holds_when_every_test_does(fields: dict[str, Any], holds: bool) -> None:
    """`from` includes its day and `before` does not."""
    assert holds is Condition.model_validate(fields).holds(PERSON, D("2024-06-01"))


def test_an_empty_condition_says_nothing() -> None:
    """It would hold for everybody: a mistake of the file."""
    with pytest.raises(ValueError, match="says nothing"):
        mark(version(requirement(applies_if={})))


def test_who_is_not_affiliated_meets_no_day_of_affiliation() -> None:
    """A day that is not there lies neither before nor after."""
    condition = Condition.model_validate({"affiliated_before": D("2014-01-01")})
    assert not condition.holds(Dossier("p"), D("2024-06-01"))


# what else a mark says


def test_what_a_mark_proves_depends_on_the_day() -> None:
    """Both days of a proof count; outside them nothing is known."""
    proof = {"education": "proven", "experience": "unknown", "code_of_conduct": "not_proven", "source": "s"}
    found = mark(version(proves=[{**proof, "since": D("2021-01-01"), "until": D("2022-12-31")}])).versions[0]
    known = [found.proves_on(D(day)) for day in ("2020-12-31", "2021-01-01", "2022-12-31", "2023-01-01")]
    assert [False, True, True, False] == [proof is not None for proof in known]
    assert mark(version(proves=[proof])).versions[0].proves_on(D("2050-01-01"))


def test_the_rules_of_standing_come_from_the_term() -> None:
    """Unknown counts as the stricter answer; the newest version in force answers for any other."""
    term = {"validity": "4 years", "anchor": "old_expiry"}
    kind = {**term, "objection": "suspensive", "pending_after_expiry": "stays_valid"}
    rules = mark(version(in_force_from=OLD, term=term), version(in_force_from=NEW, term=kind)).standing_rules()
    assert [(False, False), (True, True), (True, True)] == [
        (rules[id_].objection_suspends, rules[id_].pending_keeps_alive) for id_ in ("2018-01-01", "2021-01-01", None)
    ]
    assert [None not in mark(version(in_force_from="announced")).standing_rules()] == [True]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"requirements": [requirement("a"), requirement("a")]}, 'two requirements are called "a"'),
        ({"evidence": [{"kind": ["*"], "requirement": ["b"]}]}, 'there is no requirement "b"'),
        (
            {"requirements": [requirement("a", {"kind": "assessment", "of": "b"})]},
            'there is no requirement "b"',
        ),
        (
            {
                "term": {
                    "validity": "4 years",
                    "anchor": "old_expiry",
                    "late": [{"after": "1 month", "requirement": "r"}],
                }
            },
            "names both the requirement and the amount",
        ),
        (
            {
                "term": {
                    "validity": "4 years",
                    "anchor": "old_expiry",
                    "late": [{"after": "1 month", "requirement": "x", "amount": 1}],
                }
            },
            'there is no requirement "x"',
        ),
        ({"requirements": [requirement(confidence="unknown")]}, "belong together"),
        ({"requirements": [requirement(rule={"kind": "unknown", "what": TEXTS})]}, "belong together"),
        (
            {"requirements": [requirement(at=["initial"], rule={"kind": "count", "at_least": 1})]},
            "a first application has none",
        ),
        (
            {
                "requirements": [
                    requirement(
                        rule={"kind": "all_of", "rules": [{"kind": "payment", "fee": "f", "condition_of": "effect"}]}
                    )
                ]
            },
            "requirement of its own",
        ),
        ({"conversion": [{"kind": ["x"]}]}, "say what it gives"),
        ({"conversion": [{"kind": ["x"], "fixed_by": "assessor", "amount": 1}]}, 'leave "amount" out'),
    ],
)
def test_a_version_whose_parts_do_not_fit_is_refused(fields: dict[str, Any], fault: str) -> None:
    """Names that point to nothing, half a surcharge, certainty about an unknown rule, a window nobody has."""
    with pytest.raises(ValueError, match=fault):
        mark(version(**fields))


def test_inside_an_every_period_rule_a_first_application_needs_no_look_back() -> None:
    """The periods are the window of the rule inside."""
    inner = {"kind": "count", "at_least": 1}
    years = {
        "kind": "every_period",
        "period": "calendar_year",
        "rest": "whole",
        "rule": inner,
        "window": {"calendar_years": 2},
    }
    assert mark(version(requirement(at=["initial"], rule=years))).versions
    on_day = {
        "kind": "any_of",
        "rules": [{"kind": "holds_mark", "marks": ["rl"]}, {"kind": "continuous", "held": ["x"]}],
    }
    assert mark(version(requirement(at=["initial"], rule=on_day))).versions
