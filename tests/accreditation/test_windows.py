"""The days a rule looks at and the norm it asks: windows, leave, pro rata, rounding, periods and averages."""

# an exact amount may equal a whole number:
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from accreditation.dates import Span
from accreditation.dossier import BroughtForward, Dossier, Leave, Qualification
from accreditation.findings import Outcome, Reason
from tests.accreditation.builders import TERM, TEXTS, WAITING, counted, entry, file, find, reasons, rule

D = date.fromisoformat
ON = D("2024-06-01")
POINTS = {"measure": "points"}
SATISFIED, NOT, PERSON = Outcome.SATISFIED, Outcome.NOT_SATISFIED, Outcome.NEEDS_ASSESSOR


def window_of(window: Any, on: date = ON, **fields: Any) -> str:
    term = fields.pop("term", TERM)
    finding = find(rule("sum", at_least=1, window=window, **POINTS, **fields), file(term=term), on)
    assert finding.window is not None
    return f"{finding.window.since}/{finding.window.until}"


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ("term", "2021-03-02/2025-03-01"),
        ("ever", "1900-01-01/2024-06-01"),
        ({"last": "2 years"}, "2022-06-02/2024-06-01"),
        ({"last": "10 days"}, "2024-05-23/2024-06-01"),
        ({"calendar_years": 1}, "2024-01-01/2024-12-31"),
        ({"calendar_years": 3}, "2022-01-01/2024-12-31"),
        ({"since": D("2023-01-01")}, "2023-01-01/2024-06-01"),
        ({"since": D("2025-01-01")}, "2025-01-01/2025-01-01"),
        ({"cycle": "5 years", "cycle_from": D("2020-01-01")}, "2020-01-01/2024-12-31"),
        ({"cycle": "2 years", "cycle_from": D("2022-06-01")}, "2024-06-01/2026-05-31"),
        ({"cycle": "2 years", "cycle_from": D("2022-06-02")}, "2022-06-02/2024-06-01"),
        ({"cycle": "2 years", "cycle_from": D("2026-01-01")}, "2026-01-01/2027-12-31"),
        ({"cycle": "30 days", "cycle_from": D("2024-01-01")}, "2024-05-30/2024-06-28"),
        ({"cycle": "1 month", "cycle_from": D("2024-01-31")}, "2024-05-31/2024-06-30"),
    ],
)
def test_each_window_has_its_days(window: Any, days: str) -> None:
    """Both bounds included, counted as the calendar says."""
    assert days == window_of(window)


def test_a_first_application_looks_back_as_far_as_the_rule_names() -> None:
    """Without a term the look-back is the window."""
    assert "2020-06-02/2024-06-01" == window_of("term", look_back="4 years", term=None)
    assert "1900-01-01/2024-06-01" == window_of("term", term=None)


def test_calendar_years_stop_at_the_edge_of_the_calendar() -> None:
    """Fifty years back from 1920 begin in 1900."""
    assert "1900-01-01/1920-12-31" == window_of({"calendar_years": 50}, D("1920-06-01"))


@pytest.mark.parametrize(
    "window",
    [
        "year", {}, {"last": "1 year", "calendar_years": 1}, {"cycle": "1 year"}, {"cycle_from": D("2024-01-01")},
        {"cycle": "0 years", "cycle_from": D("2024-01-01")}, {"term": True, "cycle_from": D("2024-01-01")},
    ],
)  # fmt: skip
def test_a_rule_names_exactly_one_window(window: Any) -> None:
    """None, two or half a window is a mistake of the file."""
    with pytest.raises(ValueError, match=r"window|cycle"):
        rule("sum", at_least=1, window=window, **POINTS)


# leave


def leave(months: int = 0, excludes: Span | None = None, approved: bool = True, **days: str) -> Leave:
    since, until = D(days.get("since", "2022-01-01")), D(days.get("until", "2022-06-30"))
    return Leave(since, until, months, excludes, approved)


def test_an_approved_deferral_extends_the_term() -> None:
    """Six months later, counted from the day after the old end; one not approved does nothing."""
    longer = rule("sum", at_least=10, leave="extends", **POINTS)
    late = entry("a", D("2025-09-01"), 10)
    finding = find(longer, file(late, leave=(leave(6),)), D("2025-10-01"))
    assert (SATISFIED, Span(D("2021-03-02"), D("2025-09-01"))) == (finding.outcome, finding.window)
    assert (
        Reason.OUTSIDE_WINDOW
        is reasons(find(longer, file(late, leave=(leave(6, approved=False),)), D("2025-10-01")))["a"]
    )
    before = leave(6, since="2020-01-01", until="2020-02-01")
    assert TERM == find(longer, file(late, leave=(before,)), D("2025-10-01")).window
    assert TERM == find(rule("sum", at_least=10, **POINTS), file(late, leave=(leave(6),)), D("2025-10-01")).window


