"""One import of invented people into the database of DATABASE_URL: prints its seconds and rows as JSON."""

import asyncio
import json
import sys
from time import perf_counter

from benchmarks.invented import as_files, invented_people
from registry import database
from registry.catalogue import load_catalogue
from registry.clock import SystemClock
from registry.importing import import_register


async def one_import(people: int, seed: int) -> tuple[float, int]:
    """Seconds of the import, from the bytes of the files to the commit, and the rows in the files."""
    files = as_files(list(invented_people(people, seed)))
    async with database.running():
        catalogue = await load_catalogue()
        begun = perf_counter()
        imported = await import_register(files, catalogue=catalogue, actor="benchmark", at=SystemClock().now())
        return perf_counter() - begun, imported.people + imported.registrations


if __name__ == "__main__":
    print(json.dumps(asyncio.run(one_import(int(sys.argv[1]), int(sys.argv[2])))))
