"""New rules for a mark, as people make them: drafted, tried, proposed, approved, and in force on their first day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from registry.accounts import RoleHeld
from registry.catalogue import load_catalogue
from registry.database import Engine
from registry.decisions import decide
from registry.population_work import work_on_runs
from registry.verdicts import Verdict
from tests.admin.desk.town import Town, open_town
from tests.admin.signing_in import AT, COOKIE, new_log_in, settings_for

FIRST = date(2027, 7, 1)
CASES = """
mark = "noloc-rl"

[[case]]
name = "de dag ervoor"
on = 2027-06-30
expect = { version = "2021-01-01" }

[[case]]
name = "de eerste dag"
on = 2027-07-01
facts = { term = { since = 2025-01-01, until = 2028-12-31 } }
expect = { version = "2027-07-01", requirements = { pe-points = { outcome = "not_satisfied", needed = 100 } } }
"""


async def send(town: Town, who: str, path: str, files: Any = None, **fields: str) -> httpx.Response:
    """A form, as whoever sends it."""
    async with town.site.client() as client:
        client.cookies.set(COOKIE, town.people[who].token)
        data = {"formulier": town.form_token(who), **fields}
        return await client.post(path, data=data, files=files)


async def look(town: Town, who: str, path: str) -> str:
    async with town.site.client() as client:
        client.cookies.set(COOKIE, town.people[who].token)
        return (await client.get(path)).text


async def drafted(town: Town) -> str:
    """A draft in which the points of the renewal are raised, kept with its cases; gives its address."""
    begun = await send(town, "scheme_editor", "/instelling/keurmerken/noloc-rl/regels", naam="Meer", vanaf=str(FIRST))
    here = begun.headers["location"]
    async with town.site.client() as client:
        bearer = {"authorization": await town.bearer("scheme_editor")}
        draft = (await client.get(f"/api/v1/desk/schemes/drafts/{here.rpartition('/')[2]}", headers=bearer)).json()
    head, last = draft["text"].rsplit("[[versions]]", 1)
    text = f"{head}[[versions]]{last}".replace(last, last.replace("at_least = 75", "at_least = 100"))
    kept = await send(town, "scheme_editor", f"{here}/tekst", deel="regels", tekst=text)
    assert (303, f"{here}?melding=bewaard") == (kept.status_code, kept.headers["location"])
    upload = {"bestand": ("gevallen.toml", CASES.encode(), "application/toml")}
    assert 303 == (await send(town, "scheme_editor", f"{here}/tekst", files=upload, deel="gevallen")).status_code
    return str(here)


async def test_from_draft_to_rules_in_force(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Each step says what it needs; what is published is what was tried, and it holds from its first day."""
    async with open_town(settings_for(database_url, tmp_path)) as town:
        here = await drafted(town)
        page = await look(town, "scheme_editor", here)
        assert "alle 2 gevallen komen uit" in page
        assert all(
            word in page for word in ("Verandert", "Ten minste 75 punten", "Ten minste 100 punten", "<del>", "<ins>")
        )
        early = await send(town, "scheme_editor", f"{here}/voorleggen", woorden="Nu al.")
        assert (409, True) == (early.status_code, "Reken die eerst door" in early.text)
        asked = await send(town, "scheme_editor", f"{here}/doorrekenen", dag="")
        run = asked.headers["location"].partition("?")[0]
        waiting = await look(town, "scheme_editor", f"{run}?volg=ja")
        assert "Het wacht op zijn beurt" in waiting
        await work_on_runs(town.clock)
        tried = await look(town, "officer", run)
        assert all(words in tried for words in ("0 dossiers", "Stand 3 van het ontwerp"))
        assert 303 == (await send(town, "scheme_editor", f"{here}/voorleggen", woorden="Beter.")).status_code
        own = await send(town, "scheme_editor", f"{here}/antwoord", woorden="Ja.", antwoord="approved")
        silent = await send(town, "officer", f"{here}/antwoord", antwoord="approved")
        assert (409, 400) == (own.status_code, silent.status_code)
        done = await send(town, "officer", f"{here}/antwoord", woorden="Ja.", antwoord="approved")
        assert (303, f"{here}?melding=goedgekeurd") == (done.status_code, done.headers["location"])
        assert "Gepubliceerd op" in await look(town, "officer", here)
        assert str(FIRST) in {version.id for version in (await load_catalogue()).mark("noloc-rl").versions}
        upcoming = await look(town, "officer", "/instelling/keurmerken")
        assert "begint nog" in upcoming


