"""Every row of the table of standing, on the days where the answer changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accreditation.dates import LAST_DAY, Span
from accreditation.decisions import Decision, Kind
from accreditation.picture import StandingRules
from accreditation.standing import Standing, Status, standing_on
from tests.accreditation.builders import Records

D = date.fromisoformat
SINCE, UNTIL = D("2021-03-02"), D("2025-03-01")
SUSPENSIVE = {None: StandingRules(objection_suspends=True)}
ALIVE = {None: StandingRules(pending_keeps_alive=True)}
VALID, LIMITED, SUSPENDED = Status.VALID, Status.VALID_WITH_CONDITIONS, Status.SUSPENDED
EXPIRED, REVOKED, PENDING = Status.EXPIRED, Status.REVOKED, Status.RENEWAL_PENDING


@pytest.fixture
def records() -> Records:
    """A registration of four years, from 2 March 2021 up to and including 1 March 2025."""
    records = Records()
    records.add(Kind.GRANT, SINCE, UNTIL, level="B", scopes=frozenset({"x", "y"}), scheme_version="v1")
    return records


def ask(records: Records, on: str, known_on: date = LAST_DAY, rules: object = None) -> Standing:
    return standing_on(records.all, D(on), known_on, rules)  # type: ignore[arg-type]  # tests pass any mapping


def statuses(records: Records, *days: str, rules: object = None) -> list[Status]:
    """The status on each day; certified goes with it, or the test says otherwise itself."""
    found = [ask(records, day, rules=rules) for day in days]
    for standing in found:
        assert (standing.status in (VALID, LIMITED)) is standing.certified
    return [standing.status for standing in found]


def spans(records: Records, on: str = "2030-01-01", rules: object = None) -> list[str]:
    return [f"{t.since}/{t.until}" for t in ask(records, on, rules=rules).history]


def test_no_decision_yet_is_no_registration() -> None:
    """Not listed is not the same as expired, also for somebody who only applied."""
    records = Records()
    assert Standing(Status.NOT_REGISTERED, False, SINCE) == ask(records, "2021-03-02")
    records.add(Kind.APPLICATION, D("2021-01-05"))
    assert [Status.NOT_REGISTERED] == statuses(records, "2021-03-02")


def test_a_term_counts_from_its_first_to_its_last_day(records: Records) -> None:
    """Both days of the term count; the day before there is none, the day after it has expired."""
    expected = [Status.NOT_REGISTERED, VALID, VALID, EXPIRED]
    assert expected == statuses(records, "2021-03-01", "2021-03-02", "2025-03-01", "2025-03-02")
    standing = ask(records, "2024-01-01")
    assert (SINCE, UNTIL, "B", frozenset({"x", "y"}), "v1") == (
        standing.since, standing.until, standing.level, standing.scopes, standing.scheme_version,
    )  # fmt: skip
    assert (SINCE, UNTIL) == (ask(records, "2027-01-01").since, ask(records, "2027-01-01").until)
    assert None is ask(records, "2021-03-01").since


def test_a_term_without_a_last_day_goes_on() -> None:
    """A grant without an end lasts to the end of the calendar."""
    records = Records()
    records.add(Kind.GRANT, SINCE)
    assert [VALID] == statuses(records, "2199-12-31")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.REVOCATION, Status.REVOKED),
        (Kind.WITHDRAWAL, Status.WITHDRAWN),
        (Kind.DECEASE, Status.DECEASED),
        (Kind.CONVERSION, Status.CONVERTED),
    ],
)
def test_what_ends_a_registration_names_the_first_day_without(records: Records, kind: Kind, status: Status) -> None:
    """From day D: the day before still counts, and the last day that counts is shown."""
    records.add(kind, D("2023-06-10"))
    assert [VALID, status, status] == statuses(records, "2023-06-09", "2023-06-10", "2026-01-01")
    assert D("2023-06-09") == ask(records, "2024-01-01").until
    assert ["2021-03-02/2023-06-09"] == spans(records)


def test_what_is_over_by_itself_cannot_be_revoked_but_people_die(records: Records) -> None:
    """A revocation after the last day leaves it expired; a death is shown all the same."""
    records.add(Kind.REVOCATION, D("2025-03-03"))
    assert [EXPIRED] == statuses(records, "2025-06-01")
    records.add(Kind.DECEASE, D("2026-01-01"))
    assert [EXPIRED, Status.DECEASED] == statuses(records, "2025-12-31", "2026-01-01")


def test_a_death_reaches_a_term_that_was_recorded_later(records: Records) -> None:
    """A renewal recorded after the death does not bring the holder back to life."""
    records.add(Kind.DECEASE, D("2023-11-01"))
    records.add(Kind.RENEWAL, D("2024-01-01"), D("2027-12-31"))
    assert [VALID, Status.DECEASED, Status.DECEASED] == statuses(records, "2023-10-31", "2023-11-01", "2024-05-01")
    assert ["2021-03-02/2023-10-31"] == spans(records)


def test_an_end_on_the_day_after_the_last_day_is_in_time(records: Records) -> None:
    """A conversion that joins the old term's end exactly is a conversion, with its successor."""
    records.add(Kind.CONVERSION, D("2025-03-02"), successor="new-mark")
    assert [VALID, Status.CONVERTED] == statuses(records, "2025-03-01", "2025-03-02")
    assert "new-mark" == ask(records, "2025-03-02").successor
    assert None is ask(records, "2025-03-01").successor


