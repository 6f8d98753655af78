"""Rules about facts: recency, experience, continuous, marks, education, documents, declarations, judgement, payment."""

# an exact amount may equal a whole number:
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from accreditation.dates import LAST_DAY, ONE_DAY, Span
from accreditation.dossier import (
    BroughtForward,
    Coverage,
    Declaration,
    Document,
    Dossier,
    EntryState,
    Experience,
    Holding,
    Judgement,
    Leave,
    Payment,
    Qualification,
    Restriction,
)
from accreditation.findings import Finding, Outcome, Reason
from accreditation.rules.words import Speech
from tests.accreditation.builders import TERM, TEXTS, WAITING, counted, entry, file, find, reasons, rule

D = date.fromisoformat
ON = D("2024-06-01")
SATISFIED, NOT, PERSON = Outcome.SATISFIED, Outcome.NOT_SATISFIED, Outcome.NEEDS_ASSESSOR
CONCEPT = EntryState.CONCEPT


# recency


def recent(dossier: Dossier, of: str = "qualification", which: str = "newest", on: date = ON) -> Finding:
    return find(rule("recency", of=of, kinds=["evc"], not_older_than="2 years", which=which), dossier, on)


def evc(*facts: tuple[str, EntryState] | str) -> Dossier:
    pairs = [fact if isinstance(fact, tuple) else (fact, EntryState.APPROVED) for fact in facts]
    return file(qualifications=tuple(Qualification(f"q{n}", "evc", D(on), state=s) for n, (on, s) in enumerate(pairs)))


def test_the_newest_fact_is_not_older_than_the_rule_says() -> None:
    """Two years to the day is not older; a day more is. The day on which it turns too old is shown."""
    assert [SATISFIED, NOT] == [recent(evc(on)).outcome for on in ("2022-06-01", "2022-05-31")]
    finding = recent(evc("2019-01-01", "2022-06-01"))
    assert (SATISFIED, ON) == (finding.outcome, finding.until)
    assert {"q0": Reason.TOO_OLD} == reasons(finding)
    assert ["qualification"] == [cure.kind for cure in recent(evc()).cures]


def test_a_fact_after_the_day_asked_or_never_handed_in_does_not_count() -> None:
    """A course of next year, a concept: neither makes it recent."""
    finding = recent(evc("2024-06-02", ("2024-01-01", CONCEPT)))
    assert (NOT, {"q0": Reason.AFTER_DAY, "q1": Reason.CONCEPT}) == (finding.outcome, reasons(finding))


@pytest.mark.parametrize(
    ("facts", "newest", "every"),
    [
        ((), NOT, NOT),
        (("2024-01-01",), SATISFIED, SATISFIED),
        (("2020-01-01", "2024-01-01"), SATISFIED, NOT),
        ((("2024-01-01", WAITING),), PERSON, PERSON),
        (("2024-01-01", ("2024-02-01", WAITING)), SATISFIED, PERSON),
        (("2024-01-01", ("2020-02-01", WAITING)), SATISFIED, PERSON),
        ((("2020-02-01", WAITING),), NOT, NOT),
    ],
)
def test_recency_looks_at_the_newest_or_at_every_fact(facts: Any, newest: Outcome, every: Outcome) -> None:
    """One old fact breaks "every" and not "newest"; what waits is for a person where it matters."""
    assert [newest, every] == [recent(evc(*facts), which=which).outcome for which in ("newest", "every")]


def test_every_fact_is_fresh_until_the_oldest_is_not() -> None:
    """The first that turns too old ends it."""
    assert D("2025-01-01") == recent(evc("2023-01-01", "2024-01-01"), which="every").until


def test_recency_looks_at_activities_and_documents_too() -> None:
    """The kind of fact is the rule's choice."""
    activities = file(entry("a", D("2024-01-01"), kind="evc"), entry("b", D("2024-01-01")))
    documents = file(documents=(Document("a", "evc", D("2024-01-01")), Document("b", "cv", D("2024-01-01"))))
    for of, dossier in (("activity", activities), ("document", documents)):
        finding = recent(dossier, of)
        assert (SATISFIED, {"a": 1}) == (finding.outcome, counted(finding))


# experience


def job(id_: str, since: str, until: str | None, hours: int | None = None, **fields: Any) -> Experience:
    amount = None if hours is None else Fraction(hours)
    return Experience(id_, fields.pop("role", "coach"), D(since), D(until) if until else None, amount, **fields)


def experienced(*jobs: Experience, on: date = ON, facts: Any = None, **fields: Any) -> Finding:
    base = {"unit": "hours", "at_least": 100, "roles": ["coach"], "window": {"last": "4 years"}}
    return find(rule("experience", **{**base, **fields}), file(experience=jobs, **(facts or {})), on)