async def test_a_professional_sees_the_new_rule_on_the_day_it_takes_effect(
    register: Engine, database_url: str, tmp_path: Path
) -> None:
    """The day before asks 75 points, the first day 100: in their own requirements, by the same page."""
    async with open_town(settings_for(database_url, tmp_path)) as town:
        verdict = Verdict(outcome="granted", reason="Voldoet.", since=AT.date(), until=date(2030, 11, 24))
        await decide(UUID(town.owns["application"]), verdict, catalogue=town.catalogue, actor="noloc:1", at=AT)
        here = await drafted(town)
        await send(town, "scheme_editor", f"{here}/doorrekenen")
        await work_on_runs(town.clock)
        await send(town, "scheme_editor", f"{here}/voorleggen", woorden="Beter.")
        await send(town, "officer", f"{here}/antwoord", woorden="Ja.", antwoord="approved")
        evening = datetime(2027, 6, 30, 21, 55, tzinfo=UTC)  # five to twelve in Amsterdam
        session = await new_log_in(RoleHeld("professional", number=town.number), at=evening)
        before = await _points_asked(town, session.token, evening)
        after = await _points_asked(town, session.token, evening + timedelta(minutes=10))
    assert ((True, False), (False, True)) == (before, after)


async def _points_asked(town: Town, session: str, at: datetime) -> tuple[bool, bool]:
    """Whether the candidate's own page asks 75 and 100 points at a moment."""
    town.clock.move(at - town.at)
    async with town.site.client() as client:
        client.cookies.set(COOKIE, session)
        page = (await client.get("/mijn/eisen")).text
    return "75 punten" in page, "100 punten" in page


async def test_every_mistake_is_on_the_page_and_nothing_typed_is_lost(
    register: Engine, database_url: str, tmp_path: Path
) -> None:
    """A text with mistakes is kept as well; a file that is no text is refused beside its field."""
    async with open_town(settings_for(database_url, tmp_path)) as town:
        here = await drafted(town)
        text = 'code = "noloc-rl"\nholder = "nobody"\nkleur = "rood"\n'
        await send(town, "scheme_editor", f"{here}/tekst", deel="regels", tekst=text)
        page = await look(town, "scheme_editor", here)
        assert all(word in page for word in ("line 2, holder", "kleur", "versions: this is missing"))
        assert "kleur = &#34;rood&#34;" in await look(town, "scheme_editor", f"{here}/tekst")
        upload = {"bestand": ("x.toml", b"\xff\xfe", "application/toml")}
        wrong = await send(town, "scheme_editor", f"{here}/tekst", files=upload, deel="regels", tekst="x")
        assert (400, True) == (wrong.status_code, "geen tekst in UTF-8" in wrong.text)
        control = await send(town, "scheme_editor", f"{here}/tekst", deel="regels", tekst="a\x01b")
        assert 409 == control.status_code
        refused = await send(town, "scheme_editor", f"{here}/doorrekenen", dag="")
        past = await send(town, "scheme_editor", f"{here}/doorrekenen", dag="2020-01-01")
        nonsense = await send(town, "scheme_editor", f"{here}/doorrekenen", dag="morgen")
        nothing = await send(town, "scheme_editor", f"{here}/tekst", deel="anders")
        assert [400] * 4 == [one.status_code for one in (refused, past, nonsense, nothing)]


async def test_a_draft_begins_on_a_day_to_come(register: Engine, database_url: str, tmp_path: Path) -> None:
    """What was filled in stays, beside what is wrong."""
    address = "/instelling/keurmerken/noloc-rl/regels"
    async with open_town(settings_for(database_url, tmp_path)) as town:
        past = await send(town, "scheme_editor", address, naam="Toen", vanaf="2020-01-01")
        empty = await send(town, "scheme_editor", address, naam="Toen")
        listed = await look(town, "officer", address)
    assert (400, 400, True) == (past.status_code, empty.status_code, 'value="Toen"' in past.text)
    assert "Begin een ontwerp" not in listed


async def test_a_proposal_is_taken_back_refused_and_withdrawn(
    register: Engine, database_url: str, tmp_path: Path
) -> None:
    """Each leaves its line on the page."""
    async with open_town(settings_for(database_url, tmp_path)) as town:
        here = await drafted(town)
        await send(town, "scheme_editor", f"{here}/doorrekenen")
        await work_on_runs(town.clock)
        steps = [("scheme_editor", "voorleggen"), ("scheme_editor", "terugnemen"), ("scheme_editor", "voorleggen"),
                 ("officer", "antwoord"), ("scheme_editor", "intrekken")]  # fmt: skip
        statuses = [
            (await send(town, who, f"{here}/{step}", woorden="Daarom.", antwoord="refused")).status_code
            for who, step in steps
        ]
        page = await look(town, "scheme_editor", here)
    assert [303] * 5 == statuses
    assert all(word in page for word in ("Teruggenomen", "Afgewezen", "Ingetrokken op"))


