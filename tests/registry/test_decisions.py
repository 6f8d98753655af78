"""From an application to a registration, and everything that can happen to it after that."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.applications import ApplicationGiven, apply, assess, withdraw_application
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.decisions import (
    Condition,
    Conversion,
    Correction,
    Ending,
    Extension,
    Lift,
    Objection,
    Restriction,
    Ruling,
    Suspension,
    Verdict,
    convert,
    correct,
    decide,
    extend,
    extend_group,
    impose_condition,
    lift,
    mark_deceased,
    object_to,
    replay,
    restrict,
    revoke,
    rule_on,
    suspend,
    withdraw,
)
from registry.dossiers import ActivityGiven, record_activity
from registry.erasure import remove_by_right
from registry.errors import Conflict, Malformed, NotFound, Refused, Removed
from registry.journal import verify_chain
from registry.public_view import PublicMeasure, PublicRegistration, PublicSpan, PublicStanding
from registry.standings import standing_of
from registry.tables import TABLES
from registry.tables_decisions import DecisionRow, FindingRow, HoldingRow, MeasureRow
from registry.tables_journal import JournalRow
from tests.registry.stories import OFFICER, START, applicant, holder, somebody

LATER = START + timedelta(days=400)
TODAY = date(2022, 6, 1)
NOW = datetime(2022, 6, 1, 10, 0, tzinfo=UTC)
EARLY = datetime(2018, 1, 10, 9, tzinfo=UTC)


async def answer(
    catalogue: Catalogue, number: str, on: date = TODAY, known_on: date | None = None, at: datetime = NOW
) -> PublicStanding:
    return await standing_of(number, at=at, catalogue=catalogue, on=on, known_on=known_on)


async def status(catalogue: Catalogue, number: str, on: date, known_on: date | None = None) -> tuple[str, bool]:
    found = await answer(catalogue, number, on, known_on)
    return (found.registrations[0].status, found.certified) if found.registrations else ("none", found.certified)


async def test_a_grant_is_shown_to_the_public(register: Engine, catalogue: Catalogue) -> None:
    """The answer holds the mark, its days and what it proves, and nothing else about the person."""
    number, _ = await holder(catalogue)
    assert PublicStanding(
        number=number,
        name="F. el Idrissi",
        on=TODAY,
        known_on=None,
        certified=True,
        registrations=(
            PublicRegistration(
                mark="proefmerk",
                body="proefhuis",
                status="valid",
                certified=True,
                level=None,
                scope=(),
                since=date(2021, 3, 2),
                until=date(2025, 3, 1),
                scheme_version="2020-01-01",
                conditions=(),
                measures=(),
                history=(PublicSpan(date(2021, 3, 2), date(2025, 3, 1)),),
                succeeded_by=None,
            ),
        ),
        proves={"education": "proven", "experience": "not_proven", "code_of_conduct": "unknown"},
    ) == await answer(catalogue, number)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2021, 3, 1), ("none", False)),
        (date(2021, 3, 2), ("valid", True)),
        (date(2025, 3, 1), ("valid", True)),
        (date(2025, 3, 2), ("expired", False)),
    ],
)
async def test_the_first_and_the_last_day_count(
    register: Engine, catalogue: Catalogue, on: date, expected: tuple[str, bool]
) -> None:
    """A registration holds on its first and its last day and on neither side of them."""
    number, _ = await holder(catalogue)
    assert expected == await status(catalogue, number, on)


async def test_the_term_follows_from_the_rules(register: Engine, catalogue: Catalogue) -> None:
    """Left to the mark's rules a first term runs four years from the day of the decision."""
    number, application = await applicant(catalogue)
    verdict = Verdict(outcome="granted", reason="Everything is there.")
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    found = (await answer(catalogue, number)).registrations[0]
    assert (date(2021, 3, 2), date(2025, 3, 1)) == (found.since, found.until)


async def test_a_renewal_follows_without_a_gap(register: Engine, catalogue: Catalogue) -> None:
    """A renewal starts the day after the old term and `since` stays the first day of all."""
    number, _ = await holder(catalogue)
    at = datetime(2025, 1, 10, 9, 0, tzinfo=UTC)
    application = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=at)
    verdict = Verdict(outcome="granted", reason="Renewed.")
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=at)
    found = (await answer(catalogue, number, date(2026, 1, 1), at=at)).registrations[0]
    spans = (PublicSpan(date(2021, 3, 2), date(2025, 3, 1)), PublicSpan(date(2025, 3, 2), date(2029, 3, 1)))
    assert (date(2021, 3, 2), date(2029, 3, 1), spans) == (found.since, found.until, found.history)


