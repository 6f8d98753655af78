"""Every route behind the log-in, asked by everybody who may not: each is refused, and nobody sees or changes a thing.

A new route fails here until it has its line in tests/admin/ways.py, which says how its path and its form are filled in.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import httpx
import pytest

from admin.web.doorman import Door
from registry.tables_people import PractitionerRow
from tests.admin.fitting import document_of, misfits
from tests.admin.rows import rows
from tests.admin.signing_in import COOKIE, settings_for
from tests.admin.street import PDF, SECRET, Street, open_street
from tests.admin.visitors import Known, Visitor, doors_of
from tests.admin.ways import OPEN, WAYS
from tests.register import empty_register

EVIL = "https://evil.example"

PAGES = [name for name in WAYS if "/api/" not in name]
FORMS = [name for name in PAGES if name.startswith("POST")]
INTERFACE = [name for name in WAYS if "/api/" in name]


@pytest.fixture(scope="module")
async def street(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Street]:
    """One population for all the tests here: none of them may change anything of the first person, but the last."""
    settings = settings_for(database_url, tmp_path_factory.mktemp("evidence"))
    async with empty_register(), open_street(settings) as found:
        yield found


async def test_every_route_has_its_line(street: Street) -> None:
    """What is behind the log-in is asked below, each route of it; what is open is named."""
    routes = list(doors_of(street.app))
    at_a_desk = (Door.BODY, Door.OPERATOR)  # those are asked in tests/admin/desk
    assert set(WAYS) == {name for name, door in routes if door not in (Door.ANYONE, *at_a_desk)}
    assert set(OPEN) == {name for name, door in routes if door is Door.ANYONE}
    assert [] == [name for name in OPEN if name.split()[1].startswith(("/mijn", "/api/v1/me"))]


async def _of_first(street: Street) -> list[str]:
    person = (
        await PractitionerRow.select(PractitionerRow.id).where(PractitionerRow.number == street.first.number).first()
    )
    assert person is not None
    about = (str(person["id"]), str(street.first.account), street.first.number, *street.owns.values())
    return await rows(about=about)


def _path(street: Street, name: str) -> str:
    return WAYS[name].path.format(**street.owns)


async def _ask(by: Visitor, street: Street, name: str, fields: Mapping[str, str], **headers: str) -> httpx.Response:
    """A page or a form, with what is in WAYS and these fields besides."""
    method = name.split()[0]
    sent = {field: value.format(**street.owns) for field, value in WAYS[name].send.items()}
    data = {**sent, **fields} if method == "POST" else None
    return await by.http.request(method, _path(street, name), data=data, headers=headers)


async def _ask_interface(by: Visitor, street: Street, name: str, **headers: str) -> httpx.Response:
    method = name.split()[0]
    body = WAYS[name].send if method in ("POST", "PUT") else None
    return await by.http.request(method, _path(street, name), json=body, headers=headers)


def _shows(answer: httpx.Response, street: Street) -> bool:
    """Whether anything of the first person is in an answer."""
    everything = answer.text + str(answer.headers)
    return SECRET in everything.casefold() or street.first.number in everything or PDF in answer.content


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
    before = await rows()
    nobody = Visitor(street.app)
    token = await nobody.form_on("/inloggen")
    found = {name: await _ask(nobody, street, name, {"formulier": token}) for name in PAGES}
    found |= {name: await _ask_interface(nobody, street, name) for name in INTERFACE}
    assert {303, 401} == {answer.status_code for answer in found.values()}
    assert [] == _wrong(found, street)
    assert before == await rows()


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
    before = await rows()
    visitor.http.cookies.set(COOKIE, session or "", domain="register.example")
    found = {name: await _ask(visitor, street, name, {"formulier": token}) for name in PAGES}
    found |= {name: await _ask_interface(visitor, street, name, authorization=bearer) for name in INTERFACE}
    # 403: a form of that session comes back on the page of logging in, and goes nowhere
    assert {303, 401, 403} == {answer.status_code for answer in found.values()}
    assert [] == _wrong(found, street)
    assert before == await rows()


async def test_a_session_that_ran_out_opens_nothing(street: Street) -> None:
    """Half an hour of doing nothing, or twelve hours of work; an access token after ten minutes already."""
    visitor = Visitor(street.app)
    await visitor.sign_in(street.first.email)
    bearer = f"Bearer {(await visitor.tokens(street.first.email))['accessToken']}"
    token = await visitor.form_on("/mijn/veiligheid")
    before = await rows()
    street.clock.move(timedelta(minutes=10))
    found = {name: await _ask_interface(visitor, street, name, authorization=bearer) for name in INTERFACE}
    street.clock.move(timedelta(minutes=20))
    found |= {name: await _ask(visitor, street, name, {"formulier": token}) for name in PAGES}
    # 403: a form of that session comes back on the page of logging in, and goes nowhere
    assert {303, 401, 403} == {answer.status_code for answer in found.values()}
    assert [] == _wrong(found, street)
    assert before == await rows()


async def test_a_token_that_was_tampered_with_opens_nothing(street: Street) -> None:
    """One letter of the claims, or of the signature; and a session's cookie is no token, nor a token a cookie."""
    visitor = Visitor(street.app)
    await visitor.sign_in(street.first.email)
    cookie = visitor.cookie(COOKIE) or ""
    access = (await visitor.tokens(street.first.email))["accessToken"]
    header, claims, signature = access.split(".")
    before = await rows()
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
    assert before == await rows()


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
    before = await rows()
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
    assert before == await rows()


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
    told = {name: await _ask_interface(visitor, street, name, authorization=bearer) for name in INTERFACE}
    answers |= {name: answer.status_code for name, answer in told.items()}
    assert {name: way.own for name, way in WAYS.items()} == answers
    document = await document_of(visitor.http)
    unlike = [misfits(document, name, answer, WAYS[name].send) for name, answer in told.items()]
    assert [] == [one for found in unlike for one in found]
