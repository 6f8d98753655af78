"""Rules that add up: sum, count, distinct and nested minimum, with maximums, quotas, evidence and what is left out."""

# an exact amount may equal a whole number:
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from accreditation.dossier import BroughtForward, EntryState, Evidence, Restriction
from accreditation.findings import Cure, Left, Outcome, Reason
from tests.accreditation.builders import (
    TERM,
    WAITING,
    conversion,
    counted,
    entry,
    evidence,
    file,
    find,
    reasons,
    rule,
)

D = date.fromisoformat
ON = D("2024-06-01")
SUM = {"measure": "points", "at_least": 10}
SATISFIED, NOT, PERSON = Outcome.SATISFIED, Outcome.NOT_SATISFIED, Outcome.NEEDS_ASSESSOR


def day(number: int) -> date:
    return date(2022, 1, number)


def test_a_sum_needs_at_least_its_norm() -> None:
    """Exactly enough is enough; a hair less is not, and says how much is missing and until when it helps."""
    enough = find(rule("sum", **SUM), file(entry("a", day(1), 4), entry("b", day(2), 6)), ON)
    assert (SATISFIED, 10, 10, 0, "points", TERM) == (
        enough.outcome, enough.found, enough.needed, enough.missing, enough.unit, enough.window,
    )  # fmt: skip
    assert {"a": 4, "b": 6} == counted(enough)
    short = find(rule("sum", **SUM), file(entry("a", day(1), "9.99")), ON, deadline=D("2025-01-15"))
    assert (NOT, Fraction(1, 100)) == (short.outcome, short.missing)
    assert (Cure("amount", "points", Fraction(1, 100), D("2025-01-15")),) == short.cures


def test_without_a_deadline_the_last_day_of_the_term_helps() -> None:
    """Where the body does not say when to apply, an entry helps as long as the window runs."""
    assert TERM.until == find(rule("sum", **SUM), file(), ON).cures[0].by


def test_in_a_window_that_moves_along_only_the_deadline_limits() -> None:
    """The last four years, seen from a later day, include a later entry."""
    rolling = rule("sum", window={"last": "4 years"}, **SUM)
    assert None is find(rolling, file(), ON).cures[0].by
    assert D("2025-01-15") == find(rolling, file(), ON, deadline=D("2025-01-15")).cures[0].by


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"on": D("2024-06-02")}, Reason.AFTER_DAY),
        ({"on": D("2021-03-01")}, Reason.OUTSIDE_WINDOW),
        ({"state": EntryState.CONCEPT}, Reason.CONCEPT),
        ({"state": EntryState.WITHDRAWN}, Reason.WITHDRAWN),
        ({"state": EntryState.REFUSED}, Reason.REFUSED),
        ({"state": WAITING}, Reason.NOT_APPROVED),
        ({"kind": "self_reflection"}, Reason.KIND_NOT_ACCEPTED),
        ({"role": "trainee"}, Reason.ROLE_NOT_ACCEPTED),
        ({"confirmed_by": frozenset({"friend"})}, Reason.NOT_CONFIRMED),
        ({"mode": "online"}, Reason.CONDITION_NOT_MET),
        ({"provider_accredited": False}, Reason.CONDITION_NOT_MET),
        ({"provider": "other"}, Reason.CONDITION_NOT_MET),
        ({"provider": "banned", "on": D("2023-06-01")}, Reason.PROVIDER_EXCLUDED),
        ({"evidence": ()}, Reason.EVIDENCE_MISSING),
        ({"evidence": (Evidence("screenshot"),)}, Reason.EVIDENCE_REFUSED),
        ({"on": D("2022-09-05")}, Reason.UNDER_RESTRICTION),
    ],
)
def test_what_does_not_count_is_shown_with_the_reason(fields: dict[str, Any], reason: Reason) -> None:
    """Each thing that can stand in the way of an entry is named."""
    strict = rule(
        "sum",
        where={
            "except_kind": ["self_reflection"], "role": ["coach"], "confirmed_by": ["peer"], "mode": ["face-to-face"],
            "provider": ["school", "banned"], "provider_accredited": True,
        },
        excluded_providers=[{"provider": "banned", "since": D("2023-01-01"), "until": D("2023-12-31")}],
        **SUM,
    )  # fmt: skip
    good: dict[str, Any] = {
        "kind": "course", "role": "coach", "confirmed_by": frozenset({"peer"}), "mode": "face-to-face",
        "provider": "school", "provider_accredited": True, "evidence": (Evidence("certificate"),),
        "on": D("2022-01-01"),
    }  # fmt: skip
    rows = (evidence(kind=["*"], accepted=["certificate"], refused=["screenshot"]),)
    order = (Restriction(D("2022-09-01"), D("2022-09-30"), frozenset({"coach"})),)
    wrong = {**good, **fields}
    dossier = file(
        entry("good", points=10, **good),
        entry("wrong", points=1, **wrong),
        restrictions=order,
    )
    finding = find(strict, dossier, ON, evidence=rows)
    assert SATISFIED is finding.outcome
    assert {"wrong": reason} == reasons(finding)
    assert {"good": 10} == counted(finding)


