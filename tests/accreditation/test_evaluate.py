"""The evaluation of a whole file, its dates and its outlook."""

# an exact amount may equal a whole number:
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from accreditation.dates import LAST_DAY, Span
from accreditation.dossier import Activity, Coverage, Document, Dossier, Holding, Leave, Payment, SetAside
from accreditation.evaluate import evaluate, helps
from accreditation.findings import Evaluation, Outcome, amount_text, evaluation_as_data
from accreditation.outlook import Outlook, outlook
from tests.accreditation.builders import TERM, TEXTS, WAITING, entry, file, mark, requirement, version

D = date.fromisoformat
ON = D("2024-06-01")
S, N, A, U, X = (
    Outcome.SATISFIED,
    Outcome.NOT_SATISFIED,
    Outcome.NEEDS_ASSESSOR,
    Outcome.UNKNOWN_RULE,
    Outcome.NOT_APPLICABLE,
)
CV = {"kind": "document", "kinds": ["cv"]}
NO = {"kind": "document", "kinds": ["no"]}
POINTS = {"kind": "sum", "measure": "points", "at_least": 10}
JUDGED = {"kind": "assessment"}
UNKNOWN = {"kind": "unknown", "what": TEXTS}


def papers(**facts: Any) -> Dossier:
    return file(**{"documents": (Document("d", "cv", D("2024-01-01")),), **facts})


def ask(
    *requirements: dict[str, Any], dossier: Dossier | None = None, on: date = ON, moment: Any = None, **fields: Any
) -> Evaluation:
    found = mark(version(*requirements, **fields))
    return evaluate(found, found.versions[0], dossier or papers(), on, moment)


def unknown(code: str, **fields: Any) -> dict[str, Any]:
    return requirement(code, UNKNOWN, confidence="unknown", **fields)


def test_the_requirements_of_the_moment_are_judged() -> None:
    """Renewal for a file with a term, initial for one without, continuous when that is asked."""
    asked = [
        requirement("first", CV, at=["initial"]),
        requirement("next", CV),
        requirement("always", CV, at=["continuous"]),
    ]
    codes = {
        moment: [r.code for r in ask(*asked, dossier=dossier, moment=moment).requirements]
        for moment, dossier in ((None, papers()), ("initial", papers()), ("continuous", papers()))
    }
    assert [["next"], ["first"], ["always"]] == list(codes.values())
    assert "initial" == ask(*asked, dossier=Dossier("p")).moment
    assert ("mark", "2021-01-01", ON) == (ask(*asked).mark, ask(*asked).version, ask(*asked).on)


def test_all_requirements_together_give_the_outcome() -> None:
    """Eligible only when all are satisfied; the others are named for a person."""
    good = ask(requirement("a", CV))
    assert (S, True, ()) == (good.outcome, good.eligible, good.for_a_person)
    finding = ask(requirement("a", CV), requirement("b", JUDGED), unknown("c"))
    assert (U, False, ("b", "c")) == (finding.outcome, finding.eligible, finding.for_a_person)
    assert N is ask(requirement("a", NO), unknown("c")).outcome
    assert "seen" == finding.of("a").confidence
    with pytest.raises(KeyError):
        finding.of("z")


def test_content_is_judged_while_a_gate_is_not_met() -> None:
    """Both are shown; the gate has an outcome of its own."""
    finding = ask(requirement("gate", NO, stage="gate"), requirement("content", CV))
    assert (N, N, S) == (finding.outcome, finding.gate, finding.of("content").outcome)
    assert X is ask(requirement("content", CV)).gate


def test_a_requirement_that_does_not_apply_is_listed_with_the_reason() -> None:
    """Left out of the combination; for its own condition, that of its rule, or because no part applies."""
    other = {"route": ["other"]}
    finding = ask(
        requirement("a", CV),
        requirement("own", NO, applies_if=other),
        requirement("rule", {**NO, "applies_if": other}),
        requirement("parts", {"kind": "all_of", "rules": [{**NO, "applies_if": other}]}),
    )
    assert S is finding.outcome
    listed = [(r.code, r.outcome, r.why) for r in finding.requirements if r.code != "a"]
    assert [
        ("own", X, "condition_not_met"),
        ("rule", X, "condition_not_met"),
        ("parts", X, "no_part_applies"),
    ] == listed


def test_where_nothing_applies_a_person_must_look() -> None:
    """Nothing proven is nothing passed."""
    finding = ask(requirement("a", NO, applies_if={"route": ["other"]}))
    assert (A, ("no_requirement_applies",)) == (finding.outcome, finding.notes)
    assert A is ask(requirement("a", CV), moment="bridge").outcome