def test_an_extended_term_ends_as_a_period_ends() -> None:
    """Until 28 February and six months more is until 31 August."""
    term = Span(D("2021-03-01"), D("2025-02-28"))
    finding = find(rule("sum", at_least=1, leave="extends", **POINTS), file(term=term, leave=(leave(6),)), ON)
    assert Span(D("2021-03-01"), D("2025-08-31")) == finding.window


def test_a_deferral_makes_a_rolling_window_reach_further_back() -> None:
    """What ends on the day asked cannot end later: it begins earlier."""
    rolling = rule("sum", at_least=1, leave="extends", window={"last": "2 years"}, **POINTS)
    finding = find(rolling, file(leave=(leave(6, since="2023-01-01", until="2023-06-30"),)), ON)
    assert Span(D("2021-12-02"), ON) == finding.window


@pytest.mark.parametrize("window", ["ever", {"since": D("2020-01-01")}])
def test_a_window_without_a_length_cannot_be_extended(window: Any) -> None:
    """There is nothing to lengthen: a mistake of the file."""
    with pytest.raises(ValueError, match="window with a length"):
        rule("sum", at_least=1, leave="extends", window=window, **POINTS)


def test_an_excluded_year_drops_out_of_the_total_and_of_the_norm() -> None:
    """Of three years one is left out: its points do not count, and a third less is asked."""
    three = rule("sum", at_least=30, leave="excludes", window={"calendar_years": 3}, **POINTS)
    year = Span(D("2023-01-01"), D("2023-12-31"))
    dossier = file(entry("a", D("2022-05-01"), 20), entry("b", D("2023-05-01"), 9), leave=(leave(excludes=year),))
    finding = find(three, dossier, ON)
    assert (SATISFIED, 20, 20) == (finding.outcome, finding.found, finding.needed)
    assert {"b": Reason.EXCLUDED_PERIOD} == reasons(finding)


def test_a_year_that_two_approvals_name_is_left_out_once() -> None:
    """The same year, or years that overlap, are not subtracted twice; everything left out asks nothing."""
    three = rule("sum", at_least=30, leave="excludes", window={"calendar_years": 3}, **POINTS)
    year, half = Span(D("2023-01-01"), D("2023-12-31")), Span(D("2023-07-01"), D("2024-06-30"))
    assert 20 == find(three, file(leave=(leave(excludes=year), leave(excludes=year))), ON).needed
    assert 15 == find(three, file(leave=(leave(excludes=year), leave(excludes=half))), ON).needed
    whole = Span(D("2022-01-01"), D("2024-12-31"))
    assert SATISFIED is find(three, file(leave=(leave(excludes=whole),)), ON).outcome


def test_leave_lowers_the_norm_in_proportion_to_its_months() -> None:
    """Six of 48 months away is an eighth less; months away twice count once; away all the time asks nothing."""
    lower = rule("sum", at_least=80, leave="lowers", **POINTS)
    assert 70 == find(lower, file(leave=(leave(),)), ON).needed
    assert 70 == find(lower, file(leave=(leave(), leave(since="2022-03-01"))), ON).needed
    assert 80 == find(lower, file(leave=(leave(approved=False),)), ON).needed
    assert 0 == find(lower, file(leave=(leave(since="2020-01-01", until="2026-01-01"),)), ON).needed


def test_a_window_without_days_keeps_the_whole_norm() -> None:
    """A term that ends before it begins is the file's fault, not a discount."""
    backwards = Span(D("2025-03-01"), D("2021-03-02"))
    for effect in ("lowers", "excludes"):
        assert 80 == find(rule("sum", at_least=80, leave=effect, **POINTS), file(term=backwards), ON).needed


# norm


def test_who_joins_during_the_period_needs_a_share() -> None:
    """Whole calendar months, the month of entry included, as an exact fraction."""
    year = Span(D("2024-01-01"), D("2024-12-31"))
    share = rule("sum", at_least=10, pro_rata=True, **POINTS)
    needed = {
        joined: find(share, file(term=year, registered_on=D(joined)), ON).needed
        for joined in ("2023-05-01", "2024-01-31", "2024-05-31", "2024-12-31", "2025-01-01")
    }
    assert [10, 10, Fraction(20, 3), Fraction(10, 12), 10] == list(needed.values())
    assert 10 == find(share, file(term=year), ON).needed


