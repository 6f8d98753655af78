"""The same course in many files is decided once: the list first, one entry a person, nothing silently afterwards."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from registry.applications import ApplicationGiven, apply
from registry.bulk_approvals import preview
from registry.database import Engine
from registry.drafts import ActivityDraft
from registry.entries import add_entry, correct_entry
from registry.errors import Conflict
from registry.grouped_activities import GroupGiven, decide_group, groups_of, why_not_counted
from registry.interests import InterestDeclared, declare_interest
from registry.own_entries import read_entry
from registry.questions import questions_of
from registry.tables_journal import JournalRow
from registry.verdicts import as_decided, open_application
from tests.registry.bulk_stories import MARK, colleague, switched_on
from tests.registry.desk_stories import AT, HOUR, MARKS, worker
from tests.registry.stories import somebody

DAY = date(2021, 2, 1)
COURSE = ActivityDraft(
    kind="course", title="Loopbanen", provider="Academie", since=DAY, until=DAY, points_hundredths=1000
)
NUMBERED = COURSE.model_copy(update={"title": "Iets", "course": "K-12", "provider_accredited": True})


async def with_course(seed: int, draft: ActivityDraft = COURSE) -> tuple[str, UUID, UUID]:
    """Somebody who handed in with this course waiting; gives number, entry and application."""
    number = await somebody(seed=seed)
    entry = await add_entry(number, "activity", draft, actor=number, at=AT)
    application = await apply(number, ApplicationGiven(mark=MARK), catalogue=MARKS, actor=number, at=AT)
    return number, entry, application


async def test_the_same_course_is_one_group(register: Engine) -> None:
    """By the number of an accredited course, or by title, provider and day however it was written."""
    await with_course(1)
    await with_course(2, COURSE.model_copy(update={"title": "  LOOPBANEN "}))
    await with_course(3, COURSE.model_copy(update={"until": date(2021, 2, 2)}))
    await with_course(4, NUMBERED)
    await with_course(5, NUMBERED.model_copy(update={"title": "Anders", "until": date(2021, 2, 2)}))
    found = await groups_of(colleague("assessor"))
    assert [("course k 12", 2), ("loopbanen | academie | 2021-02-01", 2)] == sorted((g.key, g.people) for g in found)
    assert () == await groups_of(worker("assessor"))
    assert () == await groups_of(colleague("body_administrator"))


async def test_once_said_it_holds_for_all_and_for_nobody_after(register: Engine) -> None:
    """Approved in every file, one entry a person, and the rules find the files good; who comes later waits."""
    files = [await with_course(seed) for seed in (1, 2, 3)]
    officer = colleague()
    (group,) = await groups_of(officer)
    before = await JournalRow.count()
    given = GroupGiven(seen=group.seen, verdict="counts")
    assert 3 == await decide_group(given, officer, at=AT + HOUR)
    for number, entry, application in files:
        assert "approved" == (await read_entry(number, "activity", entry)).state
        row, _ = await open_application(application)
        assert ["approved"] == [one.state for one in (await as_decided(row, DAY)).activities]
        kinds = JournalRow.select(JournalRow.kind).where(JournalRow.subject == number, JournalRow.seq > before)
        assert ["activity.approved"] == [one["kind"] for one in await kinds]
    await switched_on()
    assert 3 == len((await preview(MARK, officer, catalogue=MARKS, at=AT + HOUR)).files)
    with pytest.raises(Conflict, match="Something changed"):
        await decide_group(given, officer, at=AT + HOUR)
    number, entry, _ = await with_course(4)
    assert "waiting" == (await read_entry(number, "activity", entry)).state
    assert () == await groups_of(officer)  # one person is no group


async def test_what_does_not_count_has_its_reason(register: Engine) -> None:
    """And a question goes to each applicant, once, also to who did the course twice."""
    number, entry, _ = await with_course(1, NUMBERED)
    await with_course(2, NUMBERED)
    officer = colleague()
    (group,) = await groups_of(officer)
    given = GroupGiven(seen=group.seen, verdict="does_not_count", words="Geen bij- of nascholing.")
    await decide_group(given, officer, at=AT)
    assert "refused" == (await read_entry(number, "activity", entry)).state
    assert "Geen bij- of nascholing." == await why_not_counted(entry)
    twice = await somebody(seed=3)
    for day in (DAY, date(2021, 2, 3)):
        again = NUMBERED.model_copy(update={"until": day})
        await add_entry(twice, "activity", again, actor=twice, at=AT)
    application = await apply(twice, ApplicationGiven(mark=MARK), catalogue=MARKS, actor=twice, at=AT)
    await with_course(4, NUMBERED)
    (group,) = await groups_of(officer)
    assert (3, 2) == (len(group.entries), group.people)
    asked = GroupGiven(seen=group.seen, verdict="question", words="Wat heb je geleerd?")
    assert 2 == await decide_group(asked, officer, at=AT)
    assert ["Iets: Wat heb je geleerd?"] == [one.text for one in await questions_of(twice, application)]
    assert await why_not_counted(group.entries[0].entry) is None


async def test_only_what_was_seen(register: Engine) -> None:
    """Whom somebody knows, and what was corrected after handing in, is not listed; a changed list is a conflict."""
    (_, _, known), (changed, entry, _), *_ = [await with_course(seed) for seed in (1, 2, 3, 4)]
    officer = colleague()
    (before,) = await groups_of(officer)
    await declare_interest(known, InterestDeclared(words="Een vriendin."), officer, at=AT)
    other = COURSE.model_copy(update={"points_hundredths": 4000})
    await correct_entry(changed, "activity", entry, other, version=1, actor=changed, at=AT)
    (after,) = await groups_of(officer)
    assert (4, 2) == (before.people, after.people)
    with pytest.raises(Conflict, match="Something changed"):
        await decide_group(GroupGiven(seen=before.seen, verdict="counts"), officer, at=AT)
    assert "waiting" == (await read_entry(changed, "activity", entry)).state
    with pytest.raises(ValueError, match="say why"):
        GroupGiven(seen=after.seen, verdict="question")