def test_a_rule_about_a_kind_leaves_other_kinds_alone() -> None:
    """What a rule is not about is none of its business, and not shown."""
    about = rule("sum", where={"kind": ["course"], "domain": ["theory"], "subject": ["law"], "course": ["c1"]}, **SUM)
    fields = {"domain": "theory", "subject": "law", "course": "c1"}
    others = [
        entry("o1", day(1), 5, kind="meeting", **fields),
        entry("o2", day(1), 5, **{**fields, "domain": "practice"}),
        entry("o3", day(1), 5, **{**fields, "subject": "ethics"}),
        entry("o4", day(1), 5, **{**fields, "course": "c2"}),
    ]
    finding = find(about, file(entry("a", day(1), 5, **fields), *others), ON)
    assert ({"a": 5}, {}) == (counted(finding), reasons(finding))


def test_an_entry_without_the_amount_is_shown_where_the_rule_names_its_kind() -> None:
    """A course without hours cannot count for hours; for a rule about everything it is no news."""
    hours = {"measure": "hours", "at_least": 10}
    dossier = file(entry("a", day(1), 5))
    assert {"a": Reason.NO_AMOUNT} == reasons(find(rule("sum", where={"kind": ["course"]}, **hours), dossier, ON))
    assert {} == reasons(find(rule("sum", **hours), dossier, ON))


def test_an_activity_of_several_days_counts_on_its_last_day() -> None:
    """Begun before the term and completed in it: it counts."""
    course = entry("a", D("2021-03-02"), 10, since=D("2021-02-01"))
    assert D("2021-02-01") == course.first_day
    assert SATISFIED is find(rule("sum", **SUM), file(course), ON).outcome


def test_waiting_entries_make_it_a_case_for_a_person() -> None:
    """Enough once approved: needs an assessor, and approval is what helps."""
    finding = find(rule("sum", **SUM), file(entry("a", day(1), 6), entry("b", day(2), 7, state=WAITING)), ON)
    assert (PERSON, 6, 7) == (finding.outcome, finding.found, finding.waiting)
    assert (Cure("approval", "points", Fraction(4), None),) == finding.cures
    both = find(rule("sum", **SUM), file(entry("a", day(1), 6), entry("b", day(2), 3, state=WAITING)), ON)
    assert (NOT, ["approval", "amount"]) == (both.outcome, [c.kind for c in both.cures])
    assert [3, 1] == [c.amount for c in both.cures]


def test_what_waits_counts_only_for_what_a_maximum_leaves() -> None:
    """Seven points counted under a maximum of ten: of eight that wait only three would be added."""
    capped = rule("sum", caps=[{"values": ["talk"], "at_most": 10}], **SUM)
    dossier = file(entry("a", day(1), 7, category="talk"), entry("b", day(2), 8, category="talk", state=WAITING))
    finding = find(capped, dossier, ON)
    assert (PERSON, 7, 3) == (finding.outcome, finding.found, finding.waiting)
    assert [Left("b", Reason.NOT_APPROVED, Fraction(3)), Left("b", Reason.CATEGORY_CAP, Fraction(5))] == list(
        finding.left
    )


