"""Putting right what was decided: only with what the mark has, and everything wrong is said at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.decisions import Conversion, Correction, Restriction, Verdict, convert, correct, decide, restrict
from registry.errors import Malformed
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow
from tests.registry.stories import OFFICER, START, holder, somebody

EARLY = datetime(2018, 1, 10, 9, tzinfo=UTC)


def begun_in_2020(catalogue: Catalogue, holder: str = "person") -> Catalogue:
    """The two marks, of which the new one did not exist before 2020."""
    text = catalogue.scheme("proefmerk").text.replace(
        'holder = "person"\nsucceeds = ["oudmerk"]',
        f'holder = "{holder}"\nsucceeds = ["oudmerk"]\nlevels = ["A", "B"]\nbegan_on = 2020-01-01',
    )
    return Catalogue({**catalogue.schemes, "proefmerk": read_scheme(text, "proefmerk")})


async def _holds_the_old_mark(catalogue: Catalogue) -> str:
    number = await somebody(at=EARLY)
    given = ApplicationGiven(mark="oudmerk")
    application = await apply(number, given, catalogue=catalogue, actor=number, at=EARLY)
    verdict = Verdict(outcome="granted", reason="Yes.", since=date(2018, 1, 10), until=date(2022, 1, 9))
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=EARLY)
    return number


async def test_a_conversion_gives_only_what_the_new_mark_has(register: Engine, catalogue: Catalogue) -> None:
    """Level, fields of work and days are those of the new mark, and all that is wrong is said at once."""
    number = await _holds_the_old_mark(catalogue)
    wrong = Conversion(
        mark="oudmerk", successor="proefmerk", since=date(2019, 12, 31), until=date(2019, 12, 30), level="C",
        scopes=("mediation",), reason="Merger.",
    )  # fmt: skip
    with pytest.raises(Malformed) as refused:
        await convert(number, wrong, catalogue=begun_in_2020(catalogue), actor=OFFICER, at=START)
    assert ["level", "scopes", "since", "until"] == [problem.field for problem in refused.value.problems]
    with pytest.raises(Malformed) as refused:
        await convert(number, wrong, catalogue=begun_in_2020(catalogue, "organisation"), actor=OFFICER, at=START)
    assert "successor" in [problem.field for problem in refused.value.problems]
    same = wrong.model_copy(update={"mark": "proefmerk"})
    with pytest.raises(Malformed, match="into itself"):
        await convert(number, same, catalogue=catalogue, actor=OFFICER, at=START)
    assert 2 == await DecisionRow.count()
    right = Conversion(
        mark="oudmerk", successor="proefmerk", since=date(2020, 1, 1), until=date(2023, 12, 31), level="B",
        scopes=("coaching",), reason="Merger.",
    )  # fmt: skip
    after = begun_in_2020(catalogue)
    await convert(number, right, catalogue=after, actor=OFFICER, at=START)
    found = await standing_of(number, at=START, catalogue=after, mark="proefmerk")
    assert [("B", ("coaching",))] == [(r.level, r.scope) for r in found.registrations]


async def test_a_correction_gives_only_what_the_mark_has(register: Engine, catalogue: Catalogue) -> None:
    """A wrong level, field of work, first and last day are four problems in one answer."""
    number, grant = await holder(catalogue)
    wrong = Correction(
        reason="Typing error.", level="C", scopes=("mediation",), since=date(2019, 12, 31), until=date(2019, 12, 30)
    )
    with pytest.raises(Malformed) as refused:
        await correct(grant, wrong, catalogue=begun_in_2020(catalogue), actor=OFFICER, at=START)
    assert ["level", "scopes", "since", "until"] == [problem.field for problem in refused.value.problems]
    right = Correction(reason="Forgotten.", scopes=("coaching",))
    await correct(grant, right, catalogue=catalogue, actor=OFFICER, at=START)
    found = await standing_of(number, at=START, catalogue=catalogue)
    assert [("coaching",)] == [r.scope for r in found.registrations]


async def test_a_restriction_names_fields_of_work_of_the_mark(register: Engine, catalogue: Catalogue) -> None:
    """What the mark has not cannot be taken out of it."""
    number, _ = await holder(catalogue)
    given = Restriction(mark="proefmerk", since=date(2022, 1, 1), scopes=("mediation",), reason="No practice.")
    with pytest.raises(Malformed, match="no field of work mediation"):
        await restrict(number, given, catalogue=catalogue, actor=OFFICER, at=START)
