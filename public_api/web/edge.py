"""The one layer around the application: ids, headers on every answer, HEAD, what is refused at the door, the deadline.

It is plain ASGI and does little, because every request pays for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

from public_api.web.access_log import AccessLog, RequestIds
from public_api.web.answers import NO_BODY, Answer, Header
from public_api.web.problems import ProblemRaised
from public_api.web.requests import inspect

ASGI = Callable[[Any, Any, Any], Awaitable[None]]

API_VERSION = "1.0.0"
ALLOWED = b"GET, HEAD, OPTIONS"
DEADLINE = 4.5  # seconds; the promise is an answer within 5, whatever the database does

EVERYWHERE: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
ON_API: tuple[Header, ...] = (
    *EVERYWHERE,
    (b"api-version", API_VERSION.encode()),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"API-Version, ETag, Link, Retry-After, X-Request-Id"),
    (b"content-security-policy", b"default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"referrer-policy", b"no-referrer"),
)
ON_PAGES: tuple[Header, ...] = (
    *EVERYWHERE,
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; object-src 'none'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
ON_OWN_PAGES: tuple[Header, ...] = (  # behind a log-in: nothing is kept, and the one script is ours
    *EVERYWHERE,
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        b"form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"cache-control", b"private, no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
)
ON_EMBEDDED: tuple[Header, ...] = (  # a picture that other sites show
    *EVERYWHERE,
    (b"content-security-policy", b"default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"referrer-policy", b"no-referrer"),
)
OVER_TLS: Header = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
PREFLIGHT: tuple[Header, ...] = (
    (b"access-control-allow-methods", ALLOWED),
    (b"access-control-allow-headers", b"Accept, If-None-Match"),
    (b"access-control-max-age", b"86400"),
)


PATIENCE = "patience"  # in the scope of a request that may take more seconds than others, such as an upload
EMBEDDED = "embedded"  # in the scope of a request for a picture that other sites may show in their pages
OWN = "own"  # in the scope of a request that a door was opened for: what it is answered is for one person only
NOT_KEPT = frozenset({b"cache-control", b"etag"})


def with_head(allowed: bytes) -> bytes:
    """The methods of an address as it answers them here: HEAD wherever there is GET."""
    methods = {*allowed.replace(b" ", b"").split(b","), b"OPTIONS"}
    return b", ".join(sorted(methods | {b"HEAD"} if b"GET" in methods else methods))


class Edge:
    """`app` with the same manners on every answer.

    `refuse(problem, scope, request_id)` words a problem for who asked. `shortcut(scope, headers)` gives what answers by
    itself, without the router (see public_api.routes.verification), with the same headers and the same line in the log.
    """

    def __init__(
        self,
        app: ASGI,
        *,
        refuse: Callable[[ProblemRaised, Any, str], Answer],
        shortcut: Callable[[Any, dict[bytes, bytes]], ASGI | None],
        log: AccessLog | None,
        over_tls: bool,
        deadline: float = DEADLINE,
    ) -> None:
        self._app = app
        self.refuse = refuse
        self.shortcut = shortcut
        self.log = log
        self._ids = RequestIds()
        self._overdue = Overdue(deadline)
        secure = (OVER_TLS,) if over_tls else ()
        self._on_api = (*ON_API, *secure)
        self._on_pages = (*ON_PAGES, *secure)
        self.on_own_pages = (*ON_OWN_PAGES, *secure)
        self.on_embedded = (*ON_EMBEDDED, *secure)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._begin_or_end(scope, receive, send)
            return
        method = scope["method"]
        if method == "HEAD":
            scope = {**scope, "method": "GET", "asked_head": True}
        scope["request_id"] = request_id = self._ids.next()
        fixed = self._on_api if scope["path"].startswith("/api/") else self._on_pages
        exchange = Exchange(self, scope, send, fixed)
        self._overdue.watch(exchange)
        try:
            try:
                headers = inspect(scope)
            except ProblemRaised as problem:
                answer: ASGI = self.refuse(problem, scope, request_id)
            else:
                answer = self.shortcut(scope, headers) or self._app
            await answer(scope, receive, exchange.send)
        except asyncio.CancelledError:
            if not exchange.gave_up():
                raise  # somebody else's cancellation: a server shutting down, for one
        finally:
            self._overdue.forget(exchange)
            if exchange.closing is not None:
                await exchange.closing
            if self.log is not None:
                route = scope.get("path_template") or "-"
                self.log.note((method, route, exchange.status, exchange.begun, perf_counter(), request_id))

    async def _begin_or_end(self, scope: Any, receive: Any, send: Any) -> None:
        """The life of the application. There are no websockets here."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            await self._app(scope, receive, send)
        finally:
            if self.log is not None:
                self.log.write_out()