def test_approval_that_can_only_cost_adds_nothing() -> None:
    """Under a quota an older entry that waits may push a larger one out: never a negative amount waiting."""
    quota = rule("sum", quota=[{"at_most": 1, "per": "person"}], **SUM)
    dossier = file(entry("a", day(1), 1, state=WAITING), entry("b", day(2), 8))
    finding = find(quota, dossier, ON)
    assert (NOT, 8, 0) == (finding.outcome, finding.found, finding.waiting)


def test_a_maximum_per_entry_cuts_each_entry() -> None:
    """One meeting never counts for more than five, and what was cut is shown."""
    finding = find(rule("sum", at_most_per_entry=5, **SUM), file(entry("a", day(1), 8), entry("b", day(2), 4)), ON)
    assert ({"a": 5, "b": 4}, 9) == (counted(finding), finding.found)
    assert (Left("a", Reason.ENTRY_CAP, Fraction(3)),) == finding.left


def test_a_shared_maximum_gives_the_oldest_first() -> None:
    """By date and then id, whatever the order in the file."""
    capped = rule("sum", caps=[{"values": ["talk"], "at_most": 10}], **SUM)
    entries = [
        entry("c", day(2), 5, category="talk"),
        entry("b", day(1), 4, category="talk"),
        entry("a", day(2), 4, category="talk"),
        entry("x", day(9), 3),
    ]
    finding = find(capped, file(*entries), ON)
    assert {"b": 4, "a": 4, "c": 2, "x": 3} == counted(finding)
    assert (Left("c", Reason.CATEGORY_CAP, Fraction(3)),) == finding.left


def test_maximums_are_applied_from_the_inside_out() -> None:
    """First the entry, then the sub-category, then the category; each shows what it cut."""
    nested = rule(
        "sum", at_most_per_entry=8,
        caps=[{"values": ["core"], "at_most": 10, "caps": [{"values": ["core/ethics"], "at_most": 6}]}], **SUM,
    )  # fmt: skip
    dossier = file(entry("a", day(1), 5, category="core"), entry("b", day(2), 9, category="core/ethics"))
    finding = find(nested, dossier, ON)
    assert {"a": 5, "b": 5} == counted(finding)
    assert [
        Left("b", Reason.ENTRY_CAP, Fraction(1)),
        Left("b", Reason.CATEGORY_CAP, Fraction(2)),
        Left("b", Reason.CATEGORY_CAP, Fraction(1)),
    ] == list(finding.left)


def test_a_maximum_over_several_values_is_one_of_a_group() -> None:
    """Two kinds that share a maximum."""
    capped = rule("sum", caps=[{"of": "kind", "values": ["webinar", "podcast"], "at_most": 4}], **SUM)
    dossier = file(entry("a", day(1), 3, kind="webinar"), entry("b", day(2), 3, kind="podcast"))
    finding = find(capped, dossier, ON)
    assert ({"a": 3, "b": 1}, {"b": Reason.GROUP_CAP}) == (counted(finding), reasons(finding))


def test_the_same_meeting_of_the_same_course_counts_once() -> None:
    """The larger of the two; another meeting of it, or another day, counts on its own."""
    dossier = file(
        entry("a", day(1), 2, course="c", meeting="m1"),
        entry("b", day(3), 5, course="c", meeting="m1"),
        entry("c", day(3), 1, course="c", meeting="m2"),
        entry("d", day(5), 1, course="c"),
        entry("e", day(5), 1, course="c"),
        entry("f", day(6), 1, course="c"),
    )
    finding = find(rule("sum", **SUM), dossier, ON)
    assert {"b": 5, "c": 1, "d": 1, "f": 1} == counted(finding)
    assert {"a": Reason.DUPLICATE, "e": Reason.DUPLICATE} == reasons(finding)
    assert 11 == find(rule("sum", counted_once=False, **SUM), dossier, ON).found


def test_one_meeting_under_two_maximums_counts_where_there_is_room() -> None:
    """Logged in two categories, of which one is full: it counts in the other, and for no more than once."""
    capped = rule("sum", caps=[{"values": ["a"], "at_most": 5}, {"values": ["b"], "at_most": 5}], **SUM)
    dossier = file(
        entry("1", day(1), 5, category="a", course="c", meeting="m"),
        entry("2", day(1), 5, category="b", course="c", meeting="m"),
        entry("3", day(2), 5, category="a"),
    )
    finding = find(capped, dossier, ON)
    assert (10, {"2": 5, "3": 5}) == (finding.found, counted(finding))
    assert {"1": Reason.DUPLICATE} == reasons(finding)


