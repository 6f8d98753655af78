"""The entries of an own file: nothing is overwritten silently, and nobody touches what is somebody else's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from registry.applications import ApplicationGiven, apply, withdraw_application
from registry.catalogue import Catalogue
from registry.database import Engine, classify_db_error
from registry.dossiers import judge_entry
from registry.drafts import (
    ActivityDraft,
    ClientPracticeDraft,
    ClientSurveyDraft,
    DocumentDraft,
    Draft,
    EntryKind,
    ExperienceDraft,
    LeaveDraft,
    QualificationDraft,
)
from registry.entries import Corrected, add_entry, copy_entry, correct_entry, hand_in_entry, withdraw_entry
from registry.entry_versions import earlier_versions
from registry.erasure import remove_by_right
from registry.errors import Conflict, Malformed, NotFound, Refused, Removed
from registry.gathering import gather_dossier
from registry.own_entries import Filter, list_entries, read_entry
from registry.tables_history import EntryVersionRow
from registry.tables_journal import JournalRow
from tests.registry.stories import START, somebody

DAY = date(2021, 3, 1)
LATER = START + timedelta(days=1)
COURSE = ActivityDraft(kind="course", since=DAY, until=DAY, title="Luisteren", minutes=90, provider="École Één")
SAID: dict[EntryKind, tuple[Draft, Draft]] = {
    "activity": (COURSE, COURSE.model_copy(update={"minutes": 60})),
    "qualification": (
        QualificationDraft(kind="bachelor", obtained_on=DAY, level=6),
        QualificationDraft(kind="bachelor", obtained_on=DAY, level=7),
    ),
    "client_practice": (
        ClientPracticeDraft(since=DAY, until=DAY, role="coach", clients=3, minutes=90),
        ClientPracticeDraft(since=DAY, until=DAY, role="coach", clients=4, minutes=90),
    ),
    "client_survey": (ClientSurveyDraft(held_on=DAY, answers=7), ClientSurveyDraft(held_on=DAY, answers=8)),
    "leave": (LeaveDraft(since=DAY, until=DAY), LeaveDraft(since=DAY, until=DAY + timedelta(days=9))),
    "experience": (
        ExperienceDraft(role="coach", since=DAY, minutes=100),
        ExperienceDraft(role="coach", since=DAY, until=DAY),
    ),
    "documents": (DocumentDraft(kind="cv", written_on=DAY), DocumentDraft(kind="plan", written_on=DAY)),
}


async def add(number: str, draft: Draft = COURSE, kind: EntryKind = "activity") -> UUID:
    return await add_entry(number, kind, draft, actor=number, at=START)


def test_every_kind_is_tried() -> None:
    """The table above has each kind of entry there is."""
    assert set(get_args(EntryKind)) == set(SAID)


@pytest.mark.parametrize("kind", SAID)
async def test_an_entry_says_what_was_written(register: Engine, kind: EntryKind) -> None:
    """Each kind comes back as it was given, waits for the body, and can be corrected and approved."""
    number = await somebody()
    first, second = SAID[kind]
    entry = await add(number, first, kind)
    found = await read_entry(number, kind, entry)
    assert (first, 1, "waiting") == (found.said, found.version, found.state)
    await judge_entry(number, kind, entry, "approved", actor="desk", at=START)
    assert "approved" == (await read_entry(number, kind, entry)).state
    done = await correct_entry(number, kind, entry, second, version=2, actor=number, at=LATER)
    assert Corrected(3, waits_again=True, confirmations_lapsed=False) == done
    found = await read_entry(number, kind, entry)
    assert (second, 3, "waiting") == (found.said, found.version, found.state)
    old = await earlier_versions(number, kind, entry)
    expected = [(2, "approved", first, "corrected", number), (1, "waiting", first, "approved", "desk")]
    assert expected == [(v.version, v.state, v.said, v.change, v.replaced_by) for v in old]


@pytest.mark.parametrize("kind", SAID)
async def test_a_withdrawn_entry_no_longer_counts(register: Engine, kind: EntryKind) -> None:
    """It is marked or gone, what it said stays among its versions, and a second time is a conflict."""
    number = await somebody()
    entry = await add(number, SAID[kind][0], kind)
    await withdraw_entry(number, kind, entry, version=1, actor=number, at=LATER)
    left = (await list_entries(number, kind, Filter(state=("waiting", "approved")))).entries
    assert () == left
    assert [SAID[kind][0]] == [v.said for v in await earlier_versions(number, kind, entry)]
    with pytest.raises((Conflict, NotFound)):
        await withdraw_entry(number, kind, entry, version=2, actor=number, at=LATER)


async def test_two_changes_at_once_do_not_overwrite_each_other(register: Engine) -> None:
    """Who looked at an older version is told so, whatever the other did: correcting, approving, withdrawing."""
    number = await somebody()
    entry = await add(number)
    await judge_entry(number, "activity", entry, "approved", actor="desk", at=START)
    with pytest.raises(Conflict, match="changed in the meantime"):
        await correct_entry(number, "activity", entry, COURSE, version=1, actor=number, at=LATER)
    with pytest.raises(Conflict, match="changed in the meantime"):
        await withdraw_entry(number, "activity", entry, version=1, actor=number, at=LATER)


async def test_what_an_entry_said_is_not_rewritten(register: Engine) -> None:
    """The database refuses it: history may go with the person, and is never changed."""
    number = await somebody()
    entry = await add(number)
    await judge_entry(number, "activity", entry, "approved", actor="desk", at=START)
    with pytest.raises(Exception, match=r"(?i)ao_entry_version|may not change") as caught:
        await EntryVersionRow.update({EntryVersionRow.replaced_by: "somebody else"}, force=True)
    assert "ao_entry_version" == getattr(classify_db_error(caught.value), "constraint", None)


async def test_a_concept_counts_for_nothing_until_it_is_handed_in(register: Engine) -> None:
    """It stays a concept when it is corrected; handed in it waits, and only once."""
    number = await somebody()
    entry = await add_entry(number, "activity", COURSE, actor=number, at=START, as_concept=True)
    done = await correct_entry(number, "activity", entry, SAID["activity"][1], version=1, actor=number, at=START)
    assert (False, "concept") == (done.waits_again, (await read_entry(number, "activity", entry)).state)
    assert 3 == await hand_in_entry(number, "activity", entry, version=2, actor=number, at=LATER)
    assert "waiting" == (await read_entry(number, "activity", entry)).state
    with pytest.raises(Conflict, match="handed in before"):
        await hand_in_entry(number, "activity", entry, version=3, actor=number, at=LATER)


async def test_only_what_the_body_approves_can_be_a_concept(register: Engine) -> None:
    """A deferral or a document is handed in or left out."""
    number = await somebody()
    draft = SAID["leave"][0]
    with pytest.raises(Refused, match="concept"):
        await add_entry(number, "leave", draft, actor=number, at=START, as_concept=True)
    entry = await add(number, draft, "leave")
    with pytest.raises(Refused, match="concept"):
        await copy_entry(number, "leave", entry, actor=number, at=START)


async def test_a_copy_is_a_concept_that_says_the_same(register: Engine) -> None:
    """Without the approval of the original."""
    number = await somebody()
    entry = await add(number)
    await judge_entry(number, "activity", entry, "approved", actor="desk", at=START)
    copy = await read_entry(number, "activity", await copy_entry(number, "activity", entry, actor=number, at=LATER))
    assert (COURSE, "concept", 1) == (copy.said, copy.state, copy.version)
    assert copy.id != entry


async def test_what_is_withdrawn_is_not_corrected(register: Engine) -> None:
    """The sentence says what to do instead."""
    number = await somebody()
    entry = await add(number)
    await withdraw_entry(number, "activity", entry, version=1, actor=number, at=LATER)
    with pytest.raises(Conflict, match="Copy it"):
        await correct_entry(number, "activity", entry, COURSE, version=2, actor=number, at=LATER)


async def test_a_period_of_practice_stands_there_once(register: Engine) -> None:
    """The same role from the same day on, or a second deferral from one day, is a conflict."""
    number = await somebody()
    for kind in ("client_practice", "leave"):
        await add(number, SAID[kind][0], kind)
        with pytest.raises(Conflict, match="for this period already"):
            await add(number, SAID[kind][1], kind)


@pytest.mark.parametrize("kind", SAID)
async def test_nobody_reaches_the_entry_of_somebody_else(register: Engine, kind: EntryKind) -> None:
    """It is not there for them: reading, correcting, copying, withdrawing, its history."""
    mine, theirs = await somebody(seed=1), await somebody(seed=2)
    entry = await add(theirs, SAID[kind][0], kind)
    for who, what in ((mine, entry), (theirs, uuid4())):
        with pytest.raises(NotFound):
            await read_entry(who, kind, what)
        with pytest.raises(NotFound):
            await correct_entry(who, kind, what, SAID[kind][1], version=1, actor=who, at=LATER)
        with pytest.raises(NotFound):
            await withdraw_entry(who, kind, what, version=1, actor=who, at=LATER)
        assert () == await earlier_versions(who, kind, what)
    assert 0 == (await list_entries(mine, kind)).total


async def test_nobody_adds_to_the_file_of_who_is_not_there(register: Engine) -> None:
    """Never here, taken out, or no number at all: each says so, and nothing is written."""
    number = await somebody()
    await remove_by_right(number, actor="desk", at=START)
    entries = await JournalRow.count()
    for who, error in ((number, Removed), ("LP-0020418-51", NotFound), ("LP-1", Malformed)):
        with pytest.raises(error):
            await add(who)
    assert entries == await JournalRow.count()


async def test_a_list_is_filtered_and_paged_newest_first(register: Engine) -> None:
    """By state, days, kind and words; accents and capitals do not matter."""
    number = await somebody()
    days = [DAY + timedelta(days=i - 4) for i in range(5)]
    for day in days:
        await add(number, COURSE.model_copy(update={"since": day, "until": day}))
    await add(number, ActivityDraft(kind="webinar", since=days[0], until=days[0]))
    first = await list_entries(number, "activity", Filter(kind="course"), size=2)
    assert (5, days[:2:-1]) == (first.total, [entry.on for entry in first.entries])
    last = await list_entries(number, "activity", Filter(kind="course"), page=3, size=2)
    assert days[:1] == [entry.on for entry in last.entries]
    for wanted, expected in (
        (Filter(text="ecole een"), 5),
        (Filter(text="LUISTEREN"), 5),
        (Filter(since=days[1], until=days[2]), 2),
        (Filter(state=("approved",)), 0),
        (Filter(), 6),
    ):
        assert expected == (await list_entries(number, "activity", wanted)).total


async def test_a_professional_cannot_say_what_is_not_theirs_to_say(register: Engine) -> None:
    """A draft has no field for a state, a confirmation or verified evidence, and no day outside the calendar."""
    theirs: list[dict[str, object]] = [
        {"state": "approved"}, {"confirmed_by": ["peer"]}, {"evidence": []}, {"until": date(2200, 1, 1)}
    ]  # fmt: skip
    for more in theirs:
        with pytest.raises(ValidationError):
            ActivityDraft.model_validate({"kind": "course", "since": DAY, "until": DAY} | more)
    for shape, word in ((ActivityDraft, "kind"), (ExperienceDraft, "role")):
        with pytest.raises(ValidationError, match="before the first"):
            shape.model_validate({word: "coach", "since": DAY, "until": date(2021, 2, 28)})


async def test_a_frozen_entry_may_be_corrected(register: Engine, catalogue: Catalogue) -> None:
    """An open application does not lock the file; the rules see the corrected entry."""
    number = await somebody()
    entry = await add(number)
    application = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)
    await correct_entry(number, "activity", entry, SAID["activity"][1], version=1, actor=number, at=LATER)
    assert [1] == [
        a.amounts["hours"] for a in (await gather_dossier(number, "proefmerk", date(2026, 11, 25))).activities
    ]
    await withdraw_application(application, catalogue=catalogue, actor=number, at=LATER)
