"""What people are asked to judge in a file, by how many, and in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accreditation.evaluate import evaluate
from accreditation.judging import ToJudge, asked_of_people, gate_waits_for, is_done, seats
from tests.accreditation.builders import TEXTS, file, mark, requirement, version

ON = date(2024, 6, 1)
CV = {"kind": "document", "kinds": ["cv"]}
JUDGED = {"kind": "assessment"}
DOUBTED = {"kind": "assessment", "on_doubt": "second_assessor"}
UNKNOWN = {"kind": "unknown", "what": TEXTS}
FEE = {"kind": "payment", "fee": "fee", "cents": 100, "condition_of": "effect"}


def asked(*requirements: dict[str, Any]) -> tuple[ToJudge, ...]:
    found = mark(version(*requirements))
    return asked_of_people(found.versions[0], evaluate(found, found.versions[0], file(), ON))


def test_people_judge_what_the_machine_cannot() -> None:
    """What waits for an assessor and what nobody published; not what is missing, and not a fee of effect."""
    found = asked(
        requirement("cv", CV),
        requirement("case", {**JUDGED, "assessors": 2, "forms": ["written", "interview"]}),
        requirement("unknown", UNKNOWN, confidence="unknown"),
        requirement("fee", FEE),
    )
    assert (ToJudge("case", "content", ("written", "interview"), 2), ToJudge("unknown", "content")) == found


def test_the_gate_comes_first() -> None:
    """Also one that the machine finds closed: a person looks at it before anybody reads on."""
    found = asked(requirement("case", JUDGED), requirement("diploma", CV, stage="gate"))
    assert [("diploma", "gate"), ("case", "content")] == [(one.requirement, one.stage) for one in found]


def test_a_judgement_is_about_what_the_rule_names() -> None:
    """Two rules about one requirement: whatever either asks."""
    found = asked(
        requirement("portfolio", CV),
        requirement("written", {**DOUBTED, "of": "portfolio"}),
        requirement("panel", {**JUDGED, "of": "portfolio", "assessors": 3, "forms": ["panel", "written"]}),
    )
    assert (ToJudge("portfolio", "content", ("written", "panel"), 3, second_on_doubt=True),) == found


@pytest.mark.parametrize(
    ("rules", "doubts", "needed"),
    [
        ([], {}, 1),
        ([DOUBTED], {}, 1),
        ([DOUBTED], {"r0": 1}, 2),
        ([JUDGED], {"r0": 1}, 1),
        ([{**DOUBTED, "assessors": 2}, DOUBTED], {"r0": 1, "r1": 2}, 3),
    ],
)
def test_a_doubt_asks_for_another_where_the_mark_says_so(
    rules: list[dict[str, Any]], doubts: dict[str, int], needed: int
) -> None:
    """One assessor at least; the requirement that asks most decides."""
    found = asked(*(requirement(f"r{place}", rule) for place, rule in enumerate(rules))) if rules else ()
    assert needed == seats(found, doubts)


GATE, CASE = ToJudge("diploma", "gate"), ToJudge("case", "content", ("written", "interview"))


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ({}, ("diploma",)),
        ({"diploma": ("good",), "case": ("not_good",)}, ()),
        ({"diploma": ("good", "doubt")}, ("diploma",)),
        ({"diploma": ("not_good",)}, ("diploma",)),
    ],
)
def test_content_waits_for_the_gate(said: dict[str, Any], waits: tuple[str, ...]) -> None:
    """Until everybody who judged it found it good."""
    assert waits == gate_waits_for([GATE, CASE], said)


BOTH = {("case", "written"), ("case", "interview")}


@pytest.mark.parametrize(
    ("own", "said", "done"),
    [
        (set(), {}, False),
        ({("case", "written")}, {"diploma": ("good",)}, False),
        (BOTH, {"diploma": ("good",)}, True),
        (BOTH, {}, False),
        ({("diploma", "written")}, {"diploma": ("not_good",)}, True),
    ],
)
def test_an_assessor_is_done(own: set[tuple[str, str]], said: dict[str, Any], done: bool) -> None:
    """With every form of every requirement; a gate is judged by anybody, and one that stays closed ends it."""
    assert done == is_done([GATE, CASE], own, said)


def test_a_mark_says_who_decides() -> None:
    """Left out, an assessor may."""
    assert [False, True] == [mark(version(**more)).versions[0].decided_apart for more in ({}, {"decided_apart": True})]
