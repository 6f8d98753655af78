"""Approving in bulk: only what the rules alone find good and nobody works on, seen first, undone within 30 minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from registry.applications import ApplicationGiven, apply, withdraw_application
from registry.bulk_approvals import BatchGiven, batches_of, plan, preview, read_batch, undo
from registry.bulk_switches import SwitchGiven, approve_bulk, end_bulk, is_on, propose_bulk, switch_of
from registry.bulk_work import carry_out_due
from registry.claims import claim
from registry.database import Engine
from registry.dossiers import judge_entry
from registry.errors import Conflict, NotFound, Refused
from registry.interests import InterestDeclared, declare_interest
from registry.journal import verify_chain
from registry.questions import Words, ask_question
from registry.replay import replay
from registry.tables_bulk import BulkFileRow
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_dossier import ActivityRow
from registry.tables_journal import JournalRow
from registry.tables_people import PractitionerRow
from tests.registry.bulk_stories import (
    LATER,
    MARK,
    WHY,
    colleague,
    drawn,
    good_files,
    planned,
    switched_on,
    with_a_share,
)
from tests.registry.desk_stories import AT, HOUR, MARKS, worker
from tests.registry.stories import somebody


async def work(at: datetime = LATER) -> int:
    """What a worker does; gives how many things it did."""
    done = 0
    while await carry_out_due(at, catalogue=MARKS):
        done += 1
    return done


async def decisions() -> int:
    return int(await DecisionRow.count().where(DecisionRow.answers.is_not_null()))


async def test_it_is_off_until_two_people_want_it(register: Engine) -> None:
    """Nobody approves their own proposal; one person switches it off, at once."""
    await good_files(1)
    officer, other = colleague(), colleague("body_administrator")
    with pytest.raises(Refused, match="Bulk approval is off"):
        await preview(MARK, officer, catalogue=MARKS, at=AT)
    given = SwitchGiven(mark=MARK, reason="Veel werk.")
    switch = await propose_bulk(given, officer, at=AT)
    with pytest.raises(Conflict):
        await propose_bulk(given, other, at=AT)
    assert not await is_on(MARK)
    with pytest.raises(Refused, match="proposed this yourself"):
        await approve_bulk(MARK, switch, officer, at=AT)
    with pytest.raises(NotFound):
        await approve_bulk(MARK, switch, worker("officer"), at=AT)
    with pytest.raises(Refused):
        await approve_bulk(MARK, switch, colleague("assessor"), at=AT)
    await approve_bulk(MARK, switch, other, at=AT)
    with pytest.raises(Conflict):
        await approve_bulk(MARK, switch, colleague(), at=AT)
    assert await is_on(MARK)
    await end_bulk(MARK, switch, officer, at=AT)
    assert (None, False) == (await switch_of(MARK), await is_on(MARK))
    with pytest.raises(NotFound):
        await end_bulk(MARK, switch, officer, at=AT)


async def test_the_preview_holds_what_the_rules_alone_find_good(register: Engine) -> None:
    """Nobody with a question to answer, nobody's whom somebody works on, nothing short of a point."""
    (_, good), (_, claimed), (_, asked), (_, known) = await good_files(4)
    number = await somebody(seed=50)
    short = await apply(number, ApplicationGiven(mark=MARK), catalogue=MARKS, actor=number, at=AT)
    await switched_on()
    officer = colleague()
    await claim(claimed, "decide", colleague(), catalogue=MARKS, at=AT)
    await ask_question(asked, Words(text="Wanneer was dit?"), actor="desk", at=AT)
    await declare_interest(known, InterestDeclared(words="Een vriendin."), officer, at=AT)
    seen = await preview(MARK, officer, catalogue=MARKS, at=AT + HOUR)
    assert [good] == [one.application for one in seen.files]
    assert {known: "interest", short: "not_by_machine"} == {one.application: why for one, why in seen.left}
    term = seen.files[0].term
    assert ("2021-03-02", "2025-03-01") == (str(term.since), str(term.until))
    with pytest.raises(Refused):
        await preview(MARK, colleague("assessor"), catalogue=MARKS, at=AT)
    with pytest.raises(NotFound):
        await preview(MARK, worker("officer"), catalogue=MARKS, at=AT)


async def test_a_file_in_the_sample_is_looked_at_by_people(register: Engine) -> None:
    """Drawn, or not drawn from yet where a percentage holds: neither is approved in bulk."""
    files = {application for _, application in await good_files(4)}
    await switched_on()
    await with_a_share(50)
    officer = colleague()
    before = await preview(MARK, officer, catalogue=MARKS, at=AT)
    assert ((), ["not_drawn_yet"] * 4) == (before.files, [why for _, why in before.left])
    _, found = await drawn(officer)
    after = await preview(MARK, officer, catalogue=MARKS, at=AT)
    assert files - set(found) == {one.application for one in after.files}
    assert ["drawn", "drawn"] == [why for _, why in after.left]


