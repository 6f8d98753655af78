"""What is asked of every file: followed, stopped, taken over, and equal to what publishing then does."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest

from accreditation.evaluate import evaluate
from accreditation.simulation import OVERALL, Result
from registry.catalogue import Catalogue, read_scheme
from registry.clock import FixedClock
from registry.database import Engine
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.outlooks import outlook_of
from registry.population_files import lots_of
from registry.population_runs import (
    SimulationAsked,
    ask_forecast,
    ask_simulation,
    assessor_time,
    newest_forecast,
    run_of,
    say_assessor_time,
    simulations_of,
    stop_run,
)
from registry.population_work import MOST_ATTEMPTS, SILENT, Taken, Task, do_run, take_run, work_on_runs
from registry.provinces import province_of
from registry.rule_drafts import TextKept, keep_text
from tests.registry.desk_stories import worker
from tests.registry.rule_stories import (
    AT,
    BODY,
    HOUR,
    LATER,
    MARK,
    a_draft,
    editor,
    holders,
    later_rules,
    officer,
    published,
    rules_in_force,
    simulated,
)

CLOCK = FixedClock(AT)
FIRST_DAY = LATER.replace(day=1)


async def outcomes_on(numbers: list[str], catalogue: Catalogue, on: date) -> Counter[str]:
    """What everybody sees of themselves on a day."""
    at = AT.replace(year=on.year, month=on.month, day=on.day)
    found = [await outlook_of(number, at=at, catalogue=catalogue) for number in numbers]
    return Counter(str(one.outlook.now.outcome) for marks in found for one in marks)


async def test_publishing_does_what_the_simulation_said(register: Engine) -> None:
    """Everybody's own overview before and after, on the day itself, counted one by one."""
    catalogue, writer = await rules_in_force(), editor()
    numbers = await holders(catalogue, 5)
    draft = await a_draft(writer, catalogue)
    run = await run_of(await simulated(draft, writer, catalogue), writer)
    result = run.result()
    assert result is not None
    before, after = Counter[str](), Counter[str]()
    for old, new, count in result.moves:
        before[old] += count
        after[new] += count
    assert before == await outcomes_on(numbers, catalogue, LATER)
    eve = await outcomes_on(numbers, await published(draft, writer, officer()), LATER - timedelta(days=1))
    now = await published_now()
    assert (5, after) == (result.files, await outcomes_on(numbers, now, LATER))
    assert eve == before
    await check_every_requirement(result, now, catalogue)


async def published_now() -> Catalogue:
    from_register = read_scheme(later_rules(), "later")
    return Catalogue({MARK: from_register})


async def check_every_requirement(result: Result, after: Catalogue, before: Catalogue) -> None:
    """Who fails each requirement, one by one."""
    fails: dict[str, Counter[str]] = {"before": Counter(), "after": Counter()}
    async for lot in lots_of(before.scheme(MARK), LATER, size=2):
        for file in lot.files:
            for name, catalogue in (("before", before), ("after", after)):
                mark = catalogue.mark(MARK)
                version = mark.version_for(file, LATER)
                assert version is not None
                found = evaluate(mark, version, file, LATER)
                fails[name].update(r.code for r in found.requirements if str(r.outcome) == "not_satisfied")
    for effect in result.effects:
        if effect.requirement != OVERALL:
            assert (fails["before"][effect.requirement], fails["after"][effect.requirement]) == (
                effect.fails_before, effect.fails_after,
            )  # fmt: skip
    assert {"Utrecht"} == {line.key for line in result.lines if line.cut == "region"}
    assert {"2024"} == {line.key for line in result.lines if line.cut == "cohort"}


