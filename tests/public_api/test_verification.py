"""The verification without the router: the same answer as with it, for right and wrong numbers alike."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from public_api.recall import TEMPLATE, number_asked_about
from public_api.web.edge import Edge
from tests.public_api import people
from tests.public_api.asking import ask_raw


def _routed(app: Edge) -> Edge:
    """The same site, where every question goes through the router."""

    def unknown(scope: Any, headers: dict[bytes, bytes]) -> None:
        return None

    return Edge(app._app, refuse=app.refuse, shortcut=unknown, log=None, over_tls=True)


def _plain(headers: dict[str, str]) -> dict[str, str]:
    """Without what differs for each request, and without the charset that Litestar adds to a problem."""
    kept = {name: value for name, value in headers.items() if name != "x-request-id"}
    return kept | {"content-type": kept.get("content-type", "").partition(";")[0]}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize("asked", ["right", "LP-0000001-36", "LP-0020418-52", "nonsense", "%2e%2e", "a%2Fb", "%20"])
async def test_the_router_answers_the_same(site: httpx.AsyncClient, app: Edge, method: str, asked: str) -> None:
    """Status, headers and body are equal for every kind of number and every method."""
    number = (await people.certified("V.", "Gelijk")).number if asked == "right" else asked
    target = f"/api/v1/practitioners/{number}/standing".encode()
    direct, routed = [await ask_raw(way, method, target) for way in (app, _routed(app))]
    assert (routed.status, _plain(routed.headers)) == (direct.status, _plain(direct.headers))
    assert _without_request_id(routed.body, routed.headers) == _without_request_id(direct.body, direct.headers)


def _without_request_id(body: bytes, headers: dict[str, str]) -> bytes:
    return body.replace(headers["x-request-id"].encode(), b"")


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("POST", "/api/v1/practitioners/x/standing", b""),
        ("GET", "/api/v1/practitioners/x/standing", b"on=2026-01-01"),
        ("GET", "/api/v1/practitioners/x/y/standing", b""),
        ("GET", "/api/v1/practitioners/standing", b""),
        ("GET", "/api/v1/practitioners//standing", b""),
        ("GET", "/api/v1/marks/x/standing", b""),
        ("GET", TEMPLATE + "s", b""),
    ],
)
def test_any_other_question_goes_through_the_router(method: str, path: str, query: bytes) -> None:
    """Only the plain question about today is read from the address itself."""
    assert number_asked_about({"method": method, "path": path, "query_string": query}) is None
