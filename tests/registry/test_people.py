"""The people of a body: those of its own marks, found by name, number, place, mark and how the mark stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from registry.database import Engine
from registry.decisions import Ending, Suspension, revoke, suspend
from registry.errors import Malformed, NotFound, Refused
from registry.people import PeopleFilter, PersonFound, find_people
from registry.practitioners import Name, Person, WorkPlace, register_practitioner, rename
from registry.verdicts import Verdict, decide
from tests.registry.desk_stories import AT, DAYS, MARKS, Worker, hand_in, worker
from tests.registry.stories import draw_from

OFFICER = worker("officer")
UNTIL = date(2025, 3, 1)
BERG, WIT, ZWART = (Name(initials="A.", prefix=prefix, family_name=name) for prefix, name in (
    ("van den", "Berg"), ("de", "Wit"), ("", "Zwart"),
))  # fmt: skip


async def person(name: Name, seed: int, town: str = "Utrecht", mark: str | None = "twijfelmerk") -> str:
    """Somebody with a mark of the body, or with none."""
    places = (WorkPlace(town=town, postcode4="3511"),)
    number = await register_practitioner(
        Person(name=name, work_places=places), actor="desk", at=AT, draw=draw_from(seed)
    )
    if mark is not None:
        application = await hand_in(number, mark)
        verdict = Verdict(outcome="granted", reason="Goed.", since=AT.date(), until=UNTIL)
        await decide(application, verdict, catalogue=MARKS, actor="desk", at=AT)
    return number


async def found(who: Worker = OFFICER, at: datetime = AT, page: int = 1, size: int = 50, **wanted: Any) -> list[str]:
    asked = PeopleFilter(**wanted)
    return [one.number for one in (await find_people(asked, who, catalogue=MARKS, at=at, page=page, size=size)).items]


async def test_a_body_finds_its_own_people(register: Engine) -> None:
    """By family name, page by page; who has no mark of the body, or only one of another body, is not there."""
    wit, berg = await person(WIT, 1), await person(BERG, 2)
    await person(ZWART, 3, mark="elders")
    await person(ZWART, 4, mark=None)
    assert [berg, wit] == await found()
    assert [wit] == await found(page=2, size=1)
    assert [] == await found(worker("officer", body="nergens"))
    shown = (await find_people(PeopleFilter(), OFFICER, catalogue=MARKS, at=AT, size=1)).items[0]
    assert ("A. van den Berg", ("Utrecht",), ("twijfelmerk", "valid", UNTIL)) == _told(shown)


def _told(one: PersonFound) -> tuple[object, ...]:
    (held,) = one.marks
    return one.name, one.towns, (held.mark, str(held.status), held.until)


async def test_words_of_a_name_a_number_and_a_place(register: Engine) -> None:
    """Also an earlier name; a mistyped number is told, and a word of signs alone finds nobody."""
    wit, berg = await person(WIT, 1, "Zwolle"), await person(BERG, 2)
    await rename(wit, ZWART, actor="desk", at=AT + timedelta(days=1))
    assert ([wit], [wit], [berg]) == (await found(q="wit"), await found(q="zwa"), await found(q="a. bérg"))
    assert ([berg], [berg]) == (await found(q=berg), await found(q=berg.lower().replace("-", " ")))
    assert ([wit], [berg, wit], []) == (
        await found(place="zwol"), sorted(await found(place="3511"), key=[berg, wit].index), await found(place="%"),
    )  # fmt: skip
    assert [] == await found(q="***")
    with pytest.raises(Malformed, match="q: "):
        await found(q="0020418 52")


async def test_how_the_mark_stands(register: Engine) -> None:
    """Valid, suspended, ended, revoked, or an application that waits: each on the day it is asked."""
    valid, suspended, revoked = await person(BERG, 1), await person(WIT, 2), await person(ZWART, 3)
    waits = await person(ZWART, 4, mark=None)
    await hand_in(waits)
    by: dict[str, Any] = {"catalogue": MARKS, "actor": "desk", "at": AT}
    stop = Suspension(mark="twijfelmerk", since=AT.date(), until=AT.date() + 9 * DAYS, reason="Zo.")
    await suspend(suspended, stop, **by)
    await revoke(revoked, Ending(mark="twijfelmerk", since=AT.date() + DAYS, reason="Zo."), **by)
    later = AT + 2 * DAYS
    states = ("valid", "suspended", "ended", "revoked", "applied")
    expected = {
        "valid": [valid],
        "suspended": [suspended],
        "ended": [revoked],
        "revoked": [revoked],
        "applied": [waits],
    }
    assert expected == {state: await found(at=later, state=state) for state in states}
    assert [valid, suspended] == await found(at=later + 20 * DAYS, state="valid", mark="twijfelmerk")


async def test_only_who_may_look_looks(register: Engine) -> None:
    """A mark of another body is not there; an assessor reads files, and does not look people up."""
    await person(BERG, 1)
    with pytest.raises(NotFound):
        await found(mark="elders")
    with pytest.raises(Refused):
        await found(worker("assessor"), mark="twijfelmerk")
    assert [] == await found(worker("assessor"))
