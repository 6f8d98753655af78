"""`loopbaanregister keys`: the keys that sign access tokens, as their operator sees and renews them."""

from __future__ import annotations

import json

import pytest

from tests.admin.commanding import process

KEY = {"SECRET_KEY": "k" * 32}


@pytest.fixture
def prepared(empty_database: str) -> str:
    """The address of an empty database with its tables."""
    assert 0 == process("migrate", url=empty_database).returncode
    return empty_database


def test_keys_are_renewed_with_an_overlap(prepared: str) -> None:
    """None at first; then each new one signs, and the one before it is believed for a while."""
    assert "There is no key yet" in process("keys", "list", url=prepared).stdout
    for _ in range(2):
        assert 0 == process("keys", "rotate", url=prepared, env=KEY).returncode
    newest, older = json.loads(process("keys", "list", "--json", url=prepared).stdout)
    assert (None, None) == (newest["signsUntil"], newest["believedUntil"])
    assert newest["since"] == older["signsUntil"] < older["believedUntil"]
    words = process("keys", "list", url=prepared).stdout.splitlines()
    assert [newest["kid"], older["kid"]] == [line.split()[0] for line in words]
    assert [True, False] == ["signs now" in line for line in words]


def test_without_a_key_of_its_own_the_register_makes_none(prepared: str) -> None:
    """Exit code 1 and the name of the setting; nothing was made."""
    refused = process("keys", "rotate", url=prepared)
    assert (1, True) == (refused.returncode, "SECRET_KEY is not set" in refused.stderr)
    assert [] == json.loads(process("keys", "list", "--json", url=prepared).stdout)
