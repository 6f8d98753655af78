"""People in the register: their number, their names, and what they choose to show."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from uuid import uuid4

import pytest

from registry.catalogue import Catalogue
from registry.clock import FixedClock, MovableClock, SystemClock
from registry.database import Engine
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.gathering import gather_dossier
from registry.inputs import read_input
from registry.names import fold, sort_key
from registry.organisations import Organisation, join_body, join_organisation, leave, register_organisation
from registry.practitioners import (
    Name,
    Person,
    PublicChoice,
    WorkPlace,
    choose_public,
    move_work_places,
    register_practitioner,
    rename,
)
from registry.profiles import profile_of
from registry.public_view import PublicPlace, PublicProfile
from registry.tables_journal import JournalRow
from registry.tables_people import FormerNameRow, PractitionerRow
from tests.registry.stories import START, draw_from, holder, somebody


async def test_two_people_never_get_one_number(register: Engine) -> None:
    """When the lot falls on a number that was given, it is drawn again."""
    first = await somebody(seed=1)
    second = await somebody(seed=1)
    assert first != second


async def test_without_a_choice_only_name_and_town_are_shown(register: Engine) -> None:
    """Address, telephone and the rest stay out of sight until somebody chooses otherwise."""
    number = await somebody()
    expected = PublicProfile(
        number=number,
        name="F. el Idrissi",
        family_name_sort_key="idrissi, f el",
        work_places=(PublicPlace("Utrecht", "3511"),),
        organisations=(),
        languages=(),
        contact_forms=(),
        goals=(),
        specialisms=(),
        website=None,
        email=None,
        phone=None,
        about=None,
    )
    assert expected == await profile_of(number, at=START)


async def test_what_is_chosen_is_shown_and_what_is_not_is_not(register: Engine) -> None:
    """A choice replaces the one before, the towns included."""
    number = await somebody()
    wide = PublicChoice(languages=("nl", "ar"), goals=("outplacement",), email="f@example.nl", about="Ik help je.")
    await choose_public(number, wide, actor=number, at=START)
    shown = await profile_of(number, at=START)
    assert (("nl", "ar"), ("outplacement",), "f@example.nl", "Ik help je.") == (
        shown.languages,
        shown.goals,
        shown.email,
        shown.about,
    )
    await choose_public(number, PublicChoice(show_work_places=False), actor=number, at=START)
    hidden = await profile_of(number, at=START)
    assert ((), None, ()) == (hidden.languages, hidden.email, hidden.work_places)


async def test_after_a_marriage_the_old_name_is_remembered(register: Engine) -> None:
    """The new name is shown; the old one is kept, with the last day it was carried."""
    number = await somebody()
    await rename(number, Name(initials="F.", prefix="van der", family_name="Berg"), actor=number, at=START)
    assert "F. van der Berg" == (await profile_of(number, at=START)).name
    former = await FormerNameRow.select(FormerNameRow.family_name, FormerNameRow.until)
    assert [{"family_name": "Idrissi", "until": date(2021, 3, 1)}] == former


async def test_who_moves_is_found_in_the_new_town(register: Engine) -> None:
    """The work places are replaced."""
    number = await somebody()
    await move_work_places(number, (WorkPlace(town="Breda"), WorkPlace(town="Assen")), actor=number, at=START)
    assert (PublicPlace("Assen", None), PublicPlace("Breda", None)) == (await profile_of(number, at=START)).work_places


async def test_an_organisation_is_shown_by_choice_while_somebody_works_there(register: Engine) -> None:
    """From the first day until the last, and only after they chose to show where they work."""
    number = await somebody()
    firm = await register_organisation(
        Organisation(name="Loopbaan & Co", kvk_number="12345678"), actor="desk", at=START
    )
    job = await join_organisation(number, firm, date(2021, 1, 1), actor="desk", at=START)
    assert () == (await profile_of(number, at=START)).organisations
    await choose_public(number, PublicChoice(show_work_places=False), actor=number, at=START)
    assert () == (await profile_of(number, at=START)).organisations
    await choose_public(number, PublicChoice(), actor=number, at=START)
    assert ("Loopbaan & Co",) == (await profile_of(number, at=START)).organisations
    await leave(job, date(2021, 3, 1), actor="desk", at=START)
    assert () == (await profile_of(number, at=START)).organisations


async def test_every_change_is_in_the_journal(register: Engine) -> None:
    """Each use case writes one entry, about the person, by whom."""
    number = await somebody()
    await choose_public(number, PublicChoice(), actor=number, at=START)
    await rename(number, Name(family_name="Berg"), actor="desk", at=START)
    rows = await JournalRow.select().order_by(JournalRow.seq)
    assert [
        ("practitioner.registered", number, "desk"),
        ("practitioner.choices", number, number),
        ("practitioner.renamed", number, "desk"),
    ] == [(row["kind"], row["subject"], row["actor"]) for row in rows]


async def test_nobody_is_found_by_a_number_never_given(register: Engine) -> None:
    """A well-made number that was never given is not found."""
    with pytest.raises(NotFound):
        await profile_of("LP-0020418-51", at=START)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Özil-d'Hondt", "ozil dhondt"),
        ("IJSSEL ĳ", "ijssel ij"),
        ("Łukasz Ørsted Straße", "lukasz orsted strasse"),
        ("  van  der  Berg ", "van der berg"),
        ("Çelik İpek", "celik ipek"),
        ("李", ""),
    ],
)
def test_names_fold_to_plain_letters(text: str, folded: str) -> None:
    """Accents, capitals, apostrophes and hyphens make no difference."""
    assert folded == fold(text)


def test_a_tussenvoegsel_does_not_count_in_the_order() -> None:
    """ "van der Berg" is sorted under the B."""
    assert ["berg, a van der", "idrissi, f el"] == [sort_key("A.", "van der", "Berg"), sort_key("F.", "el", "Idrissi")]


def test_everything_wrong_with_a_person_is_said_at_once() -> None:
    """Each field with its own problem, unknown fields included, and nothing of what was written."""
    with pytest.raises(Malformed) as wrong:
        read_input(
            Person,
            {
                "name": {"family_name": "", "prefix": "a\x00b", "nickname": "x"},
                "work_places": [{"town": "Utrecht", "postcode4": "0123"}],
            },
        )
    fields = ["name.prefix", "name.family_name", "name.nickname", "work_places.0.postcode4"]
    assert fields == [problem.field for problem in wrong.value.problems]


async def test_the_lot_decides_the_number(register: Engine) -> None:
    """The same randomness gives the same number, so that tests and demonstrations can be repeated."""
    number = await somebody(seed=3)
    assert 1 == await PractitionerRow.count().where(PractitionerRow.number == number)
    assert draw_from(3)(9_999_999) + 1 == int(number[3:10])


async def test_a_lot_that_always_falls_on_a_taken_number_ends(register: Engine) -> None:
    """Randomness that is none is refused, and does not go on for ever."""
    person = Person(name=Name(family_name="Berg"))
    await register_practitioner(person, actor="desk", at=START, draw=lambda _: 7)
    with pytest.raises(Refused, match="No free register number"):
        await register_practitioner(person, actor="desk", at=START, draw=lambda _: 7)


async def test_an_affiliation_needs_both_sides_and_ends_once(register: Engine) -> None:
    """An unknown organisation or body, a second time, a wrong last day: each has its answer."""
    number = await somebody()
    given = Organisation(name="Loopbaan & Co", kvk_number="12345678")
    firm = await register_organisation(given, actor="desk", at=START)
    with pytest.raises(Conflict, match="trade register number"):
        await register_organisation(given, actor="desk", at=START)
    with pytest.raises(NotFound, match="no such organisation"):
        await join_organisation(number, uuid4(), date(2021, 1, 1), actor="desk", at=START)
    with pytest.raises(NotFound, match="no such body"):
        await join_body(number, "nobody", date(2021, 1, 1), actor="desk", at=START)
    job = await join_organisation(number, firm, date(2021, 1, 1), actor="desk", at=START)
    with pytest.raises(Conflict, match="recorded already"):
        await join_organisation(number, firm, date(2021, 1, 1), actor="desk", at=START)
    with pytest.raises(Malformed, match="before the first"):
        await leave(job, date(2020, 12, 31), actor="desk", at=START)
    await leave(job, date(2021, 2, 1), actor="desk", at=START)
    with pytest.raises(Conflict, match="ended already"):
        await leave(job, date(2021, 2, 1), actor="desk", at=START)
    with pytest.raises(NotFound, match="no such affiliation"):
        await leave(uuid4(), date(2021, 2, 1), actor="desk", at=START)


async def test_a_member_of_the_body_is_affiliated(register: Engine, catalogue: Catalogue) -> None:
    """The rules of a body's mark see since when somebody is its member, until the last day of the membership."""
    number, _ = await holder(catalogue)
    membership = await join_body(number, "proefhuis", date(2020, 5, 1), actor="desk", at=START)
    await leave(membership, date(2021, 6, 30), actor="desk", at=START)
    days = (date(2020, 4, 30), date(2020, 5, 1), date(2021, 6, 30), date(2021, 7, 1))
    found = [(await gather_dossier(number, "proefmerk", day)).affiliated_on for day in days]
    assert [None, date(2020, 5, 1), date(2020, 5, 1), None] == found


def test_clocks() -> None:
    """The machine's clock is aware and in UTC; a fixed one stands still and a movable one is moved."""
    fixed, movable = FixedClock(START), MovableClock(START)
    movable.move(timedelta(days=1))
    assert (UTC, START, START + timedelta(days=1)) == (SystemClock().now().tzinfo, fixed.now(), movable.now())