def test_hardship_sets_one_requirement_aside() -> None:
    """A person's decision with a reason: satisfied, marked as such, from the day of that decision."""
    aside = (SetAside("a", D("2024-05-01"), "later"), SetAside("a", D("2024-04-01"), "ill"), SetAside("x", ON, "x"))
    finding = ask(requirement("a", NO), dossier=papers(set_aside=aside)).of("a")
    assert (S, "ill", ("set_aside",), ()) == (
        finding.outcome,
        finding.why,
        finding.finding.notes,
        finding.finding.cures,
    )
    assert N is ask(requirement("a", NO), dossier=papers(set_aside=aside), on=D("2024-03-31")).outcome
    assert S is ask(unknown("a"), dossier=papers(set_aside=aside)).outcome


def test_a_requirement_may_forbid_hardship() -> None:
    """No dispensation: it stays as it is, and says so; what is met or does not apply is not set aside at all."""
    aside = (SetAside("a", ON, "ill"),)
    finding = ask(requirement("a", NO, hardship=False), dossier=papers(set_aside=aside)).of("a")
    assert (N, ("may_not_be_set_aside",)) == (finding.outcome, finding.finding.notes)
    met = ask(requirement("a", CV, hardship=False), dossier=papers(set_aside=aside)).of("a")
    assert (S, ()) == (met.outcome, met.finding.notes)
    elsewhere = ask(requirement("a", {**NO, "applies_if": {"route": ["x"]}}), dossier=papers(set_aside=aside)).of("a")
    assert X is elsewhere.outcome


def test_scopes_are_kept_or_lost_one_by_one() -> None:
    """A renewal keeps the fields of work whose requirements are met, also one with no requirement of its own."""
    asked = [requirement("all", CV), requirement("rx", CV, scopes=["x"]), requirement("ry", NO, scopes=["y"])]
    finding = ask(*asked, dossier=papers(scopes=frozenset({"x", "y"})))
    assert ((("x", S), ("y", N)), S) == (finding.by_scope, finding.outcome)
    assert N is ask(*asked, dossier=papers(scopes=frozenset({"y"}))).outcome
    only_x = ask(*asked, dossier=papers(scopes=frozenset({"x"}))).of("ry")
    assert (X, "scope_not_asked") == (only_x.outcome, only_x.why)
    assert (("y", N), ("z", S)) == ask(*asked, dossier=papers(scopes=frozenset({"y", "z"}))).by_scope
    assert (("x", S), ("y", N)) == ask(*asked).by_scope
    general = ask(requirement("all", NO), *asked[1:], dossier=papers(scopes=frozenset({"x"})))
    assert ((("x", N),), N) == (general.by_scope, general.outcome)


def test_a_payment_of_effect_stays_out_of_the_outcome() -> None:
    """The decision can be taken and is not yet in effect until it is paid, or where it does not apply."""
    fee = {"kind": "payment", "fee": "f", "condition_of": "effect"}
    asked = [requirement("a", CV), requirement("fee", fee)]
    unpaid = ask(*asked)
    assert (S, False, False) == (unpaid.outcome, unpaid.in_effect, unpaid.of("fee").decides)
    paid = papers(payments=(Payment("p", "f", D("2024-01-01"), 1),))
    assert (S, True) == (ask(*asked, dossier=paid).outcome, ask(*asked, dossier=paid).in_effect)
    elsewhere = requirement("fee", {**fee, "applies_if": {"route": ["x"]}})
    assert ask(requirement("a", CV), elsewhere).in_effect
    before = requirement("fee", {"kind": "payment", "fee": "f"})
    assert N is ask(requirement("a", CV), before).outcome


# the days of the term


@pytest.mark.parametrize(
    ("anchor", "facts", "expires"),
    [
        ("old_expiry", {}, "2029-03-01"),
        ("decision", {"decided_on": D("2025-01-10")}, "2029-01-09"),
        ("decision", {}, "2028-05-31"),
        ("application", {"applied_on": D("2025-01-05")}, "2029-01-04"),
        ("application", {}, "2028-05-31"),
        ("unknown", {}, None),
    ],
)
def test_the_next_term_is_anchored_as_the_body_says(anchor: str, facts: dict[str, Any], expires: str | None) -> None:
    """On the old expiry, the decision or the application."""
    term = {"validity": "4 years", "anchor": anchor}
    assert (D(expires) if expires else None) == ask(dossier=papers(**facts), term=term).expires_on


