"""What the handlers behind a log-in need besides the public site: cookies and keys."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, cast

from litestar.connection import ASGIConnection

from admin.web.visits import Cookies
from public_api.app import signing_key
from public_api.site import Site


@dataclass(frozen=True, slots=True)
class House:
    site: Site
    cookies: Cookies
    form_key: bytes


def open_house(site: Site) -> House:
    """Made once for an application. Keys for different purposes are never the same key."""
    key = hmac.new(signing_key(site.settings), b"forms", hashlib.sha256).digest()
    return House(site, Cookies(over_tls=site.settings.base_url.startswith("https:")), key)


def house_of(connection: ASGIConnection[Any, Any, Any, Any]) -> House:
    return cast("House", connection.app.state.house)