def test_hours_in_the_role_are_added_up() -> None:
    """Approved work in the role; other roles are not looked at, work that waits is for a person."""
    finding = experienced(job("a", "2022-01-01", "2022-12-31", 60), job("b", "2023-01-01", "2023-06-30", 40))
    assert (SATISFIED, 100, "hours") == (finding.outcome, finding.found, finding.unit)
    other = experienced(
        job("a", "2022-01-01", "2022-12-31", 60), job("b", "2022-01-01", "2022-12-31", 60, role="trainer")
    )
    assert (NOT, 60, {}) == (other.outcome, other.found, reasons(other))
    waits = experienced(
        job("a", "2022-01-01", "2022-12-31", 60),
        job("b", "2022-01-01", "2022-12-31", 40, state=WAITING),
        job("c", "2022-01-01", "2022-12-31", 40, state=CONCEPT),
    )
    assert (PERSON, 60, 40) == (waits.outcome, waits.found, waits.waiting)
    assert ({"a": 60}, {"b": Reason.NOT_APPROVED, "c": Reason.CONCEPT}) == (counted(waits), reasons(waits))


def test_a_job_partly_in_the_window_counts_in_proportion_to_its_days() -> None:
    """Half of a finished job, and of one that still runs the part since the window began."""
    finding = experienced(job("a", "2018-06-02", "2022-06-01", 1461), on=D("2024-06-01"))
    assert 730 == finding.found
    assert [(Reason.OUTSIDE_WINDOW, 731)] == [(item.reason, item.amount) for item in finding.left]
    running = experienced(job("a", "2016-06-02", None, 2922), on=D("2024-06-01"))
    assert 1461 == running.found


def test_work_after_the_day_asked_does_not_count() -> None:
    """The part of a job that lies ahead, or a job that has not begun."""
    finding = experienced(job("a", "2024-05-01", "2024-06-30", 61), job("b", "2024-07-01", "2024-08-30", 61))
    assert 32 == finding.found
    assert [("a", Reason.AFTER_DAY, 29), ("b", Reason.AFTER_DAY, 0)] == [
        (item.entry, item.reason, item.amount) for item in finding.left
    ]


def test_a_job_without_hours_counts_for_none() -> None:
    """Years can be known where hours are not."""
    assert 0 == experienced(job("a", "2022-01-01", "2022-12-31")).found


def test_years_at_the_same_time_count_once() -> None:
    """Two jobs side by side are one stretch of years; each shows its own."""
    finding = experienced(
        job("a", "2021-01-01", "2022-12-31"), job("b", "2022-01-01", "2023-06-30"), unit="years", at_least=3,
    )  # fmt: skip
    assert (NOT, Fraction(5, 2), Fraction(1, 2)) == (finding.outcome, finding.found, finding.missing)
    assert {"a": 2, "b": Fraction(3, 2)} == counted(finding)


@pytest.mark.parametrize(
    ("ended", "resumed", "found"),
    [("2020-12-31", "2023-01-01", 110), ("2020-12-31", "2023-01-02", 10), ("2021-12-31", "2023-01-01", 110)],
)
def test_work_before_a_break_that_is_too_long_does_not_count(ended: str, resumed: str, found: int) -> None:
    """A break of exactly two years is not longer; one day more is."""
    finding = experienced(
        job("old", "2020-07-01", ended, 100), job("new", resumed, "2024-06-01", 10), break_longer_than="2 years"
    )
    assert found == finding.found
    assert ("old" in reasons(finding)) is (found == 10)


@pytest.mark.parametrize(("on", "found"), [("2024-12-31", 100), ("2025-01-01", 0)])
def test_the_time_up_to_the_day_asked_can_be_a_break_too(on: str, found: int) -> None:
    """Two years after the last work: not longer on the last day, longer on the next."""
    finding = experienced(job("a", "2022-01-01", "2022-12-31", 100), break_longer_than="2 years", on=D(on))
    assert found == finding.found
    assert {} == reasons(finding) if found else {"a": Reason.BEFORE_BREAK} == reasons(finding)


def test_work_that_waits_can_bridge_a_break() -> None:
    """Once it is approved, what lay before it counts again: all of that is waiting."""
    finding = experienced(
        job("old", "2020-07-01", "2020-12-31", 90), job("between", "2022-01-01", "2022-12-31", 10, state=WAITING),
        job("new", "2024-01-01", "2024-06-01", 10), break_longer_than="2 years",
    )  # fmt: skip
    assert (PERSON, 10, 100) == (finding.outcome, finding.found, finding.waiting)