async def test_a_refusal_leaves_no_trace_in_public(register: Engine, catalogue: Catalogue) -> None:
    """Who applied and was refused is not listed, not as refused and not as anything."""
    number, application = await applicant(catalogue)
    verdict = Verdict(outcome="refused", reason="The plan is missing.")
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    assert () == (await answer(catalogue, number)).registrations


async def test_a_decision_keeps_who_why_and_on_what(register: Engine, catalogue: Catalogue) -> None:
    """Actor, reason, findings, scheme version and the digests of what went in and out are stored with a decision."""
    _, decision = await holder(catalogue)
    row = await DecisionRow.select().where(DecisionRow.id == decision).first()
    under = await FindingRow.select().where(FindingRow.decision == decision).first()
    assert row is not None
    assert under is not None
    assert (OFFICER, "2020-01-01", catalogue.scheme("proefmerk").digest, 64, 64) == (
        row["actor"],
        row["scheme_version"],
        row["scheme_digest"],
        len(row["inputs_digest"]),
        len(row["findings_digest"]),
    )
    assert ("Everything is there.", "satisfied") == (under["reason"], under["outcome"])


async def test_a_decision_can_be_proven_again(register: Engine, catalogue: Catalogue) -> None:
    """The stored facts by the stored rules give the stored findings; with another fact they no longer do."""
    _, decision = await holder(catalogue)
    assert (await replay(decision)).proven
    under = await FindingRow.select().where(FindingRow.decision == decision).first()
    assert under is not None
    forged = under["facts"].replace('"points":"10"', '"points":"11"')
    await FindingRow.update({FindingRow.facts: forged}).where(FindingRow.decision == decision)
    again = await replay(decision)
    assert (True, False, False, False) == (again.same_rules, again.same_facts, again.same_findings, again.same_digest)


async def test_the_rules_advise_before_anything_is_recorded(register: Engine, catalogue: Catalogue) -> None:
    """Assessing a file records nothing and says what the rules would say."""
    number, _ = await applicant(catalogue)
    before = await JournalRow.count()
    evaluation = await assess(number, "proefmerk", catalogue=catalogue, at=START)
    assert ("satisfied", before) == (evaluation.outcome, await JournalRow.count())


async def test_facts_are_frozen_when_they_are_handed_in(register: Engine, catalogue: Catalogue) -> None:
    """What enters the file after handing in does not change the file that is decided."""
    number, application = await applicant(catalogue)
    extra = ActivityGiven(
        kind="course", since=START.date(), until=START.date(), points_hundredths=500, state="approved"
    )
    await record_activity(number, extra, actor=number, at=START)
    verdict = Verdict(outcome="granted", reason="Enough.")
    decision = await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    under = await FindingRow.select().where(FindingRow.decision == decision).first()
    assert under is not None
    assert 1 == under["facts"].count('"kind":"course"')


async def test_only_one_application_is_open_at_a_time(register: Engine, catalogue: Catalogue) -> None:
    """A second application for a mark waits for the decision on the first."""
    number, _ = await applicant(catalogue)
    with pytest.raises(Conflict, match="open application"):
        await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)


async def test_an_application_can_be_taken_back(register: Engine, catalogue: Catalogue) -> None:
    """Then it cannot be decided or taken back once more, and another can be handed in."""
    number, application = await applicant(catalogue)
    await withdraw_application(application, catalogue=catalogue, actor=number, at=START)
    verdict = Verdict(outcome="granted", reason="Yes.")
    with pytest.raises(Conflict):
        await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    with pytest.raises(Conflict, match="taken back already"):
        await withdraw_application(application, catalogue=catalogue, actor=number, at=START)
    with pytest.raises(NotFound):
        await withdraw_application(uuid4(), catalogue=catalogue, actor=number, at=START)
    again = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)
    await decide(again, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    assert (await answer(catalogue, number)).certified


async def test_a_renewal_pending_after_expiry_says_so(register: Engine, catalogue: Catalogue) -> None:
    """Handed in in time and not decided yet: not certified any more, and the public reads that it is pending."""
    number, _ = await holder(catalogue)
    at = datetime(2025, 2, 1, 9, tzinfo=UTC)
    application = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=at)
    assert ("renewal_pending", False) == await status(catalogue, number, date(2025, 3, 2))
    await withdraw_application(application, catalogue=catalogue, actor=number, at=at)
    assert ("expired", False) == await status(catalogue, number, date(2025, 3, 2))


