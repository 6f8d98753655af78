"""What holds for every version and every file, over generated schemes and dossiers.

`HYPOTHESIS_EXAMPLES=2000` looks further than the everyday run does.
"""

from __future__ import annotations

import json
import os
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import accreditation.rules
from accreditation.cases import WrittenCase
from accreditation.dates import LAST_DAY, Period, Span, last, merged, minus, months_in, slices
from accreditation.dossier import Activity, Dossier, EntryState, Measure
from accreditation.evaluate import evaluate
from accreditation.findings import (
    Finding,
    Moment,
    Outcome,
    Reason,
    all_of,
    amount_text,
    any_of,
    at_least,
    evaluation_as_data,
)
from accreditation.outlook import outlook
from accreditation.rules.caps import Cap, Offer, share_out
from accreditation.rules.values import read_amount
from accreditation.scheme import Mark
from tests.accreditation import strategies as ours
from tests.accreditation.builders import conversion, entry, file, find, rule

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "25"))
thoroughly = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="HYPOTHESIS_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def shuffled(dossier: Dossier) -> Dossier:
    """The same facts the other way round."""
    lists = {f.name: getattr(dossier, f.name) for f in fields(Dossier)}
    backwards: dict[str, Any] = {name: value[::-1] for name, value in lists.items() if isinstance(value, tuple)}
    return replace(dossier, **backwards)


def judged(mark: Mark, dossier: Dossier, on: date, moment: Moment) -> dict[str, Any]:
    return evaluation_as_data(evaluate(mark, mark.versions[0], dossier, on, moment))


@thoroughly
@given(ours.marks(), ours.dossiers(), ours.days, ours.moments)
def test_a_scheme_that_parses_never_fails(mark: Mark, dossier: Dossier, on: date, moment: Moment) -> None:
    """Also not on the outermost days, for the largest amounts, and for a file that makes no sense.

    The same input gives the same answer, the order of entries never matters, and the answer is plain data.
    """
    data = judged(mark, dossier, on, moment)
    assert data == json.loads(json.dumps(data))
    assert data == judged(mark, dossier, on, moment)
    assert data == judged(mark, shuffled(dossier), on, moment)
    outlook(mark, mark.versions[0], dossier, on, moment)


@thoroughly
@given(ours.marks(monotone=True), ours.dossiers(), ours.activities("extra", st.just(EntryState.APPROVED)), ours.days)
def test_an_extra_approved_entry_never_costs_anything(mark: Mark, dossier: Dossier, extra: Activity, on: date) -> None:
    """Satisfied stays satisfied; only a declared quota, or recency over every fact, may do otherwise."""
    more = replace(dossier, activities=(*dossier.activities, extra))
    before = evaluate(mark, mark.versions[0], dossier, on, "renewal")
    after = evaluate(mark, mark.versions[0], more, on, "renewal")
    satisfied = [r.code for r in before.requirements if r.outcome is Outcome.SATISFIED]
    assert satisfied == [code for code in satisfied if after.of(code).outcome is Outcome.SATISFIED]


@thoroughly
@given(ours.marks(), ours.dossiers(), ours.days)
def test_the_whole_follows_from_its_parts(mark: Mark, dossier: Dossier, on: date) -> None:
    """The overall outcome is the combination of the requirements; nothing unknown ever passes."""
    found = evaluate(mark, mark.versions[0], dossier, on, "renewal")
    general = all_of(r.outcome for r in found.requirements if r.decides and not r.scopes)
    overall = all_of([general, any_of(outcome for _, outcome in found.by_scope)])
    assert found.outcome is (Outcome.NEEDS_ASSESSOR if overall is Outcome.NOT_APPLICABLE else overall)
    assert all(
        r.outcome is not Outcome.SATISFIED for r in found.requirements if "unknown" in r.confidence and r.why is None
    )
    for finding in walk(*(r.finding for r in found.requirements)):
        assert finding.waiting >= 0
        assert finding.missing is None or finding.missing >= 0
        assert finding.outcome in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE) or finding.cures or finding.parts


def walk(*findings: Finding) -> list[Finding]:
    return [found for finding in findings for found in (finding, *walk(*finding.parts))]


ADDING = st.lists(
    st.tuples(
        st.integers(1, 20), st.integers(0, 9), st.sampled_from(["a", "core", "core/ethics", None]),
        st.sampled_from([None, "c1", "c2"]), st.sampled_from(list(EntryState)),
    ),
    max_size=8,
)  # fmt: skip