def test_work_under_an_order_does_not_count() -> None:
    """The days of the order, for the roles it names; an order without roles is about all."""
    orders = (Restriction(D("2022-01-01"), D("2022-01-31"), frozenset({"coach"})),)
    finding = experienced(job("a", "2022-01-01", "2022-12-31", 365), facts={"restrictions": orders})
    assert (334, {"a": Reason.UNDER_RESTRICTION}) == (finding.found, reasons(finding))
    other = (Restriction(D("2022-01-01"), roles=frozenset({"trainer"})),)
    assert 365 == experienced(job("a", "2022-01-01", "2022-12-31", 365), facts={"restrictions": other}).found
    every = (Restriction(D("2022-01-01")),)
    assert 0 == experienced(job("a", "2022-01-01", "2022-12-31", 365), facts={"restrictions": every}).found


def test_experience_knows_leave_and_what_an_earlier_term_hands_on() -> None:
    """An excluded year drops out of the hours and of the norm; a surplus counts where the rule says so."""
    year = Leave(D("2022-01-01"), D("2022-12-31"), excludes=Span(D("2021-06-02"), D("2022-06-01")))
    finding = experienced(job("a", "2021-06-02", "2023-06-01", 730), leave="excludes", facts={"leave": (year,)})
    assert (365, 75, {"a": Reason.EXCLUDED_PERIOD}) == (finding.found, finding.needed, reasons(finding))
    brought = {"brought_forward": (BroughtForward("r", Fraction(30)),)}
    carried = experienced(carry_over={"at_most": 20}, facts=brought)
    assert (20, ("with_carry_over",)) == (carried.found, carried.notes)


# continuous


def covered(*spans: tuple[str, str | None], on: date = ON, term: Span | None = TERM, **fields: Any) -> Finding:
    coverages = tuple(
        Coverage(f"c{n}", "label", D(since), D(until) if until else None) for n, (since, until) in enumerate(spans)
    )
    facts = fields.pop("facts", {})
    return find(rule("continuous", held=["label"], **fields), file(term=term, coverages=coverages, **facts), on)


def test_something_held_covers_every_day_up_to_the_day_asked() -> None:
    """From the first day of the window to the day asked, both included; days ahead are not asked yet."""
    assert SATISFIED is covered(("2021-03-02", "2024-06-01")).outcome
    assert NOT is covered(("2021-03-03", None)).outcome
    finding = covered(("2021-03-02", "2024-05-31"))
    assert (NOT, ("gap:2024-06-01/2024-06-01",)) == (finding.outcome, finding.notes)


def test_two_certificates_that_join_are_one() -> None:
    """Without a day between there is no gap; the last day of the chain is shown."""
    finding = covered(("2020-01-01", "2022-12-31"), ("2023-01-01", "2024-12-31"))
    assert (SATISFIED, D("2024-12-31")) == (finding.outcome, finding.until)
    assert None is covered(("2021-03-02", None)).until


@pytest.mark.parametrize(("resumed", "outcome"), [("2022-03-01", SATISFIED), ("2022-03-02", NOT)])
def test_a_gap_is_allowed_up_to_its_length(resumed: str, outcome: Outcome) -> None:
    """Two months from 1 January 2022 run until 28 February: exactly that is allowed."""
    assert outcome is covered(("2021-01-01", "2021-12-31"), (resumed, None), gap_of_at_most="2 months").outcome


def test_each_gap_is_judged_by_itself() -> None:
    """Two gaps of a month are not one of two."""
    spans = (("2021-01-01", "2021-12-31"), ("2022-02-01", "2022-12-31"), ("2023-02-01", None))
    assert SATISFIED is covered(*spans, gap_of_at_most="1 month").outcome


def test_the_last_day_that_helps_is_the_first_of_a_gap() -> None:
    """Or the last day on which it would still be allowed."""
    assert [ON] == [cure.by for cure in covered(("2021-01-01", "2024-05-31")).cures]
    late = covered(("2021-01-01", "2024-01-31"), gap_of_at_most="1 month")
    assert [D("2024-03-01")] == [cure.by for cure in late.cures]


def test_a_first_application_is_asked_about_the_day_itself() -> None:
    """Or about the look-back where the rule names one; then nothing is too late for today."""
    assert SATISFIED is covered(("2024-06-01", None), term=None).outcome
    assert [None] == [cure.by for cure in covered(term=None).cures]
    assert NOT is covered(("2024-06-01", None), term=None, look_back="1 year").outcome


def test_what_an_approval_leaves_out_need_not_be_covered() -> None:
    """A gap inside an excluded period is none."""
    away = {"leave": (Leave(D("2022-01-01"), D("2022-12-31"), excludes=Span(D("2022-01-01"), D("2022-12-31"))),)}
    spans = (("2021-01-01", "2021-12-31"), ("2023-01-01", None))
    assert SATISFIED is covered(*spans, leave="excludes", facts=away).outcome
    assert NOT is covered(*spans, facts=away).outcome


# holds mark