@pytest.mark.parametrize(
    ("joined", "left"),
    [
        ("2024-03-15", 48), ("2024-04-14", 48), ("2024-04-15", 47), ("2026-03-14", 25), ("2026-03-15", 24),
        ("2028-02-14", 2), ("2028-02-15", 1), ("2028-03-14", 1),
    ],
)  # fmt: skip
def test_a_term_of_four_years_has_48_months_wherever_it_starts(joined: str, left: int) -> None:
    """From 15 March 2024 to 14 March 2028: a month runs from a fifteenth to a fourteenth, that of entry included."""
    term = Span(D("2024-03-15"), D("2028-03-14"))
    share = rule("sum", at_least=48, pro_rata=True, **POINTS)
    assert left == find(share, file(term=term, registered_on=D(joined)), ON).needed


def test_a_shorter_last_month_counts_as_one() -> None:
    """Two months and ten days are three months for a share."""
    odd = Span(D("2024-01-01"), D("2024-03-10"))
    share = rule("sum", at_least=3, pro_rata=True, **POINTS)
    joined = ("2024-01-01", "2024-02-01", "2024-03-10")
    assert [3, 2, 1] == [find(share, file(term=odd, registered_on=D(day)), ON).needed for day in joined]


@pytest.mark.parametrize(
    ("rounding", "needed"),
    [
        ({"how": "up"}, 7), ({"how": "down"}, 6), ({"how": "half_up"}, 7), ({"how": "half_up", "to": 2}, 6),
        ({"how": "half_up", "to": 4}, 8), ({"how": "up", "to": "1/2"}, 7), ({"how": "down", "to": "1/2"}, "13/2"),
    ],
)  # fmt: skip
def test_a_norm_is_rounded_only_as_the_rule_says(rounding: dict[str, Any], needed: Any) -> None:
    """20/3 up, down or half up, to whole steps of a unit."""
    year = Span(D("2024-01-01"), D("2024-12-31"))
    share = rule("sum", at_least=10, pro_rata=True, rounding=rounding, **POINTS)
    assert Fraction(needed) == find(share, file(term=year, registered_on=D("2024-05-31")), ON).needed


def test_a_rounding_needs_a_unit() -> None:
    """Steps of nothing are a mistake of the file."""
    with pytest.raises(ValueError, match="greater than 0"):
        rule("sum", at_least=1, rounding={"how": "up", "to": 0}, **POINTS)


def test_half_up_rounds_a_half_up() -> None:
    """2.5 becomes 3."""
    year = Span(D("2024-01-01"), D("2024-12-31"))
    half = rule("sum", at_least=5, pro_rata=True, rounding={"how": "half_up"}, **POINTS)
    assert 3 == find(half, file(term=year, registered_on=D("2024-07-01")), ON).needed


def test_an_exemption_lowers_the_norm() -> None:
    """The first condition that holds gives the norm; it may look at provider and graduation date."""
    when = {"qualification": {"kind": ["jobcoach"], "provider": ["saxion"], "on_or_after": D("2013-07-01")}}
    lowered = rule("sum", at_least=1200, lowered=[{"when": when, "at_least": 600}], **POINTS)
    needed = {
        (provider, on): find(
            lowered, file(qualifications=(Qualification("q", "jobcoach", D(on), provider=provider),)), ON
        ).needed
        for provider, on in (("saxion", "2013-07-01"), ("saxion", "2013-06-30"), ("other", "2014-01-01"))
    }
    assert [600, 1200, 1200] == list(needed.values())


# every period


def every(period: str = "year", rest: str = "ignored", **fields: Any) -> Any:
    inner = fields.pop("rule", {"kind": "sum", "at_least": 10, **POINTS})
    return rule("every_period", period=period, rest=rest, rule=inner, **fields)


def yearly(*points: int) -> list[Any]:
    return [entry(f"y{n}", D(f"{2021 + n}-06-01"), amount) for n, amount in enumerate(points)]


END = D("2025-03-01")


def test_every_year_is_not_the_average() -> None:
    """Ten in each of four years from the first day of the term; forty in one year do not help."""
    assert SATISFIED is find(every(), file(*yearly(10, 10, 10, 10)), END).outcome
    finding = find(every(), file(*yearly(10, 40, 9, 10)), END)
    assert (NOT, 3, 4, "periods") == (finding.outcome, finding.found, finding.needed, finding.unit)
    assert [SATISFIED, SATISFIED, NOT, SATISFIED] == [part.outcome for part in finding.parts]


def test_a_period_can_be_helped_until_its_own_end() -> None:
    """The last useful day is the end of the period, or the last day of applying when that comes first."""
    finding = find(every(), file(*yearly(10, 10)), D("2023-06-01"), deadline=D("2024-12-01"))
    assert [D("2024-03-01"), D("2024-12-01")] == [cure.by for cure in finding.cures]