async def test_a_simulation_is_stopped_and_a_table_is_there_when_it_is_done(
    register: Engine, database_url: str, tmp_path: Path
) -> None:
    """Before that there is none to take along."""
    async with open_town(settings_for(database_url, tmp_path)) as town:
        here = await drafted(town)
        run = (await send(town, "scheme_editor", f"{here}/doorrekenen")).headers["location"].partition("?")[0]
        assert 303 == (await send(town, "officer", f"{run}/stoppen")).status_code
        assert "Gestopt na" in await look(town, "officer", run)
        async with town.site.client() as client:
            client.cookies.set(COOKIE, town.people["officer"].token)
            assert 404 == (await client.get(f"{run}/tabel.csv")).status_code
            again = await send(town, "scheme_editor", f"{here}/doorrekenen", dag="2027-07-02")
            follow = again.headers["location"]
            assert "3" == (await client.get(follow)).headers["refresh"]
            await work_on_runs(town.clock)
            shown = await client.get(follow)
            table = await client.get(f"{follow.partition('?')[0]}/tabel.csv")
        assert "refresh" not in shown.headers
        assert table.text.startswith("\ufeffeis;voldeed_niet;")


async def test_a_forecast_is_asked_followed_and_told_with_its_hours(
    register: Engine, database_url: str, tmp_path: Path
) -> None:
    """Hours are told once the body says how long an assessor takes."""
    here, at = "/instelling/vooruitblik", datetime(2026, 11, 25, tzinfo=UTC)
    async with open_town(settings_for(database_url, tmp_path)) as town:
        assert "nog niet uitgerekend" in await look(town, "analyst at a body", here)
        asked = await send(town, "officer", here, keurmerk="noloc-rl", maanden="3")
        assert "De computer rekent" in await look(town, "officer", asked.headers["location"])
        stopped = await send(town, "officer", f"{here}/stoppen", keurmerk="noloc-rl")
        nothing = await send(town, "officer", f"{here}/stoppen", keurmerk="noloc-rl")
        await send(town, "officer", here, keurmerk="noloc-rl", maanden="3")
        await work_on_runs(town.clock)
        before = await look(town, "officer", here)
        said = await send(town, "officer", f"{here}/tijd", keurmerk="noloc-rl", minuten="90")
        after = await look(town, "officer", said.headers["location"])
        wrong = [
            (await send(town, "officer", f"{here}{path}", **fields)).status_code
            for path, fields in (
                ("", {"keurmerk": "noloc-rl", "maanden": "99"}),
                ("/tijd", {"keurmerk": "noloc-rl", "minuten": "0"}),
                ("/stoppen", {}),
                ("", {"keurmerk": "register-bka"}),
            )
        ]
    assert (303, 404, [400, 400, 400, 404]) == (stopped.status_code, nothing.status_code, wrong)
    assert ("niet bekend" in before, "90 minuten" in after) == (True, True)
    assert 24 == after.count('<th scope="row">')
    assert f"{at:%Y-%m}" in after


async def test_the_same_as_json(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Drafted, tried, proposed, refused, taken back and withdrawn; what is wrong is told with the field."""
    async with open_town(settings_for(database_url, tmp_path)) as town, town.site.client() as client:
        editor = {"authorization": await town.bearer("scheme_editor")}
        officer = {"authorization": await town.bearer("officer")}
        here = f"/api/v1/desk/schemes/drafts/{(await drafted(town)).rpartition('/')[2]}"
        draft = (await client.get(here, headers=officer)).json()
        assert (True, ["pe-points"]) == (draft["sound"], [c["code"] for c in draft["changes"][0]["requirements"]])
        run = (await client.post(f"{here}/simulations", json={"on": "2027-07-01"}, headers=editor)).json()
        past = await client.post(f"{here}/simulations", json={"on": "2020-07-01"}, headers=editor)
        await work_on_runs(town.clock)
        found = (await client.get(f"/api/v1/desk/simulations/{run['id']}", headers=officer)).json()
        assert ("done", "waiting", 400) == (found["state"], run["state"], past.status_code)
        assert {"on", "files", "moves", "effects", "lines", "withoutRules", "assessors"} == set(found["result"])
        for step, body, who in (
            ("proposal", {"words": "x"}, editor), ("proposal/answer", {"answer": "refused", "words": "x"}, officer),
            ("proposal", {"words": "x"}, editor), ("proposal/withdrawal", {}, editor),
        ):  # fmt: skip
            assert (await client.post(f"{here}/{step}", json=body, headers=who)).status_code in (200, 201)
            town.clock.move(timedelta(seconds=1))
        gone = (await client.post(f"{here}/withdrawal", json={}, headers=editor)).json()
        assert ("withdrawn", ["taken_back", "refused"]) == (gone["state"], [p["answer"] for p in gone["proposals"]])
        begin = {"title": "x", "first": "2020-01-01"}
        told = await client.post("/api/v1/desk/schemes/noloc-rl/drafts", json=begin, headers=editor)
        assert (400, ["first"]) == (told.status_code, [e["name"] for e in told.json()["errors"]])
        none = await client.get("/api/v1/desk/forecast?mark=register-bka", headers=officer)
        still = await client.post("/api/v1/desk/forecast/stop", json={"mark": "noloc-rl"}, headers=officer)
        assert (404, 404) == (none.status_code, still.status_code)
