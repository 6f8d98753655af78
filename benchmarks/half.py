"""All lines of one database, each printed as JSON: `python -m benchmarks.half sqlite --people 2000 --rounds 3`.

A process has one database, so each kind gets a process of its own.
"""

import argparse
import asyncio
import json
import os
from dataclasses import asdict

from uvicorn import Config

from benchmarks.databases import databases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=["sqlite", "postgres"])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    wanted = parser.parse_args()
    with databases(wanted.database) as made:
        url = os.environ["DATABASE_URL"] = made.new("measured")
        from benchmarks.lines import measure  # noqa: PLC0415  # only now: a table keeps the first engine it meets

        async def tell() -> None:
            async for figure in measure(made, wanted.database, url, wanted.people, wanted.rounds):
                print(json.dumps(asdict(figure)), flush=True)

        with asyncio.Runner(loop_factory=Config("", loop="auto").get_loop_factory()) as runner:  # a server's own
            runner.run(tell())


if __name__ == "__main__":
    main()