async def test_a_simulation_says_of_which_text_and_rules_and_journal_it_is(register: Engine) -> None:
    """So that what is approved is what was tried."""
    catalogue, writer = await rules_in_force(), editor()
    await holders(catalogue, 3)
    draft = await a_draft(writer, catalogue)
    asked = await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)
    assert asked == await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)
    waiting = await run_of(asked, writer)
    assert ("waiting", True, LATER, None) == (waiting.state, waiting.is_open, waiting.on, waiting.result())
    assert 1 == await work_on_runs(CLOCK, lot=2)
    done = await run_of(asked, officer())
    assert ("done", 3, 3, 1) == (done.state, done.done, done.total, done.attempts)
    assert (read_scheme(later_rules(), "x").digest, catalogue.scheme(MARK).digest) == (
        done.text_digest, done.rules_digest,
    )  # fmt: skip
    assert done.journal_from is not None
    assert done.journal_from == done.journal_until
    assert [asked] == [one.id for one in await simulations_of(draft, writer)]
    assert (None, 0) == (done.ahead(), await work_on_runs(CLOCK))


async def test_what_can_not_be_asked_is_refused(register: Engine) -> None:
    """A text that cannot be read, a day that was, somebody else's draft."""
    catalogue, writer = await rules_in_force(), editor()
    draft = await a_draft(writer, catalogue)
    past = SimulationAsked(on=AT.date() - timedelta(days=1))
    with pytest.raises(Malformed, match="later day"):
        await ask_simulation(draft, past, writer, catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="scheme editor"):
        await ask_simulation(draft, SimulationAsked(), officer(), catalogue=catalogue, at=AT)
    run = await ask_simulation(draft, SimulationAsked(on=AT.date()), writer, catalogue=catalogue, at=AT)
    for stranger in (worker("scheme_editor", body="elders"), worker("analyst", body=BODY)):
        with pytest.raises(NotFound):
            await run_of(run, stranger)
        with pytest.raises(NotFound):
            await stop_run(run, stranger, at=AT)
    with pytest.raises(NotFound):
        await run_of(draft, writer)
    await keep_text(draft, TextKept(text="x = ", cases=""), writer, catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="cannot be read"):
        await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)


async def test_one_that_was_stopped_goes_no_further(register: Engine) -> None:
    """Before it began, and between two lots; what ended is not stopped again."""
    catalogue, writer = await rules_in_force(), editor()
    await holders(catalogue, 3)
    draft = await a_draft(writer, catalogue)
    run = await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)
    taken = await take_run(AT)
    assert taken == Taken(run, 1)
    task = Task(taken, LATER, catalogue.scheme(MARK), CLOCK, None, 1)
    lots = task.lots()
    await anext(lots)
    await stop_run(run, writer, at=AT)
    with pytest.raises(BaseException, match=r"^$"):
        await anext(lots)
    await do_run(taken, CLOCK)
    stopped = await run_of(run, writer)
    assert ("stopped", None) == (stopped.state, stopped.result())
    assert 0 == await work_on_runs(CLOCK)
    with pytest.raises(Conflict, match="over already"):
        await stop_run(run, writer, at=AT)


async def test_one_whose_worker_was_killed_is_begun_again(register: Engine) -> None:
    """After a minute of silence, from the start, and it says so; the first worker no longer writes for it."""
    catalogue, writer = await rules_in_force(), editor()
    await holders(catalogue, 3)
    draft = await a_draft(writer, catalogue)
    run = await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)
    first = await take_run(AT)
    assert first is not None
    assert None is await take_run(AT + SILENT)
    second = await take_run(AT + SILENT + timedelta(seconds=1))
    assert second == Taken(run, 2)
    await do_run(first, CLOCK)
    assert "running" == (await run_of(run, writer)).state
    await do_run(second, CLOCK)
    done = await run_of(run, writer)
    assert ("done", 2, 3) == (done.state, done.attempts, done.done)


async def test_one_that_ends_every_worker_is_given_up(register: Engine) -> None:
    """It does not go round for ever."""
    catalogue, writer = await rules_in_force(), editor()
    draft = await a_draft(writer, catalogue)
    run = await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)
    at = AT
    for _ in range(MOST_ATTEMPTS):
        assert await take_run(at)
        at += SILENT + timedelta(seconds=1)
    assert None is await take_run(at)
    assert "failed" == (await run_of(run, writer)).state


