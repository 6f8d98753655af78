"""What a stranger may throw at every route: always an answer of ours, never a 5xx."""

from __future__ import annotations

import json

import httpx
import pytest

from public_api.app import HANDLERS
from public_api.web.edge import Edge
from tests.public_api.asking import ask_raw

PROBLEM = "application/problem+json"
ROUTES = sorted(path for handler in HANDLERS for path in handler.paths)

FINDS = "/api/v1/practitioners"  # whatever is asked by name is a question, and mostly finds nobody

# What stands in for each parameter of a path.
VALUES = [
    b"%00",
    b"%ff",
    b"%F0%28%8C%28",
    b"%2F",
    b"%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    b"..",
    b"%0d%0aX-Evil:1",
    b"'%20OR%201=1--",
    b"%25",
    b"_",
    b"%E2%80%AE",
    b"%F0%9D%9F%98",
    b"LP-%D9%A0%D9%A0%D9%A2%D9%A0%D9%A4%D9%A1%D9%A8-%D9%A5%D9%A1",
    b"<script>",
    b"{{7*7}}",
    b"a" * 900,
    b"a" * 5_000,
    b"9" * 500,
    b"LP-0020418-51" + b"%20" * 60,
    b"\xff\xfe",
]
QUERIES = [
    b"%00",
    b"q=%00",
    b"q=%ff",
    b"q=" + b"a" * 100_000,
    b"&".join(b"p%d=1" % n for n in range(10_000)),
    b"q[]=1&q[a][b]=2",
    b"=&=&=",
    b"&&&&",
    b"%",
    b"q=%",
    b"q=%zz",
    b"limit=1e9",
    b"limit=-1&limit=0",
    b"limit=99999999999999999999999999",
    b"limit=%D9%A1",
    b"cursor=" + b"A" * 1_000,
    b"verder=" + b"A" * 500,
    b"on=0000-00-00&knownOn=9999-99-99",
    b"on=2026-11-22T00:00:00Z",
    b"op=2026-02-30&bekend=x",
    b"op=1&op=2",
    b"taal=xx",
    b"taal=%F0%9F%92%A9",
    b"mark=%27;drop table decision;--",
    b"q=%25%25%25",
    b"q=____",
    b"q=%E2%80%8B",
    b"q=%F3%A0%80%81",
    b"q=%EF%BF%BF",
    b"q=" + b"%20" * 300,
    b"text=%00",
    b"\xff=\xfe",
]
HEADERS = [
    [(b"accept", b"image/png")],
    [(b"accept", b"\xff\xfe")],
    [(b"accept", b"application/json;q=nan")],
    [(b"accept", b"," * 10_000)],
    [(b"accept-language", b"en;q=" + b"9" * 5_000)],
    [(b"cookie", b"taal=en; taal=\xff; =; ;;; \x01")],
    [(b"cookie", b"a=" + b"b" * 60_000)],
    [(b"if-none-match", b"\xff, W/, *x")],
    [(b"content-type", b"text/plain"), (b"content-length", b"5")],
    [(b"content-type", b"application/json"), (b"transfer-encoding", b"chunked")],
    [(b"content-length", b"-1")],
    [(b"host", b"")],
    [(b"x-forwarded-for", b"' or 1=1")],
    [(b"range", b"bytes=0-0,1-1,-1")],
]


def _filled(route: str, value: bytes) -> bytes:
    return b"/".join(value if part.startswith("{") else part.encode() for part in route.split("/"))


def _must_be_ours(status: int, headers: dict[str, str], body: bytes) -> None:
    assert status < 500
    assert headers["x-request-id"]
    if status >= 400 and headers["content-type"].startswith("application/"):
        assert headers["content-type"] == PROBLEM
        assert json.loads(body)["status"] == status


@pytest.mark.parametrize("route", ROUTES)
async def test_hostile_paths(site: httpx.AsyncClient, app: Edge, route: str) -> None:
    """Encodings, traversal, injection, foreign digits, sheer length: 4xx, or a page that is really there."""
    for value in VALUES if "{" in route else VALUES[:1]:
        answer = await ask_raw(app, "GET", _filled(route, value))
        _must_be_ours(answer.status, answer.headers, answer.body)
        if "{" in route:
            assert 400 <= answer.status < 500


@pytest.mark.parametrize("route", ROUTES)
async def test_hostile_queries(site: httpx.AsyncClient, app: Edge, route: str) -> None:
    """Every query on every route; the interface refuses what it does not know, all at once."""
    for query in QUERIES:
        answer = await ask_raw(app, "GET", _filled(route, b"LP-0000000-98") + b"?" + query)
        _must_be_ours(answer.status, answer.headers, answer.body)
        if route.startswith("/api/") and query != b"&&&&" and not (route == FINDS and query.startswith(b"q=")):
            assert 400 <= answer.status < 500, (route, query)


@pytest.mark.parametrize("route", ROUTES)
async def test_hostile_headers(site: httpx.AsyncClient, app: Edge, route: str) -> None:
    """Headers a browser never sends."""
    for headers in HEADERS:
        answer = await ask_raw(app, "GET", _filled(route, b"LP-0000000-98"), headers)
        _must_be_ours(answer.status, answer.headers, answer.body)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "\u0130", "G\x00T"])
async def test_hostile_methods(site: httpx.AsyncClient, app: Edge, route: str, method: str) -> None:
    """Nothing here can be written: 405 or 404, whatever the body is said to be."""
    deep = [(b"content-type", b"application/json"), (b"content-length", b"10000")]
    answer = await ask_raw(app, method, _filled(route, b"LP-0000000-98"), deep)
    _must_be_ours(answer.status, answer.headers, answer.body)
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]
