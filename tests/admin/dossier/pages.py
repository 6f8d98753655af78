"""Reading the pages of somebody's own file in tests."""

from __future__ import annotations

import re
from html import unescape

import httpx


def said_in(page: httpx.Response) -> str:
    """The text of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def token_in(page: httpx.Response) -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="formulier" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]
