"""Commands that meet the database, each as a process of its own: what they do, and how they end when they cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.admin.commanding import process

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
UNKNOWN, MISTYPED = "LP-0020418-51", "LP-0020418-52"
PEOPLE = "kenmerk;voorletters;achternaam;plaats;postcode\nA1;F.;Jansen;Utrecht;3511\nA2;G.;Smit;Assen;9401\n"
TERMS = "kenmerk;keurmerk;vanaf;tot en met\nA1;noloc-rl;02-03-2021;01-03-2025\nA1;noloc-rl;02-03-2025;01-03-2029\n"


@pytest.fixture
def prepared(empty_database: str) -> str:
    """The address of an empty database with its tables."""
    assert 0 == process("migrate", url=empty_database).returncode
    return empty_database


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two CSV files of an existing register."""
    people, terms = tmp_path / "mensen.csv", tmp_path / "registraties.csv"
    people.write_text(PEOPLE)
    terms.write_text(TERMS)
    return people, terms


def test_migrating_twice_is_harmless(empty_database: str) -> None:
    """The first prepares everything, the second finds nothing to do."""
    first, second = process("migrate", url=empty_database), process("migrate", url=empty_database)
    assert (0, 0) == (first.returncode, second.returncode)
    assert "recorded the rules of noloc-rl" in first.stdout
    assert "Nothing to do: the database is up to date.\n" == second.stdout


@pytest.mark.parametrize("words", [("verify", UNKNOWN), ("serve", "--port", "1"), ("replay", "0" * 32)], ids=str)
def test_a_database_that_is_not_prepared_says_what_to_run(empty_database: str, words: tuple[str, ...]) -> None:
    """Exit code 4 and the command that helps."""
    ended = process(*words, url=empty_database)
    assert (4, True) == (ended.returncode, "loopbaanregister migrate" in ended.stderr)


@pytest.mark.parametrize("words", [("verify", UNKNOWN), ("migrate",), ("demo", "--no-serve")], ids=str)
def test_a_database_that_is_away_is_told_apart(words: tuple[str, ...]) -> None:
    """Exit code 4, a sentence, no traceback and no password."""
    ended = process(*words, url=NOWHERE.replace("nobody@", "nobody:geheim@"))
    assert 4 == ended.returncode
    assert "check-settings" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "geheim" not in ended.stderr


def test_wrong_settings_stop_every_command() -> None:
    """Exit code 2, before anything is opened."""
    ended = process("migrate", url="mysql://nothing")
    assert (2, True) == (ended.returncode, "DATABASE_URL" in ended.stderr)


def test_an_import_is_tried_made_and_verified(prepared: str, files: tuple[Path, Path]) -> None:
    """A dry run changes nothing; the import gives numbers; verify answers as the interface does, with its exit code."""
    tried = process("import", *files, "--dry-run", url=prepared)
    assert "Would import 2 people, 2 registrations and 0 qualifications.\n" == tried.stdout
    made = process("import", *files, "--json", url=prepared)
    assert (0, "") == (made.returncode, made.stderr)
    numbers = json.loads(made.stdout)["numbers"]
    holder = process("verify", numbers["A1"], "--on", "2026-01-15", "--json", url=prepared)
    answer = json.loads(holder.stdout)
    assert (0, True, numbers["A1"]) == (holder.returncode, answer["certified"], answer["number"])
    assert answer["url"].endswith(f"/professionals/{numbers['A1']}")
    before = process("verify", numbers["A1"], "--on", "2021-03-01", "--mark", "noloc-rl", url=prepared)
    assert 1 == before.returncode
    assert 1 == process("verify", numbers["A2"], url=prepared).returncode


@pytest.mark.parametrize("actor", ["", " ", "x" * 121], ids=["empty", "blank", "long"])
def test_an_import_says_who_imports(files: tuple[Path, Path], actor: str) -> None:
    """Exit code 2 and a sentence for a name that the journal cannot keep, before the database is opened."""
    refused = process("import", *files, "--actor", actor, url=NOWHERE)
    assert (2, "--actor: say who imports, in at most 120 characters.\n") == (refused.returncode, refused.stderr)


def test_an_import_with_mistakes_tells_all_of_them(prepared: str, files: tuple[Path, Path]) -> None:
    """Sheet, row and column of each, exit code 1, and nothing imported."""
    people, terms = files
    terms.write_text(TERMS.replace("01-03-2025", "31-02-2025").replace("A1;noloc-rl;02-03-2025", "A9;niets;02-03-2025"))
    refused = process("import", people, terms, url=prepared)
    assert 1 == refused.returncode
    assert "registraties, row 2, tot en met" in refused.stderr.replace(".csv", "")
    assert "Nothing was imported: 3 things to correct." in refused.stderr
    told = process("import", people, terms, "--json", url=prepared)
    assert (1, 3) == (told.returncode, json.loads(told.stdout)["count"])


QUESTIONS = {
    (UNKNOWN,): 3,
    (MISTYPED,): 2,
    ("what",): 2,
    (UNKNOWN, "--mark", "nothing"): 2,
    (UNKNOWN, "--on", "31-12-2024"): 2,
    (UNKNOWN, "--known-on", "2199-01-01"): 2,
}


def test_a_question_without_an_answer_says_why(prepared: str) -> None:
    """A number that was never given is something else than a question asked wrongly."""
    ended = {words: process("verify", *words, url=prepared) for words in QUESTIONS}
    assert QUESTIONS == {words: done.returncode for words, done in ended.items()}
    for done in ended.values():
        assert "" == done.stdout
        assert done.stderr
        assert "Traceback" not in done.stderr


def test_an_unknown_decision_cannot_be_replayed(prepared: str) -> None:
    """Exit code 3, and a sentence."""
    ended = process("replay", "0" * 32, url=prepared)
    assert (3, True) == (ended.returncode, "no such decision" in ended.stderr)
