"""What may be a password, how it is kept, and that looking takes as long for nobody as for somebody."""

from __future__ import annotations

import asyncio
import threading
import unicodedata
from statistics import median
from time import process_time

import pytest
from argon2 import PasswordHasher, extract_parameters

from registry import passwords
from registry.passwords import AT_ONCE, LONGEST, SHORTEST, hashed, is_old, is_right, plain, problems_with


def wide(text: str) -> str:
    """The same letters as some keyboards of East Asia write them."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


EMAIL = "proefpersoon@voorbeeld.example"
GOOD = (
    "een fietsbel op maandag",
    "Tr0ub4dor&3-kanarie",
    "vier paarse paraplus",
    "żółw pływa wolno",
    "🐢 loopt naar huis",
)
WEAK = {
    "empty": "",
    "eleven characters": "fietsbel op",
    "one character": "aaaaaaaaaaaaaaa",
    "a row of figures": "1234567890123",
    "on the list": "passwordpassword",
    "on the list with figures": "wachtwoord2026",
    "on the list with a year and a mark": "Welkom2026!!",
    "on the list, written with figures": "p4ssw0rd!2026",
    "on the list in capitals": "QWERTYUIOPAS",
    "two letters in turn": "abababababab",
    "on the list and a little more": "qwertyuiopas",
    "two of the list": "feyenoordsunshine",
    "repeated": "fietsfietsfiets",
    "the address": "proefpersoon2026",
    "the name of the register": "loopbaanregister1",
    "the address and the register": "proefpersoonloopbaan",
    "wide letters": wide("password1234"),
    "too long": "een fietsbel op maandag " * 9,
}


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_of_ones_own_is_good(password: str) -> None:
    """In any alphabet, with or without figures."""
    assert [] == problems_with(password, EMAIL)


@pytest.mark.parametrize("name", list(WEAK))
def test_what_is_easy_to_guess_is_refused(name: str) -> None:
    """With one problem, about the password."""
    assert ["password"] == [problem.field for problem in problems_with(WEAK[name], EMAIL)]


def test_the_bounds_are_those_that_are_said() -> None:
    """Twelve characters are enough, two hundred are still allowed, and the sentences name both."""
    letters = "kvxqjzwphmrd"
    assert [] == problems_with(letters, EMAIL)
    assert f"at least {SHORTEST}" in problems_with(letters[:-1], EMAIL)[0].message
    longest = (letters + "bnfgtlsy") * 10 + "z"
    assert [] == problems_with(longest[1 : LONGEST + 1], EMAIL)
    assert f"at most {LONGEST}" in problems_with(longest, EMAIL)[0].message


async def test_one_password_written_in_two_ways() -> None:
    """A letter with its accent apart, as some keyboards send it, is the same letter."""
    kept = await hashed("een café op de hoek")
    assert await is_right(kept, unicodedata.normalize("NFD", "een café op de hoek"))
    assert not await is_right(kept, "een cafe op de hoek")
    assert plain(wide("fiets")) == "fiets"


async def test_a_password_is_kept_slowly_and_never_twice_alike() -> None:
    """argon2id with 19 MiB, twice over; the same password looks different each time."""
    first, second = await hashed(GOOD[0]), await hashed(GOOD[0])
    kept = extract_parameters(first)
    assert ("ID", 19_456, 2, 1) == (kept.type.name, kept.memory_cost, kept.time_cost, kept.parallelism)
    assert first != second
    assert not is_old(first)
    assert is_old(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))


@pytest.mark.parametrize("kept", [None, "", "$argon2id$", "x" * 97])
async def test_what_is_no_hash_lets_nobody_in(kept: str | None) -> None:
    """Not even with an empty password."""
    assert not await is_right(kept, "")
    assert not await is_right(kept, GOOD[0])


async def test_nobody_takes_as_long_as_somebody() -> None:
    """The work for an address without an account is that for a wrong password: the same work, by the processor."""
    kept = await hashed(GOOD[0])
    spent: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(40):
        for known in (True, False) if turn % 2 else (False, True):
            begun = process_time()
            assert not await is_right(kept if known else None, "niet het goede wachtwoord")
            spent[known].append(process_time() - begun)
    assert 0.85 < median(spent[True]) / median(spent[False]) < 1.18


class Watched(PasswordHasher):
    """A hasher that remembers how many were at work at the same moment."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8_192, parallelism=1)
        self.busy, self.most, self.door = 0, 0, threading.Lock()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.door:
            self.busy += 1
            self.most = max(self.most, self.busy)
        kept = super().hash(password, salt=salt)
        with self.door:
            self.busy -= 1
        return kept


async def test_two_at_once_and_the_rest_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd that signs in takes turns: the memory of two, not of all of them."""
    watched = Watched()
    monkeypatch.setattr(passwords, "_HASHER", watched)
    await asyncio.gather(*(hashed(GOOD[0]) for _ in range(12)))
    assert 1 <= watched.most <= AT_ONCE
