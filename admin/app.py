"""The whole site as one ASGI application: what everybody may see, and beside it what is behind a log-in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from public_api import app as public_site
from public_api.site import Annex, Site, Wing
from public_api.web.edge import Edge
from registry.clock import Clock
from registry.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"
BEGINS = (  # how the addresses behind the log-in begin, and those of logging in
    "/mijn", "/bewijs/", "/inloggen", "/uitloggen", "/aanmelden", "/bevestig", "/wachtwoord-", "/adres-bevestigen",
    "/vragenlijst/", "/agenda/", "/instelling", "/beheer", "/api/v1/me", "/api/v1/desk", "/api/v1/operations",
    "/api/v1/evidence/", "/api/v1/tokens", "/api/v1/sessions", "/api/v1/signed-in/",
)  # fmt: skip
DESCRIBED_AT = "/api/v1/signed-in/openapi.json"


def create_app(settings: Settings, clock: Clock, *, log_to: TextIO = sys.stdout) -> Edge:
    """The application for one process; see public_api.app.create_app."""
    annex = Annex(BEGINS, (TEMPLATES,), _open_wing, described_at=DESCRIBED_AT)
    return public_site.create_app(settings, clock, log_to=log_to, annex=annex)


def _open_wing(site: Site) -> Wing:
    from admin.routes import open_wing  # noqa: PLC0415  # with the first request for it, and not while starting

    return open_wing(site)
