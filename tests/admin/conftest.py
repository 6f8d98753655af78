"""What the tests of what is behind the log-in share: an empty register, and a made-up mark."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from tests.register import empty_register

SCHEMES = Path(__file__).parents[1] / "registry" / "schemes"


@pytest.fixture
async def register() -> AsyncIterator[Engine]:
    """An empty register."""
    async with empty_register() as engine:
        yield engine


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The made-up marks of the registry's own tests."""
    schemes = [read_scheme(path.read_text("utf-8"), path.name) for path in sorted(SCHEMES.glob("*.toml"))]
    return Catalogue({scheme.mark.code: scheme for scheme in schemes})
