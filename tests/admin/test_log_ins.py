"""Logging in as a browser does it: the cookies, the second step, the list of devices, and where it leads."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pyotp
import pytest

from admin.app import create_app
from admin.web.doorman import A_MOMENT
from public_api.web.edge import Edge
from registry.clock import MovableClock
from registry.practitioners import Name
from registry.settings import Settings
from registry.throttling import PASSWORD_HERE
from tests.admin.signing_in import AT, COOKIE, open_site, settings_for
from tests.admin.visitors import Visitor, mistakes_on, professional, set_cookies
from tests.register import empty_register
from tests.registry.log_ins import PASSWORD
from tests.registry.mail import letters_to, newest_code

EMAIL = "proef@voorbeeld.example"
VISITOR = "__Host-bezoek"
AGAIN = "/inloggen?melding=opnieuw&verder=/mijn/veiligheid"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@dataclass(frozen=True, slots=True)
class Desk:
    """The site, with one professional who has an account."""

    app: Edge
    clock: MovableClock
    settings: Settings

    async def signed_in(self, device: str = FIREFOX) -> Visitor:
        visitor = Visitor(self.app)
        visitor.http.headers["user-agent"] = device
        answer = await visitor.sign_in(EMAIL)
        assert (303, "/mijn") == (answer.status_code, answer.headers["location"])
        return visitor


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """It is the morning of 25 November 2026."""
    settings, clock = settings_for(database_url), MovableClock(AT)
    async with empty_register():
        await professional(EMAIL, Name(family_name="Proef"), settings)
        async with open_site(settings, clock, log_to=io.StringIO()) as site:
            yield Desk(site.app, clock, settings)


async def is_in(visitor: Visitor) -> bool:
    answer = await visitor.get("/mijn/veiligheid")
    return answer.status_code == 200


async def test_the_cookies_are_out_of_reach(desk: Desk) -> None:
    """Of this host only, over TLS only, never for scripts, never with a form of another site."""
    visitor = Visitor(desk.app)
    first = set_cookies(await visitor.get("/inloggen"))
    answer = await visitor.sign_in(EMAIL)
    given = set_cookies(answer)
    assert [VISITOR] == list(first)
    assert {COOKIE, VISITOR} == set(given)
    for line in (first[VISITOR], *given.values()):
        parts = {part.strip() for part in line.split(";")[1:]}
        assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"} <= parts
        assert not any(part.startswith("Domain") for part in parts)
    assert "Max-Age" not in given[COOKIE]  # gone with the browser
    assert "Max-Age=0" in given[VISITOR]
    assert "no-store" in answer.headers["cache-control"]


async def test_on_a_machine_of_ones_own_the_cookies_have_plain_names(desk: Desk, database_url: str) -> None:
    """Without TLS a browser would refuse `__Host-` and `Secure`; the rest stays."""
    settings = Settings(
        database_url=database_url, base_url="http://127.0.0.1:8000", secret_key=desk.settings.secret_key
    )
    visitor = Visitor(create_app(settings, desk.clock, log_to=io.StringIO()), "http://127.0.0.1:8000")
    given = set_cookies(await visitor.sign_in(EMAIL))
    assert {"sessie", "bezoek"} == set(given)
    assert re.fullmatch(r"sessie=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", given["sessie"])
    assert await is_in(visitor)


async def test_a_session_is_new_after_logging_in(desk: Desk) -> None:
    """Whoever put a cookie in somebody's browser beforehand knows nothing of the session that follows."""
    planted = "p" * 43
    visitor = Visitor(desk.app)
    visitor.http.cookies.set(COOKIE, planted, domain="register.example")
    visitor.http.cookies.set(VISITOR, planted, domain="register.example")
    before = await visitor.form_on("/inloggen")
    answer = await visitor.sign_in(EMAIL)
    session = visitor.cookie(COOKIE)
    assert 303 == answer.status_code
    assert session not in (planted, None)
    again = await visitor.http.post("/mijn/veiligheid/sessies", data={"formulier": before})
    assert 403 == again.status_code
    thief = Visitor(desk.app)
    thief.http.cookies.set(COOKIE, planted, domain="register.example")
    assert not await is_in(thief)


