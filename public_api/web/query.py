"""The query string against the model a route declares: unknown, repeated and malformed values, all reported at once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from accreditation.dates import FIRST_DAY, LAST_DAY
from public_api.web.language import say
from public_api.web.mistakes import mistakes_in
from public_api.web.problems import FieldError, ProblemRaised


def camel_case(name: str) -> str:
    """`known_on` → `knownOn`, the way names are written outside."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Query(BaseModel):
    """What a route may be asked. Each subclass stands next to its route and is also its documentation.

    Its validator is built with the first question and not while the program starts.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=camel_case, str_strip_whitespace=True, defer_build=True
    )


class PageQuery(Query):
    """What a page may be asked. A page forgives what it does not know: shared links grow parameters on their way."""

    model_config = ConfigDict(extra="ignore")

    taal: str = ""


Q = TypeVar("Q", bound=Query)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(value: object) -> date:
    """A civil day, written out in full. Pydantic alone would also take numbers, times and weeks."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            day = date.fromisoformat(value)
            if FIRST_DAY <= day <= LAST_DAY:
                return day
    except ValueError:
        pass  # 30 February, refused below with the rest
    raise PydanticCustomError("day", "not a civil day")


CivilDay = Annotated[
    date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-22"]})
]


def read_query(scope: Any, model: type[Q]) -> Q:
    """The query as the route's model, or ProblemRaised with every mistake in it."""
    query_string: bytes = scope["query_string"]
    if not query_string:
        nothing: Q | None = _nothing_asked(model)
        if nothing is not None:
            return nothing
    # The edge has already refused invalid UTF-8, NUL and anything overlong.
    pairs = parse_qsl(query_string.decode(), keep_blank_values=True)
    known = {field.alias or name for name, field in model.model_fields.items()}
    forgiving = model.model_config.get("extra") == "ignore"
    errors = []
    for name, times in Counter(name for name, _ in pairs).items():
        if name not in known and not forgiving:
            errors.append(FieldError("query", name[:50], say("Deze vraag kent het register niet.")))
        elif name in known and times > 1:
            errors.append(FieldError("query", name, say("Dit mag maar één keer in de vraag staan.")))
    asked = {name: value for name, value in pairs if name in known and value.strip()}
    query: Q | None = None
    try:
        query = model.model_validate(asked)
    except ValidationError as invalid:
        errors.extend(FieldError("query", name, message) for name, message in mistakes_in(invalid))
    if errors or query is None:
        raise ProblemRaised("invalid-input", errors=errors)
    return query


@cache
def _nothing_asked(model: type[Q]) -> Q | None:
    """What a request without a query means, worked out once; None where something must be asked."""
    try:
        return model()
    except ValidationError:
        return None
