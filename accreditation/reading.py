"""Reading a scheme file: every mistake at once, with its line and what to write instead."""

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from accreditation.rules import AnyRule
from accreditation.scheme import Mark

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 40
MOST_MISTAKES = 100


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where (line when known, and path in the file) and what to write instead."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}, {self.path}" if self.line else self.path
        return f"{place}: {self.message}"


class SchemeError(ValueError):
    """A file that cannot be used. `mistakes` has all of them."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        self.name = name
        self.mistakes = tuple(mistakes)
        super().__init__(f"{name}: " + "\n".join(str(m) for m in mistakes))


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """The data of a TOML file with exact decimals. Raises SchemeError."""
    if len(text) > MOST_CHARACTERS:
        raise SchemeError(name, [Mistake("file", f"larger than {MOST_CHARACTERS} characters: split it up")])
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else None
        raise SchemeError(name, [Mistake("file", f"this is not TOML: {error}", line)]) from None
    except ValueError:  # Python reads no integer of thousands of digits
        raise SchemeError(name, [Mistake("file", "a number has too many digits")]) from None
    except RecursionError:
        raise SchemeError(name, [Mistake("file", "nested too deeply: keep rules shallow")]) from None
    if _depth(data) > MOST_DEPTH:
        raise SchemeError(name, [Mistake("file", f"nested more than {MOST_DEPTH} deep: keep rules shallow")])
    return data


def parse_mark(text: str, name: str) -> Mark:
    """Read one mark. Raises SchemeError with every mistake in the file at once."""
    data = parse_toml(text, name)
    try:
        return Mark.model_validate(data)
    except ValidationError as error:
        raise SchemeError(name, explain(error, text)) from None


def explain(error: ValidationError, text: str) -> list[Mistake]:
    """The errors of pydantic in plain words, in the order of the file."""
    errors = error.errors(include_url=False)
    shown = errors[:MOST_MISTAKES]
    mistakes = dict.fromkeys(_mistake(e, text) for e in shown if not _is_hollow(e, shown))
    more = [Mistake("file", f"and {len(errors) - len(shown)} more mistakes")] if len(errors) > len(shown) else []
    return [*sorted(mistakes, key=lambda m: (m.line or 0, m.path)), *more]


def _is_hollow(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """A list whose only items are wrong is also called too short: the mistakes inside it say enough."""
    place = error["loc"]
    inside = (e for e in errors if e["loc"] != place and e["loc"][: len(place)] == place)
    return error["type"] == "too_short" and any(inside)


def _depth(data: Any) -> int:
    deepest, queue = 0, [(data, 1)]
    while queue:
        value, level = queue.pop()
        deepest = max(deepest, level)
        if deepest > MOST_DEPTH:
            return deepest
        if isinstance(value, dict):
            queue += [(v, level + 1) for v in value.values()]
        elif isinstance(value, list):
            queue += [(v, level + 1) for v in value]
    return deepest


def _mistake(error: ErrorDetails, text: str) -> Mistake:
    keys = _keys(error["loc"])
    return Mistake(_path(keys), _words(error), _line(keys, text))


def _keys(loc: Sequence[str | int]) -> list[str | int]:
    """The location in the file: without the names of kinds and types that pydantic puts between."""
    keys: list[str | int] = []
    for index, part in enumerate(loc):
        before = next((str(p) for p in reversed(loc[:index]) if isinstance(p, str)), "")
        is_kind = part in _kinds() and before in ("rule", "rules", "whole", "minimums")
        if isinstance(part, int) or not (is_kind or _TYPE.match(part)):
            keys.append(part)
    return keys


_TYPE = re.compile(r"^(.*\[.*\]|function-.*|tagged-union.*|is-instance.*)$")


def _path(keys: Sequence[str | int]) -> str:
    words = ""
    for part in keys:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words or "file"


def _words(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "missing":
            return "this is missing: add it"
        case "extra_forbidden":
            return _unknown_key(error)
        case "union_tag_invalid":
            return f'"{context.get("tag")}" is no kind of rule{_nearest(str(context.get("tag")), _kinds())}'
        case "union_tag_not_found":
            return f'say which kind of rule this is: kind = "…", one of {", ".join(_kinds())}'
        case "literal_error" | "enum":
            return f"{error['input']!r} is not possible here: write {context.get('expected')}"
        case "value_error":
            return str(context.get("error", error["msg"]))
        case "string_pattern_mismatch":
            return "write small letters, digits, - and _ only"
        case "too_short":
            return "this is empty: add at least one"
        case _:
            return f"{error['msg'][0].lower()}{error['msg'][1:]} (found: {str(error['input'])[:80]!r})"


def _unknown_key(error: ErrorDetails) -> str:
    key = str(error["loc"][-1])
    return f'"{key}" is no key here{_nearest(key, _known_keys())}: change or remove it'


def _nearest(word: str, words: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, words, n=1)
    return f'; do you mean "{close[0]}"?' if close else f", choose one of {', '.join(words)}" if len(words) < 30 else ""


def _line(keys: Sequence[str | int], text: str) -> int | None:
    """The line of a place in the file: the right numbered table header, then the key behind it, as far as found."""
    lines = text.splitlines()
    at: int | None = None
    for depth, part in enumerate(keys):
        start = 0 if at is None else at
        if isinstance(part, int):
            header = f"[[{'.'.join(k for k in keys[:depth] if isinstance(k, str))}]]"
            places = [i for i in range(start, len(lines)) if lines[i].strip().startswith(header)]
            at = places[part] if len(places) > part else at
        else:
            word = re.compile(rf"\b{re.escape(part)}\b")
            at = next((i for i in range(start, len(lines)) if word.search(lines[i])), at)
    return None if at is None else at + 1


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted(c.model_fields["kind"].default for c in get_args(get_args(AnyRule)[0])))


@cache
def _known_keys() -> tuple[str, ...]:
    """Every key a scheme file may hold, for "do you mean"."""
    schema = Mark.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return tuple(sorted({key for part in parts for key in part.get("properties", {})}))
