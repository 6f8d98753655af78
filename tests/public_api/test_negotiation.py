"""Choosing a media type and a language from what a client says it reads."""

from __future__ import annotations

import pytest

from public_api.web.language import chosen_language
from public_api.web.negotiation import preferred_type

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offered", "expected"),
    [
        (None, ("application/json",), "application/json"),
        ("", ("application/json",), "application/json"),
        ("*/*", ("application/json", "text/html"), "application/json"),
        (BROWSER, ("application/json", "text/html"), "text/html"),
        (BROWSER, ("application/json",), "application/json"),
        ("application/*", ("application/json",), "application/json"),
        ("image/png", ("application/json",), None),
        ("application/json;q=0", ("application/json",), None),
        ("application/json;q=0, */*", ("application/json",), None),
        ("text/html;q=nonsense", ("text/html",), None),
        ("APPLICATION/JSON", ("application/json",), "application/json"),
        (";;;,,,", ("application/json",), None),
    ],
)
def test_the_best_type_that_the_client_reads(
    accept: str | None, offered: tuple[str, ...], expected: str | None
) -> None:
    """A more specific range outranks a wider one, and quality 0 refuses."""
    assert expected == preferred_type(accept, offered)


@pytest.mark.parametrize(
    ("asked", "cookie", "accept_language", "expected"),
    [
        (None, None, None, "nl"),
        ("en", "nl", "nl", "en"),
        ("xx", "en", "nl", "en"),
        (None, None, "en-GB,en;q=0.9,nl;q=0.8", "en"),
        (None, None, "nl-BE,en;q=0.9", "nl"),
        (None, None, "fr,de;q=0.9", "nl"),
        (None, "xx", "fr", "nl"),
    ],
)
def test_the_language_somebody_gets(
    asked: str | None, cookie: str | None, accept_language: str | None, expected: str
) -> None:
    """The address outranks the cookie, the cookie the browser, and Dutch is what is left."""
    assert expected == chosen_language(asked, cookie, accept_language)
