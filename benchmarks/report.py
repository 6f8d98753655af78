"""Runs both halves and prints every figure beside its target."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace

from rich.console import Console
from rich.table import Table

from benchmarks.figures import STOPPED, TARGETS, Figure, missing

OF_THE_OTHER = {"sqlite": "V3", "postgres": "V2"}


@dataclass(frozen=True, slots=True)
class Wish:
    """How much to measure."""

    people: int = 100_000
    databases: tuple[str, ...] = ("sqlite", "postgres")
    rounds: int = 9

    def hurried(self) -> "Wish":
        """Just enough to see that everything works."""
        return replace(self, people=min(self.people, 50), rounds=1)


def run(wish: Wish, *, as_json: bool, forgiving: bool) -> bool:
    """Measure and print; gives whether every promise was kept. The forgiving ask only that each line was reached."""
    figures = [figure for database in wish.databases for figure in _half(database, wish)]
    if as_json:
        print(json.dumps([_as_data(figure) for figure in figures], indent=2, ensure_ascii=False))
    else:
        _print_table(figures, wish)
    return all(figure.note != STOPPED if forgiving else figure.verdict == "ok" for figure in figures)


def _half(database: str, wish: Wish) -> list[Figure]:
    command = [sys.executable, "-m", "benchmarks.half", database, "--people", str(wish.people)]
    done = subprocess.run([*command, "--rounds", str(wish.rounds)], check=False, stdout=subprocess.PIPE)  # noqa: S603  # our own program
    figures = [Figure(**json.loads(line)) for line in done.stdout.splitlines()]
    if done.returncode != 0:
        left = set(TARGETS) - {figure.code for figure in figures} - {OF_THE_OTHER[database]}
        figures += [missing(code, database, STOPPED) for code in sorted(left)]
    return figures


def _as_data(figure: Figure) -> dict[str, object]:
    target = TARGETS[figure.code]
    return {
        "line": figure.code,
        "what": target.what,
        "database": figure.database,
        "measured": figure.measured,
        "bound": target.bound,
        "target": target.value,
        "unit": target.unit,
        "verdict": figure.verdict,
        "note": figure.note,
    }


def _print_table(figures: list[Figure], wish: Wish) -> None:
    table = Table(title=f"{wish.people:,} invented people, median of {wish.rounds} rounds")
    for heading in ("line", "what", "database"):
        table.add_column(heading)
    table.add_column("measured", justify="right")
    table.add_column("target", justify="right")
    table.add_column("verdict")
    table.add_column("note")
    for figure in figures:
        target = TARGETS[figure.code]
        sign = "≤" if target.bound == "at most" else "≥"
        measured = "-" if figure.measured is None else f"{figure.measured:.2f} {target.unit}"
        table.add_row(
            figure.code, target.what, figure.database, measured, f"{sign} {target.value:g} {target.unit}",
            figure.verdict, figure.note,
        )  # fmt: skip
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)  # a file has no width; a line of the table should be a line
    console.print(table)