@pytest.mark.parametrize(
    ("validity", "expires"), [("no_end", LAST_DAY), ("unknown", None), ("3 years", D("2027-05-31"))]
)
def test_a_first_term_begins_with_the_decision(validity: str, expires: date | None) -> None:
    """There is no old expiry yet; a mark may have no end, or one that is not known."""
    first = requirement("a", CV, at=["initial"])
    found = ask(first, dossier=Dossier("p"), term={"validity": validity, "anchor": "old_expiry"})
    assert expires == found.expires_on


@pytest.mark.parametrize(
    ("fields", "apply_from", "apply_until"),
    [
        ({}, None, None),
        ({"apply_from": "4 months", "apply_until": "3 months"}, "2024-11-01", "2024-12-01"),
        ({"apply_until": "expiry"}, None, "2025-03-01"),
        ({"apply_until": "expiry", "grace": "2 months"}, None, "2025-05-01"),
    ],
)
def test_the_window_of_applying(fields: dict[str, Any], apply_from: str | None, apply_until: str | None) -> None:
    """So long before the expiry, until the expiry or the end of the grace; nothing where the body does not say."""
    found = ask(term={"validity": "4 years", "anchor": "old_expiry", **fields})
    assert (apply_from, apply_until) == tuple(d and d.isoformat() for d in (found.apply_from, found.apply_until))


@pytest.mark.parametrize(("counts", "outcome"), [(False, N), (True, S)])
def test_activities_in_the_grace_count_where_the_body_says_so(counts: bool, outcome: Outcome) -> None:
    """Default: they do not."""
    term = {"validity": "4 years", "anchor": "old_expiry", "grace": "2 months", "activities_in_grace": counts}
    late = file(entry("a", D("2025-05-01"), 10))
    assert outcome is ask(requirement("a", POINTS), dossier=late, on=D("2025-05-01"), term=term).outcome


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "average_per_period", "measure": "points", "at_least": 10},
        {"kind": "every_period", "period": "year", "rest": "whole", "rule": POINTS},
        {"kind": "continuous", "held": ["vog"]},
        {**POINTS, "at_least": 40, "pro_rata": True},
    ],
)
def test_a_grace_in_which_activities_count_is_not_part_of_the_term(rule: dict[str, Any]) -> None:
    """A file that is good on the last day of its term stays good: the grace lengthens no norm and adds no period."""
    term = {"validity": "4 years", "anchor": "old_expiry", "grace": "6 months", "activities_in_grace": True}
    years = [entry(str(year), D(f"{year}-06-01"), 10) for year in (2021, 2022, 2023, 2024)]
    vog = (Coverage("c", "vog", D("2021-01-01"), TERM.until),)
    good = file(*years, coverages=vog, registered_on=TERM.since)
    assert S is ask(requirement("a", rule), dossier=good, on=D("2025-09-01"), term=term).outcome


def test_a_deferral_moves_the_grace_along() -> None:
    """The term ends six months later, and so does the grace in which an activity still counts and helps."""
    term = {"validity": "4 years", "anchor": "old_expiry", "grace": "2 months", "activities_in_grace": True}
    deferred = requirement("a", {**POINTS, "leave": "extends"})
    leave = (Leave(D("2024-01-01"), D("2024-06-30"), extends_months=6),)
    for day, outcome in (("2025-11-01", S), ("2025-11-02", N)):
        late = file(entry("a", D(day), 10), leave=leave)
        assert outcome is ask(deferred, dossier=late, on=D("2025-12-01"), term=term).outcome
    cures = ask(deferred, dossier=file(leave=leave), on=D("2025-03-01"), term=term).of("a").finding.cures
    assert [D("2025-11-01")] == [cure.by for cure in cures]


@pytest.mark.parametrize(
    ("handed_in", "needed", "notes"),
    [
        ("2025-03-01", 10, ()),
        ("2025-05-01", 10, ()),
        ("2025-05-02", 12, ("late_fee:late",)),
        ("2025-06-01", 12, ("late_fee:late",)),
        ("2025-06-02", 14, ("late_fee:late",)),
        ("2025-08-02", 18, ("late_fee:late",)),
    ],
)
def test_being_late_costs_a_fee_and_points_for_each_month_that_began(
    handed_in: str, needed: int, notes: tuple[str, ...]
) -> None:
    """After two months of grace: two points a month, from the first day of that month on."""
    late = [{"after": "2 months", "requirement": "a", "amount": 2}, {"after": "2 months", "fee": "late"}]
    term = {"validity": "4 years", "anchor": "old_expiry", "grace": "2 months", "late": late}
    applied = file(applied_on=D(handed_in))
    asked = [requirement("a", POINTS, at=["renewal", "continuous"]), requirement("b", POINTS)]
    found = ask(*asked, dossier=applied, on=D("2026-01-01"), term=term)
    assert (needed, 10, notes) == (found.of("a").finding.needed, found.of("b").finding.needed, found.notes)
    watched = ask(*asked, dossier=applied, on=D("2026-01-01"), term=term, moment="continuous")
    assert (10, ()) == (watched.of("a").finding.needed, watched.notes)