def holding(*marks: tuple[str, str, str], level: str | None = None) -> Dossier:
    return file(holdings=tuple(Holding(mark, D(since), D(until), level) for mark, since, until in marks))


def test_another_mark_is_valid_on_the_day() -> None:
    """Its last day included."""
    rl = holding(("rl", "2020-06-02", "2024-06-01"))
    holds = rule("holds_mark", marks=["rl", "rj"])
    assert [SATISFIED, NOT] == [find(holds, rl, D(on)).outcome for on in ("2024-06-01", "2024-06-02")]
    assert D("2024-06-01") == find(holds, rl, ON).until
    assert [D("2025-01-01")] == [c.by for c in find(holds, file(), ON, deadline=D("2025-01-01")).cures]


def test_another_mark_at_a_level_on_a_fixed_day_or_ending_before_one() -> None:
    """The fields narrow which holding is meant."""
    b = holding(("rl", "2020-06-02", "2024-06-01"), level="B")
    assert [SATISFIED, NOT] == [
        find(rule("holds_mark", marks=["rl"], levels=[level]), b, ON).outcome for level in ("B", "C")
    ]
    assert [SATISFIED, NOT] == [
        find(rule("holds_mark", marks=["rl"], on=D(on)), b, D("2030-01-01")).outcome
        for on in ("2020-06-02", "2020-06-01")
    ]
    assert [D("2020-06-01")] == [c.by for c in find(rule("holds_mark", marks=["rl"], on=D("2020-06-01")), b, ON).cures]
    assert [NOT, SATISFIED] == [
        find(rule("holds_mark", marks=["rl"], ends_before=D(day)), b, ON).outcome
        for day in ("2024-06-01", "2024-06-02")
    ]


def test_another_mark_all_through_the_window() -> None:
    """Every day of it up to the day asked; two that join are one."""
    through = rule("holds_mark", marks=["rl"], valid="all_through")
    joined = holding(("rl", "2021-03-02", "2022-12-31"), ("rl", "2023-01-01", "2024-12-31"))
    gap = holding(("rl", "2021-03-02", "2022-12-31"), ("rl", "2023-01-02", "2024-12-31"))
    assert [SATISFIED, NOT] == [find(through, dossier, ON).outcome for dossier in (joined, gap)]
    assert [D("2023-01-01")] == [cure.by for cure in find(through, gap, ON).cures]


def test_a_fixed_day_and_the_whole_window_exclude_each_other() -> None:
    """Both at once is a mistake of the file."""
    with pytest.raises(ValueError, match="choose a day"):
        rule("holds_mark", marks=["rl"], valid="all_through", on=ON)


# education


def educated(*qualifications: Qualification, **fields: Any) -> Finding:
    return find(rule("education", **fields), file(qualifications=qualifications), ON)


def diploma(id_: str = "q", on: str = "2010-07-01", **fields: Any) -> Qualification:
    return Qualification(id_, fields.pop("kind", "bachelor"), D(on), **fields)


@pytest.mark.parametrize(
    ("fields", "asked", "outcome"),
    [
        ({"level": 6}, {"level_from": 6}, SATISFIED),
        ({"level": 5}, {"level_from": 6}, NOT),
        ({}, {"level_from": 1}, NOT),
        ({"field_of_study": "hrm"}, {"fields_of_study": ["hrm", "psychology"]}, SATISFIED),
        ({"field_of_study": "law"}, {"fields_of_study": ["hrm"]}, NOT),
        ({"provider": "saxion"}, {"providers": ["saxion"]}, SATISFIED),
        ({}, {"providers": ["saxion"]}, NOT),
        ({"provider_accredited": True}, {"provider_accredited": True}, SATISFIED),
        ({}, {"provider_accredited": True}, NOT),
        ({"on": "2013-07-01"}, {"on_or_after": D("2013-07-01")}, SATISFIED),
        ({"on": "2013-06-30"}, {"on_or_after": D("2013-07-01")}, NOT),
        ({"on": "2022-06-01"}, {"not_older_than": "2 years"}, SATISFIED),
        ({"on": "2022-05-31"}, {"not_older_than": "2 years"}, NOT),
        ({"on": "2024-06-02"}, {"level_from": 1}, NOT),
        ({"level": 6, "state": WAITING}, {"level_from": 6}, PERSON),
        ({"level": 6, "state": EntryState.REFUSED}, {"level_from": 6}, NOT),
        ({"kind": "master"}, {"kinds": ["bachelor"]}, NOT),
    ],
)
def test_a_qualification_passes_every_test(fields: Any, asked: Any, outcome: Outcome) -> None:
    """Level, field, provider, day and age; one that waits is for a person."""
    assert outcome is educated(diploma(**fields), **asked).outcome


