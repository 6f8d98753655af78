"""The public site as an ASGI application: routes and pages inside, one lean layer around them."""

from __future__ import annotations

import secrets
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TextIO

from litestar import Litestar
from litestar.datastructures import State
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin

from public_api.contact import KeptContact
from public_api.marks import KeptCatalogue
from public_api.pages import badge, profile, service, start, verify
from public_api.pages import marks as mark_pages
from public_api.pages import samples as sample_pages
from public_api.recall import Recall
from public_api.routes import bodies, claims, describe, health, mark_versions, marks, practitioners, standings, static
from public_api.routes import samples as sample_routes
from public_api.routes.verification import Verification
from public_api.site import NO_ANNEX, Annex, Site
from public_api.web.access_log import AccessLog
from public_api.web.cursors import Cursors
from public_api.web.edge import Edge
from public_api.web.errors import Errors
from public_api.web.pages import TEMPLATES, Pages
from public_api.web.static_files import StaticFiles
from public_api.web.wings import Wings
from registry import database
from registry.clock import Clock
from registry.journal_follower import Follower
from registry.settings import Settings

HANDLERS = [
    start.start,
    service.contact,
    service.complaint,
    service.accessibility,
    service.privacy,
    service.developers,
    mark_pages.marks,
    mark_pages.mark,
    mark_pages.rules,
    sample_pages.samples,
    sample_pages.sample,
    sample_pages.sample_list,
    verify.verify,
    profile.profile,
    profile.short_link,
    badge.badge,
    standings.get_standing,
    practitioners.find_practitioners,
    practitioners.get_practitioner,
    marks.list_marks,
    marks.get_mark,
    mark_versions.get_mark_version,
    bodies.list_bodies,
    claims.list_claims,
    sample_routes.list_samples,
    sample_routes.get_sample,
    describe.openapi,
    health.livez,
    health.readyz,
    static.static_file,
]


class LeanLitestar(Litestar):
    """Litestar without what it loads for handlers that take or give pydantic models: both generations of pydantic.

    Ours read a request themselves, for one kind of problem details. A handler that needs it names the plugin.
    """

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def create_app(
    settings: Settings,
    clock: Clock,
    *,
    log_to: TextIO = sys.stdout,
    annex: Annex = NO_ANNEX,
) -> Edge:
    """The application for one process. It opens the database in its lifespan and reads the time only from `clock`.

    `annex` is what stands beside the public site in the same application: admin.app adds what is behind a log-in.
    """
    files = StaticFiles()
    follower = Follower()
    contact = KeptContact(settings, clock, follower)
    pages = Pages(settings, files, contact, (TEMPLATES, *annex.templates))
    errors = Errors(pages, settings.base_url)
    site = Site(
        settings=settings,
        clock=clock,
        pages=pages,
        static=files,
        cursors=Cursors(signing_key(settings)),
        marks=KeptCatalogue(follower),
        recall=Recall(clock, follower),
        contact=contact,
        also_described_at=annex.described_at,
    )

    def build(handlers: Sequence[Any], state: Mapping[str, Any], *lifespan: Any) -> Litestar:
        return LeanLitestar(
            handlers,
            state=State({"site": site, **state}),
            lifespan=lifespan,
            exception_handlers={Exception: errors.handler()},
            openapi_config=None,
            logging_config=None,
            request_max_body_size=0,
        )

    def build_wing() -> Litestar:
        wing = annex.open(site)
        return build(wing.routers, wing.state)

    public = build(HANDLERS, {}, lambda app: _running(follower, contact))
    return Edge(
        Wings(public, annex.begins, build_wing),
        refuse=errors.refuse,
        shortcut=Verification(site, errors, site.recall.answer),
        log=_log(settings, clock, log_to),
        over_tls=settings.base_url.startswith("https:"),
    )


@asynccontextmanager
async def _running(follower: Follower, contact: KeptContact) -> AsyncIterator[None]:
    async with database.running(), contact.keeping(), follower.following():
        yield


def _log(settings: Settings, clock: Clock, stream: TextIO) -> AccessLog | None:
    if settings.log_level in ("warning", "error"):
        return None  # requests that went as they should are not worth a line
    return AccessLog(stream, clock, as_json=settings.log_format == "json")


def signing_key(settings: Settings) -> bytes:
    """What cursors are signed with. Without SECRET_KEY they hold in this process, until it stops."""
    if settings.secret_key is None:
        return secrets.token_bytes(32)
    return settings.secret_key.get_secret_value().encode()
