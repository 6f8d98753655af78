"""Accredited courses: fixed points on their own days, seen by the rules, and withdrawn without touching a decision."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from accreditation.dossier import Activity, Dossier
from registry.applications import ApplicationGiven, apply
from registry.canonical import from_canonical
from registry.catalogue import Catalogue, ensure_stored
from registry.course_withdrawals import WithdrawalGiven, look_at_withdrawal, show_withdrawal, withdraw_course
from registry.courses import CourseGiven, PointsGiven, accredit_course, courses_of, find_course
from registry.database import Engine, classify_db_error
from registry.dossiers import judge_entry
from registry.drafts import ActivityDraft
from registry.entries import add_entry, correct_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.gathering import gather_dossier
from registry.journal import recording
from registry.judged_entries import with_what_was_found
from registry.outlooks import effect_of, outlook_of
from registry.own_data import who_looked
from registry.tables_courses import AccreditedCourseRow, CoursePointsRow
from registry.tables_decisions import ApplicationRow
from registry.tables_journal import JournalRow
from tests.registry.desk_stories import MARKS, worker
from tests.registry.stories import START, holder, somebody

HOUSE = "proefhuis"
OFFICER, ASSESSOR = worker("officer", body=HOUSE), worker("assessor", body=HOUSE)
ELSEWHERE = worker("officer", body="toetshuis")
DAY = date(2021, 5, 4)
AT = START.replace(year=2021, month=6, day=1)


@pytest.fixture
async def house(register: Engine, catalogue: Catalogue) -> Catalogue:
    """Two bodies with their marks."""
    async with recording(actor="tests", at=START) as journal:
        for scheme in (*catalogue.schemes.values(), *MARKS.schemes.values()):
            await ensure_stored(scheme, journal)
    return catalogue


def a_course(code: str = "NLP-1", **changed: Any) -> CourseGiven:
    points = (PointsGiven(mark="proefmerk", kind="training", points_hundredths=400),)
    given: dict[str, Any] = {
        "code": code,
        "title": "Luisteren",
        "provider": "Huis",
        "since": date(2021, 1, 1),
        "points": points,
    }
    return CourseGiven(**given | changed)


def an_activity(course: str | None = "nlp-1 ", on: date = DAY, **changed: Any) -> ActivityDraft:
    return ActivityDraft(kind="training", title="Luisteren", since=on, until=on, course=course, **changed)


async def trained(number: str, *drafts: ActivityDraft) -> list[UUID]:
    return [await add_entry(number, "activity", one, actor=number, at=AT) for one in drafts]


async def seen(number: str, mark: str = "proefmerk") -> list[tuple[bool, Fraction | None]]:
    """Of each activity whether its provider counts as accredited, and its points."""
    found: list[Activity] = sorted((await gather_dossier(number, mark, AT.date())).activities, key=lambda a: a.on)
    return [(one.provider_accredited, one.amounts.get("points")) for one in found]


async def test_a_course_that_is_named_gives_its_points(house: Catalogue) -> None:
    """On its own days, for its kind and its mark, whatever was claimed; the rules and the preview see the same."""
    await accredit_course(a_course(until=date(2021, 5, 31)), OFFICER, at=AT)
    number = await somebody()
    await trained(
        number,
        an_activity(on=date(2020, 12, 31)),
        an_activity(points_hundredths=900),
        an_activity(on=date(2021, 6, 1)),
    )
    assert [(False, None), (True, Fraction(4)), (False, None)] == await seen(number)
    assert [(False, None), (False, Fraction(9)), (False, None)] == await seen(number, "oudmerk")
    draft = an_activity(on=date(2021, 5, 5))
    effects = await effect_of(number, draft, at=AT, catalogue=house)
    assert all(one.mark == "proefmerk" for one in effects)
    await outlook_of(number, at=AT, catalogue=house, planned=[draft])


@pytest.mark.parametrize("draft", [an_activity("ANDERS"), an_activity(None), an_activity("x" * 60)])
async def test_another_course_gives_what_was_said(house: Catalogue, draft: ActivityDraft) -> None:
    """Another code, no code, and a text that is no code."""
    await accredit_course(a_course(), OFFICER, at=AT)
    number = await somebody()
    await trained(number, draft.model_copy(update={"points_hundredths": 100}))
    assert [(False, Fraction(1))] == await seen(number)


async def test_a_kind_without_points_gives_nothing_fixed(house: Catalogue) -> None:
    """The same code for a kind that the body said nothing of."""
    await accredit_course(a_course(), OFFICER, at=AT)
    number = await somebody()
    await trained(number, an_activity().model_copy(update={"kind": "workshop"}))
    assert [(False, None)] == await seen(number)


async def test_a_body_accredits_for_its_own_marks(house: Catalogue) -> None:
    """By an officer or an administrator; an assessor looks, and another body neither sees nor finds it."""
    identity = await accredit_course(a_course(), OFFICER, at=AT)
    with pytest.raises(Refused):
        await accredit_course(a_course("B-2"), ASSESSOR, at=AT)
    for points in (
        (PointsGiven(mark="twijfelmerk", kind="training", points_hundredths=1),),
        (PointsGiven(mark="nergens", kind="training", points_hundredths=1),),
    ):
        with pytest.raises(NotFound):
            await accredit_course(a_course("B-2", points=points), OFFICER, at=AT)
    both = worker("officer", body=HOUSE)
    both = type(both)(both.actor, (*both.roles, *ELSEWHERE.roles))
    mixed = tuple(PointsGiven(mark=m, kind="training", points_hundredths=1) for m in ("proefmerk", "twijfelmerk"))
    with pytest.raises(Refused, match="one body"):
        await accredit_course(a_course("B-2", points=mixed), both, at=AT)
    assert ["NLP-1"] == [one.code for one in await courses_of(ASSESSOR)]
    assert () == await courses_of(ELSEWHERE)
    assert () == await courses_of(worker("analyst", body=HOUSE))
    with pytest.raises(NotFound):
        await find_course(identity, ELSEWHERE)


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "x"}, {"code": "met spatie"}, {"title": ""}, {"until": date(2020, 1, 1)}, {"points": ()},
        {"points": (PointsGiven(mark="a", kind="b", points_hundredths=1),) * 2},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(changed: dict[str, Any]) -> None:
    """A code that is none, no title, an end before the start, no points, a kind twice."""
    with pytest.raises(ValidationError):
        a_course(**changed)


async def test_a_code_is_accredited_once_on_a_day(house: Catalogue) -> None:
    """Another validity may follow; what was withdrawn from its first day on leaves its days free but the first."""
    first = await accredit_course(a_course(until=date(2021, 12, 31)), OFFICER, at=AT)
    for since in (date(2021, 1, 1), date(2021, 12, 31), date(2020, 6, 1)):
        with pytest.raises(Conflict, match="accredited on some of these days"):
            await accredit_course(a_course("nlp-1", since=since), OFFICER, at=AT)
    await accredit_course(a_course(since=date(2022, 1, 1)), OFFICER, at=AT)
    assert [date(2022, 1, 1), date(2021, 1, 1)] == [one.since for one in await courses_of(OFFICER)]
    await withdrawn(first, date(2021, 1, 1))
    with pytest.raises(Conflict):
        await accredit_course(a_course(until=date(2021, 12, 31)), OFFICER, at=AT)
    await accredit_course(a_course(since=date(2021, 1, 2), until=date(2021, 12, 31)), OFFICER, at=AT)


async def withdrawn(course: UUID, since: date) -> None:
    look = await look_at_withdrawal(course, since, OFFICER, at=AT)
    await withdraw_course(course, WithdrawalGiven(since=since, reason="Zo.", seen=look.seen), OFFICER, at=AT)


async def test_a_withdrawal_shows_first_whom_it_touches(house: Catalogue) -> None:
    """Who has the course on or after the day, in a term that runs or an application; who has it before keeps it."""
    course = await accredit_course(a_course(), OFFICER, at=AT)
    number, _ = await holder(house)
    stranger = await somebody(seed=7)
    await trained(number, an_activity(), an_activity(on=date(2021, 5, 20)))
    await trained(stranger, an_activity())
    look = await show_withdrawal(course, date(2021, 5, 10), OFFICER, at=AT)
    assert ["course"] == [one.what for one in await who_looked(number)]
    assert () == await who_looked(stranger)
    assert [(number, "proefmerk", date(2021, 5, 20))] == [(t.number, t.mark, t.on) for t in look.touched]
    assert [(number, DAY)] == [(one.number, one.on) for one in look.keep]
    await apply(stranger, ApplicationGiven(mark="proefmerk"), catalogue=house, actor=stranger, at=AT)
    again = await look_at_withdrawal(course, date(2021, 5, 1), OFFICER, at=AT)
    assert {number, stranger} == {one.number for one in again.touched}
    await trained(number, an_activity(on=date(2021, 5, 25)))
    given = WithdrawalGiven(since=date(2021, 5, 1), reason="Zo.", seen=again.seen)
    with pytest.raises(Conflict, match="changed since you looked"):
        await withdraw_course(course, given, OFFICER, at=AT)
    await withdrawn(course, date(2021, 5, 10))
    assert [False, True, False, False] == [accredited for accredited, _ in await seen(number)]
    with pytest.raises(Conflict, match="withdrawn before"):
        await withdrawn(course, date(2021, 5, 1))
    kinds = [row["kind"] for row in await JournalRow.select().where(JournalRow.kind.like("course.%"))]
    assert ["course.accredited", "course.withdrawn"] == kinds


async def test_a_course_that_nobody_names_touches_nobody(house: Catalogue) -> None:
    """The list is empty, and days that make no sense are refused."""
    course = await accredit_course(a_course(until=date(2021, 12, 31)), OFFICER, at=AT)
    assert () == (await look_at_withdrawal(course, DAY, OFFICER, at=AT)).touched
    for since in (date(2020, 12, 31), date(2022, 1, 1)):
        with pytest.raises(Malformed):
            await look_at_withdrawal(course, since, OFFICER, at=AT)
    with pytest.raises(Refused):
        await look_at_withdrawal(course, DAY, ASSESSOR, at=AT)


async def test_what_was_decided_stays(house: Catalogue) -> None:
    """The facts of an application are frozen with the points of then, and its findings can be proven after it."""
    course = await accredit_course(a_course(), OFFICER, at=AT)
    number = await somebody()
    (entry,) = await trained(number, an_activity(points_hundredths=100))
    application = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=house, actor=number, at=AT)
    await withdrawn(course, date(2021, 1, 1))
    assert [(False, Fraction(1))] == await seen(number)
    await judge_entry(number, "activity", entry, "approved", actor=OFFICER.actor, at=AT)
    facts = await frozen(application)
    found = await with_what_was_found(application, facts)
    assert ["approved"] == [one.state for one in found.activities]
    assert [Fraction(4)] == [one.amounts["points"] for one in found.activities]
    await correct_entry(number, "activity", entry, an_activity("B-2"), version=2, actor=number, at=AT)
    await judge_entry(number, "activity", entry, "approved", actor=OFFICER.actor, at=AT)
    assert facts == await with_what_was_found(application, facts)


async def frozen(application: UUID) -> Dossier:
    from_row = await ApplicationRow.select(ApplicationRow.facts).where(ApplicationRow.id == application).first()
    assert from_row is not None
    return from_canonical(from_row["facts"], Dossier)


async def test_a_course_is_kept_as_it_was(house: Catalogue) -> None:
    """The database refuses another title, other points, a second withdrawal and a removal."""
    course = await accredit_course(a_course(), OFFICER, at=AT)
    changes: list[tuple[str, Any]] = [
        ("ck_accredited_course_withdrawn_once", AccreditedCourseRow.update({AccreditedCourseRow.title: "x"})),
        ("ao_course_points", CoursePointsRow.update({CoursePointsRow.points_hundredths: 1})),
        ("ck_course_points_kept", CoursePointsRow.delete()),
        ("ck_accredited_course_kept", AccreditedCourseRow.delete()),
    ]
    for expected, change in changes:
        table = change.table
        key = table.id if table is AccreditedCourseRow else table.course
        with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
            await change.where(key == course)
        found = classify_db_error(error.value)
        assert found is not None
        assert expected == found.constraint
