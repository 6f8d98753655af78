"""The OpenAPI 3.1 description, made from what stands next to each route: its query, its answer and its problems."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from inspect import getdoc
from typing import Any, get_args

import msgspec
from litestar.handlers import HTTPRouteHandler

from public_api.web.edge import API_VERSION
from public_api.web.problems import KINDS, Code
from public_api.web.query import Query, camel_case

_PARAMETER = re.compile(r"{(\w+):\w+}")  # Litestar writes {in_force_from:str}, we say {inForceFrom}
ANYWHERE: tuple[Code, ...] = (
    "invalid-input",
    "not-acceptable",
    "uri-too-long",
    "unsupported-media-type",
    "unavailable",
)


NOT_IN_SCHEMA = ("title", "description")


class ProblemField(msgspec.Struct, rename={"place": "in"}):
    """One thing wrong with one part of the request."""

    place: str
    name: str
    message: str


class Problem(msgspec.Struct, rename="camel"):
    """RFC 9457 problem details. `type` leads to a page that says what to do; `errors` names everything at once."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[ProblemField] | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What a route says of itself (in its `opt`): the answer's type and an example, the query, further problems."""

    answer: type
    example: Any
    query: type[Query] | None = None
    problems: tuple[Code, ...] = ()
    path: Mapping[str, str] = field(default_factory=dict)  # an example of each parameter in the path


def described(description: Description) -> dict[str, Any]:
    """The `opt` of a route that belongs in the description."""
    return {"description": description}


def openapi_document(handlers: Iterable[HTTPRouteHandler], base_url: str) -> dict[str, Any]:
    """The whole description. Routes without a Description are pages and stay out of it."""
    told = [(handler, handler.opt["description"]) for handler in handlers if "description" in handler.opt]
    types = [description.answer for _, description in told]
    _, schemas = msgspec.json.schema_components([*types, Problem], ref_template="#/components/schemas/{name}")
    paths = {
        path_outside(path): {"get": _operation(handler, d)} for handler, d in told for path in sorted(handler.paths)
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Loopbaanregister",
            "version": API_VERSION,
            "summary": "Who is certified as a career professional in the Netherlands, by whom, and on which day.",
            "description": "Read-only and open to all: no key, no cookie. Days are civil days in Europe/Amsterdam.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "contact": {"name": "Loopbaanregister", "url": f"{base_url}/contact"},
        },
        "servers": [{"url": base_url}],
        "security": [{}],
        "tags": [{"name": name} for name in sorted({tag for handler, _ in told for tag in handler.tags or ()})],
        "paths": paths,
        "components": {"schemas": schemas, "headers": HEADERS},
    }


def path_outside(path: str) -> str:
    """A path as it is written in the description."""
    return _PARAMETER.sub(lambda found: f"{{{camel_case(found[1])}}}", path)


HEADERS: dict[str, Any] = {
    "API-Version": {"description": "The version of this interface.", "schema": {"type": "string"}},
    "ETag": {"description": "Send it back in If-None-Match.", "schema": {"type": "string"}},
    "Link": {"description": 'The next page, rel="next".', "schema": {"type": "string"}},
}


def _operation(handler: HTTPRouteHandler, description: Description) -> dict[str, Any]:
    parameters = [_path_parameter(name, example) for name, example in description.path.items()]
    if description.query is not None:
        parameters += query_parameters(description.query)
    return {
        "operationId": handler.operation_id,
        "summary": handler.summary,
        "description": handler.description or getdoc(handler.fn),
        "tags": list(handler.tags or ()),
        "security": [{}],
        "parameters": parameters,
        "responses": _responses(description),
    }


def _path_parameter(name: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}


def query_parameters(query: type[Query]) -> list[dict[str, Any]]:
    """What a route may be asked."""
    schema = query.model_json_schema()
    properties, required = schema.get("properties", {}), schema.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": schema.get("description", ""),
            "schema": {
                key: value for key, value in _without_null(schema).items() if key not in ("title", "description")
            },
        }
        for name, schema in properties.items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is not null: only the real choice is described."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default") or value}
    rest.pop("anyOf", None)
    return {**rest, **(choices[0] if choices else {})}


def _responses(description: Description) -> dict[str, Any]:
    content = {
        "schema": {"$ref": f"#/components/schemas/{description.answer.__name__}"},
        "example": description.example,
    }
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ("API-Version", "ETag")}
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "headers": headers, "content": {"application/json": content}},
        "304": {"description": "Nothing changed since the ETag you sent."},
    }
    return responses | problem_responses((*ANYWHERE, *description.problems))


def problem_responses(told: Collection[Code]) -> dict[str, Any]:
    """The problems that a route may answer with, by status."""
    by_status: dict[int, list[Code]] = {}
    for code in get_args(Code):
        if code in told:
            by_status.setdefault(KINDS[code].status, []).append(code)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        str(status): {
            "description": "; ".join(KINDS[code].title.in_language("en") for code in codes),
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status, codes in sorted(by_status.items())
    }