def test_course_hours_are_added_up() -> None:
    """Ninety-eight hours in two courses; what is short is shown."""
    asked: dict[str, Any] = {"kinds": ["course"], "at_least_hours": 98}
    courses = [diploma(str(n), kind="course", hours=Fraction(h)) for n, h in ((1, 60), (2, 38))]
    assert SATISFIED is educated(*courses, **asked).outcome
    finding = educated(courses[0], **asked)
    assert (NOT, 60, 98, "hours", [38]) == (
        finding.outcome, finding.found, finding.needed, finding.unit, [c.amount for c in finding.cures],
    )  # fmt: skip
    waits = educated(courses[0], diploma("w", kind="course", hours=Fraction(40), state=WAITING), **asked)
    assert (PERSON, ["approval"]) == (waits.outcome, [c.kind for c in waits.cures])
    assert 0 == educated(diploma("n", kind="course"), **asked).found


def test_an_education_stays_fresh_until_the_newest_that_are_needed_turn_too_old() -> None:
    """One: the newest. Hours: the oldest of those that together are enough; approved ones first."""
    asked: dict[str, Any] = {"kinds": ["course"], "not_older_than": "5 years"}
    courses = [diploma(on, on, kind="course", hours=Fraction(50)) for on in ("2020-01-01", "2021-01-01", "2022-01-01")]
    assert D("2027-01-01") == educated(*courses, **asked).until
    assert D("2026-01-01") == educated(*courses, at_least_hours=98, **asked).until
    assert None is educated(courses[0], at_least_hours=98, **asked).until
    waiting = diploma("w", "2024-01-01", kind="course", state=WAITING)
    assert D("2027-01-01") == educated(courses[2], waiting, **asked).until
    assert None is educated(*courses, kinds=["course"]).until


def test_an_education_rule_asks_for_something() -> None:
    """A rule that every file meets is a mistake."""
    with pytest.raises(ValueError, match="asks for something"):
        rule("education")


# document


def papers(*documents: tuple[str, str, bool], on: date = ON, **fields: Any) -> Finding:
    facts = tuple(Document(f"d{n}", kind, D(day), ok) for n, (kind, day, ok) in enumerate(documents))
    leave = fields.pop("facts", ())
    return find(rule("document", kinds=["cv"], **fields), file(documents=facts, leave=leave), on)


def test_a_document_is_present() -> None:
    """Of the kind, not after the day asked; other kinds are left alone, refused ones shown."""
    assert SATISFIED is papers(("cv", "2024-06-01", True)).outcome
    finding = papers(
        ("cv", "2024-06-02", True), ("plan", "2024-01-01", True), ("letter", "2024-01-01", True), refused=["letter"]
    )
    assert (NOT, {"d0": Reason.AFTER_DAY, "d2": Reason.EVIDENCE_REFUSED}) == (finding.outcome, reasons(finding))
    assert [("document", 1)] == [(cure.kind, cure.amount) for cure in finding.cures]


def test_a_document_is_not_too_old() -> None:
    """Not older than two years, until the day on which it is."""
    fresh = papers(("cv", "2022-06-01", True), not_older_than="2 years")
    assert (SATISFIED, ON) == (fresh.outcome, fresh.until)
    assert {"d0": Reason.TOO_OLD} == reasons(papers(("cv", "2022-05-31", True), not_older_than="2 years"))
    two = papers(("cv", "2023-01-01", True), ("cv", "2024-01-01", True), not_older_than="2 years", at_least=2)
    assert D("2025-01-01") == two.until
    assert None is papers(("cv", "2024-01-01", True), not_older_than="2 years", at_least=2).until


def test_a_document_of_the_term() -> None:
    """Outside the window, or in a period that was left out, it does not count."""
    assert {"d0": Reason.OUTSIDE_WINDOW} == reasons(papers(("cv", "2021-03-01", True), window="term"))
    away = (Leave(ON, ON, excludes=Span(D("2022-01-01"), D("2022-12-31"))),)
    finding = papers(("cv", "2022-03-01", True), window="term", leave="excludes", facts=away)
    assert {"d0": Reason.EXCLUDED_PERIOD} == reasons(finding)


def test_a_document_of_the_term_helps_until_its_last_day() -> None:
    """Not until a later last day of applying; what only has to be verified can still be verified then."""
    asked = rule("document", kinds=["cv"], window="term", verified=True)
    late = D("2025-06-01")
    assert [TERM.until] == [cure.by for cure in find(asked, file(), ON, deadline=late).cures]
    waiting = file(documents=(Document("d", "cv", D("2024-01-01"), verified=False),))
    assert [late] == [cure.by for cure in find(asked, waiting, ON, deadline=late).cures]


