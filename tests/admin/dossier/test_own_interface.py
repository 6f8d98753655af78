"""What the pages do and programs can as well: confirmations, an import, a deferral, an objection, earlier versions."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from registry.drafts import QualificationDraft
from registry.entries import add_entry, correct_entry
from registry.own_entries import list_entries
from tests.admin.dossier.test_confirmations import confirmed_by, meeting_of
from tests.admin.dossier.test_requests import decided
from tests.admin.fitting import document_of, misfits
from tests.admin.signing_in import AT, SignedInBrowser, Site, bearer
from tests.registry.mail import letters_to
from tests.registry.test_own_imports import FILES, TWO

ME = "/api/v1/me"
Asking = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def ask(site: Site) -> AsyncIterator[Asking]:
    """A program that asks in somebody's name; each answer and each body is held against the description."""
    async with site.client() as program:
        document = await document_of(program)

        async def asked(who: SignedInBrowser, name: str, **how: Any) -> httpx.Response:
            method, path = name.split()
            filled = path.format(**how.pop("fill", {}))
            answer = await program.request(method, ME + filled, headers=await bearer(site, who), **how)
            described = f"{method} {ME}{_AS_DECLARED.get(path, path)}"
            assert [] == misfits(document, described, answer, how.get("json"))
            return answer

        yield asked


_AS_DECLARED = {
    "/activities/{entry}/confirmations": "/activities/{entry:uuid}/confirmations",
    "/confirmations/{confirmation}": "/confirmations/{confirmation:uuid}",
    "/imports/{batch}/undo": "/imports/{batch:uuid}/undo",
    "/deferrals/{entry}": "/deferrals/{entry:uuid}",
    "/decisions/{decision}/objections": "/decisions/{decision:uuid}/objections",
    "/entries/{kind}": "/entries/{kind:str}",
    "/entries/{kind}/{entry}/versions": "/entries/{kind:str}/{entry:uuid}/versions",
}


def names_in(answer: httpx.Response) -> list[str]:
    """The members that a refusal is about."""
    assert 400 == answer.status_code
    return [one["name"] for one in answer.json()["errors"]]


