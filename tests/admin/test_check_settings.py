"""check-settings: everything at once, and nothing secret."""

from __future__ import annotations

import json

import pytest

from registry.settings import Settings
from tests.admin.commanding import command

SECRET = "a-very-secret-key-of-more-than-32-characters"


def test_every_setting_is_shown() -> None:
    """With its value, and whether that is the default."""
    shown = command("check-settings", env={"PORT": "8123", "HOST": ""})
    assert 0 == shown.exit_code
    assert {name.upper() for name in Settings.model_fields} == {line.split()[0] for line in shown.output.splitlines()}
    lines = {line.split()[0]: line for line in shown.output.splitlines()}
    assert lines["PORT"].endswith("8123")
    assert lines["HOST"].endswith("(default)")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///file.sqlite", "sqlite:///file.sqlite"),
        ("postgresql://me:geheim@db.example:5432/register", "postgresql://me:***@db.example:5432/register"),
        ("postgresql://db.example/register?password=geheim", "postgresql://db.example/register?***"),
        ("postgresql://me@db.example/register", "postgresql://me@db.example/register"),
    ],
)
def test_passwords_and_keys_are_masked(url: str, expected: str) -> None:
    """The screen may be photographed."""
    shown = command("check-settings", "--json", env={"DATABASE_URL": url, "SECRET_KEY": SECRET})
    settings = json.loads(shown.stdout)
    assert expected == settings["DATABASE_URL"]
    assert SECRET not in shown.output
    assert settings["SECRET_KEY"]


def test_all_wrong_settings_are_told_together() -> None:
    """One run of the command is enough to correct them all."""
    shown = command("check-settings", env={"PORT": "0", "LOG_LEVEL": "loud", "BASE_URL": "nowhere"})
    assert 2 == shown.exit_code
    assert all(name in shown.stderr for name in ("PORT", "LOG_LEVEL", "BASE_URL"))
    assert "Traceback" not in shown.output
