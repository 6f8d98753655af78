"""scheme and evaluate: the rules of a mark from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.admin.commanding import ROOT, command

SCHEMES = sorted((ROOT / "accreditation" / "schemes").glob("*.toml"))

MARK = """
code = "proef"
name = { nl = "Proef", en = "Trial" }
summary = { nl = "Om te proberen.", en = "To try." }
says_not = { nl = "Niets.", en = "Nothing." }
holder = "person"

[body]
code = "body"
name = "Body"
complaints = { nl = "Schrijf.", en = "Write." }

[[versions]]
in_force_from = 2020-01-01
source = [{ title = "Rules" }]
term = { validity = "4 years", anchor = "decision" }

[[versions.requirements]]
code = "points"
text = { nl = "Tien punten.", en = "Ten points." }
at = ["initial"]
source = "Rules 1"
confidence = "seen"
rule = { kind = "sum", measure = "points", at_least = 10, look_back = "4 years" }
"""
CASES = """
mark = "proef"

[[case]]
name = "Enough"
on = 2024-01-01
facts.activities = [{ kind = "training", on = 2023-05-01, points = 10 }]
expect.outcome = "satisfied"

[[case]]
name = "Too few"
on = 2024-01-01
expect.outcome = "satisfied"
"""


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """A scheme file with two cases beside it, of which one is wrong."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "proef.toml").write_text(CASES)
    file = tmp_path / "proef.toml"
    file.write_text(MARK)
    return file


def test_the_shipped_marks_are_good() -> None:
    """Every one parses and every case beside it comes out as written."""
    checked = command("scheme", "check", "--json", *SCHEMES)
    assert [] == [mistake for result in json.loads(checked.stdout) for mistake in result["mistakes"]]
    assert 0 == checked.exit_code


def test_a_case_that_comes_out_differently_is_named_with_its_line(mark: Path) -> None:
    """As compilers and editors write it: file, line, what is different."""
    checked = command("scheme", "check", mark)
    assert 1 == checked.exit_code
    expected = (
        f'{mark.parent / "cases" / "proef.toml"}:11: case "Too few": outcome is not_satisfied, expected satisfied'
    )
    assert [expected] == checked.stdout.splitlines()


def test_every_mistake_in_every_file_is_told(mark: Path, tmp_path: Path) -> None:
    """Two wrong files and a good one: all mistakes of both at once, and exit code 1."""
    (mark.parent / "cases" / "proef.toml").unlink()
    for name, wrong in (("a.toml", ("code =", "cod =")), ("b.toml", ("holder = ", "holdr = "))):
        (tmp_path / name).write_text(MARK.replace(*wrong))
    checked = command("scheme", "check", mark, tmp_path / "a.toml", tmp_path / "b.toml")
    assert 1 == checked.exit_code
    assert "proef.toml: good, 0 cases" in checked.stdout
    assert "a.toml:2:" in checked.stdout
    assert "b.toml:6:" in checked.stdout


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    """Bytes that are no text, and a file that is not there."""
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    checked = command("scheme", "check", tmp_path / "x.toml")
    assert (2, True) == (checked.exit_code, "UTF-8" in checked.stderr)
    assert 2 == command("scheme", "check", tmp_path / "nothing.toml").exit_code


def test_the_shipped_marks_are_shown() -> None:
    """All by code, one with its versions and requirements, and a wrong code with the right ones."""
    assert "noloc-rl" in command("scheme", "show").stdout
    assert "2021-01-01" in command("scheme", "show", "noloc-rl").stdout
    unknown = command("scheme", "show", "nolocrl")
    assert (3, True) == (unknown.exit_code, "noloc-rl" in unknown.stderr)


def _facts(folder: Path, text: str, name: str = "facts.toml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def test_an_evaluation_explains_itself(mark: Path, tmp_path: Path) -> None:
    """What counted, what did not and why, what is missing and what would help."""
    facts = _facts(
        tmp_path,
        'activities = [{ id = "a", kind = "training", on = 2023-05-01, points = 4 },'
        ' { id = "b", kind = "training", on = 2015-05-01, points = 40 }]',
    )
    judged = command("evaluate", mark, facts, "--on", "2024-01-01")
    assert 1 == judged.exit_code
    for told in ("points: not satisfied (found 4 of 10 points)", "+ a: 4", "- b: outside the window", "helps"):
        assert told in judged.stdout


def test_a_good_file_ends_with_zero_in_json_as_well(mark: Path, tmp_path: Path) -> None:
    """A script reads the exit code, or the same findings as a decision stores."""
    facts = _facts(tmp_path, '{"activities": [{"kind": "training", "on": "2023-05-01", "points": 12.5}]}', "facts.json")
    judged = command("evaluate", mark, facts, "--on", "2024-01-01", "--json")
    assert 0 == judged.exit_code
    told = json.loads(judged.stdout)
    assert ("satisfied", []) == (told["evaluation"]["outcome"], told["outlook"]["missing"])
    assert "12.5" == told["evaluation"]["requirements"][0]["finding"]["found"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("facts.toml", "activities = [{ kind = 'training' }]", "facts.toml:1: activities[1].on"),
        ("facts.toml", "what", "facts.toml:1: file: this is not TOML"),
        ("facts.json", "{", "facts.json:1: this is not JSON"),
    ],
)
def test_wrong_facts_are_told_with_their_line(mark: Path, tmp_path: Path, name: str, text: str, expected: str) -> None:
    """Exit code 2 and the place of the mistake."""
    judged = command("evaluate", mark, _facts(tmp_path, text, name), "--on", "2024-01-01")
    assert 2 == judged.exit_code
    assert expected in judged.stderr


def test_a_day_without_rules_says_which_versions_there_are(mark: Path, tmp_path: Path) -> None:
    """Before the mark began no version holds; one can be named by hand; an unknown one is refused."""
    facts = _facts(tmp_path, "")
    early = command("evaluate", mark, facts, "--on", "2019-01-01")
    assert (2, True) == (early.exit_code, "2020-01-01" in early.stderr)
    assert 1 == command("evaluate", mark, facts, "--on", "2019-01-01", "--version", "2020-01-01").exit_code
    assert 2 == command("evaluate", mark, facts, "--version", "1999").exit_code
    assert 2 == command("evaluate", "nothing", facts).exit_code