def test_years_count_from_the_first_day_of_the_window() -> None:
    """1 March 2022 is still the first year of a term from 2 March 2021."""
    dossier = file(
        entry("a", D("2022-03-01"), 10), entry("b", D("2022-03-02"), 10), term=Span(D("2021-03-02"), D("2023-03-01"))
    )
    assert SATISFIED is find(every(), dossier, END).outcome


def test_calendar_years_where_the_rule_says_so() -> None:
    """The parts at both edges are judged in proportion, as whole years, or not at all."""
    term = Span(D("2021-07-02"), D("2023-07-01"))
    dossier = file(
        entry("a", D("2021-08-01"), 6), entry("b", D("2022-08-01"), 10), entry("c", D("2023-06-01"), 6), term=term
    )
    assert SATISFIED is find(every("calendar_year", "proportion"), dossier, END).outcome
    assert NOT is find(every("calendar_year", "whole"), dossier, END).outcome
    finding = find(every("calendar_year", "ignored"), dossier, END)
    assert (SATISFIED, 1) == (finding.outcome, finding.needed)
    proportions = [part.needed for part in find(every("calendar_year", "proportion"), dossier, END).parts]
    assert [Fraction(1830, 365), 10, Fraction(1820, 365)] == proportions


def test_a_window_without_a_whole_period_judges_nothing() -> None:
    """Satisfied, and it says why."""
    finding = find(every(), file(term=Span(D("2021-03-02"), D("2021-12-31"))), END)
    assert (SATISFIED, ("no_period_to_judge",)) == (finding.outcome, finding.notes)


@pytest.mark.parametrize(("period", "parts"), [("month", 48), ("quarter", 16), ("calendar_quarter", 17)])
def test_months_and_quarters_are_periods_too(period: str, parts: int) -> None:
    """Sixteen quarters in four years; calendar quarters touch one more."""
    assert parts == len(find(every(period, "proportion"), file(), END).parts)


def test_a_duty_may_be_missed_so_many_times() -> None:
    """One miss allowed: one short year is fine, two are not."""
    assert SATISFIED is find(every(misses=1), file(*yearly(10, 0, 10, 10)), END).outcome
    assert NOT is find(every(misses=1), file(*yearly(10, 0, 10, 0)), END).outcome


def test_a_shortfall_is_added_to_the_next_period_once() -> None:
    """Short by two: the next year needs twelve; a second time it is short for good."""
    forward = every(shortfalls_forward=1)
    finding = find(forward, file(*yearly(8, 12, 10, 10)), END)
    assert SATISFIED is finding.outcome
    assert [(10, ("shortfall_forward",)), (12, ()), (10, ()), (10, ())] == [(p.needed, p.notes) for p in finding.parts]
    assert NOT is find(forward, file(*yearly(8, 11, 10, 10)), END).outcome
    assert NOT is find(forward, file(*yearly(8, 12, 8, 12)), END).outcome
    assert SATISFIED is find(every(shortfalls_forward=2), file(*yearly(8, 12, 8, 12)), END).outcome


def test_the_last_period_must_be_met() -> None:
    """There is no next period to add its shortfall to."""
    assert NOT is find(every(shortfalls_forward=1), file(*yearly(10, 10, 10, 8)), END).outcome


def test_waiting_entries_in_one_period_are_for_a_person() -> None:
    """A year that depends on approval makes the whole depend on it."""
    waiting = entry("w", D("2022-07-01"), 10, state=WAITING)
    assert PERSON is find(every(), file(*yearly(10, 0, 10, 10), waiting), END).outcome


def test_a_duty_watched_all_the_time_judges_closed_periods_only() -> None:
    """A year that still runs is not judged yet, nor on its last day, which counts until 24.00 hours."""
    needed = [find(every(), file(), D(on), closed_only=True).needed for on in ("2022-03-01", "2022-03-02")]
    assert [0, 1] == needed


def test_a_shortfall_moves_to_a_year_that_still_runs() -> None:
    """Watched all the time: the newest closed year is not the last of the term, so its shortfall may still move on."""
    forward, short = every(shortfalls_forward=1), file(*yearly(10, 8, 0, 0))
    finding = find(forward, short, D("2023-06-01"), closed_only=True)
    assert (SATISFIED, 2) == (finding.outcome, finding.needed)
    assert NOT is find(forward, short, D("2024-03-02"), closed_only=True).outcome


