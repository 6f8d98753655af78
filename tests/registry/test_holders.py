"""Everybody who holds a mark, lot after lot: each once, with the same file and the same verdict as by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accreditation.dates import amsterdam_day
from accreditation.evaluate import evaluate
from accreditation.population import Population
from fixtures.demo import tell_situations
from registry.catalogue import Catalogue, shipped_catalogue
from registry.database import Engine
from registry.gathering import gather_dossier
from registry.holders import holders_of, how_many_hold
from tests.registry.stories import holder

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = amsterdam_day(NOW)


@pytest.mark.parametrize("mark", ["noloc-rl", "register-bka"])
async def test_the_situations_of_the_demo_all_at_once(register: Engine, mark: str) -> None:
    """Whatever people meet: the file is that of gather_dossier, the verdict that of evaluate, for every version."""
    catalogue = shipped_catalogue()
    await tell_situations(catalogue=catalogue, at=NOW)
    files = [file async for lot in holders_of(mark, TODAY, lot=2) for file in lot]
    alone = [await gather_dossier(file.holder, mark, TODAY) for file in files]
    assert (len(files), alone) == (await how_many_hold(mark, TODAY), files)
    assert len(files) >= 2
    scheme = catalogue.mark(mark)
    for version in scheme.versions:
        verdicts = Population(scheme, version, TODAY).judge(files)
        for place, file in enumerate(alone):
            found = evaluate(scheme, version, file, TODAY)
            expected = {r.code: (r.outcome, r.finding.missing) for r in found.requirements}
            assert (found.outcome, expected) == (
                verdicts.outcome_of(place),
                {code: verdicts.of(code, place) for code in expected},
            )


async def test_each_once_in_lots_of_any_size(register: Engine, catalogue: Catalogue) -> None:
    """Also when the last lot is full; and nobody on a day on which nobody holds it."""
    numbers = {(await holder(catalogue, seed=seed))[0] for seed in (1, 2, 3, 4)}
    on = datetime(2024, 1, 1, tzinfo=UTC).date()
    for size in (1, 2, 3, 4, 5):
        found = [file.holder async for lot in holders_of("proefmerk", on, lot=size) for file in lot]
        assert (4, numbers) == (len(found), set(found))
    assert [] == [lot async for lot in holders_of("proefmerk", TODAY)]
