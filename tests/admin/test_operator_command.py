"""`loopbaanregister operator`: how the first person who runs the register comes in."""

from __future__ import annotations

from tests.admin.commanding import process

EMAIL = "beheer@voorbeeld.example"


def test_the_first_operator_gets_a_link(empty_database: str) -> None:
    """A link to choose a password once; a second time there is nothing to do, and a bad address is told."""
    assert 0 == process("migrate", url=empty_database).returncode
    first = process("operator", EMAIL, url=empty_database)
    again = process("operator", EMAIL, url=empty_database)
    wrong = process("operator", "beheer", url=empty_database)
    assert (0, True) == (first.returncode, "/wachtwoord-herstellen?code=" in first.stdout), first.stderr
    assert (1, True, "") == (again.returncode, "has this role already" in again.stderr, again.stdout)
    assert (2, True) == (wrong.returncode, "is no address for mail" in wrong.stderr)