def test_an_end_on_the_first_day_leaves_not_one_day(records: Records) -> None:
    """Revoked from its own first day: never a day that counted, so no first and last day either."""
    records.add(Kind.REVOCATION, SINCE)
    standing = ask(records, "2022-01-01")
    assert (REVOKED, None, None, ()) == (standing.status, standing.since, standing.until, standing.history)


def test_a_revocation_shows_as_a_measure_and_a_withdrawal_does_not(records: Records) -> None:
    """Leaving of one's own will is no measure."""
    records.add(Kind.WITHDRAWAL, D("2023-06-10"))
    assert () == ask(records, "2024-01-01").measures
    records.add(Kind.REVOCATION, D("2023-05-01"), public_until=D("2028-05-01"))
    (measure,) = ask(records, "2024-01-01").measures
    assert (Kind.REVOCATION, D("2028-05-01"), True) == (measure.kind, measure.public_until, measure.final)


def test_a_suspension_includes_both_days_and_ends_by_itself(records: Records) -> None:
    """Certified is false from D up to and including E, and true again the day after."""
    records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-06-30"))
    days = ("2022-04-30", "2022-05-01", "2022-06-30", "2022-07-01")
    assert [VALID, SUSPENDED, SUSPENDED, VALID] == statuses(records, *days)
    assert [0, 1, 1, 1] == [len(ask(records, day).measures) for day in days]


def test_expired_outranks_suspended(records: Records) -> None:
    """A suspension that runs past the end of the term does not hide that it ended."""
    records.add(Kind.SUSPENSION, D("2025-02-01"), D("2025-06-30"))
    assert [SUSPENDED, EXPIRED] == statuses(records, "2025-03-01", "2025-03-02")


def test_a_suspension_without_an_end_lasts_as_long_as_the_term(records: Records) -> None:
    """Also when the term is lengthened afterwards; a renewal begins without it."""
    records.add(Kind.SUSPENSION, D("2025-02-01"))
    records.add(Kind.EXTENSION, D("2025-02-01"), D("2025-09-01"))
    records.add(Kind.RENEWAL, D("2025-09-02"), D("2029-09-01"))
    assert [SUSPENDED, SUSPENDED, VALID] == statuses(records, "2025-03-01", "2025-09-01", "2025-09-02")
    assert D("2025-09-01") == ask(records, "2025-03-01").measures[0].until


def test_a_measure_taken_while_a_renewal_is_pending_lasts_until_the_next_term(records: Records) -> None:
    """Suspended after the old end, while the registration is kept alive: suspended until the new term begins."""
    records.add(Kind.APPLICATION, D("2025-01-10"))
    records.add(Kind.SUSPENSION, D("2025-04-01"))
    assert None is ask(records, "2025-04-01", rules=ALIVE).measures[0].until
    records.add(Kind.RENEWAL, D("2025-06-01"), D("2029-05-31"), on=D("2025-05-20"))
    assert [SUSPENDED, VALID] == statuses(records, "2025-05-19", "2025-06-01", rules=ALIVE)