def test_an_excluded_year_is_not_judged() -> None:
    """Wholly left out: no duty; partly left out: a share of it."""
    one = Span(D("2022-03-02"), D("2023-03-01"))
    assert 3 == find(every(leave="excludes"), file(leave=(leave(excludes=one),)), END).needed
    half = Span(D("2022-03-02"), D("2022-09-01"))
    parts = find(every(leave="excludes"), file(leave=(leave(excludes=half),)), END).parts
    assert [10, Fraction(1810, 365), 10, 10] == [part.needed for part in parts]


def test_a_deferral_adds_periods_to_the_term() -> None:
    """A year longer is a year more to judge."""
    assert 5 == find(every(leave="extends"), file(leave=(leave(12),)), END).needed


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"misses": 1, "shortfalls_forward": 1}, "choose misses or shortfalls_forward"),
        ({"shortfalls_forward": 1, "rule": {"kind": "unknown", "what": TEXTS}}, "hand on a shortfall"),
        ({"window": "ever"}, "cannot be cut"),
        ({"rule": {"kind": "average_per_period", "at_least": 1, **POINTS}}, "over the whole window"),
        ({"leave": "lowers"}, "at the rule inside"),
        ({"rule": {"kind": "document", "kinds": ["cv"]}}, "looks at the period"),
    ],
)
def test_an_every_period_rule_that_cannot_mean_anything_is_refused(fields: dict[str, Any], message: str) -> None:
    """What would be ignored silently is a mistake of the file."""
    with pytest.raises(ValueError, match=message):
        every(**fields)


# average per period


def average(at_least: int = 10, **fields: Any) -> Any:
    return rule("average_per_period", at_least=at_least, **POINTS, **fields)


def test_an_average_divides_by_the_declared_length() -> None:
    """Forty points in four years is ten a year, whatever the day asked; a good year makes up for a bad one."""
    for on in (D("2022-01-01"), END):
        assert 10 == find(average(), file(entry("a", D("2021-06-01"), 40)), on).found
    finding = find(average(), file(*yearly(0, 39)), END)
    assert (NOT, Fraction(39, 4), 10, "points_per_year") == (
        finding.outcome, finding.found, finding.needed, finding.unit,
    )  # fmt: skip
    assert [1] == [cure.amount for cure in finding.cures]
    assert {"y0": 0, "y1": 39} == {"y0": 0, **counted(finding)}


@pytest.mark.parametrize("window", [{"last": "5 years"}, {"calendar_years": 5}])
def test_a_rolling_average_divides_by_the_years_it_names(window: Any) -> None:
    """Five years are five, also on a day on which they hold one day less."""
    dossier = file(entry("a", D("2024-02-10"), 50))
    assert 10 == find(average(window=window), dossier, D("2024-03-30")).found


def test_a_deferral_lengthens_and_an_excluded_year_shortens_the_average() -> None:
    """Six months more is four and a half years; a year less is three."""
    longer = find(average(leave="extends"), file(entry("a", D("2021-06-01"), 45), leave=(leave(6),)), END)
    assert 10 == longer.found
    year = Span(D("2022-03-02"), D("2023-03-01"))
    shorter = find(average(leave="excludes"), file(entry("a", D("2021-06-01"), 30), leave=(leave(excludes=year),)), END)
    assert 10 == shorter.found
    rolling = average(leave="extends", window={"last": "2 years"})
    assert 4 == find(rolling, file(entry("a", D("2022-01-01"), 10), leave=(leave(6),)), D("2023-12-01")).found


def test_an_average_over_nothing_asks_nothing() -> None:
    """Every year left out: satisfied."""
    finding = find(average(leave="excludes"), file(leave=(leave(excludes=TERM),)), END)
    assert (SATISFIED, 0) == (finding.outcome, finding.needed)


def test_a_shortfall_comes_on_top_of_the_total_of_an_average() -> None:
    """Four points short of the last term are four points, not four a year."""
    dossier = file(entry("a", D("2021-06-01"), 44), brought_forward=(BroughtForward("r", Fraction(-4)),))
    finding = find(average(shortfall_forward=True), dossier, END)
    assert (SATISFIED, 11) == (finding.outcome, finding.needed)


def test_every_period_can_hold_for_every_person() -> None:
    """Each named person has ten points in each year, not ten once in the term."""
    each = {"kind": "per_person", "rule": {"kind": "sum", "at_least": 10, **POINTS}}
    busy, lazy = (
        Dossier("busy", activities=tuple(yearly(10, 10, 10, 10))),
        Dossier("lazy", activities=tuple(yearly(40))),
    )
    assert [SATISFIED, NOT] == [find(every(rule=each), file(people=(p,)), END).outcome for p in (busy, lazy)]
