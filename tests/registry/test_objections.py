"""A professional objects: to a decision about themselves, in time or with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Verdict, decide
from registry.errors import Malformed, NotFound, Refused
from registry.objections import ObjectionGiven, object_as_holder, objection_term
from registry.tables_decisions import FindingRow
from tests.registry.stories import OFFICER, START, applicant, somebody

WHY = ObjectionGiven(grounds="Mijn certificaat is niet meegeteld.")
LAST = START + timedelta(days=42)  # a Tuesday


async def refused(catalogue: Catalogue) -> tuple[str, UUID, UUID]:
    number, application = await applicant(catalogue)
    verdict = Verdict(outcome="refused", reason="Too few points.")
    return number, application, await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)


async def reason_of(decision: UUID) -> str:
    row = await FindingRow.select(FindingRow.reason).where(FindingRow.decision == decision).first()
    assert row is not None
    return str(row["reason"])


async def test_an_objection_in_time(register: Engine, catalogue: Catalogue) -> None:
    """Six weeks from the day the decision was sent, the last day included."""
    number, _, decision = await refused(catalogue)
    term = await objection_term(number, decision, at=LAST)
    assert (date(2021, 3, 2), date(2021, 4, 13), True) == (term.sent_on, term.until, term.in_time)
    objection = await object_as_holder(number, decision, WHY, catalogue=catalogue, actor=number, at=LAST)
    assert WHY.grounds == await reason_of(objection)


async def test_a_late_objection_says_why(register: Engine, catalogue: Catalogue) -> None:
    """It is the body that excuses it or not."""
    number, _, decision = await refused(catalogue)
    late = LAST + timedelta(days=1)
    assert not (await objection_term(number, decision, at=late)).in_time
    with pytest.raises(Malformed, match="could not object earlier"):
        await object_as_holder(number, decision, WHY, catalogue=catalogue, actor=number, at=late)
    given = ObjectionGiven(grounds=WHY.grounds, why_late="Ik was op reis.")
    objection = await object_as_holder(number, decision, given, catalogue=catalogue, actor=number, at=late)
    assert "Ik was op reis." in await reason_of(objection)


async def test_nobody_objects_for_another_or_to_themselves(register: Engine, catalogue: Catalogue) -> None:
    """A decision of somebody else is not there; an application is no decision of the body."""
    number, application, decision = await refused(catalogue)
    other = await somebody(seed=2)
    for who, what in ((other, decision), (number, uuid4())):
        with pytest.raises(NotFound):
            await object_as_holder(who, what, WHY, catalogue=catalogue, actor=who, at=START)
    with pytest.raises(Refused, match="not a decision of the body"):
        await object_as_holder(number, application, WHY, catalogue=catalogue, actor=number, at=START)
