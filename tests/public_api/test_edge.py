"""The manners every answer has, and what is refused at the door."""

from __future__ import annotations

import asyncio
import gc
import io
import json
from typing import Any

import httpx
import pytest

from public_api.web.access_log import GATHERED_FOR, AccessLog
from public_api.web.answers import Answer
from public_api.web.edge import PATIENCE, Edge
from public_api.web.errors import as_problem, log_unforeseen
from public_api.web.problems import problem_details
from registry.clock import SystemClock
from tests.public_api.asking import ask_raw, started

PROBLEM = "application/problem+json"


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    """Pages, JSON, errors and files alike; a strict CSP without exceptions for inline code."""
    css = (await client.get("/")).text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    for path in ("/", "/livez", "/nothing-here", "/api/v1/nothing-here", css):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["referrer-policy"] in ("no-referrer", "strict-origin-when-cross-origin")
        assert "unsafe" not in headers["content-security-policy"]
        for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert directive in headers["content-security-policy"]
        assert headers["strict-transport-security"].startswith("max-age=")
        assert headers["x-request-id"]


async def test_only_the_interface_is_open_to_other_sites(client: httpx.AsyncClient) -> None:
    """CORS and API-Version belong to /api/ and stay off the pages, also on errors."""
    api, page = await client.get("/api/v1/nothing-here"), await client.get("/")
    assert (api.headers["access-control-allow-origin"], api.headers["api-version"]) == ("*", "1.0.0")
    assert "access-control-allow-origin" not in page.headers
    assert "api-version" not in page.headers


async def test_head_is_get_without_the_body(client: httpx.AsyncClient) -> None:
    """Same status and headers, no content."""
    get, head = await client.get("/contact"), await client.head("/contact")
    assert (head.status_code, head.content) == (200, b"")
    assert get.headers["content-length"] == head.headers["content-length"]
    assert get.headers["etag"] == head.headers["etag"]


async def test_what_the_client_has_is_not_sent_again(client: httpx.AsyncClient) -> None:
    """304 for the same ETag, weak, listed or starred; 200 for another."""
    etag = (await client.get("/contact")).headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = await client.get("/contact", headers={"If-None-Match": known})
        assert (304, b"", etag) == (answer.status_code, answer.content, answer.headers["etag"])
    assert (await client.get("/contact", headers={"If-None-Match": '"other"'})).status_code == 200


@pytest.mark.parametrize("path", ["/contact/", "/livez/", "/api//v1", "/api/v1/", "/contact%2F", "/api/v1/%2F%2Fmarks"])
async def test_a_trailing_or_double_slash_is_another_address(client: httpx.AsyncClient, path: str) -> None:
    """404, where Litestar alone would say 200."""
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
async def test_a_wrong_method_says_which_are_right(client: httpx.AsyncClient, method: str) -> None:
    """405 with Allow, whatever the body: nobody reads it."""
    answer = await client.request(method, "/contact", content=b"[" * 5000 + b"]" * 5000)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["content-type"] == PROBLEM


async def test_options_answers_a_preflight(client: httpx.AsyncClient) -> None:
    """204 with what another site may send."""
    answer = await client.options("/livez")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"/%00", 400),
        (b"/contact?a=%00", 400),
        (b"/contact?a=\x00", 400),
        (b"/%ff%fe", 400),
        (b"/\xff", 400),
        (b"/contact?a=%ff", 400),
        (b"/contact?a=%0d%0aSet-Cookie:x", 400),
        (b"/%c2%85", 400),
        (b"/" + b"a" * 2_000, 414),
        (b"/contact?q=" + b"a" * 100_000, 414),
        (b"/contact?" + b"&".join(b"p%d=1" % n for n in range(10_000)), 414),
    ],
)
async def test_unreadable_and_overlong_addresses_stay_outside(app: Edge, target: bytes, status: int) -> None:
    """NUL, control characters, invalid UTF-8 and length are refused before any handler."""
    answer = await ask_raw(app, "GET", target)
    assert (status, PROBLEM) == (answer.status, answer.headers["content-type"])


async def test_a_method_in_small_letters_is_another_method(app: Edge) -> None:
    """405: methods are case-sensitive."""
    assert (await ask_raw(app, "get", b"/contact")).status == 405


async def test_a_body_on_get_is_not_taken(client: httpx.AsyncClient) -> None:
    """415: no content of any type is expected here."""
    for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        answer = await client.request("GET", "/contact", content=b"{}", headers={"content-type": content_type})
        assert (answer.status_code, answer.headers["content-type"]) == (415, PROBLEM)


async def test_an_impossible_accept_is_refused_with_what_there_is(client: httpx.AsyncClient) -> None:
    """406 on the interface and on pages."""
    for path, kind in (("/livez", "image/png"), ("/contact", "application/json"), ("/api/v1/marks", "text/csv")):
        answer = await client.get(path, headers={"Accept": kind})
        assert (answer.status_code, answer.headers["content-type"]) == (406, PROBLEM)


