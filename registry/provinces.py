"""In which province a postcode lies, by the list of postcodes that comes with the program."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

NOT_KNOWN = ""


def province_of(postcode4: str | None) -> str:
    """The province of the four figures of a postcode; nothing where none is known."""
    return _provinces().get(postcode4 or "", NOT_KNOWN)


@cache
def _provinces() -> Mapping[str, str]:
    lines = (files("registry") / "data" / "nl_pc4.csv").read_text("utf-8").splitlines()[1:]
    return {postcode: province for postcode, _, province, *_ in (line.split(",") for line in lines)}
