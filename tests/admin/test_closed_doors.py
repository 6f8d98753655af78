"""Every route behind the log-in, asked by everybody who may not: each is refused, and nobody sees or changes a thing.

A new route fails here until it has its line in tests/admin/ways.py, which says how its path and its form are filled in.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from admin.web.doorman import Door
from public_api.web.edge import Edge
from registry.applications import ApplicationGiven, apply
from registry.catalogue import shipped_catalogue, store_shipped
from registry.clock import MovableClock
from registry.confirmations import ConfirmationAsked, ask_confirmation
from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.evidence import EvidenceHandedIn, add_evidence
from registry.practitioners import Name
from registry.settings import Settings
from registry.stores import open_store
from registry.surveys import RoundAsked, open_round
from registry.tables import TABLES
from registry.tables_accounts import PasskeyRow, SessionRow
from registry.tables_people import PractitionerRow
from tests.admin.signing_in import AT, COOKIE, open_site, settings_for
from tests.admin.visitors import Known, Visitor, doors_of, professional, staff
from tests.admin.ways import MARK, OPEN, WAYS
from tests.register import empty_register
from tests.registry.uploads import good

SECRET = "quokka"  # stands in everything of the first person's file, in one spelling or another
PASSKEY = "YS1wYXNzLWtleQ"
EVIL = "https://evil.example"
COUNTED_ELSEWHERE = {"session", "throttle", "known_place", "refresh_token"}  # who signs in and tries leaves a row there
PDF = good.pdf_of(good.CATALOG, good.PAGES, good.PAGE, good.flate(b"BT ET"))


PAGES = [name for name in WAYS if "/api/" not in name]
FORMS = [name for name in PAGES if name.startswith("POST")]
INTERFACE = [name for name in WAYS if "/api/" in name]


@dataclass(frozen=True, slots=True)
class Street:
    """The site with everybody in it; `owns` is what the first person has, by the names in WAYS."""

    app: Edge
    clock: MovableClock
    first: Known
    second: Known
    assessor: Known
    operator: Known
    owns: Mapping[str, str]


@pytest.fixture(scope="module")
async def street(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Street]:
    """One population for all the tests here: none of them may change anything, but the last."""
    folder: Path = tmp_path_factory.mktemp("evidence")
    settings = settings_for(database_url, folder)
    clock = MovableClock(AT)
    async with empty_register():
        await store_shipped(actor="tests", at=AT)
        first = await professional(f"{SECRET}@voorbeeld.example", Name(family_name="Quokka"), settings)
        second = await professional("ander@voorbeeld.example", Name(family_name="Ander"), settings)
        assessor = await staff("beoordelaar@voorbeeld.example", "assessor", "beroepskeuze", settings)
        operator = await staff("operator@voorbeeld.example", "operator", None, settings)
        owns = await _fill_file(first, settings)
        owns["confirmation"] = await _asked_by_a_third(first, settings)
        async with open_site(settings, clock, log_to=io.StringIO()) as site:
            app = site.app
            await Visitor(app).sign_in(first.email)  # on another device
            session = await SessionRow.select(SessionRow.id).where(SessionRow.account == first.account).first()
            assert session is not None
            yield Street(app, clock, first, second, assessor, operator, {**owns, "session": str(session["id"])})


async def _fill_file(owner: Known, settings: Settings) -> dict[str, str]:
    """Four activities (one of them a concept), evidence, questions to clients, an application and a passkey."""

    async def activity(title: str, *, concept: bool = False) -> UUID:
        on = date(2026, 10, 1)
        draft = ActivityDraft(kind="training", title=title, since=on, until=on, motivation=SECRET, provider=SECRET)
        return await add_entry(owner.number, "activity", draft, as_concept=concept, actor="tests", at=AT)

    made = {name: await activity(f"{SECRET} {name}") for name in ("activity", "spare", "other")}
    made["concept"] = await activity(f"{SECRET} concept", concept=True)
    store = open_store(settings.evidence_address)
    piece = EvidenceHandedIn(activity=made["activity"], kind="certificate", name=f"{SECRET}.pdf")
    made["evidence"] = await add_evidence(owner.number, piece, PDF, store=store, actor="tests", at=AT)
    asked = ApplicationGiven(mark=MARK)
    loose = EvidenceHandedIn(activity=made["concept"], kind="certificate", name=f"{SECRET} 2.pdf")
    made["loose"] = await add_evidence(owner.number, loose, PDF, store=store, actor="tests", at=AT)
    made["round"] = await _with_clients(owner)
    made["application"] = await apply(owner.number, asked, catalogue=shipped_catalogue(), actor="tests", at=AT)
    await PasskeyRow.insert(PasskeyRow(id=PASSKEY, account=owner.account, public_key="AA", name=SECRET, added_at=AT))
    return {name: str(thing) for name, thing in made.items()} | {"passkey": PASSKEY}


async def _with_clients(owner: Known) -> UUID:
    """A round of questions that is open."""
    asked = RoundAsked(held_on=AT.date(), closes_on=date(2026, 12, 20), invitations=5)
    return (await open_round(owner.number, asked, actor="tests", at=AT)).id


async def _asked_by_a_third(first: Known, settings: Settings) -> str:
    """Somebody else asks the first person to confirm that they met."""
    third = await professional("derde@voorbeeld.example", Name(family_name="Derde"), settings)
    draft = ActivityDraft(kind="peer_consultation", title=SECRET, since=date(2026, 10, 2), until=date(2026, 10, 2))
    met = await add_entry(third.number, "activity", draft, as_concept=False, actor="tests", at=AT)
    asked = ConfirmationAsked(role="peer", number=first.number)
    return str(await ask_confirmation(third.number, met, asked, actor="tests", at=AT))


async def test_every_route_has_its_line(street: Street) -> None:
    """What is behind the log-in is asked below, each route of it; what is open is named."""
    routes = list(doors_of(street.app))
    assert set(WAYS) == {name for name, door in routes if door is not Door.ANYONE}
    assert set(OPEN) == {name for name, door in routes if door is Door.ANYONE}
    assert [] == [name for name in OPEN if name.split()[1].startswith(("/mijn", "/api/v1/me"))]


async def _rows(*, about: tuple[str, ...] = ("",)) -> list[str]:
    """Every row of the register that names one of these, as text."""
    found = []
    for table in TABLES:
        name = table._meta.tablename
        if name not in COUNTED_ELSEWHERE:
            found += [f"{name} {row}" for row in map(str, await table.select()) if any(one in row for one in about)]
    return sorted(found)


async def _of_first(street: Street) -> list[str]:
    person = (
        await PractitionerRow.select(PractitionerRow.id).where(PractitionerRow.number == street.first.number).first()
    )
    assert person is not None
    about = (str(person["id"]), str(street.first.account), street.first.number, *street.owns.values())
    return await _rows(about=about)


def _path(street: Street, name: str) -> str:
    return WAYS[name].path.format(**street.owns)


async def _ask(by: Visitor, street: Street, name: str, fields: Mapping[str, str], **headers: str) -> httpx.Response:
    """A page or a form, with what is in WAYS and these fields besides."""
    method = name.split()[0]
    data = {**WAYS[name].send, **fields} if method == "POST" else None
    return await by.http.request(method, _path(street, name), data=data, headers=headers)


async def _ask_interface(by: Visitor, street: Street, name: str, **headers: str) -> httpx.Response:
    method = name.split()[0]
    body = WAYS[name].send if method in ("POST", "PUT") else None
    return await by.http.request(method, _path(street, name), json=body, headers=headers)


def _shows(answer: httpx.Response, street: Street) -> bool:
    """Whether anything of the first person is in an answer."""
    everything = answer.text + str(answer.headers)
    return SECRET in everything.casefold() or street.first.number in everything or b"%PDF" in answer.content


def _is_refused(name: str, answer: httpx.Response, street: Street) -> str:
    """Nothing when this is how a stranger is to be answered; otherwise what is wrong."""
    told = f"{name}: {answer.status_code}"
    if _shows(answer, street):
        return f"{told} shows something of the first person"
    if "/api/" in name:
        kind = answer.headers.get("content-type", "")
        fine = answer.status_code in (401, 403, 404) and kind.startswith("application/problem+json")
        fine = fine and (answer.status_code != 401 or "www-authenticate" in answer.headers)
    else:
        leads = answer.headers.get("location", "").split("?")[0] == "/inloggen"
        fine = (answer.status_code == 303 and leads) or answer.status_code in (403, 404)
    return "" if fine and "no-store" in answer.headers.get("cache-control", "") else told


def _wrong(found: Mapping[str, httpx.Response], street: Street) -> list[str]:
    return [told for name, answer in found.items() if (told := _is_refused(name, answer, street))]


async def test_nobody_comes_in(street: Street) -> None:
    """Without a log-in: pages lead to the log-in, the interface says 401, and nothing changes."""
    before = await _rows()
    nobody = Visitor(street.app)
    token = await nobody.form_on("/inloggen")
    found = {name: await _ask(nobody, street, name, {"formulier": token}) for name in PAGES}
    found |= {name: await _ask_interface(nobody, street, name) for name in INTERFACE}
    assert {303, 401} == {answer.status_code for answer in found.values()}
    assert [] == _wrong(found, street)
    assert before == await _rows()


async def test_a_session_that_ended_opens_nothing(street: Street) -> None:
    """Neither its cookie nor its access token, once somebody logged out."""
    visitor = Visitor(street.app)
    await visitor.sign_in(street.first.email)
    session = visitor.cookie(COOKIE)
    pair = await visitor.tokens(street.first.email)
    token = await visitor.form_on("/mijn/veiligheid")
    bearer = f"Bearer {pair['accessToken']}"
    gone = await visitor.http.delete("/api/v1/sessions/current", headers={"authorization": bearer})
    assert 204 == gone.status_code
    await visitor.send("/uitloggen", {}, form_on="/mijn/veiligheid")
    assert visitor.cookie(COOKIE) is None
    before = await _rows()
    visitor.http.cookies.set(COOKIE, session or "", domain="register.example")
    found = {name: await _ask(visitor, street, name, {"formulier": token}) for name in PAGES}
    found |= {name: await _ask_interface(visitor, street, name, authorization=bearer) for name in INTERFACE}
    assert {303, 401} == {answer.status_code for answer in found.values()}
    assert [] == _wrong(found, street)
    assert before == await _rows()


async def test_a_session_that_ran_out_opens_nothing(street: Street) -> None:
    """Half an hour of doing nothing, or twelve hours of work; an access token after ten minutes already."""
    visitor = Visitor(street.app)
    await visitor.sign_in(street.first.email)
    bearer = f"Bearer {(await visitor.tokens(street.first.email))['accessToken']}"
    token = await visitor.form_on("/mijn/veiligheid")
    before = await _rows()
    street.clock.move(timedelta(minutes=10))
    found = {name: await _ask_interface(visitor, street, name, authorization=bearer) for name in INTERFACE}
    street.clock.move(timedelta(minutes=20))
    found |= {name: await _ask(visitor, street, name, {"formulier": token}) for name in PAGES}
    assert {303, 401} == {answer.status_code for answer in found.values()}
    assert [] == _wrong(found, street)
    assert before == await _rows()


async def test_a_token_that_was_tampered_with_opens_nothing(street: Street) -> None:
    """One letter of the claims, or of the signature; and a session's cookie is no token, nor a token a cookie."""
    visitor = Visitor(street.app)
    await visitor.sign_in(street.first.email)
    cookie = visitor.cookie(COOKIE) or ""
    access = (await visitor.tokens(street.first.email))["accessToken"]
    header, claims, signature = access.split(".")
    before = await _rows()
    for bad in (f"{header}.{_one_letter(claims)}.{signature}", f"{header}.{claims}.{_one_letter(signature)}", cookie):
        found = {name: await _ask_interface(visitor, street, name, authorization=f"Bearer {bad}") for name in INTERFACE}
        assert {401} == {answer.status_code for answer in found.values()}
        assert [] == _wrong(found, street)
    found = {name: await _ask_interface(visitor, street, name) for name in INTERFACE}  # with the cookie alone
    assert {401} == {answer.status_code for answer in found.values()}
    stranger = Visitor(street.app)
    stranger.http.cookies.set(COOKIE, _one_letter(cookie), domain="register.example")
    bearer = f"Bearer {access}"
    found |= {name: await _ask(stranger, street, name, {}, authorization=bearer) for name in PAGES}
    assert [] == _wrong(found, street)
    assert before == await _rows()


