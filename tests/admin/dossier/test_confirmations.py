"""Others confirm an activity through their own log-in or through a link, once, and never their own."""

from __future__ import annotations

import re
from uuid import UUID

import httpx
import pytest

from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.own_entries import read_entry
from tests.admin.dossier.pages import said_in, token_in
from tests.admin.signing_in import AT, PAGE, SignedInBrowser, Site
from tests.registry.mail import newest_code

LETTER = "peer@voorbeeld.example"


async def meeting_of(somebody: SignedInBrowser) -> UUID:
    """A meeting of peers in somebody's file."""
    said = ActivityDraft(kind="peer_consultation", since=AT.date(), until=AT.date(), title="Intervisie", minutes=120)
    return await add_entry(str(somebody.number), "activity", said, actor="tests", at=AT)


async def ask(somebody: SignedInBrowser, entry: UUID, **fields: str) -> httpx.Response:
    return await somebody.post(f"/mijn/activiteiten/{entry}/bevestiging", {"rol": "peer", **fields})


async def confirmed_by(somebody: SignedInBrowser, entry: UUID) -> frozenset[str]:
    return (await read_entry(str(somebody.number), "activity", entry)).confirmed_by


async def test_a_peer_with_a_log_in_confirms(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """It is in their list and on their overview until they answer; the asker sees the answer."""
    entry = await meeting_of(fatima)
    answer = await ask(fatima, entry, nummer=str(other.number).replace("-", " ").lower())
    assert (303, f"/mijn/activiteiten/{entry}?melding=gevraagd") == (answer.status_code, answer.headers["location"])
    assert "Nog geen antwoord" in said_in(await fatima.get(f"/mijn/activiteiten/{entry}"))
    assert "Bevestigen voor anderen: 1" in said_in(await other.get("/mijn"))
    page = await other.get("/mijn/bevestigingen")
    assert "F. el Idrissi" in said_in(page)
    found = re.search(r"/mijn/bevestigingen/[0-9a-f-]{36}", page.text)
    assert found is not None
    assert 404 == (await fatima.post(found[0], {"antwoord": "ja"})).status_code
    done = await other.post(found[0], {"antwoord": "ja"})
    assert (303, "/mijn/bevestigingen?melding=ja") == (done.status_code, done.headers["location"])
    assert "Je hebt dit bevestigd" in said_in(await other.get(done.headers["location"]))
    assert frozenset({"peer"}) == await confirmed_by(fatima, entry)
    assert "Bevestigd" in said_in(await fatima.get(f"/mijn/activiteiten/{entry}"))
    assert 404 == (await other.post(found[0], {"antwoord": "nee"})).status_code


async def test_an_answer_that_is_none_changes_nothing(fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Whoever sends neither yes nor no sees the list again."""
    entry = await meeting_of(fatima)
    await ask(fatima, entry, nummer=str(other.number))
    page = await other.get("/mijn/bevestigingen")
    address = re.findall(r"/mijn/bevestigingen/[0-9a-f-]{36}", page.text)[0]
    answer = await other.post(address, {"antwoord": "misschien"})
    assert (303, "/mijn/bevestigingen") == (answer.status_code, answer.headers["location"])
    assert frozenset() == await confirmed_by(fatima, entry)


@pytest.mark.parametrize(("word", "expected"), [("ja", frozenset({"supervisor"})), ("nee", frozenset())])
async def test_a_supervisor_answers_by_a_link(
    site: Site, fatima: SignedInBrowser, word: str, expected: frozenset[str]
) -> None:
    """Without an account, with two buttons, once; opening the link alone does nothing."""
    entry = await meeting_of(fatima)
    answer = await ask(fatima, entry, rol="supervisor", email=LETTER)
    assert answer.headers["location"].endswith("melding=gemaild")
    code = await newest_code(LETTER, "confirmation.asked")
    async with site.client() as anybody:
        page = await anybody.get(f"/bevestiging?code={code}", headers=PAGE)
        assert (200, True) == (page.status_code, "F. el Idrissi schreef deze activiteit op" in said_in(page))
        assert frozenset() == await confirmed_by(fatima, entry)
        form = {"formulier": token_in(page), "code": code, "antwoord": word}
        assert 400 == (await anybody.post("/bevestiging", data={**form, "antwoord": "?"}, headers=PAGE)).status_code
        thanks = await anybody.post("/bevestiging", data=form, headers=PAGE)
        assert (200, True) == (thanks.status_code, "Dank je wel" in said_in(thanks))
        again = await anybody.post("/bevestiging", data=form, headers=PAGE)
        assert (404, True) == (again.status_code, "Deze link werkt niet meer" in said_in(again))
        assert 404 == (await anybody.get(f"/bevestiging?code={code}", headers=PAGE)).status_code
    assert expected == await confirmed_by(fatima, entry)


async def test_nobody_confirms_their_own_by_a_link_sent_on(fatima: SignedInBrowser) -> None:
    """Who is logged in and opens the link that they asked for is refused with a sentence."""
    entry = await meeting_of(fatima)
    await ask(fatima, entry, email=LETTER)
    form = {"code": await newest_code(LETTER, "confirmation.asked"), "antwoord": "ja"}
    page = await fatima.post("/bevestiging", form)
    assert (409, True) == (page.status_code, "eigen activiteit" in said_in(page))
    assert frozenset() == await confirmed_by(fatima, entry)


async def test_what_is_wrong_with_a_question_is_said_beside_the_form(
    fatima: SignedInBrowser, other: SignedInBrowser
) -> None:
    """Nobody, two at once, oneself, a mistyped or unknown number, somebody twice; what was typed is kept."""
    entry = await meeting_of(fatima)
    number = str(other.number)
    await ask(fatima, entry, nummer=number)
    pages = [
        await ask(fatima, entry),
        await ask(fatima, entry, nummer=number, email=LETTER),
        await ask(fatima, entry, nummer=str(fatima.number)),
        await ask(fatima, entry, nummer="LP-0000000-00"),
        await ask(fatima, entry, nummer="LP-0020418-51"),
        await ask(fatima, entry, email="geen adres"),
        await ask(fatima, entry, nummer=number),
    ]
    assert [400, 400, 400, 400, 400, 400, 409] == [page.status_code for page in pages]
    assert all("Dit klopt nog niet" in said_in(page) for page in pages)
    assert 'value="geen adres"' in pages[5].text
