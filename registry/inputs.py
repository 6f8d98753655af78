"""What everything from outside meets: bounded text, no control characters, no unknown fields, all problems at once."""

import re
import unicodedata
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from registry.errors import Malformed, Problem


class Input(BaseModel):
    """A frozen record of what somebody handed in; a field it does not know is refused.

    Its validator is built with the first one that comes in: there are many kinds, and a start needs none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


M = TypeVar("M", bound=Input)


def _no_control(text: str) -> str:
    if text.isascii() and text.isprintable():  # the usual case, quickly
        return text
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
        raise ValueError("take out the invisible control characters")
    return unicodedata.normalize("NFC", text)


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("write this on one line")
    return text


def _website(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"'@]+\.[^\s<>\"'@]+", text):
        raise ValueError("write a web address that starts with https://")
    return text


def _line(most: int, least: int = 0) -> Any:
    return Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=least, max_length=most),
        AfterValidator(_no_control),
        AfterValidator(_one_line),
    ]


Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_/.-]{0,79}$")]
Kind = Code
Postcode4 = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}$")]
PHONE = r"^\+?[0-9 ()-]{3,22}$"
EMAIL = r"^[^@\s\x00]{1,64}@[^@\s\x00]{1,180}$"
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=PHONE)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=EMAIL)]
Website = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_website)]
Line20 = _line(20)
Line40 = _line(40)
Line60 = _line(60)
Line80 = _line(80)
Line120 = _line(120)
Line160 = _line(160)
Line200 = _line(200)
Required80 = _line(80, least=1)
Required120 = _line(120, least=1)
Required160 = _line(160, least=1)
Text1000 = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(_no_control)]
Text4000 = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_no_control)]
TomlText = Annotated[str, StringConstraints(max_length=1_000_000), AfterValidator(_no_control)]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_no_control)
]


def read_input(shape: type[M], data: Any) -> M:
    """Data from outside as `shape`. Raises Malformed with every problem in it, each with the field it is about."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise Malformed(_problem(e["loc"], e["msg"]) for e in error.errors(include_input=False)) from None


def _problem(where: tuple[int | str, ...], message: str) -> Problem:
    return Problem(".".join(str(part) for part in where) or "body", message.removeprefix("Value error, "))