async def test_a_confirmation_is_asked_and_given(ask: Asking, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """By number: it is in the list of who was asked, their answer counts once, and the asker sees it."""
    entry = await meeting_of(fatima)
    mine = {"entry": entry}
    written = str(other.number).replace("-", " ").lower()
    how = {"role": "peer", "number": written}
    made = await ask(fatima, "POST /activities/{entry}/confirmations", fill=mine, json=how)
    assert 201 == made.status_code
    (asked,) = (await ask(other, "GET /confirmations")).json()["items"]
    assert (made.json()["id"], "Intervisie", "peer") == (asked["id"], asked["title"], asked["role"])
    one = {"confirmation": asked["id"]}
    assert (
        404 == (await ask(fatima, "POST /confirmations/{confirmation}", fill=one, json={"confirms": True})).status_code
    )
    assert (
        204 == (await ask(other, "POST /confirmations/{confirmation}", fill=one, json={"confirms": True})).status_code
    )
    assert (
        404 == (await ask(other, "POST /confirmations/{confirmation}", fill=one, json={"confirms": True})).status_code
    )
    (told,) = (await ask(fatima, "GET /activities/{entry}/confirmations", fill=mine)).json()["items"]
    assert ("confirmed", other.number, frozenset({"peer"})) == (
        told["state"], told["number"], await confirmed_by(fatima, entry)
    )  # fmt: skip


async def test_whom_one_cannot_ask(ask: Asking, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Nobody at all, two at once, a number that is none or nobody's, oneself; nor about what another did."""
    mine = {"entry": await meeting_of(fatima)}
    where = "POST /activities/{entry}/confirmations"
    for wrong in ({}, {"number": str(other.number), "email": "a@voorbeeld.example"}, {"number": "LP-0000000-97"}):
        assert ["number"] == names_in(await ask(fatima, where, fill=mine, json={"role": "peer", **wrong}))
    assert 400 == (await ask(fatima, where, fill=mine, json={"role": "peer", "number": "LP-1"})).status_code
    own = {"role": "peer", "number": fatima.number}
    assert 422 == (await ask(fatima, where, fill=mine, json=own)).status_code
    assert 404 == (await ask(other, where, fill=mine, json=own)).status_code
    by_mail = {"role": "supervisor", "email": "baas@voorbeeld.example", "language": "en"}
    assert 201 == (await ask(fatima, where, fill=mine, json=by_mail)).status_code
    assert ["confirmation.asked"] == [letter["kind"] for letter in await letters_to("baas@voorbeeld.example")]


@pytest.mark.parametrize("kind", FILES)
async def test_a_list_is_looked_at_taken_in_and_taken_back(ask: Asking, fatima: SignedInBrowser, kind: str) -> None:
    """Nothing is recorded by looking; the rows that were chosen are, once, and one request takes them back."""
    file = {"file": (FILES[kind].name, FILES[kind].content)}
    seen = (await ask(fatima, "POST /imports/preview", files=file)).json()
    assert [(2, True, "Luisteren"), (3, True, "Schrijven")] == [
        (row["number"], row["isNew"], row["activity"]["title"]) for row in seen["rows"]
    ]
    assert {"title", "until"} <= {column["meaning"] for column in seen["columns"]}
    assert 0 == (await list_entries(str(fatima.number), "activity")).total
    made = await ask(fatima, "POST /imports", files=file, data={"rows": "[2, 3]"})
    assert (201, 2) == (made.status_code, (await list_entries(str(fatima.number), "activity")).total)
    again = (await ask(fatima, "POST /imports/preview", files=file)).json()["rows"]
    assert [False, False] == [row["isNew"] for row in again]
    batch = {"batch": made.json()["id"]}
    undone = await ask(fatima, "POST /imports/{batch}/undo", fill=batch)
    assert (200, 0) == (undone.status_code, (await list_entries(str(fatima.number), "activity")).total)
    assert [undone.json()] == (await ask(fatima, "GET /imports")).json()["items"]
    assert 409 == (await ask(fatima, "POST /imports/{batch}/undo", fill=batch)).status_code


async def test_a_list_that_cannot_be_taken_in(ask: Asking, fatima: SignedInBrowser) -> None:
    """It says what is wrong with which field of the form or which row, and records nothing."""
    file = {"file": ("lijst.csv", TWO.encode())}
    backwards = json.dumps({"Wat": "title", "Datum": "until", "Soort": "kind", "Uren": "until"})
    assert ["file"] == names_in(await ask(fatima, "POST /imports/preview", files={"andere": ("x.csv", b"x")}))
    assert ["file"] == names_in(await ask(fatima, "POST /imports/preview", files={"file": ("x.csv", b"\x00\x01")}))
    assert ["rows"] == names_in(await ask(fatima, "POST /imports", files=file))
    assert ["rows"] == names_in(await ask(fatima, "POST /imports", files=file, data={"rows": "2 en 3"}))
    assert ["9"] == names_in(await ask(fatima, "POST /imports", files=file, data={"rows": "[9]"}))
    assert ["columns"] == names_in(await ask(fatima, "POST /imports/preview", files=file, data={"columns": "[1]"}))
    twice = await ask(fatima, "POST /imports/preview", files=file, data={"columns": backwards})
    assert 400 == twice.status_code
    empty = {"file": ("lijst.csv", f"{TWO}Wat nu;Webinar;morgen;2;;\n".encode())}
    rows = (await ask(fatima, "POST /imports/preview", files=empty)).json()["rows"]
    assert (None, True) == (rows[2]["activity"], "Write a day" in rows[2]["problems"][0]["message"])
    assert 415 == (await ask(fatima, "POST /imports", content=b"x")).status_code
    assert 0 == (await list_entries(str(fatima.number), "activity")).total


async def test_a_deferral_shows_its_dates_first(ask: Asking, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """What it would do, without asking; asked; in the list; taken back, by nobody else."""
    await decided(str(fatima.number))
    days = {"since": "2026-12-01", "until": "2027-02-28"}
    (moved,) = (await ask(fatima, "GET /deferrals/preview", params=days)).json()["items"]
    shown = (moved["months"], moved["before"]["expiresOn"], moved["after"]["expiresOn"])
    assert (3, "2030-11-24", "2031-02-24") == shown
    assert [] == (await ask(other, "GET /deferrals/preview", params=days)).json()["items"]
    made = await ask(fatima, "POST /deferrals", json=days)
    assert 201 == made.status_code
    (waiting,) = (await ask(fatima, "GET /deferrals")).json()["items"]
    assert {"id": made.json()["id"], "version": 1, "state": "waiting", **days} == waiting
    one = {"entry": waiting["id"]}
    assert 404 == (await ask(other, "DELETE /deferrals/{entry}", fill=one, params={"version": 1})).status_code
    assert 204 == (await ask(fatima, "DELETE /deferrals/{entry}", fill=one, params={"version": 1})).status_code
    assert [] == (await ask(fatima, "GET /deferrals")).json()["items"]
    assert 422 == (await ask(other, "POST /deferrals", json=days)).status_code
    backwards = {"since": days["until"], "until": days["since"]}
    assert 400 == (await ask(fatima, "POST /deferrals", json=backwards)).status_code


async def test_an_objection(ask: Asking, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """From the decisions about oneself, with the last day; once, and by nobody else."""
    decision = {"decision": await decided(str(fatima.number), "refused")}
    (found,) = (await ask(fatima, "GET /decisions")).json()["items"]
    told = ("refusal", "Zo is het.", "2027-01-06", True, False)
    assert told == tuple(found[name] for name in ("kind", "reason", "objectUntil", "inTime", "objected"))
    where, grounds = "POST /decisions/{decision}/objections", {"grounds": "Mijn opleiding telt niet mee."}
    assert 404 == (await ask(other, where, fill=decision, json=grounds)).status_code
    assert ["grounds"] == names_in(await ask(fatima, where, fill=decision, json={"grounds": ""}))
    assert 201 == (await ask(fatima, where, fill=decision, json=grounds)).status_code
    assert 409 == (await ask(fatima, where, fill=decision, json=grounds)).status_code
    assert [True] == [one["objected"] for one in (await ask(fatima, "GET /decisions")).json()["items"]]


async def test_the_other_entries_and_what_they_said_before(
    ask: Asking, fatima: SignedInBrowser, other: SignedInBrowser
) -> None:
    """Of each kind, with every change; nobody else's file tells about it, and a kind that is none is not there."""
    number = str(fatima.number)
    diploma = QualificationDraft(kind="bachelor", obtained_on=AT.date())
    entry = await add_entry(number, "qualification", diploma, actor=number, at=AT)
    changed = diploma.model_copy(update={"kind": "master"})
    await correct_entry(number, "qualification", entry, changed, version=1, actor=number, at=AT)
    (found,) = (await ask(fatima, "GET /entries/{kind}", fill={"kind": "qualifications"})).json()["items"]
    assert (str(entry), 2, "master", "2026-11-25") == (
        found["id"], found["version"], found["said"]["kind"], found["said"]["obtainedOn"]
    )  # fmt: skip
    where, one = "GET /entries/{kind}/{entry}/versions", {"kind": "qualifications", "entry": entry}
    (change,) = (await ask(fatima, where, fill=one)).json()["items"]
    assert [{"field": "kind", "before": "bachelor", "after": "master"}] == change["differences"]
    assert 404 == (await ask(other, where, fill=one)).status_code
    assert 404 == (await ask(fatima, where, fill={"kind": "qualifications", "entry": uuid4()})).status_code
    assert 404 == (await ask(fatima, "GET /entries/{kind}", fill={"kind": "geheimen"})).status_code