def test_a_split_meeting_elsewhere_does_not_take_from_the_oldest() -> None:
    """Oldest first holds too when some meeting was logged under different maximums."""
    caps = [{"values": ["core"], "at_most": 5, "caps": [{"values": ["core/ethics"], "at_most": 5}]}]
    dossier = file(
        entry("old", day(1), 5, category="core/ethics"),
        entry("new", day(2), 5, category="core"),
        entry("m1", day(3), 1, category="core", course="c"),
        entry("m2", day(3), 1, course="c"),
    )
    finding = find(rule("sum", caps=caps, **SUM), dossier, ON)
    assert {"old": 5, "m2": 1} == counted(finding)
    assert {"new": Reason.CATEGORY_CAP, "m1": Reason.DUPLICATE} == reasons(finding)


@pytest.mark.parametrize(
    "caps",
    [
        [{"values": ["core"], "at_most": 5}, {"values": ["core/ethics"], "at_most": 2}],
        [{"values": ["core"], "at_most": 5}, {"of": "kind", "values": ["course"], "at_most": 2}],
    ],
)
def test_maximums_beside_each_other_may_not_share_entries(caps: list[dict[str, Any]]) -> None:
    """Which of them came first would decide: one must stand inside the other."""
    with pytest.raises(ValueError, match="put one inside the other"):
        rule("sum", caps=caps, **SUM)
    with pytest.raises(ValueError, match="put one inside the other"):
        rule("sum", caps=[{"values": ["x"], "at_most": 9, "caps": caps}], **SUM)


@pytest.mark.parametrize(
    ("per", "days", "extra", "left"),
    [
        ("day", (1, 1, 2), {}, {"b"}),
        ("provider", (1, 2, 3), {"provider": "p"}, {"b", "c"}),
        ("course", (1, 2, 3), {"course": "c"}, {"b", "c"}),
        ("year", (1, 2, 3), {}, {"b", "c"}),
        ("person", (1, 2, 3), {}, {"b", "c"}),
    ],
)
def test_a_quota_lets_the_oldest_through(
    per: str, days: tuple[int, ...], extra: dict[str, str], left: set[str]
) -> None:
    """No more than one a day, provider, course, year or person; the others are shown."""
    limited = rule("sum", quota=[{"at_most": 1, "per": per}], **SUM)
    dossier = file(*(entry(id_, day(number), 5, **extra) for id_, number in zip("abc", days, strict=True)))
    finding = find(limited, dossier, ON)
    assert dict.fromkeys(left, Reason.QUOTA) == reasons(finding)


def test_a_duplicate_does_not_use_up_the_quota() -> None:
    """One meeting written down twice takes one of two places, so the next meeting of that day still counts."""
    limited = rule("sum", quota=[{"at_most": 2, "per": "day"}], **SUM)
    meetings = [("a", "m1"), ("b", "m1"), ("c", "m2"), ("d", "m3")]
    finding = find(limited, file(*(entry(id_, day(1), 5, course="c", meeting=m) for id_, m in meetings)), ON)
    assert {"a": 5, "c": 5} == counted(finding)
    assert {"b": Reason.DUPLICATE, "d": Reason.QUOTA} == reasons(finding)


@pytest.mark.parametrize(
    ("spares", "spared_until"),
    [("month", "2023-05-31"), ("calendar_quarter", "2023-06-30"), ("calendar_year", "2023-12-31")],
)
def test_an_exclusion_may_spare_the_period_in_which_it_began(spares: str, spared_until: str) -> None:
    """Entries up to the end of that period still count; the day after it they do not."""
    exclusion = {"provider": "p", "since": D("2023-05-10"), "spares": spares}
    excluding = rule("sum", excluded_providers=[exclusion], **SUM)
    last = D(spared_until)
    dossier = file(
        entry("before", D("2023-05-09"), 1, provider="p"),
        entry("in", last, 1, provider="p"),
        entry("after", date.fromordinal(last.toordinal() + 1), 1, provider="p"),
    )
    assert {"after": Reason.PROVIDER_EXCLUDED} == reasons(find(excluding, dossier, ON))


