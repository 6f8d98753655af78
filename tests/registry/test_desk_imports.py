"""A body takes over its own people for its own marks, after a look at every row; all of it or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.desk_imports import PlannedTerm, import_for_body, preview_import
from registry.errors import NotFound
from registry.importing import ImportRefused, SourceFile
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_dossier import QualificationRow
from registry.tables_people import PractitionerRow
from tests.registry.bulk_stories import MARK, colleague
from tests.registry.desk_stories import AT, MARKS, worker
from tests.registry.stories import somebody

PEOPLE = "kenmerk;voorletters;achternaam\nK1;J.;Jansen\nK2;P.;Pietersen\n"
DAYS = "01-03-2020;29-02-2024"
TERMS = f"kenmerk;keurmerk;vanaf;tot en met\nK1;{{mark}};{DAYS}\nK2;{{mark}};{DAYS}\n"


def file(name: str, text: str) -> SourceFile:
    return SourceFile(name, text.encode())


def files(mark: str = MARK, people: str = PEOPLE) -> list[SourceFile]:
    return [file("mensen.csv", people), file("registraties.csv", TERMS.format(mark=mark))]


async def test_a_look_first_and_then_everything(register: Engine, catalogue: Catalogue) -> None:
    """The preview records nothing; the act records it in the name of who did it."""
    officer = colleague()
    seen = await preview_import(files(), officer, catalogue=catalogue)
    term = PlannedTerm(2, None, "J. Jansen", MARK, None, date(2020, 3, 1), date(2024, 2, 29))
    assert (2, 0, (), 0, term) == (seen.people, seen.qualifications, seen.problems, seen.count, seen.terms[0])
    assert 0 == await PractitionerRow.count()
    done = await import_for_body(files(), officer, catalogue=catalogue, at=AT)
    assert ({"K1", "K2"}, 2) == (set(done.numbers), await HoldingRow.count())
    assert {officer.actor} == {row["actor"] for row in await DecisionRow.select(DecisionRow.actor)}
    again = await preview_import(files(), officer, catalogue=catalogue)
    assert 2 == again.count  # both are in the register already


async def test_only_marks_of_ones_own_body(register: Engine) -> None:
    """Of the mark of another body it says that there is no such mark, and nothing is recorded."""
    seen = await preview_import(files("elders"), colleague(), catalogue=MARKS)
    assert [("registraties", 2, "keurmerk"), ("registraties", 3, "keurmerk")] == [
        (one.sheet, one.row, one.column) for one in seen.problems
    ]
    assert seen.problems[0].message == "There is no such mark. Choose from: proefmerk."
    with pytest.raises(ImportRefused):
        await import_for_body(files("elders"), colleague(), catalogue=MARKS, at=AT)
    assert 0 == await PractitionerRow.count()


async def test_nobody_is_entered_or_touched_without_a_registration(register: Engine) -> None:
    """Neither somebody new, nor somebody whom the register has: their diplomas are for their own body to say."""
    number = await somebody()
    more = PEOPLE + "K3;Z.;Zonder\n"
    seen = await preview_import(files(people=more), colleague(), catalogue=MARKS)
    assert [("mensen", 4, "achternaam")] == [(one.sheet, one.row, one.column) for one in seen.problems]
    diploma = file("opleidingen.csv", f"registernummer;soort;behaald op\n{number};diploma;01-01-2020\n")
    seen = await preview_import([*files(), diploma], colleague(), catalogue=MARKS)
    assert ["opleidingen"] == [one.sheet for one in seen.problems]
    assert 0 == await QualificationRow.count()
    with_term = file(
        "registraties.csv",
        f"registernummer;keurmerk;vanaf;tot en met\n{number};{MARK};01-03-2020;29-02-2024\n",
    )
    await import_for_body([with_term, diploma], colleague("body_administrator"), catalogue=MARKS, at=AT)
    assert 1 == await QualificationRow.count()


async def test_who_may_import(register: Engine) -> None:
    """An officer or an administrator; others are told whom to ask, and a file that cannot be read is a problem."""
    for stranger in (colleague("assessor"), worker("analyst", body="proefhuis")):
        with pytest.raises(NotFound):
            await preview_import(files(), stranger, catalogue=MARKS)
        with pytest.raises(NotFound):
            await import_for_body(files(), stranger, catalogue=MARKS, at=AT)
    seen = await preview_import([SourceFile("lijst.xlsx", b"no workbook")], colleague(), catalogue=MARKS)
    assert 1 == seen.count
