"""What holds for every row of decisions, however strange: the standing never fails and never contradicts itself."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accreditation.dates import LAST_DAY, ONE_DAY, amsterdam_day
from accreditation.decisions import Decision, Kind, as_known
from accreditation.held import HeldTerm
from accreditation.picture import StandingRules
from accreditation.standing import Status, standing_on
from tests.accreditation.strategies import decisions, near

thoroughly = settings(
    max_examples=4 * int(os.environ.get("HYPOTHESIS_EXAMPLES", "25")),
    deadline=None,
    derandomize="HYPOTHESIS_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
choices = st.builds(StandingRules, st.booleans(), st.booleans())
rules = st.dictionaries(st.sampled_from([None, "v1", "v2"]), choices)
CERTIFIED = {Status.VALID, Status.VALID_WITH_CONDITIONS, Status.RENEWAL_PENDING}
ENDED = {Status.REVOKED, Status.WITHDRAWN, Status.CONVERTED, Status.DECEASED}


@thoroughly
@given(decisions(), near, near, rules)
def test_a_standing_never_fails_and_never_contradicts_itself(
    recorded: list[Decision], on: date, known_on: date, rules_: Any
) -> None:
    """Certified goes with the status; the bounds fit the day asked; the history is in order without overlaps."""
    standing = standing_on(recorded, on, known_on, rules_)
    assert not standing.certified or standing.status in CERTIFIED
    assert standing.certified or standing.status not in {Status.VALID, Status.VALID_WITH_CONDITIONS}
    assert all(term.since <= term.until for term in standing.history)
    assert all(one.until < two.since for one, two in pairwise(standing.history))
    assert (standing.since is None) is (standing.until is None)
    assert all(m.since <= on for m in standing.measures)
    assert all(
        m.holds_on(on) for m in standing.measures if m.kind is Kind.REVOCATION and m.until is None and not m.paused
    )
    if standing.since is not None and standing.until is not None:
        assert standing.since <= on
        assert standing.since <= standing.until
    if standing.status in {Status.VALID, Status.VALID_WITH_CONDITIONS, Status.SUSPENDED} and on <= (
        standing.until or on
    ):
        assert standing.since is not None
        assert any(term.since <= on <= term.until for term in standing.history)
    if standing.status in ENDED | {Status.EXPIRED, Status.NOT_REGISTERED}:
        assert not any(term.since <= on <= term.until for term in standing.history)


@thoroughly
@given(decisions(), near, near, rules, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(
    recorded: list[Decision], on: date, known_on: date, rules_: Any, chance: Any
) -> None:
    """Nor whether they are asked twice."""
    mixed = list(recorded)
    chance.shuffle(mixed)
    assert standing_on(recorded, on, known_on, rules_) == standing_on(mixed, on, known_on, rules_)


@thoroughly
@given(decisions(most=8), near, rules)
def test_what_is_recorded_later_never_changes_an_earlier_answer(
    recorded: list[Decision], on: date, rules_: Any
) -> None:
    """As known on a day: the decisions recorded up to the end of it, and no others."""
    for decision in recorded:
        known_on = amsterdam_day(decision.recorded_at)
        then = [d for d in recorded if amsterdam_day(d.recorded_at) <= known_on]
        assert standing_on(then, on, known_on, rules_) == standing_on(recorded, on, known_on, rules_)


@thoroughly
@given(decisions(), rules)
def test_the_history_is_what_each_day_answers(recorded: list[Decision], rules_: Any) -> None:
    """On both sides of every border of the history a day counts exactly when a term of it holds that day.

    A registration that a pending renewal keeps alive beyond its old end is the one exception: it shows the old end.
    """
    history = standing_on(recorded, LAST_DAY, LAST_DAY, rules_).history
    for border in {day for term in history for day in (term.since, term.until)}:
        for on in (border - ONE_DAY, border, min(border + ONE_DAY, LAST_DAY)):
            standing = standing_on(recorded, on, LAST_DAY, rules_)
            held = any(term.since <= on <= term.until for term in history)
            alive = standing.certified or standing.status is Status.SUSPENDED
            pending = standing.status in (Status.RENEWAL_PENDING, Status.SUSPENDED)
            assert held is alive or (alive and pending)


@thoroughly
@given(decisions())
def test_an_overturned_decision_leaves_no_trace(recorded: list[Decision]) -> None:
    """The same answers as when it and everything about it had never been recorded."""
    target = recorded[-1]
    at = target.recorded_at + timedelta(days=1)
    ruling = Decision(
        "last", target.seq + 1, Kind.RULING, at, date(2024, 1, 1), refers_to=target.id, outcome="overturned"
    )
    known = as_known([*recorded, ruling], LAST_DAY)
    if target.kind not in (Kind.CORRECTION, Kind.OBJECTION, Kind.RULING):
        assert as_known(recorded[:-1], LAST_DAY) == known


@thoroughly
@given(decisions())
def test_a_correction_that_repeats_a_decision_changes_nothing(recorded: list[Decision]) -> None:
    """Replaced by itself, it stays where it was."""
    known = as_known(recorded, LAST_DAY)
    at = recorded[-1].recorded_at + timedelta(days=1)
    for target in known:
        again = Decision(
            "last", len(recorded) + 1, Kind.CORRECTION, at, at.date(), refers_to=target.id, replacement=target
        )
        assert known == as_known([*recorded, again], LAST_DAY)


@thoroughly
@given(st.lists(near, min_size=2, max_size=8, unique=True), near, st.integers(0, 60), st.randoms(use_true_random=False))
def test_a_group_extension_reaches_a_term_whenever_either_is_recorded(
    days: list[date], day: date, months: int, chance: Any
) -> None:
    """Old terms that are taken over give one history, in whatever order they and the extension are recorded."""
    days.sort()
    said: list[tuple[Kind, date, date | None, int]] = [
        (Kind.GRANT, since, until, 0) for since, until in zip(days[::2], days[1::2], strict=False)
    ]
    said.append((Kind.GROUP_EXTENSION, day, None, months))

    def history() -> tuple[HeldTerm, ...]:
        at = datetime(2020, 1, 1, 12, tzinfo=UTC)
        recorded = [
            Decision(f"d{seq}", seq, kind, at, since, until, months=by)
            for seq, (kind, since, until, by) in enumerate(said)
        ]
        return standing_on(recorded, LAST_DAY, LAST_DAY).history

    in_order = history()
    chance.shuffle(said)
    assert in_order == history()