def test_a_suspension_outlasts_the_old_end_while_a_renewal_keeps_it_alive(records: Records) -> None:
    """Pending never makes somebody certified who was suspended for as long as the registration lasts."""
    records.add(Kind.APPLICATION, D("2025-01-10"))
    records.add(Kind.SUSPENSION, D("2025-02-01"))
    assert [SUSPENDED, SUSPENDED] == statuses(records, "2025-03-01", "2025-03-02", rules=ALIVE)


def test_a_lift_names_the_first_day_without(records: Records) -> None:
    """Lifted from day D: the day before still suspended; a lift after the end lengthens nothing."""
    first = records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-06-30"))
    records.add(Kind.LIFT, D("2022-05-20"), refers_to=first)
    assert [SUSPENDED, VALID] == statuses(records, "2022-05-19", "2022-05-20")
    second = records.add(Kind.SUSPENSION, D("2023-05-01"), D("2023-06-30"))
    records.add(Kind.LIFT, D("2023-08-01"), refers_to=second)
    assert [SUSPENDED, VALID] == statuses(records, "2023-06-30", "2023-07-01")


def test_the_lift_of_a_revocation_leaves_a_gap(records: Records) -> None:
    """Valid again from the day of the lift, as a new stretch: `since` starts again."""
    revocation = records.add(Kind.REVOCATION, D("2022-05-01"))
    records.add(Kind.LIFT, D("2022-08-01"), refers_to=revocation)
    assert [REVOKED, REVOKED, VALID] == statuses(records, "2022-05-01", "2022-07-31", "2022-08-01")
    assert ["2021-03-02/2022-04-30", "2022-08-01/2025-03-01"] == spans(records)
    assert D("2022-08-01") == ask(records, "2024-01-01").since


def test_a_suspensive_objection_pauses_the_measure(records: Records) -> None:
    """Paused from the day of the objection to the day of the ruling; the end does not move."""
    measure = records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-08-31"))
    records.add(Kind.OBJECTION, D("2022-05-10"), refers_to=measure)
    days = ("2022-05-09", "2022-05-10", "2022-07-01", "2022-07-02", "2022-08-31", "2022-09-01")
    before_ruling = [SUSPENDED, VALID, VALID, VALID, VALID, VALID]
    assert before_ruling == statuses(records, *days, rules=SUSPENSIVE)
    assert not ask(records, "2022-06-01", rules=SUSPENSIVE).measures[0].final
    records.add(Kind.RULING, D("2022-07-01"), refers_to=measure, outcome="upheld")
    assert [SUSPENDED, VALID, VALID, SUSPENDED, SUSPENDED, VALID] == statuses(records, *days, rules=SUSPENSIVE)
    assert ask(records, "2022-06-01", rules=SUSPENSIVE).measures[0].final


def test_a_ruling_may_move_the_end(records: Records) -> None:
    """Changed: the measure gets the end of the ruling."""
    measure = records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-08-31"))
    records.add(Kind.OBJECTION, D("2022-05-10"), refers_to=measure)
    records.add(Kind.RULING, D("2022-07-01"), D("2022-07-31"), refers_to=measure, outcome="changed")
    assert [SUSPENDED, VALID] == statuses(records, "2022-07-31", "2022-08-01")


def test_an_objection_that_does_not_suspend_leaves_the_measure(records: Records) -> None:
    """The measure stays and is shown as not final."""
    measure = records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-08-31"))
    records.add(Kind.OBJECTION, D("2022-05-10"), refers_to=measure)
    assert [SUSPENDED] == statuses(records, "2022-06-01")
    assert not ask(records, "2022-06-01").measures[0].final


