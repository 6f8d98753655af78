"""The guard before every route behind a log-in: nobody passes a door that their role does not open.

A route says which door it has in its `opt`; one that says nothing is closed to all. Everybody may ask which methods an
address has (OPTIONS). Forms are read and their token is checked here, so that no handler can forget it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from admin.web.forms import CameIn, receive_form
from admin.web.house import House, house_of
from admin.web.kept_forms import KeptForm, seal
from admin.web.trust import refuse_unless_ours, refuse_wrong_token
from admin.web.visits import Visit, visit_of
from public_api.web.edge import OWN, PATIENCE
from public_api.web.language import say
from public_api.web.problems import ProblemRaised
from registry.accounts import Role
from registry.sessions import Identity, identify
from registry.tokens import verify_access_token

TOKEN_FIELD = "formulier"  # noqa: S105  # the name of a field, not a secret
UPLOAD = 10_500_000  # bytes: the largest piece of evidence, and the form around it
SENT = 40_000_000  # bytes of a form: more than a camera makes of one page; of what is too large only the text is kept
UPLOAD_SECONDS = 120  # over a slow line, and then the file is looked over
A_MOMENT = timedelta(minutes=15)  # how long after logging in one may change what one logs in with


class Door(StrEnum):
    """Who may come in."""

    ANYONE = "anyone"  # the pages of logging in
    SIGNED_IN = "signed_in"  # whoever has a log-in
    PROFESSIONAL = "professional"  # only to their own file
    BODY = "body"  # in a role at a body that the route names; the use case looks at which body
    OPERATOR = "operator"  # whoever runs the register


class SignInFirst(Exception):
    """Somebody without a log-in asked for a page that needs one; they are led to it and back, with their form."""

    def __init__(self, kept: str = "") -> None:
        self.kept = kept
        super().__init__()


class SignInAgain(Exception):
    """Whoever finds an open browser cannot make the account theirs: for that one logs in anew."""


class TooLarge(Exception):
    """A form that is so large that not even its text was read; whoever sent it is led back to it."""


def door(which: Door, *, roles: Collection[Role] = (), uploads: bool = False) -> dict[str, Any]:
    """The `opt` of a route: which door it has, which roles open that of a body, and whether its form brings a file."""
    longer = {"largest": UPLOAD, "patience": UPLOAD_SECONDS}
    return {"door": which, "roles": frozenset(roles), "largest": 64_000, **(longer if uploads else {})}


async def let_in_to_page(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Pages: by the cookie of the session. A form must come from our own page, with the token of who sends it."""
    scope: Any = connection.scope
    if scope["method"] == "OPTIONS":
        return
    house = house_of(connection)
    session, visitor = house.cookies.read(connection.scope)
    identity = await identify(session, at=house.site.now()) if session is not None else None
    visit = visit_of(identity, session, visitor, house.form_key)
    scope["visit"] = visit
    scope[OWN] = True
    if identity is None and session is not None and _brings_text(scope, handler.opt):
        raise SignInFirst(await _kept(connection, session, house))
    _open(scope, handler.opt, identity)
    if scope["method"] == "POST":
        refuse_unless_ours(scope, house.site.settings.base_url)
        came_in = await _received(connection, handler.opt)
        refuse_wrong_token(came_in.first(TOKEN_FIELD), visit.holder, house.form_key)
        scope["came_in"] = came_in


async def _received(connection: ASGIConnection[Any, Any, Any, Any], opt: dict[str, Any]) -> CameIn:
    request: Any = connection  # Litestar hands a guard the request itself
    if "patience" not in opt:
        return await receive_form(request, largest=opt["largest"])
    try:
        return await receive_form(request, largest=opt["largest"], sent=SENT)
    except ProblemRaised as problem:
        raise (TooLarge() if problem.code == "content-too-large" else problem) from None


def _brings_text(scope: Any, opt: dict[str, Any]) -> bool:
    """A form of somebody's own file or of their work; a file that was chosen has to be chosen again."""
    kept = (Door.PROFESSIONAL, Door.BODY, Door.OPERATOR)
    return scope["method"] == "POST" and opt.get("door") in kept and "patience" not in opt


