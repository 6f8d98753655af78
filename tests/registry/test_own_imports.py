"""A spreadsheet of one's own activities: understood, looked at, taken in whole, and taken back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import activity_sheets
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, shipped_catalogue
from registry.confirmations import ConfirmationAsked, ask_confirmation
from registry.database import Engine
from registry.dossiers import ActivityGiven, EvidenceGiven, judge_entry, record_activity
from registry.drafts import ActivityDraft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.gathering import gather_dossier
from registry.own_entries import list_entries
from registry.own_imports import batches_of, import_activities, preview_activities, undo_batch
from registry.sheets import SourceFile
from tests.register import empty_register
from tests.registry.stories import somebody
from tests.registry.test_open_documents import cell, row, sheet
from tests.registry.test_sheets import workbook

START = datetime(2021, 6, 2, 9, 0, tzinfo=UTC)
DAY = date(2021, 5, 4)
MARKS = shipped_catalogue()
HEADING = "Wat;Soort;Datum;Uren;Punten;Kleur"
TWO = f"{HEADING}\nLuisteren;Intervisie;04-05-2021;1,5;4;rood\nSchrijven;webinar;2021-05-05;2;;\n"
LISTENING = ActivityDraft(
    kind="peer_consultation", since=DAY, until=DAY, title="Luisteren", minutes=90, points_hundredths=400
)
WRITING = ActivityDraft(
    kind="webinar", since=date(2021, 5, 5), until=date(2021, 5, 5), title="Schrijven", minutes=120
)  # fmt: skip


def as_csv(text: str) -> SourceFile:
    return SourceFile("activiteiten.csv", text.encode())


def _write(book: object) -> None:
    made = book.add_worksheet("Blad1")  # type: ignore[attr-defined]  # xlsxwriter publishes no types
    made.write_row(0, 0, HEADING.split(";"))
    made.write_row(1, 0, ["Luisteren", "Intervisie", "04-05-2021", 1.5, 4, "rood"])
    made.write_row(2, 0, ["Schrijven", "webinar", "2021-05-05", 2])


ODS = sheet(
    row(*(cell(text) for text in HEADING.split(";")))
    + row(
        cell("Luisteren"), cell("Intervisie"), cell("x", office__value_type="date", office__date_value="2021-05-04"),
        cell("x", office__value_type="float", office__value="1.5"), cell("4"), cell("rood"),
    )
    + row(cell("Schrijven"), cell("webinar"), cell("2021-05-05"), cell("2"))
)  # fmt: skip
FILES = {"csv": as_csv(TWO), "xlsx": SourceFile("a.xlsx", workbook(_write)), "ods": ODS}


async def taken_in(number: str, text: str = TWO, rows: tuple[int, ...] = (2, 3)) -> UUID:
    return await import_activities(number, as_csv(text), rows, catalogue=MARKS, actor=number, at=START)


async def problems_of(text: str, mapping: dict[str, str] | None = None) -> dict[int, dict[str, str]]:
    """Per row what is wrong, by column."""
    number = await somebody()
    seen = await preview_activities(number, as_csv(text), catalogue=MARKS, mapping=mapping)
    return {one.number: {p.field: p.message for p in one.problems} for one in seen.rows if one.problems}


async def refused(file: SourceFile, mapping: dict[str, str] | None = None) -> dict[str, str]:
    """What is wrong with a whole file or its mapping."""
    number = await somebody()
    with pytest.raises(Malformed) as caught:
        await preview_activities(number, file, catalogue=MARKS, mapping=mapping)
    return {problem.field: problem.message for problem in caught.value.problems}


@pytest.mark.parametrize("kind", FILES)
async def test_a_file_of_any_kind_says_what_it_would_record(register: Engine, kind: str) -> None:
    """Columns by their headings, words of the marks as their codes, days and hours as people write them."""
    number = await somebody()
    seen = await preview_activities(number, FILES[kind], catalogue=MARKS)
    assert ["title", "kind", "until", "minutes", "points_hundredths", None] == [c.meaning for c in seen.columns]
    assert ("Luisteren", "Schrijven") == seen.columns[0].samples
    assert ([LISTENING, WRITING], (2, 3)) == ([one.draft for one in seen.rows], seen.new_rows)
    assert 0 == (await list_entries(number, "activity")).total


async def test_what_was_chosen_is_recorded_as_one_batch(register: Engine) -> None:
    """Each activity waits for the body; the batch can be found again."""
    number = await somebody()
    batch = await taken_in(number)
    entries = (await list_entries(number, "activity")).entries
    assert [(WRITING, "waiting"), (LISTENING, "waiting")] == [(entry.said, entry.state) for entry in entries]
    (found,) = await batches_of(number)
    assert (batch, 2, START, None) == (found.id, found.activities, found.imported_at, found.undone_at)


async def test_duplicates_are_marked(register: Engine) -> None:
    """Of what is in the file of the person already, and of an earlier row; what was withdrawn does not count."""
    number = await somebody()
    entry = await add_entry(number, "activity", LISTENING, actor=number, at=START)
    seen = await preview_activities(number, as_csv(TWO + TWO.split("\n")[2]), catalogue=MARKS)
    assert [(entry, None), (None, None), (None, 3)] == [(one.same_as, one.same_row) for one in seen.rows]
    assert (3,) == seen.new_rows
    await withdraw_entry(number, "activity", entry, version=1, actor=number, at=START)
    assert (2, 3) == (await preview_activities(number, as_csv(TWO), catalogue=MARKS)).new_rows


async def test_somebody_may_say_what_a_column_means(register: Engine) -> None:
    """The headings are then not guessed at."""
    number = await somebody()
    file = as_csv("A;B;C\ntraining;1-2-2021;3\n")
    mapping = {"A": "kind", "B": "until", "C": ""}
    seen = await preview_activities(number, file, catalogue=MARKS, mapping=mapping)
    on = date(2021, 2, 1)
    assert [ActivityDraft(kind="training", since=on, until=on)] == [one.draft for one in seen.rows]
    await import_activities(number, file, [2], catalogue=MARKS, actor=number, at=START, mapping=mapping)
    assert 1 == (await list_entries(number, "activity")).total


async def test_a_mapping_makes_sense(register: Engine) -> None:
    """Columns that are there, meanings that exist, no two of one meaning, and never who the client was."""
    file = as_csv("A;B;Cliënt\n1;2;3\n")
    wrong = await refused(file, {"A": "kind", "B": "kind", "Z": "until", "Cliënt": "title"})
    assert {"A", "B", "Z", "Cliënt"} == set(wrong)
    assert "list" in (await refused(file, {"A": "colour"}))["A"]


async def test_everything_that_is_wrong_is_said_at_once(register: Engine) -> None:
    """Per row and column, with what to write instead."""
    long = "x" * 201
    text = (
        "Wat;Soort;Datum;Vanaf;Uren;Punten;Cliënten;Erkend;Vorm\n"
        f"{long};;31-02-2021;;veel;4,005;2,5;misschien;Op locatie\n"
        "goed;training;04-05-2021;05-05-2021;1;=A1;2;ja;online\n"
    )
    found = await problems_of(text)
    assert {"Wat", "Soort", "Datum", "Uren", "Punten", "Cliënten", "Erkend"} == set(found[2])
    assert "Write a kind such as training or intervisie." == found[2]["Soort"]
    assert ({"Datum", "Punten"}, True) == (set(found[3]), "before the first" in found[3]["Datum"])
    assert {2: {"datum": "Write a day as 01-03-2021 or 2021-03-01."}} == (await problems_of("Soort\ntraining\n"))


async def test_an_import_is_whole_or_absent(register: Engine) -> None:
    """One bad row among those chosen and nothing is recorded; a row that is not there, or none, is said."""
    number = await somebody()
    text = TWO + "Fout;training;geen dag;1;;\n"
    with pytest.raises(Malformed, match=r"4\.Datum"):
        await taken_in(number, text, (2, 3, 4))
    for rows in ((9,), ()):
        with pytest.raises(Malformed):
            await taken_in(number, text, rows)
    assert (0, ()) == ((await list_entries(number, "activity")).total, await batches_of(number))
    await taken_in(number, text)
    assert 2 == (await list_entries(number, "activity")).total


async def test_a_file_that_cannot_be_used_says_why(register: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large, empty, two sheets, too many rows or columns, or no spreadsheet at all."""

    def two_sheets(book: object) -> None:
        for _ in range(2):
            made = book.add_worksheet()  # type: ignore[attr-defined]  # xlsxwriter publishes no types
            made.write_column(0, 0, ["Soort", "training"])

    for file, expected in (
        (SourceFile("a.csv", b"x" * 5_000_001), "5 MB"),
        (as_csv("Soort;Datum\n"), "no rows"),
        (SourceFile("a.xlsx", workbook(two_sheets)), "several sheets"),
        (as_csv(";" * 100 + "\n" + "x;" * 100 + "\n"), "100 columns"),
        (SourceFile("a.ods", b"PK\x03\x04rubbish"), "cannot be read"),
    ):
        assert expected in (await refused(file))["file"]
    monkeypatch.setattr(activity_sheets, "MOST_ACTIVITIES", 1)
    assert "2,000 rows" in (await refused(as_csv(TWO)))["file"]


