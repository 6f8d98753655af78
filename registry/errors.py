"""What can go wrong in the register, in one small vocabulary that knows nothing of HTTP.

Each message is a sentence for the person who asked: what is wrong and what to do next. It never holds a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


class Wording(str):
    """A sentence with its gaps filled, that still knows the sentence: a page says it in another language."""

    __slots__ = ("sentence", "values")

    def __new__(cls, sentence: str, values: dict[str, object]) -> "Wording":
        filled = super().__new__(cls, sentence.format_map(values))
        filled.sentence = sentence
        filled.values = values
        return filled

    sentence: str
    values: dict[str, object]


def worded(sentence: str, **values: object) -> Wording:
    """`sentence` with its {gaps} filled, for a message of the errors below."""
    return Wording(sentence, values)


class RegisterError(Exception):
    """An answer other than the one hoped for; the message says what to do next."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NotFound(RegisterError):
    """What was asked for is not in the register."""


class Removed(RegisterError):
    """It was here and was taken out by right; `reason` is "by_right" or "deceased"."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class Merged(Removed):
    """Their file went into another one: what had the number `gone` is found under the number `kept`."""

    def __init__(self, message: str, gone: str, kept: str) -> None:
        super().__init__(message, "merged")
        self.gone = gone
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one field, and what to write instead."""

    field: str
    message: str


class Malformed(RegisterError):
    """What was given cannot be read; `problems` lists everything that is wrong with it, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in self.problems))


class Conflict(RegisterError):
    """Somebody was first, or it clashes with what is already recorded."""


class Refused(RegisterError):
    """The rules of the register do not allow it."""


class TooOften(RegisterError):
    """It was tried too often; from the moment `until` it may be tried again."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class DatabaseBusy(RegisterError):
    """The database has too much to do; the same request may succeed in a moment. Nothing was changed."""


class DatabaseAway(RegisterError):
    """The database does not answer. Whether a change that was being committed got through is not known."""


class StoreAway(RegisterError):
    """The place where files are kept, or the virus scanner before it, does not answer. Nothing was recorded."""


class Damaged(RegisterError):
    """A file that was stored is gone, or no longer holds what was handed in. Somebody must look at the store."""