async def test_a_worker_that_ends_leaves_it_to_the_next(register: Engine) -> None:
    """At once, not after a minute."""
    catalogue, writer = await rules_in_force(), editor()
    await holders(catalogue, 2)
    draft = await a_draft(writer, catalogue)
    run = await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)
    ending, taken = asyncio.Event(), await take_run(AT)
    assert taken
    ending.set()
    await do_run(taken, CLOCK, ending=ending, lot=1)
    assert ("waiting", 0) == ((r := await run_of(run, writer)).state, r.done)
    assert 0 == await work_on_runs(CLOCK, ending=ending)
    assert 1 == await work_on_runs(CLOCK)


async def test_of_two_workers_one_does_it(register: Engine) -> None:
    """Whoever takes it first."""
    catalogue, writer = await rules_in_force(), editor()
    draft = await a_draft(writer, catalogue)
    await ask_simulation(draft, SimulationAsked(), writer, catalogue=catalogue, at=AT)
    assert [0, 1] == sorted(await asyncio.gather(work_on_runs(CLOCK), work_on_runs(CLOCK)))


async def test_a_forecast_tells_what_is_coming(register: Engine) -> None:
    """Terms that end in March 2028 are 16 months ahead: counted, and judged only when that is near."""
    catalogue, writer = await rules_in_force(), editor()
    await holders(catalogue, 3)
    assert (None, None) == await newest_forecast(MARK, writer)
    run = await ask_forecast(MARK, 6, writer, catalogue=catalogue, at=AT)
    assert run == await ask_forecast(MARK, 6, writer, catalogue=catalogue, at=AT)
    _, open_ = await newest_forecast(MARK, writer)
    assert open_ is not None
    await work_on_runs(CLOCK)
    far = (await run_of(run, worker("analyst", body=BODY))).ahead()
    await ask_forecast(MARK, 24, writer, catalogue=catalogue, at=AT + HOUR)
    await work_on_runs(CLOCK)
    done, open_ = await newest_forecast(MARK, writer)
    assert (None, True) == (open_, done is not None)
    near = done.ahead() if done else None
    assert far is not None
    assert near is not None
    assert (24, 0, 0) == (len(far.months), sum(m.judged for m in far.months), near.months[0].files)
    assert [(date(2028, 3, 1), 3, 3, 3)] == [(m.month, m.files, m.judged, m.at_risk) for m in near.months if m.files]
    stranger = worker("officer", body="elders")
    assert (None, None) == await newest_forecast(MARK, stranger)
    with pytest.raises(NotFound):
        await ask_forecast(MARK, 6, stranger, catalogue=catalogue, at=AT)
    with pytest.raises(Malformed, match="1 to 24"):
        await ask_forecast(MARK, 25, writer, catalogue=catalogue, at=AT)


async def test_how_long_an_assessor_takes_is_for_the_body_to_say(register: Engine) -> None:
    """Until it does nobody knows, and it can be taken back."""
    catalogue = await rules_in_force()
    assert None is await assessor_time(MARK)
    for minutes in (90, None, 120):
        await say_assessor_time(MARK, minutes, officer(), catalogue=catalogue, at=AT)
        assert minutes == await assessor_time(MARK)
    with pytest.raises(Refused, match="officer"):
        await say_assessor_time(MARK, 10, editor(), catalogue=catalogue, at=AT)
    with pytest.raises(Malformed, match="1 to 10000"):
        await say_assessor_time(MARK, 0, officer(), catalogue=catalogue, at=AT)
    with pytest.raises(NotFound):
        await say_assessor_time(MARK, 10, worker("officer", body="elders"), catalogue=catalogue, at=AT)


def test_a_postcode_lies_in_a_province() -> None:
    """One that there is not lies nowhere."""
    assert ["Utrecht", "", ""] == [province_of(code) for code in ("3511", "0000", None)]
