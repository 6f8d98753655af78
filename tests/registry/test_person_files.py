"""One person as a body may see them: its own marks with all that happened, and what is public now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accreditation.decisions import Kind
from accreditation.reminders import Step
from registry.database import Engine
from registry.decisions import Condition, Lift, impose_condition, lift
from registry.errors import NotFound
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.notices import write_notices
from registry.own_data import who_looked
from registry.person_files import PersonFile, open_person
from registry.practitioners import rename
from registry.questions import Words, ask_question
from registry.reminder_keys import ReminderKey
from registry.tables_people import PractitionerRow
from tests.registry.desk_stories import AT, DAYS, MARKS, Worker, hand_in, worker
from tests.registry.test_people import BERG, UNTIL, WIT, ZWART, person

OFFICER = worker("officer")
BY: dict[str, Any] = {"catalogue": MARKS, "actor": "desk"}


async def opened(number: str, who: Worker = OFFICER, at: datetime = AT) -> PersonFile:
    return await open_person(number, who, catalogue=MARKS, at=at)


async def test_own_marks_with_all_that_happened(register: Engine) -> None:
    """Decisions with their reasons, the newest first, applications, and measures with whether the public sees them."""
    number = await person(BERG, 1)
    given = Condition(
        mark="twijfelmerk", since=AT.date(), text="Onder begeleiding.", reason="Zo.", public_until=date(2021, 4, 1)
    )
    condition = await impose_condition(number, given, at=AT, **BY)
    await lift(condition, Lift(since=AT.date() + 5 * DAYS, reason="Klaar."), at=AT + DAYS, **BY)
    (mark,) = (await opened(number)).marks
    assert [Kind.LIFT, Kind.CONDITION, Kind.GRANT, Kind.APPLICATION] == [one.kind for one in mark.decisions]
    assert ["Klaar.", "Zo.", "Goed."] == [one.reason for one in mark.decisions[:3]]
    assert ("Onder begeleiding.", None, condition) == (
        mark.decisions[1].words, mark.decisions[1].under, mark.decisions[0].refers_to,
    )  # fmt: skip
    assert ([True], ["granted"], UNTIL) == (
        [one.is_public for one in mark.measures], [one.state for one in mark.applications], mark.standing.until,
    )  # fmt: skip
    (later,) = (await opened(number, at=datetime(2021, 4, 2, 9, tzinfo=AT.tzinfo))).marks
    assert ([False], ()) == ([one.is_public for one in later.measures], later.public.measures if later.public else None)


async def test_what_they_were_called_and_what_is_public(register: Engine) -> None:
    """Former names are told with their last day; of another body's mark only what everybody sees."""
    number = await person(BERG, 1)
    await PractitionerRow.update({PractitionerRow.email: "a@b.example"}).where(PractitionerRow.number == number)
    await rename(number, WIT, actor="desk", at=AT + timedelta(days=3))
    file = await opened(number)
    assert (("van den Berg", AT.date() + 2 * DAYS),) == tuple((one.name, one.until) for one in file.former_names)
    assert ("A. de Wit", True, False, ("Utrecht",), None) == (
        file.name, file.has_email, file.has_phone, tuple(one.town for one in file.shown.work_places), file.shown.email,
    )  # fmt: skip
    other = await person(ZWART, 2, mark="elders")
    await hand_in(other)
    seen = await opened(other)
    assert (["twijfelmerk"], ["open"], ["elders"]) == (
        [one.mark for one in seen.marks],
        [one.state for mark in seen.marks for one in mark.applications],
        [one.mark for one in seen.elsewhere],
    )


async def test_letters_about_own_marks(register: Engine) -> None:
    """What followed from the journal and what reminded of a term; nothing about a log-in or another mark."""
    number = await person(BERG, 1, mark="elders")
    row = await PractitionerRow.select().where(PractitionerRow.number == number).first()
    assert row is not None
    await PractitionerRow.update({PractitionerRow.email: "a@b.example"}).where(PractitionerRow.number == number)
    application = await hand_in(number)
    await ask_question(application, Words(text="Wat?"), actor="desk", at=AT)
    async with recording(actor="post", at=AT) as journal:
        for key in (str(ReminderKey(number, "twijfelmerk", UNTIL, Step.EXPIRED)), "keyed", None):
            await queue_letter(journal, Letter("x", "a@b.example", "nl", {}, key=key, practitioner=row["id"]))
    assert not await write_notices(AT)
    (mark,) = (await opened(number)).marks
    assert ["application.question", "application.received", "x"] == sorted(one.kind for one in mark.letters)
    assert {"waiting"} == {one.state for one in mark.letters}


async def test_reading_is_written_down(register: Engine) -> None:
    """For somebody without a mark of the body there is nothing, and nothing is written; the person sees who looked."""
    mine, theirs = await person(BERG, 1), await person(WIT, 2, mark="elders")
    await opened(mine)
    with pytest.raises(NotFound):
        await opened(theirs)
    for stranger in (worker("assessor"), worker("officer", body="nergens")):
        with pytest.raises(NotFound):
            await opened(mine, stranger)
    assert [(OFFICER.actor, "person")] == [(one.by, one.what) for one in await who_looked(mine)]
    assert () == await who_looked(theirs)
