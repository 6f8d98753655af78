"""Taking over an existing register: everything or nothing, and everything that is wrong said at once."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter

from accreditation.dates import LAST_DAY
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decision_rows import project
from registry.decisions import Ending, revoke
from registry.errors import Malformed
from registry.import_columns import COLUMNS
from registry.importing import (
    Imported,
    ImportedPerson,
    ImportedRegistration,
    ImportRefused,
    SourceFile,
    import_register,
    import_rows,
)
from registry.journal import Chain, verify_chain
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow, FindingRow, HoldingRow
from registry.tables_dossier import QualificationRow
from registry.tables_journal import JournalRow
from registry.tables_people import FormerNameRow, PractitionerRow, PublicChoiceRow, WorkPlaceRow
from tests.registry.stories import OFFICER, START, holder

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PEOPLE = "kenmerk;voorletters;roepnaam;tussenvoegsel;achternaam;plaats;postcode;e-mail\n"
TWO = PEOPLE + "K1;F.;Fatima;el;Idrissi;Utrecht;3511;\nK2;J.;Jan;;Jansen;Zwolle;8011;jan@voorbeeld.nl\n"
TERMS = "kenmerk;keurmerk;niveau;vanaf;tot en met\n"
GOOD = (
    TERMS
    + "K1;proefmerk;;02-03-2021;2025-03-01\nK1;Proefmerk;;2-3-2025;1-3-2029\nK2;Oud Merk B;;2015-01-01;2018-12-31\n"
)


def csv(**texts: str) -> list[SourceFile]:
    """CSV files by the name of their sheet."""
    return [SourceFile(f"{name}.csv", text.encode()) for name, text in texts.items()]


async def take_over(catalogue: Catalogue, files: list[SourceFile], **how: Any) -> Imported:
    """An import by the desk."""
    return await import_register(files, catalogue=catalogue, actor="desk", at=AT, **how)


async def problems(catalogue: Catalogue, **texts: str) -> list[tuple[str, int, str]]:
    """Where an import goes wrong: sheet, row and column."""
    with pytest.raises(ImportRefused) as refused:
        await take_over(catalogue, csv(**texts))
    assert 0 == await JournalRow.count()
    return [(problem.sheet, problem.row, problem.column) for problem in refused.value.rows]


async def test_an_import_fills_the_register(register: Engine, catalogue: Catalogue) -> None:
    """People, registrations and qualifications come in, each with its journal entry, and the answer is right."""
    diplomas = "kenmerk;soort;behaald op;nlqf;erkende opleider;uren\nK1;diploma;01-07-2010;6;ja;97,5\n"
    done = await take_over(catalogue, csv(personen=TWO, registraties=GOOD, kwalificaties=diplomas))
    assert (2, 3, 1, ["K1", "K2"]) == (done.people, done.registrations, done.qualifications, sorted(done.numbers))
    standing = await standing_of(done.numbers["K1"], at=AT, catalogue=catalogue)
    assert ("F. el Idrissi", True) == (standing.name, standing.certified)
    assert (date(2021, 3, 2), date(2029, 3, 1)) == (standing.registrations[0].since, standing.registrations[0].until)
    kinds = [row["kind"] for row in await JournalRow.select(JournalRow.kind).order_by(JournalRow.seq)]
    expected = ["scheme.shipped", "scheme.shipped", *["practitioner.registered"] * 2, *["decision.grant"] * 3]
    assert [*expected, "qualification.recorded"] == kinds
    assert Chain(8, None) == await verify_chain()
    diploma = await QualificationRow.select().first()
    assert diploma is not None
    assert (6, 5850, True, "approved") == tuple(
        diploma[name] for name in ("level", "minutes", "provider_accredited", "state")
    )
    assert 3 == await FindingRow.count().where(FindingRow.reason == "Taken over from an earlier register.")


async def test_an_old_claim_names_its_mark(register: Engine, catalogue: Catalogue) -> None:
    """A mark may be written by code, by name or as an old claim; the version follows from the first day."""
    await take_over(catalogue, csv(personen=TWO, registraties=GOOD))
    rows = await DecisionRow.select().order_by(DecisionRow.since)
    assert ["oudmerk", "proefmerk", "proefmerk"] == [row["mark"] for row in rows]
    assert ["2010-01-01", "2020-01-01", "2020-01-01"] == [row["scheme_version"] for row in rows]


async def test_a_workbook_with_three_sheets_is_the_same(register: Engine, catalogue: Catalogue) -> None:
    """One workbook, with English headings, real days and numbers for text."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"})
    sheets = {
        "People": [["Reference", "Family name", "Town", "Postcode"], [1, "Idrissi", "Utrecht", 3511]],
        "Registrations": [["Reference", "Mark", "Since", "Until"], [1, "proefmerk", date(2021, 3, 2), "2025-03-01"]],
        "Qualifications": [["Reference", "Kind", "Obtained on", "NLQF"], [1, "diploma", date(2010, 7, 1), 6]],
        "Empty": [],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    done = await take_over(catalogue, [SourceFile("register.xlsx", stream.getvalue())])
    assert (1, 1, 1) == (done.people, done.registrations, done.qualifications)
    assert "3511" == (await WorkPlaceRow.select().first() or {})["postcode4"]


async def test_a_dry_run_changes_nothing(register: Engine, catalogue: Catalogue) -> None:
    """It says what would be recorded, and nothing is."""
    done = await take_over(catalogue, csv(personen=TWO, registraties=GOOD), dry_run=True)
    assert Imported(2, 3, 0, True, {}) == done
    assert (0, 0) == (await PractitionerRow.count(), await JournalRow.count())


async def test_every_mistake_is_said_at_once(register: Engine, catalogue: Catalogue) -> None:
    """Cells of every kind, on every sheet, each with its own title as the file has it; nothing is recorded."""
    people = PEOPLE + (
        "K1;F.;;;;Utrecht;35111;geen-adres\n"
        "K2;J.;Jan;;=1+1;Zwolle;8011;\n"
        "K3;J.;Jan;;Jansen;Zwolle;8011;\n"
        "K3;P.;Piet;;Smit;;8011;\n"
        ";J.;Jan;;Jansen;Zwolle;8011;\n"
    )
    terms = TERMS + (
        "K1;proefmerk;;01-03-2021;01-03-2025\n"
        "K3;anders;;01-03-2021;01-03-2025\n"
        "K3;proefmerk;B;31-02-2021;01-03-21\n"
        "K3;proefmerk;;01-03-2021;28-02-2021\n"
        "K9;proefmerk;;01-03-2021;28-02-2025\n"
        ";proefmerk;;01-03-2021;28-02-2025\n"
        "K3;oudmerk;;01-03-2021;28-02-2025\n"
    )
    expected = [
        ("mensen personen", 2, "achternaam"),
        ("mensen personen", 2, "e-mail"),
        ("mensen personen", 2, "postcode"),
        ("mensen personen", 3, "achternaam"),
        ("mensen personen", 5, "kenmerk"),
        ("mensen personen", 5, "plaats"),
        ("mensen personen", 6, "achternaam"),
        ("registraties", 3, "keurmerk"),
        ("registraties", 4, "tot en met"),
        ("registraties", 4, "vanaf"),
        ("registraties", 5, "tot en met"),
        ("registraties", 6, "kenmerk"),
        ("registraties", 7, "kenmerk"),
        ("registraties", 8, "vanaf"),
    ]
    assert expected == await problems(catalogue, **{"mensen personen": people, "registraties": terms})


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("LP-0020418-52;Idrissi", "check figures"),
        ("123;Idrissi", "seven figures"),
        (";@SUM(A1)", "formula"),
        (f";{'x' * 121}", "at most 120 characters"),
        (";Id\x07rissi", "invisible control characters"),
    ],
)
async def test_a_problem_says_what_to_write(register: Engine, catalogue: Catalogue, row: str, sentence: str) -> None:
    """What is wrong, and what would be right."""
    with pytest.raises(ImportRefused) as refused:
        await take_over(catalogue, csv(personen=f"registernummer;achternaam\n{row}\n"))
    assert sentence in refused.value.rows[0].message
    assert "personen row 2" in str(refused.value)


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ({"personen": "achternaam;bsn\nA;123\n"}, ("personen", 1, "bsn")),
        ({"personen": "achternaam;schoenmaat\nA;43\n"}, ("personen", 1, "schoenmaat")),
        ({"personen": "achternaam;achternaam\nA;B\n"}, ("personen", 1, "achternaam")),
        ({"personen": "voorletters\nA\n"}, ("personen", 1, "achternaam")),
        ({"lijst": "kleur\nrood\n"}, ("lijst", 1, "")),
        ({"personen": "achternaam\nA\n", "people": "achternaam\nB\n"}, ("people", 1, "")),
        ({"personen": "achternaam\nA;B\n"}, ("personen", 2, "")),
        ({"personen": "achternaam" + ";" * 100 + "\nA\n"}, ("personen", 1, "")),
        ({"personen": ""}, ("", 0, "")),
        ({"personen": "achternaam\nA\0\n"}, ("personen.csv", 2, "")),
    ],
)
async def test_a_heading_is_understood_or_refused(
    register: Engine, catalogue: Catalogue, texts: dict[str, str], place: tuple[str, int, str]
) -> None:
    """No column or sheet is left out silently, and what the register never keeps is not taken in."""
    assert [place] == await problems(catalogue, **texts)