def test_a_document_that_must_be_verified_waits_for_a_person() -> None:
    """Present but not looked at yet; enough of them counted with those that wait, or not even then."""
    finding = papers(("cv", "2024-01-01", False), verified=True)
    assert (PERSON, 1, ["verification"]) == (finding.outcome, finding.waiting, [c.kind for c in finding.cures])
    assert NOT is papers(("cv", "2024-01-01", False), verified=True, at_least=2).outcome
    assert SATISFIED is papers(("cv", "2024-01-01", False)).outcome


# declaration


def test_a_declaration_is_accepted_in_a_version() -> None:
    """The text, in one of the versions, on or before the day asked, not too old."""
    asked = rule("declaration", text="code", versions=["2", "3"], not_older_than="4 years")
    said = [("a", "other", "2", "2024-01-01"), ("b", "code", "1", "2024-01-01"), ("c", "code", "2", "2024-06-02"),
            ("d", "code", "2", "2020-05-31")]  # fmt: skip
    wrong = tuple(Declaration(id_, text, version, D(on)) for id_, text, version, on in said)
    finding = find(asked, file(declarations=wrong), ON)
    assert NOT is finding.outcome
    assert {"b": Reason.CONDITION_NOT_MET, "c": Reason.AFTER_DAY, "d": Reason.TOO_OLD} == reasons(finding)
    good = find(asked, file(declarations=(*wrong, Declaration("e", "code", "3", D("2023-01-01")))), ON)
    assert (SATISFIED, {"e": 1}, D("2027-01-01")) == (good.outcome, counted(good), good.until)
    any_version = rule("declaration", text="code")
    assert SATISFIED is find(any_version, file(declarations=wrong), ON).outcome


# assessment


def judged(*verdicts: tuple[str, str] | tuple[str, str, str], facts: Any = None, **fields: Any) -> Finding:
    judgements = tuple(
        Judgement(f"j{n}", "r", who, verdict, D(f"2024-05-{n + 1:02}"), form[0] if form else "written")
        for n, (who, verdict, *form) in enumerate(verdicts)
    )
    return find(rule("assessment", **fields), file(judgements=judgements, **(facts or {})), ON)


@pytest.mark.parametrize(
    ("verdicts", "fields", "outcome"),
    [
        ([], {}, PERSON),
        ([("a", "good")], {}, SATISFIED),
        ([("a", "not_good")], {}, NOT),
        ([("a", "doubt")], {}, PERSON),
        ([("a", "good")], {"assessors": 2}, PERSON),
        ([("a", "good"), ("b", "good")], {"assessors": 2}, SATISFIED),
        ([("a", "good"), ("b", "not_good")], {"assessors": 2}, PERSON),
        ([("a", "good"), ("a", "good")], {"assessors": 2}, PERSON),
        ([("a", "doubt"), ("a", "good")], {}, SATISFIED),
        ([("a", "doubt"), ("b", "good")], {}, PERSON),
        ([("a", "doubt"), ("b", "good")], {"on_doubt": "second_assessor"}, SATISFIED),
        ([("a", "doubt")], {"on_doubt": "second_assessor"}, PERSON),
        ([("a", "good")], {"forms": ["written", "interview"]}, PERSON),
        ([("a", "good"), ("a", "good", "interview")], {"forms": ["written", "interview"]}, SATISFIED),
        ([("a", "good"), ("a", "not_good", "interview")], {"forms": ["written", "interview"]}, NOT),
        ([("a", "good", "panel")], {}, PERSON),
    ],
)
def test_people_judge(verdicts: Any, fields: Any, outcome: Outcome) -> None:
    """n assessors agree in each form; doubt asks for another, and what is split stays with a person."""
    assert outcome is judged(*verdicts, **fields).outcome


def test_a_judgement_that_does_not_count_is_shown() -> None:
    """After the day asked, before the application, not independent, of another form, or replaced by a later one."""
    judgements = (
        Judgement("late", "r", "a", "good", D("2024-06-02")),
        Judgement("early", "r", "b", "good", D("2024-03-31")),
        Judgement("friend", "r", "c", "good", D("2024-05-01"), independent=False),
        Judgement("form", "r", "d", "good", D("2024-05-01"), "panel"),
        Judgement("first", "r", "e", "doubt", D("2024-05-01")),
        Judgement("second", "r", "e", "good", D("2024-05-02")),
        Judgement("other", "x", "f", "not_good", D("2024-05-02")),
    )
    finding = find(rule("assessment"), file(judgements=judgements, applied_on=D("2024-04-01")), ON)
    assert (SATISFIED, {"second": 1}) == (finding.outcome, counted(finding))
    expected = {
        "late": Reason.AFTER_DAY, "early": Reason.OUTSIDE_WINDOW, "friend": Reason.CONDITION_NOT_MET,
        "form": Reason.CONDITION_NOT_MET, "first": Reason.DUPLICATE,
    }  # fmt: skip
    assert expected == reasons(finding)
    dependent = find(rule("assessment", independent=False), file(judgements=judgements[2:3]), ON)
    assert SATISFIED is dependent.outcome


