"""What every handler needs, made once by create_app and kept in the application's state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from litestar import Request, Router

from accreditation.dates import amsterdam_day
from public_api.contact import KeptContact
from public_api.marks import KeptCatalogue
from public_api.recall import Recall
from public_api.web.cursors import Cursors
from public_api.web.pages import Pages
from public_api.web.static_files import StaticFiles
from registry.clock import Clock
from registry.settings import Settings

Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Site:
    settings: Settings
    clock: Clock
    pages: Pages
    static: StaticFiles
    cursors: Cursors
    marks: KeptCatalogue
    recall: Recall
    contact: KeptContact
    also_described_at: str = ""  # the interface of the annex

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """The civil day in Amsterdam."""
        return amsterdam_day(self.clock.now())


@dataclass(frozen=True, slots=True)
class Wing:
    """What another folder adds to the application: its routes, and what its handlers need."""

    routers: Sequence[Router]
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annex:
    """How addresses of another folder begin, its templates, and what opens its wing when it is first needed.

    `described_at` is the address of the description of its interface, where it has one.
    """

    begins: Sequence[str] = ()
    templates: Sequence[Path] = ()
    open: Callable[[Site], Wing] = lambda site: Wing((), {})
    described_at: str = ""


NO_ANNEX = Annex()


def site_of(request: Asked) -> Site:
    return cast("Site", request.app.state.site)