async def test_terms_of_one_mark_may_not_overlap(register: Engine, catalogue: Catalogue) -> None:
    """The second of two that share a day is refused, wherever it stands in the file."""
    terms = TERMS + "K1;proefmerk;;2025-03-01;2029-03-01\nK2;proefmerk;;2021-03-02;2025-03-01\n"
    terms += "K1;proefmerk;;2021-03-02;2025-03-01\n"
    assert [("registraties", 2, "vanaf")] == await problems(catalogue, personen=TWO, registraties=terms)


async def test_people_of_the_same_name_are_told_apart(register: Engine, catalogue: Catalogue) -> None:
    """Two e-mail addresses or two places are two people; the same place is the same person until they say not."""
    rows = "J. Jansen;Zwolle;a@voorbeeld.nl\nJ. Jansen;Zwolle;b@voorbeeld.nl\nJ. Jansen;Deventer;\n"
    await take_over(catalogue, csv(personen="achternaam;plaats;e-mail\n" + rows))
    with pytest.raises(ImportRefused) as refused:
        await take_over(catalogue, csv(personen="achternaam;plaats\nJ. Jansen;deventer\nJ. Jansen;Almelo\n"))
    assert [2] == [problem.row for problem in refused.value.rows]
    assert "use their register number" in refused.value.rows[0].message