def test_a_judgement_of_the_round_before_does_not_count() -> None:
    """Without a day of applying the first day of the running term is the bound; a first application has none."""
    before = (Judgement("j", "r", "a", "good", TERM.since - ONE_DAY),)
    finding = find(rule("assessment"), file(judgements=before), ON)
    assert (PERSON, {"j": Reason.OUTSIDE_WINDOW}) == (finding.outcome, reasons(finding))
    assert SATISFIED is find(rule("assessment"), file(judgements=before), ON, term=None).outcome
    first_day = (Judgement("j", "r", "a", "good", TERM.since),)
    assert SATISFIED is find(rule("assessment"), file(judgements=first_day), ON).outcome


def test_an_assessment_may_be_of_another_requirement() -> None:
    """A judgement of the portfolio can serve two requirements."""
    judgements = (Judgement("j", "portfolio", "a", "good", D("2024-05-01")),)
    assert SATISFIED is find(rule("assessment", of="portfolio"), file(judgements=judgements), ON).outcome


# payment


def paid(*payments: tuple[str, str, int], on: date = ON, term: Span | None = TERM, **fields: Any) -> Finding:
    facts = tuple(Payment(f"p{n}", fee, D(day), cents) for n, (fee, day, cents) in enumerate(payments))
    return find(rule("payment", fee="renewal", **fields), file(term=term, payments=facts), on)


def test_a_fee_is_paid_in_full() -> None:
    """In parts is fine; after the day asked, before the term, or another fee is not."""
    assert SATISFIED is paid(("renewal", "2024-01-01", 2000), ("renewal", "2024-02-01", 1500), cents=3500).outcome
    finding = paid(
        ("renewal", "2024-01-01", 2000), ("renewal", "2024-06-02", 1500), ("renewal", "2021-03-01", 1500),
        ("entry", "2024-01-01", 1500), cents=3500,
    )  # fmt: skip
    assert (NOT, 2000, 3500, 1500) == (finding.outcome, finding.found, finding.needed, finding.missing)
    assert {"p1": Reason.AFTER_DAY, "p2": Reason.OUTSIDE_WINDOW} == reasons(finding)
    assert [1500] == [cure.amount for cure in finding.cures]


def test_a_fee_of_unknown_amount_is_paid_or_not() -> None:
    """Where the body does not say how much, a payment is enough; nothing to pay needs none."""
    assert [NOT, SATISFIED] == [paid().outcome, paid(("renewal", "2024-01-01", 1)).outcome]
    assert SATISFIED is paid(cents=0).outcome
    assert SATISFIED is paid(("renewal", "2015-01-01", 1), term=None).outcome


def test_a_payment_is_for_the_application_it_names() -> None:
    """It counts there on any day, and for no other application; another one does not take it."""
    named = Payment("p", "renewal", D("2020-01-01"), 1, "now")
    bare = rule("payment", fee="renewal")
    assert SATISFIED is find(bare, file(term=TERM, payments=(named,), application="now"), ON).outcome
    for application in ("then", None):
        finding = find(bare, file(term=TERM, payments=(named,), application=application), ON)
        assert (NOT, {"p": Reason.OTHER_APPLICATION}) == (finding.outcome, reasons(finding))


@pytest.mark.parametrize(("condition_of", "counts_from"), [("decision", "2024-02-11"), ("effect", "2024-05-01")])
def test_a_payment_of_an_earlier_round_is_not_for_this_one(condition_of: str, counts_from: str) -> None:
    """A condition of a decision: paid since the decision before. A condition of effect: since the handing in."""
    days = [D("2024-02-10"), D("2024-02-11"), D("2024-04-30"), D("2024-05-01")]
    payments = tuple(Payment(str(day), "renewal", day, 1) for day in days)
    dossier = file(term=TERM, payments=payments, round_since=D("2024-02-11"), applied_on=D("2024-05-01"))
    finding = find(rule("payment", fee="renewal", condition_of=condition_of), dossier, ON)
    assert [str(day) for day in days if day >= D(counts_from)] == [counted.entry for counted in finding.counted]
    assert {str(day): Reason.OUTSIDE_WINDOW for day in days if day < D(counts_from)} == reasons(finding)


# membership deadline


