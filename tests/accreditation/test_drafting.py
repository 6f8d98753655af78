"""Drafts of new rules: what is wrong with them is said at once, and what held is not rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.dossier import Dossier
from accreditation.drafting import Draft, begin_version, look_over
from accreditation.reading import SchemeError, parse_mark
from accreditation.rule_changes import Change, changes_between, followed_by, said_differently
from accreditation.versions import versions_for
from tests.accreditation.drafts import (
    BEGAN,
    CASES,
    CV,
    FIRST,
    HEAD,
    LAST,
    LATER,
    NOW,
    RULES,
    TODAY,
    from_day,
    later_rules,
    points,
    version,
)


def said(draft: Draft) -> list[str]:
    return [m.message for m in (*draft.mistakes, *draft.case_mistakes)] + [str(d) for d in draft.differences]


def look(text: str, cases: str = CASES) -> list[str]:
    return said(look_over(text, cases, NOW, TODAY))


def test_a_new_version_with_cases_around_its_first_day_is_sound() -> None:
    """It has a requirement more, and the cases say what that does on the day before and on the day itself."""
    draft = look_over(later_rules(), CASES, NOW, TODAY)
    assert ([], True, 2) == (said(draft), draft.sound, draft.cases)


def test_every_mistake_of_the_text_is_told_with_its_line_beside_those_of_the_cases() -> None:
    """Also when nothing of it can be read."""
    draft = look_over(later_rules().replace('"sum"', '"summ"').replace("4 years", "for ever"), "[[case", NOW, TODAY)
    assert (None, True, 1) == (draft.mark, len(draft.mistakes) >= 2, len(draft.case_mistakes))
    assert all(mistake.line for mistake in draft.mistakes)
    assert not draft.sound
    assert 2 == look_over("x = ", CASES, NOW, TODAY).cases
    assert ["there are no cases: write at least one for each day on which a rule changes"] == look(later_rules(), " ")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('code = "proef"', 'code = "ander"', 'code may not change: write "proef"'),
        ('holder = "person"', 'holder = "organisation"', 'holder may not change: write "person"'),
        ('code = "huis"', 'code = "buren"', 'body.code may not change: write "huis"'),
        ("months = 12", "months = 13", "the group extensions that were given stay"),
        ("at_least = 10", "at_least = 9", "version 2020-01-01 holds or held: put it back as it was, and add"),
        ("in_force", 'id = "x"\nin_force', "version 2020-01-01 holds or held: put it back as it was"),
        (f"in_force_from = {LATER}", f"in_force_from = {TODAY}", f"version {TODAY} begins on"),
    ],
)  # fmt: skip
def test_what_may_not_change_is_named(old: str, new: str, expected: str) -> None:
    """The mark stays the mark, what held stays as it was, and new rules begin tomorrow or later."""
    assert [] != [one for one in look(later_rules().replace(old, new, 1)) if one.startswith(expected)]


def test_rules_that_change_nothing_are_no_draft() -> None:
    """There must be a version that is new or different."""
    assert ["no version is new or different: add one with the day on which it comes into force"] == [
        mistake.message for mistake in look_over(RULES, CASES, NOW, TODAY).mistakes
    ]


def test_no_other_version_holds_on_a_day_that_was() -> None:
    """A version that says until when it holds, in the past, would leave a gap there."""
    closed = RULES.replace("in_force_from = 2020-01-01", "in_force_from = 2020-01-01\nin_force_until = 2023-12-31")
    assert ["on 2024-01-01 2020-01-01 held for some files, and by this text no version"] == [
        message for message in look(closed) if message.startswith("on ")
    ]


def test_too_many_borders_are_not_checked_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nobody could say that the past stays the same."""
    by_end, by_start = (in_two(f"{name}_before = {LATER}") for name in ("expires", "registered"))
    current = parse_mark(by_end, "current")
    monkeypatch.setattr("accreditation.versions.MOST_TRIES", 100)
    assert look_over(by_start, CASES, current, TODAY).mistakes[-1].message.startswith("there are too many borders")


def in_two(first: str) -> str:
    """The later version for some, and once more for the others."""
    clauses = (("a", first), ("b", f"not = {{ {first} }}"))
    parts = (version(f'id = "{name}"\n{from_day(LATER, clause)}', *LAST) for name, clause in clauses)
    return HEAD + version(f"{from_day(BEGAN)}\nin_force_until = 2026-12-31", *FIRST) + "".join(parts)


def test_each_first_day_has_a_case_and_so_has_the_day_before() -> None:
    """And they are cases of this mark, that come out as written."""
    other = CASES.replace('mark = "proef"', 'mark = "ander"').replace(f"on = {LATER}", "on = 2030-01-01")
    assert [
        'these are cases of "ander": write mark = "proef"',
        f"add a case on {LATER}: version {LATER} begins on {LATER}",
    ] == look(later_rules(), other)
    wrong = look(later_rules(), CASES.replace("needed = 12", "needed = 13"))
    assert 1 == len(wrong)
    assert 'case "' in wrong[0]


