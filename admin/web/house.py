"""What the handlers behind a log-in need besides the public site: cookies, keys, the store of files, heavy work."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, cast

from litestar.connection import ASGIConnection

from admin.web.visits import Cookies
from admin.web.workroom import Workroom
from public_api.app import signing_key
from public_api.site import Site
from registry.evidence_store import EvidenceStore
from registry.service_addresses import read_scanner
from registry.stores import open_store
from registry.virus_scan import ClamAV


@dataclass(frozen=True, slots=True)
class House:
    site: Site
    cookies: Cookies
    form_key: bytes
    store: EvidenceStore
    scanner: ClamAV | None
    workroom: Workroom


def open_house(site: Site) -> House:
    """Made once for an application. Keys for different purposes are never the same key."""
    key = hmac.new(signing_key(site.settings), b"forms", hashlib.sha256).digest()
    settings = site.settings
    cookies = Cookies(over_tls=settings.base_url.startswith("https:"))
    scanner = None if settings.clamav is None else read_scanner(settings.clamav)
    return House(site, cookies, key, open_store(settings.evidence_address), scanner, Workroom())


def house_of(connection: ASGIConnection[Any, Any, Any, Any]) -> House:
    return cast("House", connection.app.state.house)
