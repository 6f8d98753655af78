"""Whoever judges a file reads what was handed in, with its evidence, and what the applicant did with it since."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest

from registry.applications import withdraw_application
from registry.case_files import CaseFile, open_case_file
from registry.case_questions import ask_applicant
from registry.database import Engine
from registry.dossiers import ActivityGiven, EvidenceGiven, judge_entry, record_activity
from registry.drafts import ActivityDraft, DocumentDraft, Draft, EntryKind, ExperienceDraft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.errors import Conflict, NotFound, Refused
from registry.interests import InterestDeclared, declare_interest
from registry.questions import Words, questions_of
from tests.registry.desk_stories import AT, DAYS, HOUR, MARKS, candidate, hand_in, worker
from tests.registry.stories import somebody

DAY = date(2021, 2, 1)
COURSE = ActivityDraft(kind="course", title="Coachen", since=DAY, until=DAY)
LONGER = COURSE.model_copy(update={"title": "Lang coachen"})
LONG = COURSE.model_copy(update={"title": "Lang coach"})
CV = DocumentDraft(kind="cv", written_on=DAY)
WORK = ExperienceDraft(role="coach", since=DAY)
WHICH = Words(text="Welke cursus?")


async def add(
    number: str, kind: EntryKind, draft: Draft, at: datetime = AT - HOUR, *, as_concept: bool = False
) -> UUID:
    return await add_entry(number, kind, draft, actor=number, at=at, as_concept=as_concept)


async def opened(application: UUID) -> CaseFile:
    return await open_case_file(application, worker(), catalogue=MARKS, at=AT + 2 * DAYS)


async def test_entries_with_titles_and_evidence(register: Engine) -> None:
    """By kind and the newest first; a concept is nobody's to see."""
    number = await somebody(at=AT - HOUR)
    given = ActivityGiven(
        kind="course", title="Coachen", since=DAY, until=DAY, evidence=(EvidenceGiven(kind="certificate"),)
    )
    course = await record_activity(number, given, actor=number, at=AT - HOUR)
    later = COURSE.model_copy(update={"title": "Later", "until": date(2021, 2, 9)})
    second, cv = await add(number, "activity", later), await add(number, "documents", CV)
    work = await add(number, "experience", WORK)
    await add(number, "activity", COURSE, as_concept=True)
    entries = (await opened(await hand_in(number))).entries
    assert [second, course, work, cv] == [one.entry.id for one in entries]
    assert ["certificate"] == [piece.kind for piece in entries[1].entry.evidence]
    assert [None] * 4 == [one.change for one in entries]


async def test_what_changed_since(register: Engine) -> None:
    """An entry is told as it was handed in, beside what it says now; what the body did with it is no change."""
    number = await somebody(at=AT - HOUR)
    corrected, withdrawn, judged = [await add(number, "activity", COURSE) for _ in range(3)]
    gone, rewritten = await add(number, "documents", CV), await add(number, "experience", WORK)
    await correct_entry(number, "experience", rewritten, WORK, version=1, actor=number, at=AT - HOUR / 2)
    application, late = await hand_in(number), AT + DAYS
    await judge_entry(number, "activity", judged, "approved", actor="desk", at=late)
    await correct_entry(number, "activity", corrected, LONG, version=1, actor=number, at=late)
    await withdraw_entry(number, "activity", withdrawn, version=1, actor=number, at=late)
    await withdraw_entry(number, "documents", gone, version=1, actor=number, at=late)
    added = await add(number, "documents", CV, late)
    await correct_entry(number, "activity", corrected, LONGER, version=2, actor=number, at=late + HOUR)
    found = {one.entry.id: one for one in (await opened(application)).entries}
    assert {
        corrected: ("corrected", COURSE, LONGER, late + HOUR),
        withdrawn: ("withdrawn", COURSE, None, late),
        judged: (None, COURSE, None, None),
        gone: ("withdrawn", CV, None, late),
        rewritten: (None, WORK, None, None),
        added: ("added", CV, None, None),
    } == {name: (one.change, one.entry.said, one.now, one.changed_at) for name, one in found.items()}
    assert ["approved", "withdrawn"] == [found[one].entry.state for one in (judged, gone)]


async def test_a_question_of_the_body(register: Engine) -> None:
    """By who works there and is free, about an application that is open; the applicant reads it."""
    number, application = await candidate()
    close, other = worker(), worker()
    await ask_applicant(application, WHICH, other, at=AT)
    assert ["Welke cursus?"] == [one.text for one in await questions_of(number, application)]
    await declare_interest(application, InterestDeclared(words="Een vriend."), close, at=AT)
    with pytest.raises(Refused, match="too well"):
        await ask_applicant(application, WHICH, close, at=AT)
    for who, what in ((worker(body="anderhuis"), application), (other, uuid4())):
        with pytest.raises(NotFound):
            await ask_applicant(what, WHICH, who, at=AT)
    await withdraw_application(application, catalogue=MARKS, actor=number, at=AT)
    with pytest.raises(Conflict):
        await ask_applicant(application, WHICH, other, at=AT)
