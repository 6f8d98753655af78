"""Drawing a sample that anyone can draw again: from a seed, the names of what is drawn from, and a percentage.

The seed is text of 64 hexadecimal digits; names and seed are used as the bytes of that text, so that ten lines in any
language, or `sha256sum`, give the same answer.
"""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256


def digest_of_seed(seed: str) -> str:
    """What is published of a seed before the draw: whoever sees it cannot find the seed, and nobody can change it."""
    return sha256(seed.encode()).hexdigest()


def written_list(names: Iterable[str], left_out: Mapping[str, str]) -> str:
    """The list as a file: a line for each name, in order; after one that is not drawn from stands why."""
    lines = {name: name for name in names} | {name: f"{name} {why}" for name, why in left_out.items()}
    return "".join(f"{lines[name]}\n" for name in sorted(lines))


def read_list(text: str) -> tuple[str, ...]:
    """The names in such a file that are drawn from, in order."""
    lines = [line.split() for line in text.splitlines()]
    return tuple(sorted(words[0] for words in lines if len(words) == 1))


def digest_of_list(text: str) -> str:
    """The digest of the list as a file, which `sha256sum` gives as well."""
    return sha256(text.encode()).hexdigest()


def size_of(count: int, percentage: int) -> int:
    """How many are drawn of so many: a part of one is one."""
    return -(-count * percentage // 100)


def ticket(seed: str, name: str) -> str:
    """What decides whether a name is drawn: the lowest are."""
    return hmac.new(seed.encode(), name.encode(), sha256).hexdigest()


def draw(seed: str, names: Iterable[str], percentage: int) -> tuple[str, ...]:
    """Those that are drawn, in order of their names. The order in which the names come makes no difference."""
    every = sorted(set(names), key=lambda name: (ticket(seed, name), name))
    return tuple(sorted(every[: size_of(len(every), percentage)]))
