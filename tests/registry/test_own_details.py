"""What somebody can correct of themselves, and what not: a name that a mark was given under."""

from __future__ import annotations

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.errors import Malformed, Refused
from registry.own_details import Contact, correct_contact, correct_own_name, correct_work_places, own_details
from registry.practitioners import Name, PublicChoice, WorkPlace, choose_public, move_work_places
from registry.profiles import profile_if_chosen, profile_of, public_choice_of
from tests.registry.stories import IDRISSI, START, holder, somebody

OTHER = Name(initials="F.", given_name="Fatima", family_name="Jansen")


async def test_who_somebody_is(register: Engine) -> None:
    """As they see it themselves, with what they were called before."""
    number = await somebody()
    await correct_own_name(number, OTHER, actor=number, at=START)
    about = await own_details(number)
    assert (number, OTHER, False, ("el Idrissi",)) == (
        about.number,
        about.name,
        about.name_is_fixed,
        about.former_names,
    )
    assert ((WorkPlace(town="Utrecht", postcode4="3511"),), START.date()) == (about.work_places, about.registered_on)


async def test_a_name_under_a_mark_is_fixed(register: Engine, catalogue: Catalogue) -> None:
    """It could be lent out otherwise; the first name is nobody's business and can be corrected."""
    number, _ = await holder(catalogue)
    with pytest.raises(Refused, match="Ask the body"):
        await correct_own_name(number, OTHER, actor=number, at=START)
    given = IDRISSI.model_copy(update={"given_name": "Fati"})
    await correct_own_name(number, given, actor=number, at=START)
    about = await own_details(number)
    assert (given, True, ()) == (about.name, about.name_is_fixed, about.former_names)


async def test_work_places_are_places(register: Engine) -> None:
    """Spelled as on the map, once each; a postcode of the neighbour is fine, and so is what stood there before."""
    number = await somebody()
    await move_work_places(number, (WorkPlace(town="Nergenshuizen", postcode4="3511"),), actor="import", at=START)
    typed = ("nergenshuizen", None), ("Nergenshuizen", "3511"), ("s-gravenhage", None), ("DEN HAAG", "2511")
    places = [WorkPlace(town=town, postcode4=postcode) for town, postcode in (*typed, ("Den Haag", "2511"))]
    await correct_work_places(number, tuple(places[1:]), actor=number, at=START)
    kept = {(one.town, one.postcode4) for one in (await own_details(number)).work_places}
    assert {("Nergenshuizen", "3511"), ("'s-Gravenhage", None), ("Den Haag", "2511")} == kept
    with pytest.raises(Malformed) as caught:
        await correct_work_places(number, tuple(places[:2]), actor=number, at=START)
    assert ["work_places"] == [problem.field for problem in caught.value.problems]
    assert kept == {(one.town, one.postcode4) for one in (await own_details(number)).work_places}


@pytest.mark.parametrize(
    ("town", "postcode", "said"),
    [
        ("Qwertydorp", None, "We do not know a place called Qwertydorp."),
        ("Qwertydorp", "3511", "At postcode 3511 lies Utrecht: write that one."),
        ("Utrecht", "1000", "Check its four figures"),
        ("Assen", "3511", "Postcode 3511 lies in Utrecht, and not in Assen."),
    ],
)
async def test_what_is_no_work_place(register: Engine, town: str, postcode: str | None, said: str) -> None:
    """Each mistake says what to write instead."""
    number = await somebody()
    with pytest.raises(Malformed) as caught:
        await correct_work_places(number, (WorkPlace(town=town, postcode4=postcode),), actor=number, at=START)
    assert said in caught.value.problems[0].message


async def test_how_to_reach_somebody(register: Engine) -> None:
    """Corrected, and taken out again."""
    number = await somebody()
    await correct_contact(number, Contact(email="f@voorbeeld.example", phone="030 000 00"), actor=number, at=START)
    about = await own_details(number)
    assert ("f@voorbeeld.example", "030 000 00") == (about.email, about.phone)
    await correct_contact(number, Contact(), actor=number, at=START)
    about = await own_details(number)
    assert (None, None) == (about.email, about.phone)


@pytest.mark.parametrize("places", [True, False])
async def test_a_choice_can_be_looked_at_before_it_is_kept(register: Engine, places: bool) -> None:
    """The profile as it would be is the profile as it is once the choice is recorded."""
    number = await somebody()
    assert await public_choice_of(number) is None
    choice = PublicChoice(
        show_work_places=places, languages=("nl", "ar"), contact_forms=("video",), goals=("werk-zoeken",),
        specialisms=("Omscholen",), website="https://voorbeeld.example", about="Ik luister eerst.",
    )  # fmt: skip
    before = await profile_if_chosen(number, choice, at=START)
    await choose_public(number, choice, actor=number, at=START)
    assert (before, choice) == (await profile_of(number, at=START), await public_choice_of(number))
