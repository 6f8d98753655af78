"""Signing in and what belongs to it: sessions, the second step, passkeys, the password and the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.sign_in import client_of, too_often
from admin.web.doorman import Door, door, just_signed_in, signed_in, visit_to
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import KEEP_NOWHERE
from public_api.web.query import PageQuery, read_query
from registry.errors import Malformed, Refused, TooOften
from registry.inputs import Email
from registry.passkeys import passkeys_of, passkeys_work
from registry.recovery import ask_new_address, change_password, confirm_new_address
from registry.second_factors import Begun, begin_totp, begun_totp, confirm_totp, drop_totp, has_second_factor
from registry.sessions import end_other_sessions, end_session, sessions_of

HERE = "/mijn/veiligheid"
FIELDS = {"password": "nieuw", "old_password": "oud", "code": "code", "email": "email"}
MESSAGES: dict[str, Sentence] = {
    "uit": say("Dat apparaat is uitgelogd."),
    "allesuit": say("Alle andere apparaten zijn uitgelogd."),
    "stapuit": say("Inloggen in twee stappen staat uit."),
    "wachtwoord": say("Je wachtwoord is veranderd. Andere apparaten zijn uitgelogd."),
    "adres": say("We hebben naar beide adressen een bericht gestuurd."),
    "passkey": say("Je passkey is toegevoegd."),
    "passkeyweg": say("De passkey is weggehaald."),
    "bevestigd": say("Dank je. Zodra ook het andere bericht is beantwoord, verandert je adres."),
    "adresveranderd": say("Je e-mailadres is veranderd. Log voortaan in met je nieuwe adres."),
}


class SecurityQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class CodeForm(Form):
    """A code of the app, or of a letter."""

    code: Annotated[str, Field(max_length=100)]


class PasswordForm(Form):
    """One's password, to show that it is really them."""

    wachtwoord: Annotated[str, Field(max_length=400)]


class NewPasswordForm(Form):
    """The old password and the new one."""

    oud: Annotated[str, Field(max_length=400)]
    nieuw: Annotated[str, Field(max_length=400)]


class AddressForm(Form):
    """Another address to sign in with."""

    email: Email


@dataclass(frozen=True, slots=True)
class ToScan:
    """What the app needs, as a picture and as text."""

    secret: str
    qr: str


@get(HERE, opt=door(Door.SIGNED_IN), include_in_schema=False)
async def show_security(request: Asked) -> Answer:
    query = read_query(request.scope, SecurityQuery)
    return await _page(request, Filled(), message=MESSAGES.get(query.melding))