async def test_a_mark_that_ended_is_not_given(register: Engine, catalogue: Catalogue) -> None:
    """Nobody can apply for a mark after its end."""
    with pytest.raises(Refused, match="no longer given"):
        await holder(catalogue, mark="oudmerk")


async def test_a_mark_for_organisations_is_not_given_to_people(register: Engine, catalogue: Catalogue) -> None:
    """A person cannot apply for it."""
    scheme = catalogue.scheme("proefmerk")
    changed = replace(scheme, mark=scheme.mark.model_copy(update={"holder": "organisation"}))
    with pytest.raises(Refused, match="organisations"):
        await applicant(Catalogue({"proefmerk": changed}))


async def test_a_group_is_extended_at_once(register: Engine, catalogue: Catalogue) -> None:
    """Whoever held the mark on the day named gets the extra year, once; who did not, does not."""
    number, _ = await holder(catalogue, seed=1)
    ended, _ = await holder(catalogue, until=date(2022, 12, 31), seed=2)
    given = await extend_group("proefmerk", "extra-year", catalogue=catalogue, actor=OFFICER, at=LATER)
    assert 1 == given
    assert [("valid", True), ("expired", False)] == [
        await status(catalogue, number, date(2026, 3, 1)),
        await status(catalogue, ended, date(2023, 1, 1)),
    ]
    with pytest.raises(Conflict, match="given before"):
        await extend_group("proefmerk", "extra-year", catalogue=catalogue, actor=OFFICER, at=LATER)
    with pytest.raises(NotFound, match="no such extension"):
        await extend_group("proefmerk", "another", catalogue=catalogue, actor=OFFICER, at=LATER)


async def test_an_application_is_decided_once(register: Engine, catalogue: Catalogue) -> None:
    """Who decides what was decided already is told so; an unknown application is something else."""
    _, application = await applicant(catalogue)
    verdict = Verdict(outcome="granted", reason="Yes.")
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    with pytest.raises(Conflict, match="Somebody else decided"):
        await decide(application, verdict, catalogue=catalogue, actor="other", at=START)
    with pytest.raises(NotFound):
        await decide(uuid4(), verdict, catalogue=catalogue, actor=OFFICER, at=START)


async def test_of_two_who_decide_at_once_one_wins(register: Engine, catalogue: Catalogue) -> None:
    """Thirty times out of thirty exactly one decision is recorded and the other person gets a clear answer."""
    for seed in range(30):
        _, application = await applicant(catalogue, seed=seed)
        outcomes = await asyncio.gather(
            *(
                decide(application, verdict, catalogue=catalogue, actor=actor, at=START)
                for actor, verdict in (
                    ("first", Verdict(outcome="granted", reason="Yes.")),
                    ("second", Verdict(outcome="refused", reason="No.")),
                )
            ),
            return_exceptions=True,
        )
        assert [Conflict, UUID] == sorted((type(o) for o in outcomes), key=lambda t: t.__name__)
        assert 1 == await DecisionRow.count().where(DecisionRow.answers == application)


async def test_a_suspension_holds_on_both_its_days_and_ends_by_itself(register: Engine, catalogue: Catalogue) -> None:
    """Not certified from the first to the last day of a suspension, and valid again the day after."""
    number, _ = await holder(catalogue)
    given = Suspension(mark="proefmerk", since=date(2022, 3, 1), until=date(2022, 3, 31), reason="Late fees.")
    await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    days = [date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 31), date(2022, 4, 1)]
    expected = [("valid", True), ("suspended", False), ("suspended", False), ("valid", True)]
    assert expected == [await status(catalogue, number, day) for day in days]


async def test_an_interim_suspension_works_at_once_and_is_not_final(register: Engine, catalogue: Catalogue) -> None:
    """The public reads that it may still be undone."""
    number, _ = await holder(catalogue)
    given = Suspension(
        mark="proefmerk", since=date(2022, 3, 1), until=date(2022, 8, 31), interim=True, reason="Serious complaint."
    )
    await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    found = (await answer(catalogue, number)).registrations[0]
    assert ("suspended", False) == (found.status, found.measures[0].final)


