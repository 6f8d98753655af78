"""A measure is proposed by one officer and decided by another; what the public will see is shown before."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accreditation.dates import ONE_DAY
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.journal import verify_chain
from registry.measure_proposals import (
    MeasureAnswered,
    answer_measure,
    preview_measure,
    propose_measure,
    take_measure_back,
)
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow
from registry.tables_journal import JournalRow
from registry.tables_measures import MeasureProposalRow
from tests.registry.desk_stories import worker
from tests.registry.measure_stories import AT, BODY, HOUR, LAST, TODAY, a_measure, held, officer, seen, taken
from tests.registry.stories import somebody

BACK = MeasureAnswered(answer="sent_back", words="Leg uit waarom zo lang.")


async def kinds(number: str) -> list[str]:
    rows = await JournalRow.select(JournalRow.kind).where(JournalRow.subject == number).order_by(JournalRow.seq)
    return [row["kind"] for row in rows]


async def test_nothing_holds_until_another_officer_approves(register: Engine, catalogue: Catalogue) -> None:
    """Then there is one decision, in the name of who approved, with the reason of who proposed."""
    number, one, other = await held(catalogue), officer(), officer()
    given = a_measure(number)
    proposal = await propose_measure(given, one, catalogue=catalogue, at=AT)
    assert (await standing_of(number, at=AT, catalogue=catalogue)).certified
    with pytest.raises(Refused, match="yourself"):
        await answer_measure(proposal, await seen(given, one, catalogue), one, catalogue=catalogue, at=AT)
    decision = await answer_measure(
        proposal, await seen(given, other, catalogue), other, catalogue=catalogue, at=AT + HOUR
    )
    row = await DecisionRow.select().where(DecisionRow.id == decision).first()
    assert row is not None
    assert ("suspension", other.actor, TODAY, LAST) == (row["kind"], row["actor"], row["since"], row["until"])
    assert not (await standing_of(number, at=AT + HOUR, catalogue=catalogue)).certified
    assert ["measure.proposed", "decision.suspension", "measure.approved"] == (await kinds(number))[-3:]
    with pytest.raises(Conflict, match="answered already"):
        await answer_measure(proposal, BACK, other, catalogue=catalogue, at=AT)
    with pytest.raises(Conflict, match="answered already"):
        await take_measure_back(proposal, one, at=AT)
    assert (await verify_chain()).broken_at is None


async def test_the_preview_is_what_the_public_then_sees(register: Engine, catalogue: Catalogue) -> None:
    """Day after day around every change, to the day after the measure left the page by itself."""
    number, one, other = await held(catalogue), officer(), officer()
    given = a_measure(number, since=TODAY + timedelta(days=9), public_until=date(2024, 1, 31))
    shown = await preview_measure(given, one, catalogue=catalogue, at=AT)
    before = (await standing_of(number, at=AT, catalogue=catalogue, on=given.since)).registrations[0]
    assert before == shown.before
    assert [
        ("suspended", 1, given.since, LAST),
        ("valid", 1, date(2023, 7, 1), date(2024, 1, 31)),
        ("valid", 0, date(2024, 2, 1), date(2025, 3, 1)),
        ("expired", 0, date(2025, 3, 2), None),
    ] == [(r.status, len(r.measures), one.since, one.until) for one in shown.stages if (r := one.registration)]
    await taken(given, one, other, catalogue)
    for stage in shown.stages:
        for day in {stage.since, stage.until or stage.since + ONE_DAY}:
            at = AT + timedelta(days=(day - TODAY).days)
            assert stage.registration == (await standing_of(number, at=at, catalogue=catalogue)).registrations[0], day


KINDS: list[tuple[dict[str, Any], str, int]] = [
    ({"kind": "condition", "text": "Werkt onder begeleiding."}, "valid_with_conditions", 1),
    ({"kind": "restriction", "scopes": ["coaching"]}, "valid_with_conditions", 1),
    ({"kind": "suspension", "interim": True}, "suspended", 1),
    ({"kind": "revocation", "until": None}, "revoked", 1),
]


@pytest.mark.parametrize(("more", "status", "measures"), KINDS, ids=[one[0]["kind"] for one in KINDS])
async def test_each_kind_is_taken_as_it_was_shown(
    register: Engine, catalogue: Catalogue, more: dict[str, Any], status: str, measures: int
) -> None:
    """The first stage is the answer of today, with the measure in it; an interim one is not final."""
    number, one, other = await held(catalogue), officer(), officer()
    given = a_measure(number, **more)
    first = (await preview_measure(given, one, catalogue=catalogue, at=AT)).stages[0]
    await taken(given, one, other, catalogue)
    found = (await standing_of(number, at=AT, catalogue=catalogue)).registrations[0]
    assert first.registration == found
    assert (status, measures) == (found.status, len(found.measures))
    assert ("interim" not in more) == found.measures[0].final


async def test_a_measure_ends_by_the_same_way(register: Engine, catalogue: Catalogue) -> None:
    """One proposes the first day without it, another approves; only once."""
    number, one, other = await held(catalogue), officer(), officer()
    measure = await taken(a_measure(number), one, other, catalogue)
    later = AT + timedelta(days=10)
    end = a_measure(number, kind="lift", measure=measure, until=None, since=later.date())
    over = end.model_copy(update={"since": LAST + ONE_DAY})
    with pytest.raises(Malformed, match="over by then"):
        await propose_measure(over, one, catalogue=catalogue, at=later)
    first = (await preview_measure(end, one, catalogue=catalogue, at=later)).stages[0]
    assert ("suspended", True) == (
        (await standing_of(number, at=later, catalogue=catalogue)).registrations[0].status,
        first.registration is not None and first.registration.certified,
    )
    await taken(end, other, one, catalogue, later)
    assert first.registration == (await standing_of(number, at=later, catalogue=catalogue)).registrations[0]
    with pytest.raises(Conflict, match="lifted before"):
        await propose_measure(end, one, catalogue=catalogue, at=later)
    grant = await DecisionRow.select(DecisionRow.id).where(DecisionRow.kind == "grant").first()
    assert grant is not None
    with pytest.raises(Refused, match="Only a measure"):
        await propose_measure(
            end.model_copy(update={"measure": grant["id"]}), one, catalogue=catalogue, at=later
        )  # fmt: skip
    with pytest.raises(NotFound, match="no such measure"):
        await propose_measure(end.model_copy(update={"measure": uuid4()}), one, catalogue=catalogue, at=later)


async def test_two_who_approve_at_once_take_one_decision(register: Engine, catalogue: Catalogue) -> None:
    """Ten times of ten: one is told that it was answered."""
    for seed in range(10):
        number, one = await held(catalogue, seed), officer()
        given = a_measure(number)
        proposal = await propose_measure(given, one, catalogue=catalogue, at=AT)
        both = [officer(), officer()]
        said = await seen(given, both[0], catalogue)
        results = await asyncio.gather(
            *(answer_measure(proposal, said, by, catalogue=catalogue, at=AT) for by in both), return_exceptions=True
        )
        assert 1 == sum(isinstance(one, Conflict) for one in results)
    assert 10 == await DecisionRow.count().where(DecisionRow.kind == "suspension")


async def test_what_goes_back_goes_back_with_a_reason(register: Engine, catalogue: Catalogue) -> None:
    """Then another proposal is possible; while one waits it is not."""
    number, one, other = await held(catalogue), officer(), officer()
    given = a_measure(number)
    proposal = await propose_measure(given, one, catalogue=catalogue, at=AT)
    with pytest.raises(Conflict, match="waits for an answer"):
        await propose_measure(given, other, catalogue=catalogue, at=AT)
    with pytest.raises(Malformed, match="why it goes back"):
        await answer_measure(proposal, MeasureAnswered(answer="sent_back"), other, catalogue=catalogue, at=AT)
    assert await answer_measure(proposal, BACK, other, catalogue=catalogue, at=AT) is None
    second = await propose_measure(given, one, catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="Somebody else"):
        await take_measure_back(second, other, at=AT)
    await take_measure_back(second, one, at=AT)
    rows = await MeasureProposalRow.select().order_by(MeasureProposalRow.answer)
    assert [("sent_back", BACK.words), ("taken_back", None)] == [(r["answer"], r["answer_words"]) for r in rows]
    assert 0 == await DecisionRow.count().where(DecisionRow.kind == "suspension")


async def test_nobody_approves_what_they_did_not_see(register: Engine, catalogue: Catalogue) -> None:
    """Another decision came in between, the day is over, or the preview was never looked at."""
    number, one, other = await held(catalogue), officer(), officer()
    given = a_measure(number)
    said = await seen(given, other, catalogue)
    proposal = await propose_measure(given, one, catalogue=catalogue, at=AT)
    with pytest.raises(Conflict, match="no longer what you saw"):
        await answer_measure(proposal, MeasureAnswered(answer="approved"), other, catalogue=catalogue, at=AT)
    with pytest.raises(Conflict, match="first day of this measure is over"):
        await answer_measure(proposal, said, other, catalogue=catalogue, at=AT + timedelta(days=1))


BAD: list[tuple[dict[str, Any], str]] = [
    ({"kind": "condition"}, "text"),
    ({"kind": "restriction"}, "scopes"),
    ({"kind": "restriction", "scopes": ["zang"]}, "scopes"),
    ({"kind": "lift", "until": None}, "measure"),
    ({"text": "Iets."}, "text"),
    ({"kind": "revocation"}, "until"),
    ({"kind": "revocation", "until": None, "interim": True}, "interim"),
    ({"kind": "lift", "until": None, "measure": uuid4(), "public_until": LAST}, "public_until"),
    ({"public_until": LAST - ONE_DAY}, "public_until"),
    ({"since": TODAY - ONE_DAY}, "since"),
    ({"until": TODAY - ONE_DAY}, "until"),
]


@pytest.mark.parametrize(("more", "field"), BAD)
async def test_what_does_not_belong_together_is_told(
    register: Engine, catalogue: Catalogue, more: dict[str, Any], field: str
) -> None:
    """Each kind has its own fields, and no measure begins in the past or leaves the page while it runs."""
    number = await held(catalogue)
    with pytest.raises(Malformed) as error:
        await propose_measure(a_measure(number, **more), officer(), catalogue=catalogue, at=AT)
    assert [field] == [problem.field for problem in error.value.problems]


async def test_only_an_officer_of_the_body_without_an_interest(register: Engine, catalogue: Catalogue) -> None:
    """Another body finds nothing, an assessor may not, and nobody proposes something about themselves."""
    number = await held(catalogue)
    given = a_measure(number)
    with pytest.raises(NotFound):
        await propose_measure(given, worker("officer", body="elders"), catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="officer"):
        await propose_measure(given, worker("assessor", body=BODY), catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="too well"):
        await propose_measure(given, worker("officer", body=BODY, number=number), catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="no registration"):
        await propose_measure(a_measure(await somebody(seed=9)), officer(), catalogue=catalogue, at=AT)
    proposal = await propose_measure(given, officer(), catalogue=catalogue, at=AT)
    for stranger in (worker("officer", body="elders"), worker("assessor", body=BODY)):
        with pytest.raises((NotFound, Refused)):
            await take_measure_back(proposal, stranger, at=AT)
    with pytest.raises(NotFound):
        await take_measure_back(uuid4(), officer(), at=AT)
    own = worker("officer", body=BODY, number=number)
    with pytest.raises(Refused, match="too well"):
        await answer_measure(proposal, BACK, own, catalogue=catalogue, at=AT)


async def test_an_answered_proposal_stays_as_it_was_answered(register: Engine, catalogue: Catalogue) -> None:
    """The database refuses to change it, whoever writes."""
    number, one, other = await held(catalogue), officer(), officer()
    await taken(a_measure(number), one, other, catalogue)
    with pytest.raises(Exception, match=r"ck_measure_proposal_answered_once|may not change"):
        await MeasureProposalRow.update({MeasureProposalRow.reason: "Anders."}).where(
            MeasureProposalRow.answer == "approved"
        )
