"""The board of a body: what waits, what was answered, and the measures that the public sees or will see."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.errors import NotFound
from registry.measure_board import measures_at, proposal_of
from registry.measure_proposals import MeasureAnswered, answer_measure, propose_measure
from registry.measures import Ending, revoke
from registry.notices import write_notices
from registry.tables_letters import LetterRow
from registry.tables_people import PractitionerRow
from tests.registry.desk_stories import worker
from tests.registry.measure_stories import AT, LAST, MARK, TODAY, a_measure, held, officer, taken
from tests.registry.stories import OFFICER

BACK = MeasureAnswered(answer="sent_back", words="Te lang.")


async def test_what_waits_stands_apart(register: Engine, catalogue: Catalogue) -> None:
    """Answered ones keep what was said; another body and another role see nothing."""
    one, other = officer(), officer()
    number, second = await held(catalogue), await held(catalogue, seed=2)
    proposal = await propose_measure(a_measure(number), one, catalogue=catalogue, at=AT)
    sent = await propose_measure(a_measure(second), one, catalogue=catalogue, at=AT)
    await answer_measure(sent, BACK, other, catalogue=catalogue, at=AT)
    board = await measures_at(other, at=AT)
    assert ([proposal], [(sent, "Te lang.")], ()) == (
        [w.id for w in board.waiting], [(a.id, a.answer_words) for a in board.answered], board.measures,
    )  # fmt: skip
    assert number == board.waiting[0].given.number
    for stranger in (worker("officer", body="elders"), worker("assessor", body="proefhuis")):
        empty = await measures_at(stranger, at=AT)
        assert ((), (), ()) == (empty.waiting, empty.answered, empty.measures)
    with pytest.raises(NotFound):
        await proposal_of(proposal, worker("officer", body="elders"), catalogue=catalogue, at=AT)
    assert (await proposal_of(sent, other, catalogue=catalogue, at=AT)).preview is None


async def test_a_measure_leaves_the_board_with_its_last_public_day(register: Engine, catalogue: Catalogue) -> None:
    """It can be ended while it runs, once."""
    one, other = officer(), officer()
    number = await held(catalogue)
    measure = await taken(a_measure(number, public_until=date(2023, 7, 31)), one, other, catalogue)

    async def shown(day: date) -> list[tuple[date | None, bool]]:
        at = datetime(day.year, day.month, day.day, 9, tzinfo=AT.tzinfo)
        return [(m.until, m.can_end) for m in (await measures_at(one, at=at)).measures]

    assert [(LAST, True)] == await shown(TODAY)
    assert [(LAST, False)] == await shown(date(2023, 7, 31))
    assert [] == await shown(date(2023, 8, 1))
    end = a_measure(number, kind="lift", measure=measure, until=None, since=TODAY + timedelta(days=3))
    await taken(end, one, other, catalogue)
    assert [(TODAY + timedelta(days=2), False)] == await shown(TODAY)


async def test_what_is_in_the_way_is_told(register: Engine, catalogue: Catalogue) -> None:
    """The first day is over, or the registration ended meanwhile."""
    one = officer()
    number = await held(catalogue)
    proposal = await propose_measure(a_measure(number), one, catalogue=catalogue, at=AT)
    opened = await proposal_of(proposal, one, catalogue=catalogue, at=AT)
    assert (True, None) == (opened.preview is not None, opened.in_the_way)
    later = await proposal_of(proposal, one, catalogue=catalogue, at=AT + timedelta(days=1))
    assert later.preview is None
    assert "first day" in str(later.in_the_way)
    await revoke(number, Ending(mark=MARK, since=TODAY, reason="Anders."), catalogue=catalogue, actor=OFFICER, at=AT)
    assert "ended already" in str((await proposal_of(proposal, one, catalogue=catalogue, at=AT)).in_the_way)


async def test_the_professional_gets_a_letter(register: Engine, catalogue: Catalogue) -> None:
    """When it is decided, and not when it is proposed; who has no address gets none."""
    one, other = officer(), officer()
    for seed, address in ((1, "f@voorbeeld.example"), (2, None)):
        number = await held(catalogue, seed)
        await PractitionerRow.update({PractitionerRow.email: address}).where(PractitionerRow.number == number)
        measure = await taken(a_measure(number), one, other, catalogue)
        end = a_measure(number, kind="lift", measure=measure, until=None)
        await taken(end, one, other, catalogue)
    await propose_measure(a_measure(await held(catalogue, 3)), one, catalogue=catalogue, at=AT)
    while await write_notices(AT):
        pass
    kinds = await LetterRow.select(LetterRow.kind).where(LetterRow.kind.like("measure.%")).order_by(LetterRow.kind)
    assert ["measure.ended", "measure.taken"] == [row["kind"] for row in kinds]
