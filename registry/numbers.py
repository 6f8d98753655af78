"""Register numbers: LP-, seven figures drawn at random, and two check figures (ISO 7064 MOD 97-10)."""

import re
from collections.abc import Callable
from functools import lru_cache

from registry.errors import Malformed, Problem

Draw = Callable[[int], int]  # a number from 0 up to but not including the argument, such as secrets.randbelow

_HYPHENS = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")
_SHAPE = "A register number looks like LP-0020418-51: seven figures and two check figures."


def new_number(draw: Draw) -> str:
    """A number at random. Whether it was given before is for the register to say."""
    return _written(f"{1 + draw(9_999_999):07d}")


@lru_cache(maxsize=4_096)
def read_number(text: str) -> str:
    """The exact form of a number somebody typed: spaces, small letters, a missing prefix or hyphens are forgiven.

    Raises Malformed, which tells a wrong shape and a mistyped figure apart. It does not say whether the number exists.
    """
    from stdnum.iso7064 import mod_97_10  # noqa: PLC0415  # 2 MB of pydoc with it, which a server needs for no start

    figures = _HYPHENS.sub("", text[:40]).upper().removeprefix("LP")
    if len(figures) != 9 or not (figures.isascii() and figures.isdigit()):
        raise Malformed([Problem("number", _SHAPE)])
    if not mod_97_10.is_valid(figures):
        raise Malformed([Problem("number", "The check figures do not fit the number: look for a typing mistake.")])
    return f"LP-{figures[:7]}-{figures[7:]}"


def _written(figures: str) -> str:
    from stdnum.iso7064 import mod_97_10  # noqa: PLC0415  # as above

    return f"LP-{figures}-{mod_97_10.calc_check_digits(figures)}"