async def test_a_register_number_is_kept_when_it_is_free(register: Engine, catalogue: Catalogue) -> None:
    """A valid number from the file is given; one that was ever given to somebody is refused."""
    people = "registernummer;achternaam;plaats\nlp 0020418 51;Idrissi;Utrecht\n"
    assert {"LP-0020418-51": "LP-0020418-51"} == (await take_over(catalogue, csv(personen=people))).numbers
    with pytest.raises(ImportRefused, match="in the register already"):
        await take_over(catalogue, csv(personen=people.replace("Idrissi", "Smit")))


async def test_a_reference_and_a_number_name_one_person(register: Engine, catalogue: Catalogue) -> None:
    """A row with both is about the person on the sheet of people who has both, and otherwise about nobody."""
    people = "kenmerk;registernummer;achternaam\nK1;LP-0020418-51;Idrissi\nK2;;Smit\n"
    head = "kenmerk;registernummer;keurmerk;vanaf;tot en met\n"
    mine = "K1;LP-0020418-51;proefmerk;01-03-2021;28-02-2025\n"
    others = "".join(mine.replace("K1", reference) for reference in ("K2", "K9"))
    both = [("registraties", 3, "registernummer"), ("registraties", 4, "registernummer")]
    assert both == await problems(catalogue, personen=people, registraties=head + mine + others)
    alone = head + mine
    assert [("registraties", 2, "registernummer")] == await problems(catalogue, registraties=alone)
    done = await take_over(catalogue, csv(personen=people, registraties=alone))
    assert (await standing_of(done.numbers["K1"], at=AT, catalogue=catalogue)).registrations


async def test_somebody_in_the_register_gets_more(register: Engine, catalogue: Catalogue) -> None:
    """A registration for a known number comes in beside what is there; an overlap, or an unknown number, is refused."""
    number, _ = await holder(catalogue)
    more = "registernummer;keurmerk;vanaf;tot en met\n"
    terms = f"{number};proefmerk;01-03-2025;01-03-2029\nLP-0020418-51;proefmerk;01-03-2025;01-03-2029\n"
    with pytest.raises(ImportRefused) as refused:
        await take_over(catalogue, csv(registraties=more + terms))
    assert [(2, "vanaf"), (3, "registernummer")] == [(p.row, p.column) for p in refused.value.rows]
    await take_over(catalogue, csv(registraties=more + f"{number};proefmerk;02-03-2025;01-03-2029\n"))
    standing = await standing_of(number, at=AT, catalogue=catalogue)
    assert date(2029, 3, 1) == standing.registrations[0].until


