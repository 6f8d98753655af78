"""What a body does goes on after a merge: objections, deferrals that were granted, and removal by right of it all."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from registry.database import Engine
from registry.decisions import Objection, object_to
from registry.drafts import LeaveDraft
from registry.entries import add_entry
from registry.erasure import remove_by_right
from registry.errors import Refused
from registry.gathering import gather_file
from registry.measure_proposals import MeasureProposed, propose_measure
from registry.objection_board import objections_at
from registry.objection_rulings import ObjectionDecided, decide_objection
from registry.own_decisions import own_decisions
from registry.practitioners import find_practitioner
from registry.tables_people import PractitionerRow
from registry.tables_terms import LeaveAnswerRow
from tests.registry.desk_stories import AT, DAYS, MARKS, worker
from tests.registry.merge_stories import GREEN, MARRIED, MERGED_AT, ONE, merged, proposed
from tests.registry.test_people import person

BY: dict[str, Any] = {"catalogue": MARKS, "at": MERGED_AT}
TODAY = MERGED_AT + DAYS


async def test_an_objection_to_a_decision_of_before(register: Engine) -> None:
    """It stands on the board under the number that stays, and is ruled on there."""
    kept, gone = await person(GREEN, 1), await person(MARRIED, 2)
    decision = (await own_decisions(gone, at=AT))[0].id
    await merged(kept, gone)
    given = Objection(since=TODAY.date(), reason="Oneens.")
    objection = await object_to(decision, given, catalogue=MARKS, actor=kept, at=TODAY)
    shown = await objections_at(ONE, catalogue=MARKS)
    assert [(objection, kept)] == [(one.id, one.number) for one in shown]
    ruling = ObjectionDecided(outcome="dismissed", reason="Het klopte.")
    await decide_objection(objection, ruling, worker("officer"), catalogue=MARKS, at=TODAY)
    assert [False] == [one.objected for one in await own_decisions(kept, at=TODAY) if one.id == decision]


async def test_a_measure_that_waits_comes_first(register: Engine) -> None:
    """Nobody loses a proposal to a merge."""
    kept, gone = await person(GREEN, 1), await person(MARRIED, 2)
    measure = MeasureProposed(number=gone, mark="twijfelmerk", kind="suspension", since=MERGED_AT.date(), reason="Zo.")
    await propose_measure(measure, ONE, **BY)
    with pytest.raises(Refused, match="A measure"):
        await proposed(kept, gone)


async def test_a_deferral_that_was_granted(register: Engine) -> None:
    """It came along with the leave; and removal by right takes the answer before the leave."""
    kept, gone = await person(GREEN, 1), await person(MARRIED, 2)
    on = date(2021, 2, 1)
    leave = await add_entry(gone, "leave", LeaveDraft(since=on, until=on), actor=gone, at=AT)
    who, granted = (await find_practitioner(gone))["id"], (await own_decisions(gone, at=AT))[0].id
    await LeaveAnswerRow.insert(
        LeaveAnswerRow(
            id=uuid4(), practitioner=who, leave=leave, mark="twijfelmerk", months=3, reason="Goed.",
            answered_by="desk", answered_at=AT, decision=granted,
        )
    )  # fmt: skip
    await merged(kept, gone)
    file = await gather_file(await find_practitioner(kept), TODAY.date())
    assert on == file.for_mark("twijfelmerk").leave[0].since
    await remove_by_right(kept, actor="desk", at=TODAY)
    assert 0 == await LeaveAnswerRow.count()
    assert {""} == {row["family_name"] for row in await PractitionerRow.select()}
