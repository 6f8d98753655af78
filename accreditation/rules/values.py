"""The small values a scheme file is written in: exact amounts, lengths of time, texts in two languages."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from accreditation.dates import FIRST_DAY, LAST_DAY, Period

MOST = 10**9
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,12}|/0*[1-9]\d{0,11})?", re.ASCII)


class Strict(BaseModel):
    """What comes from a file: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


def read_amount(value: Any) -> Fraction:
    """An exact amount from 75, 2.5 (read as a decimal) or "1/3". Raises ValueError with what to write instead."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError('write an amount as a number such as 75 or 2.5, or as a fraction such as "1/3"')
    if not isinstance(value, int) and not _AMOUNT.fullmatch(str(value)):
        raise ValueError(f'"{str(value)[:40]}" is not an amount: write 75, 2.5 or "1/3"')
    amount = Fraction(value)
    if not 0 <= amount <= MOST:
        raise ValueError(f"an amount lies between 0 and {MOST}")
    return amount


def read_period(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    if not isinstance(value, str):
        raise ValueError('write a length of time as text, for example "4 years" or "6 months"')
    return Period.parse(value)


def check_day(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"a day lies between {FIRST_DAY} and {LAST_DAY}")
    return day


Amount = Annotated[Fraction, BeforeValidator(read_amount)]
Day = Annotated[date, AfterValidator(check_day)]
Length = Annotated[Period, BeforeValidator(read_period)]


def length_or(*words: str) -> Callable[[Any], Period | str]:
    """A reader of a length of time that also takes these words."""

    def read(value: Any) -> Period | str:
        if isinstance(value, str) and value in words:
            return value
        try:
            return read_period(value)
        except ValueError as error:
            raise ValueError(f"{error}, or {' or '.join(repr(w) for w in words)}") from None

    return read


KindOrAll = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z0-9][a-z0-9_/-]{0,79})$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_/-]{0,79}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Texts(Strict):
    """One text in both languages."""

    nl: Line
    en: Line

    def within(self, language: str) -> str:
        return self.en if language == "en" else self.nl