async def holdings() -> list[tuple[Any, ...]]:
    """Every holding, without its identity."""
    rows = await HoldingRow.select().order_by(HoldingRow.practitioner).order_by(HoldingRow.since)
    return [tuple(value for name, value in row.items() if name != "id") for row in rows]


async def test_holdings_are_what_the_decisions_fold_to(register: Engine, catalogue: Catalogue) -> None:
    """The holdings that come in with an import are the ones that all decisions together would give."""
    number, _ = await holder(catalogue)
    at = datetime(2022, 1, 1, tzinfo=UTC)
    end = Ending(mark="proefmerk", since=date(2022, 6, 1), reason="Broke the code.")
    await revoke(number, end, catalogue=catalogue, actor=OFFICER, at=at)
    terms = (
        "kenmerk;registernummer;keurmerk;vanaf;tot en met\n"
        "K1;;proefmerk;02-03-2021;01-03-2025\nK1;;proefmerk;02-03-2025;01-03-2029\nK2;;oudmerk;01-01-2015;31-12-2018\n"
        f";{number};proefmerk;02-03-2025;01-03-2029\n"
    )
    await take_over(catalogue, csv(personen=TWO.replace("Idrissi", "Bakker"), registraties=terms))
    imported = await holdings()
    for row in await DecisionRow.select(DecisionRow.practitioner, DecisionRow.mark):
        await project(row["practitioner"], row["mark"], catalogue.scheme(row["mark"]).rules)
    assert 5 == len(imported)
    assert imported == await holdings()


async def test_choices_and_earlier_names_come_along(register: Engine, catalogue: Catalogue) -> None:
    """What the earlier register showed is shown; an earlier name is kept with its last day."""
    people = (
        "achternaam;eerdere achternaam;eerdere naam tot en met;talen;doelen;website\n"
        "Smit;Jansen;31-12-2020;nl, en;werk-zoeken;https://voorbeeld.nl\n"
    )
    await take_over(catalogue, csv(personen=people))
    choice, former = await PublicChoiceRow.select().first(), await FormerNameRow.select().first()
    assert choice is not None
    assert former is not None
    assert ('["nl","en"]', '["werk-zoeken"]', None) == (choice["languages"], choice["goals"], choice["email"])
    assert ("Jansen", date(2020, 12, 31)) == (former["family_name"], former["until"])


async def test_records_repeat_themselves_by_seed(register: Engine, catalogue: Catalogue) -> None:
    """With seeded numbers and identities an import gives the same numbers each time, and never one twice."""
    people = [ImportedPerson(reference=f"K{n}", family_name=f"Jansen {n}") for n in range(50)]
    terms = [ImportedRegistration(reference="K7", mark="proefmerk", since=date(2021, 1, 1), until=LAST_DAY)]
    random = Random(7)
    done = await import_rows(
        people,
        terms,
        catalogue=catalogue,
        actor="demo",
        at=START,
        draw=lambda most: random.randrange(60) if random.random() < 0.9 else random.randrange(most),
        new_id=lambda: UUID(int=random.getrandbits(128), version=4),
    )
    assert 50 == len(set(done.numbers.values()))
    assert {START} == {row["recorded_at"] for row in await DecisionRow.select()}


def test_a_record_is_checked_when_it_is_made() -> None:
    """What is not a day never becomes a record."""
    with pytest.raises(ValueError, match="not a day"):
        ImportedRegistration.model_validate({"mark": "proefmerk", "since": 44256, "until": "2025-03-01"})


async def test_very_many_mistakes_are_counted(
    register: Engine, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand are shown; how many there are is said as well."""
    monkeypatch.setattr("registry.import_problems.MOST_SHOWN", 10)
    monkeypatch.setattr("registry.import_problems.MOST_KEPT", 50)
    with pytest.raises(Malformed) as refused:
        await take_over(catalogue, csv(personen="achternaam;postcode\n" + "A;1\n" * 100))
    assert isinstance(refused.value, ImportRefused)
    assert (10, 100) == (len(refused.value.rows), refused.value.count)


def test_the_how_to_names_every_column() -> None:
    """What staff read about the columns is what the import knows."""
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "import-a-register.md").read_text("utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    told = {(row[0].removeprefix("| ").removesuffix(" (needed)"), row[2].removesuffix(" |")) for row in rows}
    known = {(column.names[0], column.write) for columns in COLUMNS.values() for column in columns}
    assert known | {("Column", "What to write")} == told
