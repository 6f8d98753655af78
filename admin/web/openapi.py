"""The description of the interface behind the log-in (OpenAPI 3.1), made from the door and the shape of each route."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from inspect import getdoc
from typing import Any, get_args, get_origin

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from admin.web.doorman import Door
from admin.web.shapes import File, Items, PageOfItems, Shape
from public_api.web.edge import API_VERSION
from public_api.web.openapi import ANYWHERE, HEADERS, Problem, path_outside, problem_responses, query_parameters
from public_api.web.problems import Code

SCHEMAS = "#/components/schemas/"
_IN_PATH = re.compile(r"{(\w+):(\w+)}")
LISTS = (Items, PageOfItems)
_WORDS = re.compile(r"[A-Za-z0-9]+")
DOORS: dict[object, str] = {
    Door.ANYONE: "For everybody.",
    Door.SIGNED_IN: "For everybody with a log-in.",
    Door.PROFESSIONAL: "For professionals: only about their own file.",
    Door.OPERATOR: "For operators of the register.",
}


def described(routes: Iterable[HTTPRoute]) -> list[tuple[str, str, HTTPRouteHandler]]:
    """Every JSON route of the wing: its path, its method and its handler. None can be left out."""
    return [
        (route.path, method, handler)
        for route in sorted(routes, key=lambda route: route.path)
        if route.path.startswith("/api/")
        for handler in route.route_handlers
        for method in sorted(handler.http_methods)
        if method not in ("OPTIONS", "HEAD")
    ]


def wing_document(routes: Iterable[HTTPRoute], base_url: str) -> dict[str, Any]:
    """The whole description. A route without a shape is in it, with a body and an answer that are any JSON."""
    found = described(routes)
    shapes = [shape_of(handler) for _, _, handler in found]
    answers = [one.answers for one in shapes if one.answers not in (None, File)]
    answer_schemas, components = _answer_schemas(answers)
    bodies, body_components = _bodies(shapes)
    outcomes = iter(answer_schemas)
    paths: dict[str, dict[str, Any]] = {}
    for (path, method, handler), one in zip(found, shapes, strict=True):
        answer = next(outcomes) if one.answers not in (None, File) else None
        body = bodies.get(one.takes) if one.takes is not None else None
        paths.setdefault(path_outside(path), {})[method.lower()] = _operation(path, method, handler, body, answer)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Loopbaanregister, behind the log-in",
            "version": API_VERSION,
            "summary": "Your own file, the desk of a body, and the register itself.",
            "description": (
                "Ask /api/v1/tokens for an access token and send it as a bearer. What everybody may ask is in "
                f"{base_url}/api/v1/openapi.json. Days are civil days in Europe/Amsterdam; nothing may be kept."
            ),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "contact": {"name": "Loopbaanregister", "url": f"{base_url}/contact"},
        },
        "servers": [{"url": base_url}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": {**body_components, **components},
            "headers": {"API-Version": HEADERS["API-Version"]},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def shape_of(handler: HTTPRouteHandler) -> Shape:
    """What a route says of itself; where it says nothing, any JSON."""
    said: Shape | None = handler.opt.get("shape")
    if said is not None:
        return said
    return Shape((getdoc(handler.fn) or handler.fn.__name__.replace("_", " ")).partition("\n")[0], Any)


def _answer_schemas(answers: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    """A schema for each answer. Lists are put around their items here: msgspec cannot tell two lists of items apart
    whose types have one name in two modules.
    """
    inner = [get_args(one)[0] if get_origin(one) in LISTS else one for one in answers]
    schemas, components = msgspec.json.schema_components([*inner, Problem], ref_template=f"{SCHEMAS}{{name}}")
    return [_around(one, schema) for one, schema in zip(answers, schemas, strict=False)], components


def _around(answer: Any, schema: Any) -> Any:
    around = get_origin(answer)
    if around not in LISTS:
        return schema
    names = list(around.__struct_encode_fields__)
    whole = {"items": {"type": "array", "items": schema}, "total": {"type": "integer"}}
    return {"type": "object", "properties": {name: whole[name] for name in names}, "required": names}


def _bodies(shapes: Iterable[Shape]) -> tuple[Mapping[type[BaseModel], Any], Mapping[str, Any]]:
    models = {one.takes: None for one in shapes if one.takes is not None}
    schemas, definitions = models_json_schema(
        [(model, "validation") for model in models], ref_template=f"{SCHEMAS}{{model}}"
    )
    return {model: schemas[model, "validation"] for model in models}, definitions.get("$defs", {})


def _operation(path: str, method: str, handler: HTTPRouteHandler, body: Any, answer: Any) -> dict[str, Any]:
    said = shape_of(handler)
    which = handler.opt.get("door")
    told = {
        "operationId": _name(path, method),
        "summary": said.summary,
        "description": " ".join(filter(None, (getdoc(handler.fn), _who(handler.opt)))),
        "security": [{} if which is Door.ANYONE else {"bearer": []}],
        "parameters": [*_in_path(path), *query_parameters(said.asks)],
        "responses": _answers(handler, said, answer) | problem_responses(_problems(path, method, which)),
    }
    if handler.opt.get("patience"):
        return told | {"requestBody": {"required": True, "content": _UPLOAD}}
    if body is not None or (method in ("POST", "PUT") and "shape" not in handler.opt):
        schema = body if body is not None else {}
        return told | {
            "requestBody": {"required": body is not None, "content": {"application/json": {"schema": schema}}}
        }
    return told


_FILE = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
_UPLOAD = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {
                "file": _FILE["schema"],
                **{name: {"type": "string"} for name in ("kind", "columns", "rows")},
            },
            "required": ["file"],
        }
    },
    "application/octet-stream": _FILE,
}


def _name(path: str, method: str) -> str:
    """Stable as long as the address is: getMeActivitiesByEntryVersions."""
    words = _WORDS.findall(_IN_PATH.sub(r"by \1", path.removeprefix("/api/v1")).replace("_", " "))
    return method.lower() + "".join(word[0].upper() + word[1:] for word in words)


def _who(opt: Mapping[str, Any]) -> str:
    if opt.get("door") is Door.BODY:
        return f"For whoever works for a body as: {', '.join(sorted(opt.get('roles', ())))}."
    return DOORS.get(opt.get("door"), "")


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": path_outside(found[0]).strip("{}"),
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"}
            if found[2] == "uuid"
            else {"type": "string", "minLength": 1},
        }
        for found in _IN_PATH.finditer(path)
    ]


def _answers(handler: HTTPRouteHandler, said: Shape, answer: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": HTTPStatus(handler.status_code).phrase,
        "headers": {"API-Version": {"$ref": "#/components/headers/API-Version"}},
    }
    if said.answers is File:
        told["content"] = {"application/octet-stream": _FILE}
    elif answer is not None:
        told["content"] = {"application/json": {"schema": answer}}
    return {str(handler.status_code): told}


def _problems(path: str, method: str, which: object) -> set[Code]:
    told: set[Code] = {*ANYWHERE, "not-signed-in"}
    if which is Door.ANYONE:
        told.add("too-many-requests")
    else:
        told |= {"not-allowed", "not-found"}
    if method != "GET":
        told |= {"conflict", "refused", "content-too-large"}
    return told
