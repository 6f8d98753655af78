"""A spreadsheet through the pages: looked at, its columns matched, taken in as chosen, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import httpx
import pytest

from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.own_entries import list_entries
from registry.own_imports import batches_of
from tests.admin.dossier.pages import said_in
from tests.admin.signing_in import AT, PAGE, SignedInBrowser
from tests.registry.test_own_imports import FILES, TWO

HERE = "/mijn/activiteiten/import"
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
CHOSEN = re.compile(r'<select id="(kolom-\d+)".*?</select>', re.S)
TICKED = re.compile(r'name="rij" value="(\d+)" checked')


async def choose(somebody: SignedInBrowser, content: bytes, name: str = "lijst.csv") -> httpx.Response:
    return await somebody.post(HERE, files={"bestand": (name, content)})


async def send(
    somebody: SignedInBrowser, page: httpx.Response, button: str, *, rows: Iterable[str] | None = None, **columns: str
) -> httpx.Response:
    """The form on a page sent again, as a browser would; with other columns or rows where they are given."""
    fields = [("formulier", somebody.form_token), ("knop", button)]
    fields += [(name, value) for name, value in HIDDEN.findall(page.text) if name != "formulier"]
    for found in CHOSEN.finditer(page.text):
        option = re.search(r'value="(\w+)" selected', found[0])
        name = found[1]
        fields.append((name, columns.get(name.replace("-", "_"), option[1] if option else "")))
    fields += [("rij", row) for row in (TICKED.findall(page.text) if rows is None else rows)]
    parts: list[tuple[str, tuple[None, bytes]]] = [(name, (None, value.encode())) for name, value in fields]
    return await somebody.client.post(HERE, files=parts, headers=PAGE)


async def titles(somebody: SignedInBrowser) -> list[str]:
    entries = (await list_entries(str(somebody.number), "activity", size=3000)).entries
    return sorted(str(entry.said.model_dump()["title"]) for entry in entries)


@pytest.mark.parametrize("kind", FILES)
async def test_a_list_is_looked_at_taken_in_and_taken_back(fatima: SignedInBrowser, kind: str) -> None:
    """From Excel, LibreOffice and CSV; the batch is in the list, and one button undoes all of it."""
    page = await choose(fatima, FILES[kind].content, FILES[kind].name)
    assert (200, ["2", "3"], []) == (page.status_code, TICKED.findall(page.text), await titles(fatima))
    assert "Rij 2: Luisteren" in said_in(page)
    done = await send(fatima, page, "neem")
    assert (303, f"{HERE}?melding=overgenomen") == (done.status_code, done.headers["location"])
    assert ["Luisteren", "Schrijven"] == await titles(fatima)
    assert "Aantal activiteiten: 2" in said_in(await fatima.get(HERE))
    (batch,) = await batches_of(str(fatima.number))
    undone = await fatima.post(f"{HERE}/{batch.id}/terug")
    assert (303, []) == (undone.status_code, await titles(fatima))
    again = await fatima.post(f"{HERE}/{batch.id}/terug")
    assert (409, True) == (again.status_code, "Dit lukt zo niet" in said_in(again))


async def test_only_the_ticked_rows_are_taken_in(fatima: SignedInBrowser) -> None:
    """And none at all is a mistake that is said."""
    page = await choose(fatima, TWO.encode())
    assert 400 == (await send(fatima, page, "neem", rows=[])).status_code
    await send(fatima, page, "neem", rows=["3"])
    assert ["Schrijven"] == await titles(fatima)


async def test_columns_are_matched_anew_before_anything_is_taken_in(fatima: SignedInBrowser) -> None:
    """Rows that were read with other columns are shown first; then they are taken in as shown."""
    page = await choose(fatima, TWO.encode())
    shown = await send(fatima, page, "neem", kolom_0="", kolom_5="title")
    assert (400, []) == (shown.status_code, await titles(fatima))
    assert "Je veranderde wat de kolommen betekenen" in said_in(shown)
    assert "Rij 2: rood" in said_in(shown)
    assert 303 == (await send(fatima, shown, "neem")).status_code
    assert "rood" in await titles(fatima)


async def test_two_columns_cannot_mean_the_same(fatima: SignedInBrowser) -> None:
    """It is said beside the column, and the choice stays."""
    page = await choose(fatima, TWO.encode())
    wrong = await send(fatima, page, "bekijk", kolom_5="title")
    assert (400, True) == (wrong.status_code, 'id="kolom-5-fout"' in wrong.text)


async def test_mistakes_and_duplicates_are_told_per_row(fatima: SignedInBrowser) -> None:
    """What is in the file already is not ticked; what cannot be read cannot be ticked, and says why."""
    said = ActivityDraft(
        kind="peer_consultation", title="Luisteren", minutes=90, points_hundredths=400, since="2021-05-04",  # type: ignore[arg-type]  # pydantic reads days
        until="2021-05-04",  # type: ignore[arg-type]  # as above
    )  # fmt: skip
    await add_entry(str(fatima.number), "activity", said, actor="tests", at=AT)
    page = await choose(fatima, f"{TWO}Fout;webinar;gisteren;veel;;\nSchrijven;webinar;2021-05-05;2;;\n".encode())
    assert ["3"] == TICKED.findall(page.text)
    text = said_in(page)
    assert "Staat al in je dossier" in text
    assert "Zelfde als rij 3" in text
    assert "Kan niet worden overgenomen" in text
    refused = await send(fatima, page, "neem", rows=["4"])
    assert (400, 1) == (refused.status_code, len(await titles(fatima)))


@pytest.mark.parametrize(
    ("content", "fields"), [(b"", {}), (b"\x00\x01", {}), (b"Wat;Datum\n", {}), (None, {"inhoud": "geen base64!"})]
)
async def test_what_is_no_list_is_refused_with_a_sentence(
    fatima: SignedInBrowser, content: bytes | None, fields: Mapping[str, str]
) -> None:
    """Nothing chosen, no spreadsheet, no rows, a form that somebody made up."""
    files = None if content is None else {"bestand": ("lijst.csv", content)}
    page = await fatima.post(HERE, fields, files=files)
    assert (400, True) == (page.status_code, "Dit lukt zo niet" in said_in(page))


async def test_a_list_of_two_thousand_rows(fatima: SignedInBrowser) -> None:
    """Every row with its tick fits in one form."""
    rows = "".join(f"Les {place};training;04-05-2021;1;;\n" for place in range(2_000))
    page = await choose(fatima, (TWO.split("\n")[0] + "\n" + rows).encode())
    assert 2_000 == len(TICKED.findall(page.text))
    assert 303 == (await send(fatima, page, "neem")).status_code
    assert 2_000 == len(await titles(fatima))


async def test_nobody_undoes_the_list_of_another(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """It is not there for them."""
    await send(fatima, await choose(fatima, TWO.encode()), "neem")
    (batch,) = await batches_of(str(fatima.number))
    assert 404 == (await other.post(f"{HERE}/{batch.id}/terug")).status_code
    assert 2 == len(await titles(fatima))


async def test_what_cannot_count_is_told_before_it_is_taken_in(fatima: SignedInBrowser) -> None:
    """A kind that no mark knows, and a day that has yet to come: the second is not ticked, nor taken."""
    text = "Wat;Soort;Datum;Uren\nBaantjes;Zwemmen;01-11-2026;1:30\nLater;Webinar;2027-01-01;1\n"
    page = await choose(fatima, text.encode())
    told = said_in(page)
    assert ["2"] == TICKED.findall(page.text)
    assert [True] * 2 == [one in told for one in ("Geen keurmerk kent deze soort", "Deze dag moet nog komen")]
    refused = await send(fatima, page, "neem", rows=["2", "3"])
    assert (400, True) == (refused.status_code, "De dag van rij 3 moet nog komen" in said_in(refused))
    assert 303 == (await send(fatima, page, "neem")).status_code
