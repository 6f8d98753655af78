"""What the tests of the registry share: an empty register, a made-up mark, and somebody who holds it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from tests.register import empty_register


@pytest.fixture
async def register() -> AsyncIterator[Engine]:
    """An empty register."""
    async with empty_register() as engine:
        yield engine


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Two made-up marks: "proefmerk" asks ten points in its term, "oudmerk" ended and was followed by it."""
    folder = Path(__file__).parent / "schemes"
    schemes = [read_scheme(path.read_text("utf-8"), path.name) for path in sorted(folder.glob("*.toml"))]
    return Catalogue({scheme.mark.code: scheme for scheme in schemes})
