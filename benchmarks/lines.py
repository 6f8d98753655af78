"""Every line of one database, one after the other."""

import sys
from collections.abc import AsyncIterator
from time import perf_counter

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.import_speed import measure_import
from benchmarks.logging_speed import measure_logging
from benchmarks.peer_prices import measure_peers
from benchmarks.population import measure_population
from benchmarks.start_up import measure_start_up
from benchmarks.the_register import certified_numbers, opened
from benchmarks.verification import measure_verification
from benchmarks.visibility import measure_visibility
from fixtures.population import settle_new
from registry.catalogue import load_catalogue, store_shipped
from registry.clock import SystemClock
from registry.database import running
from registry.migrate import migrate

ASKED_ABOUT = 2_000  # people, the same number of times each
IMPORTED = 5_000  # people in a file
ACTOR = "benchmark"


async def measure(made: Databases, database: str, url: str, people: int, rounds: int) -> AsyncIterator[Figure]:
    """Fill the database and measure every line; each comes as soon as it is known."""
    await _prepare()
    made.copy("template", "measured")
    begun = perf_counter()
    await _fill(people)
    _say(f"{database}: {people:,} invented people in {perf_counter() - begun:.0f} s")
    async with opened(await certified_numbers(min(ASKED_ABOUT, people))) as register:
        _say(f"{database}: asking")
        for figure in await measure_verification(register, database, rounds):
            yield figure
        _say(f"{database}: asking the peers")
        for figure in await measure_peers(register, database, url, rounds):
            yield figure
        _say(f"{database}: revoking")
        for figure in await measure_visibility(register, database, rounds):
            yield figure
    _say(f"{database}: logging")
    async with running():
        for figure in await measure_logging(database, rounds):
            yield figure
    _say(f"{database}: judging everybody")
    for figure in measure_population(database, people, rounds):
        yield figure
    _say(f"{database}: importing")
    for figure in await measure_import(made, database, "template", min(IMPORTED, people), rounds):
        yield figure
    _say(f"{database}: starting")
    for figure in measure_start_up(database, rounds):
        yield figure


async def _prepare() -> None:
    async with running():
        await migrate()
        await store_shipped(actor=ACTOR, at=SystemClock().now())


async def _fill(people: int) -> None:
    async with running():
        await settle_new(people, catalogue=await load_catalogue(), at=SystemClock().now())


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
