"""A file as it is recorded, and the same file as the rules see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from pydantic import ValidationError

from accreditation.dates import Span
from accreditation.dossier import (
    Activity,
    Declaration,
    Dossier,
    EntryState,
    Evidence,
    Experience,
    Leave,
    Qualification,
)
from registry.canonical import canonical, from_canonical
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.dossiers import (
    ActivityGiven,
    ClientPracticeGiven,
    ClientSurveyGiven,
    EvidenceGiven,
    LeaveGiven,
    QualificationGiven,
    judge_entry,
    record_activity,
    record_client_practice,
    record_client_survey,
    record_fact,
    record_leave,
    record_qualification,
)
from registry.errors import NotFound
from registry.gathering import gather_dossier
from tests.registry.stories import START, holder, somebody

DAY = date(2021, 5, 4)


async def test_an_activity_comes_back_as_it_was_recorded(register: Engine) -> None:
    """Amounts in minutes and hundredths become exact hours and points; evidence comes along."""
    number = await somebody()
    given = ActivityGiven(
        kind="course",
        since=date(2021, 5, 1),
        until=DAY,
        category="core",
        minutes=100,
        points_hundredths=250,
        confirmed_by=("supervisor",),
        state="approved",
        evidence=(EvidenceGiven(kind="certificate", verified=True),),
    )
    identity = await record_activity(number, given, actor=number, at=START)
    expected = Activity(
        id=str(identity),
        kind="course",
        on=DAY,
        since=date(2021, 5, 1),
        amounts={"hours": Fraction(5, 3), "points": Fraction(5, 2)},
        category="core",
        confirmed_by=frozenset({"supervisor"}),
        evidence=(Evidence("certificate", True),),
    )
    assert (expected,) == (await gather_dossier(number, "proefmerk", START.date())).activities


async def test_the_whole_file_is_gathered(register: Engine, catalogue: Catalogue) -> None:
    """Qualifications, practice, surveys, leave, other facts and the running term are all there."""
    number, _ = await holder(catalogue)
    await record_qualification(
        number, QualificationGiven(kind="bachelor", obtained_on=DAY, level=6, state="approved"), actor="a", at=START
    )
    practice = ClientPracticeGiven(
        since=date(2021, 1, 1), until=date(2021, 12, 31), role="coach", clients=12, minutes=90
    )
    await record_client_practice(number, practice, actor="a", at=START)
    await record_client_survey(number, ClientSurveyGiven(held_on=DAY, answers=7), actor="a", at=START)
    leave = LeaveGiven(since=DAY, until=date(2021, 11, 3), extends_months=6, approved=True)
    await record_leave(number, leave, actor="a", at=START)
    experience = Experience("e1", "coach", date(2015, 1, 1), None, Fraction(1200))
    work = await record_fact(number, experience, actor="a", at=START)
    await record_fact(number, Declaration("d1", "code", "2019", DAY), actor="a", at=START, mark="proefmerk")
    found = await gather_dossier(number, "proefmerk", START.date())
    assert Span(date(2021, 3, 2), date(2025, 3, 1)) == found.term
    assert ["bachelor"] == [q.kind for q in found.qualifications]
    assert {"course", "client_practice", "client_survey"} == {a.kind for a in found.activities}
    assert {"clients": Fraction(12), "contact_hours": Fraction(3, 2)} == next(
        a.amounts for a in found.activities if a.kind == "client_practice"
    )
    assert (Leave(DAY, date(2021, 11, 3), 6),) == found.leave
    known = replace(experience, id=str(work))  # by its row, as every entry is
    assert ((known,), ("d1",)) == (found.experience, tuple(d.id for d in found.declarations))


async def test_an_approved_survey_proves_the_practice_of_its_period(register: Engine) -> None:
    """A survey inside the days of client practice is its evidence once approved; one outside them is not."""
    number = await somebody(seed=1)
    practice = ClientPracticeGiven(since=date(2021, 1, 1), until=date(2021, 12, 31), role="coach", clients=12)
    await record_client_practice(number, practice, actor="a", at=START)
    for held_on, state in (
        (date(2021, 12, 31), "approved"),
        (date(2021, 6, 1), "waiting"),
        (date(2022, 1, 1), "approved"),
    ):
        given = ClientSurveyGiven.model_validate({"held_on": held_on, "answers": 7, "state": state})
        await record_client_survey(number, given, actor="a", at=START)
    found = (await gather_dossier(number, "proefmerk", START.date())).activities
    assert [(Evidence("client_survey", True),)] == [a.evidence for a in found if a.kind == "client_practice"]


async def test_an_entry_waits_until_it_is_approved(register: Engine) -> None:
    """What somebody hands in waits; the body approves it; an entry of somebody else is not there."""
    number = await somebody(seed=1)
    other = await somebody(seed=2)
    entry = await record_activity(number, ActivityGiven(kind="course", since=DAY, until=DAY), actor=number, at=START)
    assert EntryState.WAITING == (await gather_dossier(number, "proefmerk", START.date())).activities[0].state
    await judge_entry(number, "activity", entry, "approved", actor="desk", at=START)
    assert EntryState.APPROVED == (await gather_dossier(number, "proefmerk", START.date())).activities[0].state
    for who, what in ((other, entry), (number, uuid4())):
        with pytest.raises(NotFound):
            await judge_entry(who, "activity", what, "approved", actor="desk", at=START)


def test_the_last_day_comes_after_the_first() -> None:
    """An activity that ends before it starts is refused."""
    with pytest.raises(ValidationError, match="before the first"):
        ActivityGiven(kind="course", since=DAY, until=date(2021, 5, 3))


async def test_only_facts_of_a_file_go_in_a_file(register: Engine) -> None:
    """Anything else is a mistake of the programmer."""
    number = await somebody()
    with pytest.raises(TypeError, match="not a fact"):
        await record_fact(number, "hearsay", actor="a", at=START)


def test_a_file_survives_being_written_down() -> None:
    """A file frozen as text is the same file when read, and the same file is always the same text."""
    dossier = Dossier(
        "LP",
        term=Span(date(2021, 3, 2), date(2025, 3, 1)),
        scopes=frozenset({"b", "a"}),
        activities=(Activity("1", "course", DAY, amounts={"points": Fraction(1, 3), "hours": Fraction(2)}),),
        qualifications=(Qualification("q", "bachelor", DAY),),
        people=(Dossier("inner"),),
    )
    text = canonical(dossier)
    assert dossier == from_canonical(text, Dossier)
    assert text == canonical(from_canonical(text, Dossier))
