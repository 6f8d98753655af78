"""A client for the public site, in the same event loop as the site itself."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from public_api.app import create_app
from public_api.web.edge import Edge
from registry.clock import MovableClock
from registry.settings import Settings
from tests.public_api import people
from tests.public_api.asking import started
from tests.register import empty_register

NOW = datetime(2026, 11, 22, 20, 45, tzinfo=UTC)
BASE_URL = "https://register.example"


@pytest.fixture
def clock() -> MovableClock:
    """It is the evening of 22 November 2026."""
    return MovableClock(NOW)


@pytest.fixture
def log() -> io.StringIO:
    """What the site writes in its access log."""
    return io.StringIO()


@pytest.fixture
def app(database_url: str, clock: MovableClock, log: io.StringIO) -> Edge:
    """The site, not started: enough for everything that needs no data."""
    return create_app(Settings(database_url=database_url, base_url=BASE_URL, log_format="json"), clock, log_to=log)


@pytest.fixture
async def client(app: Edge) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the site that is not started."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as asking:
        yield asking


@pytest.fixture(scope="session")
def tables(database_url: str) -> None:
    """The tables, and the two made-up marks of tests/public_api/people.py."""

    async def prepare() -> None:
        async with empty_register():  # other tests of this run may have left people and marks behind
            await people.publish_marks()

    asyncio.run(prepare())


@pytest.fixture
async def site(tables: None, app: Edge) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the site with its database open, in the loop of the test, which can enter people meanwhile."""
    async with (
        started(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as asking,
    ):
        yield asking
