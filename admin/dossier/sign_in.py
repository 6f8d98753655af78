"""Logging in and out: password, second factor. The answer to a wrong address and to a wrong password is the same."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from litestar import get, post
from pydantic import Field

from admin.web.devices import device_of
from admin.web.doorman import Door, door, visit_to
from admin.web.forms import Filled, Form, read_form
from admin.web.homes import home_of
from admin.web.house import house_of
from admin.web.kept_forms import MOST, unseal
from admin.web.trust import form_token
from public_api.site import Asked
from public_api.web.answers import Answer, Header, redirect
from public_api.web.language import Sentence, from_register, moment_in_words, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.errors import Refused, TooOften
from registry.passkeys import passkeys_work
from registry.sessions import SecondFactorAsked, SignedIn, identify, sign_in, sign_in_with_code, sign_out

WRONG = say("Het e-mailadres of het wachtwoord klopt niet. Kijk beide na. Je kunt ook een nieuw wachtwoord kiezen.")
TOO_LATE = say("Je was te lang weg, en daarom ben je uitgelogd. Log opnieuw in. Wat je had ingevuld raakt niet kwijt.")
MESSAGES: dict[str, Sentence] = {
    "uitgelogd": say("Je bent uitgelogd."),
    "wachtwoord": say("Je nieuwe wachtwoord is bewaard. Log ermee in."),
    "bevestigd": say("Je e-mailadres is bevestigd. Je kunt nu inloggen."),
    "opnieuw": say("Je verandert iets waarmee je inlogt. Log eerst opnieuw in. Dan weten we zeker dat jij het bent."),
}


class SignInQuery(PageQuery):
    """Where to go on to, and what just happened."""

    verder: Annotated[str, Field(max_length=300)] = ""
    melding: Annotated[str, Field(max_length=40)] = ""


Sealed = Annotated[str, Field(max_length=MOST + 100)]  # a form that came too late


class SignInForm(Form):
    """What is typed to log in."""

    email: Annotated[str, Field(max_length=254)]
    wachtwoord: Annotated[str, Field(max_length=400)]
    verder: Annotated[str, Field(max_length=300)] = ""
    bewaard: Sealed = ""


class CodeForm(Form):
    """The second factor."""

    kaartje: Annotated[str, Field(max_length=1000)]
    code: Annotated[str, Field(max_length=40)]
    verder: Annotated[str, Field(max_length=300)] = ""
    bewaard: Sealed = ""


@get("/inloggen", opt=door(Door.ANYONE), include_in_schema=False)
async def show_sign_in(request: Asked) -> Answer:
    query = read_query(request.scope, SignInQuery)
    identity = visit_to(request).identity
    if identity is not None and query.melding != "opnieuw":
        return redirect(safe_address(query.verder, home_of(identity)))
    return _sign_in_page(request, Filled({"verder": query.verder}), message=MESSAGES.get(query.melding))


@post("/inloggen", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_sign_in(request: Asked) -> Answer:
    given = read_form(request, SignInForm)
    if given.form is None:
        return _sign_in_page(request, given.filled, status=400)
    house = house_of(request)
    try:
        found = await sign_in(
            given.form.email,
            given.form.wachtwoord,
            client=client_of(request),
            device=device_of(request.scope),
            settings=house.site.settings,
            at=house.site.now(),
        )
    except TooOften as error:
        return _sign_in_page(request, given.filled.with_mistakes(("", too_often(request, error))), status=429)
    if found is None:
        return _sign_in_page(request, given.filled.with_mistakes(("", WRONG)), status=403)
    if isinstance(found, SecondFactorAsked):
        onward = {"verder": given.form.verder, "bewaard": given.form.bewaard}
        return _code_page(request, Filled({"kaartje": found.ticket, **onward}))
    return await _go_in(request, found, given.form)


@post("/inloggen/code", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_code(request: Asked) -> Answer:
    given = read_form(request, CodeForm)
    if given.form is None:
        return _code_page(request, given.filled, status=400)
    house = house_of(request)
    try:
        found = await sign_in_with_code(
            given.form.kaartje,
            given.form.code,
            client=client_of(request),
            device=device_of(request.scope),
            settings=house.site.settings,
            at=house.site.now(),
        )
    except TooOften as error:
        return _code_page(request, given.filled.with_mistakes(("", too_often(request, error))), status=429)
    except Refused as error:
        return _code_page(request, given.filled.with_mistakes(("code", from_register(error.message))), status=403)
    return await _go_in(request, found, given.form)


@post("/uitloggen", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_sign_out(request: Asked) -> Answer:
    house = house_of(request)
    await sign_out(visit_to(request).holder, at=house.site.now())
    return redirect("/inloggen?melding=uitgelogd", headers=(house.cookies.forget_session(), CLEAR))


CLEAR: Header = (b"clear-site-data", b'"cache"')


async def _go_in(request: Asked, found: SignedIn, form: SignInForm | CodeForm) -> Answer:
    """On to where somebody was; whoever was sending a form gets it back, to send it or not."""
    house, headers = house_of(request), await new_session(request, found)
    kept = unseal(form.bewaard, house.form_key)
    if kept is None:
        return redirect(await onward_of(request, found, form.verder), headers=headers)
    token = form_token(found.token, house.form_key)
    return house.site.pages.render(request.scope, "kept.html", headers=headers, kept=kept, form_token=token)


def show_sign_in_keeping(request: Asked, sealed: str) -> Answer:
    """The page of logging in, for whoever sent a form when their log-in had ended."""
    return _sign_in_page(request, Filled({"bewaard": sealed}), message=TOO_LATE, status=403)


async def new_session(request: Asked, found: SignedIn) -> tuple[Header, ...]:
    """The cookies of whoever just logged in. The session that this browser had before ends."""
    house, visit = house_of(request), visit_to(request)
    if visit.identity is not None:
        await sign_out(visit.holder, at=house.site.now())
    return house.cookies.remember_session(found.token)


async def onward_of(request: Asked, found: SignedIn, onward: str) -> str:
    """Where somebody who just logged in goes: back to where they were, or to where their own work begins."""
    identity = await identify(found.token, at=house_of(request).site.now())
    return safe_address(onward, home_of(identity) if identity is not None else "/inloggen")


def safe_address(onward: str, otherwise: str) -> str:
    """A page of our own, or this one: nobody is led to another site by a link to our log-in."""
    if onward.startswith("/") and not onward.startswith(("//", "/\\")) and onward.isprintable():
        return quote(onward, safe="/?=&%:-_.~")
    return otherwise


def lead_to_sign_in(scope: Any) -> str:
    """The address of the log-in that leads back to where somebody was; after a form, to where forms begin."""
    if scope["method"] != "GET":
        return "/inloggen"
    query = scope["query_string"].decode("latin-1")
    onward = scope["path"] + (f"?{query}" if query else "")
    return f"/inloggen?{urlencode({'verder': onward})}" if len(onward) <= 300 else "/inloggen"


def lead_to_sign_in_again(scope: Any) -> str:
    """The same for whoever logged in too long ago; a form of the page on security begins there."""
    page = scope["path"] if scope["method"] == "GET" else "/mijn/veiligheid"
    return f"/inloggen?{urlencode({'melding': 'opnieuw', 'verder': page}, safe='/')}"


def client_of(request: Asked) -> str:
    """The address the request came from, as the server knows it (behind a proxy only by TRUSTED_PROXIES)."""
    return request.client.host if request.client else "unknown"


def too_often(request: Asked, error: TooOften) -> Sentence:
    language = reader_of(request.scope).language
    return say(
        "Dit is te vaak geprobeerd. Probeer het opnieuw na {moment}.", moment=moment_in_words(error.until, language)
    )


def _sign_in_page(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    house, visit = house_of(request), visit_to(request)
    return house.site.pages.render(
        request.scope,
        "sign_in.html",
        status=status,
        headers=house.cookies.remember_visitor(visit),
        visit=visit,
        filled=filled,
        message=message,
        with_passkeys=passkeys_work(house.site.settings),
    )


def _code_page(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    house, visit = house_of(request), visit_to(request)
    return house.site.pages.render(
        request.scope,
        "second_factor.html",
        status=status,
        headers=house.cookies.remember_visitor(visit),
        visit=visit,
        filled=filled,
    )


PAGES = [show_sign_in, take_sign_in, take_code, take_sign_out]