async def test_logging_in_again_ends_the_session_before(desk: Desk) -> None:
    """Each log-in has a token of its own, and in one browser the one before opens nothing any more."""
    visitor = await desk.signed_in()
    before = visitor.cookie(COOKIE) or ""
    answer = await visitor.send("/inloggen", {"email": EMAIL, "wachtwoord": PASSWORD}, form_on=AGAIN)
    assert 303 == answer.status_code
    assert before != visitor.cookie(COOKIE)
    old = Visitor(desk.app)
    old.http.cookies.set(COOKIE, before, domain="register.example")
    assert (True, False) == (await is_in(visitor), await is_in(old))


async def test_what_one_logs_in_with_is_changed_by_whoever_just_did(desk: Desk) -> None:
    """After a quarter of an hour an open browser is no proof: one logs in again, and goes on where one was."""
    visitor = await desk.signed_in()
    desk.clock.move(A_MOMENT)
    changes: dict[str, dict[str, str]] = {
        "adres": {"email": "nieuw@voorbeeld.example"},
        "code": {},
        "passkey": {},
        "passkey/antwoord": {"kaartje": "x", "answer": "{}"},
        "passkeys/AAAA": {},
    }
    for change, fields in changes.items():
        answer = await visitor.send(f"/mijn/veiligheid/{change}", fields, form_on="/mijn/veiligheid")
        assert (303, AGAIN) == (answer.status_code, answer.headers["location"])
    assert [] == await letters_to("nieuw@voorbeeld.example")
    page = await visitor.get(AGAIN)
    assert "Log eerst opnieuw in." in page.text
    fields = {"email": EMAIL, "wachtwoord": PASSWORD, "verder": "/mijn/veiligheid"}
    again = await visitor.send("/inloggen", fields, form_on=AGAIN)
    assert "/mijn/veiligheid" == again.headers["location"]
    changed = await visitor.send("/mijn/veiligheid/adres", changes["adres"], form_on="/mijn/veiligheid")
    assert "/mijn/veiligheid?melding=adres" == changed.headers["location"]


async def test_logging_out_ends_the_session(desk: Desk) -> None:
    """In the register and not only in the browser; what the browser kept goes as well."""
    visitor = await desk.signed_in()
    session = visitor.cookie(COOKIE) or ""
    answer = await visitor.send("/uitloggen", {}, form_on="/mijn/veiligheid")
    assert (303, "/inloggen?melding=uitgelogd") == (answer.status_code, answer.headers["location"])
    assert '"cache"' == answer.headers["clear-site-data"]
    assert visitor.cookie(COOKIE) is None
    assert "Je bent uitgelogd." in (await visitor.get("/inloggen?melding=uitgelogd")).text
    visitor.http.cookies.set(COOKIE, session, domain="register.example")
    assert not await is_in(visitor)


async def test_a_link_cannot_log_somebody_out(desk: Desk) -> None:
    """Only a form of ours can."""
    visitor = await desk.signed_in()
    assert 405 == (await visitor.get("/uitloggen")).status_code
    assert await is_in(visitor)


async def test_devices_are_listed_and_can_be_logged_out(desk: Desk) -> None:
    """Each with its browser and system; one at a time, or all the others at once."""
    here, there, elsewhere = await desk.signed_in(), await desk.signed_in(EDGE), await desk.signed_in("")
    page = (await here.get("/mijn/veiligheid")).text
    for words in ("Firefox, Linux</strong> (dit apparaat)", "Edge, Windows", "Onbekend apparaat"):
        assert words in page
    one = re.search(r'action="(/mijn/veiligheid/sessies/[\w-]+)"', page[page.index("Edge, Windows") :])
    assert one is not None
    answer = await here.send(one[1], {}, form_on="/mijn/veiligheid")
    assert "/mijn/veiligheid?melding=uit" == answer.headers["location"]
    assert (True, False, True) == (await is_in(here), await is_in(there), await is_in(elsewhere))
    await here.send("/mijn/veiligheid/sessies", {}, form_on="/mijn/veiligheid")
    assert (True, False) == (await is_in(here), await is_in(elsewhere))