def test_a_draft_begins_with_the_rules_of_today_once_more() -> None:
    """At the end of the text, from a later day on, without the days of the version that it follows."""
    named = HEAD + version(f'id = "oud"\n{from_day(BEGAN)}', *FIRST)
    text = begin_version(named, parse_mark(named, "named"), LATER, TODAY)
    mark = parse_mark(text, "draft")
    assert ["oud", str(LATER)] == [version.id for version in mark.versions]
    assert mark.versions[0].requirements == mark.versions[1].requirements
    announced = RULES + version('in_force_from = "announced"', *LAST)
    again = parse_mark(begin_version(announced, parse_mark(announced, "x"), LATER, TODAY), "draft")
    assert ["2020-01-01", "announced", str(LATER)] == [version.id for version in again.versions]


def test_a_text_in_another_shape_is_left_as_it_is() -> None:
    """Where the versions cannot be told apart by their lines, nothing is guessed; nor before any rules began."""
    inline = RULES.replace("[[versions]]", "[[ versions ]]")
    assert inline == begin_version(inline, NOW, LATER, TODAY)
    assert 2 == begin_version(RULES, NOW, LATER, date(2019, 1, 1)).count("[[versions]]")


@given(
    st.lists(st.integers(0, 400), min_size=0, max_size=3, unique=True),
    st.one_of(st.none(), st.integers(-400, 400)),
    st.integers(-500, 900),
    st.one_of(st.none(), st.integers(-3000, 900)),
)
def test_a_text_that_is_read_gives_every_file_one_version_on_every_day(
    starts: list[int], cohort: int | None, asked: int, registered: int | None
) -> None:
    """Whatever days and cohorts a draft names: it is refused, or exactly one version holds for everybody."""
    clause = "" if cohort is None else f"registered_before = {LATER + timedelta(days=cohort)}"
    blocks = (
        version(f'id = "v{place}"\n{from_day(LATER + timedelta(days=start), "" if place else clause)}', *LAST)
        for place, start in enumerate(starts)
    )
    try:
        mark = parse_mark(RULES + "".join(blocks), "draft")
    except SchemeError as error:
        refused = str(error)
        assert "exactly one version must hold" in refused  # most are read
        return
    on = LATER + timedelta(days=asked)
    came = LATER + timedelta(days=registered) if registered is not None else None
    if (came or on) <= on:
        assert 1 == len(versions_for(mark, Dossier("x", registered_on=came), on))


def changed(text: str) -> tuple[Change, ...]:
    return changes_between(NOW, parse_mark(text, "x"))[0].requirements


def test_a_requirement_is_added_gone_or_changed_from_this_to_that() -> None:
    """Each with what it was and what it becomes, beside the version that held until then."""
    (found,) = changes_between(NOW, parse_mark(later_rules(), "x"))
    assert ("2020-01-01", str(LATER)) == (found.before and found.before.id, found.after.id)
    assert [("added", "talk"), ("gone", "cv"), ("changed", "points")] == [(c.kind, c.code) for c in found.requirements]
    more = found.requirements[2]
    assert [("rule.at_least", "10", "12")] == [(d.path, d.before, d.after) for d in more.details]
    assert () == said_differently(more)
    assert [("term.validity", "4 years", "54 months")] == [(d.path, d.before, d.after) for d in found.details]


def test_what_no_sentence_tells_is_told_by_its_place_in_the_file() -> None:
    """When it is asked, of whom, which entries; also inside tables and lists."""
    more = "hardship = false\napplies_if = { registered_from = 2021-01-01 }"
    text = RULES + version(from_day(LATER), points(10, at='"renewal"', more=more), CV)
    told = [(d.path, d.before, d.after) for change in changed(text) for d in said_differently(change)]
    assert [
        ("at", "initial, renewal", "renewal"),
        ("hardship", "true", "false"),
        ("applies_if.registered_from", None, "2021-01-01"),
    ] == told
    table = later_rules() + '[[versions.conversion]]\nkind = ["course"]\namount = 2\nper = "hour"\n'
    (found,) = changes_between(NOW, parse_mark(table, "x"))
    assert ("conversion[1].amount", None, "2") in [(d.path, d.before, d.after) for d in found.details]


def test_a_version_follows_the_one_for_the_same_people() -> None:
    """Or else the one for everybody; one that is only announced follows the newest; a first one follows none."""
    (found,) = changes_between(NOW, parse_mark(HEAD + version('in_force_from = "unknown"', *FIRST), "x"))
    assert "2020-01-01" == (found.before and found.before.id)
    early = parse_mark(RULES.replace("2020-01-01", "2010-01-01"), "x")
    (found,) = changes_between(NOW, early)
    assert (None, 2) == (found.before, len([c for c in found.requirements if c.kind == "added"]))
    announced = NOW.versions[0].model_copy(update={"in_force_from": "announced"})
    assert NOW.versions[0] == followed_by(NOW, announced)
