"""A draw follows from its seed and its list, whoever does it, with whichever program."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.sample import (
    digest_of_list,
    digest_of_seed,
    draw,
    read_list,
    size_of,
    written_list,
)

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "check-a-sample.md"
SEED = "00" * 31 + "ff"
NAMES = st.lists(st.uuids().map(str), max_size=60, unique=True)
SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)
PERCENTAGES = st.integers(0, 100)


def names(count: int, seed: int = 1) -> list[str]:
    """So many names as applications have them."""
    draw_ = Random(seed)
    return [str(UUID(int=draw_.getrandbits(128), version=4)) for _ in range(count)]


@pytest.mark.parametrize(
    ("count", "percentage", "size"),
    [(0, 10, 0), (1, 10, 1), (10, 10, 1), (11, 10, 2), (100, 1, 1), (101, 1, 2), (7, 0, 0), (7, 100, 7), (3, 33, 1)],
)
def test_a_part_of_one_is_one(count: int, percentage: int, size: int) -> None:
    """Whole numbers only, rounded up."""
    assert size == size_of(count, percentage)


@given(NAMES, SEEDS, PERCENTAGES)
def test_the_order_of_the_list_makes_no_difference(every: list[str], seed: str, percentage: int) -> None:
    """As many as the percentage says, all from the list, the same from any order."""
    drawn = draw(seed, every, percentage)
    assert draw(seed, reversed(every), percentage) == drawn
    assert size_of(len(every), percentage) == len(drawn)
    assert set(drawn) <= set(every)


@given(NAMES, SEEDS, PERCENTAGES, PERCENTAGES)
def test_more_per_cent_only_adds(every: list[str], seed: str, one: int, other: int) -> None:
    """Whoever is drawn at a lower percentage is drawn at a higher one."""
    low, high = sorted((one, other))
    assert set(draw(seed, every, low)) <= set(draw(seed, every, high))


@given(NAMES, st.lists(st.uuids().map(str), max_size=9, unique=True))
def test_a_list_reads_back(every: list[str], others: list[str]) -> None:
    """What is left out stands on the list with why, and is not drawn from."""
    left_out = {name: "drawn_last_time" for name in others if name not in every}
    text = written_list(every, left_out)
    assert tuple(sorted(every)) == read_list(text)
    assert len(every) + len(left_out) == len(text.splitlines())


def test_every_name_has_its_chance() -> None:
    """In two thousand draws of a tenth, each of twenty names is drawn about two hundred times."""
    every = names(20)
    counts = dict.fromkeys(every, 0)
    for number in range(2000):
        for name in draw(digest_of_seed(str(number)), every, 10):
            counts[name] += 1
    assert [] == [count for count in counts.values() if not 150 <= count <= 250]


def script() -> str:
    """The ten lines of the how-to."""
    (found,) = re.findall(r"```python\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    return str(found)


@pytest.mark.parametrize(("count", "percentage"), [(1, 1), (37, 10), (200, 3), (50, 100)])
def test_the_script_of_the_how_to_draws_the_same(tmp_path: Path, count: int, percentage: int) -> None:
    """Ten lines that share nothing with this program give both digests and the same names."""
    every = names(count, seed=count)
    text = written_list(every, dict.fromkeys(names(5, seed=999), "first_application"))
    (tmp_path / "lijst.txt").write_text(text, "utf-8")
    (tmp_path / "steekproef.py").write_text(script(), "utf-8")
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "steekproef.py", SEED, str(percentage), "lijst.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = [f"seed {digest_of_seed(SEED)}", f"list {digest_of_list(text)}", *draw(SEED, every, percentage)]
    assert expected == said.stdout.splitlines()
    assert 10 == sum(bool(line) for line in script().splitlines())
