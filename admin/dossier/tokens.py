"""Tokens for programs: signing in, the next pair, and signing out, as JSON."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import delete, post
from litestar.serialization import encode_json
from pydantic import BaseModel, ConfigDict, Field

from admin.dossier.sign_in import client_of
from admin.web.devices import device_of
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import NOT_KEPT
from admin.web.json_bodies import read_json
from admin.web.shapes import shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import say
from public_api.web.problems import ProblemRaised
from public_api.web.query import camel_case
from registry.errors import Refused, TooOften
from registry.sessions import SecondFactorAsked, SignedIn, end_session, identify, sign_in, sign_in_with_code
from registry.tokens import Tokens, issue_tokens, refresh_tokens

WRONG = say("Het e-mailadres, het wachtwoord of de code klopt niet.")


class Body(BaseModel):
    """What comes in as JSON; names are camelCase outside."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=camel_case, validate_by_name=True, hide_input_in_errors=True
    )


class SignInBody(Body):
    """A log-in; `code` where two steps are on."""

    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=400)]
    code: Annotated[str | None, Field(max_length=40)] = None


class RefreshBody(Body):
    """The token that fetches the next pair."""

    refresh_token: Annotated[str, Field(max_length=100)]


class TokenPair(msgspec.Struct, rename="camel"):
    """An access token for now, and one that fetches the next pair, once."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105  # the kind of token


@post(
    "/api/v1/tokens",
    opt=door(Door.ANYONE) | shape("Log in: a pair of tokens", TokenPair, takes=SignInBody),
    include_in_schema=False,
    status_code=200,
)
async def post_tokens(request: Asked) -> Answer:
    given = await read_json(request, SignInBody)
    house = house_of(request)
    settings, now, client, device = house.site.settings, house.site.now(), client_of(request), device_of(request.scope)
    try:
        found = await sign_in(given.email, given.password, client=client, device=device, settings=settings, at=now)
        if isinstance(found, SecondFactorAsked) and given.code is not None:
            found = await sign_in_with_code(
                found.ticket, given.code, client=client, device=device, settings=settings, at=now
            )
    except TooOften as error:
        seconds = max(int((error.until - now).total_seconds()), 1)
        raise ProblemRaised("too-many-requests", headers=((b"retry-after", b"%d" % seconds),)) from None
    except Refused:
        raise ProblemRaised("not-signed-in", detail=WRONG) from None
    if not isinstance(found, SignedIn):
        raise ProblemRaised("not-signed-in", detail=WRONG)
    identity = await identify(found.token, at=now)
    if identity is None:
        raise ProblemRaised("not-signed-in", detail=WRONG)
    return _pair(await issue_tokens(identity, settings=settings, at=now))


@post(
    "/api/v1/tokens/refresh",
    opt=door(Door.ANYONE) | shape("The next pair of tokens; the old one no longer works", TokenPair, takes=RefreshBody),
    include_in_schema=False,
    status_code=200,
)
async def post_refresh(request: Asked) -> Answer:
    given = await read_json(request, RefreshBody)
    house = house_of(request)
    try:
        return _pair(await refresh_tokens(given.refresh_token, settings=house.site.settings, at=house.site.now()))
    except Refused:
        raise ProblemRaised("not-signed-in") from None


@delete(
    "/api/v1/sessions/current",
    opt=door(Door.SIGNED_IN) | shape("Log out: end the session of this token"),
    include_in_schema=False,
    status_code=204,
)
async def delete_session(request: Asked) -> None:
    who = signed_in(request)
    await end_session(who, who.session, at=house_of(request).site.now())


def _pair(tokens: Tokens) -> Answer:
    return Answer(encode_json(TokenPair(tokens.access, tokens.refresh, tokens.lives_seconds)), headers=NOT_KEPT)


ROUTES = [post_tokens, post_refresh, delete_session]
