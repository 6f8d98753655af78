"""The journal: without gaps, never edited, sealed entry to entry, and heard by whoever follows it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from accreditation.dates import amsterdam_day
from registry.catalogue import Catalogue
from registry.clock import MovableClock
from registry.database import Engine, classify_db_error
from registry.journal import Line, recording, verify_chain
from registry.journal_follower import Entry, Follower
from registry.tables_decisions import DecisionRow
from registry.tables_journal import JournalHeadRow, JournalRow
from registry.tables_people import PractitionerRow
from tests.register import as_on_postgres
from tests.registry.stories import START, holder, somebody, until


async def test_numbers_have_no_gaps_even_when_many_write_at_once(register: Engine) -> None:
    """Twenty writers at once make entries 1 to 20, and the chain holds."""
    await asyncio.gather(*(somebody(seed=seed) for seed in range(20)))
    assert list(range(1, 21)) == [row["seq"] for row in await JournalRow.select().order_by(JournalRow.seq)]
    assert (20, None) == ((await verify_chain()).entries, (await verify_chain()).broken_at)


async def test_what_failed_leaves_no_entry_and_no_gap(register: Engine) -> None:
    """An error after the entry was written undoes the entry, and its number is given to the next."""
    await somebody(seed=1)

    async def fail() -> None:
        async with recording(actor="x", at=START) as journal:
            await journal.append("x.y", "z")
            raise ValueError("after the entry")

    with pytest.raises(ValueError, match="after"):
        await fail()
    await somebody(seed=2)
    assert [1, 2] == [row["seq"] for row in await JournalRow.select().order_by(JournalRow.seq)]


@pytest.mark.parametrize("table", ["journal", "decision"])
@pytest.mark.parametrize("change", ["UPDATE {} SET actor = 'somebody else'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
async def test_what_was_written_cannot_be_changed(
    register: Engine, catalogue: Catalogue, table: str, change: str
) -> None:
    """The database itself refuses to edit, remove or empty the journal and the decisions."""
    await holder(catalogue)
    if change.startswith("TRUNCATE") and not as_on_postgres(register):
        change = "DELETE FROM {} WHERE true"  # SQLite has no TRUNCATE
    with pytest.raises(Exception) as refused:  # noqa: PT011  # the two drivers' errors share no class
        await register.run_ddl(change.format(table))
    found = classify_db_error(refused.value)
    assert found is not None
    assert ("refused", f"ao_{table}") == (found.kind, found.constraint)


@pytest.mark.parametrize(("seq", "previous"), [(5, None), (2, "f" * 64)])
async def test_a_gap_or_a_wrong_seal_is_refused(register: Engine, seq: int, previous: str | None) -> None:
    """The next entry has the next number and seals the last one, or it does not enter."""
    await somebody()
    last = await JournalRow.select().first()
    assert last is not None
    row = last | {"seq": seq, "previous": previous or last["seal"], "seal": "e" * 64}
    with pytest.raises(Exception) as refused:  # noqa: PT011  # the two drivers' errors share no class
        await JournalRow.insert(JournalRow(**row))
    found = classify_db_error(refused.value)
    assert found is not None
    assert "ck_journal_no_gap" == found.constraint


async def test_there_is_no_decision_without_an_entry(register: Engine, catalogue: Catalogue) -> None:
    """A decision refers to its entry: each has one, of its own."""
    await holder(catalogue)
    kinds = {row["seq"]: row["kind"] for row in await JournalRow.select()}
    decisions = await DecisionRow.select(DecisionRow.seq, DecisionRow.kind)
    assert [f"decision.{row['kind']}" for row in decisions] == [kinds[row["seq"]] for row in decisions]


async def test_a_forged_entry_is_found(register: Engine) -> None:
    """Whoever switches the guards off and edits an entry breaks the chain at that entry."""
    for seed in range(3):
        await somebody(seed=seed)
    await _unguarded(register, "UPDATE journal SET actor = 'somebody else' WHERE seq = 2")
    assert (1, 2) == ((await verify_chain()).entries, (await verify_chain()).broken_at)


async def test_a_cut_tail_is_found(register: Engine) -> None:
    """Whoever removes the last entry is betrayed by the head."""
    for seed in range(3):
        await somebody(seed=seed)
    await _unguarded(register, "DELETE FROM journal WHERE seq = 3")
    assert 3 == (await verify_chain()).broken_at


async def _unguarded(register: Engine, change: str) -> None:
    if as_on_postgres(register):
        async with register.transaction():
            await register.run_ddl("SET LOCAL session_replication_role = replica")
            await register.run_ddl(change)
        return
    word = change.split()[0]
    await register.run_ddl(f'DROP TRIGGER "ao_journal_{word}"')
    await register.run_ddl(change)


async def test_a_bulk_of_entries_is_one_chain(register: Engine) -> None:
    """Many entries written at once seal each other like any other."""
    async with recording(actor="import", at=START) as journal:
        entries = await journal.append_all([Line("practitioner.registered", f"x{n}") for n in range(500)])
    assert (500, None) == (len(entries), (await verify_chain()).broken_at)
    head = await JournalHeadRow.select().first()
    assert head is not None
    assert 500 == head["seq"]


async def test_one_recording_does_not_open_another(register: Engine) -> None:
    """A use case inside a transaction of somebody else is refused: it would be acknowledged before its commit."""
    async with register.transaction():
        with pytest.raises(RuntimeError, match="its own transaction"):
            await somebody()


@pytest.mark.parametrize("jump", [timedelta(minutes=2), timedelta(days=-1), timedelta(days=366)])
async def test_the_days_of_the_journal_never_go_back(register: Engine, jump: timedelta) -> None:
    """When the clock jumps, and jumps back, an entry never has an earlier moment than the one before it."""
    clock = MovableClock(START)
    for seed, by in enumerate((timedelta(0), jump, -jump, timedelta(seconds=1))):
        clock.move(by)
        await somebody(at=clock.now(), seed=seed)
    moments = [row["recorded_at"] for row in await JournalRow.select().order_by(JournalRow.seq)]
    days = [amsterdam_day(moment) for moment in moments]
    assert (sorted(moments), sorted(days)) == (moments, days)
    assert [START, max(START, START + jump)] == moments[:2]
    assert (4, None) == ((await verify_chain()).entries, (await verify_chain()).broken_at)


async def test_a_follower_hears_at_once_what_its_own_process_commits(register: Engine) -> None:
    """When the use case has come back, the listener has heard."""
    heard: list[str] = []
    async with Follower(lambda entries: heard.extend(e.kind for e in entries)).following():
        await somebody()
        assert ["practitioner.registered"] == heard


async def test_a_follower_hears_what_another_process_commits(register: Engine) -> None:
    """What was not told here is found by looking, and only what came after the start."""
    await somebody(seed=1)
    heard: list[Entry] = []
    follower = Follower(heard.extend)
    async with follower.following():
        await until(follower.is_sure)
        await _insert_as_another_process(register)
        await until(lambda: bool(heard), seconds=1)
    assert [(2, "other.kind")] == [(entry.seq, entry.kind) for entry in heard]


async def _insert_as_another_process(register: Engine) -> None:
    last = await JournalRow.select().order_by(JournalRow.seq, ascending=False).first()
    assert last is not None
    row = last | {"seq": last["seq"] + 1, "previous": last["seal"], "seal": "e" * 64, "kind": "other.kind"}
    await JournalRow.insert(JournalRow(**row))


async def test_a_follower_that_could_not_look_is_not_sure(register: Engine) -> None:
    """After a second of standing still anything may have been committed; after a look it is sure again."""
    follower = Follower()
    before = follower.is_sure()
    async with follower.following():
        await until(follower.is_sure)
        time.sleep(1.1)  # noqa: ASYNC251  # the whole process stands still: that is what this is about
        stood_still = follower.is_sure()
        await until(follower.is_sure)
    assert (False, False, False) == (before, stood_still, follower.is_sure())


async def test_a_number_of_somebody_removed_is_never_given_again(register: Engine) -> None:
    """Even when the row itself is gone the number is not given to somebody else."""
    number = await somebody(seed=7)
    await PractitionerRow.raw("DELETE FROM work_place")
    await PractitionerRow.delete().where(PractitionerRow.number == number)
    assert number != await somebody(seed=7)
    with pytest.raises(Exception) as refused:  # noqa: PT011  # the two drivers' errors share no class
        await PractitionerRow.insert(
            PractitionerRow(number=number, family_name="Other", registered_on=datetime(2022, 1, 1, tzinfo=UTC).date())
        )
    found = classify_db_error(refused.value)
    assert found is not None
    assert "uq_practitioner_retired" == found.constraint