@pytest.mark.parametrize(
    ("row", "fields", "points"),
    [
        ({"amount": 3, "per": "hour"}, {"amounts": {"hours": Fraction(4)}}, 12),
        ({"amount": 28, "per": "credit"}, {"amounts": {"credits": Fraction(1, 2)}}, 14),
        ({"amount": 2, "per": "client"}, {"amounts": {"clients": Fraction(3)}}, 6),
        ({"amount": 2}, {}, 2),
        ({"amount": 3, "per": "hour", "at_most": 10}, {"amounts": {"hours": Fraction(4)}}, 10),
        ({"amount": 3, "per": "hour"}, {}, Reason.NO_AMOUNT),
        ({"fixed_by": "assessor"}, {"amounts": {"points": Fraction(7)}}, 7),
        ({"fixed_by": "assessor"}, {}, Reason.NO_AMOUNT),
        ({"fixed_by": "provider"}, {"amounts": {"points": Fraction(7)}, "provider_accredited": True}, 7),
        (
            {"fixed_by": "provider"}, {"amounts": {"points": Fraction(7)}, "motivation": True, "state": WAITING},
            Reason.NOT_APPROVED,
        ),
        ({"fixed_by": "provider"}, {"amounts": {"points": Fraction(7)}, "state": WAITING}, Reason.MOTIVATION_MISSING),
        ({"kind": ["lecture"], "amount": 2}, {"amounts": {"points": Fraction(7)}}, Reason.KIND_NOT_ACCEPTED),
        (
            {"amount": 2, "where": {"provider_accredited": True}}, {"amounts": {"points": Fraction(7)}},
            Reason.KIND_NOT_ACCEPTED,
        ),
        ({"kind": ["*"], "amount": 2}, {}, 2),
    ],
)  # fmt: skip
def test_the_conversion_table_says_what_an_activity_is_worth(row: Any, fields: Any, points: int | Reason) -> None:
    """Per hour, credit, client or event, with a maximum; or as fixed by a provider or an assessor."""
    table = (conversion(**{"kind": ["course"], **row}),)
    finding = find(
        rule("sum", where={"kind": ["course"]}, **SUM), file(entry("a", day(1), **fields)), ON, conversion=table
    )
    if isinstance(points, Reason):
        assert ({}, {"a": points}) == (counted(finding), reasons(finding))
    else:
        assert {"a": points} == counted(finding)


def test_points_per_course_count_once_for_all_its_meetings() -> None:
    """A course of three meetings gives its points once."""
    table = (conversion(kind=["course"], amount=5, per="course"),)
    dossier = file(*(entry(f"{n}", day(n), course="c", meeting=f"m{n}") for n in (1, 2, 3)))
    assert 5 == find(rule("sum", **SUM), dossier, ON, conversion=table).found


@pytest.mark.parametrize(
    ("row", "sampled", "given", "reason"),
    [
        ({}, False, [], Reason.EVIDENCE_MISSING),
        ({}, False, ["anything"], None),
        ({"required": "sampled"}, False, [], None),
        ({"required": "sampled"}, True, [], Reason.EVIDENCE_MISSING),
        ({"required": "never"}, True, [], None),
        ({"refused": ["agenda"]}, False, ["agenda"], Reason.EVIDENCE_REFUSED),
        ({"refused": ["agenda"]}, False, ["agenda", "certificate"], None),
        ({"accepted": ["certificate"]}, False, ["invoice"], Reason.EVIDENCE_MISSING),
        ({"verified": True}, False, ["certificate"], Reason.EVIDENCE_MISSING),
        ({"kind": ["meeting"]}, False, [], None),
        ({"requirement": ["other"]}, False, [], None),
        ({"requirement": ["r"]}, False, [], Reason.EVIDENCE_MISSING),
    ],
)
def test_the_evidence_table_says_what_must_be_shown(
    row: dict[str, Any], sampled: bool, given: list[str], reason: Reason | None
) -> None:
    """Which kinds are taken or refused, for whom it is asked, and for which requirement."""
    rows = (evidence(**{"kind": ["course"], **row}),)
    dossier = file(entry("a", day(1), 10, evidence=tuple(Evidence(kind) for kind in given)), sampled=sampled)
    finding = find(rule("sum", **SUM), dossier, ON, evidence=rows)
    assert ({} if reason is None else {"a": reason}) == reasons(finding)