async def test_a_browser_gets_an_error_it_can_read(client: httpx.AsyncClient) -> None:
    """A page in the reader's language, with the same status; the interface keeps to problem details."""
    page = await client.get("/nothing-here", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>Dit adres bestaat niet</h1>" in page.text
    api = await client.get("/api/v1/nothing-here", headers={"Accept": "text/html,*/*;q=0.1"})
    assert (api.status_code, api.headers["content-type"]) == (404, PROBLEM)


async def test_a_hostile_host_header_is_a_problem(client: httpx.AsyncClient) -> None:
    """The Host header decides nothing here; nonsense in it is a 400."""
    answer = await client.get("/contact", headers={"Host": "evil.example/<script>"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
    assert "evil.example" not in (await client.get("/contact", headers={"Host": "evil.example"})).text


async def test_the_log_has_one_line_without_anything_personal(client: httpx.AsyncClient, log: io.StringIO) -> None:
    """Template, status, time and request id; no value of the path, no query."""
    answer = await client.get("/static/somebody-private.css?q=secret")
    await asyncio.sleep(2 * GATHERED_FOR)  # lines are gathered before they are written
    line = json.loads(log.getvalue())
    assert {key: line[key] for key in ("event", "method", "route", "status")} == {
        "event": "request",
        "method": "GET",
        "route": "/static/{name}",
        "status": 404,
    }
    assert answer.headers["x-request-id"] == line["request_id"]
    assert "somebody" not in log.getvalue()
    assert "secret" not in log.getvalue()


async def test_a_server_that_stops_writes_the_lines_it_has(tables: None, app: Edge, log: io.StringIO) -> None:
    """Lines wait a moment to be written together; the end of the application is sooner, and none is lost."""
    async with started(app):
        for _ in range(3):
            await ask_raw(app, "GET", b"/livez")
        written_before = log.getvalue()
    assert ("", 3) == (written_before, log.getvalue().count("/livez"))


async def test_a_line_is_written_soon(client: httpx.AsyncClient, log: io.StringIO) -> None:
    """Also when nothing else happens, and again for the next one."""
    for number in (1, 2):
        await client.get("/livez")
        await asyncio.sleep(2 * GATHERED_FOR)
        assert number == log.getvalue().count("\n")


def test_lines_are_written_when_the_process_ends_without_a_stop(log: io.StringIO) -> None:
    """A server whose application was never told to stop writes its last lines when the interpreter does."""

    async def note() -> None:
        AccessLog(log, SystemClock(), as_json=False).note(("GET", "/livez", 200, 0.0, 0.001, "id-1"))

    asyncio.run(note())
    gc.collect()
    assert "200 'GET' /livez 1.0 ms id-1" in log.getvalue()


def _edge(app: Any, deadline: float) -> Edge:
    def refuse(problem: Any, scope: Any, request_id: str) -> Answer:
        return problem_details(problem, base_url="https://register.example", request_id=request_id)

    def unknown(scope: Any, headers: dict[bytes, bytes]) -> None:
        return None

    return Edge(app, refuse=refuse, shortcut=unknown, log=None, over_tls=False, deadline=deadline)


async def _ask(edge: Edge) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(edge), base_url="https://register.example") as asking:
        return await asking.get("/slow")


async def test_past_the_deadline_the_answer_is_503() -> None:
    """Whatever the application waits for is cancelled, and the client is told when to come back."""

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(60)

    answer = await _ask(_edge(slow, 0.2))
    assert (answer.status_code, answer.headers["content-type"], answer.headers["retry-after"]) == (503, PROBLEM, "5")


async def test_an_upload_has_more_patience_but_not_for_ever() -> None:
    """A request that says so may take longer than others, until that time is over too; the next one is not helped."""

    async def upload(scope: Any, receive: Any, send: Any) -> None:
        scope[PATIENCE] = 1
        await asyncio.sleep(0.6 if scope["path"] == "/slow" else 60)
        await Answer(b"there")(scope, receive, send)

    edge = _edge(upload, 0.1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(edge), base_url="https://register.example") as asking:
        answers = await asyncio.gather(asking.get("/slow"), asking.get("/too-slow"))
    assert [200, 503] == [answer.status_code for answer in answers]


async def test_a_driver_that_ignores_its_cancellation_cannot_hold_the_answer() -> None:
    """The 503 is on its way while the application still hangs, and what it says later is dropped."""
    sent: list[Any] = []
    let_go, answered = asyncio.Event(), asyncio.Event()

    async def deaf(scope: Any, receive: Any, send: Any) -> None:
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue
        await Answer(b"too late")(scope, receive, send)

    async def send(message: Any) -> None:
        sent.append(message)
        if message["type"] == "http.response.body":
            answered.set()

    scope = {"type": "http", "method": "GET", "path": "/slow", "query_string": b"", "headers": []}
    running = asyncio.create_task(_edge(deaf, 0.1)(scope, None, send))
    await asyncio.wait_for(answered.wait(), 5)
    assert sent[0]["status"] == 503
    let_go.set()
    await running
    assert len(sent) == 2


async def test_a_cancellation_from_outside_passes_through() -> None:
    """A server that shuts down cancels its requests; the edge does not swallow that."""

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(60)

    running = asyncio.create_task(_ask(_edge(slow, 30)))
    await asyncio.sleep(0.05)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def test_what_goes_wrong_with_us_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    """A 500 names the kind of error and the place in the code; the text of an error may hold a row."""
    with pytest.raises(ValueError, match="private") as raised:
        raise ValueError("somebody private")
    log_unforeseen(raised.value, "id-1")
    assert as_problem(raised.value).kind.status == 500
    assert "unforeseen ValueError, request_id id-1, at test_edge.py" in caplog.text
    assert "somebody" not in caplog.text