async def test_a_measure_leaves_the_public_view_by_itself(register: Engine, catalogue: Catalogue) -> None:
    """A suspension is shown until five years after its end, and not the day after that."""
    number, _ = await holder(catalogue)
    given = Suspension(mark="proefmerk", since=date(2022, 3, 1), until=date(2022, 3, 31), reason="Late fees.")
    await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    shown = PublicMeasure("suspension", date(2022, 3, 1), date(2022, 3, 31), True, date(2027, 3, 31))
    last = await answer(catalogue, number, at=datetime(2027, 3, 31, 12, tzinfo=UTC))
    after = await answer(catalogue, number, at=datetime(2027, 4, 1, 12, tzinfo=UTC))
    assert ((shown,), ()) == (last.registrations[0].measures, after.registrations[0].measures)


async def test_a_measure_can_be_lifted_once(register: Engine, catalogue: Catalogue) -> None:
    """From the day of lifting the registration counts again; lifting twice is a conflict."""
    number, grant = await holder(catalogue)
    given = Suspension(mark="proefmerk", since=date(2022, 3, 1), reason="Late fees.")
    measure = await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    ended = Lift(since=date(2022, 4, 1), reason="Paid.")
    await lift(measure, ended, catalogue=catalogue, actor=OFFICER, at=LATER)
    days = [date(2022, 3, 31), date(2022, 4, 1)]
    assert [("suspended", False), ("valid", True)] == [await status(catalogue, number, day) for day in days]
    with pytest.raises(Conflict, match="lifted before"):
        await lift(measure, ended, catalogue=catalogue, actor=OFFICER, at=LATER)
    with pytest.raises(Refused, match="Only a measure"):
        await lift(grant, ended, catalogue=catalogue, actor=OFFICER, at=LATER)


async def test_the_day_before_a_revocation_still_counts(register: Engine, catalogue: Catalogue) -> None:
    """A revocation names the first day without, and nothing can be taken away twice."""
    number, _ = await holder(catalogue)
    ending = Ending(mark="proefmerk", since=date(2022, 5, 1), reason="Fraud.")
    await revoke(number, ending, catalogue=catalogue, actor=OFFICER, at=START)
    days = [date(2022, 4, 30), date(2022, 5, 1)]
    assert [("valid", True), ("revoked", False)] == [await status(catalogue, number, day) for day in days]
    held = await HoldingRow.select(HoldingRow.since, HoldingRow.until)
    assert [{"since": date(2021, 3, 2), "until": date(2022, 4, 30)}] == held
    with pytest.raises(Conflict, match="ended already"):
        await withdraw(number, ending, catalogue=catalogue, actor=OFFICER, at=START)


async def test_a_withdrawal_ends_a_registration(register: Engine, catalogue: Catalogue) -> None:
    """Who leaves at their own wish is shown as withdrawn."""
    number, _ = await holder(catalogue)
    ending = Ending(mark="proefmerk", since=date(2022, 5, 1), reason="Retired.")
    await withdraw(number, ending, catalogue=catalogue, actor=number, at=START)
    assert ("withdrawn", False) == await status(catalogue, number, date(2022, 5, 1))


async def test_a_measure_needs_a_registration(register: Engine, catalogue: Catalogue) -> None:
    """Who never held the mark cannot be suspended from it."""
    number, _ = await applicant(catalogue)
    given = Suspension(mark="proefmerk", since=date(2022, 3, 1), reason="Why not.")
    with pytest.raises(Refused, match="no registration"):
        await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=START)