def test_verified_evidence_is_enough_where_it_must_be() -> None:
    """A certificate that was checked."""
    rows = (evidence(kind=["course"], verified=True),)
    dossier = file(entry("a", day(1), 10, evidence=(Evidence("certificate", True),)))
    assert SATISFIED is find(rule("sum", **SUM), dossier, ON, evidence=rows).outcome


def test_learning_under_an_order_counts_and_practice_does_not() -> None:
    """An order without roles is about every role; an activity without a role is learning."""
    dossier = file(
        entry("learning", day(1), 5), entry("practice", day(1), 5, role="coach"),
        restrictions=(Restriction(D("2021-01-01")),),
    )  # fmt: skip
    finding = find(rule("sum", **SUM), dossier, ON)
    assert ({"learning": 5}, {"practice": Reason.UNDER_RESTRICTION}) == (counted(finding), reasons(finding))


def test_a_surplus_of_another_category_counts_where_the_rule_allows_it() -> None:
    """What A has above its own norm counts for B, up to a maximum, in the same period."""
    surplus = {"where": {"category": ["a"]}, "above": 10, "at_most": 4}
    with_surplus = rule("sum", where={"category": ["b"]}, surplus=[surplus], **SUM)
    dossier = file(entry("1", day(1), 18, category="a"), entry("2", day(2), 6, category="b"))
    finding = find(with_surplus, dossier, ON)
    assert (SATISFIED, 10, ("with_surplus",)) == (finding.outcome, finding.found, finding.notes)
    no_maximum = rule("sum", where={"category": ["b"]}, surplus=[{**surplus, "at_most": None}], **SUM)
    assert 14 == find(no_maximum, dossier, ON).found
    assert (
        6
        == find(with_surplus, file(entry("1", day(1), 9, category="a"), entry("2", day(2), 6, category="b")), ON).found
    )


def test_a_surplus_that_waits_for_approval_waits_here_too() -> None:
    """Three would be added above the norm of the other category, so a person has to look."""
    surplus = {"where": {"category": ["a"]}, "above": 10, "at_most": 4}
    asked = rule("sum", where={"category": ["b"]}, surplus=[surplus], **SUM)
    waiting = entry("2", day(2), 4, category="a", state=WAITING)
    finding = find(asked, file(entry("1", day(1), 9, category="a"), waiting, entry("3", day(3), 7, category="b")), ON)
    assert (PERSON, 7, 3) == (finding.outcome, finding.found, finding.waiting)


def test_a_surplus_never_counts_an_entry_twice() -> None:
    """What the rule is about itself is no surplus of a wider category."""
    surplus = {"where": {"category": ["a"]}, "above": 2}
    asked = rule("sum", where={"category": ["a/ethics"]}, surplus=[surplus], **SUM)
    finding = find(asked, file(entry("1", day(1), 6, category="a/ethics"), entry("2", day(2), 3, category="a")), ON)
    assert (NOT, 7) == (finding.outcome, finding.found)


def test_nothing_is_carried_over_unless_the_rule_says_how_much() -> None:
    """Default none; with a maximum up to that maximum, and noted."""
    dossier = file(
        entry("a", day(1), 5), brought_forward=(BroughtForward("r", Fraction(8)), BroughtForward("x", Fraction(9)))
    )
    assert 5 == find(rule("sum", **SUM), dossier, ON).found
    finding = find(rule("sum", carry_over={"at_most": 5}, **SUM), dossier, ON)
    assert (SATISFIED, 10, ("with_carry_over",)) == (finding.outcome, finding.found, finding.notes)


def test_a_shortfall_of_the_last_term_is_added_where_the_rule_says_so() -> None:
    """The norm of this term plus what was short."""
    dossier = file(entry("a", day(1), 12), brought_forward=(BroughtForward("r", Fraction(-3)),))
    assert 10 == find(rule("sum", **SUM), dossier, ON).needed
    finding = find(rule("sum", shortfall_forward=True, **SUM), dossier, ON)
    assert (NOT, 13) == (finding.outcome, finding.needed)


