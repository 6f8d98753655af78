"""From errors to answers: the register's vocabulary and Litestar's as problems; a problem as JSON or as a page."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from public_api.web.answers import Answer, Header
from public_api.web.language import from_register
from public_api.web.leading_on import led_on
from public_api.web.negotiation import preferred_type
from public_api.web.pages import Pages
from public_api.web.problems import Code, FieldError, ProblemRaised, problem_details
from public_api.web.requests import headers_of
from registry.errors import (
    Conflict,
    DatabaseAway,
    DatabaseBusy,
    Malformed,
    Merged,
    NotFound,
    Refused,
    Removed,
    StoreAway,
)

log = logging.getLogger("public_api")

BY_STATUS: dict[int, Code] = {400: "invalid-input", 404: "not-found", 405: "method-not-allowed", 413: "uri-too-long"}
RETRY_SOON: tuple[Header, ...] = ((b"retry-after", b"5"),)


def as_problem(error: Exception) -> ProblemRaised:
    """What went wrong, in our own words; anything unforeseen is our fault, and so an internal error."""
    match error:
        case ProblemRaised():
            return error
        case NotFound():
            return ProblemRaised("not-found")
        case Removed():
            return ProblemRaised("removed")
        case Conflict():
            return ProblemRaised("conflict", detail=from_register(error.message))
        case Refused():
            return ProblemRaised("refused", detail=from_register(error.message))
        case Malformed():
            errors = [FieldError("query", problem.field, from_register(problem.message)) for problem in error.problems]
            return ProblemRaised("invalid-input", errors=errors)
        case DatabaseAway() | DatabaseBusy() | StoreAway():
            return ProblemRaised("unavailable", headers=RETRY_SOON)
        case HTTPException() if error.status_code in BY_STATUS:
            code = BY_STATUS[error.status_code]
            allowed = (error.headers or {}).get("allow") if code == "method-not-allowed" else None
            return ProblemRaised(code, headers=((b"allow", allowed.encode()),) if allowed else ())
        case _:
            return ProblemRaised("internal-error")


class Errors:
    """Words a problem for whoever asked: an error page for a browser on a page, problem details for all others."""

    def __init__(self, pages: Pages, base_url: str) -> None:
        self._pages = pages
        self._base_url = base_url

    def refuse(self, problem: ProblemRaised, scope: Any, request_id: str) -> Answer:
        if wants_page(scope):
            status, headers = problem.kind.status, problem.headers
            return self._pages.render(
                scope, "error.html", status=status, headers=headers, problem=problem, request_id=request_id
            )
        return problem_details(problem, base_url=self._base_url, request_id=request_id)

    def answer(self, error: Exception, scope: Any) -> Answer:
        """What went wrong, worded; the unforeseen is logged as well. A number that leads on is no error."""
        if isinstance(error, Merged) and (led := led_on(error, scope)) is not None:
            return led
        problem = as_problem(error)
        request_id = str(scope.get("request_id", ""))
        if problem.code == "internal-error":
            log_unforeseen(error, request_id)
        return self.refuse(problem, scope, request_id)

    def handler(self) -> Callable[[Request[Any, Any, Any], Exception], Response[bytes]]:
        """The exception handler for Litestar, which wants a Response of its own."""

        def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
            said = self.answer(error, request.scope)
            headers = {name.decode(): value.decode("latin-1") for name, value in said.headers}
            media_type = said.media_type.decode().partition(";")[0]  # Litestar adds the charset itself
            return Response(said.body, status_code=said.status, headers=headers, media_type=media_type)

        return answer


def wants_page(scope: Any) -> bool:
    """Whether a person with a browser asked, on an address that is a page."""
    if scope["path"].startswith(("/api/", "/livez", "/readyz")):
        return False
    accept = headers_of(scope).get(b"accept", b"").decode("latin-1")
    return preferred_type(accept, ("application/problem+json", "text/html")) == "text/html"


def log_unforeseen(error: Exception, request_id: str) -> None:
    """Where it happened, never what was in it: the text of an error may hold a name or a row."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    log.error("unforeseen %s, request_id %s, at %s", type(error).__name__, request_id, places)