def test_an_objection_can_pause_a_revocation(records: Records) -> None:
    """By the rule of the version of the term; the days of the pause count in the history."""
    measure = records.add(Kind.REVOCATION, D("2022-05-01"))
    records.add(Kind.OBJECTION, D("2022-05-10"), refers_to=measure)
    rules = {"v1": StandingRules(objection_suspends=True)}
    assert [REVOKED, VALID] == statuses(records, "2022-05-09", "2022-05-10", rules=rules)
    objection = records.add(Kind.RULING, D("2022-06-01"), refers_to=measure, outcome="upheld")
    assert [VALID, REVOKED] == statuses(records, "2022-06-01", "2022-06-02", rules=rules)
    assert ["2021-03-02/2022-04-30", "2022-05-10/2022-06-01"] == spans(records, rules=rules)
    assert "d4" == objection


def test_an_objection_goes_by_the_version_it_names(records: Records) -> None:
    """A version in the objection itself outranks that of the term."""
    measure = records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-08-31"))
    records.add(Kind.OBJECTION, D("2022-05-10"), refers_to=measure, scheme_version="v2")
    rules = {"v1": StandingRules(objection_suspends=True), "v2": StandingRules()}
    assert [SUSPENDED] == statuses(records, "2022-06-01", rules=rules)


@pytest.mark.parametrize("about", ["measure", "objection"])
def test_overturned_is_as_if_never_taken(records: Records, about: str) -> None:
    """For every day asked, from the moment it is known; the ruling may name the measure or the objection."""
    measure = records.add(Kind.REVOCATION, D("2022-05-01"), on=D("2022-05-01"))
    objection = records.add(Kind.OBJECTION, D("2022-05-10"), refers_to=measure, on=D("2022-05-10"))
    target = measure if about == "measure" else objection
    records.add(Kind.RULING, D("2022-07-01"), refers_to=target, outcome="overturned", on=D("2022-07-01"))
    assert [VALID] == statuses(records, "2022-06-01")
    assert () == ask(records, "2022-06-01").measures
    assert REVOKED is ask(records, "2022-06-01", D("2022-06-30")).status
    assert VALID is ask(records, "2022-06-01", D("2022-07-01")).status


def test_a_ruling_that_is_overturned_itself_overturns_nothing(records: Records) -> None:
    """A higher ruling on the ruling brings the measure back."""
    measure = records.add(Kind.REVOCATION, D("2022-05-01"))
    ruling = records.add(Kind.RULING, D("2022-07-01"), refers_to=measure, outcome="overturned")
    records.add(Kind.RULING, D("2022-09-01"), refers_to=ruling, outcome="overturned")
    assert [REVOKED] == statuses(records, "2022-06-01")


def test_conditions_leave_the_holder_certified(records: Records) -> None:
    """Certified, with the condition shown, for as long as it lasts; without an end as long as the term."""
    records.add(Kind.CONDITION, D("2022-05-01"), D("2022-08-31"), text="Supervision every month")
    records.add(Kind.CONDITION, D("2023-05-01"), text="Two colleagues look along")
    days = ("2022-04-30", "2022-05-01", "2022-08-31", "2022-09-01", "2023-05-01", "2025-03-01")
    assert [VALID, LIMITED, LIMITED, VALID, LIMITED, LIMITED] == statuses(records, *days)
    assert ["Supervision every month"] == [m.text for m in ask(records, "2022-06-01").measures]


def test_a_restriction_takes_scopes_away(records: Records) -> None:
    """Certified for what is left, on the days of the restriction only."""
    records.add(Kind.RESTRICTION, D("2022-05-01"), D("2022-08-31"), scopes=frozenset({"x"}))
    assert [LIMITED, VALID] == statuses(records, "2022-08-31", "2022-09-01")
    assert [{"y"}, {"x", "y"}] == [ask(records, day).scopes for day in ("2022-08-31", "2022-09-01")]


def test_suspended_outranks_a_condition(records: Records) -> None:
    """Both at once: not certified."""
    records.add(Kind.CONDITION, D("2022-05-01"))
    records.add(Kind.SUSPENSION, D("2022-06-01"), D("2022-06-30"))
    assert [LIMITED, SUSPENDED, LIMITED] == statuses(records, "2022-05-31", "2022-06-30", "2022-07-01")