def _one_letter(text: str) -> str:
    """The same text with one letter in the middle changed."""
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


async def test_a_form_of_somebody_else_is_refused(street: Street) -> None:
    """Without its token, with that of another or of a visitor, and with the right one from another site."""
    visitor, other, nobody = (Visitor(street.app) for _ in range(3))
    visitors = await nobody.form_on("/inloggen")
    await visitor.sign_in(street.first.email)
    await other.sign_in(street.second.email)
    right, others = await visitor.form_on("/mijn/veiligheid"), await other.form_on("/mijn/veiligheid")
    before = await _rows()
    ways: list[tuple[dict[str, str], dict[str, str]]] = [
        *(({"formulier": token}, {}) for token in ("", others, visitors, right[:-1], right.upper(), "é" * 64)),
        ({"anders": "x"}, {}),
        *(({"formulier": right}, {"origin": origin}) for origin in (EVIL, "null", "http://register.example")),
        *(({"formulier": right}, {"sec-fetch-site": site}) for site in ("cross-site", "same-site")),
    ]
    for fields, headers in ways:
        found = {name: await _ask(visitor, street, name, fields, **headers) for name in FORMS}
        assert {403} == {answer.status_code for answer in found.values()}, (fields, headers)
        assert [] == _wrong(found, street)
    assert before == await _rows()


