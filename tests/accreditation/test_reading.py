"""Reading a file: every mistake at once, where it is and what to write instead; hostile files end quickly."""

# ruff: noqa: E501  # lines of a file and whole sentences are not broken

from __future__ import annotations

import pytest

from accreditation.cases import parse_cases, try_case
from accreditation.dates import Period
from accreditation.reading import MOST_CHARACTERS, Mistake, SchemeError, parse_mark
from accreditation.rules.values import length_or, read_amount, read_period
from accreditation.rules.words import Speech

MARK = """\
code = "mark"
name = { nl = "Merk", en = "Mark" }
summary = { nl = "Merk", en = "Mark" }
says_not = { nl = "Niets", en = "Nothing" }
holder = "person"
body = { code = "body", name = "Body", complaints = { nl = "Klacht", en = "Complaint" } }

[[versions]]
in_force_from = 2021-01-01
source = [{ title = "Website", address = "https://example.org", seen_on = 2024-01-01 }]
term = { validity = "4 years", anchor = "old_expiry" }

[[versions.requirements]]
code = "points"
text = { nl = "Punten", en = "Points" }
at = ["renewal"]
source = "Website"
confidence = "seen"

[versions.requirements.rule]
kind = "sum"
measure = "points"
at_least = 2.5
window = "term"
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(SchemeError) as caught:
        parse_mark(text, "mark.toml")
    assert str(caught.value).startswith("mark.toml: ")
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_good_file_is_read_with_exact_amounts() -> None:
    """2.5 is five halves, and a version is named after its first day."""
    mark = parse_mark(MARK, "mark.toml")
    assert "2021-01-01" == mark.versions[0].id
    assert "At least 2.5 points during the registration period." == mark.versions[0].requirements[0].rule.sentence(
        Speech("en")
    )


def test_all_mistakes_come_at_once_with_their_line() -> None:
    """In the order of the file, each with its place and what to write."""
    wrong = MARK.replace('holder = "person"', 'holder = "robot"').replace("at_least", "at_leest")
    wrong = wrong.replace('confidence = "seen"\n', "").replace('validity = "4 years"', 'validity = "four years"')
    found = mistakes(wrong)
    assert [
        "line 5, holder: 'robot' is not possible here: write 'person' or 'organisation'",
        'line 11, versions[1].term.validity: "four years" is not a length of time: write for example "4 years", '
        "\"6 months\" or \"15 days\", or 'unknown' or 'no_end'",
        "line 13, versions[1].requirements[1].confidence: this is missing: add it",
    ] == found[:3]
    assert 5 == len(found)
    assert "at_least: this is missing: add it" in found[3]
    assert '"at_leest" is no key here; do you mean "at_least"?: change or remove it' in found[4]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "sum"', 'kind = "summ"', '"summ" is no kind of rule; do you mean "sum"?'),
        ('kind = "sum"', 'kind = "zzz"', '"zzz" is no kind of rule, choose one of all_of, any_of'),
        ('kind = "sum"\n', "", 'say which kind of rule this is: kind = "…", one of all_of'),
        ("at_least = 2.5", "at_least = -1", "an amount lies between 0 and"),
        ("at_least = 2.5", "at_least = 9999999999", "an amount lies between 0 and"),
        ("at_least = 2.5", "at_least = true", "write an amount as a number"),
        ("at_least = 2.5", 'at_least = "1/0"', '"1/0" is not an amount'),
        ("at_least = 2.5", "at_least = 1e999999999", "is not an amount"),
        ("at_least = 2.5", 'at_least = "1e999999999"', "is not an amount"),
        ("at_least = 2.5", "at_least = nan", "is not an amount"),
        ("at_least = 2.5", "at_least = " + "9" * 5000, "a number has too many digits"),
        ('at = ["renewal"]', "at = []", "this is empty: add at least one"),
        ('code = "points"', 'code = "Punten!"', "write small letters, digits, - and _ only"),
        ('code = "points"', "code = 7", "input should be a valid string (found: '7')"),
        ("in_force_from = 2021-01-01", "in_force_from = 1776-07-04", "a day lies between 1900-01-01 and 2199-12-31"),
        ("in_force_from = 2021-01-01", "in_force_from = 2021-01-01T00:00:00", "write a day such as 2021-01-01"),
        ("in_force_from = 2021-01-01", "in_force_from = 2021-13-01", "this is not TOML"),
        ('window = "term"', 'window = { last = 4 }', 'write a length of time as text, for example "4 years"'),
        ('window = "term"', 'window = "year"', '"year" is no window'),
        ('anchor = "old_expiry"', 'anchor = "old_expiry", zzzzzzz = 1', '"zzzzzzz" is no key here: change or remove it'),
        ("[versions.requirements.rule]", "[versions.requirements.rule", "this is not TOML"),
        ("in_force_from = 2021-01-01\n", "", "in_force_from: this is missing"),
        ("[[versions]]", "[[versions]]\nid = 3\n[[versions]]", "valid string"),
    ],
)  # fmt: skip
def test_a_mistake_says_what_to_write_instead(old: str, new: str, message: str) -> None:
    """In words that somebody who wrote the file understands."""
    assert old in MARK
    assert any(message in mistake for mistake in mistakes(MARK.replace(old, new, 1)))


def test_a_mistake_inside_a_list_is_found_at_its_own_place() -> None:
    """The second of two rules inside any_of, by number."""
    inner = 'kind = "any_of"\nrules = [{ kind = "payment", fee = "f" }, { kind = "payment", fee = "F!" }]\n'
    text = MARK[: MARK.index('kind = "sum"')] + inner
    (found,) = mistakes(text)
    assert "versions[1].requirements[1].rule.rules[2].fee: write small letters" in found


def test_a_list_whose_only_items_are_wrong_is_not_called_empty_too() -> None:
    """One mistake, said once."""
    found = mistakes(MARK.replace('at = ["renewal"]', 'at = ["someday"]'))
    assert 1 == len(found)
    assert "'someday' is not possible here" in found[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * (MOST_CHARACTERS + 1), "larger than"),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("a = " + "{a = " * 60 + "1" + "}" * 60, "nested more than 40 deep"),
        ("a." * 3000 + "b = 1", "nested more than 40 deep"),
        ("a = [" + "[" * 60 + "1" + "]" * 60 + "]", "nested more than 40 deep"),
        ("\x00", "this is not TOML"),
        ("", "versions: this is missing"),
        ("\n".join(f"k{n} = 1" for n in range(2000)), "more mistakes"),
    ],
)
def test_a_wild_file_ends_quickly(text: str, message: str) -> None:
    """Too large, too deep, no TOML, nothing at all, or thousands of mistakes."""
    found = mistakes(text)
    assert len(found) <= 101
    assert any(message in mistake for mistake in found)


def test_a_mistake_knows_its_line_where_there_is_one() -> None:
    """The line where a place is known, else only the path."""
    assert "line 3, code: wrong" == str(Mistake("code", "wrong", 3))
    assert "file: wrong" == str(Mistake("file", "wrong"))


@pytest.mark.parametrize("value", [0.5, None, [], "", "1.2.3", "\uff11", "1_000", " 1"])
def test_an_amount_is_exact_or_refused(value: object) -> None:
    """No binary fractions, nothing empty, no odd digits."""
    with pytest.raises(ValueError, match="write"):
        read_amount(value)


def test_values_that_are_read_already_stay_as_they_are() -> None:
    """A default of the code is not read from text."""
    assert read_amount(read_amount("1/3")) == read_amount("1/3")
    assert Period(months=12) == read_period(Period(months=12))
    assert "unknown" == length_or("unknown")("unknown")


# written cases

CASES = """\
mark = "mark"

