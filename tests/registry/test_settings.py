"""Settings are read once, and every wrong one is reported together."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from registry.settings import Settings, SettingsError, read_settings


def test_every_setting_has_a_default() -> None:
    """Without any setting the program runs on this machine, on SQLite."""
    settings = read_settings({})
    assert ("sqlite:///loopbaanregister.sqlite", 8000) == (settings.database_url, settings.port)


def test_an_empty_setting_means_the_default() -> None:
    """An emptied line in a settings file is no setting."""
    assert read_settings({}) == read_settings({"PORT": "", "SECRET_KEY": ""})


def test_all_wrong_settings_are_reported_together() -> None:
    """Each wrong setting has its own line, by the name it has in the environment, and no value is repeated."""
    with pytest.raises(SettingsError) as wrong:
        read_settings(
            {"PORT": "http", "DATABASE_URL": "mysql://user:secret@host/db", "LOG_LEVEL": "loud", "HOST": "::"}
        )
    assert ["DATABASE_URL", "PORT", "LOG_LEVEL"] == [line.split(":")[0] for line in wrong.value.problems]
    assert "secret" not in str(wrong.value)


@pytest.mark.parametrize(
    "url", ["sqlite:///x.sqlite", "sqlite:////tmp/x.sqlite", "postgresql://u:p@h:5432/d", "postgres://u@h/d"]
)
def test_addresses_of_databases(url: str) -> None:
    """The two kinds of database, each in the ways people write them."""
    assert url == read_settings({"DATABASE_URL": url}).database_url


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "postgresql:///db", "mysql://h/d", "x.sqlite"])
def test_wrong_addresses_of_databases(url: str) -> None:
    """What is no address is told how to write one."""
    with pytest.raises(SettingsError, match="write sqlite:///"):
        read_settings({"DATABASE_URL": url})


def test_settings_cannot_be_changed() -> None:
    """Read once, frozen."""
    with pytest.raises(ValidationError):
        read_settings({}).port = 1


def test_the_address_people_type_has_no_slash_at_the_end() -> None:
    """So that a path can be put after it."""
    assert "https://register.example" == read_settings({"BASE_URL": "https://register.example/"}).base_url


def test_nothing_slips_in_beside_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real environment is read by whoever calls, and by nobody else."""
    monkeypatch.setenv("PORT", "9")
    assert 8000 == read_settings({}).port
    assert 8000 == Settings().port


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"DATABASE_URL": "sqlite:////data/register.sqlite"}, "file:///data/var/evidence/register"),
        ({"DATABASE_URL": "postgresql://u:p@h/kern"}, (Path.cwd() / "var/evidence/kern").as_uri()),
        ({"EVIDENCE_STORE": "file:///bewijs"}, "file:///bewijs"),
        ({"EVIDENCE_STORE": "s3://bewijs/x?region=nl"}, "s3://bewijs/x?region=nl"),
    ],
)
def test_evidence_lies_beside_the_database_or_where_it_is_told(given: dict[str, str], expected: str) -> None:
    """Two databases never share a folder by default: sweeping the files of one would touch the other's."""
    assert expected == read_settings(given).evidence_address


def test_wrong_places_for_evidence_are_said() -> None:
    """A store that is none, and a scanner without its port."""
    with pytest.raises(SettingsError) as wrong:
        read_settings({"EVIDENCE_STORE": "var/evidence", "CLAMAV": "clamav"})
    assert ["EVIDENCE_STORE", "CLAMAV"] == [line.split(":")[0] for line in wrong.value.problems]