@pytest.mark.parametrize("who", ["second", "assessor", "operator"])
async def test_somebody_else_reaches_nothing_of_the_first(street: Street, who: str) -> None:
    """Another professional, an assessor of another body and an operator: signed in, with every identity right."""
    somebody: Known = getattr(street, who)
    visitor = Visitor(street.app)
    await visitor.sign_in(somebody.email)
    bearer = f"Bearer {(await visitor.tokens(somebody.email))['accessToken']}"
    token = await visitor.form_on("/mijn/veiligheid")
    doors = dict(doors_of(street.app))
    before = await _of_first(street)
    asked = [name for name in WAYS if name not in ("POST /uitloggen", "DELETE /api/v1/sessions/current")]
    for name in asked:
        if name in PAGES:
            answer = await _ask(visitor, street, name, {"formulier": token})
        else:
            answer = await _ask_interface(visitor, street, name, authorization=bearer)
        if name == "POST /mijn/veiligheid/sessies":  # this ended the session of their token: another one
            bearer = f"Bearer {(await visitor.tokens(somebody.email))['accessToken']}"
        expected = 403 if doors[name] is Door.PROFESSIONAL and not somebody.number else None
        expected = 404 if expected is None and WAYS[name].of_one_thing else expected
        if expected is not None:
            assert (name, expected) == (name, answer.status_code)
            assert "" == _is_refused(name, answer, street)
        assert answer.status_code < 500
        assert not _shows(answer, street), name
    assert before == await _of_first(street)


async def test_the_first_person_comes_in_everywhere(street: Street) -> None:
    """So every refusal above is for who asks, and not for how it was asked. This one changes things: it is the last."""
    visitor = Visitor(street.app)
    await visitor.sign_in(street.first.email)
    token = await visitor.form_on("/mijn/veiligheid")
    answers = {name: (await _ask(visitor, street, name, {"formulier": token})).status_code for name in PAGES}
    bearer = f"Bearer {(await visitor.tokens(street.first.email))['accessToken']}"
    answers |= {
        name: (await _ask_interface(visitor, street, name, authorization=bearer)).status_code for name in INTERFACE
    }
    assert {name: way.own for name, way in WAYS.items()} == answers