async def test_a_condition_is_shown_with_its_text(register: Engine, catalogue: Catalogue) -> None:
    """Certified with a condition: the public reads which."""
    number, _ = await holder(catalogue)
    given = Condition(mark="proefmerk", since=date(2022, 1, 1), text="Only under supervision.", reason="Young.")
    await impose_condition(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    found = (await answer(catalogue, number)).registrations[0]
    assert ("valid_with_conditions", True, ("Only under supervision.",)) == (
        found.status,
        found.certified,
        found.conditions,
    )


async def test_an_extension_moves_the_last_day(register: Engine, catalogue: Catalogue) -> None:
    """A lengthened term has its new last day; the holding follows."""
    number, _ = await holder(catalogue)
    given = Extension(mark="proefmerk", since=date(2022, 1, 1), until=date(2026, 3, 1), reason="Parental leave.")
    await extend(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    assert ("valid", True) == await status(catalogue, number, date(2026, 3, 1))
    assert [{"until": date(2026, 3, 1)}] == await HoldingRow.select(HoldingRow.until)


async def test_what_is_over_cannot_be_measured_or_extended(register: Engine, catalogue: Catalogue) -> None:
    """On the day after the term nothing is left to suspend, limit, take away or lengthen; lengthening is for longer."""
    number, _ = await holder(catalogue)
    over, mark, why = date(2025, 3, 2), "proefmerk", "Too late."
    by: dict[str, Any] = {"catalogue": catalogue, "actor": OFFICER, "at": START}
    for measure in (
        suspend(number, Suspension(mark=mark, since=over, reason=why), **by),
        impose_condition(number, Condition(mark=mark, since=over, text="Supervision.", reason=why), **by),
        restrict(number, Restriction(mark=mark, since=over, scopes=("coaching",), reason=why), **by),
        revoke(number, Ending(mark=mark, since=over, reason=why), **by),
        extend(number, Extension(mark=mark, since=over, until=date(2026, 3, 1), reason=why), **by),
    ):
        with pytest.raises(Refused, match="over on that day"):
            await measure
    same = Extension(mark=mark, since=date(2022, 1, 1), until=date(2025, 3, 1), reason="Leave.")
    with pytest.raises(Malformed, match="until 01-03-2025 already"):
        await extend(number, same, **by)


async def test_an_objection_shows_a_measure_as_not_final(register: Engine, catalogue: Catalogue) -> None:
    """An objection that does not suspend leaves the measure, shown as not final; overturned it was never taken."""
    number, _ = await holder(catalogue)
    given = Suspension(mark="proefmerk", since=date(2022, 3, 1), until=date(2022, 8, 31), reason="Complaint.")
    measure = await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    objection = Objection(since=date(2022, 3, 10), reason="Not heard.")
    await object_to(measure, objection, catalogue=catalogue, actor=number, at=LATER)
    with pytest.raises(Conflict, match="open already"):
        await object_to(measure, objection, catalogue=catalogue, actor=number, at=LATER)
    found = (await answer(catalogue, number)).registrations[0]
    assert ("suspended", False) == (found.status, found.measures[0].final)
    ruling = Ruling(since=date(2022, 6, 1), outcome="overturned", reason="Not heard indeed.")
    await rule_on(measure, ruling, catalogue=catalogue, actor="board", at=LATER)
    assert ("valid", True) == await status(catalogue, number, TODAY)
    with pytest.raises(Conflict, match="no open objection"):
        await rule_on(measure, ruling, catalogue=catalogue, actor="board", at=LATER)


async def test_a_ruling_that_changes_a_measure_says_its_last_day(register: Engine, catalogue: Catalogue) -> None:
    """Only such a ruling does, and never a day before the measure; the day may lie before the ruling itself."""
    number, _ = await holder(catalogue)
    given = Suspension(mark="proefmerk", since=date(2022, 3, 1), until=date(2022, 8, 31), reason="Complaint.")
    measure = await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    objection = Objection(since=date(2022, 3, 10), reason="Too long.")
    await object_to(measure, objection, catalogue=catalogue, actor=number, at=LATER)
    ruled_on, last = date(2022, 6, 1), date(2022, 4, 30)
    for wrong, sentence in (
        (Ruling(since=ruled_on, outcome="changed", reason="Shorter."), "Say the last day"),
        (Ruling(since=ruled_on, outcome="upheld", until=last, reason="No."), "Only a ruling that changes"),
        (Ruling(since=ruled_on, outcome="overturned", until=last, reason="No."), "Only a ruling that changes"),
        (Ruling(since=ruled_on, outcome="changed", until=date(2022, 2, 28), reason="No."), "before the first"),
    ):
        with pytest.raises(Malformed, match=sentence):
            await rule_on(measure, wrong, catalogue=catalogue, actor="board", at=LATER)
    ruling = Ruling(since=ruled_on, outcome="changed", until=last, reason="Two months is enough.")
    await rule_on(measure, ruling, catalogue=catalogue, actor="board", at=LATER)
    days = [last, date(2022, 5, 1)]
    assert [("suspended", False), ("valid", True)] == [await status(catalogue, number, day) for day in days]


async def test_a_suspensive_objection_holds_a_measure_up(register: Engine, catalogue: Catalogue) -> None:
    """From the objection to the ruling the measure pauses; its last day does not move. The lists know both parts."""
    number, measure = await _suspended_from_the_old_mark(catalogue)
    objection = Objection(since=date(2019, 4, 1), reason="Not heard.")
    await object_to(measure, objection, catalogue=catalogue, actor=number, at=EARLY)
    upheld = Ruling(since=date(2019, 6, 1), outcome="upheld", reason="Heard enough.")
    await rule_on(measure, upheld, catalogue=catalogue, actor="board", at=EARLY)
    days = [date(2019, 3, 31), date(2019, 4, 1), date(2019, 6, 1), date(2019, 6, 2), date(2019, 9, 1)]
    expected = ["suspended", "valid", "valid", "suspended", "valid"]
    assert expected == [(await status(catalogue, number, day))[0] for day in days]
    parts = await MeasureRow.select(MeasureRow.since, MeasureRow.until).order_by(MeasureRow.since)
    assert [
        {"since": date(2019, 3, 1), "until": date(2019, 3, 31)},
        {"since": date(2019, 6, 2), "until": date(2019, 8, 31)},
    ] == parts


async def _suspended_from_the_old_mark(catalogue: Catalogue) -> tuple[str, UUID]:
    """Somebody who held the old mark, whose objections are suspensive, and was suspended from it."""
    number = await somebody(at=EARLY)
    given = ApplicationGiven(mark="oudmerk")
    application = await apply(number, given, catalogue=catalogue, actor=number, at=EARLY)
    verdict = Verdict(outcome="granted", reason="Yes.", since=date(2018, 1, 10), until=date(2022, 1, 9))
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=EARLY)
    measure = Suspension(mark="oudmerk", since=date(2019, 3, 1), until=date(2019, 8, 31), reason="Complaint.")
    return number, await suspend(number, measure, catalogue=catalogue, actor=OFFICER, at=EARLY)


async def test_a_restriction_takes_a_field_of_work_out(register: Engine, catalogue: Catalogue) -> None:
    """Certified with a limit: the field of work is gone while it holds."""
    number, application = await applicant(catalogue)
    verdict = Verdict(outcome="granted", reason="Yes.", scopes=("coaching", "outplacement"))
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    given = Restriction(mark="proefmerk", since=date(2022, 1, 1), scopes=("outplacement",), reason="No practice.")
    await restrict(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    before = (await answer(catalogue, number, date(2021, 12, 31))).registrations[0]
    after = (await answer(catalogue, number, date(2022, 1, 1))).registrations[0]
    assert ("valid", ("coaching", "outplacement")) == (before.status, before.scope)
    assert ("valid_with_conditions", ("coaching",)) == (after.status, after.scope)


@pytest.mark.parametrize(
    ("validity", "until", "expected"),
    [
        ('"unknown"', None, "say what the last day is"),
        ('"4 years"', date(2021, 3, 1), "before the first"),
        ('"no_end"', None, date(2199, 12, 31)),
        ('"unknown"', date(2030, 1, 1), date(2030, 1, 1)),
    ],
)
async def test_a_term_has_a_last_day(
    register: Engine, catalogue: Catalogue, validity: str, until: date | None, expected: date | str
) -> None:
    """It follows from the rules or is said by the person; one before the first day, or none at all, is refused."""
    text = catalogue.scheme("proefmerk").text.replace('validity = "4 years"', f"validity = {validity}")
    changed = Catalogue({"proefmerk": read_scheme(text, "proefmerk")})
    number, application = await applicant(changed)
    verdict = Verdict(outcome="granted", reason="Yes.", since=date(2021, 3, 2), until=until)
    if isinstance(expected, str):
        with pytest.raises(Malformed, match=expected):
            await decide(application, verdict, catalogue=changed, actor=OFFICER, at=START)
    else:
        await decide(application, verdict, catalogue=changed, actor=OFFICER, at=START)
        assert expected == (await answer(changed, number)).registrations[0].until


async def test_a_mark_is_given_as_it_is(register: Engine, catalogue: Catalogue) -> None:
    """Only with its own levels and fields of work, and not for days before it began."""
    scheme = catalogue.scheme("proefmerk")
    text = scheme.text.replace('succeeds = ["oudmerk"]', 'succeeds = ["oudmerk"]\nbegan_on = 2020-01-01')
    changed = Catalogue({"proefmerk": read_scheme(text, "proefmerk")})
    number = await somebody()
    asked = ApplicationGiven(mark="proefmerk", level="B", scopes=("coaching", "mediation"))
    with pytest.raises(Malformed) as wrong:
        await apply(number, asked, catalogue=changed, actor=number, at=START)
    assert ["level", "scopes"] == [problem.field for problem in wrong.value.problems]
    _, application = await applicant(changed, seed=2)
    for field, given in (
        ("level", {"level": "B"}),
        ("scopes", {"scopes": ("mediation",)}),
        ("since", {"since": date(2019, 12, 31), "until": date(2025, 3, 1)}),
    ):
        verdict = Verdict.model_validate({"outcome": "granted", "reason": "Yes."} | given)
        with pytest.raises(Malformed) as wrong:
            await decide(application, verdict, catalogue=changed, actor=OFFICER, at=START)
        assert [field] == [problem.field for problem in wrong.value.problems]


async def test_a_decision_that_is_not_there_cannot_be_answered(register: Engine, catalogue: Catalogue) -> None:
    """Lifting, objecting, correcting and proving need a decision; a correction is not itself corrected."""
    ended = Lift(since=date(2021, 5, 4), reason="Paid.")
    for missing in (lift(uuid4(), ended, catalogue=catalogue, actor=OFFICER, at=START), replay(uuid4())):
        with pytest.raises(NotFound, match="no such decision"):
            await missing
    _, grant = await holder(catalogue)
    given = Correction(until=date(2024, 1, 1), reason="Typing error.")
    correction = await correct(grant, given, catalogue=catalogue, actor=OFFICER, at=LATER)
    with pytest.raises(Refused, match="Correct the decision itself"):
        await correct(correction, given, catalogue=catalogue, actor=OFFICER, at=LATER)


async def test_a_correction_changes_now_and_not_what_was_known(register: Engine, catalogue: Catalogue) -> None:
    """The answer for a day changes from the moment the correction is known; for an earlier known-on day it stays."""
    number, grant = await holder(catalogue)
    given = Correction(until=date(2022, 1, 31), reason="Typing error in the last day.")
    await correct(grant, given, catalogue=catalogue, actor=OFFICER, at=datetime(2022, 5, 10, 9, tzinfo=UTC))
    assert ("valid", True) == await status(catalogue, number, TODAY, known_on=date(2022, 5, 9))
    assert ("expired", False) == await status(catalogue, number, TODAY, known_on=date(2022, 5, 10))
    assert ("expired", False) == await status(catalogue, number, TODAY)
    again = Correction(until=date(2022, 12, 31), reason="Another typing error.")
    await correct(grant, again, catalogue=catalogue, actor=OFFICER, at=datetime(2022, 5, 11, 9, tzinfo=UTC))
    assert ("valid", True) == await status(catalogue, number, TODAY)
    with pytest.raises(Malformed, match="already"):
        await correct(grant, again, catalogue=catalogue, actor=OFFICER, at=datetime(2022, 5, 12, 9, tzinfo=UTC))


async def test_a_decision_taken_by_mistake_is_taken_away(register: Engine, catalogue: Catalogue) -> None:
    """A correction can say that a decision was never taken, but not of an application or the answer to one."""
    number, grant = await holder(catalogue)
    suspension = Suspension(mark="proefmerk", since=date(2022, 3, 1), reason="Complaint.")
    measure = await suspend(number, suspension, catalogue=catalogue, actor=OFFICER, at=START)
    given = Correction(never_taken=True, reason="Wrong person.")
    await correct(measure, given, catalogue=catalogue, actor=OFFICER, at=LATER)
    assert ("valid", True) == await status(catalogue, number, TODAY)
    _, application = await applicant(catalogue, seed=2)
    with pytest.raises(Refused, match="Withdraw the application"):
        await correct(application, given, catalogue=catalogue, actor=OFFICER, at=LATER)
    no = Verdict(outcome="refused", reason="The plan is missing.")
    refusal = await decide(application, no, catalogue=catalogue, actor=OFFICER, at=LATER)
    for answered in (grant, refusal):
        with pytest.raises(Refused, match="answers an application"):
            await correct(answered, given, catalogue=catalogue, actor=OFFICER, at=LATER)


async def test_nothing_is_decided_about_who_was_removed(register: Engine, catalogue: Catalogue) -> None:
    """A correction or an objection finds that the person left the register, and brings nothing back."""
    number, grant = await holder(catalogue)
    await remove_by_right(number, actor="desk", at=LATER)
    correction = Correction(until=date(2024, 1, 1), reason="Typing error.")
    objection = Objection(since=date(2022, 6, 1), reason="Not heard.")
    for response in (
        correct(grant, correction, catalogue=catalogue, actor=OFFICER, at=LATER),
        object_to(grant, objection, catalogue=catalogue, actor=OFFICER, at=LATER),
    ):
        with pytest.raises(Removed):
            await response
    assert 0 == await HoldingRow.count()


async def test_an_old_mark_becomes_another(register: Engine, catalogue: Catalogue) -> None:
    """A conversion ends the old mark the day before, starts the new one and links them."""
    early = datetime(2018, 1, 10, 9, tzinfo=UTC)
    number = await somebody(at=early)
    application = await apply(number, ApplicationGiven(mark="oudmerk"), catalogue=catalogue, actor=number, at=early)
    verdict = Verdict(outcome="granted", reason="Yes.", since=date(2018, 1, 10), until=date(2022, 1, 9))
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=early)
    given = Conversion(
        mark="oudmerk", successor="proefmerk", since=date(2021, 1, 1), until=date(2024, 12, 31), reason="Merger."
    )
    await convert(number, given, catalogue=catalogue, actor=OFFICER, at=datetime(2020, 12, 1, tzinfo=UTC))
    before = await answer(catalogue, number, date(2020, 12, 31))
    after = await answer(catalogue, number, date(2021, 1, 1))
    assert [("oudmerk", "valid")] == [(r.mark, r.status) for r in before.registrations]
    assert [("oudmerk", "converted", "proefmerk"), ("proefmerk", "valid", None)] == [
        (r.mark, r.status, r.succeeded_by) for r in after.registrations
    ]


async def test_who_died_leaves_the_public_view(register: Engine, catalogue: Catalogue) -> None:
    """The number of somebody who died answers that it was removed."""
    number, _ = await holder(catalogue)
    await mark_deceased(number, date(2022, 5, 1), catalogue=catalogue, actor="desk", at=LATER)
    with pytest.raises(Removed) as removed:
        await answer(catalogue, number)
    assert "deceased" == removed.value.reason


async def test_who_is_removed_by_right_leaves_no_name(register: Engine, catalogue: Catalogue) -> None:
    """After removal the number says so, the name is nowhere in the database, and the journal still closes."""
    number, decision = await holder(catalogue)
    await remove_by_right(number, actor="desk", at=LATER)
    with pytest.raises(Removed) as removed:
        await answer(catalogue, number)
    assert "by_right" == removed.value.reason
    dump = str([await table.select() for table in TABLES])
    assert [] == [word for word in ("Idrissi", "idrissi", "Fatima", "Utrecht", "Everything is there") if word in dump]
    assert (await verify_chain()).broken_at is None
    with pytest.raises(Refused, match="erased by right"):
        await replay(decision)


async def test_a_changed_clock_never_takes_the_journal_back(register: Engine, catalogue: Catalogue) -> None:
    """When the clock jumps a day back the recorded moments do not."""
    number, _ = await holder(catalogue, at=LATER)
    given = Suspension(mark="proefmerk", since=date(2022, 3, 1), reason="Late fees.")
    await suspend(number, given, catalogue=catalogue, actor=OFFICER, at=LATER - timedelta(days=1))
    moments = [row["recorded_at"] for row in await JournalRow.select().order_by(JournalRow.seq)]
    assert sorted(moments) == moments
    assert LATER == moments[-1]


async def test_a_number_is_read_before_it_is_looked_up(register: Engine, catalogue: Catalogue) -> None:
    """A number that cannot be one, an unknown one and an unknown mark are three different answers."""
    number, _ = await holder(catalogue)
    with pytest.raises(Malformed):
        await answer(catalogue, "LP-1234567-00")
    with pytest.raises(NotFound, match="nobody"):
        await answer(catalogue, "LP-0020418-51")
    with pytest.raises(NotFound, match="no such mark"):
        await standing_of(number, at=NOW, catalogue=catalogue, mark="nomark")
