"""Opening an account, confirming an address, and a new password for who forgot it.

Nobody learns here whether an address is known: the answer is the same, and the rest comes by mail.
"""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from pydantic import Field

from admin.dossier.sign_in import client_of, too_often
from admin.web.doorman import Door, door, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.accounts import confirm_address, open_account
from registry.errors import Malformed, Refused, TooOften
from registry.inputs import Email, Line20, Line40, Line80, Required120
from registry.practitioners import Name
from registry.recovery import ask_recovery, recover

LOOK_IN_YOUR_MAIL = say("Kijk in je mail")
FIELDS = {"email": "email", "password": "wachtwoord", "code": "code"}  # what the register calls them, and the page


class CodeQuery(PageQuery):
    """The code in a link that came by mail."""

    code: Annotated[str, Field(max_length=100)] = ""


class SignUpForm(Form):
    """Who opens an account."""

    email: Email
    wachtwoord: Annotated[str, Field(max_length=400)]
    voorletters: Line20 = ""
    roepnaam: Line80 = ""
    tussenvoegsel: Line40 = ""
    achternaam: Required120


class AddressForm(Form):
    """Who forgot a password."""

    email: Email


class CodeForm(Form):
    """A code that came by mail."""

    code: Annotated[str, Field(max_length=100)]


class NewPasswordForm(CodeForm):
    """The code and a password: the new one, or the one that was chosen."""

    wachtwoord: Annotated[str, Field(max_length=400)]


@get("/aanmelden", opt=door(Door.ANYONE), include_in_schema=False)
async def show_sign_up(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return _page(request, "sign_up.html", Filled())


@post("/aanmelden", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_sign_up(request: Asked) -> Answer:
    given = read_form(request, SignUpForm)
    if given.form is None:
        return _page(request, "sign_up.html", given.filled, status=400)
    form, house = given.form, house_of(request)
    name = Name(
        initials=form.voorletters, given_name=form.roepnaam, prefix=form.tussenvoegsel, family_name=form.achternaam
    )
    try:
        await open_account(
            form.email, form.wachtwoord, name, language=reader_of(request.scope).language, client=client_of(request),
            settings=house.site.settings, at=house.site.now(),
        )  # fmt: skip
    except TooOften as error:
        return _page(request, "sign_up.html", given.filled.with_mistakes(("", too_often(request, error))), status=429)
    except (Malformed, Refused) as error:
        return _page(request, "sign_up.html", said_by_register(given.filled, error, FIELDS), status=400)
    sentences = (
        say("We hebben je een bericht gestuurd. Open de link daarin binnen 24 uur, dan is je account klaar."),
        say("Geen bericht gekregen? Kijk bij de ongewenste mail, en of je adres goed was geschreven."),
    )
    return _told(request, LOOK_IN_YOUR_MAIL, sentences)


@get("/bevestigen", opt=door(Door.ANYONE), include_in_schema=False)
async def show_confirm(request: Asked) -> Answer:
    """A button, because programs that look into mail open every link."""
    code = read_query(request.scope, CodeQuery).code
    return _confirm_page(request, Filled({"code": code}))


@post("/bevestigen", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_confirm(request: Asked) -> Answer:
    given = read_form(request, NewPasswordForm)
    if given.form is None:
        return _confirm_page(request, given.filled, status=400)
    house = house_of(request)
    try:
        await confirm_address(given.form.code, given.form.wachtwoord, at=house.site.now())
    except (Malformed, Refused) as error:
        return _confirm_page(request, said_by_register(given.filled, error, FIELDS), status=400)
    return redirect("/inloggen?melding=bevestigd")


@get("/wachtwoord-vergeten", opt=door(Door.ANYONE), include_in_schema=False)
async def show_forgotten(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return _page(request, "forgotten.html", Filled())


@post("/wachtwoord-vergeten", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_forgotten(request: Asked) -> Answer:
    given = read_form(request, AddressForm)
    if given.form is None:
        return _page(request, "forgotten.html", given.filled, status=400)
    house = house_of(request)
    try:
        await ask_recovery(given.form.email, client=client_of(request), at=house.site.now())
    except TooOften as error:
        return _page(request, "forgotten.html", given.filled.with_mistakes(("", too_often(request, error))), status=429)
    sentences = (say("Kennen we dit adres, dan krijg je een bericht met een link. De link werkt een uur en één keer."),)
    return _told(request, LOOK_IN_YOUR_MAIL, sentences)


@get("/wachtwoord-herstellen", opt=door(Door.ANYONE), include_in_schema=False)
async def show_recover(request: Asked) -> Answer:
    code = read_query(request.scope, CodeQuery).code
    return _page(request, "recover.html", Filled({"code": code}))


@post("/wachtwoord-herstellen", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_recover(request: Asked) -> Answer:
    given = read_form(request, NewPasswordForm)
    if given.form is None:
        return _page(request, "recover.html", given.filled, status=400)
    house = house_of(request)
    try:
        await recover(given.form.code, given.form.wachtwoord, client=client_of(request), at=house.site.now())
    except (Malformed, Refused) as error:
        return _page(request, "recover.html", said_by_register(given.filled, error, FIELDS), status=400)
    return redirect("/inloggen?melding=wachtwoord")


def _confirm_page(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    return _page(
        request,
        "confirm.html",
        filled,
        status=status,
        title=say("Bevestig je e-mailadres"),
        sentence=say("Vul het wachtwoord in dat je koos. Zo weten we zeker dat jij dit account hebt gemaakt."),
        label=say("Bevestig mijn adres"),
        with_password=True,
    )


def _told(request: Asked, title: Sentence, sentences: tuple[Sentence, ...]) -> Answer:
    return house_of(request).site.pages.render(
        request.scope, "message.html", title=title, sentences=sentences, address=None, label=None
    )


def _page(request: Asked, template: str, filled: Filled, *, status: int = 200, **more: object) -> Answer:
    house, visit = house_of(request), visit_to(request)
    return house.site.pages.render(
        request.scope,
        template,
        status=status,
        headers=house.cookies.remember_visitor(visit),
        visit=visit,
        filled=filled,
        **more,
    )


PAGES = [
    show_sign_up, take_sign_up, show_confirm, take_confirm, show_forgotten, take_forgotten, show_recover, take_recover,
]  # fmt: skip
