"""What was decided about somebody, as they see it: until when they can object, and whether they did."""

from __future__ import annotations

from datetime import date, timedelta

from accreditation.decisions import Kind
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Ruling, Suspension, rule_on, suspend
from registry.objections import ObjectionGiven, object_as_holder
from registry.own_decisions import own_decisions
from tests.registry.stories import OFFICER, START, holder, somebody

WHY = ObjectionGiven(grounds="Dit klopt niet.")


async def test_decisions_are_listed_with_their_term(register: Engine, catalogue: Catalogue) -> None:
    """Newest first, with the reason and the application that was decided; handing in is no decision."""
    number, decision = await holder(catalogue)
    measure = Suspension(mark="proefmerk", since=date(2021, 4, 1), until=date(2021, 4, 30), reason="Onderzoek.")
    suspension = await suspend(number, measure, catalogue=catalogue, actor=OFFICER, at=START + timedelta(days=30))
    second, first = await own_decisions(number, at=START + timedelta(days=43))
    assert [(Kind.SUSPENSION, suspension), (Kind.GRANT, decision)] == [(d.kind, d.id) for d in (second, first)]
    assert ("Onderzoek.", None, True, False) == (second.reason, second.answers, second.in_time, second.objected)
    assert (date(2021, 4, 13), False, True) == (first.object_until, first.in_time, first.answers is not None)
    assert () == await own_decisions(await somebody(seed=2), at=START)


async def test_an_open_objection_is_shown(register: Engine, catalogue: Catalogue) -> None:
    """Until its ruling."""
    number, decision = await holder(catalogue)
    await object_as_holder(number, decision, WHY, catalogue=catalogue, actor=number, at=START)
    assert [True] == [one.objected for one in await own_decisions(number, at=START)]
    ruling = Ruling(since=START.date(), outcome="upheld", reason="Het besluit blijft.")
    await rule_on(decision, ruling, catalogue=catalogue, actor=OFFICER, at=START)
    assert [False] == [one.objected for one in await own_decisions(number, at=START)]