async def _kept(connection: ASGIConnection[Any, Any, Any, Any], session: str, house: House) -> str:
    """What somebody typed while their log-in ended; nothing unless it is a form of the session this browser had."""
    try:
        refuse_unless_ours(connection.scope, house.site.settings.base_url)
        came_in = await receive_form(connection)  # type: ignore[arg-type]  # Litestar hands a guard the request itself
        refuse_wrong_token(came_in.first(TOKEN_FIELD), session, house.form_key)
    except ProblemRaised:
        return ""  # as for anybody without a log-in: they are led to it
    fields = tuple((name, value) for name, value in came_in.fields if name != TOKEN_FIELD)
    return seal(KeptForm(connection.scope["path"], fields), house.form_key)


async def let_in_to_interface(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The interface: by an access token in the Authorization header, never by a cookie."""
    house, which = house_of(connection), handler.opt.get("door")
    scope: Any = connection.scope
    if which is Door.ANYONE or scope["method"] == "OPTIONS":
        return
    token = _bearer(connection.scope)
    if token is None:
        raise _not_signed_in()
    identity = await verify_access_token(token, settings=house.site.settings, at=house.site.now())
    if identity is None:
        raise _not_signed_in(b'Bearer error="invalid_token"')
    scope["visit"] = Visit(identity, "", False, house.form_key)
    _open(scope, handler.opt, identity)


def _open(scope: Any, opt: dict[str, Any], identity: Identity | None) -> None:
    """Let them in, and only then give an upload its time: nobody unknown keeps a line open."""
    which = opt.get("door")
    if which is not Door.ANYONE:
        if identity is None:
            raise SignInFirst
        if not _opens(which, opt.get("roles", ()), identity):
            raise ProblemRaised("not-allowed")
    scope[PATIENCE] = opt.get("patience", 0)


def _opens(which: object, roles: Collection[str], identity: Identity) -> bool:
    """Whether a door opens for somebody with a log-in; one that we do not know opens for nobody."""
    match which:
        case Door.SIGNED_IN:
            return True
        case Door.PROFESSIONAL:
            return identity.number is not None
        case Door.BODY:
            return any(held.body is not None and held.role in roles for held in identity.roles)
        case Door.OPERATOR:
            return any(held.role == "operator" for held in identity.roles)
    return False


def _bearer(scope: Any) -> str | None:
    """The token in the one Authorization header; of two, programs on the way might each believe another one."""
    sent = [value for name, value in scope["headers"] if name == b"authorization"]
    scheme, _, token = (sent[0] if len(sent) == 1 else b"").decode("latin-1").partition(" ")
    return token.strip(" ") or None if scheme.lower() == "bearer" else None


def _not_signed_in(challenge: bytes = b"Bearer") -> ProblemRaised:
    return ProblemRaised(
        "not-signed-in",
        detail=say("Stuur een geldig token mee in de header Authorization."),
        headers=((b"www-authenticate", challenge),),
    )


def visit_to(request: ASGIConnection[Any, Any, Any, Any]) -> Visit:
    """Who asks, as the doorman saw them."""
    scope: Any = request.scope
    visit: Visit = scope["visit"]
    return visit


def signed_in(request: ASGIConnection[Any, Any, Any, Any]) -> Identity:
    """Who asks, on a route that only somebody with a log-in reaches."""
    identity = visit_to(request).identity
    if identity is None:
        raise ProblemRaised("not-signed-in")
    return identity


def just_signed_in(request: ASGIConnection[Any, Any, Any, Any]) -> Identity:
    """Who asks, if they logged in a moment ago. Raises SignInAgain otherwise."""
    identity = signed_in(request)
    if house_of(request).site.now() >= identity.opened_at + A_MOMENT:
        raise SignInAgain
    return identity


def own_number(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The register number of the professional who asks. No route about a file takes a number from anywhere else."""
    number = signed_in(request).number
    if number is None:
        raise ProblemRaised("not-allowed")
    return number


def came_in(request: ASGIConnection[Any, Any, Any, Any]) -> CameIn:
    """The form that the doorman read."""
    scope: Any = request.scope
    found: CameIn = scope["came_in"]
    return found
