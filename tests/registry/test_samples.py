"""A sample audit in three steps that cannot be turned round, and whoever checks it draws the same."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from accreditation import sample
from registry.database import Engine, classify_db_error
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.sample_rounds import RoundGiven, draw_round, fix_list, open_round
from registry.sample_shares import ShareGiven, set_share, share_on, shares_of
from registry.sample_standing import read_round, rounds_of, standing_in_samples
from registry.tables_journal import JournalRow
from registry.tables_samples import SampleFileRow, SampleRoundRow, SampleSeedRow
from registry.verdicts import as_decided, open_application
from tests.registry.bulk_stories import MARK, colleague, drawn, good_files, with_a_share
from tests.registry.desk_stories import AT, worker
from tests.registry.test_races import at_once

DAY = AT.date()


async def test_nothing_is_drawn_where_no_percentage_is_set(register: Engine) -> None:
    """None by default; 0 from a later day switches it off again, and each setting is kept with who and why."""
    await good_files(1)
    assert 0 == await share_on(MARK, DAY)
    with pytest.raises(Refused, match="No percentage is set"):
        await open_round(RoundGiven(mark=MARK), colleague(), at=AT)
    await with_a_share(20)
    await with_a_share(0, date(2021, 4, 1))
    assert [20, 20, 0] == [await share_on(MARK, day) for day in (DAY, date(2021, 3, 31), date(2021, 4, 1))]
    assert [0, 20] == [share.percentage for share in await shares_of(MARK)]
    with pytest.raises(Malformed, match="from today or a later day"):
        await with_a_share(5, date(2021, 3, 1))


async def test_only_who_sets_things_for_the_mark(register: Engine) -> None:
    """Another body has no such mark; an assessor may not set or draw."""
    await good_files(1)
    given = ShareGiven(mark=MARK, percentage=5, since=DAY, reason="Zo is het.")
    with pytest.raises(NotFound):
        await set_share(given, worker("officer"), at=AT)
    with pytest.raises(Refused):
        await set_share(given, colleague("assessor"), at=AT)
    await with_a_share()
    round_ = await open_round(RoundGiven(mark=MARK), colleague(), at=AT)
    for step in (fix_list, draw_round):
        with pytest.raises(NotFound):
            await step(round_, worker("officer"), at=AT)
        with pytest.raises(Refused):
            await step(round_, colleague("assessor"), at=AT)
    with pytest.raises(NotFound):
        await fix_list(uuid4(), colleague(), at=AT)


async def test_the_steps_come_in_their_order_and_once(register: Engine) -> None:
    """Promised, listed, drawn: each with its entry, and what anybody sees of it at that moment."""
    await good_files(7)
    await with_a_share(20)
    officer = colleague()
    round_ = await open_round(RoundGiven(mark=MARK), officer, at=AT)
    with pytest.raises(Conflict, match="not drawn yet"):
        await open_round(RoundGiven(mark=MARK), officer, at=AT)
    with pytest.raises(Refused, match="not fixed yet"):
        await draw_round(round_, officer, at=AT)
    await fix_list(round_, officer, at=AT)
    with pytest.raises(Conflict, match="fixed before"):
        await fix_list(round_, officer, at=AT)
    before = await read_round(round_)
    assert (None, 7, ()) == (before.round.seed, len(before.names), before.drawn)
    found = await draw_round(round_, officer, at=AT)
    with pytest.raises(Conflict, match="drawn before"):
        await draw_round(round_, officer, at=AT)
    kinds = [row["kind"] for row in await JournalRow.select().where(JournalRow.subject == str(round_))]
    assert ["sample.seed_promised", "sample.list_fixed", "sample.drawn"] == kinds
    assert 0 == await SampleSeedRow.count()
    assert (2, 2) == (len(found), len((await read_round(round_)).drawn))


async def test_anybody_draws_the_same_from_what_is_public(register: Engine) -> None:
    """The digests were those of the list and the seed, and the draw follows."""
    await good_files(9)
    await with_a_share(30)
    round_, found = await drawn(colleague())
    seen = await read_round(round_)
    assert seen.round.seed is not None
    assert seen.round.seed_digest == sample.digest_of_seed(seen.round.seed)
    assert seen.round.list_digest == sample.digest_of_list(seen.as_file)
    again = sample.draw(seen.round.seed, sample.read_list(seen.as_file), seen.round.percentage)
    assert again == tuple(sorted(str(one) for one in found))
    assert [round_] == [one.id for one in await rounds_of()]
    assert () == await rounds_of([])


async def test_rules_chosen_beforehand_leave_files_out(register: Engine) -> None:
    """Who was drawn last time is not drawn again; a file is on one list only."""
    files = await good_files(3)
    await with_a_share(100)
    _, first = await drawn(colleague())
    assert {application for _, application in files} == set(first)
    waiting = await open_round(RoundGiven(mark=MARK), colleague(), at=AT)
    with pytest.raises(Refused, match="Nothing waits"):
        await fix_list(waiting, colleague(), at=AT)
    await good_files(2, first=11)
    await fix_list(waiting, colleague(), at=AT)
    assert 2 == len(await draw_round(waiting, colleague(), at=AT))
    await good_files(1, first=21)
    given = RoundGiven(mark=MARK, leaves_out=("first_application", "drawn_last_time"))
    with pytest.raises(Refused, match="Nothing waits"):  # all of them apply for the first time
        await fix_list(await open_round(given, colleague(), at=AT), colleague(), at=AT)


async def test_where_a_file_stands(register: Engine) -> None:
    """Drawn, not drawn, or still to be drawn from; and a drawn file is judged as one."""
    files = [application for _, application in await good_files(4)]
    assert {"outside"} == set((await standing_in_samples(MARK, files, DAY)).values())
    await with_a_share(50)
    assert {"not_drawn_yet"} == set((await standing_in_samples(MARK, files, DAY)).values())
    _, found = await drawn(colleague())
    standing = await standing_in_samples(MARK, files, DAY)
    assert set(found) == {one for one, where in standing.items() if where == "drawn"}
    assert ["drawn", "drawn", "outside", "outside"] == sorted(standing.values())
    for application in files:
        row, _ = await open_application(application)
        assert (application in found) is (await as_decided(row, DAY)).sampled


async def test_the_database_lets_nothing_be_turned_round(register: Engine) -> None:
    """Whoever gets past the use cases cannot change a promise, a list or a result."""
    await good_files(4)
    await with_a_share(50)
    round_, _ = await drawn(colleague())
    late = SampleFileRow(application=(await good_files(1, first=9))[0][1], round=round_)
    attempts = [
        SampleRoundRow.update({SampleRoundRow.seed: "0" * 64}).where(SampleRoundRow.id == round_),
        SampleRoundRow.update({SampleRoundRow.list_digest: "0" * 64}).where(SampleRoundRow.id == round_),
        SampleRoundRow.delete().where(SampleRoundRow.id == round_),
        SampleFileRow.update({SampleFileRow.drawn: False}).where(SampleFileRow.drawn.eq(True)),
        SampleFileRow.delete().where(SampleFileRow.round == round_),
        SampleFileRow.insert(late),
    ]
    for attempt in attempts:
        with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
            await attempt
        known = classify_db_error(error.value)
        assert known is not None
        assert "refused" == known.kind


async def test_of_two_who_draw_at_once_one_does(register: Engine) -> None:
    """Each step, also when two officers press at the same moment."""
    await good_files(5)
    await with_a_share(50)
    one, other = colleague(), colleague()
    opened = await at_once(*(open_round(RoundGiven(mark=MARK), who, at=AT) for who in (one, other)))
    assert ["Conflict", "done"] == opened
    (round_,) = await rounds_of([MARK])
    for step in (fix_list, draw_round):
        assert ["Conflict", "done"] == await at_once(*(step(round_.id, who, at=AT) for who in (one, other)))
