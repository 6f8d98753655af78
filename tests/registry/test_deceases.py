"""A death that was entered by mistake, or on a wrong day, is put right; a removal by right never is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import (
    Correction,
    Verdict,
    correct,
    decide,
    mark_deceased,
    redate_decease,
    take_back_decease,
)
from registry.erasure import remove_by_right
from registry.errors import Malformed, NotFound, Refused, Removed
from registry.journal import verify_chain
from registry.search import find
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_journal import JournalRow
from tests.registry.stories import OFFICER, somebody

DIED = date(2022, 3, 1)
TODAY = date(2022, 6, 1)
THEN, NOW = datetime(2022, 4, 1, 9, tzinfo=UTC), datetime(2022, 6, 1, 9, tzinfo=UTC)
MISTAKE = Correction(never_taken=True, reason="Another person of the same name.")


async def _dead(catalogue: Catalogue) -> tuple[str, list[UUID]]:
    """Somebody with two marks who was taken for dead; gives the number and the two decisions."""
    early = datetime(2018, 1, 10, 9, tzinfo=UTC)
    number = await somebody(at=early)
    for mark, since, until in (
        ("oudmerk", date(2018, 1, 10), date(2022, 1, 9)),
        ("proefmerk", date(2021, 3, 2), date(2025, 3, 1)),
    ):
        given = ApplicationGiven(mark=mark)
        at = max(early, datetime(since.year, since.month, since.day, 9, tzinfo=UTC))
        application = await apply(number, given, catalogue=catalogue, actor=number, at=at)
        verdict = Verdict(outcome="granted", reason="Yes.", since=since, until=until)
        await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=at)
    await mark_deceased(number, DIED, catalogue=catalogue, actor="desk", at=THEN)
    rows = await DecisionRow.select(DecisionRow.id).where(DecisionRow.kind == "decease").order_by(DecisionRow.seq)
    return number, [row["id"] for row in rows]


async def test_who_was_taken_for_dead_is_given_back(register: Engine, catalogue: Catalogue) -> None:
    """Correcting one decision puts them all right: the number answers, the terms run on, the journal says so."""
    number, deceases = await _dead(catalogue)
    assert 2 == len(deceases)
    correction = await correct(deceases[1], MISTAKE, catalogue=catalogue, actor=OFFICER, at=NOW)
    found = await standing_of(number, at=NOW, catalogue=catalogue)
    assert [("oudmerk", "expired"), ("proefmerk", "valid")] == [(r.mark, r.status) for r in found.registrations]
    in_between = await standing_of(number, at=NOW, on=TODAY, known_on=date(2022, 5, 1), catalogue=catalogue)
    assert (True, ()) == (found.certified, in_between.registrations)
    assert [date(2022, 1, 9), date(2025, 3, 1)] == [
        row["until"] for row in await HoldingRow.select(HoldingRow.until).order_by(HoldingRow.until)
    ]
    kinds = [row["kind"] for row in await JournalRow.select(JournalRow.kind).order_by(JournalRow.seq)]
    assert ["decision.correction", "decision.correction", "practitioner.given_back"] == kinds[-3:]
    row = await DecisionRow.select(DecisionRow.refers_to).where(DecisionRow.id == correction).first()
    assert {"refers_to": deceases[1]} == row
    assert [number] == [p.profile.number for p in (await find(q="idrissi", catalogue=catalogue, at=NOW)).items]
    assert (await verify_chain()).broken_at is None


async def test_who_is_given_back_is_given_back_once(register: Engine, catalogue: Catalogue) -> None:
    """Who is not dead cannot be given back, and may die later all the same."""
    number, (decease, _) = await _dead(catalogue)
    await take_back_decease(number, "Mistake.", catalogue=catalogue, actor=OFFICER, at=NOW)
    with pytest.raises(Refused, match="not registered as deceased"):
        await correct(decease, MISTAKE, catalogue=catalogue, actor=OFFICER, at=NOW)
    await mark_deceased(number, TODAY, catalogue=catalogue, actor="desk", at=NOW)
    with pytest.raises(Removed):
        await standing_of(number, at=NOW, catalogue=catalogue)
    with pytest.raises(Refused, match="taken back before"):
        await correct(decease, MISTAKE, catalogue=catalogue, actor=OFFICER, at=NOW)
    with pytest.raises(NotFound):
        await take_back_decease("LP-0020418-51", "Mistake.", catalogue=catalogue, actor=OFFICER, at=NOW)


async def test_who_has_no_mark_is_given_back_as_well(register: Engine, catalogue: Catalogue) -> None:
    """There is no decision to correct then, only somebody to give back."""
    number = await somebody()
    await mark_deceased(number, DIED, catalogue=catalogue, actor="desk", at=THEN)
    assert {} == await take_back_decease(number, "Mistake.", catalogue=catalogue, actor=OFFICER, at=NOW)
    assert () == (await standing_of(number, at=NOW, catalogue=catalogue)).registrations


async def test_a_death_on_another_day_stays_a_death(register: Engine, catalogue: Catalogue) -> None:
    """The last days follow for every mark, and the person stays out of the public register."""
    number, deceases = await _dead(catalogue)
    by: dict[str, Any] = {"catalogue": catalogue, "actor": OFFICER, "at": NOW}
    with pytest.raises(Malformed, match="on which day"):
        await correct(deceases[0], Correction(reason="Typing error."), **by)
    await correct(deceases[0], Correction(since=date(2021, 12, 1), reason="Typing error."), **by)
    ends = [row["until"] for row in await HoldingRow.select(HoldingRow.until)]
    assert [date(2021, 11, 30)] * 2 == ends
    assert {*map(str, deceases)} == set(await redate_decease(number, DIED, "It was right.", **by))
    with pytest.raises(Removed):
        await standing_of(number, at=NOW, catalogue=catalogue)


async def test_who_was_removed_by_right_stays_removed(register: Engine, catalogue: Catalogue) -> None:
    """Also when a decease that was put right lies behind it."""
    number, (decease, _) = await _dead(catalogue)
    await take_back_decease(number, "Mistake.", catalogue=catalogue, actor=OFFICER, at=NOW)
    await remove_by_right(number, actor="desk", at=NOW)
    for again in (
        correct(decease, MISTAKE, catalogue=catalogue, actor=OFFICER, at=NOW),
        take_back_decease(number, "Mistake.", catalogue=catalogue, actor=OFFICER, at=NOW),
    ):
        with pytest.raises(Removed) as removed:
            await again
        assert "by_right" == removed.value.reason