@thoroughly
@given(ADDING, st.integers(0, 12), st.integers(0, 12), st.none() | st.integers(1, 6))
def test_what_counted_and_what_was_left_out_make_up_each_entry(
    entries: list[Any], outer: int, inner: int, most: int | None
) -> None:
    """Every approved entry of a sum is worth its points, and every one of them is accounted for."""
    caps = [{"values": ["core"], "at_most": outer, "caps": [{"values": ["core/ethics"], "at_most": inner}]}]
    dossier = file(
        *(
            entry(f"e{n}", date(2022, 1, day), points, category=category, course=course, state=state)
            for n, (day, points, category, course, state) in enumerate(entries)
        )
    )
    finding = find(
        rule("sum", measure="points", at_least=10, caps=caps, at_most_per_entry=most), dossier, date(2022, 1, 15)
    )
    for activity in dossier.activities:
        counts = sum(c.amount for c in finding.counted if c.entry == activity.id and not c.waiting)
        left = sum(item.amount for item in finding.left if item.entry == activity.id)
        assert activity.amounts["points"] == counts + left
    assert finding.found == sum(c.amount for c in finding.counted if not c.waiting)
    unapproved = [c for c in finding.counted if c.waiting]
    assert finding.waiting <= sum(c.amount for c in unapproved)


# maximums

CAPS = (
    Cap(values=("a",), at_most=Fraction(5)),
    Cap(values=("b",), at_most=Fraction(4)),
    Cap(values=("c",), at_most=Fraction(3)),
)
PATHS = ((), (0,), (0, 1), (0, 2), (1,), (2,))
OFFERS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 5), st.sampled_from([None, "m1", "m2"]), st.sampled_from(PATHS)),
    max_size=5,
)


def offers(drawn: list[Any]) -> list[Offer]:
    return [
        Offer(f"e{n}", date(2022, 1, day), Fraction(amount), meeting, caps)
        for n, (day, amount, meeting, caps) in enumerate(drawn)
    ]


def tree(drawn: list[Any]) -> list[Any]:
    """Paths that fit in one tree: either 1 and 2 lie inside 0, or they stand beside it."""
    nested = any(len(caps) == 2 for *_, caps in drawn)
    return [(d, a, m, (0, *caps) if nested and caps in ((1,), (2,)) else caps) for d, a, m, caps in drawn]


def largest_total(found: list[Offer]) -> Fraction:
    """By trying every whole share for every entry: amounts are whole, so the largest total is one of these."""
    best = Fraction(0)
    meetings = {o.meeting for o in found if o.meeting}
    for shares in product(*(range(int(o.amount) + 1) for o in found)):
        fits = all(
            sum(s for s, o in zip(shares, found, strict=True) if number in o.caps) <= cap.at_most
            for number, cap in enumerate(CAPS)
        ) and all(
            sum(s for s, o in zip(shares, found, strict=True) if o.meeting == meeting)
            <= max(o.amount for o in found if o.meeting == meeting)
            for meeting in meetings
        )
        if fits:
            best = max(best, Fraction(sum(shares)))
    return best


@thoroughly
@given(OFFERS.map(tree))
def test_maximums_leave_the_largest_total_there_is(drawn: list[Any]) -> None:
    """Compared with trying everything; no maximum is passed, and every cut is accounted for."""
    found = offers(drawn)
    got, cut = share_out(found, CAPS)
    assert largest_total(found) == sum(got.values())
    assert {o.entry: o.amount for o in found} == {
        o.entry: got[o.entry] + sum(item.amount for item in cut if item.entry == o.entry) for o in found
    }
    for number, cap in enumerate(CAPS):
        assert sum(got[o.entry] for o in found if number in o.caps) <= cap.at_most
    assert (got, cut) == share_out(found[::-1], CAPS)


@thoroughly
@given(OFFERS.map(tree))
def test_an_extra_offer_never_lowers_the_total(drawn: list[Any]) -> None:
    """Also when one meeting was logged under different maximums."""
    found = offers(drawn)
    for offer in found:
        fewer, _ = share_out([o for o in found if o is not offer], CAPS)
        assert sum(fewer.values()) <= sum(share_out(found, CAPS)[0].values())