def test_a_count_counts_entries() -> None:
    """Four meetings are four, whatever they are worth in points."""
    meetings = rule("count", where={"kind": ["intervision", "supervision"]}, at_least=2)
    dossier = file(
        entry("a", day(1), 50, kind="intervision"), entry("b", day(2), kind="supervision"), entry("c", day(3))
    )
    finding = find(meetings, dossier, ON)
    assert (SATISFIED, 2, {"a": 1, "b": 1}, "events") == (
        finding.outcome, finding.found, counted(finding), finding.unit,
    )  # fmt: skip


def test_a_count_uses_rows_that_give_events() -> None:
    """A conversion row may say that a weekend counts for two."""
    table = (conversion(kind=["weekend"], gives="events", amount=2),)
    assert (
        3
        == find(
            rule("count", at_least=3),
            file(entry("a", day(1), kind="weekend"), entry("b", day(2))),
            ON,
            conversion=table,
        ).found
    )


@pytest.mark.parametrize("of", ["kind", "domain", "category", "commissioner", "provider", "subject"])
def test_distinct_counts_different_values(of: str) -> None:
    """Two entries of one value bring it once; the second is shown as such."""
    values = [{of: "one"}, {of: "one"}, {of: "two"}]
    dossier = file(*(entry(id_, day(1), **v) for id_, v in zip("abc", values, strict=True)))
    finding = find(rule("distinct", of=of, at_least=2), dossier, ON)
    assert (SATISFIED, 2) == (finding.outcome, finding.found)
    assert ({"a": 1, "c": 1}, {"b": Reason.SAME_VALUE}) == (counted(finding), reasons(finding))


def test_distinct_counts_only_the_values_it_names() -> None:
    """At least three of the six domains that the rule names; an entry without a domain brings none."""
    six = rule("distinct", of="domain", among=["one", "two"], at_least=2)
    dossier = file(entry("a", day(1), domain="one"), entry("b", day(1), domain="three"), entry("c", day(1)))
    finding = find(six, dossier, ON)
    assert (NOT, 1) == (finding.outcome, finding.found)
    assert {"b": Reason.KIND_NOT_ACCEPTED, "c": Reason.KIND_NOT_ACCEPTED} == reasons(finding)


def test_distinct_is_counted_before_shared_maximums() -> None:
    """A full category takes no value away."""
    capped = rule("distinct", of="kind", at_least=2, caps=[{"values": ["talk"], "at_most": 1}])
    dossier = file(entry("a", day(1), kind="one", category="talk"), entry("b", day(2), kind="two", category="talk"))
    assert SATISFIED is find(capped, dossier, ON).outcome


def test_distinct_waits_for_values_that_are_not_approved() -> None:
    """Only a value that is new would be added, and what waits never uses up the quota of what is approved."""
    two = rule("distinct", of="kind", at_least=2, quota=[{"at_most": 2, "per": "person"}])
    dossier = file(
        entry("a", day(1), kind="one", state=WAITING),
        entry("b", day(2), kind="two", state=WAITING),
        entry("c", day(3), kind="two"),
    )
    finding = find(two, dossier, ON)
    assert (PERSON, 1, 1) == (finding.outcome, finding.found, finding.waiting)
    assert {"a": Reason.NOT_APPROVED, "b": Reason.SAME_VALUE} == reasons(finding)
    crowd = file(
        *(entry(f"w{n}", day(n), kind=f"k{n}", state=WAITING) for n in (1, 2, 3)), entry("z", day(9), kind="z")
    )
    finding = find(two, crowd, ON)
    assert (1, 2, Reason.QUOTA) == (finding.found, finding.waiting, reasons(finding)["w3"])