[[case]]
name = "Enough points"
on = 2024-06-01
facts.term = { since = 2021-03-02, until = 2025-03-01 }
facts.activities = [{ kind = "course", on = 2022-01-01, points = 1, times = 2 }, { kind = "talk", on = 2022-01-01, points = 0.5 }]
expect.outcome = "satisfied"
expect.version = "2021-01-01"
expect.expires_on = 2029-03-01
expect.requirements.points = { outcome = "satisfied", found = 2.5, missing = 0 }

[[case]]
name = "Short"
on = 2024-06-01
facts.term = { since = 2021-03-02, until = 2025-03-01 }
facts.activities = [{ id = "w", kind = "course", on = 2026-01-01, points = 1 }]
expect.requirements.points = { outcome = "not_satisfied", missing = "5/2", left = { w = "after_the_day_asked" }, by = 2025-03-01, waiting = 0 }

[[case]]
name = "Before the mark"
on = 2020-06-01
expect.version = "none"
"""


def test_written_cases_are_tried() -> None:
    """What comes out as written gives no difference."""
    mark, file = parse_mark(MARK, "mark.toml"), parse_cases(CASES, "cases.toml")
    assert [[], [], []] == [try_case(mark, case) for case in file.case]


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("found = 2.5", "found = 2", 'case "Enough points": points found is 2.5, expected 2'),
        ('outcome = "satisfied"\n', 'outcome = "unknown_rule"\n', "outcome is satisfied, expected unknown_rule"),
        ("requirements.points", "requirements.other", "other is not asked at this moment, expected satisfied"),
        ("2029-03-01", "2029-03-02", "expires_on is 2029-03-01, expected 2029-03-02"),
        ("by = 2025-03-01", "by = 2025-03-02", "points by is 2025-03-01, expected 2025-03-02"),
        ('w = "after_the_day_asked"', 'w = "refused"', "points left is"),
        ('version = "none"', 'outcome = "satisfied"', "version is none, expected one"),
        (
            'expect.version = "2021-01-01"',
            'version = "2021-01-01"\nexpect.scopes = { x = "satisfied" }',
            "scopes is {}, expected",
        ),
        ("on = 2020-06-01\n", "on = 2022-06-01\n", "version is 2021-01-01, expected none"),
    ],
)
def test_what_comes_out_differently_is_said(old: str, new: str, difference: str) -> None:
    """The case, what it is about, and both values."""
    assert old in CASES
    mark, file = parse_mark(MARK, "mark.toml"), parse_cases(CASES.replace(old, new), "cases.toml")
    found = [str(item) for case in file.case for item in try_case(mark, case)]
    assert any(difference in item for item in found), found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CASES.replace('expect.version = "none"', "expect = {}"), "a case expects something"),
        (
            CASES.replace('kind = "talk"', 'id = "x", kind = "talk"').replace(
                '"course", on = 2022-01-01, points = 1, times = 2', '"course", on = 2022-01-01, id = "x"'
            ),
            "same id",
        ),
        (CASES + 'facts.brought_forward = [{ requirement = "points" }]', "either a surplus or a shortfall"),
        ("mark = 1", "case: this is missing"),
    ],
)
def test_a_wrong_case_is_explained_too(text: str, message: str) -> None:
    """The mistakes of a file of cases come in the same words."""
    with pytest.raises(SchemeError, match=message):
        parse_cases(text, "cases.toml")


EVERYTHING = """\
mark = "mark"

