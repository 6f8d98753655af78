"""I1: an import with all its validation, beside inserting the very rows it made without any: rows per second."""

import json
import os
import subprocess
import sys
from statistics import median

from benchmarks.bare_inserts import insert_bare
from benchmarks.databases import Databases
from benchmarks.figures import Figure


async def measure_import(made: Databases, database: str, template: str, people: int, rounds: int) -> list[Figure]:
    """Each round imports into a fresh copy of `template`, a prepared database without people, and then the other."""
    ratios, speeds = [], []
    for number in range(rounds):
        imported = made.copy("imported", template)
        seconds, rows = _import(imported, people, seed=number)
        bare = await insert_bare(imported, made.copy("untouched", template), made.copy("bare", template))
        ratios.append(bare / seconds)
        speeds.append(rows / seconds)
    return [Figure("I1", database, median(ratios), f"{median(speeds):,.0f} rows a second")]


def _import(url: str, people: int, seed: int) -> tuple[float, int]:
    """Seconds and rows of one import, in a process of its own because a process has one database."""
    command = [sys.executable, "-m", "benchmarks.one_import", str(people), str(seed)]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True, stdout=subprocess.PIPE)  # noqa: S603  # our own program
    seconds, rows = json.loads(done.stdout)
    return seconds, rows