async def test_another_password_logs_the_other_devices_out(desk: Desk) -> None:
    """And the old one opens nothing any more."""
    here, there = await desk.signed_in(), await desk.signed_in(EDGE)
    new = "vier paarse paraplus"
    wrong = await here.send("/mijn/veiligheid/wachtwoord", {"oud": "x", "nieuw": new}, form_on="/mijn/veiligheid")
    assert 400 == wrong.status_code
    right = await here.send("/mijn/veiligheid/wachtwoord", {"oud": PASSWORD, "nieuw": new}, form_on="/mijn/veiligheid")
    assert "/mijn/veiligheid?melding=wachtwoord" == right.headers["location"]
    assert (True, False) == (await is_in(here), await is_in(there))
    assert 403 == (await Visitor(desk.app).sign_in(EMAIL)).status_code
    assert 303 == (await Visitor(desk.app).sign_in(EMAIL, new)).status_code


async def test_a_forgotten_password_is_chosen_anew(desk: Desk) -> None:
    """By the link in the mail, once; every device is logged out."""
    there, visitor = await desk.signed_in(), Visitor(desk.app)
    await visitor.send("/wachtwoord-vergeten", {"email": EMAIL})
    code, new = await newest_code(EMAIL, "account.recover"), "vier paarse paraplus"
    page = f"/wachtwoord-herstellen?code={code}"
    chosen = {"code": code, "wachtwoord": new}
    answer = await visitor.send("/wachtwoord-herstellen", chosen, form_on=page)
    assert (303, "/inloggen?melding=wachtwoord") == (answer.status_code, answer.headers["location"])
    assert not await is_in(there)
    again = await visitor.send("/wachtwoord-herstellen", chosen, form_on=page)
    assert 400 == again.status_code
    assert 303 == (await visitor.sign_in(EMAIL, new)).status_code


async def test_an_address_changes_once_both_sides_answered(desk: Desk) -> None:
    """The old one and the new one get a letter each; until both were answered the old one signs in."""
    visitor, new = await desk.signed_in(), "nieuw@voorbeeld.example"
    await visitor.send("/mijn/veiligheid/adres", {"email": new}, form_on="/mijn/veiligheid")
    for address, kind, told in (
        (new, "account.address_new", "Zodra ook het andere bericht is beantwoord"),
        (EMAIL, "account.address_old", "Je e-mailadres is veranderd."),
    ):
        assert 303 == (await Visitor(desk.app).sign_in(EMAIL)).status_code
        code = await newest_code(address, kind)
        page = await visitor.send("/adres-bevestigen", {"code": code}, form_on=f"/adres-bevestigen?code={code}")
        assert told in page.text
    assert 403 == (await Visitor(desk.app).sign_in(EMAIL)).status_code
    assert 303 == (await Visitor(desk.app).sign_in(new)).status_code


async def with_second_step(desk: Desk) -> tuple[str, list[str]]:
    """Two steps are on; gives the secret of the app and the recovery codes."""
    visitor = await desk.signed_in()
    await visitor.send("/mijn/veiligheid/code", {}, form_on="/mijn/veiligheid")
    secret = re.search(r"typ dan deze sleutel over: (\w+)", (await visitor.get("/mijn/veiligheid")).text, re.IGNORECASE)
    assert secret is not None
    code = pyotp.TOTP(secret[1]).at(desk.clock.now())
    page = await visitor.send("/mijn/veiligheid/code/bevestigen", {"code": code}, form_on="/mijn/veiligheid")
    codes = re.findall(r"<code>((?:[0-9a-f]{5}-){3}[0-9a-f]{5})</code>", page.text)
    assert (200, 10) == (page.status_code, len(codes))
    assert "no-store" in page.headers["cache-control"]
    assert "Zet twee stappen uit" in page.text
    desk.clock.move(timedelta(minutes=1))
    return secret[1], codes