[[case]]
name = "All facts there are"
on = 2024-06-01
expect.outcome = "not_satisfied"

[case.facts]
holder = "centre"
registered_on = 2021-03-02
term = { since = 2021-03-02 }
scopes = ["x"]
activities = [{ kind = "course", on = 2022-01-01, confirmed_by = ["peer"], evidence = ["agenda"], verified_evidence = ["certificate"] }]
experience = [{ role = "coach", since = 2020-01-01 }]
qualifications = [{ kind = "bachelor", on = 2010-07-01, level = 6 }]
documents = [{ kind = "cv", on = 2024-01-01 }]
declarations = [{ text = "code", on = 2024-01-01 }]
judgements = [{ requirement = "points", assessor = "a", verdict = "good", on = 2024-01-01 }]
payments = [{ fee = "f", on = 2024-01-01, cents = 100 }]
coverages = [{ kind = "label", since = 2020-01-01 }]
holdings = [{ mark = "rl", since = 2020-01-01, until = 2024-01-01 }]
leave = [{ since = 2022-01-01, until = 2022-06-30, extends_months = 6 }, { since = 2022-01-01, excludes = { since = 2022-01-01 } }]
set_aside = [{ requirement = "other", on = 2024-01-01, reason = "ill" }]
brought_forward = [{ requirement = "points", surplus = 1 }, { requirement = "points", shortfall = 2 }]
restrictions = [{ since = 2022-01-01, roles = ["coach"] }]
people = [{ holder = "ann" }, { holder = "bob" }]
"""


def test_every_fact_of_a_file_can_be_written_down() -> None:
    """What is written is what the engine reads; facts without an id are numbered."""
    (case,) = parse_cases(EVERYTHING, "cases.toml").case
    dossier = case.facts.dossier()
    ids = [
        facts[0].id
        for facts in (
            dossier.activities, dossier.experience, dossier.qualifications, dossier.documents, dossier.declarations,
            dossier.judgements, dossier.payments, dossier.coverages,
        )
    ]  # fmt: skip
    names = ["activity", "experience", "qualification", "document", "declaration", "judgement", "payment", "coverage"]
    assert [f"{name}-1" for name in names] == ids
    assert [("agenda", False), ("certificate", True)] == [(e.kind, e.verified) for e in dossier.activities[0].evidence]
    assert [1, -2] == [item.amount for item in dossier.brought_forward]
    assert ["ann", "bob"] == [person.holder for person in dossier.people]
    assert None is dossier.experience[0].until
    assert [] == try_case(parse_mark(MARK, "mark.toml"), case)