def test_a_first_application_uses_the_look_back_also_when_an_old_term_is_known() -> None:
    """Somebody who comes back applies anew: the years before today, not the old term."""
    first = requirement("a", {**POINTS, "look_back": "1 year"}, at=["initial"])
    found = ask(first, dossier=file(entry("a", D("2024-01-01"), 10), term=TERM), moment="initial")
    assert Span(D("2023-06-02"), ON) == found.of("a").finding.window


def test_a_first_application_has_no_last_day_to_help() -> None:
    """Whoever is short today may apply next month."""
    first = requirement("a", {**POINTS, "look_back": "1 year"}, at=["initial"])
    assert [("a", None)] == [(code, cure.by) for code, cure in helps(ask(first, dossier=Dossier("p")))]


def test_what_helps_is_listed_for_what_is_not_met() -> None:
    """With the code of the requirement; nothing for what is met or does not apply."""
    asked = [requirement("a", CV), requirement("b", NO), requirement("c", NO, applies_if={"route": ["x"]})]
    assert [("b", "document")] == [(code, cure.kind) for code, cure in helps(ask(*asked))]


# stored and compared


def test_an_evaluation_is_stored_as_plain_data() -> None:
    """The same findings are the same bytes, with exact amounts."""
    dossier = file(entry("a", D("2024-01-01"), "1/3"), entry("b", D("2024-02-01"), "2.5", state=WAITING))
    data = evaluation_as_data(ask(requirement("a", POINTS), dossier=dossier))
    assert data == json.loads(json.dumps(data))
    finding = data["requirements"][0]["finding"]
    assert ("1/3", "2.5", "2021-03-02") == (finding["found"], finding["waiting"], finding["window"]["since"])
    backwards = file(*dossier.activities[::-1])
    assert data == evaluation_as_data(ask(requirement("a", POINTS), dossier=backwards))


@pytest.mark.parametrize(
    ("amount", "text"),
    [("75", "75"), ("5/2", "2.5"), ("-5/2", "-2.5"), ("1/3", "1/3"), ("1/8", "0.125"), ("0", "0"), ("-7/3", "-7/3")],
)
def test_an_amount_is_written_exactly(amount: str, text: str) -> None:
    """As a decimal where there is one, else as a fraction."""
    assert text == amount_text(Fraction(amount))


def test_two_facts_with_one_id_are_refused() -> None:
    """Their order would decide which one counts."""
    with pytest.raises(ValueError, match="same id"):
        file(entry("a", ON), entry("a", D("2024-01-01")))
    with pytest.raises(ValueError, match="same name"):
        file(people=(Dossier("p"), Dossier("p")))


# outlook


def look(
    *requirements: dict[str, Any],
    dossier: Dossier | None = None,
    on: date = ON,
    planned: tuple[Activity, ...] = (),
    **fields: Any,
) -> Outlook:
    found = mark(version(*requirements, **fields))
    return outlook(found, found.versions[0], dossier or papers(), on, None, planned)


APPLY = {"validity": "4 years", "anchor": "old_expiry", "apply_from": "4 months", "apply_until": "3 months"}


def test_the_outlook_says_what_is_missing_and_until_when() -> None:
    """The amount, what waits, and the last day on which it still helps."""
    dossier = file(entry("a", D("2024-01-01"), 4), entry("b", D("2024-02-01"), 3, state=WAITING))
    seen = look(requirement("a", POINTS), requirement("cv", NO), dossier=dossier, term=APPLY)
    points, cv = seen.missing
    assert ("a", N, 6, 3, "points", D("2024-12-01"), False) == (
        points.requirement, points.outcome, points.amount, points.waiting, points.unit, points.by, points.too_late,
    )  # fmt: skip
    assert ("cv", 1, D("2024-12-01")) == (cv.requirement, cv.amount, cv.by)
    assert () == look(requirement("cv", CV)).missing
    assert (None, False) == (look(requirement("cv", NO)).missing[0].by, look(requirement("cv", NO)).missing[0].too_late)


def late(rule: dict[str, Any], on: str, dossier: Dossier | None = None) -> tuple[date | None, bool]:
    (missing,) = look(requirement("a", rule), dossier=dossier or papers(), on=D(on)).missing
    return missing.by, missing.too_late