@post(f"{HERE}/sessies/{{session:uuid}}", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_end_session(request: Asked, session: FromPath[UUID]) -> Answer:
    await end_session(signed_in(request), session, at=house_of(request).site.now())
    return redirect(f"{HERE}?melding=uit")


@post(f"{HERE}/sessies", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_end_others(request: Asked) -> Answer:
    await end_other_sessions(signed_in(request), at=house_of(request).site.now())
    return redirect(f"{HERE}?melding=allesuit")


@post(f"{HERE}/code", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_begin_totp(request: Asked) -> Answer:
    house, who = house_of(request), just_signed_in(request)
    try:
        await begin_totp(who.account, settings=house.site.settings, actor=who.actor, at=house.site.now())
    except Refused as error:
        return await _page(request, said_by_register(Filled(), error, FIELDS), status=400)
    return redirect(HERE)


@post(f"{HERE}/code/bevestigen", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_confirm_totp(request: Asked) -> Answer:
    given = read_form(request, CodeForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    house, who = house_of(request), signed_in(request)
    try:
        codes = await confirm_totp(
            who.account, given.form.code, settings=house.site.settings, actor=who.actor, at=house.site.now()
        )
    except (Refused, TooOften) as error:
        return await _page(request, _refused(request, given.filled, error), status=400)
    return await _page(request, Filled(), recovery_codes=codes)


@post(f"{HERE}/code/uit", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_drop_totp(request: Asked) -> Answer:
    given = read_form(request, PasswordForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    who = signed_in(request)
    try:
        await drop_totp(who.account, given.form.wachtwoord, actor=who.actor, at=house_of(request).site.now())
    except (Refused, TooOften) as error:
        return await _page(request, _refused(request, given.filled, error), status=400)
    return redirect(f"{HERE}?melding=stapuit")


@post(f"{HERE}/wachtwoord", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_password(request: Asked) -> Answer:
    given = read_form(request, NewPasswordForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    try:
        await change_password(
            signed_in(request), given.form.oud, given.form.nieuw, client=client_of(request),
            at=house_of(request).site.now(),
        )  # fmt: skip
    except (Malformed, Refused, TooOften) as error:
        return await _page(request, _refused(request, given.filled, error), status=400)
    return redirect(f"{HERE}?melding=wachtwoord")


@post(f"{HERE}/adres", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_address(request: Asked) -> Answer:
    who = just_signed_in(request)
    given = read_form(request, AddressForm)
    if given.form is None:
        return await _page(request, given.filled, status=400)
    try:
        await ask_new_address(who, given.form.email, client=client_of(request), at=house_of(request).site.now())
    except (Malformed, Refused, TooOften) as error:
        return await _page(request, _refused(request, given.filled, error), status=400)
    return redirect(f"{HERE}?melding=adres")


@get("/adres-bevestigen", opt=door(Door.ANYONE), include_in_schema=False)
async def show_confirm_address(request: Asked) -> Answer:
    """A button, because programs that look into mail open every link."""
    query = read_query(request.scope, CodeQuery)
    return _confirm_page(request, Filled({"code": query.code}))


class CodeQuery(PageQuery):
    """The code in a link that came by mail."""

    code: Annotated[str, Field(max_length=100)] = ""


@post("/adres-bevestigen", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_confirm_address(request: Asked) -> Answer:
    given = read_form(request, CodeForm)
    if given.form is None:
        return _confirm_page(request, given.filled, status=400)
    try:
        changed = await confirm_new_address(given.form.code, at=house_of(request).site.now())
    except Refused as error:
        return _confirm_page(request, said_by_register(given.filled, error, FIELDS), status=400)
    house = house_of(request)
    return house.site.pages.render(
        request.scope,
        "message.html",
        title=say("Bevestigd"),
        sentences=(MESSAGES["adresveranderd" if changed else "bevestigd"],),
        address="/inloggen",
        label=say("Inloggen"),
    )


def _confirm_page(request: Asked, filled: Filled, *, status: int = 200) -> Answer:
    house, visit = house_of(request), visit_to(request)
    return house.site.pages.render(
        request.scope,
        "confirm.html",
        status=status,
        headers=house.cookies.remember_visitor(visit),
        visit=visit,
        filled=filled,
        title=say("Bevestig je e-mailadres"),
        sentence=say("Druk op de knop om te bevestigen dat dit adres van jou is."),
        label=say("Bevestig mijn adres"),
        with_password=False,
    )


def _refused(request: Asked, filled: Filled, error: Malformed | Refused | TooOften) -> Filled:
    if isinstance(error, TooOften):
        return filled.with_mistakes(("", too_often(request, error)))
    return said_by_register(filled, error, FIELDS)


async def _page(
    request: Asked, filled: Filled, *, message: Sentence | None = None, recovery_codes: tuple[str, ...] = (),
    status: int = 200,
) -> Answer:  # fmt: skip
    house, who = house_of(request), signed_in(request)
    settings = house.site.settings
    begun = await begun_totp(who.account, settings=settings)
    return house.site.pages.render(
        request.scope,
        "security.html",
        status=status,
        headers=(KEEP_NOWHERE,) if recovery_codes else (),
        visit=visit_to(request),
        filled=filled,
        message=message,
        sessions=await sessions_of(who, at=house.site.now()),
        totp_on=await has_second_factor(who.account),
        totp=_to_scan(begun) if begun else None,
        recovery_codes=recovery_codes,
        passkeys=await passkeys_of(who.account),
        with_passkeys=passkeys_work(settings),
        email=who.email,
    )


def _to_scan(begun: Begun) -> ToScan:
    import segno  # noqa: PLC0415  # a server needs it for its first picture, not for its start

    drawn: str = segno.make(begun.address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, dark="#17252e", light="#fff"
    )
    return ToScan(begun.secret, re.sub(r"<svg ", '<svg role="img" aria-labelledby="qr-uitleg" ', drawn, count=1))


PAGES = [
    show_security, take_end_session, take_end_others, take_begin_totp, take_confirm_totp, take_drop_totp,
    take_password, take_address, show_confirm_address, take_confirm_address,
]  # fmt: skip
