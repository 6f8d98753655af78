"""Amounts and days as people type them, and as fields show them again. Never through a float."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_AMOUNT = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)  # what the register holds at most: 99,999
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)", re.ASCII)


def read_minutes(value: object) -> int:
    """`2,5` and `2:30` are 150 minutes."""
    text = str(value).strip()
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 60 + int(clock[2])
    if amount := _AMOUNT.fullmatch(text):
        minutes = Decimal(f"{amount[1]}.{amount[2] or 0}") * 60
        return int(minutes.to_integral_value())
    raise PydanticCustomError("hours", "not an amount of hours")


def read_hundredths(value: object) -> int:
    """`4,5` is 450 hundredths."""
    amount = _AMOUNT.fullmatch(str(value).strip())
    if amount is None:
        raise PydanticCustomError("points", "not an amount of points")
    return int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0"))


def hours_text(minutes: int | None) -> str:
    """As it was typed: `2,5`; with minutes that are no half hours `2:20`."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if rest == 0:
        return str(hours)
    return f"{hours},5" if rest == 30 else f"{hours}:{rest:02d}"


def hundredths_text(hundredths: int | None) -> str:
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",")


Hours = Annotated[int, BeforeValidator(read_minutes)]
Points = Annotated[int, BeforeValidator(read_hundredths)]
