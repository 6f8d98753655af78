"""The shipped marks: every written case comes out as written, and the cases are enough to trust the files."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from accreditation.cases import WrittenCase, parse_cases, try_case
from accreditation.dates import AMSTERDAM, ONE_DAY, Period
from accreditation.decisions import Decision, Kind
from accreditation.findings import Outcome
from accreditation.reading import parse_mark
from accreditation.rules.node import walk
from accreditation.rules.words import Speech
from accreditation.scheme import Mark, SchemeVersion
from accreditation.standing import standing_on

SCHEMES = Path(__file__).parents[2] / "accreditation" / "schemes"
REAL = sorted(SCHEMES.glob("*.toml"))
EXAMPLES = sorted((SCHEMES / "examples").glob("*.toml"))
EVERY = [*REAL, *EXAMPLES]
MARKS = ["cmi-rl", "noloc-erkend", "noloc-rj", "noloc-rl", "register-bka", "vdab-mandate"]
SHAPES = range(1, 53)
SOURCE_KEY = re.compile(r"\bS\d+[a-z]?\b")


@cache
def mark_of(path: Path) -> Mark:
    return parse_mark(path.read_text("utf-8"), path.name)


@cache
def cases_of(path: Path) -> tuple[WrittenCase, ...]:
    written = path.parent / "cases" / path.name
    return parse_cases(written.read_text("utf-8"), written.name).case


def asked_of(path: Path) -> Iterator[tuple[str, str, Outcome]]:
    """Version, requirement and expected outcome of everything the cases of a mark name."""
    mark = mark_of(path)
    for case in cases_of(path):
        version = mark.version(case.version) if case.version else mark.version_for(case.facts.dossier(), case.on)
        for code, expected in case.expect.requirements.items():
            assert version is not None, f"{case.name}: no version holds"
            yield version.id, code, expected.outcome


def named(path: Path) -> str:
    return path.stem


every_mark = pytest.mark.parametrize("path", EVERY, ids=named)


@pytest.mark.parametrize(
    ("path", "case"), [pytest.param(p, c, id=f"{p.stem}: {c.name}") for p in EVERY for c in cases_of(p)]
)
def test_written_case(path: Path, case: WrittenCase) -> None:
    """Every written case comes out as it was written down."""
    assert [] == [str(difference) for difference in try_case(mark_of(path), case)]


def test_marks_shipped() -> None:
    """The real marks are shipped, each in a file of its own name; the invented ones stay in their folder."""
    assert [path.stem for path in REAL] == [mark_of(path).code for path in REAL]
    assert set(MARKS) <= {path.stem for path in REAL}
    assert [path.stem for path in EXAMPLES] == [mark_of(path).code for path in EXAMPLES]
    assert all(mark_of(path).code.startswith("voorbeeld-") for path in EXAMPLES)
    assert all("verzonnen" in mark_of(path).name.nl.lower() for path in EXAMPLES)


@every_mark
def test_two_cases_for_each_requirement(path: Path) -> None:
    """Each requirement of each version is named by two cases, with two different outcomes unless it is unknown."""
    seen: dict[tuple[str, str], list[Outcome]] = {}
    for version, code, outcome in asked_of(path):
        seen.setdefault((version, code), []).append(outcome)
    thin = [
        f"{version.id} {requirement.code}"
        for version in mark_of(path).versions
        for requirement in version.requirements
        if len(found := seen.get((version.id, requirement.code), [])) < 2
        or (requirement.rule.kind != "unknown" and len(set(found)) < 2)
    ]
    assert [] == thin


@every_mark
def test_a_case_on_each_side_of_every_border(path: Path) -> None:
    """For every day on which a rule changes there is a case of that day and one of the day before."""
    days = {day for case in cases_of(path) for day in _days(case)}
    borders = {day for version in mark_of(path).versions for day in _borders(version)}
    borders |= {extension.valid_on for extension in mark_of(path).group_extensions}
    assert [] == sorted(day for border in borders for day in (border - ONE_DAY, border) if day not in days)


def _borders(version: SchemeVersion) -> Iterator[date]:
    """The first day after each change: a first day as it is, a last day plus one."""
    if isinstance(version.in_force_from, date):
        yield version.in_force_from
    if version.in_force_until is not None:
        yield version.in_force_until + ONE_DAY
    for data in (version.applies_to, *version.requirements):
        yield from _border_days(data)


_FIRST_DAYS = ("_from", "_before", "on_or_after", "before", "ends_before")
_LAST_DAYS = ("on_or_before",)


def _border_days(value: Any) -> Iterator[date]:
    """The border days anywhere inside a rule or condition, by the name of their field."""
    if isinstance(value, tuple):
        for item in value:
            yield from _border_days(item)
    if not isinstance(value, BaseModel):
        return
    for name in type(value).model_fields:
        inner = getattr(value, name)
        if isinstance(inner, date):
            last = name in _LAST_DAYS or name == "until"
            if last or name.endswith(_FIRST_DAYS) or name in ("on", "since"):
                yield inner + ONE_DAY if last else inner
        else:
            yield from _border_days(inner)


def _days(value: Any) -> Iterator[date]:
    if isinstance(value, date):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _days(item)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _days(getattr(value, name))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_rule_has_a_case(shape: int) -> None:
    """Each of the 52 shapes of rule is shown by at least one case."""
    assert any(shape in case.shapes for path in EVERY for case in cases_of(path))


@pytest.mark.parametrize("path", REAL, ids=named)
def test_every_rule_names_its_source(path: Path) -> None:
    """Every requirement, term and proof names a source that the version lists with title and address."""
    for version in mark_of(path).versions:
        listed = {key for source in version.source for key in SOURCE_KEY.findall(source.title)}
        assert all(source.address for source in version.source)
        texts = [r.source for r in version.requirements] + [p.source for p in version.proves]
        texts += [version.term.source] if version.term.source else []
        unnamed = [text for text in texts if not SOURCE_KEY.findall(text)]
        assert [] == unnamed
        used = {key for text in texts for key in SOURCE_KEY.findall(text)}
        note = f"{version.note.nl} {version.note.en}" if version.note else ""
        assert set() == (used | set(SOURCE_KEY.findall(note))) - listed


@pytest.mark.parametrize("path", REAL, ids=named)
def test_rules_can_be_read_aloud(path: Path) -> None:
    """Every rule says itself in a Dutch and an English sentence that ends with a full stop."""
    mark = mark_of(path)
    for version in mark.versions:
        for requirement in version.requirements:
            for rule in walk(requirement.rule):
                assert all(rule.sentence(mark.speech(language)).endswith(".") for language in ("nl", "en"))


class Unlabelled(Speech):
    """Notes every code that is said without a label."""

    found: ClassVar[set[str]] = set()

    def word(self, code: str) -> str:
        if code not in self.labels:
            self.found.add(code)
        return Speech.word(self, code)


@pytest.mark.parametrize("path", REAL, ids=named)
def test_no_rule_says_a_code_of_the_file(path: Path) -> None:
    """Every code that a rule of a real mark says has a label in both languages."""
    mark = mark_of(path)
    Unlabelled.found.clear()
    for version in mark.versions:
        for requirement in version.requirements:
            requirement.rule.sentence(Unlabelled("nl", mark.labels))
    assert set() == Unlabelled.found


def test_one_body_is_described_once() -> None:
    """Marks of the same body describe that body in the same words."""
    bodies = [mark_of(path).body for path in REAL]
    assert all(one == other for one in bodies for other in bodies if one.code == other.code)


def test_successions_point_both_ways() -> None:
    """A mark names the ones it succeeded exactly where those name it, and those have ended."""
    marks = {mark.code: mark for mark in map(mark_of, REAL)}
    forward = {(m.code, m.succeeded_by) for m in marks.values() if m.succeeded_by}
    assert {("noloc-erkend", "noloc-rl"), ("cmi-rl", "noloc-rl")} <= forward
    assert forward == {(old, m.code) for m in marks.values() for old in m.succeeds}
    assert all(marks[old].ended_on is not None for old, _ in forward)
    assert date(2020, 12, 31) == marks["cmi-rl"].ended_on == marks["noloc-erkend"].ended_on


@pytest.mark.parametrize(
    ("mark", "day", "validity"),
    [
        ("noloc-rl", date(2021, 1, 1), "4 years"),
        ("noloc-rj", date(2022, 12, 31), "3 years"),
        ("noloc-rj", date(2023, 1, 1), "4 years"),
        ("cmi-rl", date(2018, 9, 30), "3 years"),
        ("cmi-rl", date(2018, 10, 1), "3 years"),
        ("cmi-rl", date(2019, 12, 31), "3 years"),
        ("cmi-rl", date(2020, 1, 1), "4 years"),
        ("noloc-erkend", date(2020, 12, 31), "3 years"),
        ("register-bka", date(2019, 12, 31), "5 years"),
        ("register-bka", date(2020, 1, 1), "5 years"),
        ("vdab-mandate", date(2024, 1, 1), "6 years"),
    ],
)
def test_validity_on_each_side_of_its_change(mark: str, day: date, validity: str) -> None:
    """How long a certificate lasts, on the boundary days themselves."""
    found = mark_of(SCHEMES / f"{mark}.toml")
    holding = [v for v in found.versions if _holds(found, v, day)]
    assert {Period.parse(validity)} == {v.term.validity for v in holding}


def _holds(mark: Mark, version: SchemeVersion, day: date) -> bool:
    later = [v.starts for v in mark.versions if v.starts and version.starts and v.starts > version.starts]
    last = version.in_force_until or (min(later) - ONE_DAY if later else date.max)
    return version.starts is not None and version.starts <= day <= last


@pytest.mark.parametrize(
    ("mark", "version", "day", "proven"),
    [
        ("noloc-erkend", "unknown", date(2020, 9, 4), None),
        ("noloc-erkend", "unknown", date(2020, 9, 5), ("proven", "not_proven", "proven")),
        ("noloc-erkend", "unknown", date(2020, 12, 1), ("proven", "not_proven", "proven")),
        ("cmi-rl", "2020-01-01", date(2020, 9, 4), None),
        ("cmi-rl", "2020-01-01", date(2020, 11, 30), ("proven", "proven", "not_proven")),
        ("cmi-rl", "2020-01-01", date(2020, 12, 1), ("not_proven", "not_proven", "not_proven")),
        ("noloc-rl", "2021-01-01", date(2020, 11, 30), None),
        ("noloc-rl", "2021-01-01", date(2020, 12, 1), ("proven", "not_proven", "proven")),
        ("noloc-rl", "2021-01-01", date(2024, 3, 14), ("proven", "not_proven", "proven")),
        ("noloc-rj", "2023-01-01", date(2024, 3, 14), None),
    ],
)
def test_what_a_mark_proves_on_a_day(mark: str, version: str, day: date, proven: tuple[str, str, str] | None) -> None:
    """Education, experience and code of conduct for the subsidy desk, before and after 1 December 2020."""
    proof = mark_of(SCHEMES / f"{mark}.toml").version(version).proves_on(day)
    assert proven == (proof and (proof.education, proof.experience, proof.code_of_conduct))


@pytest.mark.parametrize(
    ("until", "lengthened"),
    [
        (date(2022, 12, 31), date(2022, 12, 31)),
        (date(2023, 1, 1), date(2024, 1, 1)),
        (date(2023, 2, 28), date(2024, 2, 29)),
        (date(2025, 6, 14), date(2026, 6, 14)),
    ],
)
def test_the_extra_year_of_the_job_coaches(until: date, lengthened: date) -> None:
    """A certificate valid on 1 January 2023 becomes one year longer; one that ended the day before does not."""
    extension = mark_of(SCHEMES / "noloc-rj.toml").group_extensions[0]
    at = datetime.combine(date(2020, 1, 15), time(12), AMSTERDAM)
    decisions = [
        Decision("grant", 1, Kind.GRANT, at, date(2020, 1, 15), until),
        Decision(
            "group", 2, Kind.GROUP_EXTENSION, at + timedelta(days=1080), extension.valid_on, months=extension.months
        ),
    ]
    standing = standing_on(decisions, date(2022, 12, 31), date(2023, 1, 2))
    assert lengthened == standing.until


@pytest.mark.parametrize(
    ("claim", "mark", "level"),
    [
        ("CMI B", "cmi-rl", "B"),
        ("CMI niveau B", "cmi-rl", "B"),
        ("RL B", "cmi-rl", "B"),
        ("Noloc Erkend", "noloc-erkend", None),
        ("Erkend Loopbaanprofessional", "noloc-erkend", None),
        ("RL", "noloc-rl", None),
        ("Register Jobcoach", "noloc-rj", None),
        ("Register BKA", "register-bka", None),
    ],
)
def test_claims_people_write(claim: str, mark: str, level: str | None) -> None:
    """A claim as people write it leads to one mark and level."""
    found = [(m.code, c.level) for m in map(mark_of, REAL) for c in m.claims if c.text == claim]
    assert [(mark, level)] == found


def test_levels_of_claims_exist() -> None:
    """A claim names no level that its mark does not have, and no mark lists a claim twice."""
    for mark in map(mark_of, REAL):
        assert all(claim.level is None or claim.level in mark.levels for claim in mark.claims)
        texts = [claim.text.casefold() for claim in mark.claims]
        assert sorted(set(texts)) == sorted(texts)
