"""A number that leads to another one: whatever was asked for at its address is at the same address of the other."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from public_api.web.answers import Answer, Header, redirect
from registry.errors import Malformed, Merged
from registry.numbers import read_number

PERMANENT = 308  # with the same method, so that a program that sends something sends it again
KEPT_FOR_A_DAY: Header = (b"cache-control", b"public, max-age=86400")


def led_on(error: Merged, scope: Any) -> Answer | None:
    """The way to the number that goes on, with the same question; None where the number is no part of the address."""
    parts = scope["path"].split("/")
    led = [error.kept if _is(part, error.gone) else part for part in parts]
    if led == parts:
        return None
    query: bytes = scope["query_string"]
    asked = f"?{query.decode('ascii', 'ignore')}" if query else ""
    return redirect(quote("/".join(led)) + asked, status=PERMANENT, headers=(KEPT_FOR_A_DAY,))


def _is(part: str, number: str) -> bool:
    try:
        return read_number(part) == number
    except Malformed:
        return False
