"""B1 to B3: a whole population judged at once, beside the same rules over one file after the other."""

import subprocess
import sys
from collections.abc import Sequence
from itertools import islice
from math import log10
from pathlib import Path
from statistics import median
from time import process_time

from accreditation.dossier import Dossier
from accreditation.evaluate import evaluate
from accreditation.population import Population
from accreditation.population.columns import side_by_side
from accreditation.scheme import Mark, SchemeVersion
from benchmarks.figures import Figure, missing
from benchmarks.invented_files import ON, invented_files
from registry.catalogue import shipped_catalogue

RULES = (("noloc-rl", "2021-01-01"), ("register-bka", "announced-400-points"))
TOGETHER = 4_000  # files at once
ONE_BY_ONE = 200  # files, which is enough to know what one costs
LOT = 500


def measure_population(database: str, people: int, rounds: int) -> list[Figure]:
    """Nothing here asks the database: that it gives the same files is for tests/registry/test_holders.py."""
    files = list(invented_files(min(TOGETHER, people)))
    ratios, notes = [], []
    for code, version in RULES:
        mark = shipped_catalogue().mark(code)
        found = median(_cheaper(mark, mark.version(version), files) for _ in range(max(rounds // 3, 1)))
        ratios.append(found)
        notes.append(f"{code} {found:.0f} ×")
    equal = min(_equal(shipped_catalogue().mark(code), version, files[:ONE_BY_ONE]) for code, version in RULES)
    figures = [Figure("B1", database, min(ratios), ", ".join(notes))]
    if not Path("/proc/self/status").exists():
        return [*figures, *(missing(code, database, "needs /proc") for code in ("B2a", "B2b"))]
    few, many = _growth(people // 10), _growth(people)
    return [
        *figures,
        Figure("B2a", database, log10(many[0] / few[0]), f"{few[0]:.1f} s and {many[0]:.1f} s of CPU"),
        Figure("B2b", database, many[1] / few[1], f"{few[1] / 1024:.0f} MB and {many[1] / 1024:.0f} MB at most"),
        Figure("B3", database, equal, "outcome and shortfall of every requirement"),
    ]


def _cheaper(mark: Mark, version: SchemeVersion, files: Sequence[Dossier]) -> float:
    population = Population(mark, version, ON)
    people = side_by_side(files, population.shapes)
    begun = process_time()
    population.judge_people(people)
    together = (process_time() - begun) / len(files)
    begun = process_time()
    for file in files[:ONE_BY_ONE]:
        evaluate(mark, version, file, ON)
    return (process_time() - begun) / len(files[:ONE_BY_ONE]) / together


def _equal(mark: Mark, version: str, files: Sequence[Dossier]) -> float:
    """The share of the files with the very same answer both ways."""
    rules = mark.version(version)
    verdicts = Population(mark, rules, ON).judge(files)
    same = 0
    for place, file in enumerate(files):
        alone = evaluate(mark, rules, file, ON)
        answers = {r.code: (r.outcome, r.finding.missing) for r in alone.requirements}
        same += alone.outcome == verdicts.outcome_of(place) and answers == {c: verdicts.of(c, place) for c in answers}
    return same / len(files)


def _growth(people: int) -> tuple[float, float]:
    """CPU seconds of judging so many, and the most memory that it took (in kB), in a process of its own."""
    told = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "benchmarks.population", str(people)], capture_output=True, text=True, check=True
    )
    seconds, memory = told.stdout.split()
    return float(seconds), float(memory)


def _judge_all(people: int) -> None:
    """Lot after lot; what making the files up costs is not counted."""
    mark = shipped_catalogue().mark(RULES[0][0])
    population = Population(mark, mark.version(RULES[0][1]), ON)
    spent = 0.0
    files = invented_files(people)
    while lot := list(islice(files, LOT)):
        begun = process_time()
        population.judge(lot)
        spent += process_time() - begun
    most = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    print(spent, most)  # that is its answer


if __name__ == "__main__":
    _judge_all(int(sys.argv[1]))