async def test_an_import_can_be_undone_once(register: Engine) -> None:
    """Corrections of one's own go with it; nobody undoes that of somebody else."""
    number, other = await somebody(seed=1), await somebody(seed=2)
    kept = await add_entry(number, "activity", LISTENING, actor=number, at=START)
    batch = await taken_in(number)
    newest = (await list_entries(number, "activity")).entries[0]
    await correct_entry(number, "activity", newest.id, LISTENING, version=1, actor=number, at=START)
    for who, what in ((other, batch), (number, uuid4())):
        with pytest.raises(NotFound):
            await undo_batch(who, what, actor=who, at=START)
    await undo_batch(number, batch, actor=number, at=START)
    assert [kept] == [entry.id for entry in (await list_entries(number, "activity")).entries]
    assert [START] == [found.undone_at for found in await batches_of(number)]
    with pytest.raises(Conflict, match="undone before"):
        await undo_batch(number, batch, actor=number, at=START)


async def test_what_others_worked_with_is_not_undone(register: Engine, catalogue: Catalogue) -> None:
    """Judged, also when it was corrected since; asked to confirm; with evidence; handed in for a mark."""
    number = await somebody()

    async def batch_with_first() -> tuple[UUID, UUID]:
        before = {entry.id for entry in (await list_entries(number, "activity", size=100)).entries}
        batch = await taken_in(number, rows=(2,))
        (entry,) = (e.id for e in (await list_entries(number, "activity", size=100)).entries if e.id not in before)
        return batch, entry

    judged, entry = await batch_with_first()
    await judge_entry(number, "activity", entry, "approved", actor="desk", at=START)
    corrected, entry = await batch_with_first()
    await judge_entry(number, "activity", entry, "refused", actor="desk", at=START)
    await correct_entry(number, "activity", entry, LISTENING, version=2, actor=number, at=START)
    asked, entry = await batch_with_first()
    peer = ConfirmationAsked(role="peer", email="peer@voorbeeld.nl")
    await ask_confirmation(number, entry, peer, actor=number, at=START)
    frozen, _ = await batch_with_first()
    await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)
    for batch in (judged, corrected, asked, frozen):
        with pytest.raises(Refused, match="one by one"):
            await undo_batch(number, batch, actor=number, at=START)


words = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=12)
days = st.dates(date(1950, 1, 1), START.date())
rows_of_a_sheet = st.lists(st.tuples(words, days, st.integers(0, 40), st.integers(0, 5000)), min_size=1, max_size=8)


@pytest.mark.usefixtures("database_url")
@settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(rows=rows_of_a_sheet)
async def test_undoing_an_import_leaves_the_file_as_it_was(rows: list[tuple[str, date, int, int]]) -> None:
    """Whatever stood in the spreadsheet, and what is recorded is what stood there."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(["Wat", "Soort", "Datum", "Uren", "Punten"])
    for title, day, hours, hundredths in rows:
        writer.writerow([title, "training", day.isoformat(), hours, f"{hundredths / 100:.2f}".replace(".", ",")])
    async with empty_register():
        number = await somebody()
        evidence = (EvidenceGiven(kind="certificate"),)
        before_it = ActivityGiven(kind="course", since=DAY, until=DAY, evidence=evidence)
        await record_activity(number, before_it, actor=number, at=START)
        before = await gather_dossier(number, "proefmerk", DAY)
        chosen = range(2, len(rows) + 2)
        batch = await import_activities(
            number, as_csv(stream.getvalue()), chosen, catalogue=MARKS, actor=number, at=START
        )
        said = {(e.said.model_dump()["title"], e.on) for e in (await list_entries(number, "activity")).entries}
        assert {(title, day) for title, day, _, _ in rows} | {("", DAY)} == said
        await undo_batch(number, batch, actor=number, at=START + timedelta(days=1))
        assert before == await gather_dossier(number, "proefmerk", DAY)


@pytest.mark.usefixtures("register")
async def test_a_row_about_a_day_to_come_is_not_taken_in() -> None:
    """The sentence names the row; the others can be chosen without it."""
    number = await somebody()
    text = f"{HEADING}\nLuisteren;Intervisie;04-05-2021;1:30;4;rood\nLater;webinar;2021-06-03;2;;\n"
    with pytest.raises(Malformed) as refused:
        await taken_in(number, text)
    assert [("3", True)] == [(p.field, p.message.startswith("The day of row 3")) for p in refused.value.problems]
    await taken_in(number, text, (2,))
    (entry,) = (await list_entries(number, "activity")).entries
    assert LISTENING == entry.said