def test_distinct_counts_a_meeting_for_one_value() -> None:
    """One meeting entered as two kinds brings one of them, so that another meeting can bring the other."""
    two = rule("distinct", of="kind", at_least=2)
    both = [entry("a", day(1), kind="x", course="c"), entry("b", day(1), kind="y", course="c")]
    finding = find(two, file(*both), ON)
    assert (NOT, {"a": 1}, {"b": Reason.DUPLICATE}) == (finding.outcome, counted(finding), reasons(finding))
    finding = find(two, file(*both, entry("d", day(2), kind="x", course="d")), ON)
    assert (SATISFIED, {"b": 1, "d": 1}) == (finding.outcome, counted(finding))
    finding = find(two, file(*both, entry("d", day(2), kind="x", course="d", state=WAITING)), ON)
    assert (PERSON, {"a": 1}, 1) == (finding.outcome, counted(finding), finding.waiting)
    more = [entry("d", day(2), kind="x", course="d"), entry("e", day(3), kind="y"), entry("f", day(4), kind="x")]
    finding = find(two, file(*both, *more), ON)
    assert 2 == finding.found
    assert {"a": Reason.DUPLICATE, "e": Reason.SAME_VALUE, "f": Reason.SAME_VALUE} == reasons(finding)


def test_a_nested_minimum_counts_inside_the_larger_total() -> None:
    """Of 10 points at least 4 core, of which at least 1 on ethics; all three must be met."""
    nested = rule(
        "nested_minimum",
        whole={"kind": "sum", **SUM},
        minimums=[
            {
                "kind": "nested_minimum",
                "whole": {"kind": "sum", "measure": "points", "at_least": 4, "where": {"category": ["core"]}},
                "minimums": [
                    {"kind": "sum", "measure": "points", "at_least": 1, "where": {"category": ["core/ethics"]}}
                ],
            }
        ],
    )
    good = [entry("a", day(1), 6), entry("b", day(2), 3, category="core")]
    assert SATISFIED is find(nested, file(*good, entry("c", day(3), 1, category="core/ethics")), ON).outcome
    finding = find(nested, file(*good, entry("c", day(3), 1, category="core")), ON)
    assert (NOT, 10, 10, 1) == (finding.outcome, finding.found, finding.needed, finding.missing)
    assert [SATISFIED, NOT] == [part.outcome for part in finding.parts]
    assert [1] == [cure.amount for cure in finding.cures]


def test_maximums_of_the_whole_do_not_cut_the_part() -> None:
    """The whole counts five core points at most; the part sees all eight."""
    nested = rule(
        "nested_minimum",
        whole={"kind": "sum", "caps": [{"values": ["core"], "at_most": 5}], **{**SUM, "at_least": 5}},
        minimums=[{"kind": "sum", "measure": "points", "at_least": 8, "where": {"category": ["core"]}}],
    )
    finding = find(nested, file(entry("a", day(1), 8, category="core")), ON)
    assert (SATISFIED, 5, 8) == (finding.outcome, finding.found, finding.parts[1].found)


def test_a_part_looks_at_the_same_days_as_the_whole() -> None:
    """Another window for a part would not be a part."""
    part = {"kind": "sum", "measure": "points", "at_least": 1}
    whole = {**part, "window": {"last": "2 years"}}
    with pytest.raises(ValueError, match="same days as the whole"):
        rule("nested_minimum", whole=whole, minimums=[part])


def test_what_waits_for_nothing_is_shown_without_an_amount() -> None:
    """Under a maximum that is full already an entry that waits would add nothing."""
    capped = rule("sum", caps=[{"values": ["talk"], "at_most": 5}], **SUM)
    dossier = file(entry("a", day(1), 5, category="talk"), entry("b", day(2), 8, category="talk", state=WAITING))
    finding = find(capped, dossier, ON)
    assert ([("a", False)], 0) == ([(item.entry, item.waiting) for item in finding.counted], finding.waiting)
    assert [("b", Reason.NOT_APPROVED, 0), ("b", Reason.CATEGORY_CAP, 8)] == [
        (item.entry, item.reason, item.amount) for item in finding.left
    ]


def test_a_mark_may_forbid_counting_twice() -> None:
    """What counted for another mark already is a duplicate here."""
    once = rule("sum", where={"not_counted_for": ["rj"]}, **SUM)
    dossier = file(
        entry("a", day(1), 5, counted_for=frozenset({"rj"})), entry("b", day(2), 5, counted_for=frozenset({"rl"}))
    )
    finding = find(once, dossier, ON)
    assert ({"b": 5}, {"a": Reason.DUPLICATE}) == (counted(finding), reasons(finding))
