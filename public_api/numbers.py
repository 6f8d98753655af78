"""The register number in an address or a box: read, or refused with the reason that fits."""

from __future__ import annotations

import re

from public_api.web.problems import ProblemRaised
from registry.errors import Malformed
from registry.numbers import read_number

LONGEST = 40
_BETWEEN = r"[\s.\-\u2010-\u2015\u2212]*"  # what people put between figures
# Not a name: figures, perhaps after the letters of a register.
_LOOKS_LIKE_A_NUMBER = re.compile(rf"(lp|rl|bka)?{_BETWEEN}([0-9]{_BETWEEN}){{4,}}", re.IGNORECASE)
_HAS_THE_SHAPE = re.compile(rf"(lp)?{_BETWEEN}([0-9]{_BETWEEN}){{9}}", re.IGNORECASE)


def looks_like_a_number(text: str) -> bool:
    """Whether somebody meant a number and not a name."""
    return _LOOKS_LIKE_A_NUMBER.fullmatch(text.strip()) is not None


def asked_number(text: str) -> str:
    """The exact number. ProblemRaised tells a typing mistake in a number from something that is no number at all."""
    try:
        if len(text) <= LONGEST:
            return read_number(text)
    except Malformed:
        if _HAS_THE_SHAPE.fullmatch(text.strip()):
            raise ProblemRaised("wrong-check-digits") from None
    raise ProblemRaised("malformed-number")