async def half_way(desk: Desk) -> tuple[Visitor, dict[str, str]]:
    """Somebody who gave the password, and what stands in the form for the code."""
    visitor = Visitor(desk.app)
    page = await visitor.sign_in(EMAIL, onward="/mijn/eisen")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert {"formulier", "kaartje", "verder"} == set(hidden)
    assert (200, None) == (page.status_code, visitor.cookie(COOKIE))
    return visitor, hidden


async def test_the_second_step(desk: Desk) -> None:
    """No session before the code; a wrong, a used and an old one are refused; a recovery code works once."""
    secret, codes = await with_second_step(desk)
    visitor, hidden = await half_way(desk)
    assert not await is_in(visitor)
    wrong = await visitor.http.post("/inloggen/code", data={**hidden, "code": "000000"})
    assert (403, None) == (wrong.status_code, visitor.cookie(COOKIE))
    code = pyotp.TOTP(secret).at(desk.clock.now())
    right = await visitor.http.post("/inloggen/code", data={**hidden, "code": code})
    assert (303, "/mijn/eisen") == (right.status_code, right.headers["location"])
    assert await is_in(visitor)
    for used, status in ((code, 403), (codes[0], 303), (codes[0], 403), (codes[1].upper(), 303)):
        another, fields = await half_way(desk)
        assert status == (await another.http.post("/inloggen/code", data={**fields, "code": used})).status_code
    another, fields = await half_way(desk)
    answer = await another.http.post("/inloggen/code", data={**fields, "kaartje": hidden["kaartje"], "code": codes[2]})
    assert 403 == answer.status_code
    assert 401 == (await another.http.post("/api/v1/tokens", json={"email": EMAIL, "password": PASSWORD})).status_code


async def test_the_second_step_is_throttled(desk: Desk) -> None:
    """Six guesses in a quarter of an hour; then even the right code waits."""
    secret, _ = await with_second_step(desk)
    visitor, hidden = await half_way(desk)
    for _ in range(6):
        assert 403 == (await visitor.http.post("/inloggen/code", data={**hidden, "code": "000000"})).status_code
    code = pyotp.TOTP(secret).at(desk.clock.now())
    assert 429 == (await visitor.http.post("/inloggen/code", data={**hidden, "code": code})).status_code


async def test_turning_the_second_step_off_asks_the_password_and_counts_tries(desk: Desk) -> None:
    """Whoever found an open session cannot guess the password there for ever."""
    secret, _ = await with_second_step(desk)
    visitor, hidden = await half_way(desk)
    code = pyotp.TOTP(secret).at(desk.clock.now())
    await visitor.http.post("/inloggen/code", data={**hidden, "code": code})

    async def off(password: str) -> httpx.Response:
        return await visitor.send("/mijn/veiligheid/code/uit", {"wachtwoord": password}, form_on="/mijn/veiligheid")

    for _ in range(PASSWORD_HERE.most):
        assert ["Dit is niet je wachtwoord. Probeer het opnieuw."] == list(mistakes_on(await off("een ander")))
    [told] = mistakes_on(await off(PASSWORD))
    assert told.startswith("Dit is te vaak geprobeerd.")
    desk.clock.move(PASSWORD_HERE.within)
    assert "/mijn/veiligheid?melding=stapuit" == (await off(PASSWORD)).headers["location"]


ELSEWHERE = (
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "evil.example",
    "@evil.example",
    "mijn",
    "?x",
    "%2F%2Fevil.example",
    "/%0d%0aSet-Cookie:x=y/../..",
    "/" + "a" * 290,
    "/mijn\r\nset-cookie: x=y",
)