@pytest.mark.parametrize(
    ("on", "since", "outcome", "note"),
    [
        ("2024-03-02", None, SATISFIED, "until_the_deadline"),
        ("2024-03-03", None, NOT, "deadline_passed"),
        ("2024-03-03", "2024-03-02", SATISFIED, "certified_in_time"),
        ("2024-03-03", "2024-03-03", NOT, "deadline_passed"),
        ("2023-01-01", "2024-01-01", SATISFIED, "until_the_deadline"),
    ],
)
def test_certified_within_so_long_after_joining(on: str, since: str | None, outcome: Outcome, note: str) -> None:
    """Three years after 2 March 2021: 2 March 2024 is the last day, and included."""
    holdings = (Holding("rl", D(since), LAST_DAY),) if since else ()
    dossier = file(affiliated_on=D("2021-03-02"), holdings=holdings)
    finding = find(rule("membership_deadline", marks=["rl"], within="3 years"), dossier, D(on))
    assert (outcome, (note,)) == (finding.outcome, finding.notes)
    assert {D("2024-03-02")} >= {cure.by for cure in finding.cures}


def test_who_did_not_join_has_no_deadline() -> None:
    """Not applicable, with the reason."""
    finding = find(rule("membership_deadline", marks=["rl"], within="3 years"), file(), ON)
    assert (Outcome.NOT_APPLICABLE, ("not_affiliated",)) == (finding.outcome, finding.notes)


# per person


def organisation(*papers_of: int) -> Dossier:
    people = tuple(
        Dossier(f"p{n}", documents=tuple(Document(f"d{i}", "cv", ON) for i in range(count)))
        for n, count in enumerate(papers_of)
    )
    return file(people=people)


@pytest.mark.parametrize(
    ("fields", "people", "outcome"),
    [
        ({}, (1, 1), SATISFIED),
        ({}, (1, 0), NOT),
        ({}, (), NOT),
        ({"at_least": 1}, (1, 0), SATISFIED),
        ({"at_least": 3}, (1, 1), NOT),
        ({"share": "1/2"}, (1, 0, 1), SATISFIED),
        ({"share": "1/2"}, (1, 0, 0), NOT),
        ({"share": 0}, (0, 0), SATISFIED),
    ],
)
def test_a_rule_holds_for_the_people_of_an_organisation(fields: Any, people: Any, outcome: Outcome) -> None:
    """Each of them, at least k, or a share rounded up."""
    each = rule("per_person", rule={"kind": "document", "kinds": ["cv"]}, **fields)
    assert outcome is find(each, organisation(*people), ON).outcome


def test_people_are_named_and_too_few_people_are_missing_people() -> None:
    """Each finding says whom it is about; naming another person can help."""
    each = rule("per_person", rule={"kind": "document", "kinds": ["cv"]}, at_least=3)
    finding = find(each, organisation(1, 0), ON)
    assert [("person:p0",), ("person:p1",)] == [part.notes for part in finding.parts]
    assert [("document", 1), ("person", 1)] == [(cure.kind, cure.amount) for cure in finding.cures]


@pytest.mark.parametrize(
    ("fields", "message"), [({"at_least": 1, "share": "1/2"}, "choose"), ({"share": 2}, "at most 1")]
)
def test_a_share_of_people_is_a_share(fields: Any, message: str) -> None:
    """Both at once, or more than everybody, is a mistake of the file."""
    with pytest.raises(ValueError, match=message):
        rule("per_person", rule={"kind": "document", "kinds": ["cv"]}, **fields)


# unknown


def test_an_unknown_rule_never_passes() -> None:
    """It says what is not known and whom to ask."""
    finding = find(rule("unknown", what=TEXTS, ask="the board"), file(), ON)
    assert (Outcome.UNKNOWN_RULE, ["the board"]) == (finding.outcome, [cure.what for cure in finding.cures])
    assert ["r"] == [cure.what for cure in find(rule("unknown", what=TEXTS), file(), ON).cures]


def test_a_declaration_may_have_a_last_day() -> None:
    """On that day it counts, the day after it does not; and that day is the last that helps."""
    asked = rule("declaration", text="code", on_or_before=D("2024-01-31"))
    found = [
        find(asked, file(declarations=(Declaration("d", "code", "1", D(on)),)), ON)
        for on in ("2024-01-31", "2024-02-01")
    ]
    assert [SATISFIED, NOT] == [finding.outcome for finding in found]
    assert ({"d": Reason.OUTSIDE_WINDOW}, [D("2024-01-31")]) == (reasons(found[1]), [c.by for c in found[1].cures])


def test_an_assessment_may_have_to_take_place_before_the_expiry() -> None:
    """On the last valid day it counts; after it nothing does any more."""
    before = rule("assessment", before_expiry=True)
    for on, outcome in ((TERM.until, SATISFIED), (date(2025, 3, 2), NOT)):
        dossier = file(judgements=(Judgement("j", "r", "a", "good", on),))
        assert outcome is find(before, dossier, D("2025-04-01")).outcome
    assert "Uiterlijk op de laatste geldige dag." in before.sentence(Speech("nl"))
