"""Finding people by name or number, page by page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.decisions import Ending, Suspension, mark_deceased, revoke, suspend
from registry.errors import Malformed, NotFound
from registry.importing import ImportedPerson, ImportedRegistration, import_rows
from registry.practitioners import Name, rename
from registry.search import Page, find
from tests.registry.stories import OFFICER, holder, somebody

AT = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
SINCE, UNTIL = date(2021, 3, 2), date(2025, 3, 1)


async def enter(
    catalogue: Catalogue, *names: str, mark: str = "proefmerk", since: date = SINCE, until: date = UNTIL
) -> dict[str, str]:
    """People with a mark, each written as "given prefix+prefix family"; gives their numbers by that text."""
    people, terms = [], []
    for place, text in enumerate(names):
        given, *prefix, family = text.split("|")
        people.append(
            ImportedPerson(
                reference=text,
                given_name=given,
                initials=f"{given[0]}.",
                prefix="".join(prefix),
                family_name=family,
                town=f"Plaats {place}",
            )
        )
        terms.append(ImportedRegistration(reference=text, mark=mark, since=since, until=until))
    done = await import_rows(people, terms, catalogue=catalogue, actor="desk", at=AT)
    return dict(done.numbers)


def names(page: Page) -> list[str]:
    """The names on a page, in order."""
    return [found.profile.name for found in page.items]


async def ask(catalogue: Catalogue, q: str = "", **how: Any) -> list[str]:
    """The names that a question finds."""
    return names(await find(q=q, at=AT, catalogue=catalogue, **how))


@pytest.fixture
async def people(register: Engine, catalogue: Catalogue) -> dict[str, str]:
    """A few people who hold the mark, with accents and tussenvoegsels."""
    return await enter(
        catalogue, "Zoë|Müller", "Jan|van der|Meer", "Jan|Meertens", "Émile|d'|Hondt", "Fatima|el|Idrissi", "Jan|Øster"
    )


async def test_people_are_sorted_by_family_name(people: dict[str, str], catalogue: Catalogue) -> None:
    """The tussenvoegsel does not count: "van der Meer" stands under M."""
    expected = ["É. d'Hondt", "F. el Idrissi", "J. van der Meer", "J. Meertens", "Z. Müller", "J. Øster"]
    assert expected == await ask(catalogue)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("meer", ["J. van der Meer", "J. Meertens"]),
        ("van der meer", ["J. van der Meer"]),
        ("MÜLLER", ["Z. Müller"]),
        ("muller", ["Z. Müller"]),
        ("zoe", ["Z. Müller"]),
        ("oster", ["J. Øster"]),
        ("hondt emile", ["É. d'Hondt"]),
        ("d'hondt", ["É. d'Hondt"]),
        ("F. el Idrissi", ["F. el Idrissi"]),
        ("driss", []),
        ("%", []),
        ("_____", []),
        ("me%ns", []),
        ("'; --", []),
        ("字", []),
        ("x" * 10_000, []),
        (" ".join(["jan"] * 50), ["J. van der Meer", "J. Meertens", "J. Øster"]),
    ],
)
async def test_words_begin_a_word_of_the_name(
    people: dict[str, str], catalogue: Catalogue, q: str, expected: list[str]
) -> None:
    """Without accents, capitals or tussenvoegsel, in any order; wildcards and other signs find nothing."""
    assert expected == await ask(catalogue, q)


async def test_a_number_is_found_however_it_is_written(people: dict[str, str], catalogue: Catalogue) -> None:
    """A whole number finds its owner; a mistyped one is told apart from an unknown one."""
    number = people["Fatima|el|Idrissi"]
    assert ["F. el Idrissi"] == await ask(catalogue, number.lower().replace("-", " "))
    assert [] == await ask(catalogue, "LP-0020418-51")
    with pytest.raises(Malformed, match="check figures"):
        await ask(catalogue, "LP-0020418-52")


async def test_only_those_certified_are_listed(register: Engine, catalogue: Catalogue) -> None:
    """Whoever lapsed, is suspended or lost the mark is found by whole name or by number only."""
    numbers = await enter(catalogue, "Anna|Bakker", "Bart|Bakker", "Carla|Bakker", "Dirk|Bakker")
    await enter(catalogue, "Eva|Bakker", until=date(2024, 5, 31))
    today, why = date(2024, 6, 1), "Broke the code."
    a_week = Suspension(mark="proefmerk", since=today, until=date(2024, 6, 7), reason=why)
    await suspend(numbers["Bart|Bakker"], a_week, catalogue=catalogue, actor=OFFICER, at=AT)
    ending = Ending(mark="proefmerk", since=today, reason=why)
    await revoke(numbers["Carla|Bakker"], ending, catalogue=catalogue, actor=OFFICER, at=AT)
    await mark_deceased(numbers["Dirk|Bakker"], since=date(2024, 5, 1), catalogue=catalogue, actor=OFFICER, at=AT)
    assert ["A. Bakker"] == await ask(catalogue, "bakker")
    assert ["A. Bakker", "B. Bakker"] == await ask(catalogue, "bakker", on=date(2024, 6, 8))
    assert [["B. Bakker"], ["C. Bakker"], [], ["E. Bakker"]] == [
        await ask(catalogue, f"{given} bakker") for given in ("bart", "carla", "dirk", "eva")
    ]
    assert ["C. Bakker"] == await ask(catalogue, numbers["Carla|Bakker"])
    page = await find(q="carla bakker", at=AT, catalogue=catalogue)
    assert (False, "revoked") == (page.items[0].certified, page.items[0].registrations[0].status)


async def test_a_tussenvoegsel_and_a_family_name_are_not_a_whole_name(register: Engine, catalogue: Catalogue) -> None:
    """Whoever lapsed is found with a given name or initials before it, and not by the words everybody shares."""
    await enter(catalogue, "Anna|van den|Berg")
    await enter(catalogue, "Eva|van den|Berg", "Piet|de|Boer Smit", until=date(2024, 5, 31))
    assert ["A. van den Berg"] == await ask(catalogue, "van den berg")
    for q in ("eva berg", "e. van den berg", "eva van den berg"):
        assert ["E. van den Berg"] == await ask(catalogue, q)
    assert ([], ["P. de Boer Smit"]) == (await ask(catalogue, "boer smit"), await ask(catalogue, "piet boer smit"))


@pytest.mark.parametrize(
    ("pending", "expected"), [("shown_as_pending", []), ("stays_valid", ["F. el Idrissi"]), ("unknown", [])]
)
async def test_a_mark_that_waits_for_a_decision_is_listed_where_it_lives_on(
    register: Engine, catalogue: Catalogue, pending: str, expected: list[str]
) -> None:
    """While an application waits after the last day, the list says what a verification says."""
    text = catalogue.scheme("proefmerk").text.replace("shown_as_pending", pending)
    changed = Catalogue({"proefmerk": read_scheme(text, "proefmerk")})
    number, _ = await holder(changed, since=date(2021, 3, 2), until=date(2024, 5, 31))
    given = ApplicationGiven(mark="proefmerk")
    await apply(number, given, catalogue=changed, actor=number, at=datetime(2024, 5, 1, tzinfo=UTC))
    assert expected == await ask(changed, "idrissi")
    assert ["F. el Idrissi"] == await ask(changed, "idrissi", on=date(2024, 5, 31))


async def test_a_mark_narrows_the_list(people: dict[str, str], catalogue: Catalogue) -> None:
    """Only holders of that mark, also when asked by name."""
    await enter(catalogue, "Oud|Meerman", mark="oudmerk", since=date(2020, 6, 1), until=date(2024, 12, 31))
    assert ["O. Meerman"] == await ask(catalogue, "meer", mark="oudmerk")
    assert ["J. van der Meer", "J. Meertens"] == await ask(catalogue, "meer", mark="proefmerk")
    assert [] == await ask(catalogue, "oud meerman", mark="proefmerk")
    with pytest.raises(NotFound):
        await ask(catalogue, mark="anders")


async def test_a_listed_person_shows_all_marks(register: Engine, catalogue: Catalogue) -> None:
    """A mark asked for chooses who is listed, not what they show; their other mark alone does not list them."""
    person = ImportedPerson(reference="f", given_name="Fatima", initials="F.", prefix="el", family_name="Idrissi")
    terms = [
        ImportedRegistration(reference="f", mark="oudmerk", since=date(2017, 3, 2), until=date(2021, 3, 1)),
        ImportedRegistration(reference="f", mark="proefmerk", since=SINCE, until=UNTIL),
    ]
    numbers = (await import_rows([person], terms, catalogue=catalogue, actor="desk", at=AT)).numbers
    page = await find(q="idrissi", mark="proefmerk", at=AT, catalogue=catalogue)
    shown = [(r.mark, r.certified) for found in page.items for r in found.registrations]
    assert [("oudmerk", False), ("proefmerk", True)] == shown
    assert [] == await ask(catalogue, "idrissi", mark="oudmerk")
    assert ["F. el Idrissi"] == await ask(catalogue, dict(numbers)["f"], mark="oudmerk")


async def test_an_earlier_name_is_found_and_not_shown(register: Engine, catalogue: Catalogue) -> None:
    """Found by either name, also after the mark was lost; shown by the name of today."""
    numbers = await enter(catalogue, "Sanne|Smit")
    new = Name(initials="S.", given_name="Sanne", prefix="de", family_name="Boer")
    await rename(numbers["Sanne|Smit"], new, actor="desk", at=AT)
    for q in ("smit", "de boer", "sanne smit"):
        assert ["S. de Boer"] == await ask(catalogue, q)
    assert [] == await ask(catalogue, "smit boer")  # never half of one name and half of another
    assert ["S. de Boer"] == await ask(catalogue, "sanne smit", on=date(2026, 1, 1))
    assert [] == await ask(catalogue, "smit", on=date(2026, 1, 1))


async def test_pages_give_everybody_once_while_people_are_added(register: Engine, catalogue: Catalogue) -> None:
    """Walking on from where a page stopped: nobody twice, nobody missed, whoever comes in meanwhile."""
    old = [f"Kees|Jansen{letter}" for letter in "bdfhjlnprtvx"]
    await enter(catalogue, *old)
    await enter(catalogue, "Kees|Jansenb1", until=date(2024, 1, 1))  # lapsed: never listed, never in the way
    walked: list[str] = []
    after = None
    for letter in "acegikmoqsuwy":
        page = await find(q="jansen", at=AT, catalogue=catalogue, limit=2, after=after)
        walked += names(page)
        await enter(catalogue, f"Kees|Jansen{letter}")
        after = page.next
        if after is None:
            break
    assert len(walked) == len(set(walked))
    assert {f"K. Jansen{letter}" for letter in "bdfhjlnprtvx"} <= set(walked)
    assert sorted(walked) == walked


async def test_two_people_of_one_name_are_two(register: Engine, catalogue: Catalogue) -> None:
    """Their numbers put them in order, and a page may end between them."""
    people = [ImportedPerson(reference=town, family_name="Jansen", initials="J.", town=town) for town in ("Ede", "Ee")]
    terms = [ImportedRegistration(reference=p.reference, mark="proefmerk", since=SINCE, until=UNTIL) for p in people]
    await import_rows(people, terms, catalogue=catalogue, actor="desk", at=AT)
    first = await find(q="j jansen", at=AT, catalogue=catalogue, limit=1)
    second = await find(q="j jansen", at=AT, catalogue=catalogue, limit=1, after=first.next)
    assert None is second.next
    assert ["Ede", "Ee"] == sorted(item.profile.work_places[0].town for item in (*first.items, *second.items))


async def test_somebody_without_a_mark_is_found_by_whole_name_only(register: Engine, catalogue: Catalogue) -> None:
    """In the register, and nothing to list."""
    await somebody(at=AT)
    assert ([], ["F. el Idrissi"]) == (await ask(catalogue, "idrissi"), await ask(catalogue, "fatima idrissi"))


@pytest.mark.parametrize("limit", [0, 101, -1])
async def test_a_page_has_a_size(register: Engine, catalogue: Catalogue, limit: int) -> None:
    """One to a hundred."""
    with pytest.raises(Malformed, match="1 to 100"):
        await ask(catalogue, limit=limit)