@thoroughly
@given(OFFERS.map(tree))
def test_the_oldest_counts_first(drawn: list[Any]) -> None:
    """What an entry gets does not depend on entries that are newer, where no meeting is shared."""
    found = sorted(offers([(d, a, None, c) for d, a, _, c in drawn]), key=lambda o: (o.on, o.entry))
    whole, _ = share_out(found, CAPS)
    for number in range(len(found)):
        part, _ = share_out(found[:number], CAPS)
        assert part == {o.entry: whole[o.entry] for o in found[:number]}


# outcomes, amounts and the calendar


@given(st.lists(st.sampled_from(list(Outcome)), max_size=5))
def test_at_least_one_is_any_and_at_least_all_is_all_but_for_the_order_of_open_ones(outcomes: list[Outcome]) -> None:
    """The three combinations agree at their ends about what is satisfied and what is not."""
    applicable = [o for o in outcomes if o is not Outcome.NOT_APPLICABLE]
    assert any_of(outcomes) is at_least(1, outcomes)
    together = at_least(len(applicable), outcomes)
    assert (all_of(outcomes) is Outcome.SATISFIED) is (together is Outcome.SATISFIED)
    assert (all_of(outcomes) is Outcome.NOT_SATISFIED) is (together is Outcome.NOT_SATISFIED)


@given(st.fractions())
def test_an_amount_survives_being_written(amount: Fraction) -> None:
    """Exactly, whatever it is."""
    assert amount == Fraction(amount_text(amount))


@given(st.integers(0, 10**9), st.sampled_from([1, 2, 3, 4, 7, 8, 1000]))
def test_an_amount_of_a_file_is_read_as_it_was_written(numerator: int, denominator: int) -> None:
    """Written and read again, as a decimal or as a fraction."""
    amount = Fraction(numerator, denominator)
    assert amount == read_amount(amount_text(amount))


PERIODS = st.builds(Period.parse, ours.lengths)


@given(PERIODS, ours.days)
def test_a_period_and_its_end_fit_together(period: Period, day: date) -> None:
    """The day after the end is the same day-number later; the last fresh day is the last that passes."""
    end = period.end_from(day)
    assert end >= day
    assert period.after(day) in (end, date.fromordinal(end.toordinal() + 1))
    fresh = period.fresh_until(day)
    assert period.before(fresh) <= day
    assert fresh == LAST_DAY or period.before(date.fromordinal(fresh.toordinal() + 1)) > day
    assert day in last(period, day)


@given(ours.spans(ours.near), st.sampled_from(["month", "quarter", "year", "calendar_quarter", "calendar_year"]))
def test_the_parts_of_a_window_are_the_window(window: Span, slice_: Any) -> None:
    """Every day in one part, no day in two."""
    parts = [part for _, part in slices(window, slice_)]
    assert [window] == merged(parts)
    assert window.days == sum(part.days for part in parts)
    assert months_in(window) > 0


@given(st.lists(ours.spans(ours.near), max_size=4), st.lists(ours.spans(ours.near), max_size=4))
def test_days_are_in_what_is_left_or_in_what_was_taken(spans: list[Span], lost: list[Span]) -> None:
    """Taking days out takes those and no others."""
    left = minus(merged(spans), lost)
    for day in {bound for span in (*spans, *lost) for bound in (span.since, span.until)}:
        assert any(day in span for span in left) is (
            any(day in span for span in spans) and not any(day in span for span in lost)
        )


def test_every_reason_is_given_somewhere() -> None:
    """A reason that no rule gives would be a word without a meaning."""
    rules = "".join(path.read_text(encoding="utf-8") for path in Path(accreditation.rules.__path__[0]).glob("*.py"))
    assert [] == [reason.name for reason in Reason if f"Reason.{reason.name}" not in rules]


def test_a_conversion_row_may_give_any_measure() -> None:
    """Each measure that can be added up can come out of the table."""
    for measure in Measure:
        table = (conversion(kind=["course"], gives=measure, amount=3),)
        assert (
            3
            == find(
                rule("sum", measure=measure, at_least=1),
                file(entry("a", date(2022, 1, 1))),
                date(2024, 1, 1),
                conversion=table,
            ).found
        )


def test_a_written_case_has_no_hidden_default_day() -> None:
    """Nothing depends on today: a case without a day is a mistake."""
    assert WrittenCase.model_fields["on"].is_required()
