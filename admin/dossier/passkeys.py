"""Passkeys: the questions and answers that the script on the page carries between the register and the device."""

from __future__ import annotations

from typing import Annotated

from litestar import post
from litestar.params import FromPath
from litestar.serialization import encode_json
from pydantic import Field

from admin.dossier.sign_in import client_of, new_session, onward_of, too_often
from admin.web.devices import device_of
from admin.web.doorman import Door, door, just_signed_in
from admin.web.forms import Form, read_form
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, Header, redirect
from public_api.web.language import Sentence, from_register, say
from public_api.web.pages import KEEP_NOWHERE, words
from registry.errors import Malformed, Refused, TooOften
from registry.passkeys import (
    Question,
    add_passkey,
    ask_for_new_passkey,
    ask_for_passkey,
    drop_passkey,
    sign_in_with_passkey,
)

HERE = "/mijn/veiligheid"
UNREADABLE = say("Dat kunnen we niet lezen")


class AnswerForm(Form):
    """What the device answered, as the script sends it."""

    kaartje: Annotated[str, Field(max_length=1000)]
    answer: Annotated[str, Field(max_length=20_000)]
    name: Annotated[str, Field(max_length=60)] = ""
    verder: Annotated[str, Field(max_length=300)] = ""


@post("/inloggen/passkey", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def ask_to_sign_in(request: Asked) -> Answer:
    house = house_of(request)
    try:
        return _asked(await ask_for_passkey(settings=house.site.settings, at=house.site.now()))
    except Refused as error:
        return _refused(request, from_register(error.message))


@post("/inloggen/passkey/antwoord", opt=door(Door.ANYONE), include_in_schema=False, status_code=200)
async def take_sign_in(request: Asked) -> Answer:
    given = read_form(request, AnswerForm)
    if given.form is None:
        return _refused(request, UNREADABLE)
    house = house_of(request)
    try:
        found = await sign_in_with_passkey(
            given.form.kaartje,
            given.form.answer,
            client=client_of(request),
            device=device_of(request.scope),
            settings=house.site.settings,
            at=house.site.now(),
        )
    except TooOften as error:
        return _refused(request, too_often(request, error))
    except Refused as error:
        return _refused(request, from_register(error.message))
    return _onward(await onward_of(request, found, given.form.verder), await new_session(request, found))


@post(f"{HERE}/passkey", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def ask_to_add(request: Asked) -> Answer:
    house = house_of(request)
    try:
        asked = await ask_for_new_passkey(just_signed_in(request), settings=house.site.settings, at=house.site.now())
    except Refused as error:
        return _refused(request, from_register(error.message))
    return _asked(asked)


@post(f"{HERE}/passkey/antwoord", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_new(request: Asked) -> Answer:
    given = read_form(request, AnswerForm)
    if given.form is None:
        return _refused(request, UNREADABLE)
    house = house_of(request)
    try:
        await add_passkey(
            just_signed_in(request), given.form.kaartje, given.form.answer, name=given.form.name,
            settings=house.site.settings, at=house.site.now(),
        )  # fmt: skip
    except Malformed as error:
        return _refused(request, from_register(error.problems[0].message))
    except Refused as error:
        return _refused(request, from_register(error.message))
    return _onward(f"{HERE}?melding=passkey")


@post(f"{HERE}/passkeys/{{passkey:str}}", opt=door(Door.SIGNED_IN), include_in_schema=False, status_code=200)
async def take_drop(request: Asked, passkey: FromPath[str]) -> Answer:
    await drop_passkey(just_signed_in(request), passkey, at=house_of(request).site.now())
    return redirect(f"{HERE}?melding=passkeyweg")


def _asked(question: Question) -> Answer:
    return _json({"ticket": question.ticket, "options": dict(question.options)})


def _onward(address: str, cookies: tuple[Header, ...] = ()) -> Answer:
    return _json({"onward": address}, cookies)


def _json(data: object, more: tuple[Header, ...] = ()) -> Answer:
    return Answer(encode_json(data), headers=(KEEP_NOWHERE, *more))


def _refused(request: Asked, why: Sentence) -> Answer:
    """The script shows these words as they are."""
    return Answer(words(why, request.scope).encode(), b"text/plain; charset=utf-8", 400, (KEEP_NOWHERE,))


PAGES = [ask_to_sign_in, take_sign_in, ask_to_add, take_new, take_drop]
