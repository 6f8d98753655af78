"""JSON that goes out to somebody with a log-in: kept by nobody on the way."""

from __future__ import annotations

from litestar.serialization import encode_json

from public_api.web.answers import Answer
from public_api.web.language import from_register
from public_api.web.problems import FieldError, ProblemRaised
from public_api.web.query import camel_case
from registry.errors import Malformed

NOT_KEPT = ((b"cache-control", b"no-store"),)


def as_json(data: object, *, status: int = 200) -> Answer:
    """The data as an answer; names are camelCase outside."""
    return Answer(encode_json(data), status=status, headers=NOT_KEPT)


def as_invalid(error: Malformed) -> ProblemRaised:
    """What the register has against a body, with the member it is about."""
    errors = [FieldError("body", camel_case(p.field), from_register(p.message)) for p in error.problems]
    return ProblemRaised("invalid-input", errors=errors)
