"""Passwords: what may be one, and keeping them so that not even we can read them."""

import asyncio
import re
import unicodedata
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from registry.errors import Problem, worded

SHORTEST, LONGEST = 12, 200
AT_ONCE = 2  # each takes 19 MiB and some 30 ms of a core
_LIST = Path(__file__).parent / "data" / "common_passwords.txt"
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_LEET = str.maketrans("013457@$!", "oieastasi")
_HOUSE = ("loopbaanregister", "loopbaancoach", "loopbaan", "registratie", "register")
_OWN_WORDS = 8  # characters that must be left when such words are taken out

_room: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def problems_with(password: str, email: str) -> list[Problem]:
    """Why this may not be a password; nothing when it may."""
    text = plain(password)
    if len(text) < SHORTEST:
        message = worded(
            "Choose a password of at least {least} characters. A sentence is easy to remember.", least=SHORTEST
        )
        return [Problem("password", message)]
    if len(text) > LONGEST:
        return [Problem("password", worded("Choose a password of at most {most} characters.", most=LONGEST))]
    if is_common(text) or _is_about(text, email):
        return [Problem("password", "This password is easy to guess. Choose another, such as a sentence of your own.")]
    return []


def plain(password: str) -> str:
    """A password in the form in which it is compared: letters that look alike are the same letter."""
    return unicodedata.normalize("NFKC", password)


def is_common(password: str) -> bool:
    """Whether it, its core without figures around it, or the piece it repeats is on the list of common passwords.

    So is what is left when the longest piece that is on the list is taken out, or what is left is next to nothing.
    """
    text = password.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    forms = {text, core, core.translate(_LEET), text.translate(_LEET)}
    if len(core) < 4 or len(set(text)) < 5 or forms & _common():
        return True
    repeats = any(_repeats(form, length) for form in forms for length in range(1, len(form) // 2 + 1))
    return repeats or any(_is_two_at_most(form) for form in forms)


def _is_two_at_most(text: str) -> bool:
    for length in range(len(text), 3, -1):
        for start in range(len(text) - length + 1):
            if text[start : start + length] in _common():
                rest = re.sub(r"[\W\d_]", "", text[:start] + text[start + length :])
                return len(rest) < 4 or rest in _common()
    return False


def _repeats(text: str, length: int) -> bool:
    return text == (text[:length] * (len(text) // length + 1))[: len(text)]


def _is_about(password: str, email: str) -> bool:
    left = password.casefold()
    for word in (*_HOUSE, *re.findall(r"\w{4,}", email.partition("@")[0].casefold())):
        left = left.replace(word, "")
    return len(left) < min(_OWN_WORDS, len(password))


@cache
def _common() -> frozenset[str]:
    return frozenset(_LIST.read_text().split())


async def hashed(password: str) -> str:
    """The password as it is kept."""
    async with _room_here():
        return await asyncio.to_thread(_HASHER.hash, plain(password))


async def is_right(kept: str | None, given: str) -> bool:
    """Whether this is the password that was kept. Without one it takes as long, and the answer is no."""
    async with _room_here():
        return await asyncio.to_thread(_verify, kept, plain(given)[:LONGEST])


def is_old(kept: str) -> bool:
    """Whether it was hashed by other numbers than those of today, so that it is to be hashed again."""
    return _HASHER.check_needs_rehash(kept)


def _verify(kept: str | None, given: str) -> bool:
    try:
        _HASHER.verify(kept or _nobody(), given)
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobody() -> str:
    """The hash of a password that nobody has, to be compared with for an address that nobody has."""
    return _HASHER.hash("nobody has this password, and it is not kept anywhere")


def _room_here() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    return _room.setdefault(loop, asyncio.Semaphore(AT_ONCE))