def test_a_pending_renewal_is_shown_with_the_old_end(records: Records) -> None:
    """Renewal pending, not certified, old end date; a refusal makes it expired from its own day."""
    application = records.add(Kind.APPLICATION, D("2025-01-10"))
    assert [VALID, PENDING] == statuses(records, "2025-03-01", "2025-03-02")
    assert UNTIL == ask(records, "2025-04-01").until
    records.add(Kind.REFUSAL, D("2025-05-20"), refers_to=application, on=D("2026-01-01"))
    assert [PENDING, EXPIRED] == statuses(records, "2025-05-19", "2025-05-20")
    assert ["2021-03-02/2025-03-01"] == spans(records)


def test_an_old_term_that_is_recorded_late_leaves_a_renewal_pending(records: Records) -> None:
    """Only a term that reaches past the running one answers an application that it does not name."""
    records.add(Kind.APPLICATION, D("2025-01-10"), on=D("2025-01-10"))
    records.add(Kind.GRANT, D("2017-03-02"), D("2021-03-01"), on=D("2025-01-11"))
    assert [VALID, PENDING] == statuses(records, "2025-03-01", "2025-03-02")
    records.add(Kind.GRANT, D("2021-03-02"), UNTIL, level="A", on=D("2025-01-12"))
    assert [PENDING] == statuses(records, "2025-03-02")
    records.add(Kind.RENEWAL, D("2026-03-02"), D("2030-03-01"), on=D("2025-04-01"))
    assert [PENDING, EXPIRED, VALID] == statuses(records, "2025-03-31", "2025-04-01", "2026-03-02")


def test_a_term_closes_only_the_application_it_names(records: Records) -> None:
    """Another one stays open."""
    records.add(Kind.APPLICATION, D("2025-01-10"))
    named = records.add(Kind.APPLICATION, D("2025-01-11"))
    records.add(Kind.RENEWAL, D("2026-03-02"), D("2030-03-01"), refers_to=named)
    assert [PENDING] == statuses(records, "2025-03-02")


def test_where_the_rule_says_so_a_pending_renewal_stays_valid(records: Records) -> None:
    """Certified until the decision; the answer says that it is pending, and shows the old end."""
    application = records.add(Kind.APPLICATION, D("2025-01-10"))
    standing = ask(records, "2025-04-01", rules=ALIVE)
    assert (PENDING, True, UNTIL) == (standing.status, standing.certified, standing.until)
    records.add(Kind.REFUSAL, D("2025-05-20"), refers_to=application)
    assert ask(records, "2025-05-19", rules=ALIVE).certified
    assert [EXPIRED] == statuses(records, "2025-05-20", rules=ALIVE)
    assert ["2021-03-02/2025-05-19"] == spans(records, rules=ALIVE)


def test_kept_alive_until_a_renewal_there_is_no_gap(records: Records) -> None:
    """The days between the old end and the decision belong to the registration where the rule keeps it alive."""
    records.add(Kind.APPLICATION, D("2025-01-10"))
    records.add(Kind.RENEWAL, D("2025-06-01"), D("2029-05-31"), on=D("2025-06-01"))
    assert SINCE == ask(records, "2026-01-01", rules=ALIVE).since
    assert D("2025-06-01") == ask(records, "2026-01-01").since
    assert [PENDING, VALID] == [ask(records, day).status for day in ("2025-05-31", "2025-06-01")]


def test_who_applies_after_the_end_has_expired(records: Records) -> None:
    """Pending is for who applied in time."""
    records.add(Kind.APPLICATION, D("2025-03-02"))
    assert [EXPIRED] == statuses(records, "2025-04-01")


@pytest.mark.parametrize("rules", [None, ALIVE])
def test_a_revocation_while_the_renewal_is_pending_counts(records: Records, rules: object) -> None:
    """A registration that is kept alive, or shown as pending, can be taken away."""
    records.add(Kind.APPLICATION, D("2025-01-10"))
    records.add(Kind.REVOCATION, D("2025-05-01"))
    assert PENDING is ask(records, "2025-04-30", rules=rules).status
    assert [REVOKED] == statuses(records, "2025-05-01", rules=rules)


def test_a_group_extension_lengthens_what_was_valid_or_suspended_that_day(records: Records) -> None:
    """Also a suspended one; the months count from the day after the old end."""
    records.add(Kind.SUSPENSION, D("2023-01-01"), D("2023-01-31"))
    records.add(Kind.GROUP_EXTENSION, D("2023-01-01"), months=12)
    assert [VALID, EXPIRED] == statuses(records, "2026-03-01", "2026-03-02")


