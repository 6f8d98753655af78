"""Who looks like one person: by name and something more, once each, and never again after a body said otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from registry import duplicates
from registry.database import Engine
from registry.duplicates import NotSameGiven, duplicates_of, tell_apart
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.organisations import Organisation, join_organisation, register_organisation
from registry.practitioners import Name
from registry.tables_people import PractitionerRow
from tests.registry.desk_stories import AT, Worker, worker
from tests.registry.test_people import BERG, WIT, person

OFFICER = worker("officer")
GREEN = Name(initials="é.", family_name="Groen")
GREEN_TOO = Name(initials="E.", family_name="GROEN")


async def alike(who: Worker = OFFICER, after: str = "", size: int = 50) -> list[tuple[set[str], tuple[str, ...]]]:
    found = await duplicates_of(who, after=after, size=size)
    return [({pair.one.number, pair.other.number}, pair.because) for pair in found.items]


async def reach(number: str, email: str, phone: str) -> None:
    changed: dict[Any, Any] = {PractitionerRow.email: email, PractitionerRow.phone: phone}
    await PractitionerRow.update(changed).where(PractitionerRow.number == number)


async def test_a_name_and_something_more(register: Engine) -> None:
    """Accents and capitals make no difference; a name alone, or a town alone, is nothing."""
    one, other = await person(GREEN, 1, "Utrecht"), await person(GREEN_TOO, 2, "Zwolle")
    await person(BERG, 3, "Utrecht")
    assert [] == await alike()
    await reach(one, email="e.groen@voorbeeld.example", phone="06-12345678")
    await reach(other, email="E.Groen@voorbeeld.example", phone="+31 6 1234 5678")
    assert [({one, other}, ("email", "phone"))] == await alike()
    third = await person(GREEN, 4, "zwolle")
    assert [({one, other}, ("email", "phone")), ({other, third}, ("place",))] == sorted(
        await alike(), key=lambda pair: pair[1]
    )
    shown = (await duplicates_of(OFFICER)).items[0].one
    assert ("Groen", True) == (shown.name.split()[-1].capitalize(), bool(shown.towns))


async def test_the_same_firm(register: Engine) -> None:
    """Whoever works for one firm under one name."""
    one, other = await person(GREEN, 1, "Utrecht"), await person(GREEN, 2, "Zwolle")
    firm = await register_organisation(Organisation(name="Een bureau"), actor="desk", at=AT)
    for number in (one, other):
        await join_organisation(number, firm, AT.date(), actor="desk", at=AT)
    assert [({one, other}, ("organisation",))] == await alike()


async def test_only_own_people(register: Engine) -> None:
    """Who has no mark of the body is not shown beside who has one; who does not look people up sees nothing."""
    await person(GREEN, 1)
    await person(GREEN, 2, mark="elders")
    assert ([], []) == (await alike(), await alike(worker("assessor")))


async def test_page_by_page(register: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A next part begins after the last name that was shown; a long look without a find can be gone on with."""
    for seed, name in enumerate((BERG, BERG, WIT, WIT), start=1):
        await person(name, seed)
    first = await duplicates_of(OFFICER, size=1)
    second = await duplicates_of(OFFICER, after=first.after or "", size=1)
    third = await duplicates_of(OFFICER, after=second.after or "")
    names = [[pair.one.name for pair in part.items] for part in (first, second, third)]
    assert ([["A. van den Berg"], ["A. de Wit"], []], None) == (names, third.after)
    monkeypatch.setattr(duplicates, "MOST_LOTS", 1)
    monkeypatch.setattr(duplicates, "LOT", 1)
    part = await duplicates_of(OFFICER)
    assert (1, first.after) == (len(part.items), part.after)


async def test_told_apart_is_remembered(register: Engine) -> None:
    """With a reason, by an officer, once; another body still sees them."""
    one, other = await person(GREEN, 1), await person(GREEN, 2)
    given = NotSameGiven(one=other, other=one, reason="Vader en dochter.")
    await tell_apart(given, OFFICER, at=AT)
    assert [] == await alike()
    with pytest.raises(Conflict, match="said before"):
        await tell_apart(NotSameGiven(one=one, other=other, reason="Nog eens."), worker("officer"), at=AT)
    with pytest.raises(Refused):
        await tell_apart(given, worker("body_administrator"), at=AT)
    with pytest.raises(NotFound):
        await tell_apart(given, worker("officer", body="anderhuis"), at=AT)
    with pytest.raises(Malformed):
        await tell_apart(NotSameGiven(one=one, other=one, reason="Zo."), OFFICER, at=AT)
