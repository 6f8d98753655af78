"""The places of the Netherlands, by the list of postcodes that comes with the program: how one is spelled, where."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from registry.names import fold

ALSO_CALLED = {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}  # as nearly everybody says
_APART = re.compile(r"\s*\([^)]*\)$")  # Bergen (NH)


def place_named(town: str) -> str | None:
    """A place as it is spelled, by its name in any capitals and with or without accents. None where it is not known."""
    return _spelled().get(fold(town))


def place_at(postcode4: str) -> str | None:
    """The place where these four figures lie, or the largest of them. None where they are not known."""
    found = _places().get(postcode4)
    return None if found is None else found[0]


def may_lie_at(town: str, postcode4: str) -> bool:
    """Whether a place can have these four figures: a small one may share those of its neighbour, in one province."""
    return _places()[postcode4][1] in {province for name, province in _named() if fold(name) == fold(town)}


@cache
def _places() -> Mapping[str, tuple[str, str]]:
    lines = (files("registry") / "data" / "nl_pc4.csv").read_text("utf-8").splitlines()[1:]
    return {postcode: (town, province) for postcode, town, province, *_ in (line.split(",") for line in lines)}


@cache
def _named() -> frozenset[tuple[str, str]]:
    """Every name of every place, with its province."""
    return frozenset(_every_name())


def _every_name() -> Iterator[tuple[str, str]]:
    for town, province in _places().values():
        yield from ((name, province) for name in {town, _APART.sub("", town), ALSO_CALLED.get(town, town)})


@cache
def _spelled() -> Mapping[str, str]:
    return {fold(name): name for name, _ in sorted(_named())}
