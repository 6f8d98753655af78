"""Two files of one person, as pages and as JSON: what is wrong is told beside what was typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.database import Engine
from registry.merges import MergeGiven, look_at_both, propose_merge
from registry.practitioners import Name, Person, WorkPlace, register_practitioner
from registry.verdicts import Verdict, decide
from tests.admin.desk.town import Town, open_town
from tests.admin.signing_in import COOKIE, settings_for
from tests.registry.desk_stories import Worker

HERE, JSON = "/instelling/professionals", "/api/v1/desk/people"
NEW, LIST = f"{HERE}/samenvoegen", f"{HERE}/samenvoegingen"
COLLEAGUE = Worker("account 77777777-7777-4777-8777-777777777777", (RoleHeld("officer", "noloc"),))


async def alike(town: Town, *marks: str) -> str:
    """Somebody with the same name and town as another, who was refused these marks."""
    places = (WorkPlace(town="Zwolle", postcode4="8011"),)
    person = Person(name=Name(initials="D.", family_name="Dubbel"), work_places=places)
    number = await register_practitioner(person, actor="tests", at=town.at)
    for mark in marks:
        application = await apply(number, ApplicationGiven(mark=mark), catalogue=town.catalogue, actor="x", at=town.at)
        refused = Verdict(outcome="refused", reason="Niet genoeg.")
        await decide(application, refused, catalogue=town.catalogue, actor="x", at=town.at)
    return number


async def proposed(town: Town, kept: str, gone: str) -> str:
    by: dict[str, Any] = {"catalogue": town.catalogue, "at": town.at}
    seen = (await look_at_both(kept, gone, COLLEAGUE, **by)).seen
    return str(await propose_merge(MergeGiven(kept=kept, gone=gone, seen=seen, reason="Eén mens."), COLLEAGUE, **by))


class AtTheDesk:
    """Somebody at the desk with a browser."""

    def __init__(self, town: Town, client: httpx.AsyncClient, who: str = "officer") -> None:
        self.client, self.token = client, town.form_token(who)
        client.cookies.set(COOKIE, town.people[who].token)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, data={"formulier": self.token, **fields})


async def test_from_a_pair_to_a_proposal(register: Engine, database_url: str, tmp_path: Path) -> None:
    """A pair is listed with why; without a reason the text says what to do; then the proposal stands."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        kept, gone = await alike(town, "noloc-rl"), await alike(town, "noloc-rl")
        desk = AtTheDesk(town, client)
        listed = (await client.get(f"{HERE}/dubbel")).text
        assert all(words in listed for words in (kept, gone, "zelfde plaats"))
        empty = await client.get(NEW)
        assert (200, False) == (empty.status_code, "Wat er gebeurt" in empty.text)
        both = await client.get(NEW, params={"blijft": kept, "gaat": gone})
        seen = re.search(r'name="gezien" value="([0-9a-f]{64})"', both.text)
        assert seen is not None
        fields = {"blijft": kept, "gaat": gone, "gezien": seen[1]}
        wrong = [
            await desk.send(NEW, **fields, reden=""),
            await desk.send(NEW, **{**fields, "gezien": "x"}, reden="Zo."),
            await desk.send(NEW, **{**fields, "gezien": "0" * 64}, reden="Zo."),
        ]
        assert [400, 400, 409] == [answer.status_code for answer in wrong]
        done = await desk.send(NEW, **fields, reden="Zo.")
        shown = await client.get(done.headers["location"])
        assert (303, True, True) == (done.status_code, kept in shown.text, "Neem het voorstel terug" in shown.text)
        assert gone in (await client.get(LIST)).text
        one = done.headers["location"].split("?")[0]
        assert 409 == (await desk.send(one, knop="approved")).status_code
        assert 303 == (await desk.send(one, knop="taken_back")).status_code
        assert "teruggenomen" in (await client.get(one)).text


async def test_what_cannot_be_merged_is_told(register: Engine, database_url: str, tmp_path: Path) -> None:
    """One number twice, and an open application of who goes."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        kept = await alike(town, "noloc-rl")
        AtTheDesk(town, client)
        twice = await client.get(NEW, params={"blijft": kept, "gaat": kept})
        waits = await client.get(NEW, params={"blijft": kept, "gaat": town.number})
        bearer = {"authorization": await town.bearer("officer")}
        told = await client.get(f"{JSON}/merge-preview?kept={kept}&gone={kept}", headers=bearer)
    assert (400, 200, 400) == (twice.status_code, waits.status_code, told.status_code)
    assert (True, False) == ("Dit kan nu niet" in waits.text, 'name="gezien"' in waits.text)


async def test_two_people_are_told_apart(register: Engine, database_url: str, tmp_path: Path) -> None:
    """With a reason, which stays when it is wrong; once."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        one, other = await alike(town, "noloc-rl"), await alike(town, "noloc-rl")
        desk = AtTheDesk(town, client)
        without = await desk.send(f"{HERE}/dubbel", een=one, ander=other, reden="")
        missing = await desk.send(f"{HERE}/dubbel", ander=other)
        done = await desk.send(f"{HERE}/dubbel", een=one, ander=other, reden="Zussen.")
        again = await desk.send(f"{HERE}/dubbel", een=one, ander=other, reden="Zussen.")
        left = (await client.get(done.headers["location"])).text
        bearer = {"authorization": await town.bearer("officer")}
        same = await client.post(
            f"{JSON}/not-same", json={"one": one, "other": one, "reason": "Zo."}, headers=bearer
        )  # fmt: skip
    assert [400, 400, 303, 409] == [answer.status_code for answer in (without, missing, done, again)]
    assert (False, 400) == (one in left, same.status_code)