async def test_nobody_is_led_to_another_site(desk: Desk) -> None:
    """Whatever a link says: after logging in one is on a page of ours, in one header, and nothing else is set."""
    for onward in ELSEWHERE:
        answer = await Visitor(desk.app).sign_in(EMAIL, onward=onward)
        where = answer.headers["location"]
        assert (303, "register.example") == (
            answer.status_code,
            httpx.URL("https://register.example/").join(where).host,
        )
        assert re.fullmatch(r"/(?![/\\])[\w/?=&%:.~-]*", where), onward
        assert {COOKIE, VISITOR} == set(set_cookies(answer))


async def test_one_goes_on_to_where_one_wanted_to_be(desk: Desk) -> None:
    """Through the log-in and back, with what stood behind the question mark."""
    visitor = Visitor(desk.app)
    asked = await visitor.get("/mijn/activiteiten?status=concept&zoek=caf%C3%A9")
    led = httpx.URL(asked.headers["location"])
    assert (303, "/inloggen") == (asked.status_code, led.path)
    answer = await visitor.sign_in(EMAIL, onward=led.params["verder"])
    assert "/mijn/activiteiten?status=concept&zoek=caf%C3%A9" == answer.headers["location"]
    assert 303 == (await visitor.get("/inloggen?verder=/mijn/eisen")).status_code


async def test_guesses_are_counted_over_applications_and_restarts(desk: Desk) -> None:
    """Two applications on one database count together, and a third that starts later counts on."""
    other = create_app(desk.settings, desk.clock, log_to=io.StringIO())
    for number in range(PASSWORD_HERE.most):
        app = (desk.app, other)[number % 2]
        assert 403 == (await Visitor(app).sign_in(EMAIL, "een verkeerde gok")).status_code
    later = create_app(desk.settings, desk.clock, log_to=io.StringIO())
    for app in (desk.app, other, later):
        answer = await Visitor(app).sign_in(EMAIL)
        assert (429, None) == (answer.status_code, answer.cookies.get(COOKIE))
        assert next(mistakes_on(answer)).startswith("Dit is te vaak geprobeerd.")
    by_program = await Visitor(later).http.post("/api/v1/tokens", json={"email": EMAIL, "password": PASSWORD})
    assert (429, "900") == (by_program.status_code, by_program.headers["retry-after"])
    elsewhere = Visitor(later, client="192.0.2.200")
    assert 303 == (await elsewhere.sign_in(EMAIL)).status_code
    desk.clock.move(PASSWORD_HERE.within)
    assert 303 == (await Visitor(later).sign_in(EMAIL)).status_code


async def test_letters_are_counted_as_well(desk: Desk) -> None:
    """Nobody's mailbox is filled by a stranger: five in an hour, and the sixth is refused as for any address."""
    told = []
    for email in (EMAIL, "onbekend@voorbeeld.example"):
        statuses = [
            (await Visitor(desk.app).send("/wachtwoord-vergeten", {"email": email})).status_code for _ in range(6)
        ]
        told.append(statuses)
    assert [[200] * 5 + [429]] * 2 == told
    assert 5 == len([one for one in await letters_to(EMAIL) if one["kind"] == "account.recover"])


NONSENSE = (
    '{"email": "\\ud800", "password": "x"}',
    '{"email": "a@b.example", "password": "\\udfff"}',
    '{"email": "\\u0000", "password": "x"}',
    '{"email": ["a"], "password": {}}',
    '{"email": "' + "é" * 300 + '", "password": "x"}',
    *("[]", "null", '""', "{}"),
)


async def test_a_program_that_sends_nonsense_is_told(desk: Desk) -> None:
    """Half letters, NUL, other types, too long: 400 with what is wrong."""
    json = {"content-type": "application/json"}
    for body in NONSENSE:
        answer = await Visitor(desk.app).http.post("/api/v1/tokens", content=body, headers=json)
        kind = answer.headers["content-type"].split(";")[0]
        assert (body, 400, "application/problem+json") == (body, answer.status_code, kind)
