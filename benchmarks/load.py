"""Many clients at once on a server of our own: `make load`, or `python -m benchmarks.load --seconds 20` for a look.

It fills a database of its own with invented people, serves it on 127.0.0.1, and lets the clients verify until the time
is over: questions about today, which the server may know by heart, and about days in the past, which it looks up. It
prints the requests, the statuses and the slowest answer. The exit code is 1 when an answer was not 200 or too late.
"""

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from secrets import token_hex

from benchmarks.clients import MACHINE, Asked, ask_together
from benchmarks.databases import databases
from tests.postgres import PostgresMissing

LIMIT = 3.0  # seconds for one answer
KINDS = ("sqlite", "postgres")


def main() -> int:
    wanted = _wanted()
    if wanted.database == "both":  # a process has one database
        command = [sys.executable, "-m", "benchmarks.load", *sys.argv[1:], "--database"]
        return max(subprocess.run([*command, kind], check=False).returncode for kind in KINDS)  # noqa: S603  # our own program
    try:
        asked = _on_a_database(wanted.database, wanted)
    except PostgresMissing as missing:
        print(f"{wanted.database}: not measured. {missing}", file=sys.stderr)
        return 1
    print(told(wanted.database, asked, wanted.clients, wanted.seconds), flush=True)
    return 0 if asked.is_kept(LIMIT) else 1


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--database", choices=["both", *KINDS], default="both")
    parser.add_argument("--clients", type=_between(1, 200), default=50, help="how many at once (50)")
    parser.add_argument("--seconds", type=_between(1, 600), default=180, help="how long, on each database (180)")
    parser.add_argument("--people", type=_between(20, 100_000), default=2_000, help="how many invented people (2000)")
    parser.add_argument("--workers", type=_between(1, 8), default=1, help="processes of the server (1)")
    return parser.parse_args()


def _between(least: int, most: int) -> Callable[[str], int]:
    def whole_number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"choose a whole number from {least} to {most}")
        return int(text)

    return whole_number


def _on_a_database(kind: str, wanted: argparse.Namespace) -> Asked:
    with databases(kind) as made:
        os.environ["DATABASE_URL"] = made.new("loaded")
        os.environ["SECRET_KEY"] = token_hex(32)  # more than one process needs one
        from benchmarks.loaded import questions_after_filling  # noqa: PLC0415  # only now: as in benchmarks.half
        from benchmarks.visibility import other_process  # noqa: PLC0415  # as above

        paths = asyncio.run(questions_after_filling(wanted.people))
        with other_process("--host", MACHINE, "--workers", str(wanted.workers)) as port:
            return asyncio.run(ask_together(port, paths, wanted.clients, wanted.seconds))


def told(kind: str, asked: Asked, clients: int, seconds: int) -> str:
    """One database in two lines."""
    statuses = ", ".join(f"{status or 'no answer'}: {count:,}" for status, count in sorted(asked.statuses.items()))
    verdict = "kept" if asked.is_kept(LIMIT) else "missed"
    return (
        f"{kind}: {clients} clients for {seconds} s, {asked.requests:,} requests ({statuses})\n"
        f"{kind}: slowest answer {asked.slowest:.2f} s; promised are only 200, none over {LIMIT:g} s: {verdict}"
    )


if __name__ == "__main__":
    sys.exit(main())