async def test_it_is_carried_out_after_half_an_hour(register: Engine) -> None:
    """Until then nothing was decided; then one decision and one entry a person, with the officer's name and reason."""
    files = await good_files(3)
    await switched_on()
    officer = colleague()
    batch = await planned(officer)
    assert 0 == await work(LATER - timedelta(seconds=1))
    assert (0, 0) == (await decisions(), await HoldingRow.count())
    before = await JournalRow.count()
    assert 4 == await work()
    assert 0 == await work()
    for number, application in files:
        made = await DecisionRow.select().where(DecisionRow.answers == application).first()
        assert made is not None
        assert ("grant", officer.actor) == (made["kind"], made["actor"])
        assert (await replay(made["id"])).proven
        new = JournalRow.select(JournalRow.kind).where(JournalRow.subject == number, JournalRow.seq > before)
        assert ["decision.grant"] == [row["kind"] for row in await new]
    assert 3 == await HoldingRow.count()
    seen = await read_batch(batch, officer)
    assert (3, True, WHY) == (seen.count("decided"), seen.done_at is not None, seen.reason)
    assert (None, before + 4) == ((await verify_chain()).broken_at, await JournalRow.count())


async def test_undone_nothing_ever_happened(register: Engine) -> None:
    """Within half an hour, by anybody who sets things for the body; the files can be approved again."""
    await good_files(2)
    await switched_on()
    batch = await planned(colleague())
    assert not (await preview(MARK, colleague(), catalogue=MARKS, at=AT + HOUR)).files
    with pytest.raises(NotFound):
        await undo(batch, worker("officer"), at=AT + HOUR)
    with pytest.raises(Refused):
        await undo(batch, colleague("assessor"), at=AT + HOUR)
    await undo(batch, colleague("body_administrator"), at=LATER - timedelta(seconds=1))
    with pytest.raises(Conflict, match="undone before"):
        await undo(batch, colleague(), at=AT + HOUR)
    assert (0, 0) == (await work(), await decisions())
    kinds = [row["kind"] for row in await JournalRow.select().where(JournalRow.kind.like("bulk.%"))]
    assert ["bulk.proposed", "bulk.switched_on", "bulk.planned", "bulk.undone"] == kinds
    assert 2 == len((await preview(MARK, colleague(), catalogue=MARKS, at=LATER)).files)


async def test_after_half_an_hour_it_is_too_late(register: Engine) -> None:
    """Also when no worker has begun."""
    await good_files(1)
    await switched_on()
    batch = await planned(colleague())
    with pytest.raises(Conflict, match="Half an hour has passed"):
        await undo(batch, colleague(), at=LATER)


async def test_what_changed_meanwhile_is_left_out_and_said(register: Engine) -> None:
    """A claim, a question, an interest, a withdrawal, an entry the body refused: the others are decided."""
    files = await good_files(6)
    await switched_on()
    officer = colleague()
    batch = await planned(officer, [application for _, application in files])
    (_, claimed), (_, asked), (_, known), (gone_number, gone), (refused, _), (_, fine) = files
    await claim(claimed, "judge", colleague("assessor"), catalogue=MARKS, at=AT + HOUR)
    await ask_question(asked, Words(text="Wanneer was dit?"), actor="desk", at=AT + HOUR)
    await declare_interest(known, InterestDeclared(words="Een vriendin."), officer, at=AT + HOUR)
    await withdraw_application(gone, catalogue=MARKS, actor=gone_number, at=AT + HOUR)
    whose = PractitionerRow.select(PractitionerRow.id).where(PractitionerRow.number == refused)
    entry = await ActivityRow.select(ActivityRow.id).where(ActivityRow.practitioner.is_in(whose)).first()
    assert entry is not None
    await judge_entry(refused, "activity", entry["id"], "refused", actor="desk", at=AT + HOUR)
    assert 7 == await work()
    seen = await read_batch(batch, officer)
    assert ["claimed", "question", "interest", "decided", "not_by_machine", None] == [one.why for one in seen.files]
    assert [fine] == [one.application for one in seen.files if one.outcome == "decided"]
    assert 1 == await decisions()
    assert 5 == await JournalRow.count().where(JournalRow.kind == "bulk.left_out")


async def test_switched_off_meanwhile_nothing_is_decided(register: Engine) -> None:
    """Who switches it off stops what was planned."""
    await good_files(2)
    await switched_on()
    batch = await planned(colleague())
    switch = await switch_of(MARK)
    assert switch is not None
    await end_bulk(MARK, switch.id, colleague(), at=AT + HOUR)
    await work()
    assert ({"switched_off"}, 0) == (
        {one.why for one in (await read_batch(batch, colleague())).files},
        await decisions(),
    )


async def test_who_looked_at_something_else_plans_nothing(register: Engine) -> None:
    """The list changed between looking and pressing; or a file on it is not in the preview."""
    (_, one), (_, other) = await good_files(2)
    await switched_on()
    officer = colleague()
    seen = await preview(MARK, officer, catalogue=MARKS, at=AT)
    given = BatchGiven(mark=MARK, applications=(one,), seen=seen.seen, reason=WHY)
    await claim(other, "decide", colleague(), catalogue=MARKS, at=AT)
    with pytest.raises(Conflict, match="Something changed"):
        await plan(given, officer, catalogue=MARKS, at=AT)
    now = await preview(MARK, officer, catalogue=MARKS, at=AT)
    with pytest.raises(Conflict, match="Something changed"):
        await plan(
            given.model_copy(update={"seen": now.seen, "applications": (other,)}), officer, catalogue=MARKS, at=AT
        )
    assert 0 == await BulkFileRow.count()
    assert () == await batches_of(worker("officer"))
