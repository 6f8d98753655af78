"""One exact text for one set of facts, so that a digest means something: sorted keys, no spaces."""

from fractions import Fraction
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def canonical(value: Any) -> str:
    """Dataclasses, days, fractions, sets and plain data as JSON; the same text for equal values."""
    return msgspec.json.encode(value, enc_hook=_plain, order="sorted").decode()


def from_canonical(text: str, shape: type[T]) -> T:
    """The value that `canonical` wrote down. Raises msgspec.ValidationError when the text has another shape."""
    return msgspec.json.decode(text, type=shape, dec_hook=_exact)


def digest(text: str) -> str:
    """SHA-256 of a text, in 64 hexadecimal figures."""
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _exact(shape: type, value: Any) -> Any:
    if shape is Fraction:
        return Fraction(value)
    raise TypeError(f"cannot read a {shape.__name__}")
