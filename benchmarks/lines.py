"""Every line of one database, one after the other."""

import sys
from time import perf_counter

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.import_speed import measure_import
from benchmarks.peer_prices import measure_peers
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


async def measure(made: Databases, database: str, url: str, people: int, rounds: int) -> list[Figure]:
    """Fill the database and measure every line."""
    await _prepare()
    made.copy("template", "measured")
    begun = perf_counter()
    await _fill(people)
    _say(f"{database}: {people:,} invented people in {perf_counter() - begun:.0f} s")
    figures: list[Figure] = []
    async with opened(await certified_numbers(min(ASKED_ABOUT, people))) as register:
        _say(f"{database}: asking")
        figures += await measure_verification(register, database, rounds)
        _say(f"{database}: asking the peers")
        figures += await measure_peers(register, database, url, rounds)
        _say(f"{database}: revoking")
        figures += await measure_visibility(register, database, rounds)
    _say(f"{database}: importing")
    figures += await measure_import(made, database, "template", min(IMPORTED, people), rounds)
    _say(f"{database}: starting")
    figures += measure_start_up(database, rounds)
    return figures


async def _prepare() -> None:
    async with running():
        await migrate()
        await store_shipped(actor=ACTOR, at=SystemClock().now())


async def _fill(people: int) -> None:
    async with running():
        await settle_new(people, catalogue=await load_catalogue(), at=SystemClock().now())


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