def test_what_cannot_be_helped_any_more_is_too_late() -> None:
    """A year that is over, a gap in the past, a deadline that passed."""
    years = {"kind": "every_period", "period": "year", "rest": "whole", "rule": POINTS}
    assert (D("2022-03-01"), False) == late(years, "2022-03-01")
    assert (D("2022-03-01"), True) == late(years, "2022-03-02")
    assert (D("2021-03-02"), True) == late({"kind": "continuous", "held": ["label"]}, "2022-03-02")
    joined = papers(affiliated_on=D("2021-03-02"))
    assert (D("2024-03-02"), True) == late(
        {"kind": "membership_deadline", "marks": ["rl"], "within": "3 years"}, "2024-03-03", joined
    )


def test_a_choice_is_too_late_when_every_branch_is() -> None:
    """Any of takes the branch that can be helped longest, all of the one that ends first, at least k the k-th."""
    gone = {"kind": "continuous", "held": ["label"]}
    on = "2022-03-02"
    assert (D("2025-03-01"), False) == late({"kind": "any_of", "rules": [gone, POINTS]}, on)
    assert (D("2021-03-02"), True) == late({"kind": "all_of", "rules": [gone, POINTS, CV]}, on)
    assert (D("2025-03-01"), False) == late({"kind": "at_least", "k": 2, "rules": [gone, POINTS, CV]}, on)
    assert (D("2021-03-02"), True) == late({"kind": "at_least", "k": 3, "rules": [gone, POINTS, CV]}, on)
    held = papers(documents=(Document("d", "cv", D("2022-01-01")),))
    assert (D("2025-03-01"), False) == late({"kind": "at_least", "k": 2, "rules": [gone, POINTS, CV]}, on, held)
    never = {**NO, "applies_if": {"route": ["x"]}}
    assert (D("2025-03-01"), False) == late({"kind": "all_of", "rules": [never, POINTS]}, on)


def test_a_missed_year_may_be_allowed() -> None:
    """With one miss allowed the first year is no longer decisive: the next one is."""
    years = {"kind": "every_period", "period": "year", "rest": "whole", "rule": POINTS, "misses": 1}
    assert (D("2023-03-01"), False) == late(years, "2022-06-01")


def test_planned_activities_are_tried_on_their_own_days() -> None:
    """What if I attend these two: seen from the last of them, as if approved."""
    planned = (entry("p1", D("2024-09-01"), 5, state=WAITING), entry("p2", D("2024-10-01"), 5, state=WAITING))
    seen = look(requirement("a", POINTS), dossier=file(), planned=planned)
    assert (S, D("2024-10-01"), ()) == (seen.now.outcome, seen.now.on, seen.missing)


def test_what_is_fine_today_and_not_on_the_last_day_of_applying_is_shown() -> None:
    """A document that turns too old in between; nothing after that day, or when no such day is known."""
    fresh = requirement("cv", {**CV, "not_older_than": "6 months"})
    assert ("cv",) == look(fresh, term=APPLY).lapses
    assert () == look(fresh, term=APPLY, on=D("2024-12-01")).lapses
    assert () == look(fresh).lapses


@pytest.mark.parametrize(
    ("on", "can"), [("2024-10-31", False), ("2024-11-01", True), ("2024-12-01", True), ("2024-12-02", False)]
)
def test_one_can_apply_inside_the_window_of_applying(on: str, can: bool) -> None:
    """Both days included; at any time where the body does not say."""
    assert can is look(requirement("cv", CV), on=D(on), term=APPLY).can_apply
    assert look(requirement("cv", CV), on=D(on)).can_apply


def test_facts_of_another_mark_help_only_where_a_rule_asks_for_it() -> None:
    """A partial equivalence: the mark proves one requirement, the other stays."""
    either = {"kind": "any_of", "rules": [NO, {"kind": "holds_mark", "marks": ["rl"]}]}
    dossier = papers(holdings=(Holding("rl", D("2020-01-01"), D("2030-01-01")),))
    found = ask(requirement("education", either), requirement("code", NO), dossier=dossier)
    assert [S, N] == [r.outcome for r in found.requirements]


def test_who_has_no_term_yet_is_never_late() -> None:
    """Being late is counted from an expiry; where there is none, there is nothing to count from."""
    term = {"validity": "4 years", "anchor": "old_expiry", "late": [{"after": "2 months", "fee": "late"}]}
    asked = requirement("a", CV, at=["renewal"])
    assert () == ask(asked, dossier=Dossier("p"), moment="renewal", term=term).notes