@pytest.mark.parametrize("button", ["refused", "approved"])
async def test_the_answer(register: Engine, database_url: str, tmp_path: Path, button: str) -> None:
    """Refusing takes a reason; after approving the old number leads on, at the desk as well."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        kept, gone = await alike(town, "noloc-rl"), await alike(town, "noloc-rl")
        merge = await proposed(town, kept, gone)
        desk = AtTheDesk(town, client)
        assert [400, 400] == [
            (await desk.send(f"{LIST}/{merge}", knop=knop)).status_code for knop in ("refused", "nonsense")
        ]
        done = await desk.send(f"{LIST}/{merge}", knop=button, reden="Kijk zelf.")
        page = await client.get(f"{HERE}/{gone}")
        found = await client.get(HERE, params={"q": gone})
    assert f"{LIST}/{merge}?melding={button}" == done.headers["location"]
    expected = (308, f"{HERE}/{kept}", True) if button == "approved" else (200, None, False)
    assert expected == (page.status_code, page.headers.get("location"), f"{HERE}/{kept}" in found.text)


async def test_as_json(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Pairs, a preview, a proposal, and its withdrawal; a proposal of a colleague is approved."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        kept, gone = await alike(town, "noloc-rl"), await alike(town, "noloc-rl")
        bearer = {"authorization": await town.bearer("officer")}
        (pair,) = [
            pair
            for pair in (await client.get(f"{JSON}/duplicates", headers=bearer)).json()["items"]
            if pair["one"]["number"] in (kept, gone)
        ]
        assert ["place"] == pair["because"]
        preview = (await client.get(f"{JSON}/merge-preview?kept={kept}&gone={gone}", headers=bearer)).json()
        given = {"kept": kept, "gone": gone, "seen": preview["seen"], "reason": "Zo."}
        wrong = await client.post(f"{JSON}/merges", json={**given, "gone": kept}, headers=bearer)
        made = await client.post(f"{JSON}/merges", json=given, headers=bearer)
        one = f"{JSON}/merges/{made.json()['id']}"
        assert (400, 201, preview["seen"]) == (wrong.status_code, made.status_code, made.json()["preview"]["seen"])
        assert 204 == (await client.post(f"{one}/withdrawal", headers=bearer)).status_code
        again = await proposed(town, kept, gone)
        done = (await client.post(f"{JSON}/merges/{again}/approval", headers=bearer)).json()
        listed = (await client.get(f"{JSON}/merges", headers=bearer)).json()["items"]
    assert ("approved", None) == (done["answer"], done["preview"])
    assert ["approved", "taken_back"] == sorted(one["answer"] for one in listed if one["gone"] == gone)


async def test_another_body_and_the_operator(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Another body agrees at its own desk; for one that does not answer the operator does."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        theirs = next(mark.code for mark in town.catalogue.marks() if mark.body.code == "beroepskeuze")
        kept, gone = await alike(town, "noloc-rl"), await alike(town, "noloc-rl", theirs)
        merge = await proposed(town, kept, gone)
        officer = AtTheDesk(town, client)
        waits = await client.get(f"{LIST}/{merge}")
        early = await officer.send(f"{LIST}/{merge}", knop="approved")
        elsewhere = AtTheDesk(town, client, "officer elsewhere")
        agreed = await elsewhere.send(f"{LIST}/{merge}", knop="agreed")
        bearer = {"authorization": await town.bearer("officer elsewhere")}
        twice = await client.post(f"{JSON}/merges/{merge}/agreement", headers=bearer)
        third, fourth = await alike(town, "noloc-rl", theirs), await alike(town, "noloc-rl")
        other = await proposed(town, third, fourth)
        operator = AtTheDesk(town, client, "operator")
        listed = await client.get("/beheer/samenvoegingen")
        page = await client.get(f"/beheer/samenvoegingen/{other}")
        signed = await operator.send(f"/beheer/samenvoegingen/{other}", instelling="beroepskeuze")
        wrong = await operator.send(f"/beheer/samenvoegingen/{other}")
        AtTheDesk(town, client)
        done = await officer.send(f"{LIST}/{other}", knop="approved")
        by_operator = {"authorization": await town.bearer("operator")}
        late = await client.post(
            f"/api/v1/operations/merges/{merge}/words", json={"body": "beroepskeuze"}, headers=by_operator
        )
        operator = AtTheDesk(town, client, "operator")
        answered = await client.get(f"/beheer/samenvoegingen/{other}")
    assert (True, 409, 303, 409) == (
        "gewacht op akkoord" in waits.text, early.status_code, agreed.status_code, twice.status_code,
    )  # fmt: skip
    assert (True, True, 303, 400, 303, 409) == (
        third in listed.text, "Teken voor" in page.text, signed.status_code, wrong.status_code, done.status_code,
        late.status_code,
    )  # fmt: skip
    assert "beantwoord" in answered.text