def test_a_group_extension_leaves_what_was_not_valid_that_day(records: Records) -> None:
    """Revoked before, or ended before: nothing to lengthen."""
    records.add(Kind.GROUP_EXTENSION, D("2025-03-02"), months=12)
    assert [EXPIRED] == statuses(records, "2025-06-01")
    revocation = records.add(Kind.REVOCATION, D("2022-01-01"))
    records.add(Kind.GROUP_EXTENSION, D("2023-01-01"), months=12)
    records.add(Kind.LIFT, D("2024-01-01"), refers_to=revocation)
    assert [EXPIRED] == statuses(records, "2025-06-01")


def test_a_group_extension_of_a_revocation_that_was_overturned_counts(records: Records) -> None:
    """As if never taken: then it was valid on the named day as well."""
    revocation = records.add(Kind.REVOCATION, D("2022-01-01"))
    records.add(Kind.GROUP_EXTENSION, D("2023-01-01"), months=12)
    records.add(Kind.RULING, D("2023-06-01"), refers_to=revocation, outcome="overturned")
    assert [VALID, EXPIRED] == statuses(records, "2026-03-01", "2026-03-02")


def test_a_group_extension_reaches_a_term_that_is_recorded_afterwards(records: Records) -> None:
    """Taken over as it was first given it becomes longer; decided on an application it stays as it was decided."""
    records.add(Kind.GROUP_EXTENSION, D("2019-06-01"), months=12)
    records.add(Kind.GROUP_EXTENSION, D("2016-06-01"), months=12)
    application = records.add(Kind.APPLICATION, D("2015-01-05"))
    records.add(Kind.GRANT, D("2018-01-01"), D("2019-12-31"))
    records.add(Kind.GRANT, D("2015-02-01"), D("2016-12-31"), refers_to=application)
    assert ["2015-02-01/2016-12-31", "2018-01-01/2020-12-31", "2021-03-02/2025-03-01"] == spans(records)


def test_a_group_extension_leaves_a_late_term_that_was_ended_by_then(records: Records) -> None:
    """It is for who was valid or suspended on the day, and a term recorded late can have ended before it."""
    records.add(Kind.GROUP_EXTENSION, D("2019-06-01"), months=12)
    records.add(Kind.DECEASE, D("2019-01-01"))
    records.add(Kind.GRANT, D("2018-01-01"), D("2019-12-31"))
    assert ["2018-01-01/2018-12-31"] == spans(records)


def test_an_extension_never_shortens_nor_runs_into_the_next_term(records: Records) -> None:
    """The next term decides about its own days; without an end nothing changes."""
    records.add(Kind.RENEWAL, D("2025-06-01"), D("2029-05-31"), level="C")
    records.add(Kind.EXTENSION, D("2024-01-01"), D("2026-01-01"))
    assert ["2021-03-02/2025-05-31", "2025-06-01/2029-05-31"] == spans(records)
    records.add(Kind.EXTENSION, D("2024-01-01"), D("2022-01-01"))
    records.add(Kind.EXTENSION, D("2024-01-01"))
    assert ["2021-03-02/2025-05-31", "2025-06-01/2029-05-31"] == spans(records)


def test_a_gap_between_two_terms_stays_visible(records: Records) -> None:
    """`since` starts again after a gap; without one it stays."""
    records.add(Kind.RENEWAL, D("2025-03-02"), D("2029-03-01"))
    assert (SINCE, D("2029-03-01")) == (ask(records, "2026-01-01").since, ask(records, "2026-01-01").until)
    records.add(Kind.RENEWAL, D("2029-05-01"), D("2033-04-30"))
    days = ("2029-03-01", "2029-03-02", "2029-04-30", "2029-05-01")
    assert [VALID, EXPIRED, EXPIRED, VALID] == statuses(records, *days)
    assert [SINCE, SINCE, SINCE, D("2029-05-01")] == [ask(records, day).since for day in days]
    assert D("2029-03-01") == ask(records, "2029-04-01").until


