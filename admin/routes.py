"""Everything behind a log-in: the routes, their guards, and where whoever is not logged in is led."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, Router

from admin import description
from admin.desk import routes as desk
from admin.dossier import (
    activities,
    agenda,
    applications,
    badges,
    confirmations,
    confirmations_interface,
    corrections,
    declarations,
    deferrals,
    evidence,
    evidence_interface,
    importing,
    imports_interface,
    interface,
    leaving,
    objections,
    other_entries,
    outlook_interface,
    overviews,
    own_data,
    passkeys,
    public_profile,
    renewals,
    requests_interface,
    security,
    sign_in,
    sign_up,
    stopping,
    surveys,
    taking_along,
    tokens,
    versions_interface,
)
from admin.operations import routes as operations
from admin.web.doorman import SignInAgain, SignInFirst, TooLarge, let_in_to_interface, let_in_to_page
from admin.web.house import open_house
from admin.web.multipart_bodies import TOO_LARGE
from admin.web.trust import page_before
from public_api.site import Site, Wing, site_of
from public_api.web.language import say

PAGES: list[Any] = [
    *sign_in.PAGES,
    *sign_up.PAGES,
    *overviews.PAGES,
    *activities.PAGES,
    *evidence.PAGES,
    *importing.PAGES,
    *confirmations.PAGES,
    *other_entries.PAGES,
    *declarations.PAGES,
    *surveys.PAGES,
    *renewals.PAGES,
    *applications.PAGES,
    *deferrals.PAGES,
    *objections.PAGES,
    *stopping.PAGES,
    *own_data.PAGES,
    *corrections.PAGES,
    *taking_along.PAGES,
    *leaving.PAGES,
    *public_profile.PAGES,
    *badges.PAGES,
    *agenda.PAGES,
    *security.PAGES,
    *passkeys.PAGES,
    *desk.PAGES,
    *operations.PAGES,
]
INTERFACE: list[Any] = [
    *tokens.ROUTES,
    *interface.ROUTES,
    *outlook_interface.ROUTES,
    *evidence_interface.ROUTES,
    *versions_interface.ROUTES,
    *confirmations_interface.ROUTES,
    *imports_interface.ROUTES,
    *requests_interface.ROUTES,
    *taking_along.ROUTES,
    *desk.INTERFACE,
    *operations.INTERFACE,
    *description.ROUTES,
]


def open_wing(site: Site) -> Wing:
    """The routes with their guards, and what they share."""
    pages = Router("/", route_handlers=PAGES, guards=[let_in_to_page], exception_handlers=TO_SIGN_IN)
    routes = Router("/", route_handlers=INTERFACE, guards=[let_in_to_interface])
    return Wing((pages, routes), {"house": open_house(site)})


def _sign_in(request: Request[Any, Any, Any], error: SignInFirst) -> Response[bytes]:
    """Lead to the log-in, and from there back to where somebody wanted to be, with the form they sent."""
    if error.kept:
        page = sign_in.show_sign_in_keeping(request, error.kept)
        headers = {name.decode(): value.decode() for name, value in page.headers}
        return Response(page.body, status_code=page.status, media_type=page.media_type.decode(), headers=headers)
    return _led_to(sign_in.lead_to_sign_in(request.scope))


def _sign_in_again(request: Request[Any, Any, Any], error: SignInAgain) -> Response[bytes]:
    """Lead to the log-in, and from there to the page that asks for it."""
    return _led_to(sign_in.lead_to_sign_in_again(request.scope))


def _too_large(request: Request[Any, Any, Any], error: TooLarge) -> Response[bytes]:
    """Say what to do, with the way back to the page that the form stands on."""
    page = site_of(request).pages.render(
        request.scope,
        "message.html",
        status=413,
        title=say("Dit bestand is te groot"),
        sentences=(TOO_LARGE, say("Er is niets bewaard. Wat je typte staat er misschien nog als je teruggaat.")),
        address=page_before(request.scope, site_of(request).settings.base_url),
        label=say("Terug naar het formulier"),
    )
    headers = {name.decode(): value.decode() for name, value in page.headers}
    return Response(page.body, status_code=page.status, media_type=page.media_type.decode(), headers=headers)


def _led_to(address: str) -> Response[bytes]:
    return Response(b"", status_code=303, headers={"location": address, "cache-control": "no-store"})


TO_SIGN_IN: Any = {SignInFirst: _sign_in, SignInAgain: _sign_in_again, TooLarge: _too_large}