class Exchange:
    """One request and its answer. Past the deadline it answers 503 by itself and lets nothing else through."""

    __slots__ = ("_edge", "_fixed", "_send", "_task", "begun", "closing", "scope", "status")

    def __init__(
        self,
        edge: Edge,
        scope: Any,
        send: Callable[[Any], Awaitable[None]],
        fixed: tuple[Header, ...],
    ) -> None:
        self.begun = perf_counter()
        self.scope = scope
        self.status = 0  # until the answer has started
        self.closing: asyncio.Task[None] | None = None
        self._edge = edge
        self._send = send
        self._fixed = fixed
        self._task = asyncio.current_task()

    def send(self, message: Any) -> Awaitable[None]:
        """Pass a message on, with what belongs on every answer; nothing more once we gave up.

        Not a coroutine of its own: it hands over the one of the server, which saves a step for every message.
        """
        return self._send(self._dressed(message)) if self.closing is None else _drop()

    def _dressed(self, message: Any) -> Any:
        if message["type"] != "http.response.start":
            return NO_BODY if "asked_head" in self.scope else message
        self.status = status = message["status"]
        given, fixed = message["headers"], self._fixed
        if OWN in self.scope:
            given, fixed = [header for header in given if header[0] not in NOT_KEPT], self._edge.on_own_pages
        elif EMBEDDED in self.scope:
            fixed = self._edge.on_embedded
        headers = [*given, *fixed, (b"x-request-id", self.scope["request_id"].encode())]
        if self.scope["method"] == "OPTIONS" and status < 300:
            headers += PREFLIGHT
        if self.scope["method"] == "OPTIONS" or status == 405:
            headers = [(name, with_head(value) if name == b"allow" else value) for name, value in headers]
        return {"type": "http.response.start", "status": status, "headers": headers}

    def give_up(self) -> None:
        """Answer from a task of our own: the driver may not even notice that the request's task is cancelled."""
        if self.status == 0 and self.closing is None and self._task is not None:
            self.closing = asyncio.get_running_loop().create_task(self._answer_unavailable())
            self._task.cancel()

    def gave_up(self) -> bool:
        """Whether the cancellation that just came out was ours; it is then over."""
        return self.closing is not None and self._task is not None and not self._task.uncancel()

    async def _answer_unavailable(self) -> None:
        problem = ProblemRaised("unavailable", headers=((b"retry-after", b"5"),))
        answer = self._edge.refuse(problem, self.scope, self.scope["request_id"])

        async def send(message: Any) -> None:
            await self._send(self._dressed(message))

        await answer(self.scope, None, send)


async def _drop() -> None:
    """Where what comes too late goes."""


class Overdue:
    """Lets every exchange give up after `deadline` seconds: one timer for all, because a timer each costs more."""

    TICK = 0.25  # seconds

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._open: dict[Exchange, None] = {}  # the oldest first
        self._ticking_in: asyncio.AbstractEventLoop | None = None

    def watch(self, exchange: Exchange) -> None:
        self._open[exchange] = None
        loop = asyncio.get_running_loop()
        if loop is not self._ticking_in:  # not ticking, or in a loop that is gone
            self._ticking_in = loop
            loop.call_later(self.TICK, self._tick, loop)

    def forget(self, exchange: Exchange) -> None:
        self._open.pop(exchange, None)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        now = perf_counter()
        for exchange in list(self._open):
            waited = now - exchange.begun
            if waited < self._deadline:
                break
            if waited >= exchange.scope.get(PATIENCE, 0):
                exchange.give_up()
        if self._open:
            loop.call_later(self.TICK, self._tick, loop)
        else:
            self._ticking_in = None