def test_a_new_term_takes_the_days_it_covers(records: Records) -> None:
    """An earlier term keeps the days before it; one that begins inside it keeps the days after; one inside is gone."""
    records.add(Kind.RENEWAL, D("2024-01-01"), D("2027-12-31"), level="C")
    assert ["B", "C"] == [ask(records, day).level for day in ("2023-12-31", "2024-01-01")]
    records.add(Kind.GRANT, D("2020-01-01"), D("2024-06-30"), level="A")
    assert ["2020-01-01/2024-06-30", "2024-07-01/2027-12-31"] == spans(records)


def test_a_term_without_days_changes_nothing(records: Records) -> None:
    """A last day before the first is no term."""
    records.add(Kind.GRANT, D("2023-01-01"), D("2022-12-31"))
    assert ["2021-03-02/2025-03-01"] == spans(records)


def test_several_on_one_day_go_in_the_order_of_recording(records: Records) -> None:
    """Revoked and granted again on one day is valid; the other way round is revoked."""
    day = D("2023-01-01")
    records.add(Kind.REVOCATION, day)
    records.add(Kind.GRANT, day, D("2026-12-31"))
    assert [VALID, VALID] == statuses(records, "2022-12-31", "2023-01-01")
    records.add(Kind.REVOCATION, day)
    assert [REVOKED] == statuses(records, "2023-01-01")


def test_the_order_of_the_rows_does_not_matter(records: Records) -> None:
    """Decisions are put in the order in which they were recorded."""
    records.add(Kind.REVOCATION, D("2023-01-01"))
    records.add(Kind.GRANT, D("2023-01-01"), D("2026-12-31"))
    backwards = standing_on(records.all[::-1], D("2023-01-01"), LAST_DAY)
    assert ask(records, "2023-01-01") == backwards


def corrected(kind: Kind, since: str, until: str | None = None) -> Decision:
    records = Records()
    records.add(kind, D(since), D(until) if until else None)
    return records.all[0]


def test_a_correction_replaces_for_every_day_from_the_moment_it_is_known(records: Records) -> None:
    """The earlier answer stays the answer for an earlier `known_on`."""
    records.add(
        Kind.CORRECTION, D("2023-01-01"), refers_to="d1", on=D("2023-01-01"),
        replacement=corrected(Kind.GRANT, "2021-05-01", "2025-04-30"),
    )  # fmt: skip
    assert [Status.NOT_REGISTERED, VALID] == statuses(records, "2021-04-30", "2025-04-30")
    assert VALID is ask(records, "2021-04-30", D("2022-12-31")).status
    assert EXPIRED is ask(records, "2025-04-30", D("2022-12-31")).status


def test_a_correction_can_be_corrected(records: Records) -> None:
    """The last word counts, whether it names the decision or the correction; also after it was taken away."""
    first = records.add(Kind.CORRECTION, D("2023-01-01"), refers_to="d1")
    assert [Status.NOT_REGISTERED] == statuses(records, "2022-01-01")
    records.add(
        Kind.CORRECTION, D("2023-02-01"), refers_to=first,
        replacement=corrected(Kind.GRANT, "2021-05-01", "2025-04-30"),
    )  # fmt: skip
    assert ["2021-05-01/2025-04-30"] == spans(records)
    records.add(
        Kind.CORRECTION, D("2023-03-01"), refers_to="d1",
        replacement=corrected(Kind.GRANT, "2021-06-01", "2025-05-31"),
    )  # fmt: skip
    assert ["2021-06-01/2025-05-31"] == spans(records)


def test_a_correction_keeps_the_place_of_what_it_corrects(records: Records) -> None:
    """A corrected suspension is still lifted by the lift that named it, and keeps its name."""
    suspension = records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-06-30"))
    records.add(Kind.LIFT, D("2022-06-01"), refers_to=suspension)
    correction = records.add(
        Kind.CORRECTION, D("2022-07-01"), refers_to=suspension,
        replacement=corrected(Kind.SUSPENSION, "2022-05-15", "2022-07-31"),
    )  # fmt: skip
    days = ("2022-05-14", "2022-05-15", "2022-05-31", "2022-06-01")
    assert [VALID, SUSPENDED, SUSPENDED, VALID] == statuses(records, *days)
    records.add(Kind.OBJECTION, D("2022-05-20"), refers_to=correction)
    (measure,) = ask(records, "2022-05-25").measures
    assert (suspension, False) == (measure.decision, measure.final)


def test_a_correction_of_an_overturning_ruling_brings_the_measure_back(records: Records) -> None:
    """Taking the ruling away takes its effect away."""
    measure = records.add(Kind.REVOCATION, D("2022-05-01"))
    ruling = records.add(Kind.RULING, D("2022-07-01"), refers_to=measure, outcome="overturned")
    records.add(Kind.CORRECTION, D("2022-08-01"), refers_to=ruling)
    assert [REVOKED] == statuses(records, "2022-06-01")


def test_references_to_nothing_change_nothing(records: Records) -> None:
    """A lift, objection, ruling or correction of a decision that is not there is left alone."""
    for kind in (Kind.LIFT, Kind.OBJECTION, Kind.CORRECTION):
        records.add(kind, D("2022-05-01"), refers_to="nobody")
    records.add(Kind.RULING, D("2022-05-01"), refers_to="nobody", outcome="overturned")
    records.add(Kind.RULING, D("2022-05-01"), refers_to="nobody", outcome="upheld")
    records.add(Kind.OBJECTION, D("2022-05-01"))
    assert [VALID] == statuses(records, "2022-06-01")


def test_known_on_counts_until_24_hours_in_amsterdam(records: Records) -> None:
    """What was recorded at noon is known on that day, and not the day before."""
    records.add(Kind.REVOCATION, D("2021-06-01"), on=D("2022-05-01"))
    assert [VALID, REVOKED] == [
        ask(records, "2021-06-01", known_on).status for known_on in (D("2022-04-30"), D("2022-05-01"))
    ]


def test_an_interim_measure_is_not_final(records: Records) -> None:
    """A suspension for the time of an inquiry is shown as not final."""
    records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-06-30"), outcome="interim")
    assert [False] == [m.final for m in ask(records, "2022-06-01").measures]


def test_a_measure_that_never_held_is_not_shown(records: Records) -> None:
    """Lifted from its first day: nothing to show."""
    suspension = records.add(Kind.SUSPENSION, D("2022-05-01"), D("2022-06-30"))
    records.add(Kind.LIFT, D("2022-05-01"), refers_to=suspension)
    assert () == ask(records, "2022-06-01").measures


def test_pauses_are_shown_with_the_measure(records: Records) -> None:
    """Who shows a measure can show the days on which it was held up."""
    measure = records.add(Kind.CONDITION, D("2022-05-01"), D("2022-08-31"))
    records.add(Kind.OBJECTION, D("2022-05-10"), refers_to=measure)
    records.add(Kind.RULING, D("2022-05-10") + timedelta(days=5), refers_to=measure, outcome="upheld")
    (shown,) = ask(records, "2022-08-01", rules=SUSPENSIVE).measures
    assert (Span(D("2022-05-10"), D("2022-05-15")),) == shown.paused
    assert [VALID, LIMITED] == statuses(records, "2022-05-15", "2022-05-16", rules=SUSPENSIVE)


def test_a_refusal_closes_the_application_it_names(records: Records) -> None:
    """Another application stays pending; what is closed stays closed."""
    first = records.add(Kind.APPLICATION, D("2025-01-10"))
    records.add(Kind.APPLICATION, D("2025-02-10"))
    records.add(Kind.REFUSAL, D("2025-04-01"), refers_to=first)
    assert [PENDING] == statuses(records, "2025-05-01")
    records.add(Kind.REFUSAL, D("2025-06-01"))
    assert [PENDING, EXPIRED] == statuses(records, "2025-05-31", "2025-06-01")


def test_a_correction_in_the_place_of_a_decision_does_nothing(records: Records) -> None:
    """A correction corrects by being recorded; as a replacement it is an empty place."""
    records.add(Kind.CORRECTION, D("2023-01-01"), refers_to="d1", replacement=corrected(Kind.CORRECTION, "2021-05-01"))
    assert [Status.NOT_REGISTERED] == statuses(records, "2022-01-01")
